"""Probabilities and quantiles of the distributions that tests and intervals rest on.

`scipy.stats` has the same functions in objects that take a second to load and a tenth of a
millisecond to call; here they are what those come down to, scipy.special. Numbers or arrays in and
out; `below` is P(X ≤ x), `above` is P(X > x), a quantile the x below which lies p.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import (
    betainc,
    betaincc,
    betaincinv,
    betaln,
    chdtr,
    chdtrc,
    chdtri,
    gammainc,
    gammaincinv,
    ndtr,
    ndtri,
    pdtr,
    pdtrc,
    stdtr,
    stdtrit,
)

Result = Any  # a numpy number where numbers are given, else an array


def normal_below(z: ArrayLike) -> Result:
    """Of the standard normal distribution."""
    return ndtr(z)


def normal_above(z: ArrayLike) -> Result:
    """Of the standard normal distribution."""
    return ndtr(np.negative(z))


def normal_upper(p: ArrayLike) -> Result:
    """The z above which lies p."""
    return -ndtri(p)


def t_above(x: ArrayLike, df: ArrayLike) -> Result:
    """Of Student's distribution."""
    return stdtr(df, np.negative(x))


def t_quantile(p: ArrayLike, df: ArrayLike) -> Result:
    """Of Student's distribution."""
    return stdtrit(df, p)


def chi2_below(x: ArrayLike, df: ArrayLike) -> Result:
    """Of chi-squared, x ≥ 0."""
    return chdtr(df, x)


def chi2_above(x: ArrayLike, df: ArrayLike) -> Result:
    """Of chi-squared, x ≥ 0."""
    return chdtrc(df, x)


def chi2_quantile(p: ArrayLike, df: ArrayLike) -> Result:
    """Of chi-squared."""
    return 2 * gammaincinv(np.divide(df, 2), p)


def chi2_upper(p: ArrayLike, df: ArrayLike) -> Result:
    """The x above which lies p."""
    return chdtri(df, p)


def beta_below(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Result:
    """Of the beta distribution, 0 ≤ x ≤ 1."""
    return betainc(a, b, x)


def beta_above(x: ArrayLike, a: ArrayLike, b: ArrayLike) -> Result:
    """Of the beta distribution, 0 ≤ x ≤ 1."""
    return betaincc(a, b, x)


def beta_quantile(p: ArrayLike, a: ArrayLike, b: ArrayLike) -> Result:
    """Of the beta distribution."""
    return betaincinv(a, b, p)


def gamma_below(x: ArrayLike, shape: ArrayLike) -> Result:
    """Of the gamma distribution of scale 1, x ≥ 0."""
    return gammainc(shape, x)


def poisson_at_most(count: ArrayLike, mean: ArrayLike) -> Result:
    """P(X ≤ count); a part of a count does not count."""
    return pdtr(np.floor(count), mean)


def poisson_at_least(count: ArrayLike, mean: ArrayLike) -> Result:
    """P(X ≥ count)."""
    least = np.ceil(count)
    return np.where(least > 0, pdtrc(np.maximum(least - 1, 0), mean), 1.0)


def binomial_at_least(count: int, n: int, share: float) -> float:
    """P(X ≥ count) of n, each with the chance `share`."""
    if count <= 0:
        return 1.0
    return float(betainc(count, n - count + 1, share)) if count <= n else 0.0


def none_drawn(whole: int, marked: int, drawn: int) -> float:
    """The chance that none of the marked is among those drawn (hypergeometric)."""
    rest = whole - marked
    if drawn > rest:
        return 0.0
    # C(rest, drawn) / C(whole, drawn), each by the logarithm of a beta function
    log_share = _log_choose(rest, drawn) - _log_choose(whole, drawn)
    return float(np.exp(log_share))


def _log_choose(n: int, k: int) -> float:
    return float(-betaln(n - k + 1, k + 1) - np.log(n + 1))
