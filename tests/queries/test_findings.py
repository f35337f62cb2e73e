"""What 请核实 is looked for in, from drawn tables."""

from datetime import date
from typing import Any

from dashboard.database import Database
from dashboard.filters import Filters
from tests.queries.conftest import CUTOFF, Built, Given

CHOICE = Filters(unit_id="C", month=date(2026, 10, 1))


def asked(built: Built, question: str, choice: Filters = CHOICE) -> list[dict[str, Any]]:
    drawn = built.folder.parent / "calendar.parquet"
    calendar = {"calendar": [str(drawn)]} if drawn.exists() else {}
    database = Database({**built.files, **calendar}, built.folder.parent)
    parameters = choice.parameters() | {"cutoff": CUTOFF}
    return database.run(f"findings/{question}", parameters).to_dicts()


REPORTS = """
    case_id | handling_unit_id | matter_kind     | decision     | received_at | accepted_at | filed_at   | property_loss_yuan
    k1      | S1               | criminal        | docketed     | 2026-03-01  | 2026-03-01  | 2026-03-02 | 900
    k2      | S1               | public_security | docketed     | 2026-03-05  | 2026-03-05  |            |
    k3      | S1               | undetermined    | not_docketed | 2026-03-06  |             |            |
    k4      | S1               | undetermined    | pending      | 2026-03-31  |             |            |
    k5      | S2               | public_security | docketed     | 2026-04-01  | 2026-04-01  |            | 6000
    k6      | S2               | dispute         | pending      | 2026-04-01  |             |            |
    k7      | S2               | public_security | docketed     | 2025-10-31  | 2025-10-31  |            | 10
"""


def reports(given: Given) -> Built:
    decided = REPORTS.replace("| received_at", "| received_at | decision_at")
    lines = [line for line in decided.splitlines() if line.strip()]
    drawn = [lines[0]]
    for line in lines[1:]:
        cells = line.split("|")
        at = "" if "pending" in line else cells[4]
        drawn.append("|".join([*cells[:5], at, *cells[5:]]))
    return given("report_months", cases="\n".join(drawn))


def test_reports_are_counted_by_unit_month_and_kind(given: Given) -> None:
    reports(given).shows(
        "report_months",
        """
        unit_id | month      | matter_kind     | received | decided | docketed | priced | loss_unknown
        S1      | 2026-03-01 | criminal        | 1        | 1       | 1        | 1      | 0
        S1      | 2026-03-01 | public_security | 1        | 1       | 1        | 1      | 1
        S1      | 2026-03-01 | undetermined    | 2        | 1       | 0        | 0      | 0
        S2      | 2026-04-01 | public_security | 1        | 1       | 1        | 0      | 0
        S2      | 2026-04-01 | dispute         | 1        | 0       | 0        | 0      | 0
        S2      | 2025-10-01 | public_security | 1        | 1       | 1        | 1      | 0
        """,
    )


def test_a_year_of_reports_by_unit_leaves_disputes_and_earlier_ones_out(given: Given) -> None:
    rows = asked(reports(given), "reports_by_unit")
    told = [
        (r["unit_id"], r["received"], r["docketed"], r["criminal"], r["undetermined"]) for r in rows
    ]
    assert told == [("S1", 4.0, 2.0, 1.0, 2.0), ("S2", 1.0, 1.0, 0.0, 0.0)]


def test_callbacks_of_one_minute_are_counted_and_midnight_is_no_time(given: Given) -> None:
    built = given(
        "callback_months",
        cases="case_id | received_at\nk1 | 2026-01-01",
        case_events="""
        case_id | event_type        | event_at         | outcome     | unit_id
        k1      | callback_unsolved | 2026-03-02 09:15 | reached     | S1
        k1      | callback_unsolved | 2026-03-02 09:15 | not_reached | S1
        k1      | callback_general  | 2026-03-02 09:16 |             | S1
        k1      | callback_unsolved | 2026-03-03       | reached     | S1
        k1      | callback_unsolved | 2026-03-03       | reached     | S1
        k1      | callback_unsolved | 2026-03-03       | reached     | S1
        k1      | notice_result     | 2026-03-02 09:15 | reached     | S1
        k1      | callback_unsolved | 2026-11-01 09:15 | reached     | S1
        """,
    )
    built.shows(
        "callback_months",
        """
        unit_id | month      | n | outcome_n | reached | timed | most_in_a_minute
        S1      | 2026-03-01 | 6 | 5         | 4       | 3     | 2
        """,
    )
    (row,) = asked(built, "callbacks_by_unit")
    assert (row["n"], row["most_in_a_minute"], row["month_of_most"]) == (6, 2, date(2026, 3, 1))


def test_lateness_stands_by_part_of_the_bureau(given: Given) -> None:
    built = given(
        "GRD02",
        cases="""
        case_id | handling_unit_id | received_at | recorded_at
        k1      | S1               | 2026-03-01  | 2026-03-02
        k2      | S2               | 2026-03-02  | 2026-03-20
        k3      | S3               | 2026-03-02  | 2026-03-02
        k4      | S3               | 2025-03-02  | 2025-06-02
        """,
    )
    rows = asked(built, "late_records")
    assert [(r["unit_id"], r["late"], r["n"]) for r in rows if r["series"] == "cases"] == [
        ("B1", 1.0, 2.0),
        ("B2", 0.0, 1.0),
    ]


def test_answers_are_told_apart_by_windows(given: Given) -> None:
    built = given(
        "survey_cells",
        calendar="""
        date       | is_workday | assessment_window
        2026-05-15 | true       | true
        """,
        survey_waves="wave_id | questionnaire_version\nw1 | v1",
        survey_questions="""
        question_code | answer_code | construct           | positive_weight | is_valid
        q1            | 1           | police_satisfaction | 1               | true
        q1            | 2           | police_satisfaction | 0.5             | true
        q1            | 3           | police_satisfaction | 0               | true
        q1            | 9           | police_satisfaction |                 | false
        """,
        survey_answers="""
        unit_id | period_month | answer_code | n
        S1      | 2026-05-01   | 1           | 40
        S1      | 2026-04-01   | 1           | 30
        S1      | 2026-04-01   | 2           | 3
        S1      | 2026-04-01   | 3           | 2
        S1      | 2026-04-01   | 9           | 7
        """,
    )
    rows = asked(built, "answers_by_unit")
    assert [
        (r["month"].month, r["is_inside"], r["n"], r["satisfied"], r["dissatisfied"]) for r in rows
    ] == [
        (4, False, 35, 30, 2),
        (5, True, 40, 40, 0),
    ]
