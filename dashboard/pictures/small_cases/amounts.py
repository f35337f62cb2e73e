"""Cases as numbers and words: shared by the pictures of this page.

A unit that was split hands its cases on by shares, so a count may be a fraction; it is rounded
where it is shown.
"""

import polars as pl

from dashboard.filters import Filters
from dashboard.measured import level_of
from dashboard.statistics.proportions import wilson
from dashboard.texts import numbers, t

LEAST = 30  # cases below which no rate is shown


def cases(n: float) -> str:
    """372 起"""
    return numbers.count(n, "case")


def share(part: float, whole: float) -> str:
    """41.4%; nothing of nothing is nothing."""
    return numbers.rate(part / whole) if whole else numbers.rate(0)


def share_with_interval(part: float, whole: float) -> str:
    """41.4%(±5.0), by Wilson; whole > 0."""
    low, high = wilson(part, whole)
    return numbers.rate_with_interval(part / whole, low, high)


def whole(frame: pl.DataFrame) -> pl.DataFrame:
    """Counts without a fraction as whole numbers, the others to one decimal."""
    changes = []
    for name, dtype in frame.schema.items():
        if dtype == pl.Float64:
            column = pl.col(name)
            is_whole = (frame[name].drop_nulls() % 1 == 0).all()
            changes.append(column.cast(pl.Int64) if is_whole else column.round(1))
    return frame.with_columns(changes)


def has_fractions(*frames: pl.DataFrame) -> bool:
    """Whether a split by shares has left parts of cases."""
    return any(
        not (frame[name].drop_nulls() % 1 == 0).all()
        for frame in frames
        for name, dtype in frame.schema.items()
        if dtype == pl.Float64
    )


def too_few(n: float) -> str:
    """样本不足 with what to look at instead."""
    return t("state.too_few_text", n=cases(n), minimum=LEAST)


def window(choice: Filters) -> int:
    """Months a rate of the chosen unit stands on: a station has too few cases a month."""
    return 12 if level_of(choice.unit_id) not in ("bureau", "branch") else 1
