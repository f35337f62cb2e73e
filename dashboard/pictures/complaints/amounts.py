"""How many complaints came, for how many people."""

from dataclasses import dataclass

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.statistics.ratios import poisson
from dashboard.texts import dates, numbers


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
