"""The invented city: as many units as it should have, and a map without holes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from itertools import pairwise

import polars as pl

from data.demo.draw_areas import FOLDER, shapes
from tests.demo.conftest import Tables

BRANCHES = {
    "城东分局": (360_000, 12),
    "城西分局": (330_000, 11),
    "河滨分局": (290_000, 10),
    "高新分局": (210_000, 7),
    "双溪市局": (340_000, 12),
    "云岭县局": (230_000, 9),
    "望川县局": (220_000, 8),
    "青石县局": (210_000, 9),
    "白杨县局": (210_000, 8),
}


def current(units: pl.DataFrame) -> pl.DataFrame:
    return units.filter(pl.col("valid_to").is_null())


def test_branches_have_their_residents_and_stations(tables: Tables) -> None:
    units = current(tables["units"])
    stations = units.filter(pl.col("level") == "station")
    counted = stations.group_by("parent_unit_id").agg(pl.len(), pl.col("population").sum())
    branches = units.filter(pl.col("level") == "branch").join(
        counted, left_on="unit_id", right_on="parent_unit_id", suffix="_of_stations"
    )
    found = {
        row["short_name"]: (row["population_of_stations"], row["len"])
        for row in branches.iter_rows(named=True)
    }
    assert found == BRANCHES
    assert (branches["population"] == branches["population_of_stations"]).all()


def test_no_code_belongs_to_a_real_province(tables: Tables) -> None:
    units = tables["units"]
    assert units["unit_id"].str.starts_with("99").all()
    assert units["unit_code"].str.contains(r"^99\d{10}$").all()


def test_validity_periods_of_a_unit_do_not_overlap(tables: Tables) -> None:
    periods = tables["units"].sort("unit_id", "valid_from")
    following = periods.with_columns(
        pl.col("valid_from").shift(-1).over("unit_id").alias("next"),
    ).filter(pl.col("next").is_not_null())
    assert (following["valid_to"] == following["next"]).all()


def test_every_branch_sums_its_stations_in_every_period(tables: Tables) -> None:
    units = tables["units"]
    for day in (date(2024, 1, 1), date(2025, 1, 1), date(2025, 8, 1), date(2026, 6, 1)):
        there = units.filter(
            pl.col("valid_from") <= day,
            pl.col("valid_to").is_null() | (pl.col("valid_to") > day),
        )
        sums = (
            there.filter(pl.col("level") == "station")
            .group_by("parent_unit_id")
            .agg(pl.col("population").sum().alias("residents"))
        )
        both = there.filter(pl.col("level") == "branch").join(
            sums, left_on="unit_id", right_on="parent_unit_id"
        )
        assert len(both) == 9
        assert (both["population"] == both["residents"]).all()


def test_map_file_is_what_the_drawing_gives() -> None:
    drawn = {key: [list(point) for point in [*ring, ring[0]]] for key, ring in shapes().items()}
    stored = pl.read_csv(FOLDER / "areas.csv", infer_schema=False)
    read = {
        (unit, day): json.loads(polygon)["coordinates"][0]
        for unit, day, polygon in stored.select(
            "unit_id", "valid_from", "geometry_geojson"
        ).iter_rows()
    }
    assert read == drawn


def test_station_areas_share_every_inner_border(tables: Tables) -> None:
    """Each edge has one neighbour on its other side or lies on the limit of the city."""
    stations = current(tables["units"]).filter(pl.col("level") == "station")
    edges: Counter[tuple[tuple[float, float], tuple[float, float]]] = Counter()
    for polygon in stations["geometry_geojson"]:
        ring = [tuple(point) for point in json.loads(polygon)["coordinates"][0]]
        edges.update(pairwise(ring))
    assert max(edges.values()) == 1
    border = {start: end for start, end in edges if (end, start) not in edges}
    start = min(border)
    walk = [start]
    while border[walk[-1]] != start:
        walk.append(border[walk[-1]])
    assert len(walk) == len(border)


def test_tiles_are_distinct(tables: Tables) -> None:
    stations = current(tables["units"]).filter(pl.col("level") == "station")
    assert stations.select("grid_row", "grid_col").is_duplicated().sum() == 0
