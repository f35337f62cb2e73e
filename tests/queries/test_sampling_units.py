"""survey_psu and measured/designs: Taylor's variance from sums over sampling units.

The plain way beside it: every respondent counted out as one answer, and `of_answers`, which is
held against R and svy.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from dashboard.database import Database
from dashboard.designs import of_row
from dashboard.filters import Filters
from dashboard.statistics.proportions import Share, interval, of_answers, of_sums

from .conftest import Built, Given

MARTS = ("unit_list", "unit_map", "survey_psu", "survey_designs", "SAT02", "SAT05", "SAT07")
QUESTIONS = """
    questionnaire_version | question_code | answer_code | construct           | is_valid | positive_weight
    v1                    | q2            | a           | police_satisfaction | true     | 1
    v1                    | q2            | h           | police_satisfaction | true     | 0.5
    v1                    | q2            | b           | police_satisfaction | true     | 0
    v1                    | q2            | x           | police_satisfaction | false    |
    v1                    | q9            | a           | reported            | true     | 1
    v1                    | q9            | b           | reported            | true     | 0
    cc                    | q5            | a           | outcome             | true     | 1
    cc                    | q5            | b           | outcome             | true     | 0
    cc                    | q6            | a           | attitude            | true     | 1
"""
WAVES = """
    wave_id | programme     | questionnaire_version | weighting
    w1      | bureau_cati   | v1                    | none
    w2      | bureau_cati   | v1                    | poststrat
    w3      | callback_case | cc                    | none
"""
# Two strata by branch, one of a single sampling unit; p9 has no valid answer but was drawn.
CLUSTERS = """
    wave_id | unit_id | period_month | question_code | answer_code | stratum | psu | n
    w1      | S1      | 2026-09-01   | q2            | a           | east    | p1  | 7
    w1      | S1      | 2026-09-01   | q2            | b           | east    | p1  | 3
    w1      | S1      | 2026-09-01   | q2            | a           | east    | p2  | 9
    w1      | S2      | 2026-09-01   | q2            | h           | east    | p2  | 2
    w1      | S2      | 2026-09-01   | q2            | b           | east    | p3  | 6
    w1      | S2      | 2026-09-01   | q2            | a           | east    | p3  | 1
    w1      | S2      | 2026-09-01   | q2            | x           | east    | p9  | 4
    w1      | S3      | 2026-09-01   | q2            | a           | west    | p1  | 5
    w1      | S3      | 2026-09-01   | q2            | b           | west    | p1  | 5
"""


def built(given: Given, answers: str) -> Built:
    """The marts of some answers."""
    return given(*MARTS, survey_waves=WAVES, survey_questions=QUESTIONS, survey_answers=answers)


def asked(marts: Built, *unit_ids: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The answer of measured/designs for October 2026, by unit, indicator and series."""
    found = Database(marts.files, marts.folder).run(
        "measured/designs",
        Filters(month=date(2026, 10, 1)).parameters()
        | {"unit_ids": list(unit_ids), "first_month": date(2025, 1, 1)},
    )
    return {
        (row["unit_id"], row["indicator_id"], row["series"]): row
        for row in found.iter_rows(named=True)
    }


def counted_out(answers: str, inside: tuple[str, ...], y: Mapping[str, float]) -> Share:
    """The share by single answers; those of other units are outside the domain."""
    header, *rows = (
        [cell.strip() for cell in line.split("|")] for line in answers.strip().splitlines()
    )
    people = [
        row for line in rows for row in [dict(zip(header, line, strict=True))] * int(line[-1])
    ]
    return of_answers(
        [y.get(row["answer_code"], np.nan) for row in people],
        strata=[row["stratum"] for row in people],
        psus=[f"{row['stratum']}{row['psu']}" for row in people] if people[0]["psu"] else None,
        domain=[row["unit_id"] in inside and row["answer_code"] in y for row in people],
    )


Y = {"a": 1.0, "h": 0.5, "b": 0.0}


