"""XmR and p' charts: reference numbers, properties, a slow plain reading of the rules."""

from itertools import pairwise
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.control_charts import Chart, p_prime, sigma_z, xmr

ONE_LEAP = [1, 2, 1, 2, 10, *[1, 2] * 6, 1]
MIXED = [86, 88, 87, 85, 89, 86, 88, 87, 91, 92, 93, 94,
         95, 96, 97, 86, 88, 87, 70, 88, 87, 86, 88, 89]  # fmt: skip
QUICK = settings(max_examples=60, deadline=None)
numbers = st.integers(-40, 40).map(float)
series = st.lists(numbers, min_size=2, max_size=30)


def rules(chart: Chart) -> list[str]:
    """The rule of each point with its side as + or -."""
    signs = {1: "+", -1: "-", 0: ""}
    return [point.rule + signs[point.side] for point in chart.points]


def test_an_outlier_is_screened_out_of_the_limits_once() -> None:
    chart = xmr(ONE_LEAP)
    assert (chart.mean, chart.low, chart.high) == pytest.approx(
        (1.944444, -0.715556, 4.604444), abs=1e-6
    )


def test_limits_without_screening() -> None:
    chart = xmr(ONE_LEAP, screening=False)
    assert (chart.low, chart.high) == pytest.approx((-3.062614, 6.951503), abs=1e-6)


def test_rules_in_their_order() -> None:
    chart = xmr(MIXED)
    assert (chart.mean, chart.low, chart.high) == pytest.approx(
        (88.458333, 82.885, 94.031667), abs=1e-6
    )
    expected = [""] * 7 + ["trend+"] * 5 + ["beyond+"] * 3 + ["run-"] * 3 + ["beyond-"]
    assert rules(chart) == [*expected, *["run-"] * 4, ""]
    wide = xmr(MIXED, screening=False)
    assert (wide.low, wide.high) == pytest.approx((79.321812, 97.594855), abs=1e-6)


def test_two_of_three_flags_only_points_near_the_limit_on_one_side() -> None:
    calm = [10.0, 12.0] * 10  # mean 11, limits 11 +- 5.32, near 11 +- 3.55
    limits = xmr(calm).high, xmr(calm).low
    assert limits == pytest.approx((16.32, 5.68))
    near = xmr([*calm, 15.5, 12.0, 15.5], first=20)
    assert rules(near)[-3:] == ["two_of_three+", "", "two_of_three+"]
    other_side = xmr([*calm, 15.5, 10.0, 15.5], first=20)
    assert rules(other_side)[-3:] == ["", "", ""]
    beyond_is_not_near = xmr([*calm, 15.5, 12.0, 20.0], first=20)
    assert rules(beyond_is_not_near)[-3:] == ["", "", "beyond+"]


def test_a_point_on_the_mean_breaks_a_run() -> None:
    calm = [10.0, 12.0] * 10
    assert rules(xmr([*calm, *[11.5] * 5, 11.0, 11.5], first=20))[-3:] == ["", "", ""]
    assert rules(xmr([*calm, *[11.5] * 6], first=20))[-6:] == ["run+"] * 6  # with the 12 before


def test_fewer_than_thirteen_points_give_trial_limits() -> None:
    assert xmr(MIXED[:12]).is_trial
    assert not xmr(MIXED[:13]).is_trial
    assert xmr(MIXED, rebase=[15]).is_trial
    assert not xmr(MIXED, first=12).is_trial


def test_limits_from_the_first_points_stay() -> None:
    chart = xmr(MIXED, first=12)
    assert chart.mean == pytest.approx(sum(MIXED[:12]) / 12)
    assert chart.points[-1].mean == chart.mean


