"""The probabilities reckoned here are those of scipy.stats, on all sides of the ordinary."""

import numpy as np
import pytest
from numpy.typing import ArrayLike
from scipy import stats

from dashboard.statistics import distributions as own
from dashboard.statistics.associations import rank_correlation
from dashboard.statistics.discoveries import benjamini_hochberg

P = np.array([1e-12, 0.001, 0.025, 0.5, 0.8, 0.975, 1 - 1e-9])
X = np.array([0.0, 0.003, 0.4, 1.0, 7.5, 80.0])
SIZES = (0.5, 1.0, 3.7, 40.0, 2500.0)


def same(ours: ArrayLike, theirs: ArrayLike) -> None:
    """Equal to the twelfth digit."""
    np.testing.assert_allclose(np.asarray(ours), np.asarray(theirs), rtol=1e-12, atol=1e-300)


def test_the_normal_distribution() -> None:
    z = np.array([-38.0, -3.09, 0.0, 1.96, 8.0])
    same(own.normal_below(z), stats.norm.cdf(z))
    same(own.normal_above(z), stats.norm.sf(z))
    same(own.normal_upper(P), stats.norm.isf(P))


@pytest.mark.parametrize("size", SIZES)
def test_distributions_of_one_size(size: float) -> None:
    same(own.t_above(X, size), stats.t.sf(X, size))
    same(own.t_quantile(P, size), stats.t.ppf(P, size))
    same(own.chi2_below(X, size), stats.chi2.cdf(X, size))
    same(own.chi2_above(X, size), stats.chi2.sf(X, size))
    same(own.chi2_quantile(P, size), stats.chi2.ppf(P, size))
    same(own.chi2_upper(P, size), stats.chi2.isf(P, size))
    same(own.gamma_below(X, size), stats.gamma.cdf(X, size))
    counts = np.array([0, 1, 2.5, 40, 900])
    same(own.poisson_at_most(counts, size), stats.poisson.cdf(counts, size))
    same(own.poisson_at_least(counts, size), stats.poisson.sf(np.ceil(counts) - 1, size))


@pytest.mark.parametrize("b", SIZES)
@pytest.mark.parametrize("a", SIZES)
def test_the_beta_distribution(a: float, b: float) -> None:
    x = np.array([0.0, 1e-6, 0.2, 0.77, 1.0])
    same(own.beta_below(x, a, b), stats.beta.cdf(x, a, b))
    same(own.beta_above(x, a, b), stats.beta.sf(x, a, b))
    same(own.beta_quantile(P, a, b), stats.beta.ppf(P, a, b))


@pytest.mark.parametrize("count", [-1, 0, 1, 7, 20, 21])
@pytest.mark.parametrize("share", [0.001, 0.5, 0.9])
def test_the_binomial_tail(count: int, share: float) -> None:
    same(own.binomial_at_least(count, 20, share), stats.binom.sf(count - 1, 20, share))


@pytest.mark.parametrize("marked", [0, 1, 9, 30])
@pytest.mark.parametrize("drawn", [0, 1, 11, 30])
def test_none_of_the_marked_drawn(marked: int, drawn: int) -> None:
    theirs = stats.hypergeom.pmf(0, 30, marked, drawn)
    np.testing.assert_allclose(own.none_drawn(30, marked, drawn), theirs, rtol=1e-10)


def test_discoveries_and_ranks_are_scipys_with_equal_values_among_them() -> None:
    p = [0.04, 0.001, 0.04, 0.9, 0.2, 0.0, 1.0]
    same(benjamini_hochberg(p), stats.false_discovery_control(p))
    one, other = [3, 1, 4, 1, 5, 9, 2, 6], [2, 7, 1, 8, 2, 8, 1, 8]
    found, theirs = rank_correlation(one, other), stats.spearmanr(one, other)
    assert found is not None
    same((found.value, found.p), (theirs.statistic, theirs.pvalue))
