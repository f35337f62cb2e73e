"""How much of a month's records has arrived, told from how late those of earlier months came.

A triangle holds, for each earlier month, how many of its records were entered by the age at which
the month in question stands (first column) and on each of the days after that. Months are watched
for different numbers of days, so the shares of all days are chained: the product-limit estimate in
reverse time (Lagakos, Barraj, De Gruttola 1988), which is also the chain-ladder of insurers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

# A month counts as whole once it has been watched for so many days after the age in question,
# and nothing is said on fewer than so many whole months.
WHOLE_AFTER_DAYS = 60
LEAST_MONTHS = 6


@dataclass(frozen=True)
class Arrived:
    """The share of a month's records that has arrived, 0 to 1.

    `low` and `high` are the smallest and the largest share at the same age among the `months`
    whole earlier months.
    """

    share: float
    low: float
    high: float
    months: int


@dataclass(frozen=True)
class Expected:
    """A figure as it is expected once everything has arrived."""

    value: float
    low: float
    high: float


def arrived(triangle: ArrayLike, watched: Sequence[int]) -> Arrived | None:
    """The share arrived at the age of the first column; None with too few whole months.

    `triangle` has one row an earlier month; `watched` says how many of its columns are known.
    """
    counts = np.asarray(triangle, dtype=float).reshape(len(watched), -1)
    columns = counts.shape[1]
    seen = np.minimum(np.asarray(watched, dtype=int), columns)
    counts = np.where(np.arange(columns) < seen[:, None], counts, 0.0)
    before = _entered_before(counts, seen)
    totals = counts.sum(axis=1)
    is_whole = (np.asarray(watched, dtype=int) > WHOLE_AFTER_DAYS) & (totals > 0)
    if is_whole.sum() < LEAST_MONTHS:
        return None
    # What a whole month still lacks after its last day is set right by the chain.
    shares = counts[is_whole, 0] / totals[is_whole] * before[seen[is_whole]]
    return Arrived(
        share=float(before[1]),
        low=float(min(shares.min(), before[1])),
        high=float(max(shares.max(), before[1])),
        months=int(is_whole.sum()),
    )


def _entered_before(counts: NDArray[np.float64], seen: NDArray[np.int_]) -> NDArray[np.float64]:
    """For each column, the share of all records entered in the columns before it; at last 1."""
    columns = counts.shape[1]
    by_then = np.cumsum(counts, axis=1)
    shares = np.ones(columns + 1)
    for day in range(columns - 1, 0, -1):
        rows = seen > day
        known = by_then[rows, day].sum()
        fresh = counts[rows, day].sum() / known if known else 0.0
        shares[day] = shares[day + 1] * (1.0 - fresh)
    return shares


def expected_count(counted: float, share: Arrived) -> Expected:
    """A count once the rest has arrived; limits by the earlier months' least and largest share."""
    if share.low <= 0:
        return Expected(counted / share.share if share.share else counted, counted, float("inf"))
    return Expected(counted / share.share, counted / share.high, counted / share.low)


def expected_share(positive: float, n: float, share: Arrived, z: float = 1.96) -> Expected | None:
    """A share (0 to 1) once the rest has arrived, if late records are like those that came.

    The limits are those of what the missing rows, at their most, can change by chance: the sum of
    so many independent rows around the share so far (normal approximation).
    """
    if n <= 0:
        return None
    value = positive / n
    missing = expected_count(n, share).high - n
    if missing == float("inf"):
        return Expected(value, 0.0, 1.0)
    # The final share is (positive + late positives) / (n + missing), and the share the late rows
    # are drawn from is itself known from n rows only.
    spread = missing / (n + missing) * sqrt(value * (1 - value) * (1 / max(missing, 1e-9) + 1 / n))
    return Expected(value, max(0.0, value - z * spread), min(1.0, value + z * spread))
