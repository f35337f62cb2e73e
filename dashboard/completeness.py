"""How much of the chosen month has arrived, and what came of the month before since then."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.statistics.completeness import Arrived, arrived
from dashboard.texts.dates import add_months

# The table whose records an indicator counts, by the first letters of its id; surveys and service
# figures come as whole months and have no time of entry.
SOURCES = {"CAS": "cases", "FLW": "cases", "CMP": "complaints"}
# Shares of what was to be done whose doing is a record of its own: while it is still to come, the
# thing looks undone. (Those with days of maturity have waited for it.)
DONE_BY = {
    "FLW05": "case_events",
    "FLW06": "case_events",
    "SVC03": "case_events",
    "SVC04": "activities",
}


@dataclass(frozen=True)
class Completeness:
    """The chosen month's records: the share (0 to 1) that has arrived by the cut-off.

    `low` and `high` are the least and the largest share of earlier months at the same age; limits
    of a figure once all has arrived: statistics.completeness.expected_count and expected_share.
    """

    month: date
    arrived: Arrived

    @property
    def share(self) -> float:
        """The share that has arrived."""
        return self.arrived.share


@dataclass(frozen=True)
class Restated:
    """The records of a month as known at the age the chosen month has now, and as known today."""

    month: date
    known_then: float
    known_now: float

    @property
    def change(self) -> float:
        """What was added since, as a share of what was known then."""
        return self.known_now / self.known_then - 1 if self.known_then else 0.0


def source_of(indicator_id: str) -> str:
    """The table whose records an indicator counts; "" where its records have no time of entry."""
    return DONE_BY.get(indicator_id) or SOURCES.get(indicator_id[:3], "")


def completeness(choice: Filters, source: str = "") -> Completeness | None:
    """How much of the chosen month has arrived, of one table's records or of all.

    Of the chosen bureau's or branch's records, for a station its branch's. None without times of
    entry, or without enough earlier months to tell.
    """
    entered = _entered(choice, source)
    if entered.is_empty() or choice.month not in entered["month"]:
        return None
    earlier = entered.filter(pl.col("month") < choice.month)
    if earlier.is_empty():
        return None
    width = int(earlier["days"].max()) + 1  # type: ignore[arg-type]
    months = earlier["month"].unique().sort().to_list()
    triangle = [[0.0] * width for _ in months]
    for month, days, n in earlier.select("month", "days", "n").iter_rows():
        triangle[months.index(month)][days] = n
    told = arrived(triangle, [_days_between(month, choice.month) + 1 for month in months])
    return None if told is None else Completeness(choice.month, told)


def restated(choice: Filters, source: str = "") -> Restated | None:
    """What came of the month before the chosen one since it was as old as the chosen one is now."""
    entered = _entered(choice, source)
    before = add_months(choice.month, -1)
    rows = pl.DataFrame() if entered.is_empty() else entered.filter(pl.col("month") == before)
    if rows.is_empty():
        return None
    then = rows.filter(pl.col("days") == 0)["n"].sum()
    return Restated(before, float(then), float(rows["n"].sum()))


def _entered(choice: Filters, source: str) -> pl.DataFrame:
    """Records by month and days after the age of the chosen month."""
    asked = ask_if_connected("measured/arrivals", choice)
    if asked.is_empty():
        return asked
    kept = asked.filter(pl.col("series") == source) if source else asked
    return kept.group_by("month", "days").agg(pl.col("n").sum()).sort("month", "days")


def _days_between(month: date, later: date) -> int:
    """Days from the end of one month to the end of another."""
    return (add_months(later, 1) - add_months(month, 1)).days
