"""Simulated places: the same in any order, wide where units are alike, narrow where they differ."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.ranks import of_ratios, of_shares

ALIKE = [f"u{i:02d}" for i in range(40)]


def test_alike_units_may_stand_anywhere() -> None:
    counts = [100 + (i % 5) for i in range(40)]
    found = of_shares(ALIKE, counts, [200.0] * 40, is_high_first=True)
    low, high = found["u00"].half
    assert high - low > 12
    assert found["u00"].most[0] <= low
    assert high <= found["u00"].most[1]


def test_units_far_apart_keep_their_place() -> None:
    found = of_shares(["a", "b", "c"], [900, 500, 100], [1000] * 3, is_high_first=True)
    assert [found[key].most for key in "abc"] == [(1, 1), (2, 2), (3, 3)]
    turned = of_shares(["a", "b", "c"], [900, 500, 100], [1000] * 3, is_high_first=False)
    assert [turned[key].place for key in "abc"] == [3, 2, 1]


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=4),
        st.tuples(st.integers(0, 50), st.integers(50, 90)),
        min_size=2,
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_any_order_gives_the_same(units: dict[str, tuple[int, int]], random: object) -> None:
    keys = list(units)
    random.shuffle(keys)  # type: ignore[attr-defined]

    def ranked(order: list[str]) -> object:
        rows = [units[key] for key in order]
        counts, sizes = [r for r, _ in rows], [n for _, n in rows]
        return of_shares(order, counts, sizes, is_high_first=True)

    assert ranked(keys) == ranked(list(units))


def test_half_of_plain_draws_fall_inside() -> None:
    """Against draws made and ranked one by one."""
    counts, sizes = [30, 36, 41, 44, 52], [100] * 5
    found = of_shares(list("abcde"), counts, sizes, is_high_first=True)
    random = np.random.default_rng(5)
    places = []
    for _ in range(3000):
        drawn = [random.beta(r + 0.5, n - r + 0.5) for r, n in zip(counts, sizes, strict=True)]
        places.append(1 + sum(other > drawn[2] for other in drawn))
    low, high = found["c"].half
    inside = np.mean([low <= place <= high for place in places])
    assert inside >= 0.5
    assert (low, high) == (int(np.quantile(places, 0.25)), int(np.quantile(places, 0.75)))


def test_ratios_of_counts() -> None:
    found = of_ratios(["a", "b"], [50, 5], [10.0, 10.0], is_high_first=False)
    assert (found["b"].place, found["a"].most) == (1, (2, 2))


def test_nobody_has_no_place() -> None:
    assert of_shares([], [], [], is_high_first=True) == {}


@pytest.mark.parametrize("share", [0, 60])
def test_none_and_all_are_not_certain(share: int) -> None:
    found = of_shares(["a", "b"], [share, 30], [60, 60], is_high_first=True)
    assert set(found) == {"a", "b"}
    tied = of_shares(["a", "b"], [60, 600], [60, 600], is_high_first=True)
    assert (tied["a"].place, tied["a"].most) == (1, (1, 2))
