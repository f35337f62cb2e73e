"""Change points against ruptures, against trying every split, and on the reference series."""

from itertools import combinations, pairwise
from math import log

import numpy as np
import pytest
import ruptures
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.change_points import change_points

STEP = [9.5, 10.5] * 6 + [13.5, 14.5] * 6


def test_the_reference_step() -> None:
    assert change_points(STEP, sigma=1, least=3) == (12,)


def test_a_flat_series_has_none() -> None:
    assert change_points([5.0] * 24) == ()
    assert change_points([9.5, 10.5] * 12) == ()


def test_too_short_a_series_has_none() -> None:
    assert change_points([1.0] * 5 + [9.0] * 6) == ()


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-5, 5), min_size=6, max_size=16), st.sampled_from([0.3, 1.0]))
def test_no_split_is_cheaper(values: list[float], sigma: float) -> None:
    found = change_points(values, sigma=sigma, least=3)
    count, penalty = len(values), 3 * sigma**2 * log(len(values))
    every = [
        places
        for number in range(count // 3)
        for places in combinations(range(3, count - 2), number)
        if all(b - a >= 3 for a, b in zip((0, *places), (*places, count), strict=True))
    ]
    assert cost(values, found, penalty) <= min(cost(values, p, penalty) for p in every) + 1e-9


def cost(values: list[float], places: tuple[int, ...], penalty: float) -> float:
    """Squares around the segments' means and the penalty of each break."""
    ends = (0, *places, len(values))
    parts = [values[a:b] for a, b in pairwise(ends)]
    return sum(len(part) * float(np.var(part)) for part in parts) + penalty * len(places)


@pytest.mark.parametrize("seed", range(12))
def test_agrees_with_ruptures(seed: int) -> None:
    random = np.random.default_rng(seed)
    levels = random.normal(0, 2.5, random.integers(1, 4))
    values = np.concatenate([level + random.normal(0, 1, 12) for level in levels])
    sigma = float(np.abs(np.diff(values)).mean()) / 1.128
    penalty = 3 * sigma**2 * log(len(values))
    theirs = ruptures.Pelt(model="l2", min_size=6, jump=1).fit(values).predict(pen=penalty)
    assert change_points(values.tolist()) == tuple(theirs[:-1])
