"""Intervals of shares and of counts, in their plain form.

The full statistics (design effects, half weights, clustering, ratios) take this module's place
without changing its callers: each function takes sums and gives (low, high).
"""

from math import sqrt

from scipy.stats import chi2

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


def wilson(positive: float, n: float) -> tuple[float, float]:
    """95 % Wilson score interval of a share `positive` / `n`, as shares; n > 0.

    Wilson (1927), JASA 22:209. With half weights (positive not whole) it is somewhat too wide.
    """
    share, square = positive / n, Z * Z
    centre = share + square / (2 * n)
    half = Z * sqrt(max(share * (1 - share), 0.0) / n + square / (4 * n * n))
    scale = 1 + square / n
    return max((centre - half) / scale, 0.0), min((centre + half) / scale, 1.0)


def poisson(count: float) -> tuple[float, float]:
    """95 % exact interval of the mean behind a count (Garwood 1936), by chi-squared quantiles."""
    low = float(chi2.ppf(0.025, 2 * count)) / 2 if count > 0 else 0.0
    return low, float(chi2.ppf(0.975, 2 * (count + 1))) / 2
