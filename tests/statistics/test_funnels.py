"""Funnels: reference numbers, a plain reading of the formulas, order, and exact Poisson limits."""

from math import asin, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, poisson
from statsmodels.stats.proportion import proportions_chisquare

from dashboard.statistics import funnels
from dashboard.statistics.funnels import ALERT, WATCH, proportions, ratios, winsorised

POSITIVE = [18, 42, 77, 30, 55, 61, 12, 95, 140, 24, 8, 66]
N = [60, 120, 200, 110, 150, 240, 50, 260, 330, 100, 20, 140]
QUICK = settings(max_examples=60, deadline=None)
units = st.lists(
    st.tuples(st.integers(0, 300), st.integers(1, 300)).map(lambda x: (min(x), max(x))),
    min_size=1,
    max_size=40,
)


def test_reference_of_proportions() -> None:
    funnel = proportions(POSITIVE, N)
    assert funnel.centre == pytest.approx(0.352808988764, abs=1e-9)
    assert funnel.phi == pytest.approx(2.71702107936, abs=1e-9)
    assert funnel.tau2 == pytest.approx(0.00342228839662, abs=1e-12)
    assert (funnel.z[0], funnel.z[5]) == pytest.approx((-0.8730325923, -3.3337693018), abs=1e-9)
    assert winsorised(funnel.z)[5] == pytest.approx(-2.4138786813, abs=1e-9)


@pytest.mark.parametrize(
    ("n", "low", "high"),
    [
        (20, 0.0593321525, 0.7313613684),
        (100, 0.1503437996, 0.5879487813),
        (330, 0.1785082781, 0.5502996334),
    ],
)
def test_reference_limits_with_spread(n: float, low: float, high: float) -> None:
    assert proportions(POSITIVE, N).limits(n, ALERT) == pytest.approx((low, high), abs=1e-6)


def test_reference_limits_of_chance_alone() -> None:
    flat = proportions([0.352808988764] * 20, [1.0] * 20)
    assert flat.tau2 == 0
    assert flat.limits(100, WATCH) == pytest.approx((0.2625698777, 0.4486843046), abs=1e-6)


def test_where_the_arcsine_folds_the_limits_are_none_and_all() -> None:
    funnel = proportions([1, 9, 5], [10, 10, 10])
    assert funnel.limits(1, ALERT) == (0, 1)
    nearly_all = proportions([99, 98, 97], [100, 100, 100])
    assert nearly_all.limits(10, WATCH)[1] == 1


def test_a_planted_unit_is_found_and_its_mirror() -> None:
    positive, n = [50.0] * 30, [100.0] * 30
    positive[4], positive[9] = 20, 80
    groups = proportions(positive, n).groups
    assert groups[4] == "below"
    assert groups[9] == "above"
    assert set(groups[:4] + groups[5:9] + groups[10:]) == {"alike"}


def test_the_farthest_of_many_is_not_named() -> None:
    """Beyond 99.8 %, but one of three hundred is by chance."""
    funnel = proportions([50] * 299 + [34], [100] * 300)
    assert funnel.beyond(ALERT)[299] == "below"
    assert funnel.groups[299] == "alike"
    assert proportions([50] * 29 + [34], [100] * 30).groups[29] == "below"


def test_one_unit_is_like_itself() -> None:
    assert proportions([7], [9]).groups == ("alike",)
    assert ratios([7], [7]).groups == ("alike",)


def plainly(positive: list[float], n: list[float]) -> tuple[float, float]:
    """phi and tau2 with loops."""
    theta = sum(positive) / sum(n)
    z = [
        (asin(sqrt(r / m)) - asin(sqrt(theta))) * 2 * sqrt(m)
        for r, m in zip(positive, n, strict=True)
    ]
    k = len(z)

    def quantile(share: float) -> float:
        ordered, place = sorted(z), share * (k - 1)
        below = int(place)
        above = min(below + 1, k - 1)
        return ordered[below] + (place - below) * (ordered[above] - ordered[below])

    low, high = quantile(0.1), quantile(0.9)
    phi = sum(min(max(each, low), high) ** 2 for each in z) / k
    weight = [4 * m for m in n]
    room = sum(weight) - sum(w * w for w in weight) / sum(weight)
    if k < 2 or k * phi < k - 1:
        return phi, 0.0
    return phi, max(0.0, (k * phi - (k - 1)) / room)


