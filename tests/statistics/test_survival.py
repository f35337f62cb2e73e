"""Times until an end against printed references, a plain implementation and other libraries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight, survdiff

from dashboard.statistics import survival
from dashboard.statistics.proportions import Z

# statistics.md, D5: R survival and lifelines agree.
LASTED = [1, 2, 2, 3, 5, 5, 7, 8, 10, 12, 15, 15, 20, 30, 30, 45, 60, 60, 60, 60]
ENDED = [1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0, 0]

rows = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 2), st.integers(1, 5)), min_size=1, max_size=60
)


def drawn(seed: int, n: int = 400, kinds: int = 2) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(seed)
    return chance.integers(1, 90, n), chance.integers(0, kinds, n)


@pytest.mark.parametrize(
    ("day", "share", "low", "high", "at_risk"),
    [
        (7, 0.690625, 0.436116, 0.847799, 14),
        (15, 0.51796875, 0.275425, 0.714899, 10),
        (30, 0.38847656, 0.169099, 0.604698, 7),
        (45, 0.31078125, 0.110579, 0.537816, 5),
    ],
)
def test_curve_and_interval_are_those_of_the_reference(
    day: int, share: float, low: float, high: float, at_risk: int
) -> None:
    moment = survival.kaplan_meier(LASTED, ENDED).at(day)
    assert moment.share == pytest.approx(share, abs=1e-8)
    assert (moment.low, moment.high) == pytest.approx((low, high), abs=1e-6)
    assert moment.at_risk == at_risk


def test_quantiles_and_the_mean_are_those_of_the_reference() -> None:
    curve = survival.kaplan_meier(LASTED, ENDED)
    assert survival.quantile(curve).value == 20
    assert survival.quantile(curve, 0.25).value == 5
    assert survival.quantile(curve, 0.75).value is None
    assert survival.restricted_mean(curve, 30).value == pytest.approx(18.17415365, abs=1e-8)


def test_those_who_ended_only_would_seem_twice_as_quick() -> None:
    solved_only = np.array(LASTED)[np.array(ENDED) == 1]
    assert np.median(solved_only) == 8.5
    assert survival.kaplan_meier(solved_only, np.ones(len(solved_only))).n == 12


@pytest.mark.parametrize("seed", range(4))
def test_agrees_with_statsmodels_and_scipy(seed: int) -> None:
    lasted, ended = drawn(seed)
    curve = survival.kaplan_meier(lasted, ended)
    theirs = SurvfuncRight(lasted, ended)
    ours = [curve.at(day) for day in theirs.surv_times]
    assert [m.share for m in ours] == pytest.approx(list(theirs.surv_prob), abs=1e-10)
    variance = curve.variance[np.searchsorted(curve.durations, theirs.surv_times)]
    assert np.sqrt(variance) == pytest.approx(theirs.surv_prob_se, abs=1e-10)
    sample = stats.CensoredData(uncensored=lasted[ended == 1], right=lasted[ended == 0])
    other = stats.ecdf(sample).sf
    assert curve.at(45).share == pytest.approx(float(other.evaluate(45)), abs=1e-10)
    interval = other.confidence_interval(method="log-log")
    assert curve.at(45).low == pytest.approx(float(interval.low.evaluate(45)), abs=1e-8)
    assert curve.at(45).high == pytest.approx(float(interval.high.evaluate(45)), abs=1e-8)
    for share in (0.1, 0.25, 0.5):
        assert survival.quantile(curve, share).value == theirs.quantile(share)


@pytest.mark.parametrize("seed", range(4))
def test_two_groups_agree_with_statsmodels_and_scipy(seed: int) -> None:
    lasted, ended = drawn(seed)
    first = np.random.default_rng(seed + 100).integers(0, 2, lasted.size) == 1
    lasted = np.where(first, lasted, (lasted * 0.8).astype(int) + 1)
    groups = [(lasted[side], ended[side], None) for side in (first, ~first)]
    found = survival.log_rank(groups[0], groups[1])
    statistic, p = survdiff(lasted, ended, first)
    assert (found.statistic, found.p) == pytest.approx((statistic, p), rel=1e-9)
    samples = [
        stats.CensoredData(uncensored=days[how == 1], right=days[how == 0])
        for days, how, _ in groups
    ]
    assert found.p == pytest.approx(float(stats.logrank(*samples).pvalue), rel=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_competing_ends_agree_with_statsmodels(seed: int) -> None:
    lasted, how = drawn(seed, kinds=3)
    curve = survival.aalen_johansen(lasted, how)
    with np.errstate(all="ignore"):  # theirs divides by none left at the end
        theirs = CumIncidenceRight(lasted, how)
    place = np.searchsorted(curve.durations, theirs.times)
    assert 1 - curve.share[place] == pytest.approx(theirs.cinc[0], abs=1e-12)
    some_left = np.isfinite(theirs.cinc_se[0])
    found, known = np.sqrt(curve.variance[place])[some_left], theirs.cinc_se[0][some_left]
    assert some_left.sum() >= some_left.size - 1
    assert found == pytest.approx(known, abs=1e-10)


def test_other_ends_taken_as_unknown_overstate() -> None:
    lasted, how = drawn(7, kinds=3)
    competing = survival.aalen_johansen(lasted, how).at(60).share
    assert survival.kaplan_meier(lasted, how == 1).at(60).share < competing - 0.03


@settings(max_examples=60, deadline=None)
@given(rows)
def test_neither_order_nor_counting_together_changes_anything(
    table: list[tuple[int, int, int]],
) -> None:
    lasted, how, counts = map(np.array, zip(*table, strict=True))
    order = np.random.default_rng(len(table)).permutation(np.repeat(np.arange(len(table)), counts))
    for estimate in (survival.kaplan_meier, survival.aalen_johansen):
        short, long = estimate(lasted, how, counts), estimate(lasted[order], how[order])
        for name in ("durations", "at_risk", "share", "low", "high"):
            assert getattr(short, name) == pytest.approx(getattr(long, name), abs=1e-9)


@settings(max_examples=100, deadline=None)
@given(rows)
def test_shares_stay_inside_and_fall(table: list[tuple[int, int, int]]) -> None:
    lasted, how, counts = map(np.array, zip(*table, strict=True))
    for estimate in (survival.kaplan_meier, survival.aalen_johansen):
        curve = estimate(lasted, how, counts)
        assert (np.diff(curve.share) <= 1e-12).all()
        assert (curve.low >= 0).all() and (curve.high <= 1).all()
        assert (curve.low <= curve.share + 1e-9).all()
        assert (curve.share <= curve.high + 1e-9).all()
        assert not np.isnan(curve.low).any() and not np.isnan(curve.high).any()


@settings(max_examples=100, deadline=None)
@given(rows)
def test_all_ends_and_those_still_open_add_up(table: list[tuple[int, int, int]]) -> None:
    lasted, how, counts = map(np.array, zip(*table, strict=True))
    asked = survival.aalen_johansen(lasted, how, counts)
    other = survival.aalen_johansen(lasted, np.where(how == 0, 0, 3 - how), counts)
    none = survival.kaplan_meier(lasted, how > 0, counts)
    assert (1 - asked.share) + (1 - other.share) + none.share == pytest.approx(
        np.ones(none.share.size), abs=1e-9
    )


def plain_share(table: list[tuple[int, int, int]], day: int) -> float:
    """Kaplan-Meier by hand, one day after the other."""
    share = 1.0
    for today in range(day + 1):
        at_risk = sum(n for lasted, _, n in table if lasted >= today)
        ended = sum(n for lasted, how, n in table if lasted == today and how == 1)
        share *= 1 - ended / at_risk if at_risk else 1
    return share


@settings(max_examples=100, deadline=None)
@given(rows, st.integers(0, 45))
def test_agrees_with_the_plain_way(table: list[tuple[int, int, int]], day: int) -> None:
    lasted, how, counts = map(np.array, zip(*table, strict=True))
    curve = survival.kaplan_meier(lasted, how, counts)
    assert curve.at(day).share == pytest.approx(plain_share(table, day), abs=1e-9)
    area = sum(plain_share(table, today) for today in range(day))
    assert survival.restricted_mean(curve, day).value == pytest.approx(area, abs=1e-9)


def test_the_interval_of_the_mean_holds_it_at_the_usual_rate() -> None:
    chance = np.random.default_rng(3)
    inside = 0
    for _ in range(300):
        true, seen = chance.exponential(20, 200), chance.uniform(10, 60, 200)
        curve = survival.kaplan_meier(np.minimum(true, seen), true <= seen)
        mean = survival.restricted_mean(curve, 30)
        inside += mean.low <= 20 * (1 - np.exp(-1.5)) <= mean.high
    assert 0.91 <= inside / 300 <= 0.98


def test_nothing_and_everything() -> None:
    none = survival.kaplan_meier([], [])
    assert none.n == 0
    assert none.at(5).share == 1
    assert survival.quantile(none).value is None
    gone = survival.kaplan_meier([3, 3], [1, 1]).at(4)
    assert (gone.share, gone.low, gone.high, gone.at_risk) == (0, 0, 1, 0)
    with pytest.raises(ValueError, match="length"):
        survival.kaplan_meier([1, 2], [1])
    with pytest.raises(ValueError, match="below 0"):
        survival.kaplan_meier([1], [1], [-1])


def test_limits_of_the_median_are_where_the_limits_cross() -> None:
    lasted, ended = drawn(2)
    curve = survival.kaplan_meier(lasted, ended)
    median = survival.quantile(curve)
    assert median.value is not None and median.low is not None and median.high is not None
    low, high = SurvfuncRight(lasted, ended).quantile_ci(0.5, method="cloglog")
    assert (median.low, median.high) == (low, high)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.integers(0, 700), min_size=1, max_size=200), st.floats(0.05, 1))
def test_the_age_bin_holds_the_age(ages: list[int], share: float) -> None:
    counted = np.bincount(ages)
    days = np.flatnonzero(counted)
    firsts = [int(day) for day in days]
    found = survival.binned_quantile(firsts, firsts, counted[days].tolist(), share)
    exact = np.quantile(ages, share, method="inverted_cdf")
    assert found is not None
    assert found.first <= exact <= found.last


def test_weekly_bins_name_their_week() -> None:
    found = survival.binned_quantile([0, 93, 100], [92, 99, 106], [5, 5, 2], 0.92)
    assert found == survival.Bin(100, 106)
    assert survival.binned_quantile([0], [7], [0], 0.5) is None


def test_a_hundred_million_cases_are_a_table_of_days() -> None:
    days = np.arange(731)
    counts = np.full(731, 68_400.0)
    curve = survival.kaplan_meier(np.tile(days, 2), np.repeat([0, 1], 731), np.tile(counts, 2))
    assert curve.n == pytest.approx(1e8, rel=1e-3)
    half = Z * np.sqrt(curve.variance[365])
    assert curve.at(365).high - curve.at(365).low == pytest.approx(2 * half, rel=1e-3)
