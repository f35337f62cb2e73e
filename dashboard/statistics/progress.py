"""Where a figure that is still growing is likely to end."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.control_charts import sigma_z
from dashboard.statistics.proportions import Z


@dataclass(frozen=True)
class Expected:
    """What a figure is likely to end at, with a 95 % range."""

    value: float
    low: float
    high: float


def expected_final(
    n: float,
    so_far: float,
    past_n: ArrayLike,
    past_so_far: ArrayLike,
    past_final: ArrayLike,
) -> Expected | None:
    """Where `so_far` of `n` is likely to end, by what past cohorts added from the same age on.

    Of a past cohort's cases still open at that age, a share ended later; it is taken for those
    open now. The range holds the chance of these, of the pooled share itself, and how much past
    cohorts differed among themselves (Pearson's variance ratio, at least 1). None without two
    past cohorts with anything open.
    """
    open_then = np.asarray(past_n, dtype=np.float64) - np.asarray(past_so_far, dtype=np.float64)
    later = np.asarray(past_final, dtype=np.float64) - np.asarray(past_so_far, dtype=np.float64)
    later, open_then = later[open_then > 0], open_then[open_then > 0]
    if n <= 0 or open_then.size < 2:
        return None
    whole, still = float(open_then.sum()), max(n - so_far, 0.0)
    rate = float(later.sum()) / whole
    spread = rate * (1 - rate)
    ratio = 1.0
    if spread > 0:
        squares = (later - open_then * rate) ** 2 / (open_then * spread)
        ratio = max(float(squares.sum()) / (open_then.size - 1), 1.0)
    half = Z * sqrt(ratio * spread * still * (1 + still / whole))
    value = so_far + still * rate
    low, high = max(value - half, so_far), min(value + half, n)
    return Expected(value / n, low / n, high / n)


def expected_misses(
    n: float, to_do: float, past_n: ArrayLike, past_kept: ArrayLike, recent: int = 3
) -> Expected | None:
    """How many of `n` points due will be missed, `to_do` of them still open; counts, not shares.

    The share missed is that of the `recent` last periods; the range holds its own chance, that of
    the points, and how much periods differ from the one before (Laney's sigma_z, at least 1, which
    a trend does not widen). None without two past periods.
    """
    due = np.asarray(past_n, dtype=np.float64)
    missed = due - np.asarray(past_kept, dtype=np.float64)
    missed, due = missed[due > 0], due[due > 0]
    if due.size < 2 or n <= 0:
        return None
    whole = float(due[-recent:].sum())
    rate = float(missed[-recent:].sum()) / whole
    ratio = max(sigma_z(missed.tolist(), due.tolist()), 1.0) ** 2
    value = n * rate
    half = Z * sqrt(ratio * rate * (1 - rate) * n * (1 + n / whole))
    low, high = max(value - half, 0.0), min(value + half, to_do)
    return Expected(min(value, to_do), min(low, to_do), high)
