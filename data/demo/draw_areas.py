"""Draws the schematic areas of the invented city once; `areas.csv` keeps them.

`python -m data.demo.draw_areas` reads the outline and the sites of the stations and writes the file
again. The demo itself only reads it, so its map never depends on a geometry library.
Coordinates are a plane of 100 by 78 without any place on earth; the second axis points north.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Voronoi

FOLDER = Path(__file__).parent
Point = tuple[float, float]
Ring = list[Point]
DIGITS = 2
KM2_PER_SQUARE = 1.2


def outline() -> Ring:
    """The city limit: a wavy ellipse."""
    angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
    wave = 1 + 0.05 * np.cos(3 * angle + 0.6) + 0.035 * np.sin(5 * angle)
    wave += 0.02 * np.cos(8 * angle + 2)
    x = 51 + 46 * wave * np.cos(angle)
    y = 39.5 + 36 * wave * np.sin(angle)
    return [(float(a), float(b)) for a, b in zip(x, y, strict=True)]


def clip(subject: Ring, convex: Ring) -> Ring:
    """The part of `subject` inside the counter-clockwise convex ring (Sutherland-Hodgman)."""
    result = subject
    for (ax, ay), (bx, by) in zip(convex, convex[1:] + convex[:1], strict=True):

        def side(p: Point, ax: float = ax, ay: float = ay, bx: float = bx, by: float = by) -> float:
            return (bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)

        kept: Ring = []
        for start, end in zip(result, result[1:] + result[:1], strict=True):
            s, e = side(start), side(end)
            if s >= 0:
                kept.append(start)
            if (s > 0 > e) or (s < 0 < e):
                t = s / (s - e)
                kept.append(
                    (start[0] + t * (end[0] - start[0]), start[1] + t * (end[1] - start[1]))
                )
        result = kept
    return result


def cells(sites: NDArray[np.float64], border: Ring) -> list[Ring]:
    """The Voronoi cell of each site inside the border, corners rounded so that neighbours share."""
    ring = [(50 + 400 * np.cos(a), 40 + 400 * np.sin(a)) for a in np.arange(0, 6.28, 0.1)]
    diagram = Voronoi(np.vstack([sites, np.array(ring)]))
    found = []
    for number, site in enumerate(sites):
        corners = diagram.vertices[diagram.regions[diagram.point_region[number]]]
        turn = np.argsort(np.arctan2(*(corners - site).T[::-1]))
        convex = [(float(x), float(y)) for x, y in corners[turn]]
        found.append(tidy(clip(border, convex)))
    return found


def tidy(ring: Ring) -> Ring:
    """Rounded, without repeated corners, beginning at its smallest corner."""
    rounded = [(round(x, DIGITS), round(y, DIGITS)) for x, y in ring]
    single = [p for p, q in zip(rounded, rounded[1:] + rounded[:1], strict=True) if p != q]
    first = single.index(min(single))
    return single[first:] + single[:first]


def union(rings: list[Ring]) -> Ring:
    """The outer border of neighbouring rings: the edges that only one of them has."""
    edges = Counter(
        (a, b) for ring in rings for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
    )
    border = {a: b for a, b in edges if (b, a) not in edges}
    if len(border) != sum((b, a) not in edges for a, b in edges):
        raise ValueError("the areas touch in a corner; move a site")
    start = min(border)
    walk = [start]
    while (following := border[walk[-1]]) != start:
        walk.append(following)
    if len(walk) != len(border):
        raise ValueError("the areas do not hang together; move a site")
    return walk


def surface(ring: Ring) -> float:
    """The surface inside a ring, in squares of the plane."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def halves(ring: Ring) -> tuple[Ring, Ring]:
    """West and east half of a ring, cut by an upright line through its middle."""
    middle = (min(x for x, _ in ring) + max(x for x, _ in ring)) / 2
    west = [(middle, -900.0), (middle, 900.0), (-900.0, 900.0), (-900.0, -900.0)]
    east = [(middle, 900.0), (middle, -900.0), (900.0, -900.0), (900.0, 900.0)]
    return tidy(clip(ring, west)), tidy(clip(ring, east))


def shapes() -> dict[tuple[str, str], Ring]:
    """The ring of every unit by (unit_id, valid_from), each form it had in its time."""
    stations = list(csv.DictReader((FOLDER / "stations.csv").open(encoding="utf-8")))
    lineage = list(csv.DictReader((FOLDER / "reorganisations.csv").open(encoding="utf-8")))
    sited = [s for s in stations if s["site_x"] and not s["valid_to"]]
    sites = np.array([(float(s["site_x"]), float(s["site_y"])) for s in sited])
    area = dict(zip([s["unit_id"] for s in sited], cells(sites, outline()), strict=True))
    for new in {row["to_unit_id"] for row in lineage}:
        old = [row["from_unit_id"] for row in lineage if row["to_unit_id"] == new]
        if len(old) == 2:
            area.update(zip(old, halves(area[new]), strict=True))
    for gone in {row["from_unit_id"] for row in lineage}:
        parts = [row["to_unit_id"] for row in lineage if row["from_unit_id"] == gone]
        if len(parts) > 1:
            area[gone] = union([area[part] for part in parts])
    result = {(s["unit_id"], s["valid_from"]): area[s["unit_id"]] for s in stations}
    successors: dict[str, set[str]] = {}
    for row in lineage:
        successors.setdefault(row["from_unit_id"], set()).add(row["to_unit_id"])
    for day in sorted({s["valid_from"] for s in stations}):
        for branch in sorted({s["branch_id"] for s in stations}):
            members: set[str] = set()
            for s in stations:
                there = s["valid_from"] <= day and (not s["valid_to"] or s["valid_to"] > day)
                if there and s["branch_id"] == branch:
                    members |= successors.get(s["unit_id"], {s["unit_id"]})
            result[branch, day] = union([area[member] for member in sorted(members)])
    return result


def main() -> None:
    """Writes `areas.csv`: one GeoJSON polygon per unit and validity period."""
    with (FOLDER / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["unit_id", "valid_from", "area_km2", "geometry_geojson"])
        for (unit, day), ring in sorted(shapes().items()):
            closed = [[*ring, ring[0]]]
            polygon = {"type": "Polygon", "coordinates": closed}
            size = round(surface(ring) * KM2_PER_SQUARE, 1)
            writer.writerow([unit, day, size, json.dumps(polygon, separators=(",", ":"))])


if __name__ == "__main__":
    main()
