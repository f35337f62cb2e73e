"""Surveys: wide tables melted, respondents counted."""

from datetime import date
from pathlib import Path
from textwrap import dedent

import polars as pl
import pytest

from data.errors import IntakeError
from data.intake import Delivery, prepare

WIDE = r"""
    [[source]]
    table = "survey_answers"
    rename = { "批次" = "wave_id", "所" = "unit_id", "月" = "period_month" }
    [source.wide]
    columns = '(?P<question_code>q\d)_(?P<answer_code>\d)'
    value = "n"
"""
MICRODATA = """
    nulls = ["NA"]
    [[source]]
    files = "people.csv"
    table = "survey_answers"
    rename = { "dist" = "unit_id", "when" = "period_month" }
    constants = { wave_id = "w1" }
    [source.microdata]
    version = "v1"
    labels = { file = "labels.csv", column = "column", text = "label" }
    WEIGHT
    [source.microdata.wave]
    programme = "bureau_cati"
    mode = "cati"
    [[source.microdata.questions]]
    constructs = { q1 = "safety", q2 = "trust" }
    answers = [
        { code = "1", label = "满意", weight = 1, score = 100 },
        { code = "2", label = "不满意", weight = 0, score = 0 },
        { code = "9", label = "说不清", valid = false },
    ]
"""
PEOPLE = """id,dist,when,q1,q2,w
1,a,2026-03-01,1,2,0.5
2,a,2026-03-01,1,NA,2
3,a,2026-03-01,9,1,1
4,b,2026-02-01,2,7,1
5,,2026-02-01,2,2,1
6,b,31.31.2026,2,2,1
"""


def taken(folder: Path, rules: str, **files: str) -> list[Delivery]:
    (folder / "p.toml").write_text(dedent(rules), "utf-8")
    paths = []
    for name, text in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(text, "utf-8")
    return list(prepare(paths, folder / "p.toml"))


def test_wide_tables_become_one_row_a_filled_cell(tmp_path: Path) -> None:
    text = "批次,所,月,q1_1,q1_2,q2_1\nw1,a,2026-03-01,5,0,\nw1,b,2026-03-01,7,x,2\n"
    (found,) = taken(tmp_path, WIDE, wide=text)
    rows = found.frame.select("line", "unit_id", "question_code", "answer_code", "n").rows()
    assert rows == [
        (2, "a", "q1", "1", 5),
        (2, "a", "q1", "2", 0),
        (3, "b", "q1", "1", 7),
        (3, "b", "q1", "2", None),
        (3, "b", "q2", "1", 2),
    ]
    assert (found.read, found.made) == (2, 5)
    assert found.bad_values.rows() == [(3, "n", "x", "not_a_whole_number")]


def counted(folder: Path, weight: str = "") -> dict[str, Delivery]:
    rules = MICRODATA.replace("WEIGHT", weight)
    labels = "column,label\nq1,您感觉安全吗\n"
    return {one.table: one for one in taken(folder, rules, people=PEOPLE, labels=labels)}


def test_respondents_are_counted_into_three_tables(tmp_path: Path) -> None:
    found = counted(tmp_path)
    assert list(found) == ["survey_waves", "survey_questions", "survey_answers"]
    answers = found["survey_answers"]
    rows = answers.frame.select(
        "unit_id", "period_month", "question_code", "answer_code", "n"
    ).rows()
    march, february = date(2026, 3, 1), date(2026, 2, 1)
    assert sorted(rows) == sorted(
        [
            ("a", march, "q1", "1", 2),
            ("a", march, "q1", "9", 1),
            ("a", march, "q2", "1", 1),
            ("a", march, "q2", "2", 1),
            ("b", february, "q1", "2", 1),
            ("b", february, "q2", "7", 1),
            ("UNKNOWN", february, "q1", "2", 1),
            ("UNKNOWN", february, "q2", "2", 1),
        ]
    )
    assert answers.read == 6
    assert answers.bad_values.rows() == [(7, "period_month", "31.31.2026", "not_a_date")]
    assert "weighted_n" not in answers.frame.columns


def test_the_wave_counts_its_people_and_spans_their_months(tmp_path: Path) -> None:
    wave = counted(tmp_path)["survey_waves"].frame.row(0, named=True)
    assert (wave["wave_id"], wave["completed_n"], wave["weighting"]) == ("w1", 5, "none")
    assert (wave["period_start"], wave["period_end"]) == (date(2026, 2, 1), date(2026, 3, 31))


def test_answers_nobody_listed_are_kept_as_not_valid(tmp_path: Path) -> None:
    questions = counted(tmp_path)["survey_questions"].frame
    assert questions.filter(question_code="q2")["answer_code"].to_list() == ["1", "2", "9", "7"]
    assert questions.filter(question_code="q2")["is_valid"].to_list() == [True, True, False, False]
    assert questions.filter(question_code="q1")["question_text"].unique().to_list() == [
        "您感觉安全吗"
    ]


def test_weights_are_summed_with_their_squares(tmp_path: Path) -> None:
    answers = counted(tmp_path, 'weight = "w"')["survey_answers"].frame
    cell = answers.filter(unit_id="a", question_code="q1", answer_code="1").row(0, named=True)
    assert (cell["n"], cell["weighted_n"], cell["weight_sq"]) == (2, 2.5, 4.25)


def test_the_file_of_labels_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        taken(tmp_path, MICRODATA.replace("WEIGHT", ""), people=PEOPLE)
    assert caught.value.key == "intake.no_labels"


def test_rows_with_a_cell_too_few_or_too_many_are_no_respondents(tmp_path: Path) -> None:
    rules, labels = MICRODATA.replace("WEIGHT", ""), "column,label\nq1,您感觉安全吗\n"
    uneven = "7,a,2026-03-01\n8,a,2026-03-01,1,2,1,1\n"
    found = taken(tmp_path, rules, people=PEOPLE + uneven, labels=labels)
    wave, answers = found[0].frame.row(0, named=True), found[-1]
    assert wave["completed_n"] == 5
    assert answers.bad_values["line"].to_list() == [7, 8, 9]
    assert answers.made == answers.frame.height + 3


def test_a_wide_row_of_too_few_cells_and_no_count_is_accounted_for(tmp_path: Path) -> None:
    (found,) = taken(tmp_path, WIDE, wide="批次,所,月,q1_1\nw1,a,2026-03-01,5\nw1,b\n")
    assert (found.frame.height, found.made, found.bad_values["line"].to_list()) == (1, 2, [3])


def test_nobody_is_lost(tmp_path: Path) -> None:
    answers = counted(tmp_path)["survey_answers"]
    asked = answers.frame.group_by("question_code").agg(pl.col("n").sum()).sort("question_code")
    assert asked.rows() == [("q1", 5), ("q2", 4)]
