"""What a unit's figure would be if it had the same kinds of cases as all: indirect
standardisation."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from dashboard.statistics.ratios import poisson


@dataclass(frozen=True)
class Standardised:
    """Observed against expected; `ratio` with exact Poisson limits, 1 = as expected.

    `rate`, `rate_low`, `rate_high` are the ratio applied to the reference's own rate, at most 1.
    """

    observed: float
    expected: float
    ratio: float
    low: float
    high: float
    rate: float
    rate_low: float
    rate_high: float


def expected(n: ArrayLike, reference_positive: ArrayLike, reference_n: ArrayLike) -> float:
    """What would be expected of `n` cases by kind at the reference's rate of each kind.

    A kind the reference has none of adds nothing.
    """
    own = np.asarray(n, dtype=np.float64)
    whole = np.asarray(reference_n, dtype=np.float64)
    positive = np.asarray(reference_positive, dtype=np.float64)
    rates = np.divide(positive, whole, out=np.zeros_like(whole), where=whole > 0)
    return float((own * rates).sum())


def indirect(
    positive: ArrayLike, n: ArrayLike, reference_positive: ArrayLike, reference_n: ArrayLike
) -> Standardised | None:
    """A unit standardised by kind; every array has one entry for each kind, in the same order.

    O = sum of `positive`; E = sum of n · reference rate of the kind; the limits of O/E are the
    exact Poisson limits of O over E (Garwood 1936; statistics.md, D2). None where E is nothing.
    """
    own = float(np.asarray(positive, dtype=np.float64).sum())
    whole = float(np.asarray(reference_n, dtype=np.float64).sum())
    of_all = expected(n, reference_positive, reference_n)
    if of_all <= 0 or whole <= 0:
        return None
    reference = float(np.asarray(reference_positive, dtype=np.float64).sum()) / whole
    low, high = (limit / of_all for limit in poisson(own))
    ratio = own / of_all
    rates = (min(each * reference, 1.0) for each in (ratio, low, high))
    return Standardised(own, of_all, ratio, low, high, *rates)
