"""值得关注: what is due, as lines that lead on with unit and month set.

Judged changes (变差, 变好, 请核实, 说明) join these lines with the full statistics.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.choice_bar import unit_names
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t

MOST = 5
# Each kind of duty: the question that lists it, the day it is due by, the unit of its count.
KINDS = {
    "callbacks": ("small_cases/callbacks_due", "last_day", "small_cases"),
    "complaints": ("complaints/due_within_seven_days", "due_day", "complaints"),
}


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
    own: list[tuple[int, Item]] = []
    below: list[tuple[int, Item]] = []
    for kind, (_, _, page) in KINDS.items():
        for unit_id, n, first in _counts(kind, choice).iter_rows():
            item = Item("to_do", _words(kind, unit_id, n, first), page, choice.but(unit_id=unit_id))
            (own if unit_id == choice.unit_id else below).append((n, item))
    below.sort(key=lambda pair: -pair[0])
    return [item for _, item in (own + below)[:MOST]]


def _counts(kind: str, choice: Filters) -> pl.DataFrame:
    """unit_id, n, first day: one row for the chosen unit, one for each unit right below it."""
    question, day, _ = KINDS[kind]
    asked = choice.but(category_code="")
    due = ask_if_connected(question, asked, complaint_category="")
    if due.is_empty():
        return pl.DataFrame()
    below = _unit_below(choice.unit_id)
    sums = due.select(
        pl.col("unit_id").replace_strict(below, default=choice.unit_id), pl.col(day).alias("day")
    )
    counted = sums.group_by("unit_id").agg(pl.len(), pl.col("day").min()).sort("unit_id")
    total = pl.DataFrame(
        {"unit_id": [choice.unit_id], "len": [due.height], "day": [due[day].min()]}
    )
    others = counted.filter(pl.col("unit_id") != choice.unit_id)
    return pl.concat([total, others], how="vertical_relaxed")


def _unit_below(unit_id: str) -> dict[str, str]:
    """For each unit, the one right under the chosen unit that it belongs to."""
    units = ask_if_connected("choice/units")
    parents = dict(units.select("unit_id", "parent_unit_id").iter_rows())
    found = {}
    for unit in parents:
        place = unit
        while parents.get(place) not in (unit_id, None):
            place = parents[place]
        if parents.get(place) == unit_id:
            found[unit] = place
    return found


def _words(kind: str, unit_id: str, n: int, first: date) -> str:
    return t(
        f"overview.attention.{kind}",
        unit=unit_names().get(unit_id, unit_id),
        n=numbers.count(n),
        day=dates.in_year(first),
    )
