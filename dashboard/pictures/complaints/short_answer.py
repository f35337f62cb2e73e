"""The verdict line of 投诉热点 and the figures it is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted
from dashboard.pictures.complaints.counted import Standing
from dashboard.statistics import false_alarms
from dashboard.statistics.proportions import poisson
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names
from dashboard.verdicts import Working


@dataclass(frozen=True)
class Total:
    """Complaints and petitions of a window of months, for the people who live there."""

    months: int
    n: float
    person_years: float | None

    @property
    def rate(self) -> float | None:
        """Per 10,000 person-years."""
        return self.n / self.person_years * 10_000 if self.person_years else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % of the rate, Poisson."""
        low, high = poisson(self.n)
        years = self.person_years or float("inf")
        return low / years * 10_000, high / years * 10_000

    def interval_words(self) -> str:
        """19.8–23.9"""
        return numbers.between(*self.interval, 1)


def by_month(choice: Filters) -> pl.DataFrame:
    """The months with complaints up to the chosen one; no columns where they are 未接入."""
    return ask_if_connected("complaints/counts_by_month", choice)


def window_of(choice: Filters) -> int:
    """Months a count is shown over at the chosen unit's level."""
    return indicators.get("CMP01").window(measured.level_of(choice.unit_id)) or 1


def total(choice: Filters, back: int = 0) -> Total | None:
    """The window that ends with the chosen month, or `back` months before; None if not whole."""
    course = by_month(choice)
    if not course.width:
        return None
    months = window_of(choice)
    last = dates.add_months(choice.month, -back)
    inside = course.filter(
        (pl.col("month") <= last) & (pl.col("month") > dates.add_months(last, -months))
    )
    if inside.height < months:
        return None
    years = None if inside["person_years"].null_count() else float(inside["person_years"].sum())
    return Total(months, float(inside["complaint_count"].sum()), years)


def when(choice: Filters, months: int) -> str:
    """10月 of a year, or the last months."""
    return dates.month(choice.month) if months == 1 else dates.rolling(months, choice.month)


def cells(choice: Filters) -> list[Standing]:
    """The cells of the chosen unit: of a station only its own."""
    found = cells_in_view(choice)
    if choice.unit_id in counted.areas(choice):
        return [cell for cell in found if cell.unit_id == choice.unit_id]
    return found


def cells_in_view(choice: Filters) -> list[Standing]:
    """The cells looked at: every area in view by category, where something is expected."""
    inside = set(counted.areas(choice))
    return [
        cell
        for cell in counted.standings(choice)
        if cell.unit_id in inside
        and cell.expected
        and choice.complaint_category in ("", cell.category)
    ]


def strongest(found: Sequence[Standing]) -> list[Standing]:
    """Those that pass, the one with the highest lower bound first."""
    passed = [cell for cell in found if cell.is_high]
    return sorted(passed, key=lambda cell: -(cell.spot.low if cell.spot else 0.0))


def by_chance(found: Sequence[Standing]) -> float:
    """How many would pass if every unit were as expected."""
    return false_alarms.by_chance([cell.expected or 0.0 for cell in found])


def named(cell: Standing) -> str:
    """石桥所“进展反馈”"""
    return t(
        "complaints.quoted", unit=cell.name, category=counted.category(cell.category, short=True)
    )


def difficulties(choice: Filters) -> measured.Latest | None:
    """三难 as last measured, None where too few, absent, or without categories."""
    if not counted.records(choice, "category"):
        return None
    found = measured.latest(measured.by_month("CMP06", choice), choice)
    return found if found is not None and found.is_enough else None


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Figures, intervals and cut-off; no word of change before there is a test of it."""
    now = total(choice)
    if now is None and counted.source(choice) == "absent":
        return ShortAnswer(t("complaints.absent"))
    if now is None:
        return ShortAnswer(t("complaints.nothing", month=dates.month(choice.month)))
    words = {"when": when(choice, now.months), "n": numbers.count(now.n, "complaint")}
    if now.rate is None:
        lead = t("complaints.verdict.lead_without_people", **words)
    else:
        rate = numbers.plain(now.rate, 1)
        lead = t("complaints.verdict.lead", rate=rate, interval=now.interval_words(), **words)
    if choice.complaint_category:
        category = counted.category(choice.complaint_category)
        lead += t("complaints.verdict.category", category=category)
    rest = _difficulties_words(choice) + _cells_words(choice)
    rest += t("complaints.verdict.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    return ShortAnswer(lead, rest, tuple(_working(choice, now)))


def _difficulties_words(choice: Filters) -> str:
    found = difficulties(choice)
    reasons = ask_if_connected("complaints/counts_by_reason", choice)
    if found is None or not reasons.width or reasons.is_empty() or choice.complaint_category:
        return ""
    top = reasons.row(0, named=True)
    return t(
        "complaints.verdict.difficulties",
        when=counted.when(choice),
        n=numbers.count(found.denominator, "complaint"),
        rate=measured.words(indicators.get("CMP06"), found),
        reason=counted.reason(top["category_l1"], top["category_l2"]),
        reason_n=numbers.count(top["complaint_count"], "complaint"),
    )


def _cells_words(choice: Filters) -> str:
    found = cells(choice)
    if not found:
        return t("complaints.verdict.no_exposure") if counted.standings(choice) else ""
    passed = sum(cell.is_high for cell in found)
    words = {
        "areas": len({cell.unit_id for cell in found}),
        "categories": len({cell.category for cell in found}),
    }
    if not passed:
        return t("complaints.verdict.cells_none", **words)
    key = "cells" if passed > 1 else "cells_one"
    return t(f"complaints.verdict.{key}", n=passed, chance=chance_words(found), **words)


def chance_words(found: Sequence[Standing]) -> str:
    """约 8 格, or that it is less than one."""
    chance = by_chance(found)
    if chance < 0.5:
        return t("complaints.less_than_one")
    return t("complaints.about", n=numbers.plain(chance))


def _working(choice: Filters, now: Total) -> list[Working]:
    lines = []
    if now.rate is not None and now.person_years:
        low, high = now.interval
        lines.append(
            t(
                "complaints.working.rate",
                n=numbers.count(now.n),
                years=numbers.plain(now.person_years),
                rate=numbers.plain(now.rate, 1),
                low=numbers.plain(low, 1),
                high=numbers.plain(high, 1),
            )
        )
    found = difficulties(choice)
    if found is not None:
        lines.append(
            t(
                "complaints.working.difficulties",
                numerator=numbers.count(found.numerator),
                denominator=numbers.count(found.denominator),
                rate=numbers.rate(found.value / 100),
                low=numbers.rate((found.low or 0.0) / 100),
                high=numbers.rate((found.high or 0.0) / 100),
            )
        )
    looked_at = cells(choice)
    if looked_at:
        lines.append(t("complaints.working.rule", when=counted.when(choice)))
        chance = numbers.plain(by_chance(looked_at), 1)
        lines.append(t("complaints.working.chance", chance=chance, cells=len(looked_at)))
    lines.append(
        t(
            "complaints.working.source",
            unit=unit_names().get(choice.unit_id, choice.unit_id),
            span=dates.span(*counted.window(choice)),
            cutoff=dates.cutoff(snapshot().cutoff),
            snapshot=snapshot().id,
        )
    )
    return [Working(formula=line) for line in lines]
