"""How many findings may be chance when many are looked for at once."""

from collections.abc import Sequence

import numpy as np

from dashboard.statistics.distributions import normal_above, normal_upper


def benjamini_hochberg(p: Sequence[float]) -> tuple[float, ...]:
    """Adjusted p values in the order given: below a rate, at most that share is by chance.

    Benjamini and Hochberg (1995): q of the i-th smallest = min over j >= i of m * p(j) / j.
    """
    given = np.asarray(p, dtype=np.float64)
    if not ((given >= 0) & (given <= 1)).all():
        raise ValueError("a p value lies between 0 and 1")
    order = np.argsort(given)
    raised = given[order] * (given.size / np.arange(1, given.size + 1))
    q = np.empty_like(given)
    q[order] = np.minimum.accumulate(raised[::-1])[::-1].clip(0, 1)
    return tuple(q.tolist())


def headline_z(candidates: int, alpha: float = 0.05) -> float:
    """The z a headline must reach when it is the strongest of so many (Bonferroni); at least 1."""
    return float(normal_upper(alpha / (2 * max(candidates, 1))))


def two_sided(z: float) -> float:
    """The p value of a z score."""
    return float(2 * normal_above(abs(z)))
