"""Counts of like periods: the formula by hand, its false alarms by exact sums."""

from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from dashboard.statistics.counts import change, dispersion


@pytest.mark.parametrize(
    ("current", "previous", "z"),
    [(130, 100, 29 / sqrt(230)), (100, 130, -29 / sqrt(230)), (5, 5, 0), (6, 5, 0), (0, 0, 0)],
)
def test_by_hand(current: float, previous: float, z: float) -> None:
    assert change(current, previous).z == pytest.approx(z)


def test_spread_beyond_counts_takes_certainty_away() -> None:
    past = [80, 120, 60, 140, 100]  # variance 1000, mean 100
    assert dispersion(past) == pytest.approx(10)
    assert change(150, 100).is_real
    assert not change(150, 100, past).is_real


@pytest.mark.parametrize("past", [[], [5], [0, 0, 0], [9, 9, 9]])
def test_dispersion_is_at_least_one(past: list[float]) -> None:
    assert dispersion(past) == 1


def test_a_headline_of_eight_needs_more() -> None:
    assert change(130, 98).is_real  # z 2.05
    assert not change(130, 98, candidates=8).is_real
    assert change(130, 98, candidates=8).critical_z == pytest.approx(2.734369, abs=1e-6)


def test_false_alarms_at_a_hundred_are_four_in_a_hundred() -> None:
    """The exact probability; the reference simulated 4.2 %."""
    counts = range(66, 135)
    chance = {n: float(poisson.pmf(n, 100)) for n in counts}
    alarms = sum(
        chance[now] * chance[then] for now in counts for then in counts if change(now, then).is_real
    )
    assert alarms == pytest.approx(0.042, abs=0.002)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5000), st.integers(0, 5000), st.lists(st.integers(0, 500), max_size=12))
def test_the_mirror_has_the_mirrored_z(now: int, then: int, past: list[int]) -> None:
    assert change(now, then, past).z == pytest.approx(-change(then, now, past).z)
    assert 0 <= change(now, then, past).p <= 1
