"""Plain intervals against an independent library and against published figures."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import poisson as poisson_distribution
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.proportion import test_proportions_2indep as two_proportions

from dashboard.statistics.estimates import (
    Sums,
    added,
    estimate,
    relative_change,
    run,
    stock,
)
from dashboard.statistics.estimates import (
    tested as compared,
)
from dashboard.statistics.hotspots import hotspot
from dashboard.statistics.proportions import wilson
from dashboard.statistics.ratios import poisson


@pytest.mark.parametrize(
    ("positive", "n"), [(0, 1), (0, 40), (1, 3), (154, 372), (974, 1200), (40, 40), (5, 100_000)]
)
def test_wilson_equals_an_independent_implementation(positive: int, n: int) -> None:
    wanted = proportion_confint(positive, n, alpha=0.05, method="wilson")
    assert wilson(positive, n) == pytest.approx(wanted, abs=1e-12)


def test_wilson_of_the_published_february_2019() -> None:
    """Dongguan: 6,554 satisfied, 731 basically (half), 496 not, of 7,781: 88.2 to 89.6."""
    low, high = wilson(6554 + 731 / 2, 7781)
    assert (round(low * 100, 1), round(high * 100, 1)) == (88.2, 89.6)


@pytest.mark.parametrize("count", [0, 1, 5, 14, 438, 5086])
def test_poisson_ends_leave_two_and_a_half_per_cent(count: int) -> None:
    low, high = poisson(count)
    assert poisson_distribution.cdf(count, high) == pytest.approx(0.025)
    if count:
        assert poisson_distribution.sf(count - 1, low) == pytest.approx(0.025)
    else:
        assert low == 0


def test_a_share_comes_in_the_indicators_scale() -> None:
    figure = estimate("wilson", 100, Sums(154, 372, 372))
    assert figure.value is not None and figure.low is not None and figure.high is not None
    assert figure.value == pytest.approx(41.398, abs=1e-3)
    assert figure.low < figure.value < figure.high


def test_a_rate_per_head_has_the_interval_of_its_count() -> None:
    figure = estimate("poisson", 10_000, Sums(438, 200_000, 438))
    low, high = poisson(438)
    assert (figure.low, figure.high) == pytest.approx((low / 20, high / 20))


def test_nothing_is_made_of_nothing() -> None:
    assert estimate("wilson", 100, Sums(0, 0, 0)).value is None


def test_a_ratio_without_squares_has_no_interval() -> None:
    assert estimate("ratio", 100, Sums(1.0, 4.0, 4)).low is None


def test_half_weights_make_the_interval_smaller() -> None:
    """6,554 satisfied, 731 half, 496 not: an error of 0.310 points, not of 0.356."""
    positive = 6554 + 731 / 2
    plain = estimate("wilson", 100, Sums(positive, 7781, 7781))
    halved = estimate("wilson", 100, Sums(positive, 7781, 7781, 6554 + 731 / 4))
    assert halved.error == pytest.approx(0.310, abs=5e-4)
    assert plain.error == pytest.approx(0.356, abs=5e-4)


def test_weights_make_the_interval_wider() -> None:
    plain = estimate("wilson", 100, Sums(80, 100, 100))
    weighted = estimate("wilson", 100, Sums(80, 100, 100, None, 140))
    assert weighted.error > plain.error * 1.1


def test_what_came_in_is_chance_too() -> None:
    """Solved against docketed: both counts vary, so the interval is wider than of one."""
    one, both = (estimate(kind, 100, Sums(160, 400, 400)) for kind in ("poisson", "flows"))
    assert both.error > one.error


def test_a_stock_is_its_count() -> None:
    assert stock(41).value == 41
    assert stock(None).value is None


def test_a_hot_spot_needs_five_and_a_bound_above_one() -> None:
    assert not hotspot(4, 0.1).is_above
    assert hotspot(14, 4.6).is_above
    assert not hotspot(6, 5).is_above


def test_shrinkage_pulls_towards_as_expected() -> None:
    few, many = hotspot(6, 2), hotspot(60, 20)
    assert few.index < many.index < 3
    assert few.low < few.index


def test_splitting_before_shrinking_would_pull_twice() -> None:
    whole, part = hotspot(30, 10), hotspot(10, 10 / 3)
    assert part.index < whole.index


def test_two_windows_are_told_apart_as_two_proportions() -> None:
    """Against statsmodels, unpooled; 962 of 1,000 and 975 of 1,000."""
    found = compared("wilson", 100, Sums(962, 1000, 1000), Sums(975, 1000, 1000), [])
    z, p = two_proportions(975, 1000, 962, 1000, method="wald", correction=False)
    assert found is not None
    assert found.difference == pytest.approx(1.3)
    assert (found.z, found.p) == pytest.approx((z, p))


def test_counts_are_told_apart_by_the_rule_for_counts() -> None:
    """D6 on equal exposures; twice the exposure is twice the count."""
    found = compared("poisson", 1, Sums(100, 12, 100), Sums(140, 12, 140), [])
    assert found is not None
    assert found.z == pytest.approx(39 / math.sqrt(240))
    same = compared("poisson", 1, Sums(50, 6, 50), Sums(100, 12, 100), [])
    assert same is not None and same.z == 0


def test_a_run_ends_at_the_mean_and_needs_something_before_it() -> None:
    months = [Sums(value, 1000, 1000) for value in [800] * 12 + [850] * 7]
    found = run("wilson", 100, months)
    assert found is not None
    assert (found.length, found.side) == (7, 1)
    assert found.p < 0.001
    assert run("wilson", 100, months[:-1]) is None
    assert run("wilson", 100, [Sums(800, 1000, 1000)] * 20) is None


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(501, 900)), min_size=1, max_size=6),
    st.floats(0.1, 10),
)
def test_added_windows_do_not_depend_on_order_or_scale(
    pairs: list[tuple[int, int]], scale: float
) -> None:
    parts = [Sums(a, n, n, a, n) for a, n in pairs]
    assert added(parts) == added(parts[::-1])
    figure, scaled = (estimate("wilson", by, added(parts)) for by in (1, scale))
    assert figure.value is not None and scaled.value is not None
    assert scaled.value == pytest.approx(figure.value * scale)
    assert figure.low is not None and figure.high is not None
    assert 0 <= figure.low <= figure.value <= figure.high <= 1


def test_a_relative_change_holds_its_own_ends() -> None:
    found = relative_change(Sums(400, 100, 400), Sums(440, 100, 440), 1.0)
    assert found.value == pytest.approx(10)
    assert found.low is not None and found.high is not None
    assert math.sqrt((1 + found.low / 100) * (1 + found.high / 100)) == pytest.approx(1.1)
    wide = relative_change(Sums(400, 100, 400), Sums(440, 100, 440), 4.0)
    assert wide.error > found.error * 1.9
