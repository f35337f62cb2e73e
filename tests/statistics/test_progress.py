"""Where a growing share ends, by how earlier ones went on."""

import numpy as np
import pytest

from dashboard.statistics.progress import expected_final, expected_misses


def test_those_open_end_as_those_open_before_did() -> None:
    # Of 300 open at the same age 60 ended later: a fifth of the 50 open now.
    found = expected_final(80, 30, [100, 100, 200], [25, 25, 50], [40, 40, 80])
    assert found is not None
    assert found.value == (30 + 50 * 0.2) / 80
    assert found.low < found.value < found.high


def test_never_less_than_now_and_never_more_than_all() -> None:
    found = expected_final(10, 9, [20, 20], [10, 10], [11, 19])
    assert found is not None
    assert 0.9 <= found.low <= found.value <= found.high <= 1


def test_cohorts_that_differ_widen_the_range() -> None:
    alike = expected_final(100, 20, [100] * 4, [20] * 4, [40, 40, 40, 40])
    apart = expected_final(100, 20, [100] * 4, [20] * 4, [22, 58, 25, 55])
    assert alike is not None and apart is not None
    assert apart.value == pytest.approx(alike.value)
    assert apart.high - apart.low > 2 * (alike.high - alike.low)


def test_nothing_to_go_by() -> None:
    assert expected_final(100, 20, [100], [20], [40]) is None
    assert expected_final(0, 0, [100, 100], [20, 20], [40, 40]) is None


def test_the_range_holds_the_end_nearly_always() -> None:
    chance = np.random.default_rng(11)
    inside = 0
    for _ in range(400):
        early = chance.binomial(350, 0.25, 13)
        final = early + chance.binomial(350 - early, 0.2)
        found = expected_final(350, early[-1], [350] * 12, early[:-1], final[:-1])
        assert found is not None
        inside += found.low <= final[-1] / 350 <= found.high
    assert 0.92 <= inside / 400 <= 0.99


def test_misses_are_those_of_the_last_periods() -> None:
    # 10 % were missed in the last three months; ten of a hundred due.
    found = expected_misses(100, 40, [200] * 6, [120, 120, 120, 180, 180, 180])
    assert found is not None
    assert found.value == 10
    assert 0 <= found.low < 10 < found.high <= 40


def test_no_more_are_missed_than_are_still_to_do() -> None:
    found = expected_misses(100, 4, [50] * 6, [25] * 6)
    assert found == found.__class__(4, 4, 4) if found else False
    assert expected_misses(0, 0, [50] * 6, [25] * 6) is None
    assert expected_misses(10, 10, [50], [25]) is None


def test_the_range_of_misses_holds_them_nearly_always() -> None:
    chance = np.random.default_rng(4)
    inside = 0
    for _ in range(400):
        kept = chance.binomial(300, 0.88, 12)
        found = expected_misses(80, 80, [300] * 12, kept)
        assert found is not None
        inside += found.low <= chance.binomial(80, 0.12) <= found.high
    assert 0.92 <= inside / 400 <= 0.995


def test_a_trend_does_not_widen_the_range() -> None:
    rising = expected_misses(100, 100, [500] * 12, [400 + 4 * month for month in range(12)])
    level = expected_misses(100, 100, [500] * 12, [440] * 12)
    assert rising is not None and level is not None
    assert rising.high - rising.low < 1.1 * (level.high - level.low)
