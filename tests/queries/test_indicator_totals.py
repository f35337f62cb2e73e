"""Indicators added up for every unit with all beneath it, as units are now and as they were."""

from datetime import date

import polars as pl
import pytest

from dashboard.database import Database
from dashboard.filters import Filters
from tests.queries.conftest import Given
from tests.queries.test_small_case_questions import LINEAGE, SPLIT_UNITS

CASES = """
    case_id | handling_unit_id | accepted_at | solved_at
    k1      | S1               | 2026-06-02  | 2026-06-20
    k2      | S1               | 2026-06-03  |
    k3      | S1               | 2026-06-04  |
    k4      | S3               | 2026-06-05  | 2026-06-06
    k5      | S3               | 2026-10-05  |
"""


def test_a_split_unit_counts_for_its_successors_by_their_share(given: Given) -> None:
    built = given("CAS02", cases=CASES, units=SPLIT_UNITS, unit_lineage=LINEAGE)
    june = pl.col("month") == date(2026, 6, 1)
    # Three cases of S1: six tenths are S2's under B1 today; as it was, all were S1's under B1.
    built.shows(
        "indicator_totals",
        """
        structure | unit_id | numerator | denominator | mature
                  |         | 2         | 4           | true
        as_was    | C       | 2         | 4           | true
        as_was    | B1      | 1         | 3           | true
        as_was    | S1      | 1         | 3           | true
        as_was    | B2      | 1         | 1           | true
        as_was    | S3      | 1         | 1           | true
        current   | C       | 2         | 4           | true
        current   | B1      | 0.6       | 1.8         | true
        current   | S2      | 0.6       | 1.8         | true
        current   | B2      | 1.4       | 2.2         | true
        current   | S3      | 1.4       | 2.2         | true
        """,
        where=june,
    )


def test_a_month_that_others_have_figures_for_is_a_month_of_a_unit_without_any(
    given: Given,
) -> None:
    built = given("unit_list", "CAS02", cases=CASES, units=SPLIT_UNITS, unit_lineage=LINEAGE)
    database = Database(built.files, built.folder)
    choice = Filters(unit_id="S2", month=date(2026, 10, 1), span=12)
    parameters = choice.parameters() | {
        "cutoff": date(2026, 11, 1),
        "indicator_ids": ["CAS02"],
        "windows": [12],
        "maturities": [90],
        "first_month": date(2026, 1, 1),
    }
    found = database.run("measured/by_month", parameters)
    # October is S3's alone and still maturing: S2's twelve months to its end hold its June.
    assert found.select("month", "is_mature", "months_n").rows() == [
        (date(2026, 6, 1), True, 1),
        (date(2026, 10, 1), False, 1),
    ]
    assert found["denominator"].to_list() == pytest.approx([1.8, 1.8])
