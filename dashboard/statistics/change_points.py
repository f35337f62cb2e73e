"""Where a series may have moved to another level: reported with a question, never applied.

The breaks of least cost (squares around each segment's mean, and a penalty for each break): what
PELT finds (Killick 2012), here without its pruning, as months are few.
"""

from collections.abc import Sequence
from math import inf, log

import numpy as np

from dashboard.statistics.control_charts import SIGMA

LEAST = 6  # months in a segment


def change_points(
    values: Sequence[float], *, sigma: float | None = None, least: int = LEAST
) -> tuple[int, ...]:
    """Places (from 0) where a new level begins, oldest first; () where there is none.

    Penalty 3 sigma^2 ln n, sigma = mean moving range / 1.128 unless given.
    """
    series = np.asarray(values, float)
    count = len(series)
    if count < 2 * least:
        return ()
    if sigma is None:
        sigma = float(np.abs(np.diff(series)).mean()) / SIGMA
    penalty = 3 * sigma**2 * log(count)
    if penalty <= 0:
        return ()
    return _least_cost(series - series.mean(), penalty, least)


def _least_cost(series: np.ndarray, penalty: float, least: int) -> tuple[int, ...]:
    count = len(series)
    sums = np.concatenate(([0.0], np.cumsum(series)))
    squares = np.concatenate(([0.0], np.cumsum(series**2)))
    best = [-penalty] + [inf] * count
    before = [0] * (count + 1)
    for end in range(least, count + 1):
        for start in (0, *range(least, end - least + 1)):
            inside = squares[end] - squares[start] - (sums[end] - sums[start]) ** 2 / (end - start)
            cost = best[start] + inside + penalty
            if cost < best[end]:
                best[end], before[end] = cost, start
    found = []
    place = before[count]
    while place > 0:
        found.append(place)
        place = before[place]
    return tuple(reversed(found))
