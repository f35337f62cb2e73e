"""Outlines of units: parts of one unit united, borders thinned alike on both sides.

A ring is a list of (longitude, latitude) in degrees without the repeated last point; a polygon
is its outer ring and then its holes. Neighbours that share a border share its points, so a
border is thinned once, as an arc between the points where three outlines meet, and no gap opens.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

# Degrees kept while points are compared: about 10 cm.
DIGITS = 6
# The first tolerance tried, in degrees (about 2 m), and how it grows.
TOLERANCE, GROWTH = 2e-5, 1.6


def outlines(parts: Mapping[str, Sequence[Polygon]], points: int) -> dict[str, list[Polygon]]:
    """The polygons of every unit, united and thinned to about `points` points a unit.

    Outer rings run clockwise and holes the other way, as plotting libraries on a globe expect.
    """
    united = {name: _united(polygons) for name, polygons in parts.items()}
    rings = [ring for polygons in united.values() for polygon in polygons for ring in polygon]
    junctions = _junctions(rings)
    tolerance = 0.0
    while True:
        thin = _Thinning(junctions, tolerance)
        result = {name: _thinned(polygons, thin) for name, polygons in united.items()}
        total = sum(len(ring) for polygons in result.values() for one in polygons for ring in one)
        if total <= points * len(parts) or tolerance > 1:
            return result
        tolerance = max(TOLERANCE, tolerance * GROWTH)


def signed_area(ring: Ring) -> float:
    """Twice the area; positive where the ring runs counter-clockwise."""
    return sum(
        one[0] * two[1] - two[0] * one[1]
        for one, two in zip(ring, ring[1:] + ring[:1], strict=True)
    )


def _turned(ring: Ring, *, clockwise: bool) -> Ring:
    return ring if (signed_area(ring) < 0) == clockwise else ring[::-1]


def _united(polygons: Sequence[Polygon]) -> list[Polygon]:
    """Without the borders inside: an edge that two parts share runs once each way."""
    edges: dict[Point, list[Point]] = defaultdict(list)
    for polygon in polygons:
        for place, ring in enumerate(polygon):
            clean = _turned(_clean(ring), clockwise=place == 0)
            for one, two in zip(clean, clean[1:] + clean[:1], strict=True):
                if one in edges.get(two, ()):
                    edges[two].remove(one)
                else:
                    edges[one].append(two)
    return _with_holes(_rings(edges))


def _clean(ring: Ring) -> Ring:
    """Rounded, and without points that repeat the one before."""
    rounded = [(round(lon, DIGITS), round(lat, DIGITS)) for lon, lat in ring]
    return [point for at, point in enumerate(rounded) if point != rounded[at - 1]]


def _rings(edges: dict[Point, list[Point]]) -> list[Ring]:
    """The edges that are left, followed round."""
    rings = []
    for start in list(edges):
        while edges[start]:
            ring, seen = [start], {start: 0}
            while edges[ring[-1]]:
                following = edges[ring[-1]].pop()
                if following in seen:
                    # A loop is closed; what came before it goes on from the same point.
                    at = seen[following]
                    rings.append(ring[at:])
                    for point in ring[at + 1 :]:
                        del seen[point]
                    ring = ring[: at + 1]
                else:
                    seen[following] = len(ring)
                    ring.append(following)
                if len(ring) == 1 and not edges[ring[0]]:
                    break
    return [ring for ring in rings if len(ring) >= 3]


def _with_holes(rings: list[Ring]) -> list[Polygon]:
    """Clockwise rings are outer ones; each hole goes to the outer ring around it."""
    polygons = [[ring] for ring in rings if signed_area(ring) < 0]
    for hole in (ring for ring in rings if signed_area(ring) >= 0):
        around = [polygon for polygon in polygons if _contains(polygon[0], hole[0])]
        if around:
            min(around, key=lambda polygon: abs(signed_area(polygon[0]))).append(hole)
    return sorted(polygons, key=lambda polygon: signed_area(polygon[0]))


def _contains(ring: Ring, point: Point) -> bool:
    inside = False
    for one, two in zip(ring, ring[1:] + ring[:1], strict=True):
        if (one[1] > point[1]) != (two[1] > point[1]):
            crossing = one[0] + (point[1] - one[1]) / (two[1] - one[1]) * (two[0] - one[0])
            inside ^= point[0] < crossing
    return inside


def _junctions(rings: Sequence[Ring]) -> set[Point]:
    """Points where the outlines that pass do not all go on to the same neighbours."""
    neighbours: dict[Point, frozenset[Point]] = {}
    junctions = set()
    for ring in rings:
        for at, point in enumerate(ring):
            both = frozenset((ring[at - 1], ring[(at + 1) % len(ring)]))
            if neighbours.setdefault(point, both) != both:
                junctions.add(point)
    return junctions


class _Thinning:
    """Arcs thinned by Douglas and Peucker's rule, each once, whichever way it is met."""

    def __init__(self, junctions: set[Point], tolerance: float) -> None:
        self.junctions = junctions
        self.tolerance = tolerance
        self.known: dict[tuple[Point, ...], list[Point]] = {}

    def ring(self, ring: Ring) -> Ring:
        """The ring with every arc thinned; fewer than three points where it is too small."""
        cuts = [at for at, point in enumerate(ring) if point in self.junctions]
        if len(cuts) < 2:
            start = cuts[0] if cuts else min(range(len(ring)), key=ring.__getitem__)
            far = max(range(len(ring)), key=lambda at: _distance(ring[at], ring[start]))
            cuts = sorted({start, far})
        arcs = []
        for one, two in zip(cuts, [*cuts[1:], cuts[0] + len(ring)], strict=True):
            arc = [ring[at % len(ring)] for at in range(one, two + 1)]
            arcs += self.arc(arc)[:-1]
        return arcs

    def arc(self, arc: list[Point]) -> list[Point]:
        backward = arc[0] > arc[-1]
        key = tuple(arc[::-1] if backward else arc)
        if key not in self.known:
            self.known[key] = _peucker(key, self.tolerance)
        thin = self.known[key]
        return thin[::-1] if backward else thin


def _thinned(polygons: list[Polygon], thin: _Thinning) -> list[Polygon]:
    result = []
    for polygon in polygons:
        rings = [thin.ring(ring) for ring in polygon]
        if len(rings[0]) >= 3:
            result.append([ring for ring in rings if len(ring) >= 3])
    # A unit never vanishes: the largest of its outlines stays whole.
    return result or polygons[:1]


def _distance(one: Point, two: Point) -> float:
    return (one[0] - two[0]) ** 2 + (one[1] - two[1]) ** 2


def _peucker(arc: Sequence[Point], tolerance: float) -> list[Point]:
    """The arc without points nearer than `tolerance` (degrees) to the line they would bend."""
    keep = {0, len(arc) - 1}
    spans = [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = arc[first], arc[last]
        dx, dy = bx - ax, by - ay
        length = (dx * dx + dy * dy) ** 0.5
        worst, where = tolerance, -1
        for at in range(first + 1, last):
            x, y = arc[at]
            if length:
                off = abs(dx * (y - ay) - dy * (x - ax)) / length
            else:
                off = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            if off > worst:
                worst, where = off, at
        if where > 0:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [arc[at] for at in sorted(keep)]
