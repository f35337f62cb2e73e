"""Shares against the reference numbers, a plain implementation and independent libraries."""

from math import inf, sqrt

import numpy as np
import polars as pl
import pytest
import svy
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.proportion import proportion_confint

from dashboard.statistics.proportions import (
    Share,
    bounds,
    difference,
    interval,
    korn_graubard,
    of_answers,
    of_sums,
    wilson,
)

# Three strata of four PSUs of five answers; the same five weights again and again.
ANSWERS = [int(digit) for digit in (
    "11011111101011111111" "11100110111111101110" "11111111011111111011"
)]  # fmt: skip
WEIGHTS = [1, 1.5, 2, 0.5, 3] * 12
STRATA = [stratum for stratum in "ABC" for _ in range(20)]
PSUS = [psu for psu in range(12) for _ in range(5)]


def exactly(wanted: object) -> object:
    """As printed: within 1e-6."""
    return pytest.approx(wanted, abs=1e-6, rel=0)


def test_the_reference_design() -> None:
    share = of_answers(ANSWERS, WEIGHTS, STRATA, PSUS)
    assert share.value == exactly(0.8072916667)
    assert share.error == exactly(0.0496843334)
    assert (share.df, share.single, share.n) == (9, (), 60)
    assert share.deff == exactly(0.9361813426)
    assert share.kish == exactly(1.2890625)
    assert korn_graubard(share) == exactly((0.66996595, 0.90562596))
    assert interval(share) == exactly((0.67368652, 0.89474079))


def test_the_effective_number_is_capped_at_n() -> None:
    share = of_answers(ANSWERS, WEIGHTS, STRATA, PSUS)
    assert share.n_design > 60
    assert share.n_eff == pytest.approx(60)
    better = Share(0.8, 0.16 / 200, 100, n_design=200, n_eff=100)
    assert korn_graubard(better) == exactly(korn_graubard(of_sums(160, 200, 200)))
    assert korn_graubard(better, is_capped=True) == exactly(korn_graubard(of_sums(80, 100, 100)))


def test_kish_where_there_is_no_design() -> None:
    share = of_answers(ANSWERS, WEIGHTS)
    assert share.n_eff == exactly(46.545455)
    assert (share.kish, share.df) == (pytest.approx(1.2890625), inf)


def test_all_satisfied_is_never_one_to_one() -> None:
    share = of_sums(60, 60, 60, 60, 60)
    assert interval(share) == (exactly(0.9398281), 1.0)
    assert korn_graubard(share) == (exactly(0.9403705), 1.0)
    weighted = of_sums(90, 90, 60, 90 * 90 / 40, 90)
    assert weighted.n_eff == pytest.approx(40)
    designed = of_answers([1] * 60, WEIGHTS, STRATA, PSUS)
    assert designed.n_eff == exactly(46.545455)
    assert interval(designed)[0] < 0.95


@pytest.mark.parametrize(
    ("positive", "n", "low", "high"),
    [
        (45, 50, 0.7863977, 0.9565243),
        (30, 30, 0.8864866, 1),
        (0, 30, 0, 0.1135134),
    ],
)
def test_plain_wilson(positive: int, n: int, low: float, high: float) -> None:
    assert wilson(positive, n) == exactly((low, high))
    assert interval(of_sums(positive, n, n)) == exactly((low, high))


def test_half_answers_have_their_own_spread() -> None:
    """6,554 satisfied, 731 half, 496 not: 0.310 points, where p(1 − p) would say 0.356."""
    share = of_sums(6554 + 731 / 2, 7781, 7781, 7781, 6554 + 731 / 4)
    plain = of_sums(6554 + 731 / 2, 7781, 7781, 7781)
    assert (round(share.error * 100, 3), round(plain.error * 100, 3)) == (0.310, 0.356)
    assert plain.variance / share.variance == pytest.approx(1.31, abs=0.005)
    assert share.n_eff > share.n
    answers = [1.0] * 6554 + [0.5] * 731 + [0.0] * 496
    assert of_answers(answers).variance == pytest.approx(share.variance)
    mean = np.mean(answers)
    assert share.error == pytest.approx(sqrt(np.mean((answers - mean) ** 2) / 7781))


