"""Actions against a hot spot: the index of one unit in one category of complaints."""

from datetime import date
from urllib.parse import parse_qsl

from dashboard.filters import Filters
from dashboard.statistics.hotspots import hotspot
from dashboard.verdicts import hot_cells
from dashboard.verdicts.hot_cells import Cell, Step

INDEX = "CMP07"  # tested cell by cell, never as a course of the unit


def category_of(address: str) -> str:
    """The category of complaints an address names; "" for all."""
    return dict(parse_qsl(address)).get("complaint_category", "")


def cell(choice: Filters) -> Cell | None:
    """The chosen unit in the chosen category; None where nothing can be expected of it."""
    unit_id, category = choice.unit_id, choice.complaint_category
    for one in hot_cells.cells(choice.but(complaint_category="")):
        if (one.unit_id, one.category) == (unit_id, category) and one.steps:
            return one
    return None


def index(step: Step) -> float:
    """Observed over expected, shrunk, of three months."""
    return hotspot(step.observed, step.expected).index


def latest(choice: Filters) -> tuple[date, float] | None:
    """The last month and its index."""
    found = cell(choice)
    return (found.steps[-1].month, index(found.steps[-1])) if found else None
