"""The months of indicators in a unit, one a month, each in the series that then held.

All indicators of some units come with one question, so that hundreds of changes can be judged.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from dashboard import designs, units
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.measured import SQUARES, sums_of
from dashboard.statistics.designs import Design
from dashboard.statistics.estimates import Sums, added
from dashboard.texts import dates

QUARTER = 3
MONTHS = 40  # enough for a window of a year, the year before, and the months before a note
Key = tuple[str, str]  # unit, indicator
Row = dict[str, Any]


@dataclass(frozen=True)
class Month:
    """One month of an indicator in one unit."""

    month: date
    series: str
    sums: Sums
    is_mature: bool


@dataclass(frozen=True)
class Window:
    """Months added up, all of one series."""

    months: tuple[Month, ...]

    @property
    def first(self) -> date:
        """The first month that has data."""
        return self.months[0].month

    @property
    def last(self) -> date:
        """The last month that has data."""
        return self.months[-1].month

    @property
    def sums(self) -> Sums:
        """Of all its months."""
        return added([month.sums for month in self.months])


@dataclass(frozen=True)
class Course:
    """The months of an indicator in a unit, oldest first."""

    unit_id: str
    indicator: Indicator
    months: tuple[Month, ...]

    @property
    def judged(self) -> tuple[Month, ...]:
        """The months that waiting could not change any more at the end of the chosen one.

        Of trailing quarters only the ends of calendar quarters, for the others overlap them.
        """
        every = QUARTER if self.indicator.month_basis == "quarter_end" else 1
        return tuple(
            month for month in self.months if month.is_mature and not month.month.month % every
        )

    def window(self, last: date, length: int, series: str) -> Window | None:
        """The `length` months up to `last`, mature and of `series`; None without any."""
        first = dates.add_months(last, 1 - length)
        found = tuple(
            month
            for month in self.judged
            if first <= month.month <= last and month.series == series
        )
        return Window(found) if found else None


@remembered
def of_unit(choice: Filters) -> Mapping[Key, Course]:
    """Every indicator of the chosen unit."""
    return _asked(choice, [choice.unit_id])


@remembered
def below(choice: Filters) -> Mapping[Key, Course]:
    """Every indicator of the units right under the chosen one that the reader may open."""
    return _asked(choice, under(choice))


def under(choice: Filters) -> list[str]:
    """The units right under the chosen one, in the order of the choice bar."""
    found = [unit for unit, parent in units.parents().items() if parent == choice.unit_id]
    return [unit for unit in found if not choice.scope or unit in choice.scope]


def _asked(choice: Filters, unit_ids: Sequence[str]) -> Mapping[Key, Course]:
    if not unit_ids:
        return {}
    first = dates.add_months(choice.month, -MONTHS)
    frame = ask_if_connected("measured/courses", choice, unit_ids=list(unit_ids), first_month=first)
    sampled = designs.by_key(designs.known(choice, unit_ids))
    found: dict[Key, Course] = {}
    rows = frame.iter_rows(named=True)
    for key, group in groupby(rows, key=lambda row: (row["unit_id"], row["indicator_id"])):
        indicator = every().get(key[1])
        if indicator is not None and indicator.kind != "composed":
            months = _months(indicator, list(group), choice)
            found[key] = Course(key[0], indicator, _designed(key, months, sampled))
    return found


def _designed(
    key: Key, months: tuple[Month, ...], sampled: Mapping[tuple[str, str, str, date], Design]
) -> tuple[Month, ...]:
    """The months with what the strata and sampling units of their survey tell."""
    if not sampled or not every()[key[1]].is_survey:
        return months
    return tuple(
        replace(
            month, sums=replace(month.sums, design=sampled.get((*key, month.series, month.month)))
        )
        for month in months
    )


def _months(indicator: Indicator, rows: list[Row], choice: Filters) -> tuple[Month, ...]:
    squares: dict[tuple[str, date], Row] = {}
    for row in rows:
        if row["component"] in SQUARES:
            part = squares.setdefault((row["series"], row["month"]), {})
            part[row["component"]] = row["numerator"]
    main = [row for row in rows if row["component"] == "main" and row["numerator"] is not None]
    end = dates.add_months(choice.month, 1)
    lag = timedelta(days=indicator.maturity_days)
    found: dict[date, dict[str, list[Row]]] = {}
    for row in _of_programme(indicator, main, choice):
        series = _whole(indicator, row["series"])
        parts_of = found.setdefault(row["month"], {}).setdefault(series, [])
        parts_of.append(row | squares.get((row["series"], row["month"]), {}) if squares else row)
    months = []
    for month, of_series in sorted(found.items()):
        series, parts = _largest(of_series)
        is_mature = all(row["is_mature"] for row in parts) and dates.last_day(month) + lag < end
        sums = sums_of(parts[0]) if len(parts) == 1 else added([sums_of(row) for row in parts])
        months.append(Month(month, series, sums, is_mature))
    return tuple(months)


def _largest(of_series: Mapping[str, list[Row]]) -> tuple[str, list[Row]]:
    """Where a month has several series, the one with the most behind it stands."""
    pairs = list(of_series.items())
    if len(pairs) == 1:
        return pairs[0]
    return max(pairs, key=lambda pair: (sum(row["n"] or 0 for row in pair[1]), pair[0]))


def _whole(indicator: Indicator, series: str) -> str:
    """The groups of a rating (solved or not, told or not) add up to the rating itself."""
    is_in_groups = indicator.series.endswith("|outcome|notice")
    return "|".join(series.split("|")[:3]) if is_in_groups else series


def _of_programme(indicator: Indicator, rows: list[Row], choice: Filters) -> list[Row]:
    """The rows of one programme (surveys) or of the series that is meant (all others)."""
    if indicator.default_series:
        meant = indicator.default_series
        rows = [row for row in rows if row["series"].split("|")[-1] == meant]
    if not indicator.default_programme:
        return rows
    weight: dict[str, float] = {}
    for row in rows:
        name = row["series"].split("|")[0]
        weight[name] = weight.get(name, 0.0) + (row["n"] or 0.0)
    known = sorted(weight, key=lambda name: -weight[name])
    wanted = [choice.programme, indicator.default_programme, *known]
    chosen = next((name for name in wanted if name in known), "")
    return [row for row in rows if row["series"].split("|")[0] == chosen]
