"""The five real sets through their profiles: the numbers that were counted by hand.

They are not part of the project; see the README of ../shared/realdata.
"""

import json
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from data.contract import TABLES
from data.contract.check import check, complete
from data.intake import Delivery, prepare

REAL = Path(__file__).parents[2].parent / "shared" / "realdata"
SETS = {
    "south_yorkshire": ("cases/south_yorkshire", "units/south_yorkshire_lsoa11.geojson"),
    "taipei_theft": ("cases/taipei_theft", "units/taipei_town.geojson"),
    "london_pas": ("surveys/london_pas", "units/london_boroughs.geojson"),
    "kansas_city": ("surveys/kansas_city_resident",),
    "chicago": ("complaints/chicago", "units/chicago_police_districts.kml"),
}

pytestmark = pytest.mark.skipif(
    not REAL.is_dir(), reason="the real data sets are not beside the project (../shared/realdata)"
)


@cache
def deliveries(name: str) -> list[Delivery]:
    return list(prepare([REAL / path for path in SETS[name]], name))


def rows(name: str, table: str) -> pl.DataFrame:
    return pl.concat([one.frame for one in deliveries(name) if one.table == table])


def units(name: str) -> dict[str, str | None]:
    return dict(rows(name, "units").select("unit_id", "geometry_geojson").iter_rows())


def filtered(name: str) -> Counter[str]:
    total: Counter[str] = Counter()
    for one in deliveries(name):
        total.update(one.filtered)
    return total


@pytest.mark.parametrize("name", SETS)
def test_every_row_is_accounted_for(name: str) -> None:
    for one in deliveries(name):
        if one.made is None:
            assert one.read == one.frame.height + sum(one.filtered.values())
        assert one.coded_to_other.is_empty()


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("south_yorkshire", {}),
        # The date with a digit missing; the one of 2066 is refused by the import's own clock.
        ("taipei_theft", {"cases": 1}),
        ("london_pas", {}),
        ("kansas_city", {}),
        ("chicago", {}),
    ],
)
def test_the_contract_accepts_the_rows(name: str, broken: dict[str, int]) -> None:
    found: Counter[str] = Counter()
    for one in deliveries(name):
        table = TABLES[one.table]
        frame = complete(table, one.frame)
        if one.table in ("cases", "complaints"):  # keys for rows without one come with the import
            frame = frame.with_columns(pl.col(table.key[0]).fill_null("made"))
        rejected = check(table, frame).broken
        # Complaints that closed before they were received are told apart below.
        rejected = rejected.filter(pl.col("rule") != "closed_before_received")
        found[one.table] += rejected["line"].n_unique()
    assert {table: n for table, n in found.items() if n} == broken


def test_south_yorkshire() -> None:
    cases = rows("south_yorkshire", "cases")
    assert cases.height == 464_781
    assert cases["case_id"].null_count() == 88_872
    assert cases["case_id"].n_unique() == 464_781 - 88_872 + 1
    assert (cases["jurisdiction_unit_id"] == "UNKNOWN").sum() == 17_519
    assert cases["time_precision"].unique().to_list() == ["month"]
    assert cases.filter(jurisdiction_unit_id="SY-SHEFFIELD").height == 175_260
    assert "solved_at" not in cases.columns and "closed_at" not in cases.columns
    assert cases["decision_at"].is_null().all()
    social = cases.filter(pl.col("case_id").is_null())
    assert social["stated_outcome"].null_count() == 88_872
    assert cases["received_at"].max() == datetime(2021, 9, 1)


def test_south_yorkshire_outcomes_by_year() -> None:
    told = rows("south_yorkshire", "cases").drop_nulls("stated_outcome")
    unknown = (
        told.group_by(pl.col("received_at").dt.year().alias("year"))
        .agg((pl.col("stated_outcome") == "unknown").mean() * 100)
        .sort("year")
    )
    assert unknown["stated_outcome"].round(1).to_list() == [13.1, 6.0, 3.2]
    opened = told.filter(stated_outcome="open")
    assert opened.height == 6_246
    assert opened["received_at"].dt.year().unique().to_list() == [2021]


def test_south_yorkshire_authorities_are_united_from_their_areas() -> None:
    found = units("south_yorkshire")
    assert set(found) == {"SY", "SY-SHEFFIELD", "SY-DONCASTER", "SY-ROTHERHAM", "SY-BARNSLEY"}
    for unit, shape in found.items():
        assert (shape is None) == (unit == "SY")
        assert shape is None or json.loads(shape)["type"] == "Polygon"


