"""Counts and ratios with their intervals: numbers in, numbers out."""

from dataclasses import dataclass
from math import inf, sqrt

from dashboard.statistics.distributions import (
    beta_above,
    beta_below,
    beta_quantile,
    chi2_above,
    chi2_below,
    chi2_quantile,
)

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Ratio:
    """A ratio with its 95 % interval; `p` tests it against 1 where it compares two counts."""

    value: float
    low: float
    high: float
    p: float = 1.0


def poisson(count: float) -> tuple[float, float]:
    """95 % exact interval of the mean behind a count (Garwood 1936), by chi-squared quantiles.

    ValueError below 0.
    """
    if not count >= 0:
        raise ValueError(f"a count is 0 or more, not {count}")
    low = float(chi2_quantile(0.025, 2 * count)) / 2 if count > 0 else 0.0
    return low, float(chi2_quantile(0.975, 2 * (count + 1))) / 2


def observed_to_expected(observed: float, expected: float) -> Ratio:
    """O / E with the exact interval of the count; `expected` > 0 is taken as known.

    p is twice the smaller tail of a Poisson of mean `expected`.
    """
    if not expected > 0:
        msg = f"nothing was expected: {expected}"
        raise ValueError(msg)
    low, high = poisson(observed)
    upper = float(chi2_below(2 * expected, 2 * observed)) if observed > 0 else 1.0
    lower = float(chi2_above(2 * expected, 2 * (observed + 1)))
    return Ratio(
        observed / expected, low / expected, high / expected, min(1.0, 2 * min(upper, lower))
    )


def rate_ratio(count: float, exposure: float, other_count: float, other_exposure: float) -> Ratio:
    """The rate of a count against another's, both Poisson; exposures > 0.

    Exact given the sum of the two counts (Przyborowski and Wilenski 1940): an interval of a
    binomial share by Clopper and Pearson, turned into odds. Infinite where the other count is 0,
    nan where both are. ValueError without exposure or with a count below 0.
    """
    if not (exposure > 0 and other_exposure > 0 and count >= 0 and other_count >= 0):
        msg = f"a rate needs exposure: {count} of {exposure}, {other_count} of {other_exposure}"
        raise ValueError(msg)
    both, scale = count + other_count, other_exposure / exposure
    if both <= 0:
        return Ratio(float("nan"), 0.0, inf)
    low = float(beta_quantile(0.025, count, other_count + 1)) if count > 0 else 0.0
    high = float(beta_quantile(0.975, count + 1, other_count)) if other_count > 0 else 1.0
    value = count / other_count * scale if other_count > 0 else inf
    return Ratio(value, _odds(low) * scale, _odds(high) * scale, _p(count, both, 1 / (1 + scale)))


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else inf


def _p(count: float, both: float, share: float) -> float:
    """Twice the smaller binomial tail, so that p and interval never disagree."""
    lower = float(beta_above(share, count + 1, both - count)) if count < both else 1.0
    upper = float(beta_below(share, count, both - count + 1)) if count > 0 else 1.0
    return min(1.0, 2 * min(lower, upper))


def ratio_of_flows(out: float, into: float) -> Ratio:
    """What left against what came in the same months, two independent counts; may exceed 1."""
    return rate_ratio(out, 1.0, into, 1.0)


def ratio_of_sums(
    numerator: float,
    denominator: float,
    numerator_squared: float,
    denominator_squared: float,
    cross: float,
    n: float,
) -> Ratio:
    """Σy / Σx of n cases by linearisation, from Σy, Σx, Σy², Σx² and Σxy; Σx > 0.

    The variance is n/(n−1) Σ(y − R·x)² / (Σx)² (Cochran 1977, 6.4); with one case there is no
    spread to see and the interval is open. ValueError where Σx is nothing.
    """
    if not denominator > 0:
        raise ValueError(f"a ratio needs a denominator: {denominator}")
    value = numerator / denominator
    if n <= 1:
        return Ratio(value, 0.0, inf)
    rest = numerator_squared - 2 * value * cross + value * value * denominator_squared
    error = sqrt(max(rest, 0.0) * n / (n - 1)) / denominator
    return Ratio(value, max(value - Z * error, 0.0), value + Z * error)
