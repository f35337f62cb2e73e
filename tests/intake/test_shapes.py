"""Shapes of units: read, united, thinned alike on both sides, turned the right way."""

import json
import math
from pathlib import Path
from textwrap import dedent

import pytest

from data.errors import IntakeError
from data.intake import prepare
from data.intake.outlines import Polygon, Ring, outlines, signed_area

SQUARE: Ring = [(0, 0), (1, 0), (1, 1), (0, 1)]


def moved(ring: Ring, right: float, up: float = 0) -> Ring:
    return [(x + right, y + up) for x, y in ring]


def area(polygons: list[Polygon]) -> float:
    return sum(-signed_area(ring) / 2 for polygon in polygons for ring in polygon)


def test_neighbouring_parts_of_one_unit_are_united() -> None:
    united = outlines({"u": [[SQUARE], [moved(SQUARE, 1)], [moved(SQUARE, 0, 1)]]}, 100)["u"]
    assert len(united) == 1 and len(united[0]) == 1
    assert area(united) == pytest.approx(3)


def test_a_ring_of_parts_keeps_its_hole() -> None:
    around = [(x, y) for x in range(3) for y in range(3) if (x, y) != (1, 1)]
    united = outlines({"u": [[moved(SQUARE, x, y)] for x, y in around]}, 100)["u"]
    assert [len(polygon) for polygon in united] == [2]
    assert area(united) == pytest.approx(8)


def test_parts_that_only_touch_stay_apart() -> None:
    united = outlines({"u": [[SQUARE], [moved(SQUARE, 1, 1)], [moved(SQUARE, 5)]]}, 100)["u"]
    assert area(united) == pytest.approx(3)


@pytest.mark.parametrize("ring", [SQUARE, SQUARE[::-1]])
def test_outer_rings_run_clockwise_and_holes_the_other_way(ring: Ring) -> None:
    hole = [(0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75)]
    for inner in (hole, hole[::-1]):
        (polygon,) = outlines({"u": [[ring, inner]]}, 100)["u"]
        assert signed_area(polygon[0]) < 0 < signed_area(polygon[1])


def test_a_border_is_thinned_alike_on_both_sides() -> None:
    wavy = [(1 + math.sin(step / 3) / 50, step / 400) for step in range(401)]
    left: Ring = [(0, 0), *wavy, (0, 1)]
    right: Ring = [(2, 1), *wavy[::-1], (2, 0)]
    thin = outlines({"left": [[left]], "right": [[right]]}, 40)
    border = {
        name: {point for point in polygons[0][0] if 0.5 < point[0] < 1.5}
        for name, polygons in thin.items()
    }
    assert border["left"] == border["right"]
    assert 2 < len(border["left"]) < 200
    assert area(thin["left"]) + area(thin["right"]) == pytest.approx(2)


def test_a_tiny_unit_never_vanishes() -> None:
    tiny = [(x / 1e4, y / 1e4) for x, y in SQUARE]
    circle = [(math.cos(n / 100) * 3, math.sin(n / 100) * 3) for n in range(628)]
    assert outlines({"tiny": [[tiny]], "big": [[circle]]}, 10)["tiny"]


RULES = """
    [units]
    root = { id = "R", name = "某局" }
    rows = [{ id = "R1", name = "城东", aliases = ["东"] }, { id = "R2", name = "城西" }]
    shapes = [{ files = ["*.geojson", "*.kml"], name = "name" }]
"""
KML = """<?xml version="1.0"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>东</name><MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>0,0,5 1,0,5 1,1,5 0,1,5 0,0,5</coordinates>
</LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></Document></kml>"""


def feature(name: str | None, right: float) -> dict[str, object]:
    ring = [list(point) for point in moved(SQUARE, right)]
    shape = {"type": "MultiPolygon", "coordinates": [[[*ring, ring[0]]]]}
    return {"type": "Feature", "properties": {"name": name}, "geometry": shape}


def shapes(folder: Path, rules: str, **files: str) -> dict[str, str | None]:
    (folder / "p.toml").write_text(dedent(rules), "utf-8")
    paths = []
    for name, text in files.items():
        paths.append(folder / name.replace("_", "."))
        paths[-1].write_text(text, "utf-8")
    (units,) = prepare(paths, folder / "p.toml")
    return dict(units.frame.select("unit_id", "geometry_geojson").iter_rows())


def test_geojson_and_kml_by_name(tmp_path: Path) -> None:
    features = [feature("城西", 1), feature(None, 7), feature("别处", 9)]
    geojson = json.dumps({"type": "FeatureCollection", "features": features})
    found = shapes(tmp_path, RULES, a_geojson=geojson, b_kml=KML)
    assert found["R"] is None
    for unit, right in (("R1", 0), ("R2", 1)):
        shape = json.loads(found[unit] or "")
        assert shape["type"] == "Polygon"
        ring = shape["coordinates"][0]
        assert ring[0] == ring[-1] and len(ring) == 5
        assert {tuple(point) for point in ring} == set(moved(SQUARE, right))


def test_shapes_can_make_units(tmp_path: Path) -> None:
    geojson = json.dumps({"type": "FeatureCollection", "features": [feature("城北", 0)]})
    rules = RULES.replace('name = "name"', 'name = "name", make_units = true')
    assert set(shapes(tmp_path, rules, a_geojson=geojson)) == {"R", "R1", "R2", "城北"}


def test_shapes_nobody_is_named_by(tmp_path: Path) -> None:
    geojson = json.dumps({"type": "FeatureCollection", "features": [feature("别处", 0)]})
    with pytest.raises(IntakeError) as caught:
        shapes(tmp_path, RULES, a_geojson=geojson)
    assert caught.value.key == "intake.no_shape" and "别处" in str(caught.value)


def test_damaged_shapes(tmp_path: Path) -> None:
    for name, text in (("a_geojson", '{"type":"Feature"}'), ("b_kml", KML[:-30])):
        with pytest.raises(IntakeError) as caught:
            shapes(tmp_path, RULES, **{name: text})
        assert caught.value.key == "intake.damaged_shapes"


def test_shapes_join_units_delivered_as_a_file(tmp_path: Path) -> None:
    rules = '[units]\nshapes = [{ files = "*.geojson", name = "name" }]\n'
    geojson = json.dumps({"type": "FeatureCollection", "features": [feature("柳堤所", 0)]})
    units = (
        "unit_id,unit_name,short_name,level,valid_from\nU1,某柳堤派出所,柳堤所,station,2020-01-01\n"
    )
    assert shapes(tmp_path, rules, a_geojson=geojson, units_csv=units)["U1"]
