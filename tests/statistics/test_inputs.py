"""What cannot be reckoned with is refused in words; what is merely empty, level or tied is not."""

import re
import warnings
from collections.abc import Callable
from math import inf, nan
from typing import Any

import numpy as np
import pytest

from dashboard.statistics import (
    accounts,
    associations,
    change_points,
    control_charts,
    counts,
    discoveries,
    estimates,
    funnels,
    hotspots,
    oddities,
    proportions,
    ranks,
    ratios,
    suppression,
    survival,
    trends,
)
from dashboard.statistics.estimates import Sums

REFUSED: list[tuple[Callable[..., Any], tuple[Any, ...], str]] = [
    (control_charts.xmr, ([],), "a month at least"),
    (control_charts.xmr, ([3, None, 4],), "values: no number at place 1"),
    (control_charts.p_prime, ([], []), "a month at least"),
    (control_charts.p_prime, ([5, 0], [10, 0]), "n: must be above 0"),
    (control_charts.sigma_z, ([5, nan], [10, 10]), "positive: no number"),
    (control_charts.sigma_z, ([5, 1], [10]), "of different lengths"),
    (proportions.wilson, (0, 0), "needs answers"),
    (proportions.of_sums, (nan, 5, 5), "needs answers"),
    (proportions.of_sums, (0, 0, 5), "needs answers"),
    (proportions.of_answers, ([1, nan, 0],), "answers: no number at place 1"),
    (proportions.of_answers, ([1, 0], [1, -1]), "weights: below 0"),
    (proportions.of_answers, ([1, 0], [1.0]), "answers 2, weights 1"),
    (proportions.of_answers, ([],), "needs answers"),
    (ratios.poisson, (-1,), "0 or more"),
    (ratios.poisson, (nan,), "0 or more"),
    (ratios.rate_ratio, (3, 0, 4, 5), "needs exposure"),
    (ratios.ratio_of_sums, (0, 0, 0, 0, 0, 3), "needs a denominator"),
    (ratios.observed_to_expected, (3, nan), "nothing was expected"),
    (funnels.proportions, ([1, 2], [3, 0]), "n: must be above 0"),
    (funnels.ratios, ([1, 2], [3, 0]), "expected: must be above 0"),
    (funnels.poisson_limits, (0,), "nothing was expected"),
    (trends.mann_kendall, ([1, nan, 2],), "values: no number"),
    (associations.rank_correlation, ([1, 2, nan, 4, 5], [1, 2, 3, 4, 5]), "first: no number"),
    (associations.rank_correlation, ([1, 2, 3, 4, 5], [1, 2]), "first 5, second 2"),
    (hotspots.gi_star, ([1, nan], [[1], [0]]), "values: no number"),
    (survival.kaplan_meier, ([1, nan], [1, 1]), "durations: no number"),
    (survival.kaplan_meier, ([1, -2], [1, 1]), "durations: below 0"),
    (survival.kaplan_meier, ([1, 2], [1, 1], [1, nan]), "counts: no number"),
    (survival.kaplan_meier, ([1, 2], [3, 1]), "ends: 0 still open"),
    (survival.aalen_johansen, ([1, 2], [1]), "durations 2, ends 1"),
    (oddities.jump, ([5.0] * 12, [0.0] * 12, [1, 1] + [0] * 10), "variances: must be above 0"),
    (oddities.none_inside, (50, 0, 10), "50 missing of 10"),
    (oddities.together, ([],), "no step"),
]  # fmt: skip


