"""Shapes of units from GeoJSON and KML files, by name."""

import json
import xml.etree.ElementTree as ElementTree
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from data.errors import IntakeError
from data.intake.outlines import Polygon, Ring, outlines
from data.intake.sources import Source

KML = "{http://www.opengis.net/kml/2.2}"
# About 1 m; more digits only make files longer.
DIGITS = 5


def read_shapes(source: Source, name: str, points: int) -> dict[str, str]:
    """The shape of every name in the file as GeoJSON text, thinned to about `points` points.

    `name` is the property of a GeoJSON feature, or of a KML placemark's data ("name" is its
    own name). Several features of one name are one unit.
    """
    try:
        features = list(_kml(source, name) if source.kind == "kml" else _geojson(source, name))
    except (ValueError, KeyError, TypeError, ElementTree.ParseError) as error:
        raise IntakeError("intake.damaged_shapes", file=source.name, what=error) from error
    parts: dict[str, list[Polygon]] = defaultdict(list)
    for said, polygons in features:
        if said and polygons:
            parts[said] += polygons
    return {said: _text(polygons) for said, polygons in outlines(parts, points).items()}


def _geojson(source: Source, name: str) -> Iterator[tuple[str, list[Polygon]]]:
    said = json.loads(source.read().decode("utf-8-sig"))
    for feature in said["features"]:
        found = (feature.get("properties") or {}).get(name)
        yield "" if found is None else str(found).strip(), _polygons(feature["geometry"])


def _polygons(geometry: dict[str, Any] | None) -> list[Polygon]:
    """Polygons of a geometry; lines and points have none."""
    if geometry is None:
        return []
    if geometry["type"] == "GeometryCollection":
        return [one for part in geometry["geometries"] for one in _polygons(part)]
    if geometry["type"] == "Polygon":
        return [[_ring(ring) for ring in geometry["coordinates"]]]
    if geometry["type"] == "MultiPolygon":
        return [[_ring(ring) for ring in polygon] for polygon in geometry["coordinates"]]
    return []


def _ring(points: list[list[float]]) -> Ring:
    return [(float(point[0]), float(point[1])) for point in points]


def _kml(source: Source, name: str) -> Iterator[tuple[str, list[Polygon]]]:
    tree = ElementTree.fromstring(source.read())
    for place in tree.iter(f"{KML}Placemark"):
        polygons = [
            [
                _coordinates(ring)
                for kind in ("outerBoundaryIs", "innerBoundaryIs")
                for ring in polygon.findall(f"{KML}{kind}//{KML}coordinates")
            ]
            for polygon in place.iter(f"{KML}Polygon")
        ]
        yield _placemark_name(place, name), polygons


def _placemark_name(place: ElementTree.Element, name: str) -> str:
    if name == "name":
        return (place.findtext(f"{KML}name") or "").strip()
    for data in (*place.iter(f"{KML}SimpleData"), *place.iter(f"{KML}Data")):
        if data.get("name") == name:
            return (data.text or data.findtext(f"{KML}value") or "").strip()
    return ""


def _coordinates(element: ElementTree.Element) -> Ring:
    """ "lon,lat[,height] lon,lat[,height] …" """
    return [
        (float(point.split(",")[0]), float(point.split(",")[1]))
        for point in (element.text or "").split()
    ]


def _text(polygons: list[Polygon]) -> str:
    coordinates = [
        [
            [[round(lon, DIGITS), round(lat, DIGITS)] for lon, lat in [*ring, ring[0]]]
            for ring in polygon
        ]
        for polygon in polygons
    ]
    if len(coordinates) == 1:
        shape: dict[str, Any] = {"type": "Polygon", "coordinates": coordinates[0]}
    else:
        shape = {"type": "MultiPolygon", "coordinates": coordinates}
    return json.dumps(shape, separators=(",", ":"))
