"""Sums into figures with their intervals, and two windows of a series against each other.

Which rule applies follows from the interval the registry names. Figures come in the indicator's
own scale (per cent, per 10,000 person-years, cases).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, inf, log, sqrt

import numpy as np

from dashboard.statistics import counts, designs
from dashboard.statistics.accounts import dispersion
from dashboard.statistics.control_charts import RUN, SIGMA, apart, sigma_z
from dashboard.statistics.designs import Design
from dashboard.statistics.proportions import Share, difference, of_sums
from dashboard.statistics.proportions import interval as share_interval
from dashboard.statistics.ratios import poisson, ratio_of_flows, ratio_of_sums

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Sums:
    """The sums of a window of months, all of one series.

    `n` respondents or cases; `numerator_sq` Σw·y² (half weights), `sum_weight_sq` Σw² (weighted
    answers); `squares` Σy², Σx², Σxy of a ratio of amounts; `design` what the strata and sampling
    units of a survey tell. None where they are not known.
    """

    numerator: float
    denominator: float
    n: float
    numerator_sq: float | None = None
    sum_weight_sq: float | None = None
    squares: tuple[float, float, float] | None = None
    design: Design | None = None


@dataclass(frozen=True)
class Estimate:
    """A figure; without `value` there is none, without `low` and `high` no interval."""

    value: float | None
    low: float | None = None
    high: float | None = None

    @property
    def error(self) -> float:
        """The standard error an interval stands for; infinite without one."""
        if self.low is None or self.high is None:
            return inf
        return (self.high - self.low) / (2 * Z)


@dataclass(frozen=True)
class Tested:
    """A figure less an earlier one of its series: the difference, z, two-sided p.

    `spread` is by how much months of the series differ more than chance alone would have it
    (σ_z of shares, φ of counts), at least 1.
    """

    difference: float
    z: float
    p: float
    spread: float


@dataclass(frozen=True)
class Run:
    """The last months on one side of the mean; p of those months against the ones before."""

    length: int
    side: int
    mean: float
    p: float


def estimate(interval: str, scale: float, sums: Sums) -> Estimate:
    """The figure of a window by its kind of interval: wilson, poisson, ratio, flows or none."""
    if sums.denominator <= 0:
        return Estimate(None)
    value = sums.numerator / sums.denominator * scale
    if interval == "wilson" and sums.n > 0:
        low, high = share_interval(share_of(sums))
        return Estimate(value, low * scale, high * scale)
    if interval == "poisson":
        low, high = poisson(max(sums.numerator, 0.0))
        return Estimate(value, low / sums.denominator * scale, high / sums.denominator * scale)
    if interval == "flows":
        ratio = ratio_of_flows(sums.numerator, sums.denominator)
        return Estimate(value, ratio.low * scale, ratio.high * scale)
    if interval == "ratio" and sums.squares is not None and sums.n > 1:
        ratio = ratio_of_sums(sums.numerator, sums.denominator, *sums.squares, sums.n)
        return Estimate(value, ratio.low * scale, ratio.high * scale)
    return Estimate(value)


def stock(count: float | None) -> Estimate:
    """A stock as a count of cases, with the interval of a count."""
    if count is None:
        return Estimate(None)
    low, high = poisson(max(count, 0.0))
    return Estimate(count, low, high)


def tested(
    interval: str, scale: float, before: Sums, now: Sums, months: Sequence[Sums]
) -> Tested | None:
    """`now` against `before`, two windows apart; None where the kind has no test.

    `months` are the single months of the same series, oldest first: how much they spread more
    than chance widens the test. Shares: D3 with Laney's σ_z; counts: D6, on equal exposures the
    plain one; ratios: the errors of both.
    """
    if before.denominator <= 0 or now.denominator <= 0:
        return None
    if interval == "wilson" and min(before.n, now.n) > 0:
        spread = _share_spread(months)
        found = difference(share_of(before), share_of(now), spread)
        return Tested(found.value * scale, found.z, found.p, spread)
    gap = (now.numerator / now.denominator - before.numerator / before.denominator) * scale
    if interval == "poisson":
        spread = _count_spread([month.numerator for month in months])
        z = _count_z(before, now, spread)
        return Tested(gap, z, _two_sided(z), spread)
    error = sqrt(_error(interval, scale, before) ** 2 + _error(interval, scale, now) ** 2)
    if not 0 < error < inf:
        return None
    spread = _spread(interval, scale, months)
    z = gap / (error * spread)
    return Tested(gap, z, _two_sided(z), spread)


def run(interval: str, scale: float, months: Sequence[Sums]) -> Run | None:
    """The run of seven or more that the last months make on one side of the mean; else None.

    A month on the mean ends it (Nelson 1982, rule 4). Its p is that of the run's months against
    all before, times the number of places where the run could have begun.
    """
    known = [month for month in months if month.denominator > 0]
    if len(known) <= RUN:
        return None
    whole = added(known)
    mean = whole.numerator / whole.denominator
    sides = [_sign(apart(month.numerator / month.denominator, mean)) for month in known]
    length = 1
    while length < len(sides) and sides[-1 - length] == sides[-1]:
        length += 1
    if length < RUN or sides[-1] == 0 or length == len(known):
        return None
    found = tested(interval, scale, added(known[:-length]), added(known[-length:]), known)
    if found is None:
        return None
    return Run(length, sides[-1], mean * scale, min(1.0, found.p * len(known)))


def relative_change(before: Sums, now: Sums, spread: float) -> Estimate:
    """By how many per cent a rate per head changed, with its 95 % interval.

    The logarithm of the ratio of two counts has the variance φ·(1/c + 1/p).
    """
    if min(before.numerator, now.numerator, before.denominator, now.denominator) <= 0:
        return Estimate(None)
    ratio = log(now.numerator / now.denominator / (before.numerator / before.denominator))
    half = Z * sqrt(spread * (1 / now.numerator + 1 / before.numerator))
    low, value, high = (float(np.expm1(each)) * 100 for each in (ratio - half, ratio, ratio + half))
    return Estimate(value, low, high)


def added(parts: Sequence[Sums]) -> Sums:
    """Windows of one series as one; what is unknown of one part is unknown of the whole."""
    squares = [part.squares for part in parts if part.squares is not None]
    placed = [part.design for part in parts if part.design is not None]
    return Sums(
        sum(part.numerator for part in parts),
        sum(part.denominator for part in parts),
        sum(part.n for part in parts),
        _total([part.numerator_sq for part in parts]),
        _total([part.sum_weight_sq for part in parts]),
        (
            sum(each[0] for each in squares),
            sum(each[1] for each in squares),
            sum(each[2] for each in squares),
        )
        if squares and len(squares) == len(parts)
        else None,
        designs.added(placed) if placed and len(placed) == len(parts) else None,
    )


def _total(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) if known and len(known) == len(parts) else None


def share_of(sums: Sums) -> Share:
    """The share of a window, Taylor's where its design is known; ValueError without answers.

    Half weights only make the variance smaller, so `numerator_sq` stands where it is known.
    """
    return of_sums(
        sums.numerator,
        sums.denominator,
        sums.n,
        sums.sum_weight_sq,
        sums.numerator_sq,
        sums.design,
    )


def _share_spread(months: Sequence[Sums]) -> float:
    shares = [share_of(month) for month in months if month.denominator > 0 and month.n > 0]
    n = [share.n_design for share in shares]
    return max(1.0, sigma_z([share.value * size for share, size in zip(shares, n, strict=True)], n))


def _count_spread(past: Sequence[float]) -> float:
    """φ without season and trend where two years are known, else of the counts as they are."""
    return dispersion(past) if len(past) >= 24 else counts.dispersion(past)


def _spread(interval: str, scale: float, months: Sequence[Sums]) -> float:
    """As Laney's σ_z, for figures whose own errors are known."""
    whole = [month for month in months if month.denominator > 0]
    known = [
        (month.numerator / month.denominator * scale, _error(interval, scale, month))
        for month in whole
    ]
    known = [(value, error) for value, error in known if 0 < error < inf]
    if len(known) < 2:
        return 1.0
    centre = float(np.mean([value for value, _ in known]))
    z = [(value - centre) / error for value, error in known]
    return max(1.0, float(np.abs(np.diff(z)).mean()) / SIGMA)


def _error(interval: str, scale: float, sums: Sums) -> float:
    """The standard error; of a ratio of two counts r·√(1/a + 1/b)."""
    if interval == "flows":
        if min(sums.numerator, sums.denominator) <= 0:
            return inf
        value = sums.numerator / sums.denominator * scale
        return value * sqrt(1 / sums.numerator + 1 / sums.denominator)
    return estimate(interval, scale, sums).error


def _count_z(before: Sums, now: Sums, phi: float) -> float:
    """D6 with the earlier count put on the later exposure."""
    exposure = now.denominator / before.denominator
    expected = before.numerator * exposure
    noise = phi * (now.numerator + expected * exposure)
    if noise <= 0:
        return 0.0
    gap = now.numerator - expected
    return _sign(gap) * max(abs(gap) - 1, 0.0) / sqrt(noise)


def _two_sided(z: float) -> float:
    return erfc(abs(z) / sqrt(2))


def _sign(number: float) -> int:
    return 1 if number > 0 else -1 if number < 0 else 0