@pytest.mark.parametrize(("function", "given", "words"), REFUSED)
def test_what_cannot_be_reckoned_with_is_refused_in_words(
    function: Callable[..., Any], given: tuple[Any, ...], words: str
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(ValueError, match=re.escape(words)):
            function(*given)


def test_ranks_ask_for_sizes() -> None:
    with pytest.raises(ValueError, match="n: must be above 0"):
        ranks.of_shares(["a", "b"], [0, 5], [0, 5], is_high_first=True)
    with pytest.raises(ValueError, match="expected: must be above 0"):
        ranks.of_ratios(["a"], [0], [0], is_high_first=True)


@pytest.mark.parametrize("value", [0.1, 0.3, 1 / 3, 88.1, 97.7, -0.7, 1e12 + 0.1, 0.0])
@pytest.mark.parametrize("months", [8, 13, 24, 36])
def test_a_level_series_is_level(value: float, months: int) -> None:
    """Adding up rounds: the mean of thirteen times 0.1 is not 0.1, and no point is beyond it."""
    assert {point.rule for point in control_charts.xmr([value] * months).points} == {""}
    if 0 < value < 1:
        sizes = [7.7 * place for place in range(1, months + 1)]
        chart = control_charts.p_prime([value * size for size in sizes], sizes)
        assert {point.rule for point in chart.points} == {""}
    assert change_points.change_points([value] * months) == ()


@pytest.mark.parametrize("n", [1, 5, 60, 1e9])
@pytest.mark.parametrize("share", [0.0, 1.0])
def test_all_or_none_is_never_certain(n: float, share: float) -> None:
    found = proportions.of_sums(share * n, n, n)
    for low, high in (proportions.interval(found), proportions.korn_graubard(found)):
        assert high - low > 0 and low <= share <= high
    same = proportions.difference(found, found)
    assert (same.value, same.z, same.p) == (0, 0, 1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert suppression.presentation(found).is_shown == (n >= 30)


def test_one_answer_that_outweighs_all_is_one_answer() -> None:
    found = proportions.of_answers([1, 0, 0, 1, 0], [1e9, 1, 1, 1, 1])
    assert found.n_eff == pytest.approx(1)
    low, high = proportions.interval(found)
    assert low < 0.3 and high == pytest.approx(1)
    nobody = proportions.of_answers([1, 0, 1], [1, 0, 0])  # weights of 0 are nobody's voice
    assert nobody.value == 1 and nobody.n_eff == pytest.approx(1)


def test_those_outside_a_domain_may_be_unknown_and_a_label_may_be_missing() -> None:
    inside = [True, True, False, True]
    found = proportions.of_answers([1, 0, nan, 1], domain=inside)
    assert found.value == pytest.approx(2 / 3) and found.n == 3
    named = proportions.of_answers([1, 0, 1, 1, 0, 1], strata=["a", "a", None, None, "a", None])
    again = proportions.of_answers([1, 0, 1, 1, 0, 1], strata=[1, 1, 2, 2, 1, 2])
    assert named == again


def test_whole_numbers_are_numbers() -> None:
    assert discoveries.benjamini_hochberg([0, 0, 1]) == (0, 0, 1)
    assert discoveries.benjamini_hochberg([1]) == (1,)
    assert survival.kaplan_meier([1, 2, 3], [True, False, True]).share.tolist() == pytest.approx(
        [2 / 3, 2 / 3, 0]
    )


def test_nothing_at_all_says_nothing() -> None:
    empty = survival.kaplan_meier([], [])
    assert empty.n == 0 and empty.at(30).share == 1
    assert survival.quantile(empty) == survival.Quantile(None, None, None)
    assert survival.log_rank(([], [], None), ([1], [1], None)).p == 1
    assert counts.change(0, 0).z == 0 and counts.dispersion([5]) == 1
    assert trends.mann_kendall([]).p == 1
    assert funnels.ratios([], []).groups == () and funnels.proportions([], []).groups == ()
    assert funnels.winsorised([]).size == 0
    assert accounts.account({"docketed": (1, [0] * 24)}).cause is None
    assert estimates.tested("wilson", 100, Sums(0, 0, 0), Sums(1, 1, 1), []) is None
    assert oddities.none_inside(0, 0, 0) == 1 and oddities.crowded(5, 10, 0) == 1
    assert np.isinf(estimates.Estimate(1.0).error) and discoveries.two_sided(inf) == 0


def test_everybody_still_open_or_all_at_the_first_moment() -> None:
    open_still = survival.kaplan_meier([5] * 10, [0] * 10)
    assert open_still.share.tolist() == [1] and survival.quantile(open_still).value is None
    at_once = survival.kaplan_meier([0] * 10, [1] * 10)
    assert survival.quantile(at_once).value == 0
    assert survival.restricted_mean(at_once, 30).value == 0
    for curve in (open_still, at_once):
        assert (curve.low <= curve.share).all() and (curve.share <= curve.high).all()
