"""Where complaints exceed what the matters handled would lead one to expect."""

from dataclasses import dataclass
from math import sqrt

SHRINKAGE = 4.0  # pseudo-cases of a gamma prior with mean 1 (domain.md, C6-6)
LEAST_OBSERVED = 5
_Z10 = 1.2815515655446004  # 90 % quantile of the normal distribution


@dataclass(frozen=True)
class Hotspot:
    """A shrunk index (1 = as expected) with its one-sided 10 % lower bound."""

    observed: float
    expected: float
    index: float
    low: float
    is_hot: bool


def hotspot(observed: float, expected: float) -> Hotspot:
    """Sum observed and expected over months and units first; shrink once, here.

    The lower bound is Wilson–Hilferty's approximation of the gamma quantile.
    """
    shape = observed + SHRINKAGE
    scale = expected + SHRINKAGE
    low = shape * (1 - 1 / (9 * shape) - _Z10 / (3 * sqrt(shape))) ** 3 / scale
    return Hotspot(observed, expected, shape / scale, low, observed >= LEAST_OBSERVED and low > 1)
