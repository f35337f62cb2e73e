"""Shares of answers with their uncertainty: from sums, or from single answers with a design.

A share comes as a `Share`; its interval, its difference from another one and its bounds under
non-response are functions of it. Rules and reference numbers: statistics.md, D3.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import inf, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dashboard.statistics.designs import Design
from dashboard.statistics.distributions import beta_quantile, normal_above, t_quantile
from dashboard.statistics.inputs import counts, known, paired

Z = 1.959963984540054  # 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Share:
    """A share 0–1 and what is needed to judge it.

    `n` are respondents. `variance` is that of `value`; 0 where all said the same. `n_design` is
    the number of independent answers with the same variance; `n_eff` is it, capped at n unless
    only half weights lift it. `df` is infinite where no design is known. `kish` is the design
    effect of unequal weights alone. `single` names strata with one PSU, whose spread had to be
    taken about the overall mean. `design` is what the variance was taken from where sums over
    sampling units told it.
    """

    value: float
    variance: float
    n: float
    n_design: float
    n_eff: float
    df: float = inf
    kish: float = 1.0
    single: tuple[Any, ...] = ()
    design: Design | None = None

    @property
    def error(self) -> float:
        """The standard error."""
        return sqrt(self.variance)

    @property
    def deff(self) -> float:
        """The variance against that of a simple random sample of n with replacement.

        At 0 and 1, where neither varies, Kish's.
        """
        plain = self.value * (1 - self.value)
        if plain <= 0 or self.n <= 1:
            return self.kish
        return self.variance / (plain / (self.n - 1))


@dataclass(frozen=True)
class Difference:
    """Second minus first, with its 95 % interval, z and two-sided p."""

    value: float
    low: float
    high: float
    z: float
    p: float


def of_sums(
    positive: float,
    weight: float,
    n: float,
    weight_sq: float | None = None,
    positive_sq: float | None = None,
    design: Design | None = None,
) -> Share:
    """The share Σw·y / Σw of `n` answers, y from 0 to 1.

    `weight_sq` is Σw² (None: weights unknown, n stands for the effective number), `positive_sq`
    is Σw·y² (None: y is 0 or 1). The variance is Taylor's where a `design` tells it of all n
    answers, n_eff capped at n, else that of a mean, (Σw·y²/Σw − p²) / n_eff, with Kish's
    n_eff = (Σw)²/Σw². Raises ValueError without answers.
    """
    if not (weight > 0 and n > 0 and positive >= 0):  # nor where one is unknown
        msg = f"a share needs answers: positive {positive}, weight {weight}, n {n}"
        raise ValueError(msg)
    value = min(max(positive / weight, 0.0), 1.0)
    independent = min(weight * weight / weight_sq, n) if weight_sq else n
    spread = _spread(value, weight, positive_sq)
    n_design = value * (1 - value) / spread * independent if spread > 0 else independent
    plain = Share(value, spread / independent, n, n_design, n_design, kish=n / independent)
    if design is None or not design.tells(n):
        return plain
    found = _designed(plain, design.variance(value, weight), design.df)
    # Few sampling units that happen to agree make no answer count twice.
    floor = found.value * (1 - found.value) / found.n_eff if found.variance > 0 else 0.0
    variance = max(found.variance, floor)
    return replace(found, variance=variance, n_design=found.n_eff, design=design)


def _designed(plain: Share, variance: float, df: float) -> Share:
    """The share with the variance that its design gives; without any, on Kish's number."""
    spread = plain.variance * plain.n / plain.kish
    if variance <= 1e-18 or spread <= 0:
        kish = plain.n / plain.kish
        return replace(plain, variance=0.0, n_design=kish, n_eff=kish, df=df)
    binomial = plain.value * (1 - plain.value)
    n_design = binomial / variance
    ceiling = plain.n * binomial / spread  # n, lifted by half weights only
    return replace(plain, variance=variance, n_design=n_design, n_eff=min(n_design, ceiling), df=df)


def _spread(value: float, weight: float, positive_sq: float | None) -> float:
    """The variance of single answers; what rounding leaves of none is none."""
    second = value if positive_sq is None else positive_sq / weight
    spread = min(second - value * value, value * (1 - value))
    return spread if spread > 1e-12 else 0.0


def of_answers(
    answers: Sequence[float] | NDArray[np.float64],
    weights: Sequence[float] | NDArray[np.float64] | None = None,
    strata: Sequence[Any] | NDArray[Any] | None = None,
    psus: Sequence[Any] | NDArray[Any] | None = None,
    domain: Sequence[bool] | NDArray[np.bool_] | None = None,
) -> Share:
    """The share among single answers (0–1), one place a respondent in every argument.

    With strata or PSUs the variance is Taylor's linearisation, with replacement; PSUs are nested
    in strata, and those without anybody of the `domain` count as zero. A stratum with one PSU
    takes its spread about the overall mean and is named in `single`. Without a design: Kish.
    ValueError without answers, or where one in the domain, or a weight, is unknown.
    """
    given = np.asarray(answers, dtype=float).ravel()
    inside = np.ones(given.size, dtype=bool) if domain is None else np.asarray(domain, dtype=bool)
    w = np.ones(given.size) if weights is None else counts("weights", weights)
    columns = {"answers": given, "weights": w, "domain": inside}
    columns |= {
        name: np.asarray(column)
        for name, column in (("strata", strata), ("psus", psus))
        if column is not None
    }
    paired(**columns)
    y = known("answers", np.where(inside, given, 0.0))
    w = np.where(inside, w, 0.0)
    plain = of_sums(
        float((w * y).sum()),
        float(w.sum()),
        float(inside.sum()),
        float((w * w).sum()),
        float((w * y * y).sum()),
    )
    if strata is None and psus is None:
        return plain
    scores = w * (y - plain.value) / w.sum()
    variance, df, single = _linearised(scores, strata, psus)
    return replace(_designed(plain, variance, df), single=single)