def test_a_rebase_starts_anew_and_no_rule_crosses_it() -> None:
    values = [1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    assert "trend" in {point.rule for point in xmr(values).points}
    broken = xmr(values, rebase=[5])
    assert {point.rule for point in broken.points} == {""}
    assert (broken.points[0].mean, broken.points[5].mean) == (3, 8)


@pytest.mark.parametrize(
    ("direction", "verdict"), [("up", "improvement"), ("down", "concern"), ("none", "high")]
)
def test_variation_is_the_class_of_the_last_point(direction: str, verdict: str) -> None:
    assert xmr([*[10.0, 12.0] * 10, 30.0]).variation(direction) == verdict
    assert xmr([10.0, 12.0] * 10).variation(direction) == "common"


@pytest.mark.parametrize(
    ("target", "direction", "verdict"),
    [
        (20, "up", "fail"), (20, "down", "pass"), (1, "up", "pass"), (1, "down", "fail"),
        (11, "up", "hit_or_miss"), (None, "up", "none"), (11, "none", "none"),
    ],
)  # fmt: skip
def test_assurance_compares_the_target_with_the_limits(
    target: float | None, direction: str, verdict: str
) -> None:
    assert xmr([10.0, 12.0] * 10).assurance(target, direction) == verdict


def plainly(values: list[float]) -> list[str]:
    """The four rules read out word by word, unscreened."""
    mean = sum(values) / len(values)
    ranges = [abs(b - a) for a, b in pairwise(values)]
    far = 2.66 * sum(ranges) / len(ranges)
    away = [value - mean for value in values]
    outside = [abs(each) > far for each in away]
    near = [abs(each) > 2 / 3 * far and not out for each, out in zip(away, outside, strict=True)]
    found = [""] * len(values)
    for i in range(len(values)):
        windows = [range(s, s + 7) for s in range(len(values) - 6) if s <= i < s + 7]
        if any(all(away[j] > 0 for j in w) or all(away[j] < 0 for j in w) for w in windows):
            found[i] = "run"
        for s in range(max(0, i - 2), min(i, len(values) - 3) + 1):
            three = range(s, s + 3)
            one_side = all(away[j] > 0 for j in three) or all(away[j] < 0 for j in three)
            if near[i] and one_side and sum(near[j] for j in three) >= 2:
                found[i] = "two_of_three"
        for w in windows:
            steps = [values[j + 1] - values[j] for j in list(w)[:-1]]
            if all(step > 0 for step in steps) or all(step < 0 for step in steps):
                found[i] = "trend"
        if outside[i]:
            found[i] = "beyond"
    return found


@QUICK
@given(series)
def test_agrees_with_a_plain_reading(values: list[float]) -> None:
    chart = xmr(values, screening=False)
    assert [point.rule for point in chart.points] == plainly(values)


@QUICK
@given(st.lists(st.integers(0, 3).map(float), min_size=2, max_size=30))
def test_agrees_with_a_plain_reading_where_values_repeat(values: list[float]) -> None:
    chart = xmr(values, screening=False)
    assert [point.rule for point in chart.points] == plainly(values)


@QUICK
@given(series, st.sampled_from([0.5, 2.0, 8.0]), numbers)
def test_scale_and_shift_change_no_verdict(values: list[float], scale: float, shift: float) -> None:
    assume_clear(values)
    moved = xmr([value * scale + shift for value in values])
    assert rules(moved) == rules(xmr(values))


@QUICK
@given(series)
def test_upside_down_every_side_turns(values: list[float]) -> None:
    assume_clear(values)
    turned = xmr([-value for value in values])
    assert [(p.rule, -p.side) for p in turned.points] == [
        (p.rule, p.side) for p in xmr(values).points
    ]


@QUICK
@given(series)
def test_limits_are_ordered(values: list[float]) -> None:
    chart = xmr(values)
    assert chart.low <= chart.mean <= chart.high


def assume_clear(values: list[float]) -> None:
    """Leaves out series where a value stands so near a line that rounding decides."""
    from hypothesis import assume

    chart = xmr(values)
    near = (chart.high - chart.mean) * 2 / 3
    lines = (chart.mean, chart.low, chart.high, chart.mean - near, chart.mean + near)
    assume(all(abs(value - line) > 1e-9 for value in values for line in lines))
    ranges = [abs(b - a) for a, b in pairwise(values)]
    edge = 3.267 * sum(ranges) / len(ranges)
    assume(all(abs(each - edge) > 1e-9 for each in ranges))


def test_one_value_has_no_limits_to_break() -> None:
    chart = xmr([5.0])
    assert (chart.low, chart.high, chart.points[0].rule) == (5, 5, "")


def test_laney_by_hand() -> None:
    positive, n = [40.0, 55.0, 30.0, 90.0], [100.0, 100.0, 80.0, 160.0]
    p = 215 / 440
    z = [(r / m - p) / sqrt(p * (1 - p) / m) for r, m in zip(positive, n, strict=True)]
    spread = sum(abs(b - a) for a, b in pairwise(z)) / 3 / 1.128
    chart = p_prime(positive, n, screening=False)
    assert chart.sigma == pytest.approx(spread, abs=1e-12)
    reach = 3 * spread * sqrt(p * (1 - p) / 160)
    assert (chart.points[3].low, chart.points[3].high) == pytest.approx((p - reach, p + reach))
    assert (chart.low, chart.high) == (chart.points[3].low, chart.points[3].high)


@QUICK
@given(st.lists(st.integers(0, 50), min_size=2, max_size=24))
def test_laney_with_equal_n_is_xmr_of_the_shares(positive: list[int]) -> None:
    counted = [float(each) for each in positive]
    if 0 < sum(counted) < 50 * len(counted):
        own, plain = p_prime(counted, [50.0] * len(counted)), xmr([r / 50 for r in counted])
        assert own.mean == pytest.approx(plain.mean)
        # 2.66 is 3 / 1.128 rounded.
        assert own.high - own.mean == pytest.approx((plain.high - plain.mean) * 3 / 1.128 / 2.66)


def test_sigma_z_of_chance_alone_is_near_one() -> None:
    import numpy as np

    draws = np.random.default_rng(7).binomial(400, 0.3, 3000).astype(float)
    assert sigma_z(draws.tolist(), [400.0] * 3000, screening=False) == pytest.approx(1, abs=0.05)


@pytest.mark.parametrize("counted", [[0.0, 0.0], [5.0, 5.0], [3.0]])
def test_sigma_z_is_one_where_nothing_varies(counted: list[float]) -> None:
    assert sigma_z(counted, [5.0] * len(counted)) == 1
