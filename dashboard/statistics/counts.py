"""Whether a count differs from another of a like period by more than counts do by chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from dashboard.statistics.discoveries import headline_z, two_sided


@dataclass(frozen=True)
class CountChange:
    """`z` is signed; `is_real` against the z that so many candidates ask for."""

    z: float
    p: float
    phi: float
    critical_z: float

    @property
    def is_real(self) -> bool:
        """Whether the change is beyond chance."""
        return abs(self.z) >= self.critical_z


def change(
    current: float, previous: float, past: Sequence[float] = (), candidates: int = 1
) -> CountChange:
    """z = (|c - p| - 1)+ / sqrt(phi (c + p)), the 1 for continuity; two-sided 5 % in all.

    `past` are comparable earlier counts; without two of them phi is 1. `candidates`: how many
    counts the headline was picked from.
    """
    phi = dispersion(past)
    gap = max(abs(current - previous) - 1, 0.0)
    total = current + previous
    z = gap / sqrt(phi * total) if total > 0 else 0.0
    z = z if current >= previous else -z
    return CountChange(z, two_sided(z), phi, headline_z(candidates))


def dispersion(past: Sequence[float]) -> float:
    """Variance over mean of comparable counts, at least 1."""
    if len(past) < 2 or sum(past) <= 0:
        return 1.0
    return max(1.0, float(np.var(past, ddof=1) / np.mean(past)))
