"""Satisfaction as counted answers: SAT01 to SAT08."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given

QUESTIONS = """
    questionnaire_version | question_code | answer_code | construct           | is_valid | positive_weight
    v1                    | safety        | yes         | safety              | true     | 1
    v1                    | safety        | no          | safety              | true     | 0
    v1                    | safety        | refused     | safety              | false    |
    v1                    | police        | yes         | police_satisfaction | true     | 1
    v1                    | police        | half        | police_satisfaction | true     | 0.5
    v1                    | police        | no          | police_satisfaction | true     | 0
    v1                    | law           | yes         | enforcement         | true     | 1
    v1                    | law           | no          | enforcement         | true     | 0
    v2                    | police        | yes         | police_satisfaction | true     | 1
    v2                    | police        | no          | police_satisfaction | true     | 0
    cc                    | result        | yes         | outcome             | true     | 1
    cc                    | result        | no          | outcome             | true     | 0
    cc                    | manner        | yes         | attitude            | true     | 1
"""


def test_half_weights_reproduce_the_published_figure_and_keep_its_variance(given: Given) -> None:
    # Dongguan, February 2019: 6,554 satisfied, 731 half, 496 not; published 88.93 %.
    waves = "wave_id | programme | questionnaire_version | mode\nw1 | callback_110 | v1 | sms"
    answers = """
        wave_id | period_month | question_code | answer_code | n
        w1      | 2026-02-01   | police        | yes         | 6554
        w1      | 2026-02-01   | police        | half        | 731
        w1      | 2026-02-01   | police        | no          | 496
        w1      | 2026-02-01   | safety        | yes         | 9999
    """
    built = given("SAT04", survey_waves=waves, survey_questions=QUESTIONS, survey_answers=answers)
    built.shows(
        "SAT04",
        """
        unit_id | month      | numerator | denominator | numerator_sq | n    | sum_weight_sq | mature
        S1      | 2026-02-01 | 6919.5    | 7781        | 6736.75      | 7781 | 7781          | true
        """,
    )
    row = built.frame("SAT04").row(0, named=True)
    assert row["series"] == "callback_110|v1|sms"
    rate = row["numerator"] / row["denominator"]
    assert round(100 * rate, 2) == 88.93
    variance = (row["numerator_sq"] / row["denominator"] - rate**2) / row["n"]
    assert round(100 * variance**0.5, 3) == 0.310


def test_refusals_leave_the_denominator_and_groups_add_up(given: Given) -> None:
    waves = "wave_id\nw1"
    answers = """
        period_month | question_code | answer_code | area_type | n
        2026-09-01   | safety        | yes         | urban     | 60
        2026-09-01   | safety        | yes         | rural     | 30
        2026-09-01   | safety        | no          | urban     | 10
        2026-09-01   | safety        | refused     | urban     | 7
        2026-09-01   | law           | no          | urban     | 5
        2026-09-01   | missing       | yes         | urban     | 5
    """
    built = given(
        "SAT01",
        "SAT03",
        survey_waves=waves,
        survey_questions=QUESTIONS,
        survey_answers=answers,
    )
    built.shows(
        "SAT01",
        """
        numerator | denominator | n   | coverage_n | excluded_n
        90        | 100         | 100 | 100        | 7
        """,
    )
    built.shows("SAT03", "numerator | denominator\n0 | 5")


def test_series_are_kept_apart_and_callbacks_are_no_survey_of_all(given: Given) -> None:
    waves = """
        wave_id | programme      | questionnaire_version | mode
        w1      | bureau_cati    | v1                    | cati
        w2      | bureau_cati    | v2                    | cati
        w3      | bureau_cati    | v2                    | sms
        w4      | external_12340 | v1                    | cati
        w5      | callback_110   | v1                    | cati
    """
    answers = "\n".join(
        ["wave_id | unit_id | period_month | question_code | answer_code | n"]
        + [f"w{i} | B{1 + i % 2} | 2026-09-01 | police | yes | {i}" for i in range(1, 6)]
        + ["w9 | S1 | 2026-09-01 | police | yes | 9"]
    )
    built = given("SAT02", survey_waves=waves, survey_questions=QUESTIONS, survey_answers=answers)
    found = built.frame("SAT02")
    assert {(row["series"], row["unit_id"]): row["n"] for row in found.iter_rows(named=True)} == {
        ("bureau_cati|v1|cati", "B2"): 1,
        ("bureau_cati|v2|cati", "B1"): 2,
        ("bureau_cati|v2|sms", "B2"): 3,
        ("external_12340|v1|cati", "B1"): 4,
    }


def test_weights_take_the_place_of_heads_and_a_missing_square_is_said(given: Given) -> None:
    waves = "wave_id | weighting\nw1 | poststrat"
    header = "unit_id | period_month | question_code | answer_code | n | weighted_n | weight_sq"
    answers = f"""
        {header}
        S1      | 2026-09-01   | police        | yes         | 10 | 12.5       | 20
        S1      | 2026-09-01   | police        | half        | 4  | 3          | 5
        S1      | 2026-09-01   | police        | no          | 5  | 4.5        | 7
        S2      | 2026-09-01   | police        | yes         | 10 | 12.5       | 20
        S2      | 2026-09-01   | police        | no          | 5  | 4.5        |
    """
    given("SAT02", survey_waves=waves, survey_questions=QUESTIONS, survey_answers=answers).shows(
        "SAT02",
        """
        unit_id | numerator | denominator | numerator_sq | n  | sum_weight_sq
        S1      | 14        | 20          | 13.25        | 19 | 32
        S2      | 12.5      | 17          | 12.5         | 15 |
        """,
    )


def test_case_ratings_are_kept_by_outcome_and_notice(given: Given) -> None:
    waves = "wave_id | programme | questionnaire_version\nw1 | callback_case | cc"
    answers = """
        period_month | question_code | answer_code | outcome_group | notice_group | n
        2026-09-01   | result        | yes         | solved        | notified     | 9
        2026-09-01   | result        | no          | solved        | notified     | 1
        2026-09-01   | result        | yes         | unsolved      | not_notified | 4
        2026-09-01   | result        | yes         | na            | na           | 2
        2026-09-01   | manner        | yes         | solved        | notified     | 99
    """
    built = given("SAT05", survey_waves=waves, survey_questions=QUESTIONS, survey_answers=answers)
    found = built.frame("SAT05")
    assert {row["series"]: (row["numerator"], row["n"]) for row in found.iter_rows(named=True)} == {
        "callback_case|cc|cati|solved|notified": (9, 10),
        "callback_case|cc|cati|unsolved|not_notified": (4, 4),
        "callback_case|cc|cati|na|na": (2, 2),
    }


def test_completion_by_unit_where_recorded_else_for_the_bureau(given: Given) -> None:
    waves = """
        wave_id | mode | period_start | period_end | dialled_n | contacted_n | completed_n
        w1      | cati | 2026-08-01   | 2026-08-31 | 1000      | 400         | 100
        w2      | sms  | 2026-09-01   | 2026-09-30 | 900       |             | 300
        w3      | face | 2026-08-15   | 2026-09-15 |           |             | 50
    """
    fieldwork = """
        wave_id | unit_id | period_month | contacted_n | completed_n | sent_n
        w1      | S1      | 2026-08-01   | 150         | 60          |
        w1      | S2      | 2026-08-01   | 250         | 40          |
    """
    built = given("SAT08", survey_waves=waves, survey_fieldwork=fieldwork)
    built.shows(
        "SAT08",
        """
        component | unit_id | month      | numerator | denominator
        main      | S1      | 2026-08-01 | 60        | 150
        main      | S2      | 2026-08-01 | 40        | 250
        sent      | C       | 2026-09-01 | 300       | 900
        """,
    )


def test_the_month_of_fieldwork_has_to_be_over(given: Given) -> None:
    answers = "period_month | question_code | answer_code | n\n2026-09-01 | safety | yes | 60"
    tables = {
        "survey_waves": "wave_id\nw1",
        "survey_questions": QUESTIONS,
        "survey_answers": answers,
    }
    for cutoff, mature in ((date(2026, 9, 30), "false"), (date(2026, 10, 1), "true")):
        given("SAT01", cutoff=cutoff, **tables).shows("SAT01", f"mature\n{mature}")


def test_cells_keep_answers_as_counted(given: Given) -> None:
    answers = """
        period_month | question_code | answer_code | stratum | n
        2026-09-01   | police        | half        | a       | 3
        2026-09-01   | police        | half        | b       | 4
        2026-09-01   | police        | yes         |         | 0
    """
    built = given(
        "survey_cells",
        survey_waves="wave_id\nw1",
        survey_questions=QUESTIONS,
        survey_answers=answers,
    )
    built.shows(
        "survey_cells",
        """
        construct           | answer_code | positive_weight | is_valid | n | weighted_n | weight_sq
        police_satisfaction | half        | 0.5             | true     | 7 |            | 7
        police_satisfaction | yes         | 1               | true     | 0 |            | 0
        """,
    )
    assert built.frame("survey_cells")["programme"].unique().to_list() == ["bureau_cati"]
    assert built.frame("survey_cells").filter(pl.col("n") == 7)["mode"].to_list() == ["cati"]


AWARE = """
    questionnaire_version | question_code | answer_code | construct           | is_valid | positive_weight
    v1                    | officer       | yes         | awareness_officer   | true     | 1
    v1                    | officer       | no          | awareness_officer   | true     | 0
    v1                    | officer       | refused     | awareness_officer   | false    |
    v1                    | rules         | yes         | awareness_procedure | true     | 1
    v1                    | rules         | no          | awareness_procedure | true     | 0
    v1                    | hurt          | yes         | victimised          | true     | 1
    v1                    | hurt          | no          | victimised          | true     | 0
    v1                    | reported      | yes         | reported            | true     | 1
    v1                    | reported      | no          | reported            | true     | 0
    v1                    | reported      | unsure      | reported            | false    |
