"""What may be shown of few answers: the rule for a figure, and the cells of a table.

Only for respondents of surveys and ratings; cases and complaints are counts of files.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count as numbering

import numpy as np
from numpy.typing import NDArray

from dashboard.statistics.proportions import Share, korn_graubard

FEWEST = 5  # respondents: one to four are never shown

_LEAST_EFFECTIVE = 30
_NARROW, _WIDE, _RELATIVE = 0.05, 0.30, 1.30
_LEAST_DF = 8
_ROUNDING = 1e-9


@dataclass(frozen=True)
class Presentation:
    """Whether a share may be shown, and why.

    `reason` is few_answers, narrow, wide, relative (width against the share) or passed;
    `is_review` asks a person to look (few degrees of freedom, all or none); `is_note` says that
    the complement is uncertain.
    """

    is_shown: bool
    reason: str
    is_review: bool = False
    is_note: bool = False


def presentation(share: Share) -> Presentation:
    """The rule of the National Center for Health Statistics for proportions (Parker et al. 2017).

    By the Korn–Graubard interval on the effective number; where all or none said yes the width
    counts as 0 and n as effective.
    """
    is_extreme = share.value in (0.0, 1.0)
    effective = share.n if is_extreme else share.n_eff
    if min(effective, share.n) < _LEAST_EFFECTIVE:
        return Presentation(False, "few_answers")
    low, high = (share.value, share.value) if is_extreme else korn_graubard(share, is_capped=True)
    width = high - low
    is_review = is_extreme or share.df < _LEAST_DF
    if width >= _WIDE:
        return Presentation(False, "wide", is_review)
    if width <= _NARROW:
        return Presentation(True, "narrow", is_review)
    if width / share.value > _RELATIVE:
        return Presentation(False, "relative", is_review)
    return Presentation(True, "passed", is_review, width / (1 - share.value) > _RELATIVE)


@dataclass(frozen=True)
class Hidden:
    """What of a table of respondents is not shown: cells, totals of rows, of columns, of all."""

    cells: NDArray[np.bool_]
    rows: NDArray[np.bool_]
    columns: NDArray[np.bool_]
    total: bool


def hidden(counts: Sequence[Sequence[float]] | NDArray[np.float64]) -> Hidden:
    """Which cells and totals of a table (rows × columns) must be hidden.

    First those of 1–4 respondents, and those that leave 1–4 to the rest of their row or column;
    then further ones, the smallest first, until none of the hidden follows from what is shown:
    every hidden cell lies on a closed way of hidden cells along rows and columns (Gusfield 1988),
    and the hidden ones of a line are at least five together. Zeros stay: nobody is nobody, and a
    hidden zero would hide nothing. Totals count as cells of one more row and column.
    """
    table = np.atleast_2d(np.asarray(counts, dtype=float))
    whole = np.zeros((table.shape[0] + 1, table.shape[1] + 1))
    whole[:-1, :-1] = table
    whole[-1, :-1], whole[:-1, -1] = table.sum(axis=0), table.sum(axis=1)
    whole[-1, -1] = table.sum()
    mask = _small(whole)
    while True:
        more = _thin_line(whole, mask) or _follows(whole, mask)
        if not more:
            break
        for cell in more:
            mask[cell] = True
    return Hidden(mask[:-1, :-1], mask[:-1, -1], mask[-1, :-1], bool(mask[-1, -1]))


def _is_few(counts: NDArray[np.float64]) -> NDArray[np.bool_]:
    return (counts > _ROUNDING) & (counts < FEWEST - _ROUNDING)


def _small(whole: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Cells of 1–4, and cells that leave 1–4 to the rest of their line."""
    mask = _is_few(whole)
    inner = slice(None, -1)
    mask[inner, :] |= _is_few(whole[-1:, :] - whole[inner, :])
    mask[:, inner] |= _is_few(whole[:, -1:] - whole[:, inner])
    return mask & (whole > _ROUNDING)


Cell = tuple[int, int]


def _thin_line(whole: NDArray[np.float64], mask: NDArray[np.bool_]) -> list[Cell]:
    """One more cell of a line whose hidden ones are fewer than five together, their sum known."""
    for place in range(whole.shape[0]):
        cells = [(place, other) for other in range(whole.shape[1])]
        if found := _smallest_shown(whole, mask, cells):
            return [found]
    for place in range(whole.shape[1]):
        cells = [(other, place) for other in range(whole.shape[0])]
        if found := _smallest_shown(whole, mask, cells):
            return [found]
    return []


def _smallest_shown(
    whole: NDArray[np.float64], mask: NDArray[np.bool_], cells: Sequence[Cell]
) -> Cell | None:
    *inner, total = cells
    covered = sum(float(whole[cell]) for cell in inner if mask[cell])
    if mask[total] or not 0 < covered < FEWEST - _ROUNDING:
        return None
    free = [cell for cell in cells if not mask[cell] and whole[cell] > _ROUNDING]
    return min(free, key=lambda cell: (float(whole[cell]), cell)) if free else None


def _follows(whole: NDArray[np.float64], mask: NDArray[np.bool_]) -> list[Cell]:
    """The cheapest cells that close a way round the first hidden cell that follows from others."""
    for row, column in zip(*np.nonzero(mask), strict=True):
        way = _way(whole, mask, (int(row), int(column)))
        more = [cell for cell in way if not mask[cell]]
        if more:
            return more
    return []


def _way(whole: NDArray[np.float64], mask: NDArray[np.bool_], cell: Cell) -> list[Cell]:
    """The cheapest way from a cell's row to its column along other cells; hidden ones are free."""
    rows, columns = whole.shape
    start, goal = cell[0], rows + cell[1]
    best: dict[int, float] = {start: 0.0}
    came: dict[int, tuple[int, Cell]] = {}
    order = numbering()
    queue = [(0.0, next(order), start)]
    while queue:
        cost, _, node = heappop(queue)
        if node == goal:
            break
        if cost > best[node]:
            continue
        for other in range(columns if node < rows else rows):
            step = (node, other) if node < rows else (other, node - rows)
            if step == cell or whole[step] <= _ROUNDING:
                continue
            after = rows + other if node < rows else other
            reached = cost + (0.0 if mask[step] else float(whole[step]))
            if reached < best.get(after, np.inf):
                best[after], came[after] = reached, (node, step)
                heappush(queue, (reached, next(order), after))
    way: list[Cell] = []
    node = goal
    while node in came:
        node, step = came[node]
        way.append(step)
    return way
