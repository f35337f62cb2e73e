"""Gi*, the shrunk index and the emerging patterns: reference numbers and properties."""

from itertools import product
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import gamma, poisson

from dashboard.statistics.hotspots import (
    LEAST_OBSERVED,
    emerging,
    final_run,
    gi_star,
    hotspot,
    judged,
)

POINTS = [(10, 10), (20, 10), (40, 10), (15, 20), (30, 20), (30, 30)]
VALUES = [2, 3, 3.2, 5, 8, 7]


def within(points: list[tuple[int, int]], band: float) -> list[list[int]]:
    return [
        [j for j, b in enumerate(points) if sqrt((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) <= band]
        for a in points
    ]


def test_the_reference_map() -> None:
    found = gi_star(VALUES, within(POINTS, 15)).z
    wanted = (-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331)
    assert found == pytest.approx(wanted, abs=1e-6)


def plain_gi_star(x: list[float], neighbours: list[list[int]]) -> list[float]:
    """The formula as printed, one sum after the other."""
    n = len(x)
    mean = sum(x) / n
    s = sqrt(sum(v * v for v in x) / n - mean * mean)
    found = []
    for i in range(n):
        w = [1.0 if j == i or j in neighbours[i] else 0.0 for j in range(n)]
        above = sum(w[j] * x[j] for j in range(n)) - mean * sum(w)
        below = s * sqrt((n * sum(v * v for v in w) - sum(w) ** 2) / (n - 1))
        found.append(above / below if below else 0.0)
    return found


maps = st.integers(4, 16).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(-40, 40), min_size=n, max_size=n),
        st.lists(st.lists(st.integers(0, n - 1), max_size=4), min_size=n, max_size=n),
    )
)


@given(maps)
def test_it_agrees_with_the_formula_as_printed(drawn: tuple[list[int], list[list[int]]]) -> None:
    values, neighbours = drawn
    found = gi_star(values, neighbours)
    if len(set(values)) == 1:
        assert set(found.z) == {0.0} and set(found.p) == {1.0}
        return
    assert found.z == pytest.approx(plain_gi_star(values, neighbours), abs=1e-9)
    assert all(0 <= p <= q <= 1 for p, q in zip(found.p, found.q, strict=True))


@given(maps, st.integers(2, 9), st.integers(-90, 90))
def test_scale_origin_and_order_do_not_matter(
    drawn: tuple[list[int], list[list[int]]], scale: int, origin: int
) -> None:
    values, neighbours = drawn
    n = len(values)
    plain = gi_star(values, neighbours).z
    moved = gi_star([value * scale + origin for value in values], neighbours).z
    assert moved == pytest.approx(plain, abs=1e-9)
    turned = gi_star(values[::-1], [[n - 1 - j for j in each] for each in neighbours[::-1]]).z
    assert turned[::-1] == pytest.approx(plain, abs=1e-9)


def test_it_agrees_with_pysal_on_random_maps() -> None:
    esda = pytest.importorskip("esda.getisord")
    weights = pytest.importorskip("libpysal.weights")
    rng = np.random.default_rng(7)
    for n in (12, 40, 90):
        near = {
            i: [int(j) for j in rng.choice(n, size=4, replace=False) if j != i] for i in range(n)
        }
        values = rng.gamma(3.0, 2.0, n)
        theirs = esda.G_Local(
            values, weights.W(near, silence_warnings=True), transform="B", permutations=0, star=True
        ).Zs
        ours = gi_star(values, [near[i] for i in range(n)]).z
        assert ours == pytest.approx(theirs.tolist(), abs=1e-9)


def test_areas_without_a_local_difference() -> None:
    everyone = [[0, 1, 2]] * 3
    assert gi_star([1, 2, 3], everyone).z == (0.0, 0.0, 0.0)
    assert gi_star([0.1 + 0.2] * 3, [[], [], []]).p == (1.0, 1.0, 1.0)
    assert gi_star([], []).z == ()
    assert gi_star([4.0], [[]]).states == (0,)
    with pytest.raises(ValueError, match="lists of neighbours"):
        gi_star([1, 2], [[0]])