"""


def test_three_kinds_of_knowing_stay_three_series(given: Given) -> None:
    answers = """
        period_month | question_code | answer_code | n
        2026-09-01   | officer       | yes         | 60
        2026-09-01   | officer       | no          | 40
        2026-09-01   | officer       | refused     | 5
        2026-09-01   | rules         | yes         | 30
        2026-09-01   | rules         | no          | 70
    """
    waves = "wave_id\nw1"
    built = given("SAT06", survey_waves=waves, survey_questions=AWARE, survey_answers=answers)
    rows = built.frame("SAT06").select("series", "numerator", "denominator", "excluded_n")
    assert sorted(rows.rows()) == [
        ("bureau_cati|v1|cati|awareness_officer", 60, 100, 5),
        ("bureau_cati|v1|cati|awareness_procedure", 30, 100, 0),
    ]


def test_victims_who_did_not_report_of_those_who_were_asked(given: Given) -> None:
    answers = """
        period_month | question_code | answer_code | n
        2026-10-01   | hurt          | yes         | 50
        2026-10-01   | hurt          | no          | 950
        2026-10-01   | reported      | yes         | 26
        2026-10-01   | reported      | no          | 22
        2026-10-01   | reported      | unsure      | 2
    """
    waves = "wave_id\nw1"
    given("SAT07", survey_waves=waves, survey_questions=AWARE, survey_answers=answers).shows(
        "SAT07",
        """
        month      | numerator | denominator | numerator_sq | n  | excluded_n
        2026-10-01 | 22        | 48          | 22           | 48 | 2
        """,
    )
