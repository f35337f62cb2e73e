"""Rank correlation: its value by an independent library, its interval by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, rankdata

from dashboard.statistics.associations import rank_correlation


@pytest.mark.parametrize("seed", range(4))
def test_it_is_pearsons_of_the_ranks(seed: int) -> None:
    rng = np.random.default_rng(seed)
    x, y = rng.integers(0, 20, 50), rng.normal(size=50)
    found = rank_correlation(x.tolist(), y.tolist())
    assert found is not None
    assert found.value == pytest.approx(np.corrcoef(rankdata(x), rankdata(y))[0, 1])
    assert found.low < found.value < found.high
    assert np.sign(found.value) == np.sign(kendalltau(x, y).statistic)


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(-50, 50)), min_size=5, max_size=40))
def test_any_pairs(pairs: list[tuple[int, int]]) -> None:
    x, y = ([float(value) for value in column] for column in zip(*pairs, strict=True))
    found = rank_correlation(x, y)
    if found is None:
        assert len(set(x)) < 2 or len(set(y)) < 2
        return
    assert -1 <= found.low <= found.value <= found.high <= 1
    turned = rank_correlation(x, [-value for value in y])
    assert turned is not None
    assert turned.value == pytest.approx(-found.value)
    assert turned.direction == -found.direction


def test_few_or_constant_say_nothing() -> None:
    assert rank_correlation([1, 2, 3, 4], [1, 2, 3, 4]) is None
    assert rank_correlation([1, 1, 1, 1, 1], [1, 2, 3, 4, 5]) is None


def test_the_interval_covers() -> None:
    """Without any relation, 95 % of intervals hold 0."""
    rng = np.random.default_rng(5)
    held = 0
    for _ in range(800):
        found = rank_correlation(rng.normal(size=40).tolist(), rng.normal(size=40).tolist())
        assert found is not None
        held += found.low <= 0 <= found.high
    assert held / 800 == pytest.approx(0.95, abs=0.025)