@QUICK
@given(units)
def test_agrees_with_a_plain_reading(rows: list[tuple[int, int]]) -> None:
    positive, n = [float(r) for r, _ in rows], [float(m) for _, m in rows]
    funnel = proportions(positive, n)
    assert (funnel.phi, funnel.tau2) == pytest.approx(plainly(positive, n), abs=1e-9)


@QUICK
@given(units, st.randoms(use_true_random=False))
def test_the_order_of_units_changes_nothing(rows: list[tuple[int, int]], random: object) -> None:
    shuffled = list(range(len(rows)))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    before = proportions([r for r, _ in rows], [n for _, n in rows])
    after = proportions([rows[i][0] for i in shuffled], [rows[i][1] for i in shuffled])
    assert [before.groups[i] for i in shuffled] == list(after.groups)
    assert [before.q[i] for i in shuffled] == pytest.approx(list(after.q), abs=1e-9)


@QUICK
@given(units, st.integers(1, 5000))
def test_limits_are_ordered_and_inside(rows: list[tuple[int, int]], size: int) -> None:
    funnel = proportions([r for r, _ in rows], [n for _, n in rows])
    outer, inner = funnel.limits(size, ALERT), funnel.limits(size, WATCH)
    assert 0 <= outer[0] <= inner[0] <= funnel.centre + 1e-12
    assert funnel.centre - 1e-12 <= inner[1] <= outer[1] <= 1
    assert all(0 <= q <= 1 for q in funnel.q)


@QUICK
@given(st.lists(st.tuples(st.integers(0, 60), st.floats(0.5, 60)), min_size=1, max_size=30))
def test_limits_of_ratios_are_ordered(rows: list[tuple[int, float]]) -> None:
    funnel = ratios([o for o, _ in rows], [e for _, e in rows])
    for size in (0.5, 3, 40):
        outer, inner = funnel.limits(size, ALERT), funnel.limits(size, WATCH)
        assert 0 <= outer[0] <= inner[0] <= 1 <= inner[1] <= outer[1]


@pytest.mark.parametrize("expected", [0.8, 4.0, 25.0, 300.0])
def test_exact_limits_leave_two_and_a_half_per_cent(expected: float) -> None:
    low, high = (limit * expected for limit in funnels.poisson_limits(expected))
    assert poisson.cdf(np.floor(expected), expected) > 0.025
    # The limits as means: so many or more (fewer) would be seen in 2.5 %.
    from scipy.stats import gamma

    assert gamma.cdf(low, expected) == pytest.approx(0.025)
    assert gamma.sf(high, expected + 1) == pytest.approx(0.025)


def test_ratios_without_spread_use_exact_tails() -> None:
    funnel = ratios([10, 9, 11, 10] * 4 + [30], [10.0] * 17)
    assert funnel.tau2 == 0
    assert funnel.p[16] == pytest.approx(2 * poisson.sf(29, 10), rel=1e-9)
    assert funnel.groups == (*["alike"] * 16, "above")


def test_ratios_with_spread_are_on_the_square_root_scale() -> None:
    observed, expected = [5, 40, 9, 80, 20, 61, 14, 33], [20.0] * 8
    funnel = ratios(observed, expected)
    z = [(sqrt(o / 20) - 1) * 2 * sqrt(20) for o in observed]
    assert list(funnel.z) == pytest.approx(z)
    phi = float(np.mean(np.clip(z, *np.quantile(z, (0.1, 0.9))) ** 2))
    tau2 = (8 * phi - 7) / (80 * 8 - 80)
    assert (funnel.phi, funnel.tau2) == pytest.approx((phi, tau2))
    reach = WATCH * sqrt(1 / 80 + tau2)
    assert funnel.limits(20, WATCH) == pytest.approx((max(1 - reach, 0) ** 2, (1 + reach) ** 2))
    assert funnel.p[1] == pytest.approx(2 * norm.sf((sqrt(2) - 1) / sqrt(1 / 80 + tau2)))


def test_phi_agrees_with_an_independent_chi_squared() -> None:
    """Unpulled, the sum of z squared is nearly Pearson's chi squared of the k shares."""
    random = np.random.default_rng(11)
    n = random.integers(200, 900, 40).astype(float)
    positive = random.binomial(n.astype(int), 0.4).astype(float)
    chi_squared = proportions_chisquare(positive, n)[0]
    assert sum(z * z for z in proportions(positive, n).z) == pytest.approx(chi_squared, rel=0.02)
