"""小案积案: what the page shows, one function a picture."""

from dashboard.pictures.small_cases import undated
from dashboard.pictures.small_cases.clearance import clearance
from dashboard.pictures.small_cases.course import chain, cohorts
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
    "chain",
    "clearance",
    "cohorts",
    "curves",
    "due",
    "due_workbook",
    "flows",
    "oldest",
    "premises",
    "question",
    "series",
    "source",
    "undated",
    "verdict",
]
