"""How long until something happens, those to whom it has not happened yet counted in.

Everything takes count tables: `durations` in whole units of time, what ended each, and how many
share both, so that the rows behind a curve are as many as its days, not as its cases. Counts may
be fractions (a unit that was split by shares).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.statistics.distributions import chi2_above
from dashboard.statistics.inputs import counts as counted
from dashboard.statistics.inputs import known, paired
from dashboard.statistics.proportions import Z

Numbers = NDArray[np.float64]
CENSORED, ENDED, OTHERWISE = 0, 1, 2  # still open · ended as asked · ended in another way
_NEARLY = 1e-12  # a product of fractions may miss the share it equals


@dataclass(frozen=True)
class Moment:
    """A curve at one moment: the share still open, its 95 % interval, how many were at risk."""

    share: float
    low: float
    high: float
    at_risk: float


@dataclass(frozen=True)
class Curve:
    """A step curve; every array has one entry for each distinct duration, ascending.

    `share` is what has not ended as asked by then, `low` and `high` its 95 % interval, `at_risk`
    and `ended` the counts just before and at the duration, `variance` that of the share.
    """

    durations: Numbers
    at_risk: Numbers
    ended: Numbers
    share: Numbers
    low: Numbers
    high: Numbers
    variance: Numbers

    @property
    def n(self) -> float:
        """All that were followed."""
        return float(self.at_risk[0]) if self.at_risk.size else 0.0

    def at(self, duration: float) -> Moment:
        """The curve at a moment; past the last duration its last value, with none at risk."""
        at_risk = self.in_hand(duration)
        step = int(np.searchsorted(self.durations, duration, side="right")) - 1
        if step < 0:
            return Moment(1.0, 1.0, 1.0, at_risk)
        return Moment(
            float(self.share[step]), float(self.low[step]), float(self.high[step]), at_risk
        )

    def in_hand(self, duration: float) -> float:
        """How many are followed up to this moment at least: the numbers at risk."""
        step = int(np.searchsorted(self.durations, duration, side="left"))
        return float(self.at_risk[step]) if step < self.durations.size else 0.0


@dataclass(frozen=True)
class Quantile:
    """A duration by which a given share has ended; None means not reached."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Mean:
    """A restricted mean with its 95 % interval, in the durations' unit."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class LogRank:
    """Ends observed and expected in the first of two groups, and whether that is chance."""

    observed: float
    expected: float
    statistic: float
    p: float

    @property
    def is_faster(self) -> bool:
        """Whether the first group ended sooner than the two together."""
        return self.observed > self.expected


@dataclass(frozen=True)
class _Counted:
    """The count table by distinct duration: at risk before it, ended and otherwise ended at it."""

    durations: Numbers
    at_risk: Numbers
    ended: Numbers
    otherwise: Numbers


def _counted(durations: ArrayLike, ends: ArrayLike, counts: ArrayLike | None) -> _Counted:
    lasted, how = counted("durations", durations), known("ends", ends)
    n = np.ones_like(lasted) if counts is None else counted("counts", counts)
    paired(durations=lasted, ends=how, counts=n)
    if not np.isin(how, (CENSORED, ENDED, OTHERWISE)).all():
        raise ValueError("ends: 0 still open, 1 ended as asked, 2 ended in another way")
    kept = n > 0
    lasted, how, n = lasted[kept], how[kept], n[kept]
    distinct, place = np.unique(lasted, return_inverse=True)
    size = distinct.size
    whole, ended, otherwise = (
        np.bincount(place, weights=weights, minlength=size).astype(np.float64)
        for weights in (n, n * (how == ENDED), n * (how == OTHERWISE))
    )
    at_risk = np.cumsum(whole[::-1])[::-1]
    return _Counted(distinct, at_risk, ended, otherwise)


def kaplan_meier(durations: ArrayLike, ends: ArrayLike, counts: ArrayLike | None = None) -> Curve:
    """The share not ended by each duration (Kaplan & Meier 1958); D5.

    `ends` is 1 (or true) where it ended, 0 where it was still open when last seen; 2, ended in
    another way, counts as open no longer followed. The variance is Greenwood's, the interval is
    on the log(-log) scale. Scipy has the same for single observations only (`scipy.stats.ecdf`).
    """
    table = _counted(durations, ends, counts)
    left = table.at_risk - table.ended
    share = np.asarray(np.cumprod(left / table.at_risk), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(table.ended > 0, table.ended / (table.at_risk * left), 0.0)
    greenwood = np.cumsum(terms)
    variance = np.where(share > 0, share * share * np.where(share > 0, greenwood, 0.0), 0.0)
    low, high = _log_log(share, variance)
    return Curve(table.durations, table.at_risk, table.ended, share, low, high, variance)


def aalen_johansen(durations: ArrayLike, ends: ArrayLike, counts: ArrayLike | None = None) -> Curve:
    """The share not ended as asked by each duration, other ends being final too (D5).

    `ends` is 1 as asked, 2 in another way, 0 still open. What ended in another way can no longer
    end as asked: 1 - Kaplan-Meier would overstate. Aalen & Johansen (1978), variance as in Aalen
    (1978) with the increments' covariance (Greenwood type). Without other ends it is the curve
    of kaplan_meier, interval included.
    """
    table = _counted(durations, ends, counts)
    n, ended = table.at_risk, table.ended
    every = ended + table.otherwise
    still = np.asarray(np.cumprod((n - every) / n), dtype=np.float64)
    before: Numbers = np.concatenate((np.ones(min(n.size, 1)), still[:-1]))
    incidence: Numbers = np.cumsum(before * ended / n)
    variance = _incidence_variance(n, ended, every, before, incidence)
    low, high = _log_log(1 - incidence, variance)
    return Curve(table.durations, n, ended, 1 - incidence, low, high, variance)


def _incidence_variance(
    n: Numbers, ended: Numbers, every: Numbers, before: Numbers, incidence: Numbers
) -> Numbers:
    """Var F(t) = sum over s<=t of (F(t)-F(s))^2 d/(n(n-d)) + S^2 d1(n-d1)/n^3
    - 2 (F(t)-F(s)) S d1/n^2, from running sums (Dinse & Larson 1986).
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        all_terms = np.where(n > every, every / (n * (n - every)), 0.0)
    own_terms = before**2 * ended * (n - ended) / n**3
    both_terms = before * ended / n**2
    first = (
        incidence**2 * np.cumsum(all_terms)
        - 2 * incidence * np.cumsum(incidence * all_terms)
        + np.cumsum(incidence**2 * all_terms)
    )
    third = incidence * np.cumsum(both_terms) - np.cumsum(incidence * both_terms)
    return np.maximum(first + np.cumsum(own_terms) - 2 * third, 0.0)


