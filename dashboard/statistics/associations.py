"""Whether two figures of the same units go together: an order, never a cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import atanh, sqrt, tanh

import numpy as np
from numpy.typing import NDArray

from dashboard.statistics.distributions import t_above
from dashboard.statistics.inputs import known, paired

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution
ENOUGH = 30  # units below which "no relation" would be too bold
LEVEL = 0.05


@dataclass(frozen=True)
class Association:
    """Spearman's rank correlation, −1 to 1, with its 95 % interval and two-sided p."""

    value: float
    low: float
    high: float
    p: float
    n: int

    @property
    def direction(self) -> int:
        """1 where both rise together beyond chance, −1 where one falls, else 0."""
        if self.p >= LEVEL:
            return 0
        return 1 if self.value > 0 else -1


def rank_correlation(first: Sequence[float], second: Sequence[float]) -> Association | None:
    """Of the units in the same order in both; None with fewer than five, or where one is constant.

    The interval is Fisher's with the error of Bonett and Wright (2000), √((1 + r²/2) / (n − 3)).
    ValueError where a unit lacks one of the two.
    """
    one, other = known("first", first), known("second", second)
    paired(first=one, second=other)
    n = one.size
    if n < 5 or not np.ptp(one) or not np.ptp(other):
        return None
    value = float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])
    if abs(value) >= 1:
        return Association(value, value, value, 0.0, n)
    reach = Z * sqrt((1 + value * value / 2) / (n - 3))
    t = abs(value) * sqrt((n - 2) / ((1 + value) * (1 - value)))
    p = float(2 * t_above(t, n - 2))
    return Association(value, tanh(atanh(value) - reach), tanh(atanh(value) + reach), p, n)


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Their places in order, from 1; equal values share the mean of theirs."""
    _, which, times = np.unique(values, return_inverse=True, return_counts=True)
    return (times.cumsum() - (times - 1) / 2)[which]
