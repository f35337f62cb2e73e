"""The questions of 投诉热点, asked of real marts built from drawn tables."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard.database import Database
from dashboard.filters import Filters

from .conftest import CUTOFF, Given, cells

MARTS = (
    "unit_list",
    "unit_map",
    "unit_months",
    "data_months",
    "exposure_months",
    "complaint_months",
    "complaint_ends",
    "complaint_weeks",
    "CMP01",
    "CMP02",
    "CMP04",
    "CMP06",
    "CMP07",
)
COMPLAINTS = """
    complaint_id | unit_id | kind       | category_l1 | category_l2 | received_at
    c1           | S1      | complaint  | attitude    | rude        | 2026-08-05
    c2           | S1      | petition   | attitude    | rude        | 2026-09-05
    c3           | S1      | complaint  | progress    |             | 2026-10-05
    c4           | S3      | complaint  | attitude    | language    | 2026-10-06
    c5           | UNKNOWN | complaint  | attitude    | rude        | 2026-10-07
    c6           | S1      | suggestion | attitude    | rude        | 2026-10-08
    c7           | S1      | complaint  | attitude    | rude        | 2026-07-31
    c8           | S1      | complaint  | attitude    | rude        | 2026-11-02
"""
# S1 has half of the matters of each month, S3 the other half; S2 has none.
CASES = """
    case_id | jurisdiction_unit_id | received_at
    m1      | S1                   | 2026-08-01
    m2      | S3                   | 2026-08-01
    m3      | S1                   | 2026-09-01
    m4      | S3                   | 2026-09-01
    m5      | S1                   | 2026-10-01
    m6      | S3                   | 2026-10-01
"""


class Asked:
    """The dashboard's own database over what was drawn."""

    def __init__(self, given: Given, noted: pl.DataFrame | None = None, **drawings: str) -> None:
        built = given(*MARTS, **drawings)
        place = built.folder.parent
        raw = {name: [str(place / f"{name}.parquet")] for name in drawings}
        frames = {} if noted is None else {"annotations": noted}
        self.database = Database({**raw, **built.files}, place, frames)

    def rows(self, question: str, unit_id: str = "C", **more: Any) -> pl.DataFrame:
        choice = Filters(unit_id=unit_id, month=date(2026, 10, 1))
        known = {"cutoff": CUTOFF, "exposure": "matters", "first_month": date(2026, 8, 1)}
        asked = {"of_unit_id": unit_id, "of_category": "", "of_reason": ""}
        given = choice.parameters() | known | asked | more
        return self.database.run(f"complaints/{question}", given)

    def shows(self, question: str, drawing: str, unit_id: str = "C", **more: Any) -> None:
        """Exactly the rows drawn, in the drawn columns and in this order."""
        header, *rows = cells(drawing)
        frame = self.rows(question, unit_id, **more).select(header)
        found = [[_said(cell) for cell in row] for row in frame.iter_rows()]
        assert found == rows


