"""The questions of 单位画像 and of peers, asked of marts built from drawn tables."""

from datetime import date
from typing import Any

import polars as pl

from dashboard.database import Database
from dashboard.filters import Filters

from .conftest import CUTOFF, Given

MARTS = ("unit_list", "unit_map", "unit_months", "exposure_months", "complaint_months",
         "activity_months", "loss_chain")  # fmt: skip
UNITS = """
    unit_id | level   | parent_unit_id | population | police_fte | peer_group | is_ranked
    C       | bureau  |                |            |            |            | false
    B1      | branch  | C              |            |            | district   | true
    B2      | branch  | C              |            |            | district   | true
    S1      | station | B1             | 12000      | 4          | town       | true
    S2      | station | B1             | 24000      | 8          | rural      | true
    S3      | station | B2             | 36000      |            | town       | false
"""
CASES = """
    case_id | jurisdiction_unit_id | received_at
    m1      | S1                   | 2026-10-01
    m2      | S1                   | 2026-10-02
    m3      | S2                   | 2025-11-01
    m4      | S2                   | 2025-10-31
    m5      | S3                   | 2026-09-01
"""


def asked(given: Given, question: str, unit_id: str, **more: Any) -> pl.DataFrame:
    drawings = {"units": UNITS, "cases": CASES} | more.pop("drawings", {})
    built = given(*MARTS, **drawings)
    raw = {name: [str(built.folder.parent / f"{name}.parquet")] for name in drawings}
    database = Database({**raw, **built.files}, built.folder.parent)
    choice = Filters(unit_id=unit_id, month=date(2026, 10, 1))
    return database.run(question, choice.parameters() | {"cutoff": CUTOFF} | more)


def test_matters_for_each_officer_over_twelve_months(given: Given) -> None:
    stations = asked(given, "unit_profile/workload_by_unit", "S1", level="station")
    assert stations.select("unit_id", "matter_count", "officer_count").rows() == [
        ("S1", 2, 4),
        ("S2", 1, 8),
    ]  # S3 has no officers, m4 is thirteen months old
    assert stations["matters_per_officer"].to_list() == [0.5, 0.125]
    branches = asked(given, "unit_profile/workload_by_unit", "C", level="branch")
    assert branches.select("unit_id", "matter_count", "officer_count").rows() == [("B1", 3, 12)]


def test_peers_are_those_of_the_whole_bureau_and_own_ones_are_marked(given: Given) -> None:
    found = asked(given, "measured/peer_groups", "B1", level="station")
    assert found.select("unit_id", "peer_group", "is_compared", "is_inside").rows() == [
        ("S1", "town", True, True),
        ("S2", "rural", True, True),
        ("S3", "town", False, False),
    ]
    alone = asked(given, "measured/peer_groups", "S2", level="station")
    assert alone.filter("is_inside")["unit_id"].to_list() == ["S2"]


def test_activities_are_those_recorded_under_the_unit(given: Given) -> None:
    activities = """
        activity_id | unit_id | held_on    | activity_type
        a1          | S1      | 2026-10-03 | household_visit
        a2          | S1      | 2026-10-04 | publicity
        a3          | S2      | 2026-09-04 | household_visit
        a4          | S3      | 2026-10-04 | household_visit
        a5          | S1      | 2024-10-31 | household_visit
    """

    def rows(*kinds: str) -> list[tuple[Any, ...]]:
        drawings = {"activities": activities}
        question = "unit_profile/activities_by_month"
        more = {"activity_types": list(kinds), "drawings": drawings}
        return asked(given, question, "B1", **more).rows()

    assert rows() == [(date(2026, 9, 1), 1), (date(2026, 10, 1), 2)]
    assert rows("publicity", "press_release") == [(date(2026, 10, 1), 1)]


def test_complaints_about_manners_leave_praise_and_other_reasons_out(given: Given) -> None:
    complaints = """
        complaint_id | unit_id | kind         | category_l1 | received_at
        c1           | S1      | complaint    | attitude    | 2026-10-03
        c2           | S2      | petition     | procedure   | 2026-10-04
        c3           | S1      | commendation | attitude    | 2026-10-04
        c4           | S1      | complaint    | progress    | 2026-10-04
        c5           | S3      | complaint    | attitude    | 2026-10-04
    """
    found = asked(given, "unit_profile/manners_by_month", "B1", drawings={"complaints": complaints})
    assert found.rows() == [(date(2026, 10, 1), 2)]


def test_prevention_stands_beside_the_small_cases_it_is_for(given: Given) -> None:
    activities = """
        activity_id | unit_id | held_on    | activity_type
        a1          | S1      | 2026-10-03 | patrol
        a2          | S2      | 2026-10-04 | publicity
        a3          | S1      | 2026-10-04 | household_visit
        a4          | S3      | 2026-10-04 | patrol
    """
    found = asked(
        given, "unit_profile/prevention_by_month", "B1", drawings={"activities": activities}
    )
    assert found.rows() == [
        (date(2025, 10, 1), 1, 0),
        (date(2025, 11, 1), 1, 0),
        (date(2026, 9, 1), 1, 0),  # happened elsewhere, handled by S1
        (date(2026, 10, 1), 2, 2),
    ]
