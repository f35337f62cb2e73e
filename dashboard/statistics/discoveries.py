"""How many findings may be chance when many are looked for at once."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import false_discovery_control, norm


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p values in the order given: below a rate, at most that share is by chance.

    Benjamini and Hochberg (1995): q of the i-th smallest = min over j >= i of m * p(j) / j.
    """
    # Scipy multiplies in the type it is handed: whole numbers would not do.
    given = np.asarray(p, dtype=np.float64)
    return tuple(float(q) for q in false_discovery_control(given)) if given.size else ()


def headline_z(candidates: int, alpha: float = 0.05) -> float:
    """The z a headline must reach when it is the strongest of so many (Bonferroni); at least 1."""
    return float(norm.isf(alpha / (2 * max(candidates, 1))))


def two_sided(z: float) -> float:
    """The p value of a z score."""
    return float(2 * norm.sf(abs(z)))