def _said(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    return f"{cell:g}" if isinstance(cell, float) else str(cell)


@pytest.fixture(scope="module")
def asked(given_once: Given) -> Asked:
    return Asked(given_once, complaints=COMPLAINTS, cases=CASES)


def test_only_complaints_and_petitions_up_to_the_month_are_counted(asked: Asked) -> None:
    asked.shows(
        "counts_by_month",
        """
        month      | complaint_count | person_years
        2026-07-01 | 1               | 6000
        2026-08-01 | 1               | 6000
        2026-09-01 | 1               | 6000
        2026-10-01 | 3               | 6000
        """,
    )


def test_a_month_without_complaints_is_a_zero_and_not_a_gap(asked: Asked) -> None:
    asked.shows(
        "counts_by_month",
        """
        month      | complaint_count | person_years
        2026-07-01 | 0               | 3000
        2026-08-01 | 0               | 3000
        2026-09-01 | 0               | 3000
        2026-10-01 | 1               | 3000
        """,
        unit_id="B2",
    )


def test_counts_follow_the_category_but_people_do_not(asked: Asked) -> None:
    counts = asked.rows("counts_by_month", "S1", complaint_category="progress")
    assert counts["complaint_count"].to_list() == [0, 0, 0, 1]
    assert counts["person_years"].to_list() == [1000] * 4


def test_observed_and_expected_of_each_month_wait_to_be_summed(asked: Asked) -> None:
    # Attitude: August 1, September 1 (both S1) and October 1 (S3), each shared out half and half;
    # one more in October is of no unit that is known.
    asked.shows(
        "index_by_month",
        """
        unit_id | category | month      | observed | compared | expected
        B1      | attitude | 2026-08-01 | 1        | 1        | 0.5
        B1      | attitude | 2026-09-01 | 1        | 1        | 0.5
        B1      | attitude | 2026-10-01 | 0        | 0        | 0.5
        B1      | progress | 2026-10-01 | 1        | 1        | 0.5
        B2      | attitude | 2026-08-01 | 0        | 0        | 0.5
        B2      | attitude | 2026-09-01 | 0        | 0        | 0.5
        B2      | attitude | 2026-10-01 | 1        | 1        | 0.5
        B2      | progress | 2026-10-01 | 0        | 0        | 0.5
        C       | attitude | 2026-08-01 | 1        | 1        | 1
        C       | attitude | 2026-09-01 | 1        | 1        | 1
        C       | attitude | 2026-10-01 | 2        | 1        | 1
        C       | progress | 2026-10-01 | 1        | 1        | 1
        S1      | attitude | 2026-08-01 | 1        | 1        | 0.5
        S1      | attitude | 2026-09-01 | 1        | 1        | 0.5
        S1      | attitude | 2026-10-01 | 0        | 0        | 0.5
        S1      | progress | 2026-10-01 | 1        | 1        | 0.5
        S3      | attitude | 2026-08-01 | 0        | 0        | 0.5
        S3      | attitude | 2026-09-01 | 0        | 0        | 0.5
        S3      | attitude | 2026-10-01 | 1        | 1        | 0.5
        S3      | progress | 2026-10-01 | 0        | 0        | 0.5
        """,
    )


def test_every_unit_of_the_bureau_is_asked_for_whichever_is_chosen(asked: Asked) -> None:
    assert asked.rows("index_by_month", "S1").equals(asked.rows("index_by_month"))


def test_a_station_is_shown_among_the_stations_of_its_branch(asked: Asked) -> None:
    places = asked.rows("places", "S1")
    assert places.select("unit_id", "is_in_view").rows() == [
        ("B1", True),
        ("S1", False),
        ("S2", False),
    ]


def test_residents_share_out_where_there_are_no_matters(given: Given) -> None:
    asked = Asked(given, complaints=COMPLAINTS)
    asked.shows(
        "exposures",
        """
        exposure   | expected
        population | 4
        """,
    )
    expected = asked.rows("index_by_month", exposure="population").filter(
        (pl.col("unit_id") == "S2") & (pl.col("category") == "attitude")
    )
    assert expected["expected"].to_list() == [pytest.approx(24 / 72)] * 3


def test_without_any_exposure_there_is_nothing_to_expect(given: Given) -> None:
    units = """
        unit_id | level   | parent_unit_id | population
        C       | bureau  |                |
        S1      | station | C              |
        S3      | station | C              |
    """
    asked = Asked(given, complaints=COMPLAINTS, units=units)
    assert asked.rows("exposures").is_empty()
    found = asked.rows("index_by_month", exposure="")
    assert found["expected"].null_count() == found.height > 0


def test_reasons_come_with_the_most_frequent_first(asked: Asked) -> None:
    asked.shows(
        "counts_by_reason",
        """
        category_l1 | category_l2 | is_difficulty | complaint_count
        attitude    | rude        | true          | 3
        attitude    | language    | true          | 1
        progress    |             | false         | 1
        """,
    )


def test_the_list_behind_a_number_has_as_many_rows_as_the_number_says(asked: Asked) -> None:
    index = asked.rows("index_by_month").group_by("unit_id", "category").agg(pl.sum("observed"))
    for unit_id, category, observed in index.iter_rows():
        behind = asked.rows("complaints_behind", of_unit_id=unit_id, of_category=category)
        assert behind["share"].sum() == observed


def test_the_list_has_days_and_codes_and_nothing_of_persons(asked: Asked) -> None:
    columns = asked.rows("complaints_behind").columns
    assert columns == [
        "complaint_id",
        "kind",
        "category_l1",
        "received_day",
        "due_day",
        "closed_day",
        "result",
        "share",
    ]


def test_a_reason_narrows_the_list(asked: Asked) -> None:
    found = asked.rows("complaints_behind", of_category="attitude", of_reason="language")
    assert found["complaint_id"].to_list() == ["c4"]


def test_what_closes_after_the_cutoff_is_still_open_in_the_list(given: Given) -> None:
    complaints = """
        complaint_id | unit_id | received_at | closed_at  | result
        before       | S1      | 2026-10-02  | 2026-10-31 | partly
        after        | S1      | 2026-10-01  | 2026-11-01 | partly
    """
    Asked(given, complaints=complaints).shows(
        "complaints_behind",
        """
        complaint_id | closed_day | result
        before       | 2026-10-31 | partly
        after        |            |
        """,
    )


def test_a_split_unit_hands_its_complaints_on_in_parts(given: Given) -> None:
    units = """
        unit_id | level   | parent_unit_id | population | valid_from | valid_to
        C       | bureau  |                |            | 2000-01-01 |
        OLD     | station | C              | 10000      | 2000-01-01 | 2026-10-01
        N1      | station | C              | 6000       | 2026-10-01 |
        N2      | station | C              | 4000       | 2026-10-01 |
    """
    lineage = """
        from_unit_id | to_unit_id | effective_date | share
        OLD          | N1         | 2026-10-01     | 0.6
        OLD          | N2         | 2026-10-01     | 0.4
    """
    complaints = """
        complaint_id | unit_id | received_at
        c1           | OLD     | 2026-09-10
        c2           | OLD     | 2026-09-11
        c3           | N1      | 2026-10-10
    """
    asked = Asked(given, complaints=complaints, units=units, unit_lineage=lineage)
    behind = asked.rows("complaints_behind", of_unit_id="N1")
    assert behind.select("complaint_id", "share").rows() == [("c3", 1.0), ("c2", 0.6), ("c1", 0.6)]
    found = asked.rows("index_by_month", exposure="population")
    observed = found.filter(pl.col("unit_id") == "N1")["observed"]
    assert observed.sum() == pytest.approx(2.2)
    before = asked.rows("complaints_behind", of_unit_id="OLD", structure="as_was")
    assert before["share"].to_list() == [1.0, 1.0]


def test_due_within_seven_days_counts_from_the_cutoff_by_the_unit_that_handles(
    given: Given,
) -> None:
    complaints = """
        complaint_id | unit_id | handling_unit_id | kind      | received_at | due_at     | closed_at
        today        | S1      | B1               | complaint | 2026-10-01  | 2026-11-01 |
        last         | S3      |                  | petition  | 2026-10-01  | 2026-11-07 |
        later        | S1      |                  | complaint | 2026-10-01  | 2026-11-08 |
        past         | S1      |                  | complaint | 2026-10-01  | 2026-10-31 |
        closed       | S1      |                  | complaint | 2026-10-01  | 2026-11-02 | 2026-10-20
        enquiry      | S1      |                  | consult   | 2026-10-01  | 2026-11-02 |
    """
    asked = Asked(given, complaints=complaints)
    drawing = """
        complaint_id | unit_id | due_day    | days_left
        today        | B1      | 2026-11-01 | 0
        last         | S3      | 2026-11-07 | 6
    """
    asked.shows("due_within_seven_days", drawing)
    # Seen from the end of September nothing had come yet, from that of an earlier month neither.
    assert asked.rows("due_within_seven_days", month=date(2026, 9, 1)).is_empty()
    assert asked.rows("due_within_seven_days", "S1").is_empty()
    asked.shows(
        "open_now",
        """
        open_count | past_due_count | received_count | reopened_count | is_reopening_recorded
        4          | 1              | 5              | 0              | false
        """,
    )


def test_opened_again_is_a_share_of_twelve_months(given: Given) -> None:
    complaints = """
        complaint_id | received_at | closed_at  | reopened_n
        again        | 2026-10-01  | 2026-10-20 | 2
        once         | 2025-11-01  | 2026-01-20 | 0
        long_ago     | 2025-10-31  | 2026-01-20 | 1
    """
    Asked(given, complaints=complaints).shows(
        "open_now",
        """
        open_count | received_count | reopened_count | is_reopening_recorded
        0          | 2              | 1              | true
        """,
    )


def test_a_month_is_judged_after_ninety_days_only(given: Given) -> None:
    # 1 August + 90 days is 30 October, before the cut-off; 1 September + 90 is 30 November.
    complaints = """
        complaint_id | received_at | closed_at
        on_day       | 2026-07-02  | 2026-09-30
        too_late     | 2026-07-02  | 2026-10-01
        open         | 2026-07-31  |
        immature     | 2026-08-02  | 2026-08-03
    """
    Asked(given, complaints=complaints).shows(
        "closed_in_90_days_by_month",
        """
        month      | complaint_count | closed_count
        2026-07-01 | 3               | 1
        """,
    )


def test_what_a_source_never_records_is_told(given: Given) -> None:
    bare = """
        complaint_id | channel | category_l1 | received_at | closed_at
        c1           | other   | other       | 2026-09-01  | 2026-09-20
    """
    Asked(given, complaints=bare).shows(
        "recorded",
        """
        has_category | has_due_day | has_finding
        false        | false       | false
        """,
    )


def test_what_a_source_records_is_told(given: Given) -> None:
    full = """
        complaint_id | received_at | due_at     | closed_at  | result
        c1           | 2026-09-01  | 2026-09-30 | 2026-09-20 | partly
    """
    Asked(given, complaints=full).shows(
        "recorded",
        """
        has_category | has_due_day | has_finding
        true         | true        | true
        """,
    )


def test_the_unplaced_are_told_for_a_whole_bureau_only(asked: Asked) -> None:
    asked.shows(
        "unplaced",
        """
        unplaced_count | complaint_count
        1              | 5
        """,
    )
    assert asked.rows("unplaced", "B1").is_empty()


def test_a_scope_closes_the_rows_of_other_units(asked: Asked) -> None:
    inside = {"scope": ["S3"]}
    assert set(asked.rows("index_by_month", **inside)["unit_id"]) == {"C", "B2", "S3"}
    assert asked.rows("complaints_behind", **inside)["complaint_id"].to_list() == ["c4"]
    assert asked.rows("counts_by_month", **inside)["complaint_count"].sum() == 1


def test_measures_are_those_of_a_unit_and_not_of_the_whole_bureau(given: Given) -> None:
    notes = pl.DataFrame(
        {
            "scope_unit_id": ["C", "B1", "S1", "S1", "S3", None],
            "kind": ["assistance", "assistance", "rectification", "data_issue", "assistance", "x"],
            "start_date": [date(2026, 5, 1)] * 4 + [date(2026, 11, 3), date(2026, 5, 1)],
            "text": ["city", "branch", "station", "moved", "later", "nobody"],
        }
    )
    asked = Asked(given, notes, complaints=COMPLAINTS)
    found = asked.rows("measures").select("unit_id", "words").rows()
    assert found == [("B1", "branch"), ("S1", "station")]