def _linearised(
    scores: NDArray[np.float64],
    strata: Sequence[Any] | NDArray[Any] | None,
    psus: Sequence[Any] | NDArray[Any] | None,
) -> tuple[float, float, tuple[Any, ...]]:
    """Σ_h n_h/(n_h−1) Σ_j (z_hj − z̄_h)², the degrees of freedom, the strata with one PSU."""
    names, stratum = _places([""] * scores.size if strata is None else strata)
    units = np.arange(scores.size) if psus is None else _places(psus)[1]
    pairs, psu = np.unique(np.stack([stratum, units]), axis=1, return_inverse=True)
    totals = np.bincount(psu.ravel(), weights=scores)
    of_psu = pairs[0]
    count = np.bincount(of_psu)
    means = np.bincount(of_psu, weights=totals) / count
    means = np.where(count > 1, means, 0.0)  # the scores of all strata together have mean 0
    factor = np.where(count > 1, count / np.maximum(count - 1, 1), 1.0)
    variance = float((factor[of_psu] * (totals - means[of_psu]) ** 2).sum())
    single = tuple(name for name, psus_n in zip(names, count, strict=True) if psus_n == 1)
    return variance, float(totals.size - len(names)), single


def _places(labels: Sequence[Any] | NDArray[Any]) -> tuple[list[Any], NDArray[np.int_]]:
    """The different labels (an empty one is one, too), and for each respondent its place there."""
    found: dict[Any, int] = {}
    place = [found.setdefault(label, len(found)) for label in np.asarray(labels).tolist()]
    return list(found), np.asarray(place, dtype=int)


def wilson(positive: float, n: float, df: float = inf) -> tuple[float, float]:
    """95 % Wilson score interval of a share `positive` / `n`, as shares; n > 0.

    Wilson (1927), JASA 22:209; with finite `df` the quantile is Student's. With half weights
    (positive not whole) on plain n it is somewhat too wide. ValueError unless 0 ≤ positive, 0 < n.
    """
    if not (n > 0 and positive >= 0):
        raise ValueError(f"a share needs answers: positive {positive}, n {n}")
    quantile = Z if df == inf else float(t_quantile(0.975, max(df, 1.0)))
    share, square = min(positive / n, 1.0), quantile * quantile
    centre = share + square / (2 * n)
    half = quantile * sqrt(max(share * (1 - share), 0.0) / n + square / (4 * n * n))
    scale = 1 + square / n
    low = 0.0 if share <= 0 else max((centre - half) / scale, 0.0)
    high = 1.0 if share >= 1 else min((centre + half) / scale, 1.0)
    return low, high


def interval(share: Share) -> tuple[float, float]:
    """The 95 % interval that is shown: Wilson on the effective number, Student's quantile."""
    return wilson(share.value * share.n_design, share.n_design, share.df)


def korn_graubard(share: Share, *, is_capped: bool = False) -> tuple[float, float]:
    """95 % interval of Korn and Graubard (1998): Clopper–Pearson on the effective number.

    Plain, it is the one of survey packages; `is_capped` takes no more than n after the
    adjustment for degrees of freedom, as the rule for showing a figure does.
    """
    n = share.n_design
    if share.df < share.n - 1:
        n *= float(t_quantile(0.025, share.n - 1) / t_quantile(0.025, max(share.df, 1.0))) ** 2
    if is_capped:
        n = min(n, max(share.n, share.n_eff))
    positive, negative = n * share.value, n * (1 - share.value)
    low = float(beta_quantile(0.025, positive, negative + 1)) if positive > 0 else 0.0
    high = float(beta_quantile(0.975, positive + 1, negative)) if negative > 0 else 1.0
    return low, high


def difference(first: Share, second: Share, inflation: float = 1.0) -> Difference:
    """`second` minus `first`, two independent samples.

    `inflation` ≥ 1 is by how much months of the series spread more than their samples alone
    would (a factor of the standard error). A share of 0 or 1 has no variance of its own: half
    the width of its interval stands for it.
    """
    value = second.value - first.value
    error = sqrt(_tested(first) + _tested(second)) * max(inflation, 1.0)
    z = value / error
    return Difference(
        value, value - Z * error, value + Z * error, z, float(2 * normal_above(abs(z)))
    )


def _tested(share: Share) -> float:
    if share.variance > 0:
        return share.variance
    low, high = interval(share)
    return ((high - low) / (2 * Z)) ** 2


def bounds(share: float, response: float) -> tuple[float, float]:
    """Worst and best case of a share 0–1 when only `response` (0–1) of those asked answered."""
    return share * response, share * response + 1 - response
