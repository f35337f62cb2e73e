"""值得关注: what is due, as lines that lead on with unit and month set.

Judged changes (变差, 变好, 请核实, 说明) join these lines with the full statistics.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names

MOST = 5
PAGES = {"callbacks": "small_cases", "complaints": "complaints"}  # where each kind leads


@dataclass(frozen=True)
class Item:
    """One line: its tag, its words (Markdown), where it leads and with which choice."""

    kind: str
    words: str
    page: str
    choice: Filters


@remembered
def items(choice: Filters) -> list[Item]:
    """The chosen unit's own duties, then those of the units below with most to do."""
    due = ask_if_connected("overview/due", choice)
    if due.is_empty():
        return []
    whole = due.group_by("kind").agg(pl.col("n").sum(), pl.col("first_day").min()).sort("kind")
    below = due.filter(pl.col("unit_id") != choice.unit_id).sort(
        "n", "unit_id", descending=[True, False]
    )
    rows = whole.with_columns(unit_id=pl.lit(choice.unit_id)).select(due.columns).rows()
    return [_item(choice, *row) for row in (rows + below.rows())[:MOST]]


@remembered
def is_connected(choice: Filters) -> bool:
    """Whether there is anything that could fall due."""
    return any(measured.is_connected(choice, name) for name in ("cases", "complaints"))


def _item(choice: Filters, kind: str, unit_id: str, n: int, first: date) -> Item:
    words = _words(kind, unit_id, n, first)
    return Item("to_do", words, PAGES[kind], choice.but(unit_id=unit_id))


def _words(kind: str, unit_id: str, n: int, first: date) -> str:
    return t(
        f"overview.attention.{kind}",
        unit=unit_names().get(unit_id, unit_id),
        n=numbers.count(n),
        day=dates.in_year(first),
    )
