"""The questions of 满意度, asked of real marts built from drawn tables."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from dashboard.database import Database
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import groups, rates
from dashboard.pictures.satisfaction.protected import alone, protected
from dashboard.statistics.proportions import of_sums

from .conftest import Built, Given

MARTS = (
    "unit_list",
    "unit_map",
    "survey_cells",
    "survey_rounds",
    "activity_months",
    "SAT01",
    "SAT02",
    "SAT05",
)

# v1 has four grades; v2 adds one in the middle that does not count.
QUESTIONS = """
    questionnaire_version | question_code | answer_code | construct           | answer_order | is_valid | positive_weight
    v1                    | q2            | a           | police_satisfaction | 1            | true     | 1
    v1                    | q2            | b           | police_satisfaction | 2            | true     | 0
    v1                    | q2            | x           | police_satisfaction | 9            | false    |
    v2                    | q2            | a           | police_satisfaction | 1            | true     | 1
    v2                    | q2            | m           | police_satisfaction | 2            | true     | 0
    v2                    | q2            | b           | police_satisfaction | 3            | true     | 0
    r1                    | q5            | a           | outcome             | 1            | true     | 1
    r1                    | q5            | b           | outcome             | 2            | true     | 0
"""
WAVES = """
    wave_id | programme     | questionnaire_version | mode
    w1      | bureau_cati   | v1                    | cati
    w2      | bureau_cati   | v2                    | cati
    w3      | callback_case | r1                    | cati
"""
ANSWERS = """
    wave_id | unit_id | period_month | question_code | answer_code | outcome_group | notice_group | n
    w1      | S1      | 2025-12-01   | q2            | a           | na            | na           | 80
    w1      | S1      | 2025-12-01   | q2            | b           | na            | na           | 20
    w1      | S1      | 2025-12-01   | q2            | x           | na            | na           | 50
    w2      | S1      | 2026-01-01   | q2            | a           | na            | na           | 60
    w2      | S1      | 2026-01-01   | q2            | m           | na            | na           | 30
    w2      | S1      | 2026-01-01   | q2            | b           | na            | na           | 10
    w2      | S3      | 2026-01-01   | q2            | a           | na            | na           | 3
    w3      | S1      | 2026-01-01   | q5            | a           | solved        | notified     | 9
    w3      | S1      | 2026-01-01   | q5            | b           | solved        | notified     | 1
    w3      | S1      | 2026-01-01   | q5            | a           | unsolved      | not_notified | 4
    w3      | S1      | 2026-01-01   | q5            | b           | unsolved      | not_notified | 6
"""
FIELDWORK = """
    wave_id | unit_id | period_month | dialled_n | contacted_n | completed_n
    w2      | S1      | 2026-01-01   | 900       | 400         | 100
