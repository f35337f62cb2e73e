"""Ratios against independent implementations and their own definitions."""

from math import inf, isnan

import numpy as np
import polars as pl
import pytest
import svy
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from scipy.stats import poisson as poisson_distribution
from statsmodels.stats.rates import confint_poisson, test_poisson_2indep

from dashboard.statistics.ratios import (
    observed_to_expected,
    poisson,
    rate_ratio,
    ratio_of_flows,
    ratio_of_sums,
)

test_poisson_2indep.__test__ = False  # a function of the library, not a test


@pytest.mark.parametrize("count", [0, 1, 4, 14, 438, 5086])
def test_a_count_has_garwoods_interval(count: int) -> None:
    assert poisson(count) == pytest.approx(
        tuple(float(end) for end in confint_poisson(count, 1, method="exact-c")), nan_ok=True
    )


@pytest.mark.parametrize(("observed", "expected"), [(0, 2.5), (1, 2.0), (14, 6.1), (90, 100)])
def test_observed_against_expected(observed: int, expected: float) -> None:
    found = observed_to_expected(observed, expected)
    low, high = poisson(observed)
    assert (found.low, found.high) == pytest.approx((low / expected, high / expected))
    tails = (
        poisson_distribution.cdf(observed, expected),
        poisson_distribution.sf(observed - 1, expected),
    )
    assert found.p == pytest.approx(min(1.0, 2 * min(tails)))
    with pytest.raises(ValueError, match="nothing was expected"):
        observed_to_expected(observed, 0)


@pytest.mark.parametrize(
    ("count", "exposure", "other", "other_exposure"),
    [(30, 1, 50, 1), (3, 10, 9, 12.5), (200, 3, 150, 3), (1, 1, 40, 7)],
)
def test_two_rates(count: int, exposure: float, other: int, other_exposure: float) -> None:
    found = rate_ratio(count, exposure, other, other_exposure)
    null = exposure / (exposure + other_exposure)
    ends = binomtest(count, count + other, null).proportion_ci(method="exact")
    wanted = [end / (1 - end) * other_exposure / exposure for end in ends]
    assert (found.low, found.high) == pytest.approx(wanted)
    assert found.value == pytest.approx(count / exposure / (other / other_exposure))
    if exposure == other_exposure:  # two-sided by doubling and by likelihood are then the same
        theirs = test_poisson_2indep(count, exposure, other, other_exposure, method="exact-cond")
        assert found.p == pytest.approx(theirs.pvalue)


def test_a_ratio_of_flows_may_exceed_one() -> None:
    found = ratio_of_flows(514, 410)
    assert found.value == pytest.approx(514 / 410)
    assert 1 < found.low < found.value < found.high


def test_nothing_against_something() -> None:
    assert ratio_of_flows(0, 12).low == 0
    assert (ratio_of_flows(12, 0).value, ratio_of_flows(12, 0).high) == (inf, inf)
    assert isnan(ratio_of_flows(0, 0).value)


@given(
    st.integers(0, 400), st.floats(0.1, 50), st.integers(0, 400), st.floats(0.1, 50),
    st.floats(0.01, 100),
)  # fmt: skip
def test_any_two_rates(c: int, e: float, d: int, f: float, scale: float) -> None:
    if c + d == 0:
        return
    found, turned = rate_ratio(c, e, d, f), rate_ratio(d, f, c, e)
    assert found.low <= found.value <= found.high
    assert found.p == pytest.approx(turned.p)
    assert 0 <= found.p <= 1
    assert (found.p < 0.05) == (found.low > 1 or found.high < 1)
    if found.low > 0:
        assert turned.high == pytest.approx(1 / found.low)
    scaled = rate_ratio(c, e * scale, d, f * scale)
    assert (scaled.low, scaled.p) == pytest.approx((found.low, found.p), rel=1e-6)


def _sums(y: np.ndarray, x: np.ndarray) -> tuple[float, float, float, float, float, float]:
    return (y.sum(), x.sum(), (y * y).sum(), (x * x).sum(), (x * y).sum(), float(y.size))


@pytest.mark.parametrize("seed", range(4))
def test_a_ratio_of_sums_equals_the_survey_librarys(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x = rng.lognormal(7, 1, 200)
    y = x * rng.choice([0, 0, 0.5, 1], 200)
    frame = pl.DataFrame({"x": x, "y": y, "w": np.ones(200)})
    theirs = svy.Sample(frame, svy.Design(wgt="w")).estimation.ratio("y", "x").estimates[0]
    ours = ratio_of_sums(*_sums(y, x))
    assert ours.value == pytest.approx(theirs.est)
    assert (ours.high - ours.low) / 2 / 1.959963984540054 == pytest.approx(theirs.se)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(1, 100)), min_size=2, max_size=30))
def test_any_ratio_of_sums(pairs: list[tuple[float, float]]) -> None:
    y, x = (np.array(column) for column in zip(*pairs, strict=True))
    found = ratio_of_sums(*_sums(y, x))
    assert 0 <= found.low <= found.value <= found.high
    n, ratio = len(pairs), y.sum() / x.sum()
    residuals = y - ratio * x
    error = (n / (n - 1) * (residuals**2).sum()) ** 0.5 / x.sum()
    assert found.high == pytest.approx(ratio + 1.959963984540054 * error, abs=1e-4)
    thousand = ratio_of_sums(*_sums(y * 1000, x))
    assert thousand.high == pytest.approx(found.high * 1000, abs=0.1)


def test_one_case_shows_no_spread() -> None:
    assert ratio_of_sums(3, 4, 9, 16, 12, 1).high == inf
