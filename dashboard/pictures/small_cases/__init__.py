"""小案积案: what the page shows, one function a picture."""

from dashboard.pictures.small_cases import loss_chain, undated
from dashboard.pictures.small_cases.clearance import clearance
from dashboard.pictures.small_cases.course import cohorts
from dashboard.pictures.small_cases.figures import cards
from dashboard.pictures.small_cases.headline import question, verdict
from dashboard.pictures.small_cases.kinds import premises, series
from dashboard.pictures.small_cases.lists import behind, due, due_workbook, oldest
from dashboard.pictures.small_cases.solving import curves
from dashboard.pictures.small_cases.stock import ages, flows
from dashboard.pictures.small_cases.undated import source

__all__ = [
    "ages",
    "behind",
    "cards",
    "clearance",
    "cohorts",
    "curves",
    "due",
    "due_workbook",
    "flows",
    "loss_chain",
    "oldest",
    "premises",
    "question",
    "series",
    "source",
    "undated",
    "verdict",
]