def test_the_mart_adds_up_by_sampling_unit_and_knows_how_many_were_drawn(given: Given) -> None:
    built(given, CLUSTERS).shows(
        "survey_psu",
        """
        indicator_id | stratum | psu | unit_id | psus_n | n  | positive | weight | positive_sq_weight_sq
        SAT02        | east    | p1  | S1      | 4      | 10 | 7        | 10     | 7
        SAT02        | east    | p2  | S1      | 4      | 9  | 9        | 9      | 9
        SAT02        | east    | p2  | S2      | 4      | 2  | 1        | 2      | 0.5
        SAT02        | east    | p3  | S2      | 4      | 7  | 1        | 7      | 1
        SAT02        | west    | p1  | S3      | 1      | 10 | 5        | 10     | 5
        """,
    )


@pytest.mark.parametrize(
    ("unit_id", "inside"), [("C", ("S1", "S2", "S3")), ("B1", ("S1", "S2")), ("S1", ("S1",))]
)
def test_the_variance_is_the_one_of_single_answers(
    given: Given, unit_id: str, inside: tuple[str, ...]
) -> None:
    marts = built(given, CLUSTERS)
    row = asked(marts, unit_id)[unit_id, "SAT02", "bureau_cati|v1|cati"]
    design = of_row(row)
    assert design is not None
    sums = marts.frame("SAT02").filter(pl.col("unit_id").is_in(inside))
    positive, weight, n = (sums[name].sum() for name in ("numerator", "denominator", "n"))
    wanted = counted_out(CLUSTERS, inside, Y)
    assert design.variance(positive / weight, weight) == pytest.approx(wanted.variance, rel=1e-9)
    found = of_sums(positive, weight, n, n, sums["numerator_sq"].sum(), design)
    assert found.design is design
    low, high = interval(found)
    assert 0 < low < found.value < high < 1


def test_strata_and_units_count_where_the_domain_has_answers(given: Given) -> None:
    rows = asked(built(given, CLUSTERS), "C", "B1", "B2", "S1")
    counted = {
        unit: (row["strata"], row["psus"], row["single"]) for (unit, *_), row in rows.items()
    }
    # p9 was drawn but gave no valid answer: it is among the n_h, not among the degrees of freedom.
    assert counted == {"C": (2, 4, 1), "B1": (1, 3, 0), "B2": (1, 1, 1), "S1": (1, 2, 0)}


def test_one_sampling_unit_tells_nothing_and_kish_stands(given: Given) -> None:
    row = asked(built(given, CLUSTERS), "B2")["B2", "SAT02", "bureau_cati|v1|cati"]
    found = of_sums(5, 10, 10, 10, 5, of_row(row))
    assert found == of_sums(5, 10, 10, 10, 5)


def test_strata_alone_make_every_answer_a_sampling_unit(given: Given) -> None:
    answers = """
        wave_id | unit_id | period_month | question_code | answer_code | stratum | psu | n
        w1      | S1      | 2026-09-01   | q2            | a           | east    |     | 30
        w1      | S2      | 2026-09-01   | q2            | b           | east    |     | 12
        w1      | S3      | 2026-09-01   | q2            | a           | west    |     | 8
        w1      | S3      | 2026-09-01   | q2            | h           | west    |     | 10
    """
    marts = built(given, answers)
    for unit_id, inside in (("C", ("S1", "S2", "S3")), ("B1", ("S1", "S2"))):
        row = asked(marts, unit_id)[unit_id, "SAT02", "bureau_cati|v1|cati"]
        design = of_row(row)
        assert design is not None
        wanted = counted_out(answers, inside, Y)
        sums = marts.frame("SAT02").filter(pl.col("unit_id").is_in(inside))
        weight = sums["denominator"].sum()
        assert design.variance(wanted.value, weight) == pytest.approx(wanted.variance, rel=1e-9)
        assert design.psus - design.strata == sums["n"].sum() - (2 if unit_id == "C" else 1)


