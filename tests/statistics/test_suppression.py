"""What is hidden cannot be worked out from what is shown."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.proportions import of_answers, of_sums
from dashboard.statistics.suppression import Hidden, hidden, presentation


@pytest.mark.parametrize(
    ("positive", "n", "effect", "is_shown", "reason"),
    [
        (28, 29, 1, False, "few_answers"),
        (30, 45, 1.6, False, "few_answers"),
        (990, 1000, 1, True, "narrow"),
        (17, 34, 1, False, "wide"),
        (60, 100, 1, True, "passed"),
        (6, 100, 1, False, "relative"),
        (94, 100, 1, True, "passed"),
    ],
)
def test_the_rule_and_its_reasons(
    positive: int, n: int, effect: float, is_shown: bool, reason: str
) -> None:
    found = presentation(of_sums(positive, n, n, n * effect))
    assert (found.is_shown, found.reason) == (is_shown, reason)


def test_a_note_where_only_the_complement_is_uncertain() -> None:
    assert presentation(of_sums(94, 100, 100)).is_note
    assert not presentation(of_sums(60, 100, 100)).is_note


def test_all_or_none_is_shown_for_review() -> None:
    found = presentation(of_sums(40, 40, 40))
    assert (found.is_shown, found.reason, found.is_review) == (True, "narrow", True)
    assert presentation(of_sums(0, 12, 12)).reason == "few_answers"


def test_few_degrees_of_freedom_are_reviewed() -> None:
    rng = np.random.default_rng(0)
    share = of_answers(rng.integers(0, 2, 400), psus=np.repeat(np.arange(6), 67)[:400])
    assert share.df == 5
    assert presentation(share).is_review


def test_a_small_cell_takes_three_more_along() -> None:
    found = hidden([[3, 40, 50], [20, 30, 40], [60, 70, 80]])
    assert found.cells.tolist() == [[True, True, False], [True, True, False], [False] * 3]
    assert not found.rows.any()
    assert not found.columns.any()
    assert not found.total


def test_a_list_with_a_total_hides_two() -> None:
    """One unit of three answers beside the bureau's total: a second unit goes with it."""
    assert hidden([[3], [40], [50]]).cells[:, 0].tolist() == [True, True, False]


def test_all_but_three_is_as_telling_as_three() -> None:
    assert hidden([[50, 3, 0], [60, 70, 80]]).cells[0].tolist()[:2] == [True, True]
    assert hidden([[97, 1, 1, 1], [30, 40, 50, 60]]).cells[0].all()


def test_two_small_cells_together_are_still_small() -> None:
    found = hidden([[2, 1, 20, 30], [25, 35, 45, 55], [26, 36, 46, 56]])
    assert float(np.array([2, 1, 20, 30])[found.cells[0]].sum()) >= 5


def test_enough_everywhere_hides_nothing() -> None:
    found = hidden([[12, 0], [5, 9]])
    assert not found.cells.any()
    assert not found.total


def _shown_lines(table: np.ndarray, found: Hidden) -> tuple[np.ndarray, np.ndarray]:
    """Every line of the table with its totals as an equation in the hidden cells."""
    rows, columns = table.shape
    whole = np.zeros((rows + 1, columns + 1))
    whole[:-1, :-1], whole[-1, :-1] = table, table.sum(axis=0)
    whole[:-1, -1], whole[-1, -1] = table.sum(axis=1), table.sum()
    mask = np.zeros(whole.shape, dtype=bool)
    mask[:-1, :-1], mask[:-1, -1] = found.cells, found.rows
    mask[-1, :-1], mask[-1, -1] = found.columns, found.total
    places = [tuple(place) for place in np.argwhere(mask)]
    equations = []
    for line in range(rows + 1):
        equations.append([_sign(p, columns, 1) if p[0] == line else 0 for p in places])
    for line in range(columns + 1):
        equations.append([_sign(p, rows, 0) if p[1] == line else 0 for p in places])
    values = np.array([whole[place] for place in places])
    return np.array(equations, dtype=float).reshape(rows + columns + 2, len(places)), values


def _sign(place: tuple[int, int], last: int, axis: int) -> int:
    return -1 if place[axis] == last else 1


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.lists(st.integers(0, 12) | st.integers(0, 200), min_size=25, max_size=25),
)
def test_no_hidden_cell_follows_from_the_rest(rows: int, columns: int, counts: list[int]) -> None:
    """By linear algebra: no equation among what is shown fixes a single hidden cell."""
    table = np.array(counts[: rows * columns], dtype=float).reshape(rows, columns)
    found = hidden(table)
    few = (table > 0) & (table < 5)
    assert found.cells[few].all()
    assert not found.cells[table == 0].any()
    equations, values = _shown_lines(table, found)
    if not values.size:
        return
    rank = np.linalg.matrix_rank(equations)
    for place in range(values.size):
        alone = np.zeros((1, values.size))
        alone[0, place] = 1
        assert np.linalg.matrix_rank(np.vstack([equations, alone])) == rank + 1


EVERY_TABLE = np.array(list(product(range(12), repeat=4)), dtype=float).reshape(-1, 2, 2)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_every_hidden_cell_of_a_small_table_could_be_another_number(counts: list[int]) -> None:
    """By trying: another table of whole numbers shows the same and differs in each hidden cell."""
    table = np.array(counts, dtype=float).reshape(2, 2)
    found = hidden(table)
    alike = EVERY_TABLE[_shows_the_same(table, found)]
    for row, column in np.argwhere(found.cells):
        assert np.unique(alike[:, row, column]).size > 1


def _shows_the_same(table: np.ndarray, found: Hidden) -> np.ndarray:
    every = EVERY_TABLE
    cells = ((every == table) | found.cells).all(axis=(1, 2))
    rows = ((every.sum(axis=2) == table.sum(axis=1)) | found.rows).all(axis=1)
    columns = ((every.sum(axis=1) == table.sum(axis=0)) | found.columns).all(axis=1)
    whole = (every.sum(axis=(1, 2)) == table.sum()) | found.total
    return np.asarray(cells & rows & columns & whole)


def test_a_whole_city_is_quick() -> None:
    table = np.random.default_rng(0).poisson(8, (86, 5))
    assert hidden(table).cells.mean() < 0.3
