"""Indicators put together from sums of others or of their own parts: CAS08 and GRD01.

They give the frames of dashboard/measured.py, so that whoever asks for an indicator need not know
which kind it is. Sums are added up over the window first; only then is one set against the other.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard import windows
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.statistics import survival
from dashboard.statistics.proportions import difference, of_sums
from dashboard.statistics.ratios import rate_ratio
from dashboard.texts.dates import add_months


@dataclass(frozen=True)
class Figure:
    """One composed figure; `value` None where a part is missing."""

    numerator: float | None = None
    denominator: float | None = None
    n: float = 0.0
    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Parts:
    """Where the two parts come from: an indicator's rows, told apart by a column."""

    indicator_id: str
    column: str
    first: str
    second: str
    compose: Callable[[dict[str, float], float], Figure]


def by_month(indicator: Indicator, choice: Filters, window: int) -> pl.DataFrame:
    """The course in the chosen unit over windows ending in each month; empty without any parts."""
    parts = COMPOSED.get(indicator.id)
    if parts is None:
        return pl.DataFrame()
    first = add_months(choice.month, 1 - max(choice.span, 25))
    asked = windows.by_month(parts.indicator_id, window, choice, first)
    return _composed(asked, ["month", "is_mature"], indicator, parts)


def by_unit(indicator: Indicator, choice: Filters, level: str, window: int) -> pl.DataFrame:
    """Where each unit of a level under the chosen one stands, in name order; is_mature is true."""
    parts = COMPOSED.get(indicator.id)
    if parts is None:
        return pl.DataFrame()
    asked = windows.by_unit(parts.indicator_id, window, choice, level)
    composed = _composed(asked, ["unit_id"], indicator, parts)
    return composed if composed.is_empty() else composed.with_columns(is_mature=pl.lit(True))


def _composed(
    asked: pl.DataFrame, keys: list[str], indicator: Indicator, parts: Parts
) -> pl.DataFrame:
    if asked.is_empty():
        return pl.DataFrame()
    sums = ["numerator", "denominator", "n", "months_n"]
    first, second = (
        asked.filter(pl.col(parts.column) == part).select(*keys, *sums)
        for part in (parts.first, parts.second)
    )
    both = first.join(second, on=keys, suffix="_2").sort(keys)
    if both.is_empty():
        return pl.DataFrame()
    figures = [parts.compose(row, indicator.scale) for row in both.iter_rows(named=True)]
    return both.select(
        *keys,
        "months_n",
        series=pl.lit(""),
        **{
            name: pl.Series([getattr(figure, name) for figure in figures], dtype=pl.Float64)
            for name in Figure.__dataclass_fields__
        },
        **{
            name: pl.lit(None, dtype=pl.Float64)
            for name in ("numerator_sq", "sum_weight_sq", "coverage_n", "excluded_n")
        },
    ).with_columns(is_enough=pl.col("n") >= indicator.minimum_n)


def gap(row: dict[str, float], scale: float) -> Figure:
    """CAS08: clearance of major cases less that of small ones, with the interval of a difference.

    Numerator and denominator are the two rates, n the smaller number of cases (statistics.md, 1).
    """
    if not row["denominator"] or not row["denominator_2"]:
        return Figure()
    major = of_sums(row["numerator"], row["denominator"], row["n"])
    small = of_sums(row["numerator_2"], row["denominator_2"], row["n_2"])
    found = difference(small, major)
    return Figure(
        numerator=major.value * scale,
        denominator=small.value * scale,
        n=min(row["n"], row["n_2"]),
        value=found.value * scale,
        low=found.low * scale,
        high=found.high * scale,
    )


def surge(row: dict[str, float], scale: float) -> Figure:
    """GRD01: activities a day inside assessment windows against a day outside, both Poisson.

    The denominator is what the days inside would have had at the pace outside.
    """
    if not row["denominator"] or not row["denominator_2"] or not row["numerator_2"]:
        return Figure()
    found = rate_ratio(
        row["numerator"], row["denominator"], row["numerator_2"], row["denominator_2"]
    )
    return Figure(
        numerator=row["numerator"],
        denominator=row["numerator_2"] / row["denominator_2"] * row["denominator"],
        n=row["n"],
        value=found.value * scale,
        low=found.low * scale,
        high=found.high * scale,
    )


def median_days(table: pl.DataFrame, name: str = "own") -> survival.Quantile:
    """CAS06: days from docketing until half are solved, by Kaplan-Meier; None is 未达到.

    `table` answers small_cases/solving_times, `name` is own or reference.
    """
    columns = (table[column].to_numpy() for column in ("days", "how", name))
    return survival.quantile(survival.kaplan_meier(*columns))


COMPOSED = {
    "CAS08": Parts("CAS02", "series", "major", "small", gap),
    "GRD01": Parts("GRD01", "component", "main", "base", surge),
}
