"""Neighbours: a shared border counts, a shared corner does not, corners need not agree."""

from itertools import product

from dashboard.statistics.neighbours import beside_in_a_grid, sharing_a_border


def square(left: float, bottom: float, side: float = 1.0) -> list[list[tuple[float, float]]]:
    right, top = left + side, bottom + side
    return [[(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]]


def test_squares_of_a_board_touch_by_their_sides() -> None:
    places = list(product(range(5), range(5)))
    found = sharing_a_border([square(x, y) for x, y in places])
    for (x, y), near in zip(places, found, strict=True):
        wanted = [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)]
        assert [places[i] for i in near] == sorted(p for p in wanted if p in places)


def test_a_large_area_beside_two_small_ones() -> None:
    # Its long side has no corner where the two meet.
    found = sharing_a_border([square(0, 0, 2), square(2, 0), square(2, 1), square(9, 9)])
    assert found == [[1, 2], [0, 2], [0, 1], []]


def test_scale_does_not_matter_and_nothing_is_nothing() -> None:
    small = [square(x * 1e-3, 0, 1e-3) for x in range(3)]
    assert sharing_a_border(small) == [[1], [0, 2], [1]]
    assert sharing_a_border([[], []]) == [[], []]
    assert sharing_a_border([]) == []
    assert sharing_a_border([square(0, 0), [], square(1, 0)]) == [[2], [], [0]]


def test_tiles_touch_by_sides_and_corners() -> None:
    cells = [(0, 0), (0, 1), (1, 1), (3, 3), None]
    assert beside_in_a_grid(cells) == [[1, 2], [0, 2], [0, 1], [], []]