def _log_log(share: Numbers, variance: Numbers) -> tuple[Numbers, Numbers]:
    """exp(-exp(ln(-ln S) ± z·se/(S·|ln S|))). At 1 there is no width yet; at 0 the low end is 0
    and the high end stays where it was.
    """
    inner = (share > _NEARLY) & (share < 1)
    safe = np.where(inner, share, 0.5)
    logarithm = np.log(safe)
    half = Z * np.sqrt(variance) / (safe * np.abs(logarithm))
    centre = np.log(-logarithm)
    low: Numbers = np.where(inner, np.exp(-np.exp(centre + half)), share >= 1)
    high: Numbers = np.where(inner, np.exp(-np.exp(centre - half)), 1.0)
    over = np.flatnonzero(share <= _NEARLY)
    if over.size and over[0] > 0:
        high[over] = high[over[0] - 1]
    return low, high


def quantile(curve: Curve, share: float = 0.5) -> Quantile:
    """The first duration by which `share` (0-1) has ended; None where it is not reached.

    The limits are the durations at which the interval's own ends cross (Brookmeyer & Crowley
    1982); a limit that is not reached is None.
    """
    still = 1 - share + _NEARLY
    ends = (_first(curve.durations, values <= still) for values in (curve.share, curve.low))
    value, low = ends
    return Quantile(value, low, _first(curve.durations, curve.high <= still))


def _first(durations: Numbers, is_there: NDArray[np.bool_]) -> float | None:
    found = np.flatnonzero(is_there)
    return float(durations[found[0]]) if found.size else None


def restricted_mean(curve: Curve, horizon: float) -> Mean:
    """The mean time until the end, at most `horizon`: the area under the curve (RMST).

    Past the last duration the curve goes on level. Variance: sum of (area to the right)^2 ·
    d/(n(n-d)); the interval is plain. For Kaplan-Meier curves.
    """
    inside = curve.durations < horizon
    edges = np.concatenate(([0.0], curve.durations[inside], [horizon]))
    heights = np.concatenate(([1.0], curve.share[inside]))
    areas = heights * np.diff(edges)
    value = float(areas.sum())
    right = np.cumsum(areas[::-1])[::-1][1:]
    n, ended = curve.at_risk[inside], curve.ended[inside]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(n > ended, ended / (n * (n - ended)), 0.0)
    half = Z * sqrt(float((right**2 * terms).sum()))
    return Mean(value, max(value - half, 0.0), min(value + half, horizon))


Table = tuple[ArrayLike, ArrayLike, ArrayLike | None]


def log_rank(first: Table, second: Table) -> LogRank:
    """Whether two separate groups end at the same pace (Mantel 1966), on one degree of freedom.

    Each group is (durations, ends, counts) as in kaplan_meier. A unit is held against the others
    of its bureau, not against a whole that it is part of.
    """
    own, other = _counted(*first), _counted(*second)
    durations = np.union1d(own.durations, other.durations)
    d1, n1 = _at(own, durations)
    d2, n2 = _at(other, durations)
    d, n = d1 + d2, n1 + n2
    expected = float((d * n1 / n).sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(n > 1, n1 * n2 * d * (n - d) / (n * n * (n - 1)), 0.0)
    variance = float(np.maximum(terms, 0.0).sum())
    observed = float(d1.sum())
    statistic = (observed - expected) ** 2 / variance if variance > 0 else 0.0
    return LogRank(observed, expected, statistic, float(chi2_above(statistic, 1)))


def _at(table: _Counted, durations: Numbers) -> tuple[Numbers, Numbers]:
    """Ended and at risk of one group at the durations of both."""
    ended, at_risk = np.zeros(durations.size), np.zeros(durations.size)
    ended[np.searchsorted(durations, table.durations)] = table.ended
    place = np.searchsorted(table.durations, durations, side="left")
    inside = place < table.durations.size
    at_risk[inside] = table.at_risk[place[inside]]
    return ended, at_risk


@dataclass(frozen=True)
class Bin:
    """Ages from `first` to `last` (days, both included)."""

    first: int
    last: int


def binned_quantile(
    firsts: Sequence[int], lasts: Sequence[int], counts: Sequence[float], share: float
) -> Bin | None:
    """The bin in which the age of a given share of the open ones lies; None of none.

    Bins ascend. The smallest age that at least `share` of all are not older than: the 50 % and
    92 % points of an open backlog (D5).
    """
    up_to = np.cumsum(np.asarray(counts, dtype=np.float64))
    if not up_to.size or up_to[-1] <= 0:
        return None
    place = int(np.searchsorted(up_to, share * up_to[-1] * (1 - _NEARLY), side="left"))
    return Bin(int(firsts[place]), int(lasts[place]))
