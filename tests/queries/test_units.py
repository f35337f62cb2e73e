"""Units through time: merged, split, moved, chained, and counted once."""

from datetime import date

import polars as pl

from tests.queries.conftest import Built, Given

CASES = """
    case_id | accepted_at
    k1      | 2025-11-05
"""


def test_a_unit_stands_under_itself_and_everything_above(given: Given) -> None:
    built = given("unit_list", cases=CASES, cutoff=date(2025, 12, 1))
    built.shows(
        "unit_map",
        """
        structure | month      | unit_id | target_id | ancestor_id | share
        current   | 2025-11-01 | S1      | S1        | S1          | 1
        current   | 2025-11-01 | S1      | S1        | B1          | 1
        current   | 2025-11-01 | S1      | S1        | C           | 1
        """,
        where=(pl.col("structure") == "current") & (pl.col("unit_id") == "S1"),
    )


def test_unknown_belongs_to_the_only_bureau(given: Given) -> None:
    built = given("unit_list", cases=CASES, cutoff=date(2025, 12, 1))
    built.shows(
        "unit_map",
        """
        target_id | ancestor_id | share
        UNKNOWN   | UNKNOWN     | 1
        UNKNOWN   | C           | 1
        """,
        where=(pl.col("structure") == "as_was") & (pl.col("unit_id") == "UNKNOWN"),
    )


def test_unknown_belongs_to_none_of_several_bureaus(given: Given) -> None:
    units = """
        unit_id | level
        C       | bureau
        D       | bureau
    """
    built = given("unit_list", units=units, cases=CASES, cutoff=date(2025, 12, 1))
    built.shows(
        "unit_map",
        """
        target_id | ancestor_id
        UNKNOWN   | UNKNOWN
        """,
        where=(pl.col("structure") == "as_was") & (pl.col("unit_id") == "UNKNOWN"),
    )


def targets(built: Built, structure: str, unit: str) -> list[tuple[str, str, float]]:
    frame = built.frame("unit_map").filter(
        (pl.col("structure") == structure)
        & (pl.col("unit_id") == unit)
        & (pl.col("ancestor_id") == pl.col("target_id"))
    )
    rows = frame.sort("month", "target_id").select("month", "target_id", "share").iter_rows()
    return [(f"{month:%Y-%m}", target, round(share, 9)) for month, target, share in rows]


def test_a_merged_unit_is_its_successor_today_and_itself_as_it_was(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2026, 2, 1),
        units="""
            unit_id | valid_from | valid_to   | parent_unit_id | level
            C       | 2000-01-01 |            |                | bureau
            S1      | 2000-01-01 | 2026-01-01 | C              | station
            S2      | 2000-01-01 |            | C              | station
        """,
        unit_lineage="""
            from_unit_id | to_unit_id | effective_date
            S1           | S2         | 2026-01-01
        """,
    )
    assert targets(built, "current", "S1") == [
        ("2025-11", "S2", 1.0),
        ("2025-12", "S2", 1.0),
        ("2026-01", "S2", 1.0),
    ]
    # A closed unit's open cases go to its successor even as it was.
    assert targets(built, "as_was", "S1") == [
        ("2025-11", "S1", 1.0),
        ("2025-12", "S1", 1.0),
        ("2026-01", "S2", 1.0),
    ]


def test_a_split_is_shared_out_and_a_chain_is_followed_to_the_end(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2026, 3, 1),
        units="""
            unit_id | valid_from | valid_to   | parent_unit_id | level
            C       | 2000-01-01 |            |                | bureau
            S1      | 2000-01-01 | 2025-12-01 | C              | station
            S2      | 2025-12-01 | 2026-02-01 | C              | station
            S3      | 2025-12-01 |            | C              | station
            S4      | 2026-02-01 |            | C              | station
        """,
        unit_lineage="""
            from_unit_id | to_unit_id | effective_date | share
            S1           | S2         | 2025-12-01     | 0.6
            S1           | S3         | 2025-12-01     | 0.4
            S2           | S4         | 2026-02-01     | 1
        """,
    )
    assert targets(built, "current", "S1") == [
        (month, target, share)
        for month in ("2025-11", "2025-12", "2026-01", "2026-02")
        for target, share in (("S3", 0.4), ("S4", 0.6))
    ]
    assert targets(built, "as_was", "S1") == [
        ("2025-11", "S1", 1.0),
        ("2025-12", "S2", 0.6),
        ("2025-12", "S3", 0.4),
        ("2026-01", "S2", 0.6),
        ("2026-01", "S3", 0.4),
        ("2026-02", "S3", 0.4),
        ("2026-02", "S4", 0.6),
    ]


