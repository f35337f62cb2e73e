"""Benjamini–Hochberg and Bonferroni against published numbers and an independent library."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from dashboard.statistics.discoveries import benjamini_hochberg, headline_z, two_sided

P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
Q = [0.01, 0.04, 0.084, 0.084, 0.084, 0.1, 0.10571428571, 0.216, 0.216, 0.216]
many = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def test_the_reference_vector() -> None:
    assert benjamini_hochberg(P) == pytest.approx(Q, abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(many)
def test_agrees_with_statsmodels(p: list[float]) -> None:
    wanted = multipletests(p, method="fdr_bh")[1]
    assert benjamini_hochberg(p) == pytest.approx(wanted.tolist(), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(many)
def test_order_does_not_matter_and_q_is_not_below_p(p: list[float]) -> None:
    q = benjamini_hochberg(p)
    assert benjamini_hochberg(p[::-1]) == pytest.approx(q[::-1], abs=1e-12)
    assert all(high >= low - 1e-12 for high, low in zip(q, p, strict=True))


def test_nothing_gives_nothing() -> None:
    assert benjamini_hochberg([]) == ()


@pytest.mark.parametrize(("candidates", "z"), [(0, 1.959964), (1, 1.959964), (8, 2.734369)])
def test_a_headline_must_reach_more_the_more_it_was_picked_from(candidates: int, z: float) -> None:
    assert headline_z(candidates) == pytest.approx(z, abs=1e-6)
    assert two_sided(z) == pytest.approx(0.05 / max(candidates, 1), rel=1e-4)
