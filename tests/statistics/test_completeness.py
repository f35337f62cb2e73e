"""How much has arrived: by hand, by a slow plain count, and as properties of any delays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.statistics.completeness import (
    WHOLE_AFTER_DAYS,
    Arrived,
    arrived,
    expected_count,
    expected_share,
)

WHOLE = WHOLE_AFTER_DAYS + 1
TRIANGLES = st.lists(
    st.tuples(st.lists(st.integers(0, 40), min_size=8, max_size=8), st.integers(1, 2 * WHOLE)),
    min_size=1,
    max_size=12,
).map(lambda rows: ([[first + 1, *rest] for (first, *rest), _ in rows], [w for _, w in rows]))


def test_whole_months_give_their_plain_share() -> None:
    told = arrived([[93, 4, 3]] * 5 + [[184, 10, 6]], [WHOLE] * 6)
    assert told is not None
    assert told.share == pytest.approx((5 * 93 + 184) / 700)
    assert (told.low, told.high, told.months) == (pytest.approx(0.92), pytest.approx(0.93), 6)


def test_a_month_still_on_its_way_counts_as_far_as_it_is_known() -> None:
    # Known of the young month: 80 at once and 20 a day later. A day later 20 of 100 came, and 60
    # of 600 in the whole months; two days later 66 of 660.
    told = arrived([[90, 10, 11]] * 6 + [[80, 20, 0]], [WHOLE] * 6 + [2])
    assert told is not None
    first, second = (6 * 10 + 20) / 700, 6 * 11 / (6 * 111)
    assert told.share == pytest.approx((1 - first) * (1 - second))


def test_too_few_whole_months_tell_nothing() -> None:
    assert arrived([[93, 7]] * 5, [WHOLE] * 5) is None
    assert arrived([[93, 7]] * 9, [WHOLE_AFTER_DAYS] * 9) is None
    assert arrived([[0, 0]] * 9, [WHOLE] * 9) is None


@given(TRIANGLES)
def test_a_share_is_a_share_within_the_range_of_earlier_months(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    told = arrived(*drawn)
    if told is not None:
        assert 0 < told.low <= told.share <= told.high <= 1


@given(TRIANGLES, st.integers(2, 9))
def test_many_times_as_many_records_give_the_same_share(
    drawn: tuple[list[list[int]], list[int]], times: int
) -> None:
    triangle, watched = drawn
    once, often = arrived(triangle, watched), arrived(np.array(triangle) * times, watched)
    assert (once is None) == (often is None)
    if once is not None and often is not None:
        assert often.share == pytest.approx(once.share)
        assert often.low == pytest.approx(once.low)


@given(TRIANGLES)
def test_it_agrees_with_a_plain_count_day_by_day(
    drawn: tuple[list[list[int]], list[int]],
) -> None:
    triangle, watched = drawn
    told = arrived(triangle, watched)
    if told is None:
        return
    share = 1.0
    for day in range(1, 8):
        months = [row for row, days in zip(triangle, watched, strict=True) if days > day]
        by_then = sum(sum(row[: day + 1]) for row in months)
        if by_then:
            share *= 1 - sum(row[day] for row in months) / by_then
    assert told.share == pytest.approx(share)


def test_the_share_of_known_delays_is_found_again() -> None:
    """Delays drawn like the demo's: six of a hundred come late, by nineteen days on average."""
    rng = np.random.default_rng(20260501)
    rows = []
    for _ in range(24):
        day, delay = rng.uniform(0, 30, 4000), rng.gamma(1.2, 1 / 1.2, 4000)
        late = rng.random(4000) < 0.06
        after = day + np.where(late, 6 + rng.exponential(19, 4000), delay) - 30
        rows.append(np.bincount(np.maximum(np.ceil(after), 0).astype(int), minlength=400)[:400])
    told = arrived(rows, [400] * 24)
    truth = np.mean([row[0] / row.sum() for row in rows])
    assert told is not None
    assert told.share == pytest.approx(truth, abs=0.002)


def test_a_count_is_expected_to_grow_by_what_is_missing() -> None:
    grown = expected_count(930, Arrived(0.93, 0.92, 0.95, 24))
    assert grown.value == pytest.approx(1000)
    assert (grown.low, grown.high) == (pytest.approx(930 / 0.95), pytest.approx(930 / 0.92))


@given(st.integers(1, 5000), st.floats(0, 1), st.floats(0.05, 1))
def test_a_share_is_expected_to_stay_where_it_is_give_or_take(
    n: int, part: float, low: float
) -> None:
    positive = round(n * part)
    told = expected_share(positive, n, Arrived((low + 1) / 2, low, 1.0, 24))
    assert told is not None
    assert 0 <= told.low <= told.value <= told.high <= 1
    assert expected_share(0, 0, Arrived(0.9, 0.9, 0.9, 24)) is None


def test_limits_of_a_share_close_as_everything_arrives() -> None:
    wide = expected_share(400, 800, Arrived(0.8, 0.8, 0.8, 24))
    narrow = expected_share(400, 800, Arrived(0.99, 0.99, 0.99, 24))
    whole = expected_share(400, 800, Arrived(1.0, 1.0, 1.0, 24))
    assert wide is not None and narrow is not None and whole is not None
    assert wide.high - wide.low > narrow.high - narrow.low > 0
    assert whole.low == whole.value == whole.high
