"""Actions against a hot spot: the index of one unit in one category of complaints."""

from datetime import date
from urllib.parse import parse_qsl

import polars as pl

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


def by_month(choice: Filters) -> pl.DataFrame:
    """The index at each month's end, in the columns of measured.by_month that a course needs."""
    found = cell(choice)
    rows = []
    for step in found.steps if found else ():
        spot = hotspot(step.observed, step.expected)
        figures = {"value": spot.index, "low": spot.low, "high": spot.high, "n": step.observed}
        fixed = {"series": "", "is_mature": True, "is_enough": True}
        rows.append({"month": step.month} | figures | fixed)
    schema = ("month", "value", "low", "high", "n", "series", "is_mature", "is_enough")
    kinds = (pl.Date, *[pl.Float64] * 4, pl.String, pl.Boolean, pl.Boolean)
    return pl.DataFrame(rows, schema=dict(zip(schema, kinds, strict=True)))


def latest(choice: Filters) -> tuple[date, float] | None:
    """The last month and its index."""
    found = cell(choice)
    return (found.steps[-1].month, index(found.steps[-1])) if found else None