def test_taipei() -> None:
    cases = rows("taipei_theft", "cases")
    assert sum(one.read for one in deliveries("taipei_theft") if one.table == "cases") == 14_220
    assert filtered("taipei_theft") == {"blank": 2_705}
    assert cases.height == 11_515
    bad = pl.concat([one.bad_values for one in deliveries("taipei_theft")])
    assert bad.select("column", "value", "rule").rows() == [("received_at", "110420", "not_a_date")]
    late = cases.filter(pl.col("received_at") > datetime(2027, 1, 1))
    assert late["received_at"].to_list() == [datetime(2066, 2, 22)]
    assert cases["category_code"].value_counts().sort("category_code").rows() == [
        ("burglary", 4_363),
        ("robbery", 25),
        ("snatch", 54),
        ("theft_bike", 3_856),
        ("theft_motor", 2_580 + 637),
    ]
    # No address comes in: a district, or a word that names none.
    assert set(cases["jurisdiction_unit_id"].unique()) == {*units("taipei_theft"), "UNKNOWN"} - {
        "TPE"
    }
    assert cases["case_id"].null_count() == 1
    assert cases["case_id"].drop_nulls().n_unique() == 11_514
    assert all(shape for unit, shape in units("taipei_theft").items() if unit != "TPE")


def test_taipei_encoding_is_told_by_the_bytes() -> None:
    names = {one.file for one in deliveries("taipei_theft")}
    assert any("UTF8-BOM" in name for name in names)
    assert (
        rows("taipei_theft", "cases")["case_id"].drop_nulls().str.contains("竊盜|強盜|搶奪").all()
    )


def test_london() -> None:
    scores = rows("london_pas", "external_scores")
    assert scores.height == 9_312 + 291
    assert "n" not in scores.columns
    found = units("london_pas")
    assert len(found) == 33 and "LDN-WESTMINSTER" in found and "LDN-RICHMOND-UPON-THAMES" in found
    assert all(shape for unit, shape in found.items() if unit != "LDN")
    key = list(TABLES["external_scores"].key)
    assert scores.select(key).is_duplicated().sum() == 0
    city = scores.filter(
        unit_id="LDN", construct="police_satisfaction", period_end=date(2014, 12, 31)
    ).row(0, named=True)
    assert (city["value"], city["period_start"]) == (67.0, date(2014, 1, 1))
    assert set(scores["unit_id"].unique()) == set(found)


def test_kansas_city() -> None:
    answers = rows("kansas_city", "survey_answers")
    questions = rows("kansas_city", "survey_questions").unique(["question_code", "answer_code"])
    police = answers.filter(question_code="q3_01").join(
        questions.filter("is_valid"), on=["question_code", "answer_code"], validate="m:1"
    )
    waves = (
        police.group_by("wave_id")
        .agg(pl.col("n").sum(), (pl.col("n") * pl.col("positive_weight")).sum().alias("good"))
        .with_columns(share=(pl.col("good") / pl.col("n") * 100).round(3))
        .sort("wave_id")
    )
    assert waves["n"].to_list() == [995, 939]
    assert waves["share"].to_list() == [47.437, 47.923]
    told = rows("kansas_city", "survey_waves").select("completed_n", "period_start", "period_end")
    assert told.rows() == [
        (1_033, date(2021, 9, 1), date(2021, 9, 30)),
        (984, date(2022, 3, 1), date(2022, 3, 31)),
    ]
    assert set(answers["unit_id"].unique()) == {f"KC-{district}" for district in range(1, 7)}
    assert "police services" in rows("kansas_city", "survey_questions")["question_text"].to_list()


def test_chicago() -> None:
    complaints = rows("chicago", "complaints")
    assert complaints.height == 131_142
    distinct = complaints.unique("complaint_id")
    assert complaints.drop("line").unique().height == distinct.height == 109_339
    assert distinct["closed_at"].null_count() == 1_949
    assert distinct.filter(pl.col("closed_at") < pl.col("received_at")).height == 23
    by_unit = dict(distinct["unit_id"].value_counts().iter_rows())
    assert by_unit["UNKNOWN"] == 854 + 4
    assert by_unit["0"] == 4_713
    assert by_unit["CHI-07"] == 6_979
    assert by_unit["CHI-13"] == 1_426
    gone = {unit for unit, shape in units("chicago").items() if shape is None}
    assert gone == {"CHI", "CHI-13", "CHI-21", "CHI-23", "CHI-41"}