def test_a_planted_corner_is_hot_and_nothing_else() -> None:
    side = 8
    places = list(product(range(side), range(side)))
    near = [
        [j for j, b in enumerate(places) if max(abs(a[0] - b[0]), abs(a[1] - b[1])) == 1]
        for a in places
    ]
    rng = np.random.default_rng(3)
    values = rng.normal(5, 0.5, side * side)
    corner = [i for i, (row, column) in enumerate(places) if row < 3 and column < 3]
    values[corner] += 4
    hot = [i for i, state in enumerate(gi_star(values, near).states) if state == 1]
    assert set(hot) >= {i for i, (row, column) in enumerate(places) if row < 2 and column < 2}
    assert all(places[i][0] <= 3 and places[i][1] <= 3 for i in hot)


def test_the_rule_of_the_shrunk_index_in_figures() -> None:
    # (o + 4) / (e + 4) and its 10 % bound (o + 4)(1 − 1/(9(o + 4)) − 1.2816/(3√(o + 4)))³/(e + 4)
    found = hotspot(14, 6.1)
    assert found.index == pytest.approx(18 / 10.1)
    assert found.low == pytest.approx(
        18 * (1 - 1 / 162 - 1.2815515655 / (3 * sqrt(18))) ** 3 / 10.1
    )
    assert found.high == pytest.approx(
        18 * (1 - 1 / 162 + 1.2815515655 / (3 * sqrt(18))) ** 3 / 10.1
    )
    assert found.p == pytest.approx(float(poisson.sf(13, 6.1)), abs=1e-12)


@given(st.integers(0, 400), st.floats(0.05, 300))
def test_the_bounds_are_those_of_the_gamma_distribution(observed: int, expected: float) -> None:
    found = hotspot(observed, expected)
    shape, scale = observed + 4, expected + 4
    assert 0 < found.low < found.index < found.high
    assert found.low == pytest.approx(float(gamma.ppf(0.1, shape)) / scale, rel=0.003)
    assert found.high == pytest.approx(float(gamma.ppf(0.9, shape)) / scale, rel=0.003)


@given(st.integers(0, 400), st.floats(0.05, 300))
def test_its_p_is_the_exact_poisson_tail(observed: int, expected: float) -> None:
    assert hotspot(observed, expected).p == pytest.approx(float(poisson.sf(observed - 1, expected)))


@given(st.integers(0, 200), st.floats(0.05, 100))
def test_one_more_complaint_is_stronger_and_one_more_expected_weaker(n: int, e: float) -> None:
    assert hotspot(n + 1, e).p <= hotspot(n, e).p <= hotspot(n, e + 1).p
    assert hotspot(n + 1, e).low > hotspot(n, e).low > hotspot(n, e + 1).low


def test_few_complaints_are_never_a_hot_spot() -> None:
    cell = hotspot(LEAST_OBSERVED - 1, 0.01, q=0.0)
    assert cell.low > 1
    assert not cell.is_hot


def flat(observed: list[float], expected: float = 4.0) -> list[bool]:
    """Cells of one level, each with the same expected count."""
    n = len(observed)
    return judged(observed, [expected] * n, ["station"] * n, [-1] * n).is_hot.tolist()


def test_cells_are_judged_among_all_that_were_looked_at() -> None:
    assert flat([10]) == [True]
    assert flat([10] + [4] * 60) == [False] * 61
    assert flat([19] + [4] * 60) == [True] + [False] * 60
    assert flat([]) == []


def test_q_is_benjamini_and_hochbergs() -> None:
    counts = [4, 19, 8, 11, 2]
    ps = [hotspot(n, 4.0).p for n in counts]
    ranked = sorted(ps)
    steps = [len(ps) * p / (rank + 1) for rank, p in enumerate(ranked)]
    wanted = [min(1.0, *steps[ranked.index(p) :], 1.0) for p in ps]
    found = judged(counts, [4.0] * 5, ["station"] * 5, [-1] * 5).q
    assert found.tolist() == pytest.approx(wanted)


