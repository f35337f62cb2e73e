"""Which areas lie beside each other: by a border they share, or by their place in a grid."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

Ring = Sequence[tuple[float, float]]

ACROSS = 700  # points of a border across the whole plane
LEAST_SHARED = 3  # points in common: areas that meet in a corner only are no neighbours


def sharing_a_border(outlines: Sequence[Sequence[Ring]]) -> list[list[int]]:
    """For each area the places of those it shares a stretch of border with.

    Outlines are rings of points in one plane; neighbours need not have corners in common. An area
    without an outline has no neighbours.
    """
    points = [p for rings in outlines for ring in rings for p in ring]
    found: list[set[int]] = [set() for _ in outlines]
    if not points:
        return [[] for _ in outlines]
    step = float(np.ptp(np.asarray(points, dtype=float), axis=0).max()) / ACROSS or 1.0
    borders = [_along(rings, step) for rings in outlines]
    places = np.concatenate(borders)
    owner = np.repeat(np.arange(len(borders)), [len(border) for border in borders])
    near = cKDTree(places).query_pairs(step * 0.75, output_type="ndarray")
    one, other = owner[near[:, 0]], owner[near[:, 1]]
    apart = one != other
    pairs, times = np.unique(
        np.sort(np.stack([one[apart], other[apart]], axis=1), axis=1), axis=0, return_counts=True
    )
    for (a, b), n in zip(pairs.tolist(), times.tolist(), strict=True):
        if n >= LEAST_SHARED:
            found[a].add(b)
            found[b].add(a)
    return [sorted(each) for each in found]


def _along(rings: Sequence[Ring], step: float) -> NDArray[np.float64]:
    """Points along the borders, about one every step."""
    parts = []
    for ring in rings:
        corners = np.asarray(ring, dtype=float)
        for start, end in itertools.pairwise(corners):
            n = max(1, round(float(np.hypot(*(end - start))) / step))
            parts.append(start + (end - start) * (np.arange(n) / n)[:, None])
    return np.concatenate(parts) if parts else np.empty((0, 2))


def beside_in_a_grid(cells: Sequence[tuple[int, int] | None]) -> list[list[int]]:
    """For each tile (row, column) those it touches by a side or a corner; None has no place."""
    at: dict[tuple[int, int], list[int]] = {}
    for place, cell in enumerate(cells):
        if cell is not None:
            at.setdefault(cell, []).append(place)
    around = [(row, column) for row in (-1, 0, 1) for column in (-1, 0, 1)]
    return [
        []
        if cell is None
        else sorted(
            other
            for row, column in around
            for other in at.get((cell[0] + row, cell[1] + column), [])
            if other != place
        )
        for place, cell in enumerate(cells)
    ]
