"""Survey answers: a delivery replaces its wave, unit, month and question as a whole."""

from itertools import permutations

import pytest

from tests.warehouse.conftest import Warehouse

ANSWERS = ("question_code", "answer_code", "n")


def test_cells_a_corrected_delivery_no_longer_has_are_gone(with_units: Warehouse) -> None:
    with_units.bring(
        survey_answers="""
        question_code | answer_code | n
        q1            | 1           | 10
        q1            | 2           | 5
        q2            | 1           | 7
        """
    )
    report = with_units.bring(
        at="2026-04-02",
        survey_answers="""
        question_code | answer_code | n
        q1            | 1           | 11
        q1            | 3           | 4
        """,
    )
    assert (report.files[0].new, report.files[0].corrected) == (1, 1)
    assert report.replaced == {"survey_answers": 1}
    assert with_units.rows("survey_answers", *ANSWERS) == [
        ("q1", "1", 11),
        ("q1", "3", 4),
        ("q2", "1", 7),
    ]


def test_the_same_answers_again_make_no_version(with_units: Warehouse) -> None:
    path = with_units.write("survey_answers", "answer_code | n\n1 | 10\n2 | 5")
    with_units.take(path)
    again = with_units.take(path, at="2026-05-01")
    assert (again.unchanged, again.snapshot) == (2, None)


# Each delivery of question q1 as its cells.
DELIVERIES = {
    "a cell goes and returns": ["1:10 2:5", "1:10", "1:10 2:5"],
    "cells only go": ["1:10 2:5 3:1", "1:10 2:5", "1:10"],
    "all change": ["1:10", "2:5", "1:11 3:1"],
}


@pytest.mark.parametrize("cells", DELIVERIES.values(), ids=DELIVERIES.keys())
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_newest_delivery_of_a_question_wins_in_every_order(
    with_units: Warehouse, cells: list[str], order: tuple[int, ...]
) -> None:
    def drawn(number: int) -> str:
        rows = [cell.replace(":", " | ") for cell in cells[number].split()]
        return "\n".join(["answer_code | n", *rows])

    for number in order:
        with_units.bring(at=f"2026-04-0{number + 1}", survey_answers=drawn(number))
    rows = with_units.rows("survey_answers", "answer_code", "n")
    assert rows == [
        (answer, int(n)) for answer, n in (cell.split(":") for cell in cells[2].split())
    ]


def test_of_two_deliveries_at_once_the_newer_one_of_a_question_counts(
    with_units: Warehouse,
) -> None:
    from datetime import datetime

    from data import imports
    from data.intake import prepare

    old = with_units.write("survey_answers", "answer_code | n\n1 | 10\n2 | 5")
    new = with_units.write("survey_answers", "answer_code | n\n1 | 10\n3 | 4")
    parts = [
        delivery
        for path, day in ((new, 2), (old, 1))
        for delivery in prepare([path], delivered_at=datetime(2026, 4, day))
    ]
    report = imports.take_in(parts, with_units.path)
    assert with_units.rows("survey_answers", "answer_code", "n") == [("1", 10), ("3", 4)]
    by_day = {file.delivery_at.day: file for file in report.files}
    assert by_day[1].unchanged == 1
    assert by_day[1].filtered == {"superseded": 1}
    assert all(file.is_balanced for file in report.files)


def test_a_question_with_a_refused_answer_is_refused_whole(with_units: Warehouse) -> None:
    with_units.bring(survey_answers="answer_code | n\n1 | 10\n2 | 5")
    report = with_units.bring(
        at="2026-04-02",
        survey_answers="""
        question_code | answer_code | n
        q1            | 1           | 12
        q1            | 2           | -3
        q2            | 1           | 8
        """,
    )
    assert report.rejected == 2
    assert {rule for rule, _ in report.files[0].reasons} == {"min", "scope_incomplete"}
    assert with_units.rows("survey_answers", *ANSWERS) == [
        ("q1", "1", 10),
        ("q1", "2", 5),
        ("q2", "1", 8),
    ]


def test_more_answers_than_completed_interviews_are_refused(with_units: Warehouse) -> None:
    report = with_units.bring(
        survey_waves="""
        wave_id | dialled_n | contacted_n | completed_n
        w1      | 300       | 100         | 20
        """,
        survey_answers="""
        question_code | answer_code | n
        q1            | 1           | 12
        q1            | 2           | 9
        q2            | 1           | 20
        """,
    )
    assert report.rejected == 2
    assert with_units.rows("survey_answers", *ANSWERS) == [("q2", "1", 20)]


def test_answers_to_come_are_counted_with_those_stored(with_units: Warehouse) -> None:
    with_units.bring(
        survey_waves="wave_id | completed_n\nw1 | 20",
        survey_answers="unit_id | n\nU1 | 12",
    )
    report = with_units.bring(at="2026-04-02", survey_answers="unit_id | n\nU2 | 9")
    assert report.rejected == 1
    corrected = with_units.bring(at="2026-04-03", survey_answers="unit_id | n\nU1 | 11\nU2 | 9")
    assert (corrected.rejected, corrected.accepted, corrected.closed) == (0, 2, 1)


def test_the_whole_and_its_parts_are_refused_together(with_units: Warehouse) -> None:
    report = with_units.bring(
        survey_answers="""
        question_code | area_type | n
        q1            | all       | 10
        q1            | urban     | 6
        q2            | urban     | 6
        q2            | rural     | 4
        """
    )
    assert report.rejected == 2
    assert with_units.rows("survey_answers", "question_code", "area_type") == [
        ("q2", "rural"),
        ("q2", "urban"),
    ]


def test_cells_of_a_unit_that_was_unknown_leave_with_the_question_as_well(
    with_units: Warehouse,
) -> None:
    with_units.bring(survey_answers="unit_id | answer_code | n\nX9 | 1 | 10\nX9 | 2 | 5")
    report = with_units.bring(
        at="2026-04-02",
        units="unit_id | short_name\nU3 | X9",
        survey_answers="unit_id | answer_code | n\nU3 | 1 | 11",
    )
    assert report.replaced == {"survey_answers": 1}
    columns = ("unit_id", "source_unit_id", "answer_code", "n")
    assert with_units.rows("survey_answers", *columns) == [("U3", None, "1", 11)]


def test_two_unknown_units_stay_apart(with_units: Warehouse) -> None:
    with_units.bring(survey_answers="unit_id | n\nX1 | 10\nX2 | 5")
    assert with_units.rows("survey_answers", "unit_id", "source_unit_id", "n") == [
        ("UNKNOWN", "X1", 10),
        ("UNKNOWN", "X2", 5),
    ]
