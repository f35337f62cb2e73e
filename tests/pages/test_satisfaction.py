"""满意度 on the demo city: what its pictures claim, and what they keep back."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import t as student

from dashboard import designs, judged, measured
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures import satisfaction
from dashboard.pictures.satisfaction import assessed, course, groups, places, to_check
from dashboard.statistics.estimates import share_of
from dashboard.texts import spoken_in
from data.demo.parameters import quirk
from data.snapshot import current
from tests.cities import in_hand

CITY = Filters(unit_id="990100000000", month=date(2026, 10, 1))


@pytest.fixture(scope="module", autouse=True)
def held(demo_warehouse: Path) -> Iterator[None]:
    """The demo city, in the hands of this process."""
    with in_hand(demo_warehouse):
        yield


def test_those_told_are_more_satisfied_and_nothing_is_said_to_cause_it() -> None:
    drawn = groups.by_notice(CITY)
    assert "都高出" in drawn.title
    assert "不等于因果" in drawn.note
    assert drawn.note.count("(") >= 2  # both differences with their intervals


def test_the_usual_answers_are_said_in_the_reader_s_language() -> None:
    with spoken_in("en"):
        drawn = groups.grades(CITY)
    assert drawn.figure is not None
    names = [trace.name for trace in drawn.figure.data]
    assert names[:2] == ["Satisfied", "Rather satisfied"]
    assert not re.search("[\u4e00-\u9fff]", drawn.title + drawn.subtitle + drawn.note)


def test_a_window_adds_about_what_was_planted() -> None:
    gains = assessed.added(CITY)
    assert gains["SAT01"].is_beyond_chance
    assert gains["SAT01"].low < 0.025 < gains["SAT01"].high
    assert not gains["SAT02"].is_beyond_chance
    assert "测评期抬高约" in assessed.windows(CITY).title


def test_a_month_in_a_window_stands_beside_earlier_windows_only() -> None:
    found = assessed.beside_earlier(CITY, "SAT02")
    assert found is not None
    assert (found.first, found.last) == (date(2026, 10, 1), date(2026, 10, 1))
    assert found.found.value == pytest.approx(0.0305, abs=0.001)
    assert assessed.beside_earlier(CITY.but(month=date(2026, 9, 1)), "SAT02") is None


def test_visiting_more_goes_with_nothing() -> None:
    assert places.effort(CITY).title == "走访多的单位，满意率并没有更高"


def test_trends_stay_inside_the_questionnaire() -> None:
    assert course.both(CITY).title == "双测评：2025年1月换版以来都在上升"
    young = course.both(CITY.but(month=date(2025, 6, 1)))
    assert "还看不出升降" in young.title


def test_too_even_answers_are_to_be_checked_with_innocent_reasons() -> None:
    found = to_check.flags(CITY)
    assert found is not None
    units = {choice.unit_id for _, _, choice in found.lines}
    assert set(quirk("perfect_scores").units) <= units
    assert all("可能原因" in words and tag == "check" for tag, words, _ in found.lines)


def test_the_short_answer_says_whether_it_moved_and_who_did_not_answer() -> None:
    said = satisfaction.verdict(CITY)
    assert "公安工作满意率" in said.lead
    assert "测评期" in said.rest
    assert "没答的人若全不满意，满意率最低 28.4%；若全满意，最高 93.3%" in said.rest
    assert len(said.working) >= 3


def test_published_figures_get_no_interval() -> None:
    drawn = satisfaction.course_of_published(CITY)
    assert drawn is not None and drawn.figure is not None
    assert not any(trace.fill == "toself" for trace in drawn.figure.data)


@pytest.mark.parametrize("unit_id", ["990101560000", "990124510000", "990124000000"])
def test_no_table_tells_of_one_to_four_people(unit_id: str) -> None:
    drawn, lacking = satisfaction.pictures(CITY.but(unit_id=unit_id))
    for name, shown, _ in [*drawn, *lacking]:
        if isinstance(shown, Picture) and shown.evidence is not None:
            table = shown.evidence.table
            for column in {"respondent_count", "n"} & set(table.columns):
                few = table.filter((pl.col(column) > 0) & (pl.col(column) < 5))
                assert few.is_empty(), f"{name}: {few}"


def test_what_is_pointed_at_is_said_in_our_words() -> None:
    drawn, _ = satisfaction.pictures(CITY)
    figures = [shown.figure for _, shown, _ in drawn if isinstance(shown, Picture) and shown.figure]
    assert len(figures) >= 8
    assert {trace.hoverinfo for figure in figures for trace in figure.data} <= {"text", "skip"}


def _taylor(rows: pl.DataFrame) -> tuple[float, float]:
    """A share and its standard error, written out by stratum and sampling unit."""
    weight = rows["n"].sum()
    share = (rows["n"] * rows["positive_weight"]).sum() / weight
    variance = 0.0
    for _, stratum in rows.group_by("stratum"):
        scores = [
            float((unit["n"] * (unit["positive_weight"] - share)).sum()) / weight
            for _, unit in stratum.group_by("psu")
        ]
        mean, n = sum(scores) / len(scores), len(scores)
        variance += n / (n - 1) * sum((score - mean) ** 2 for score in scores)
    return share, variance**0.5


def test_the_margin_of_the_phone_survey_allows_for_strata_and_sampling_units(
    demo_warehouse: Path,
) -> None:
    held = current(demo_warehouse)
    assert held is not None
    questions = pl.read_parquet(held.tables["survey_questions"])
    answers = pl.read_parquet(held.tables["survey_answers"])
    rows = answers.filter(wave_id="cati-2026-10", question_code="q2").join(
        questions.filter(questionnaire_version="v2", is_valid=True),
        on=["question_code", "answer_code"],
    )
    share, error = _taylor(rows)
    strata, units = rows["stratum"].n_unique(), rows.n_unique(["stratum", "psu"])
    size, quantile = share * (1 - share) / error**2, float(student.ppf(0.975, units - strata))
    half = quantile * (share * (1 - share) / size + quantile**2 / 4 / size**2) ** 0.5
    low, high = (
        (share + quantile**2 / 2 / size + side * half) / (1 + quantile**2 / size)
        for side in (-1, 1)
    )
    row = measured.by_month("SAT02", CITY).row(-1, named=True)
    wanted = [100 * share, 100 * low, 100 * high]
    assert [row[name] for name in ("value", "low", "high")] == pytest.approx(wanted)
    table = course.both(CITY).evidence
    assert table is not None
    last = table.table.filter(indicator_id="SAT02").row(-1, named=True)
    assert [last["low"], last["high"]] == pytest.approx([low, high])
    said = [note for note in table.notes if "泰勒线性化" in note and "满意率" in note]
    assert f"{strata} 个层、{units} 个抽样单元" in said[0]
    assert f"自由度 {units - strata}" in said[0]


def test_the_working_says_why_kish_stands() -> None:
    rated = judged.change("SAT04", CITY)
    assert rated is not None and rated.working is not None
    assert "未给出分层与抽样单元" in rated.working.inputs
    station = CITY.but(unit_id=str(quirk("perfect_scores").units[0]))
    alone = judged.judgement("SAT02", station)
    assert alone is not None and alone.now is not None
    # A station's area is one sampling unit of every round: nothing tells how units differ.
    assert alone.now.design is not None and alone.now.design.df == 0
    assert designs.words(share_of(alone.now), alone.now.design).startswith("本单位的回答")
