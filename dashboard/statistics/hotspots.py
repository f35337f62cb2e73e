"""Where complaints exceed what the matters handled would lead one to expect.

Two tests: the shrunk index of one cell against what is expected of it, and Gi* of an area together
with its neighbours. Both give p values; many of them are judged together by their q values. The
course of such judgements over time is one of the emerging patterns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import erfc, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.discoveries import benjamini_hochberg
from dashboard.statistics.distributions import gamma_below
from dashboard.statistics.inputs import known

SHRINKAGE = 4.0  # pseudo-cases of a gamma prior with mean 1
LEAST_OBSERVED = 5
LEAST_AREAS = 30  # below it the normal approximation of Gi* does not hold (Esri's guidance)
LEVEL = 0.05  # of the false discoveries among the cells called hot
SIGNIFICANT_SHARE = 0.9  # of the steps, for the lasting patterns
Numbers = NDArray[np.float64]
_Z10 = 1.2815515655446004  # 90 % quantile of the normal distribution


@dataclass(frozen=True)
class Hotspot:
    """A shrunk index (1 = as expected) with its bounds, each of which it passes in one case of ten.

    `p` is the exact probability of so many or more, were they as expected; `q` is p among all the
    cells looked at together (1 until it has been judged among them).
    """

    observed: float
    expected: float
    index: float
    low: float
    high: float
    p: float
    q: float = 1.0

    @property
    def is_above(self) -> bool:
        """Enough complaints and the lower bound above 1: this cell alone, without the others."""
        return self.observed >= LEAST_OBSERVED and self.low > 1

    @property
    def is_hot(self) -> bool:
        """Above, and it stays so among all the cells that were looked at."""
        return self.is_above and self.q <= LEVEL


def hotspot(observed: float, expected: float, q: float = 1.0) -> Hotspot:
    """Sum observed and expected over months and units first; shrink once, here."""
    index = (observed + SHRINKAGE) / (expected + SHRINKAGE)
    low, high = (float(bound(observed, expected, z)) for z in (-_Z10, _Z10))
    return Hotspot(observed, expected, index, low, high, float(tail(observed, expected)), q)


def bound(observed: ArrayLike, expected: ArrayLike, z: float = -_Z10) -> Numbers:
    """A quantile of the index by Wilson–Hilferty: gamma with shape O + 4 and rate E + 4."""
    shape = np.asarray(observed, dtype=float) + SHRINKAGE
    root = 1 - 1 / (9 * shape) + z / (3 * np.sqrt(shape))
    return shape * root**3 / (np.asarray(expected, dtype=float) + SHRINKAGE)


def tail(observed: ArrayLike, expected: ArrayLike) -> Numbers:
    """P(X ≥ O), X Poisson with mean E; by the gamma distribution, so that O may be a part."""
    seen = np.asarray(observed, dtype=float)
    return np.where(seen > 0, gamma_below(expected, np.maximum(seen, 1e-9)), 1.0)


@dataclass(frozen=True)
class Judged:
    """One q and one decision for each cell, in the order given."""

    q: Numbers
    is_hot: NDArray[np.bool_]


def judged(
    observed: ArrayLike, expected: ArrayLike, levels: Sequence[str], above: Sequence[int]
) -> Judged:
    """All cells of a moment together, by Benjamini-Hochberg (1995), level by level.

    `above[i]` is the place of the same category's cell in the unit above, −1 for none. Below a
    cell that is hot, the cells it is made of are looked at once more among themselves: the tree of
    hypotheses of Yekutieli (2008). A cell keeps the smaller of its q values.
    """
    p = tail(observed, expected)
    is_above = (np.asarray(observed) >= LEAST_OBSERVED) & (bound(observed, expected) > 1)
    q = np.ones(len(p))
    for level in set(levels):
        member = np.array([one == level for one in levels])
        q[member] = benjamini_hochberg(p[member])
    parents = np.asarray(above, dtype=int)
    opened: set[int] = set()
    while closed := set(np.flatnonzero(is_above & (q <= LEVEL)).tolist()) - opened:
        for place in closed:
            member = parents == place
            if member.any():
                q[member] = np.minimum(q[member], benjamini_hochberg(p[member]))
        opened |= closed
    return Judged(q, is_above & (q <= LEVEL))


@dataclass(frozen=True)
class GiStar:
    """One z, two-sided p and q (Benjamini-Hochberg) for each area, in the order given."""

    z: tuple[float, ...]
    p: tuple[float, ...]
    q: tuple[float, ...]

    @property
    def states(self) -> tuple[int, ...]:
        """1 hot, −1 cold, 0 neither, by q."""
        pairs = zip(self.z, self.q, strict=True)
        return tuple(0 if q > LEVEL else int(np.sign(z)) for z, q in pairs)


def gi_star(values: ArrayLike, neighbours: Sequence[Iterable[int]]) -> GiStar:
    """Ord & Getis (1995), with binary weights and each area its own neighbour.

    `values` are rates or excesses, not raw counts; `neighbours[i]` are the places of the areas
    that touch area i (itself or not). An area next to all others, and areas that are all alike,
    have no local difference: z 0, p 1. ValueError where an area has no value: leave it out.
    """
    x: Numbers = known("values", values)
    n = len(x)
    if len(neighbours) != n:
        raise ValueError(f"{n} values, but {len(neighbours)} lists of neighbours")
    if not n:
        return GiStar((), (), ())
    weights = np.eye(n)
    for place, others in enumerate(neighbours):
        weights[place, list(others)] = 1.0
    size = weights.sum(axis=1)  # also the sum of the squared weights
    spread = x.std()
    if n < 2 or spread <= 1e-12 * max(1.0, float(np.abs(x).max())):
        return GiStar((0.0,) * n, (1.0,) * n, (1.0,) * n)
    error = spread * np.sqrt((n * size - size**2) / (n - 1))
    excess = weights @ x - x.mean() * size
    z = np.divide(excess, error, out=np.zeros(n), where=error > 0)
    p = [erfc(abs(one) / sqrt(2)) for one in z]
    q = benjamini_hochberg(p)
    return GiStar(*(tuple(float(one) for one in found) for found in (z, p, q)))


@dataclass(frozen=True)
class Emerging:
    """An emerging pattern ("" for none) of hot steps, or of cold ones."""

    kind: str
    is_cold: bool = False


def emerging(states: Sequence[int], trend: int = 0) -> Emerging:
    """The pattern of steps that are hot (1), cold (−1) or neither (0), the oldest first.

    `trend` is 1 up, −1 down, 0 none (trends.Trend.direction). The texts of the patterns overlap;
    the first that fits stands: historical, intensifying, diminishing, persistent, new,
    consecutive, oscillating, sporadic. Cold patterns mirror the hot ones.
    """
    cold = [-state for state in states]
    for kind, fits in _PATTERNS:
        if fits(states, trend):
            return Emerging(kind)
        if fits(cold, -trend):
            return Emerging(kind, is_cold=True)
    return Emerging("")


def _share(states: Sequence[int]) -> float:
    return sum(state == 1 for state in states) / len(states) if states else 0.0


def _ends_hot(states: Sequence[int]) -> bool:
    return bool(states) and states[-1] == 1


def _lasts(states: Sequence[int]) -> bool:
    return _ends_hot(states) and _share(states) >= SIGNIFICANT_SHARE


def _historical(states: Sequence[int], trend: int) -> bool:
    return not _ends_hot(states) and _share(states) >= SIGNIFICANT_SHARE


def _intensifying(states: Sequence[int], trend: int) -> bool:
    return _lasts(states) and trend > 0


def _diminishing(states: Sequence[int], trend: int) -> bool:
    return _lasts(states) and trend < 0


def _persistent(states: Sequence[int], trend: int) -> bool:
    return _lasts(states) and trend == 0


def _new(states: Sequence[int], trend: int) -> bool:
    return _ends_hot(states) and 1 not in states[:-1]


def _consecutive(states: Sequence[int], trend: int) -> bool:
    run = final_run(states)
    return run >= 2 and 1 not in states[:-run] and _share(states) < SIGNIFICANT_SHARE


def _oscillating(states: Sequence[int], trend: int) -> bool:
    return _ends_hot(states) and -1 in states and _share(states) < SIGNIFICANT_SHARE


def _sporadic(states: Sequence[int], trend: int) -> bool:
    return _ends_hot(states) and -1 not in states and _share(states) < SIGNIFICANT_SHARE


def final_run(states: Sequence[int]) -> int:
    """How many steps up to the last are hot without a break."""
    run = 0
    for state in reversed(states):
        if state != 1:
            break
        run += 1
    return run


_PATTERNS = (
    ("historical", _historical),
    ("intensifying", _intensifying),
    ("diminishing", _diminishing),
    ("persistent", _persistent),
    ("new", _new),
    ("consecutive", _consecutive),
    ("oscillating", _oscillating),
    ("sporadic", _sporadic),
)