def test_a_unit_that_gives_away_a_part_keeps_what_it_records_later(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2026, 1, 1),
        unit_lineage="""
            from_unit_id | to_unit_id | effective_date | share
            S1           | S1         | 2025-12-01     | 0.75
            S1           | S2         | 2025-12-01     | 0.25
        """,
    )
    assert targets(built, "current", "S1") == [
        ("2025-11", "S1", 0.75),
        ("2025-11", "S2", 0.25),
        ("2025-12", "S1", 1.0),
    ]
    assert targets(built, "as_was", "S1") == [("2025-11", "S1", 1.0), ("2025-12", "S1", 1.0)]


def test_a_reorganisation_after_the_cutoff_is_not_yet_todays_structure(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2025, 12, 1),
        unit_lineage="""
            from_unit_id | to_unit_id | effective_date
            S1           | S2         | 2025-12-01
        """,
    )
    assert targets(built, "current", "S1") == [("2025-11", "S1", 1.0)]


def test_a_station_moves_between_branches(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2026, 1, 1),
        units="""
            unit_id | valid_from | valid_to   | parent_unit_id | level
            C       | 2000-01-01 |            |                | bureau
            B1      | 2000-01-01 |            | C              | branch
            B2      | 2000-01-01 |            | C              | branch
            S1      | 2000-01-01 | 2025-12-01 | B1             | station
            S1      | 2025-12-01 |            | B2             | station
        """,
    )
    built.shows(
        "unit_map",
        """
        structure | month      | ancestor_id
        as_was    | 2025-11-01 | B1
        as_was    | 2025-12-01 | B2
        current   | 2025-11-01 | B2
        current   | 2025-12-01 | B2
        """,
        where=(pl.col("unit_id") == "S1") & pl.col("ancestor_id").is_in(["B1", "B2"]),
    )
    built.shows(
        "unit_list",
        """
        unit_id | parent_unit_id | root_id | path    | is_current
        C       |                | C       | C       | true
        B1      | C              | C       | C/B1    | true
        B2      | C              | C       | C/B2    | true
        S1      | B2             | C       | C/B2/S1 | true
        """,
    )


def test_residents_are_counted_once_at_the_finest_unit_that_says(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2025, 12, 1),
        units="""
            unit_id | level   | parent_unit_id | population | households
            C       | bureau  |                | 100        | 40
            B1      | branch  | C              | 60         | 25
            B2      | branch  | C              | 41         | 15
            S1      | station | B1             | 30         |
            S2      | station | B1             | 31         |
            S3      | station | B2             |            |
        """,
    )
    built.shows(
        "unit_months",
        """
        unit_id | month      | population | households
        B1      | 2025-11-01 |            | 25
        B2      | 2025-11-01 | 41         | 15
        S1      | 2025-11-01 | 30         |
        S2      | 2025-11-01 | 31         |
        """,
    )


def test_a_successor_has_no_residents_before_it_begins(given: Given) -> None:
    built = given(
        "unit_list",
        cases=CASES,
        cutoff=date(2026, 1, 1),
        units="""
            unit_id | valid_from | valid_to   | level   | population
            S1      | 2000-01-01 | 2025-12-01 | station | 100
            S2      | 2025-12-01 |            | station | 101
            S3      | 2025-12-15 |            | station | 7
        """,
        unit_lineage="""
            from_unit_id | to_unit_id | effective_date
            S1           | S2         | 2025-12-01
        """,
    )
    # S3 succeeds nobody: its list is younger than it is.
    built.shows(
        "unit_months",
        """
        unit_id | month      | population
        S1      | 2025-11-01 | 100
        S2      | 2025-12-01 | 101
        S3      | 2025-11-01 | 7
        S3      | 2025-12-01 | 7
        """,
    )
