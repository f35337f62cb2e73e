"""Taylor's linearisation from sums over sampling units, so that no single answer need be held.

With a and b the sums of w·y and w in a sampling unit, its score is (a − p·b) / Σw; the squares of
scores about the mean of their stratum are three sums that do not depend on p. Rules: statistics.md,
D3.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Design:
    """What strata and sampling units tell of the spread of a share Σw·y / Σw.

    `n` respondents whose place in the sample is known; `strata` and `psus` in which any of them
    were asked; `single` strata of which only one sampling unit was drawn. `aa`, `ab`, `bb` are
    Σ_h n_h ÷ (n_h − 1) Σ_j of (a − ā)², (a − ā)(b − b̄), (b − b̄)² over all n_h sampling units of a
    stratum, those without any respondent as zero; plain squares where there is one alone.
    """

    n: float
    strata: float
    psus: float
    single: float
    aa: float
    ab: float
    bb: float

    @property
    def df(self) -> float:
        """Degrees of freedom: sampling units less strata, of those with respondents."""
        return self.psus - self.strata

    def tells(self, n: float) -> bool:
        """Whether the spread of `n` respondents can be taken from it: all have their place, and
        they were asked in more sampling units than strata."""
        return abs(self.n - n) < 1e-6 * max(n, 1.0) and self.df >= 1

    def variance(self, share: float, weight: float) -> float:
        """The variance of a share (0–1) whose denominator is `weight`; what rounding leaves of
        none is none."""
        found = (self.aa - 2 * share * self.ab + share * share * self.bb) / (weight * weight)
        return found if found > 1e-15 else 0.0


def added(designs: Sequence[Design]) -> Design:
    """Of rounds drawn apart from each other, as one."""
    return Design(
        *(
            sum(getattr(design, name) for design in designs)
            for name in ("n", "strata", "psus", "single", "aa", "ab", "bb")
        )
    )
