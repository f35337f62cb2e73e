"""The tests behind 请核实: against exact counts, other libraries and simulated chance."""

from math import comb, exp

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import nbinom
from statsmodels.api import WLS

from dashboard.statistics import oddities


def test_silence_is_the_gamma_poisson_chance_of_none() -> None:
    assert oddities.silence(8, 0) == pytest.approx(exp(-8))
    assert oddities.silence(40, 0.25) == pytest.approx(nbinom.pmf(0, 4, 4 / 44))
    # Ten events where ten were to be expected make the unit an ordinary one.
    assert oddities.silence(8, 0.25, 10, 10) == pytest.approx(nbinom.pmf(0, 14, 14 / 22))


@given(some.floats(0.1, 60), some.floats(0, 2), some.integers(0, 60))
def test_a_unit_that_was_always_quiet_may_be_so_again(e: float, variance: float, seen: int) -> None:
    quiet, busy = (oddities.silence(e, variance, n, 30) for n in (seen, seen + 10))
    assert 0 <= busy <= quiet <= 1


def test_the_spread_between_units_is_found_again() -> None:
    rng = np.random.default_rng(5)
    expected = rng.uniform(10, 60, 4000)
    rates = rng.gamma(4, 1 / 4, 4000)
    assert oddities.between(rng.poisson(expected * rates), expected) == pytest.approx(
        0.25, abs=0.03
    )
    assert oddities.between(rng.poisson(expected), expected) < 0.01


def test_quiet_counts_only_where_enough_was_to_be_expected() -> None:
    counts, expected = [4.0] * 24 + [0.0] * 9, [4.0] * 33
    p, span = oddities.silent_too_long(counts, expected, 0.25, (3, 6, 9, 12))
    assert span == 9
    assert p == pytest.approx(4 * oddities.silence(36, 0.25, 96, 96))
    assert oddities.silent_too_long([1, 0, 0, 0], [2.0] * 4, 0.25, (3,)) == (1.0, 0)
    assert oddities.silent_too_long([9, 9, 9, 1], [9.0] * 4, 0.25, (3,)) == (1.0, 0)


def test_all_short_of_satisfied_outside_is_counted_exactly() -> None:
    ways = comb(30, 6) / comb(50, 6)  # six of fifty, none of them among the twenty inside
    assert oddities.none_inside(6, 20, 30) == pytest.approx(ways)


def test_more_than_half_is_the_tail_of_fair_coins() -> None:
    assert oddities.more_than_half(9, 10) == pytest.approx(11 / 1024)
    assert oddities.more_than_half(0, 10) == 1


def test_the_longest_run_and_its_chance() -> None:
    assert oddities.longest_run([3, 3, 5, 5, 5, 3]) == (5.0, 3)
    assert oddities.longest_run([]) == (0.0, 0)
    assert oddities.same_again(300, 300, 1, 12) == 1
    assert oddities.same_again(300, 3, 5, 12) == 1
    # What happens to Poisson counts and to those that swing less.
    rng = np.random.default_rng(9)
    drawn = rng.poisson(50, (400_000, 3))
    happens = (drawn == drawn[:, :1]).all(axis=1).mean()
    assert happens == pytest.approx(oddities.same_again(50, 50, 3, 3), rel=0.1)
    calm = rng.binomial(100, 0.8, (400_000, 3))
    happens = (calm == calm[:, :1]).all(axis=1).mean()
    assert happens == pytest.approx(oddities.same_again(80, 16, 3, 3), rel=0.1)


def test_a_crowded_minute_is_rarer_than_said() -> None:
    rng = np.random.default_rng(3)
    most = [np.bincount(rng.integers(0, 1000, 60)).max() for _ in range(3000)]
    for size in (3, 4):
        happens = float(np.mean(np.array(most) >= size))
        assert happens <= oddities.crowded(size, 60, 1000) + 0.01
    assert oddities.crowded(1, 60, 1000) == 1


def test_a_jump_agrees_with_statsmodels() -> None:
    rng = np.random.default_rng(2)
    months, lasting = np.arange(22), np.tile([0, 0, 0, 0, 0.5, 0.5, 0, 0, 0, 0, 0.5], 2)
    variances = rng.uniform(0.9, 1.2, 22) * 1e-4
    shares = 0.8 + 0.001 * months + 0.03 * lasting + rng.normal(0, 0.03, 22)
    step = oddities.jump(shares.tolist(), variances.tolist(), lasting.tolist())
    assert step is not None
    design = np.column_stack([np.ones(22), months, lasting])
    other = WLS(shares, design, weights=1 / variances).fit()
    assert step.step == pytest.approx(other.params[2])
    assert step.error == pytest.approx(other.bse[2])
    assert oddities.rises(step) == pytest.approx(other.pvalues[2] / 2)
    assert oddities.jump([0.8] * 5, [1e-4] * 5, [0.5, 0, 0, 0, 0]) is None


def test_two_independent_steps_are_worth_more_than_one() -> None:
    one = oddities.Step(0.02, 0.01, 19)
    both = oddities.together([one, one])
    assert (both.step, both.df) == (pytest.approx(0.02), 38)
    assert both.error == pytest.approx(0.01 / 2**0.5)
    assert oddities.together([one]) == one


def test_a_recurring_peak_is_found_and_an_ordinary_month_is_not() -> None:
    rng = np.random.default_rng(8)
    is_december = np.tile([False] * 11 + [True], 3)
    ordinary = rng.poisson(220, 36).astype(float)
    peak = oddities.recurring_peak((ordinary * np.where(is_december, 1.5, 1)).tolist(), is_december)
    assert peak is not None and peak.p < 1e-6
    assert peak.low < 1.5 < peak.high
    plain = oddities.recurring_peak(ordinary.tolist(), is_december.tolist())
    assert plain is not None and plain.p > 0.05
    assert oddities.recurring_peak([5.0] * 4, [False, False, False, True]) is None


def test_false_peaks_come_as_often_as_promised() -> None:
    rng = np.random.default_rng(4)
    is_december = np.tile([False] * 11 + [True], 3)
    p = []
    for _ in range(1500):
        rates = 220 * rng.gamma(60, 1 / 60, 36)  # months swing more than by chance
        peak = oddities.recurring_peak(rng.poisson(rates).astype(float).tolist(), is_december)
        assert peak is not None
        p.append(peak.p)
    assert np.mean(np.array(p) < 0.05) == pytest.approx(0.05, abs=0.02)


def test_days_inside_windows_are_compared_as_rates() -> None:
    peak = oddities.busier([0, 2200, 0], [0, 10, 0], [3000, 2000, 3100], [30, 20, 31], 1.3)
    assert peak is not None
    assert peak.ratio == pytest.approx(2.2, rel=1e-6)
    assert peak.p < 1e-12
    alike = oddities.busier([0, 1000, 0], [0, 10, 0], [3000, 2000, 3100], [30, 20, 31], 1.3)
    assert alike is not None and alike.p > 0.99
    assert oddities.busier([0.0], [0.0], [5.0], [30.0], 1.3) is None