def test_weights_within_a_stratum_spread_by_their_squares(given: Given) -> None:
    answers = """
        wave_id | unit_id | period_month | question_code | answer_code | stratum | n | weighted_n | weight_sq
        w2      | S1      | 2026-09-01   | q2            | a           | east    | 3 | 6          | 14
        w2      | S1      | 2026-09-01   | q2            | b           | east    | 2 | 3          | 5
        w2      | S3      | 2026-09-01   | q2            | a           | west    | 2 | 2          |
    """
    rows = asked(built(given, answers), "C", "B1")
    design = of_row(rows["B1", "SAT02", "bureau_cati|v1|cati"])
    assert design is not None
    # Weights 1, 2, 3 said yes and 1, 2 said no: Σw² of yes 14, of no 5.
    wanted = of_answers([1, 1, 1, 0, 0], [1, 2, 3, 1, 2], strata=["east"] * 5)
    assert design.variance(6 / 9, 9) == pytest.approx(wanted.variance)
    # In the west the squares are not known, so two of seven have no place.
    assert rows["C", "SAT02", "bureau_cati|v1|cati"]["placed_n"] == 5


def test_answers_without_a_place_take_the_design_from_all(given: Given) -> None:
    answers = CLUSTERS + (
        "    w1      | S1      | 2026-09-01   | q2            | a           |         |     | 6\n"
    )
    row = asked(built(given, answers), "C")["C", "SAT02", "bureau_cati|v1|cati"]
    assert row["placed_n"] == 38
    assert of_sums(25 + 6, 44, 44, 44, 24.5 + 6, of_row(row)).design is None


def test_a_round_without_strata_and_units_has_no_row(given: Given) -> None:
    answers = """
        wave_id | period_month | question_code | answer_code | n
        w1      | 2026-09-01   | q2            | a           | 30
    """
    marts = built(given, answers)
    assert marts.frame("survey_psu").is_empty()
    assert asked(marts, "C") == {}


def test_groups_of_a_rating_stand_alone_and_together(given: Given) -> None:
    answers = """
        wave_id | unit_id | period_month | question_code | answer_code | outcome_group | notice_group | psu | n
        w3      | S1      | 2026-09-01   | q5            | a           | solved        | notified     | p1  | 6
        w3      | S1      | 2026-09-01   | q5            | b           | unsolved      | notified     | p1  | 4
        w3      | S2      | 2026-09-01   | q5            | a           | solved        | notified     | p2  | 3
        w3      | S2      | 2026-09-01   | q5            | b           | solved        | notified     | p2  | 5
        w3      | S2      | 2026-09-01   | q6            | a           | solved        | notified     | p2  | 9
    """
    rows = asked(built(given, answers), "C")
    told = of_row(rows["C", "SAT05", "callback_case|cc|cati|solved|notified"])
    whole = of_row(rows["C", "SAT05", "callback_case|cc|cati"])
    assert told is not None and whole is not None
    p1, p2 = [1.0] * 6, [1.0] * 3 + [0.0] * 5
    wanted = of_answers([*p1, *p2], psus=["p1"] * 6 + ["p2"] * 8)
    assert told.variance(9 / 14, 14) == pytest.approx(wanted.variance)
    wanted = of_answers([*p1, *[0.0] * 4, *p2], psus=["p1"] * 10 + ["p2"] * 8)
    assert whole.variance(9 / 18, 18) == pytest.approx(wanted.variance)


def test_the_sums_are_those_of_the_indicators(given: Given) -> None:
    answers = (
        CLUSTERS
        + """
        w1      | S1      | 2026-10-01   | q9            | a           | east    | p1  | 4
        w1      | S2      | 2026-10-01   | q9            | b           | east    | p2  | 9
    """.strip("\n")
    )
    marts = built(given, answers)
    psu = (
        marts.frame("survey_psu")
        .group_by("indicator_id", "series", "unit_id", "month")
        .agg(pl.col("positive", "weight", "n").sum())
    )
    for indicator_id in ("SAT02", "SAT07"):
        own = marts.frame(indicator_id).join(
            psu, on=["indicator_id", "series", "unit_id", "month"], suffix="_psu"
        )
        assert own.height == marts.frame(indicator_id).height > 0
        assert own["numerator"].to_list() == own["positive"].to_list()
        assert own["denominator"].to_list() == own["weight"].to_list()
        assert own["n"].to_list() == own["n_psu"].to_list()