def test_a_design_lifts_the_cap_for_half_answers_only() -> None:
    rng = np.random.default_rng(4)
    answers = rng.choice([0, 0.5, 1], 400, p=[0.1, 0.5, 0.4])
    share = of_answers(answers, strata=np.repeat([0, 1], 200))
    assert (
        share.n
        < share.n_eff
        <= of_sums(float(answers.sum()), 400, 400, 400, float((answers**2).sum())).n_eff
        * (1 + 1e-9)
    )


def test_two_periods_within_chance() -> None:
    before = of_sums(0.962 * 800, 800, 800, 800 * 1.4)
    after = of_sums(0.975 * 800, 800, 800, 800 * 1.4)
    found = difference(before, after)
    assert found.z == pytest.approx(1.259, abs=5e-4)
    assert found.low < 0 < found.high
    assert found.p > 0.05


def test_spreading_months_widen_a_difference() -> None:
    before, after = of_sums(700, 1000, 1000), of_sums(760, 1000, 1000)
    plain, wide = difference(before, after), difference(before, after, inflation=2)
    assert wide.z == pytest.approx(plain.z / 2)
    assert plain.p < 0.05 < wide.p


def test_all_against_none_can_be_compared() -> None:
    found = difference(of_sums(0, 40, 40), of_sums(40, 40, 40))
    assert found.value == 1
    assert np.isfinite(found.z)


def test_the_bounds_of_nanchang() -> None:
    """68,780 messages, 16,466 answers: 99 % means 23.7 to 99.8."""
    low, high = bounds(0.99, 16466 / 68780)
    assert (round(low * 100, 1), round(high * 100, 1)) == (23.7, 99.8)


def test_a_stratum_with_one_psu_is_named_and_counts() -> None:
    strata = ["A"] * 40 + ["B"] * 20
    psus = [*PSUS[:40], *[99] * 20]
    share = of_answers(ANSWERS, WEIGHTS, strata, psus)
    assert share.single == ("B",)
    without = of_answers(ANSWERS, WEIGHTS, strata, psus, domain=[s == "A" for s in strata])
    assert without.single == ("B",)
    scores = np.array(WEIGHTS) * (np.array(ANSWERS) - share.value) / sum(WEIGHTS)
    of_a = [scores[i : i + 5].sum() for i in range(0, 40, 5)]
    wanted = 8 / 7 * sum((z - sum(of_a) / 8) ** 2 for z in of_a) + scores[40:].sum() ** 2
    assert share.variance == pytest.approx(wanted)


def test_nothing_of_nobody() -> None:
    with pytest.raises(ValueError, match="needs answers"):
        of_sums(0, 0, 0)


def _slow(answers: list[float], weights: list[float], strata: list[int], psus: list[int]) -> float:
    """The variance, written out."""
    total = sum(weights)
    value = sum(w * y for w, y in zip(weights, answers, strict=True)) / total
    variance = 0.0
    for stratum in set(strata):
        of_psu: dict[int, float] = {}
        for y, w, h, j in zip(answers, weights, strata, psus, strict=True):
            if h == stratum:
                of_psu[j] = of_psu.get(j, 0.0) + w * (y - value) / total
        n = len(of_psu)
        if n == 1:
            variance += next(iter(of_psu.values())) ** 2
            continue
        mean = sum(of_psu.values()) / n
        variance += n / (n - 1) * sum((z - mean) ** 2 for z in of_psu.values())
    return variance


