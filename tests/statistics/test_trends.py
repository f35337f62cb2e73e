"""Mann-Kendall: the reference numbers, ties, and agreement with Kendall's tau elsewhere."""

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from dashboard.statistics.trends import mann_kendall

RISING = [-1.1, 0.3, 0.9, 1.4, 1.2, 2, 2.3, 2.1, 2.9, 3.3, 3.1, 3.8]

series = st.lists(st.integers(-6, 6), min_size=2, max_size=40)


def test_the_reference_series() -> None:
    trend = mann_kendall(RISING)
    assert (trend.s, trend.n) == (60, 12)
    assert trend.variance == pytest.approx(212.6666667, abs=1e-6)
    assert trend.z == pytest.approx(4.04578034, abs=1e-6)
    assert trend.p == pytest.approx(5.2149e-5, abs=1e-9)
    assert trend.direction == 1


def test_ties_lessen_the_variance() -> None:
    # 1 1 2 2 2 3: (6·5·17 − 2·1·9 − 3·2·11) / 18
    trend = mann_kendall([1, 1, 2, 2, 2, 3])
    assert trend.variance == pytest.approx((510 - 18 - 66) / 18)
    assert trend.s == 11


def test_nothing_moves_or_nothing_is_there() -> None:
    for values in ([], [4.0], [2.0] * 12):
        trend = mann_kendall(values)
        assert (trend.z, trend.p, trend.direction) == (0.0, 1.0, 0)


def test_fewer_than_ten_steps_have_no_direction() -> None:
    assert mann_kendall(range(9)).p < 0.001
    assert mann_kendall(range(9)).direction == 0
    assert mann_kendall(range(10)).direction == 1
    assert mann_kendall(range(10, 0, -1)).direction == -1


@given(series)
def test_s_agrees_with_the_plain_count_and_with_kendalls_tau(values: list[int]) -> None:
    trend = mann_kendall(values)
    pairs = [(a, b) for i, a in enumerate(values) for b in values[i + 1 :]]
    assert trend.s == sum((b > a) - (b < a) for a, b in pairs)
    untied = sum(a != b for a, b in pairs)
    if untied:
        tau = float(kendalltau(range(len(values)), values).statistic)
        assert tau * sqrt(untied * len(pairs)) == pytest.approx(trend.s, abs=1e-6)


@given(series)
def test_turning_the_series_round_turns_the_sign(values: list[int]) -> None:
    forth, back = mann_kendall(values), mann_kendall(values[::-1])
    assert (back.s, back.z) == (-forth.s, -forth.z)
    assert back.p == forth.p
    assert 0 <= forth.p <= 1


@given(series, st.integers(1, 9), st.integers(-50, 50))
def test_scale_and_origin_do_not_matter(values: list[int], scale: int, origin: int) -> None:
    assert mann_kendall([value * scale + origin for value in values]) == mann_kendall(values)


def test_it_agrees_with_the_asymptotic_p_without_the_correction_where_n_is_large() -> None:
    values = [((i * 37) % 101) + i / 8 for i in range(400)]
    theirs = float(kendalltau(range(400), values, method="asymptotic").pvalue)
    assert mann_kendall(values).p == pytest.approx(theirs, rel=0.02)
