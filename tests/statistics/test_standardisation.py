"""Units held to the same kinds of cases."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from dashboard.statistics.standardisation import expected, indirect

kinds = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 50), st.integers(0, 900), st.integers(0, 900)),
    min_size=1,
    max_size=8,
)


def test_a_unit_of_hard_cases_is_as_expected() -> None:
    # E-bikes are solved in one of five cases, fights in four of five; the unit has e-bikes.
    found = indirect([18, 8], [90, 10], [200, 800], [1000, 1000])
    assert found is not None
    assert found.observed == 26
    assert found.expected == 26
    assert found.ratio == 1
    assert found.rate == 0.5
    assert found.low == pytest.approx(stats.chi2.ppf(0.025, 52) / 2 / 26)
    assert found.high == pytest.approx(stats.chi2.ppf(0.975, 54) / 2 / 26)


def test_limits_are_those_of_the_count() -> None:
    # Exact Poisson limits of 10 are 4.795389 and 18.390356 (Garwood 1936).
    found = indirect([10], [100], [200], [1000])
    assert found is not None
    assert (found.low * 20, found.high * 20) == pytest.approx((4.795389, 18.390356), abs=1e-6)


def test_the_whole_is_as_expected_of_itself() -> None:
    positive, n = [30, 5, 0], [100, 60, 4]
    found = indirect(positive, n, positive, n)
    assert found is not None
    assert found.ratio == pytest.approx(1)
    assert found.rate == pytest.approx(35 / 164)


def test_a_kind_that_only_one_unit_has_expects_nothing() -> None:
    assert expected([5, 7], [0, 3], [0, 6]) == 3.5
    assert indirect([0], [5], [0], [10]) is None


@settings(max_examples=100, deadline=None)
@given(kinds, st.integers(1, 9))
def test_ordered_and_independent_of_the_size_of_the_reference(
    table: list[tuple[int, int, int, int]], times: int
) -> None:
    positive, rest, all_positive, all_rest = map(np.array, zip(*table, strict=True))
    found = indirect(positive, positive + rest, all_positive, all_positive + all_rest)
    larger = indirect(
        positive, positive + rest, times * all_positive, times * (all_positive + all_rest)
    )
    if found is None or larger is None:
        assert found is larger is None
        return
    assert found.low <= found.ratio <= found.high
    assert 0 <= found.rate_low <= found.rate <= found.rate_high <= 1
    assert larger.expected == pytest.approx(found.expected)
    assert larger.rate == pytest.approx(found.rate)
