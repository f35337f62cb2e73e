"""Units beside each other: what each may show by chance alone, more for small ones.

Spiegelhalter (2005, 2012): z on a scale where the variance does not depend on the value, pulled in
at the 10th and 90th percentile; what then spreads beyond chance (DerSimonian and Laird 1986) is
allowed to every unit. Order does not matter, and no unit gets a rank.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, pi, sin, sqrt
from typing import Literal

import numpy as np

from dashboard.statistics import inputs
from dashboard.statistics.discoveries import benjamini_hochberg
from dashboard.statistics.distributions import (
    chi2_quantile,
    chi2_upper,
    normal_above,
    poisson_at_least,
    poisson_at_most,
)

WATCH = 1.959963984540054  # 95 % limits
ALERT = 3.090232306167813  # 99.8 % limits
ENOUGH_UNITS = 10  # below, the spread between units says little
FALSE_DISCOVERIES = 0.05

Group = Literal["above", "alike", "below"]
Numbers = Sequence[float] | np.ndarray


@dataclass(frozen=True)
class Funnel:
    """One group of units: its centre, its spread beyond chance, and each unit in the order given.

    `z` are scores without the spread, `p` and `q` (Benjamini-Hochberg) with it. `limits` gives the
    lower and upper limit at a size (n of a share, expected count of a ratio) and a z.
    """

    centre: float
    phi: float  # mean square of the pulled-in z; 1 where units differ by chance alone
    tau2: float  # variance between units beyond chance, on the transformed scale
    z: tuple[float, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]
    values: tuple[float, ...]
    sizes: tuple[float, ...]
    limits: Callable[[float, float], tuple[float, float]]

    def beyond(self, z: float) -> tuple[Group, ...]:
        """On which side of the limits at this z each unit stands."""
        found: list[Group] = []
        for value, size in zip(self.values, self.sizes, strict=True):
            low, high = self.limits(size, z)
            found.append("above" if value > high else "below" if value < low else "alike")
        return tuple(found)

    @property
    def groups(self) -> tuple[Group, ...]:
        """Outside the 99.8 % limits and still so after Benjamini-Hochberg, or alike."""
        return tuple(
            group if q < FALSE_DISCOVERIES else "alike"
            for group, q in zip(self.beyond(ALERT), self.q, strict=True)
        )


def proportions(positive: Sequence[float], n: Sequence[float]) -> Funnel:
    """Shares positive / n (every n > 0), on the arcsine scale; values and limits inside [0, 1].

    Where the arcsine folds at small n, the lower limit is 0 and the upper 1. ValueError where a
    unit has no n.
    """
    counted, sizes = inputs.counts("positive", positive), inputs.sizes("n", n)
    inputs.paired(positive=counted, n=sizes)
    values = np.clip(counted / sizes, 0, 1)
    # No unit at all is an empty funnel, not an error.
    centre = float(np.clip(counted.sum() / sizes.sum(), 0, 1)) if sizes.size else 0.0
    middle = asin(sqrt(centre))
    error = 1 / (2 * np.sqrt(sizes))
    distance = np.arcsin(np.sqrt(values)) - middle
    phi, tau2 = spread(distance / error, error)

    def limits(size: float, z: float) -> tuple[float, float]:
        reach = z * sqrt(1 / (4 * size) + tau2)
        return (
            sin(max(middle - reach, 0.0)) ** 2,
            sin(min(middle + reach, pi / 2)) ** 2,
        )

    return _funnel(centre, phi, tau2, distance, error, values, sizes, limits)


def ratios(observed: Sequence[float], expected: Sequence[float]) -> Funnel:
    """Standardised ratios observed / expected (every expected > 0) around 1.

    Without spread beyond chance the limits are the exact Poisson ones and p twice the smaller
    tail; with it both are on the square-root scale. ValueError where nothing is expected of one.
    """
    counted, sizes = inputs.counts("observed", observed), inputs.sizes("expected", expected)
    inputs.paired(observed=counted, expected=sizes)
    values = counted / sizes
    error = 1 / (2 * np.sqrt(sizes))
    distance = np.sqrt(values) - 1
    phi, tau2 = spread(distance / error, error)

    def limits(size: float, z: float) -> tuple[float, float]:
        if tau2 == 0:
            return poisson_limits(size, z)
        reach = z * sqrt(1 / (4 * size) + tau2)
        return max(1 - reach, 0.0) ** 2, (1 + reach) ** 2

    drawn = _funnel(1.0, phi, tau2, distance, error, values, sizes, limits)
    if tau2 > 0:
        return drawn
    tails = np.minimum(poisson_at_most(counted, sizes), poisson_at_least(counted, sizes))
    p = tuple(float(each) for each in np.minimum(2 * tails, 1))
    return Funnel(**(vars(drawn) | {"p": p, "q": benjamini_hochberg(p)}))


def poisson_limits(expected: float, z: float = WATCH) -> tuple[float, float]:
    """Exact limits of observed / expected: chi-squared quantiles of 2E and 2(E + 1), over 2E.

    ValueError where nothing is expected.
    """
    if not expected > 0:
        raise ValueError(f"nothing was expected: {expected}")
    tail = float(normal_above(z))
    low = chi2_quantile(tail, 2 * expected) / 2 / expected
    high = chi2_upper(tail, 2 * (expected + 1)) / 2 / expected
    return float(low), float(high)


def winsorised(z: Numbers) -> np.ndarray:
    """z pulled in to its 10th and 90th percentile (quantiles of type 7)."""
    scores = np.asarray(z, float)
    if not scores.size:
        return scores
    low, high = np.quantile(scores, (0.1, 0.9))
    return np.clip(scores, low, high)


def spread(z: Numbers, error: Numbers) -> tuple[float, float]:
    """phi and tau2 of scores with their standard errors on the transformed scale."""
    count, weight = len(z), 1 / np.asarray(error, float) ** 2
    phi = float(np.mean(winsorised(z) ** 2)) if count else 1.0
    room = float(weight.sum() - (weight**2).sum() / weight.sum()) if count else 0.0
    excess = count * phi - (count - 1)
    if count < 2 or excess <= 0 or room <= 0:
        return phi, 0.0
    return phi, excess / room


def _funnel(
    centre: float,
    phi: float,
    tau2: float,
    distance: np.ndarray,
    error: np.ndarray,
    values: np.ndarray,
    sizes: np.ndarray,
    limits: Callable[[float, float], tuple[float, float]],
) -> Funnel:
    p = tuple(float(each) for each in 2 * normal_above(np.abs(distance) / np.sqrt(error**2 + tau2)))
    return Funnel(
        centre,
        phi,
        tau2,
        tuple((distance / error).tolist()),
        p,
        benjamini_hochberg(p),
        tuple(values.tolist()),
        tuple(sizes.tolist()),
        limits,
    )
