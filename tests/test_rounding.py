"""Rounding: half away from zero, and never by the noise of a sum of floats."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from dashboard.texts.numbers import rounded


@given(st.integers(-(10**7), 10**7), st.integers(1, 60))
def test_a_half_goes_away_from_zero_although_it_was_summed_in_parts(n: int, parts: int) -> None:
    exact = Fraction(2 * n + 1, 20)  # halfway between two tenths
    summed = sum(float(exact / parts) for _ in range(parts))
    away = abs(n) + (1 if n >= 0 else 0)
    assert rounded(summed, 1) * 10 == (away if n >= 0 else -away)