def test_below_a_hot_cell_its_parts_are_judged_among_themselves() -> None:
    # A branch with three parts; beside them a hundred stations elsewhere, all as expected.
    observed = [45.0, 15.0, 14.0, 16.0] + [5.0] * 100
    expected = [18.0, 6.0, 6.0, 6.0] + [5.0] * 100
    levels = ["branch"] + ["station"] * 103
    apart = judged(observed, expected, levels, [-1] * 104)
    assert apart.is_hot.tolist() == [True] + [False] * 103
    nested = judged(observed, expected, levels, [-1, 0, 0, 0] + [-1] * 100)
    assert nested.is_hot.tolist() == [True] * 4 + [False] * 100
    # Below a branch as expected nothing is looked at twice.
    observed[0] = 19.0
    assert not judged(observed, expected, levels, [-1, 0, 0, 0] + [-1] * 100).is_hot.any()


def test_chance_alone_is_seldom_called_hot() -> None:
    rng = np.random.default_rng(5)
    stations, categories = 80, 8
    expected = np.repeat(rng.gamma(3.0, 0.6, stations), categories)
    branch = np.arange(stations * categories) // (10 * categories)
    category = np.arange(stations * categories) % categories
    above = (branch * categories + category).tolist()
    levels = ["branch"] * 8 * categories + ["station"] * stations * categories
    cities = 0
    for _ in range(150):
        seen = rng.poisson(expected)
        sums = [
            np.bincount(above, weights=one, minlength=8 * categories) for one in (seen, expected)
        ]
        found = judged(
            np.concatenate([sums[0], seen]),
            np.concatenate([sums[1], expected]),
            levels,
            [-1] * 8 * categories + above,
        )
        cities += bool(found.is_hot.any())
    assert cities / 150 < 0.1


TABLE = [
    ([0] * 9 + [1], 0, "new"),
    ([0] * 7 + [1] * 3, 0, "consecutive"),
    ([1] * 10, 1, "intensifying"),
    ([1] * 10, 0, "persistent"),
    ([0] + [1] * 9, -1, "diminishing"),
    ([1, 0, 1, 0, 0, 1, 0, 0, 0, 1], 0, "sporadic"),
    ([1] * 9 + [0], 0, "historical"),
    ([1] * 9 + [-1], 0, "historical"),
    ([1, 0, -1, 0, 0, 1, 0, 0, 0, 1], 0, "oscillating"),
    ([0] * 10, 1, ""),
    ([1, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0, ""),
    ([], 0, ""),
    ([1], 0, "persistent"),
]


@pytest.mark.parametrize(("states", "trend", "kind"), TABLE)
def test_the_truth_table_and_its_mirror(states: list[int], trend: int, kind: str) -> None:
    assert (emerging(states, trend).kind, emerging(states, trend).is_cold) == (kind, False)
    mirrored = emerging([-state for state in states], -trend)
    assert (mirrored.kind, mirrored.is_cold) == (kind, bool(kind))


@given(st.lists(st.sampled_from([-1, 0, 1]), max_size=14), st.sampled_from([-1, 0, 1]))
def test_every_course_that_ends_hot_or_cold_has_a_pattern(states: list[int], trend: int) -> None:
    found = emerging(states, trend)
    if states and states[-1]:
        assert found.kind
    elif found.kind:
        assert found.kind == "historical"
    mirrored = emerging([-state for state in states], -trend)
    assert mirrored.kind == found.kind
    assert not found.kind or mirrored.is_cold != found.is_cold


def test_the_run_at_the_end() -> None:
    assert final_run([0, 1, 0, 1, 1]) == 2
    assert final_run([1, 0]) == 0
    assert final_run([]) == 0