rows = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.5, 1.0]),
        st.floats(0.1, 5),
        st.integers(0, 2),
        st.integers(0, 4),
    ),
    min_size=2,
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(rows, st.floats(0.01, 100), st.randoms(use_true_random=False))
def test_any_design(
    drawn: list[tuple[float, float, int, int]], scale: float, chance: st.DataObject
) -> None:
    y, w, h, j = (list(column) for column in zip(*drawn, strict=True))
    share = of_answers(y, w, h, j)
    assert share.variance == pytest.approx(_slow(y, w, h, j), abs=1e-12)
    for low, high in (interval(share), korn_graubard(share)):
        assert 0 <= low <= share.value + 1e-9
        assert share.value - 1e-9 <= high <= 1
        assert high - low > 1e-6
    order = list(range(len(y)))
    chance.shuffle(order)  # type: ignore[attr-defined]
    turned = of_answers(
        [y[i] for i in order], [w[i] * scale for i in order],
        [h[i] for i in order], [j[i] for i in order],
    )  # fmt: skip
    assert turned.value == pytest.approx(share.value)
    assert turned.variance == pytest.approx(share.variance, abs=1e-12)
    assert interval(turned) == pytest.approx(interval(share), abs=1e-6)


@given(st.integers(0, 500), st.integers(0, 500), st.floats(1, 3))
def test_any_two_shares(first: int, second: int, effect: float) -> None:
    one, other = (of_sums(k, 500, 500, 500 * effect) for k in (first, second))
    there, back = difference(one, other), difference(other, one)
    assert there.value == pytest.approx(-back.value)
    assert there.p == pytest.approx(back.p)
    assert (there.p < 0.05) == (there.low > 0 or there.high < 0)


@pytest.mark.parametrize("seed", range(5))
def test_an_independent_survey_library_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    frame = pl.DataFrame(
        {
            "y": rng.integers(0, 2, 120),
            "w": rng.uniform(0.5, 3, 120),
            "h": np.repeat([0, 1, 2], 40),
            "j": np.repeat(np.arange(24), 5),
        }
    )
    survey = svy.Sample(frame, svy.Design(stratum="h", psu="j", wgt="w")).estimation
    ours = of_answers(*(frame[name].to_numpy() for name in "ywhj"))
    for method, is_capped in (("beta", False), ("korn-graubard", True)):
        found = survey.prop("y", ci_method=method).estimates
        theirs = next(each for each in found if each.y_level == 1)
        limits = korn_graubard(ours, is_capped=is_capped)
        assert (theirs.est, theirs.se) == pytest.approx((ours.value, ours.error), abs=1e-10)
        assert (theirs.lci, theirs.uci) == pytest.approx(limits, abs=1e-8)
    part = survey.mean("y", where=pl.col("w") < 2).estimates[0]
    inside = of_answers(*(frame[name].to_numpy() for name in "ywhj"), domain=frame["w"] < 2)
    assert (part.est, part.se) == pytest.approx((inside.value, inside.error), abs=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels_agrees(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(5, 3000))
    positive = int(rng.integers(0, n + 1))
    share = of_sums(positive, n, n, n, positive)
    assert interval(share) == pytest.approx(
        proportion_confint(positive, n, method="wilson"), abs=1e-10
    )
    assert korn_graubard(share) == pytest.approx(
        proportion_confint(positive, n, method="beta"), abs=1e-10
    )


def test_the_interval_covers_what_it_promises() -> None:
    """Half-weighted answers: 95 % of intervals hold the truth, within simulation noise."""
    rng = np.random.default_rng(11)
    chances = np.array([0.06, 0.10, 0.84])
    truth = chances[1] / 2 + chances[2]
    held = 0
    for none, half, full in rng.multinomial(500, chances, size=2000):
        low, high = interval(of_sums(full + half / 2, 500, 500, 500, full + half / 4))
        held += low <= truth <= high
        assert none >= 0
    assert held / 2000 == pytest.approx(0.95, abs=float(norm.ppf(0.999) * sqrt(0.0475 / 2000)))


def test_a_share_knows_its_error() -> None:
    assert Share(0.5, 0.04, 10, 10, 10).error == pytest.approx(0.2)
