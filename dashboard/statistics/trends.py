"""Whether a series rises or falls throughout, by the order of its values alone."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import copysign, erfc, sqrt

import numpy as np

from dashboard.statistics.inputs import known

LEAST_STEPS = 10  # below it the normal approximation, and any word of a trend, is too bold
LEVEL = 0.05


@dataclass(frozen=True)
class Trend:
    """The sum of signs S of all later minus earlier values, its variance, z and two-sided p."""

    s: int
    variance: float
    z: float
    p: float
    n: int

    @property
    def direction(self) -> int:
        """1 up, −1 down, 0 where the series is short or the test does not pass."""
        if self.n < LEAST_STEPS or self.p >= LEVEL:
            return 0
        return 1 if self.s > 0 else -1


def mann_kendall(values: Sequence[float]) -> Trend:
    """Mann (1945), Kendall (1975), with the variance for ties and the correction by one.

    Values in order of time, any unit. Without two different values z is 0 and p is 1. Steps
    without a value are left out before: ValueError.
    """
    series = known("values", values)
    n = len(series)
    later, earlier = np.triu_indices(n, k=1)[::-1]
    s = int(np.sign(series[later] - series[earlier]).sum())
    ties = Counter(series.tolist()).values()
    variance = (_part(n) - sum(_part(size) for size in ties)) / 18
    if s == 0 or variance <= 0:
        return Trend(s, variance, 0.0, 1.0, n)
    z = (s - copysign(1, s)) / sqrt(variance)
    return Trend(s, variance, z, erfc(abs(z) / sqrt(2)), n)


def _part(size: int) -> float:
    return size * (size - 1) * (2 * size + 5)
