"""Complaints counted against what a unit's exposure leads one to expect, over three months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.statistics.hotspots import LEAST_OBSERVED, Hotspot, hotspot
from dashboard.texts import codes, dates, t

MONTHS = 3
LEAST_EXPECTED = 3.0  # below it even no complaint at all is no surprise (5 % by Poisson)
EXPOSURES = ("matters", "population")  # the first there is


@dataclass(frozen=True)
class Standing:
    """A unit's complaints and petitions of three months, in one category or ("") in all."""

    unit_id: str
    name: str
    level: str
    parent_id: str
    category: str
    observed: float
    compared: float  # those of them that are set against the expected ones
    expected: float | None  # None where the unit has no exposure

    @property
    def spot(self) -> Hotspot | None:
        """Its shrunk index; None without anything to expect."""
        return hotspot(self.compared, self.expected) if self.expected else None

    @property
    def is_high(self) -> bool:
        """Whether it passes the rule: at least five, and the lower bound above 1."""
        spot = self.spot
        return spot is not None and spot.is_above

    @property
    def is_too_few(self) -> bool:
        """Whether nothing can be said of it: little is expected and little came."""
        return self.expected is None or (
            self.expected < LEAST_EXPECTED and self.compared < LEAST_OBSERVED
        )


def records(choice: Filters, fact: str) -> bool:
    """Whether the bureau's source has a category, due_day or finding of its complaints at all."""
    found = ask_if_connected("complaints/recorded", choice)
    return bool(found.width and found[f"has_{fact}"][0])


def source(choice: Filters) -> str:
    """What there is to show: "sorted" by category, "dated" only, or "absent"."""
    if not measured.is_connected(choice, "complaints"):
        return "absent"
    return "sorted" if records(choice, "category") else "dated"


@remembered
def exposure(choice: Filters) -> str:
    """By what complaints are shared out: matters, else population, "" where there is neither."""
    found = ask_if_connected("complaints/exposures", choice)
    known = found["exposure"].to_list() if found.width else []
    return next((name for name in EXPOSURES if name in known), "")


@remembered
def standings(choice: Filters) -> tuple[Standing, ...]:
    """Every unit in view in every category; () where complaints are 未接入."""
    asked = ask_if_connected("complaints/index_by_unit", choice, exposure=exposure(choice))
    if not asked.width:
        return ()
    return tuple(
        Standing(
            row["unit_id"],
            row["short_name"],
            row["level"],
            row["parent_unit_id"] or "",
            row["category_l1"],
            row["observed"],
            row["compared"] or 0.0,
            row["expected"],
        )
        for row in asked.iter_rows(named=True)
    )


def summed(parts: Iterable[Standing], category: str = "") -> Standing | None:
    """One unit's standings of the category, or of all, added up before anything is shrunk."""
    chosen = [part for part in parts if not category or part.category == category]
    if not chosen:
        return None
    first = chosen[0]
    expected = [part.expected for part in chosen if part.expected is not None]
    return Standing(
        first.unit_id,
        first.name,
        first.level,
        first.parent_id,
        category,
        sum(part.observed for part in chosen),
        sum(part.compared for part in chosen),
        sum(expected) if expected else None,
    )


def by_unit(standing: Sequence[Standing], category: str = "") -> dict[str, Standing]:
    """Each unit's sum in the category, in the order of the list."""
    parts: dict[str, list[Standing]] = {}
    for part in standing:
        parts.setdefault(part.unit_id, []).append(part)
    sums = {unit: summed(own, category) for unit, own in parts.items()}
    return {unit: found for unit, found in sums.items() if found is not None}


@remembered
def places(choice: Filters) -> pl.DataFrame:
    """The units in view with their shapes; no columns where there are no units."""
    return ask_if_connected("complaints/places", choice)


def in_view(choice: Filters) -> str:
    """The unit whose parts are shown: the chosen one, or for a station the one above it."""
    found = places(choice)
    if not found.width:
        return choice.unit_id
    ids = found.filter(pl.col("is_in_view"))["unit_id"].to_list()
    return str(ids[0]) if ids else choice.unit_id


@remembered
def areas(choice: Filters) -> tuple[str, ...]:
    """The units a map is made of: the stations in view, or where there are none its parts."""
    found = places(choice)
    if not found.width:
        return ()
    stations = found.filter((pl.col("level") == "station") & ~pl.col("is_in_view"))
    if stations.is_empty():
        stations = found.filter(pl.col("parent_unit_id") == in_view(choice))
    return tuple(stations["unit_id"].to_list())


def months(choice: Filters) -> int:
    """Three, or fewer where the data are younger."""
    return max(1, min(MONTHS, measured.months_of_history(choice, "complaints")))


def window(choice: Filters) -> tuple[date, date]:
    """First and last month that are counted."""
    return dates.add_months(choice.month, 1 - months(choice)), choice.month


def when(choice: Filters) -> str:
    """近3个月"""
    return t("complaints.last_months", n=months(choice))


def span(choice: Filters) -> str:
    """近3个月（2026年8月—2026年10月）"""
    return dates.rolling(months(choice), choice.month)


def category(code: str, short: bool = False) -> str:
    """A category's name; the short one stands over a column."""
    key = f"complaints.short.{code}"
    return t(key) if short else codes.label("complaints.category_l1", code)


def reason(category_l1: str, category_l2: str) -> str:
    """What exactly was complained about; where the source does not say, its category."""
    if not category_l2:
        return t("complaints.unsplit", category=category(category_l1))
    name = codes.label("complaints.category_l2", f"{category_l1}.{category_l2}")
    if name != f"{category_l1}.{category_l2}":
        return name
    return codes.label("complaints.category_l2", category_l2)
