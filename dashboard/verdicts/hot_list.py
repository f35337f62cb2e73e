"""上榜—销号: since when a hot spot is on the list, what was done, and whether it cooled.

A cell enters at a month end at which it is hot, and the rule by which it leaves is written then:
three months in a row with a lower bound of at most 1, and a callback rating not below the whole.
A measure is judged against the three months before it, and only when three whole months followed.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.statistics.hotspots import hotspot
from dashboard.statistics.ratios import Ratio, rate_ratio
from dashboard.statistics.register import last_entry
from dashboard.texts import dates
from dashboard.verdicts import hot_cells
from dashboard.verdicts.hot_cells import WINDOW, Cell, Step

RATING = "SAT04"  # the callback rating the exit rule asks for
LEVEL = 0.05
STAYS = 3  # months an entry that may leave is still shown


@dataclass(frozen=True)
class Measure:
    """What was done about a unit, or the one above it, and from which day on."""

    first_day: date
    words: str


@dataclass(frozen=True)
class Cooling:
    """`outcome` is cooled, not_cooled or too_early; the ratio is after against before."""

    outcome: str
    before: Step | None
    after: Step | None
    ratio: Ratio | None


@dataclass(frozen=True)
class Entry:
    """A cell on the list. `rating` tells whether the callback rating is not below the whole; None
    where there is none to compare."""

    cell: Cell
    since: date
    first: float  # its index at the month it entered
    index: float
    calm: int
    may_leave: bool
    rating: bool | None
    measure: Measure | None
    cooling: Cooling | None


@remembered
def entries(choice: Filters) -> list[Entry]:
    """Who is on the list at and under the chosen unit, in the order of the units' list."""
    known = hot_cells.cells(choice)
    inside = hot_cells.under(choice.unit_id, known)
    found = [
        _entry(cell, choice)
        for cell in known
        if cell.steps
        and cell.unit_id in inside
        and choice.complaint_category in ("", cell.category)
    ]
    return [entry for entry in found if entry is not None]


def _entry(cell: Cell, choice: Filters) -> Entry | None:
    steps = cell.steps
    listed = last_entry([step.is_hot for step in steps], [step.low for step in steps])
    if listed is None or (listed.free is not None and len(steps) - 1 - listed.free >= STAYS):
        return None
    rating = rating_holds(cell.unit_id, cell.level, choice)
    first, last = steps[listed.first], steps[-1]
    measure = measure_of(cell, first.month, choice)
    return Entry(
        cell,
        first.month,
        hotspot(first.observed, first.expected).index,
        hotspot(last.observed, last.expected).index,
        listed.calm,
        listed.free is not None and rating is not False,
        rating,
        measure,
        cooling(steps, measure.first_day, choice.month) if measure else None,
    )


def measure_of(cell: Cell, entered: date, choice: Filters) -> Measure | None:
    """The first measure for the unit or the one above since the months that put it on the list."""
    found = ask_if_connected("complaints/measures", choice)
    if found.is_empty():
        return None
    since = dates.add_months(entered, 1 - WINDOW)
    fits = found.filter(
        pl.col("unit_id").is_in([cell.unit_id, cell.parent_id]) & (pl.col("first_day") >= since)
    )
    for first_day, words in fits.select("first_day", "words").iter_rows():
        return Measure(first_day, words)
    return None


def cooling(
    steps: tuple[Step, ...], day: date, month: date, before_month: date | None = None
) -> Cooling:
    """The last three months against the three before the measure, each as observed over expected.

    Those before end with `before_month`, the month before that of `day` unless told.

    Cooled: fewer beyond chance (exact, two-sided 5 %), and the lower bound is at most 1. A hot spot
    is picked because it was high and falls somewhat of itself; the second condition guards
    against taking that for the measure.
    """
    starts = dates.month_start(day)
    whole = starts if day == starts else dates.add_months(starts, 1)
    by_month = {step.month: step for step in steps}
    before = by_month.get(before_month or dates.add_months(starts, -1))
    if before is None or dates.add_months(whole, WINDOW - 1) > month:
        return Cooling("too_early", before, None, None)
    after = by_month[month]
    ratio = rate_ratio(after.observed, after.expected, before.observed, before.expected)
    cooled = ratio.p < LEVEL and ratio.value < 1 and after.low <= 1
    return Cooling("cooled" if cooled else "not_cooled", before, after, ratio)


@remembered
def rating_holds(unit_id: str, level: str, choice: Filters) -> bool | None:
    """Whether the unit's callback rating is not below the whole's; None without enough answers.

    Not below: its interval reaches the whole's rate.
    """
    rated = measured.by_unit(RATING, choice.but(unit_id=_root(choice)), level)
    own = rated.filter((pl.col("unit_id") == unit_id) & pl.col("is_enough"))
    whole = measured.latest(measured.by_month(RATING, choice.but(unit_id=_root(choice))), choice)
    if own.is_empty() or whole is None or own["high"][0] is None:
        return None
    return bool(own["high"][0] >= whole.value)


def _root(choice: Filters) -> str:
    """The bureau: the one unit among the cells that reports to none."""
    tops = (cell.unit_id for cell in hot_cells.cells(choice) if not cell.parent_id)
    return next(tops, choice.unit_id)