"""
CHOICE = Filters(unit_id="C", month=date(2026, 10, 1), span=12)


@pytest.fixture(scope="module")
def built(given_once: Given) -> Built:
    return given_once(
        *MARTS,
        survey_questions=QUESTIONS,
        survey_waves=WAVES,
        survey_answers=ANSWERS,
        survey_fieldwork=FIELDWORK,
    )


def answer(built: Built, question: str, choice: Filters = CHOICE) -> list[dict[str, Any]]:
    calendar = built.folder.parent / "calendar.parquet"
    drawn = {"calendar": [str(calendar)]} if calendar.exists() else {}
    database = Database({**built.files, **drawn}, built.folder.parent)
    parameters = choice.parameters() | {"cutoff": date(2026, 11, 1)}
    return database.run(f"satisfaction/{question}", parameters).to_dicts()


def test_versions_are_never_added_and_refusals_do_not_count(built: Built) -> None:
    rows = answer(built, "rates_by_month")
    assert [(r["series"], r["positive"], r["weight"], r["respondent_count"]) for r in rows] == [
        ("bureau_cati|v1|cati", 80.0, 100.0, 100.0),
        ("bureau_cati|v2|cati", 63.0, 103.0, 103.0),
    ]


def test_a_branch_has_only_its_own_answers(built: Built) -> None:
    (row,) = answer(built, "rates_by_month", CHOICE.but(unit_id="B2"))
    assert (row["positive"], row["weight"]) == (3.0, 3.0)


def test_months_outside_the_span_are_left_out(built: Built) -> None:
    assert [r["series"] for r in answer(built, "rates_by_month", CHOICE.but(span=10))] == [
        "bureau_cati|v2|cati"
    ]


def test_grades_are_those_that_count(built: Built) -> None:
    rows = answer(built, "grades_by_month")
    assert [(r["series"][12:14], r["answer_code"], r["weight"]) for r in rows] == [
        ("v1", "a", 80.0),
        ("v1", "b", 20.0),
        ("v2", "a", 63.0),
        ("v2", "m", 30.0),
        ("v2", "b", 10.0),
    ]


def test_groups_stand_by_outcome_and_notice(built: Built) -> None:
    rows = answer(built, "by_outcome_and_notice")
    assert [(r["outcome_group"], r["notice_group"], r["positive"], r["weight"]) for r in rows] == [
        ("solved", "notified", 9.0, 10.0),
        ("unsolved", "not_notified", 4.0, 10.0),
    ]


def test_a_rate_knows_the_squares_its_interval_needs(built: Built) -> None:
    row = answer(built, "rates_by_month")[-1]
    assert (row["positive_sq"], row["weight_sq"]) == (63.0, 103.0)


def test_months_know_how_much_of_them_was_assessed(given: Given) -> None:
    built = given(
        *MARTS,
        survey_questions=QUESTIONS,
        survey_waves=WAVES,
        survey_answers=ANSWERS,
        calendar="""
            date       | assessment_window
            2025-12-30 | true
            2025-12-31 | true
            2026-01-01 | false
        """,
    )
    rows = answer(built, "rates_and_windows")
    assert [(r["month"].month, r["days"], r["window_days"]) for r in rows] == [
        (12, 31, 2),
        (1, 31, 0),
    ]


def test_response_is_completed_of_contacted(built: Built) -> None:
    (row,) = [r for r in answer(built, "response_by_month") if "|v2|" in r["series"]]
    assert (row["contacted"], row["completed"]) == (400.0, 100.0)


def test_one_to_four_respondents_have_no_rate() -> None:
    assert rates.rate(3, 4, 4) is None
    assert rates.rate(4, 5, 5) is not None


def test_half_weights_have_the_interval_of_their_own_spread() -> None:
    half = rates.rate(6554 + 731 / 2, 7781, 7781, 6554 + 731 / 4, 7781)
    plain = rates.rate(6554 + 731 / 2, 7781, 7781)
    assert half is not None and plain is not None
    assert half.high - half.low < plain.high - plain.low


SUMS = {"positive": 1.0, "weight": 1.0, "positive_sq": 1.0, "weight_sq": 1.0}


def test_few_respondents_leave_a_table_and_take_one_more_along() -> None:
    table = pl.DataFrame([
        {"unit_id": name, "respondent_count": n, **SUMS}
        for name, n in (("a", 3.0), ("b", 40.0), ("c", 50.0))
    ])  # fmt: skip
    shown = protected(table, ["unit_id"])
    assert shown["respondent_count"].to_list() == [None, None, 50.0]
    assert shown["positive"].to_list() == [None, None, 1.0]
    assert alone(table)["respondent_count"].to_list() == [None, 40.0, 50.0]


def test_a_small_group_hides_its_cross_table() -> None:
    table = pl.DataFrame([
        {"outcome": outcome, "notice": notice, "respondent_count": n, **SUMS}
        for outcome, notice, n in (("s", "y", 60.0), ("s", "n", 3.0), ("u", "y", 80.0), ("u", "n", 70.0))
    ])  # fmt: skip
    assert protected(table, ["outcome"], ["notice"])["is_hidden"].all()


def test_a_grade_of_few_goes_with_its_neighbour() -> None:
    merged = groups.together(["a", "b", "c"], [90, 8, 2], [90, 8, 2])
    assert [(weight, n) for _, weight, n in merged] == [(90, 90), (10, 10)]
    assert groups.together(["a", "b"], [90, 10], [90, 10]) == [("a", 90, 90), ("b", 10, 10)]
    assert groups.together(["a", "b"], [3, 0], [3, 0]) == [("a、b", 3, 3)]


TOLD = {("solved", "notified"): 0.9, ("solved", "not_notified"): 0.7,
        ("unsolved", "notified"): 0.6, ("unsolved", "not_notified"): 0.5}  # fmt: skip


@pytest.mark.parametrize(("n", "says"), [(1000, True), (60, False)])
def test_those_told_are_more_satisfied_only_where_both_differences_are_sure(
    n: int, says: bool
) -> None:
    gaps = groups.notice_gaps({key: of_sums(p * n, n, n) for key, p in TOLD.items()})
    assert set(gaps) == {"solved", "unsolved"}
    assert ("20.0" in groups.notice_title(gaps)) == says


def test_nothing_is_said_of_both_where_one_is_lacking() -> None:
    gaps = groups.notice_gaps({
        key: of_sums(p * 900, 900, 900) for key, p in TOLD.items() if key[0] == "solved"
    })  # fmt: skip
    assert "20.0" not in groups.notice_title(gaps)


def test_the_counting_rules_of_dongguan() -> None:
    """6,554 satisfied, 731 basically, 496 not: 88.93 % counted half (domain.md, decision 6)."""
    rules = groups.counting_rules([6554, 731, 496], [1, 0.5, 0])
    assert {share: round(rate * 100, 2) for share, rate in rules.items()} == {
        0.0: 84.23,
        0.5: 88.93,
        1.0: 93.63,
    }


def test_the_grade_rules_disagree_on_is_the_first_that_does_not_count() -> None:
    assert groups.middle_grade([1, 1, 0, 0, 0]) == 2
    assert groups.middle_grade([1, 0]) is None


def test_the_shown_programme_is_the_bureaus_own_unless_chosen() -> None:
    frame = pl.DataFrame({"series": ["external_12340|v1|cati", "bureau_cati|v1|cati"]})
    assert rates.shown(frame, CHOICE)["series"].to_list() == ["bureau_cati|v1|cati"]
    chosen = rates.shown(frame, CHOICE.but(programme="external_12340"))
    assert chosen["series"].to_list() == ["external_12340|v1|cati"]
