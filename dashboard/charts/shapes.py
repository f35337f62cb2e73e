"""Shapes on a plane: from GeoJSON text or a tile grid to closed outlines that can be filled.

An outline is a list of closed rings; x grows to the right and y upwards. Nothing is known of
figures, units or colours here.
"""

import itertools
import json
from collections.abc import Mapping, Sequence
from math import cos, radians

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Ring = tuple[Point, ...]
Outline = tuple[Ring, ...]

STEPS = 1400  # vertices are snapped to this many steps across the plane: finer than a pixel
DEGREES = 10.0  # a plane less wide than this, within the range of degrees, is a real place
TILE_GAP = 0.12  # of a tile's side


def outline(geojson: str) -> Outline:
    """The rings of a Polygon or MultiPolygon (a Feature around it is looked into).

    Whatever is no such shape gives no rings: the unit is then named as one without a shape.
    """
    try:
        shape = json.loads(geojson)
        shape = shape.get("geometry", shape)
        parts = shape["coordinates"] if shape["type"] == "MultiPolygon" else [shape["coordinates"]]
        rings = [tuple((float(p[0]), float(p[1])) for p in ring) for part in parts for ring in part]
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        return ()
    return tuple(ring for ring in rings if len(ring) >= 4)


def flattened(outlines: Mapping[str, Outline]) -> dict[str, Outline]:
    """The same outlines, snapped to one grid so that neighbours still share their border.

    Longitudes of a real place are shortened by the cosine of its middle latitude, which keeps a
    district's proportions; invented planes are left as they are.
    """
    points = [p for shape in outlines.values() for ring in shape for p in ring]
    if not points:
        return {}
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    in_degrees = max(map(abs, xs)) <= 180 and max(map(abs, ys)) <= 90
    is_place = in_degrees and max(width, height) < DEGREES
    shrink = cos(radians((max(ys) + min(ys)) / 2)) if is_place else 1.0
    step = max(width * shrink, height) / STEPS or 1.0
    return {
        name: tuple(
            snapped
            for ring in shape
            if len(snapped := _snapped(ring, min(xs), min(ys), shrink, step)) >= 4
        )
        for name, shape in outlines.items()
    }


def _snapped(ring: Ring, left: float, bottom: float, shrink: float, step: float) -> Ring:
    """On the grid, without repeated points and without points on a straight line."""
    kept: list[Point] = []
    for x, y in ring:
        spot = (float(round((x - left) * shrink / step)), float(round((y - bottom) / step)))
        if kept and kept[-1] == spot:
            continue
        if len(kept) >= 2 and _turn(kept[-2], kept[-1], spot) == 0:
            kept[-1] = spot
        else:
            kept.append(spot)
    if kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    return tuple(kept)


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def tile(row: int, column: int) -> Outline:
    """A square of the tile grid; rows grow downwards, as they are read."""
    side = 1 - TILE_GAP
    left, top = float(column), -float(row)
    corners = ((left, top), (left + side, top), (left + side, top - side), (left, top - side))
    return ((*corners, corners[0]),)


def size(shape: Outline) -> float:
    """The area within the rings, holes taken off where they turn the other way."""
    return abs(sum(_signed_size(ring) for ring in shape))


def _signed_size(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring)) / 2


def spots(shape: Outline, spacing: float) -> list[Point]:
    """Points all over the shape, about `spacing` apart; at least one: its best inner point."""
    xs = [p[0] for ring in shape for p in ring]
    ys = [p[1] for ring in shape for p in ring]
    across = np.arange(min(xs) + spacing / 2, max(xs), spacing)
    up = np.arange(min(ys) + spacing / 2, max(ys), spacing)
    grid = np.array([(x, y) for y in up for x in across]).reshape(-1, 2)
    inner = grid[_inside(shape, grid)] if len(grid) else grid
    return [(float(x), float(y)) for x, y in inner] or [middle(shape)]


def middle(shape: Outline) -> Point:
    """The point inside that lies farthest from the border, to about a twentieth of the width."""
    xs = [p[0] for ring in shape for p in ring]
    ys = [p[1] for ring in shape for p in ring]
    across, up = np.linspace(min(xs), max(xs), 23)[1:-1], np.linspace(min(ys), max(ys), 23)[1:-1]
    grid = np.array([(x, y) for y in up for x in across])
    inner = grid[_inside(shape, grid)]
    if not len(inner):
        return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    corners = np.array([p for ring in shape for p in _filled_in(ring)])
    distance = ((inner[:, None, :] - corners[None, :, :]) ** 2).sum(axis=2).min(axis=1)
    best = inner[int(distance.argmax())]
    return float(best[0]), float(best[1])


def _filled_in(ring: Ring) -> list[Point]:
    """The border as points close to each other, so that long edges count as well as corners."""
    points: list[Point] = []
    for a, b in itertools.pairwise(ring):
        points.extend(
            (a[0] + (b[0] - a[0]) * i / 6, a[1] + (b[1] - a[1]) * i / 6) for i in range(6)
        )
    return points


def _inside(shape: Outline, points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which points lie within: an odd number of borders to their right (holes fall out)."""
    x, y = points[:, 0], points[:, 1]
    inside = np.zeros(len(points), dtype=bool)
    for ring in shape:
        for (ax, ay), (bx, by) in itertools.pairwise(ring):
            if ay == by:
                continue
            crosses = (ay > y) != (by > y)
            inside ^= crosses & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
    return inside


def path(shapes: Sequence[Outline]) -> tuple[list[float | None], list[float | None]]:
    """The coordinates of many shapes as one line with gaps, as a filled trace wants them."""
    xs: list[float | None] = []
    ys: list[float | None] = []
    for ring in (ring for shape in shapes for ring in shape):
        if xs:
            xs.append(None)
            ys.append(None)
        xs.extend(p[0] for p in ring)
        ys.extend(p[1] for p in ring)
    return xs, ys
