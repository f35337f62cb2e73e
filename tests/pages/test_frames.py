"""The essays' frames: each can be pointed at, and its figures are those of the rows themselves."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard import texts
from dashboard.filters import Filters
from dashboard.pictures import complaints, promises, unit_profile
from dashboard.pictures.overview import ratings
from dashboard.pictures.small_cases import loss_chain
from dashboard.settings import CODES
from tests.cities import in_hand, rows

MONTH = date(2026, 10, 1)
CHOICE = Filters(unit_id="990100000000", month=MONTH)
DIFFICULTIES = ("access_service", "attitude", "inaction")


@pytest.fixture
def city(demo_warehouse: Path) -> Iterator[Path]:
    """The demo city, in the hands of this process."""
    with in_hand(demo_warehouse):
        yield demo_warehouse


def month_of(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.Date).dt.truncate("1mo")


def test_four_abilities_are_the_visits_of_the_month(city: Path) -> None:
    visits = rows(city, "activities").filter(
        pl.col("activity_type") == "household_visit", month_of("held_on") == MONTH
    )
    sums = visits.select(pl.col("planned_n", "reached_n", "effective_n", "resolved_n").sum())
    picture = promises.four_steps(CHOICE)
    assert picture.evidence is not None
    assert picture.evidence.table.filter(month=MONTH).row(0)[1:] == sums.row(0)
    assert "能敲开门、能见上人、能说上话、能办成事" in picture.subtitle


def test_three_difficulties_are_a_share_of_three_months(city: Path) -> None:
    received = rows(city, "complaints").filter(
        pl.col("kind").is_in(["complaint", "petition"]),
        month_of("received_at").is_between(date(2026, 8, 1), MONTH),
    )
    hard = received.filter(pl.col("category_l1").is_in(list(DIFFICULTIES))).height
    picture = complaints.difficulties(CHOICE)
    assert picture.evidence is not None
    last = picture.evidence.table.filter(month=MONTH).row(0, named=True)
    assert (last["numerator"], last["denominator"]) == (hard, received.height)
    assert f"{100 * hard / received.height:.1f}%" in picture.title


def test_the_chain_starts_with_the_small_cases_received(city: Path) -> None:
    kinds = pl.read_csv(CODES / "category_map.csv")
    loss, limit = pl.col("property_loss_yuan"), pl.col("small_loss_below_yuan")
    small = rows(city, "cases").join(kinds, on="category_code").filter(
        pl.col("matter_kind").is_in(["criminal", "public_security"]),
        "is_small",
        pl.when(loss.is_null())
        .then("small_when_loss_unknown")
        .otherwise(limit.is_null() | (loss < limit)),
    )  # fmt: skip
    picture = loss_chain.picture(CHOICE, True)
    assert picture.evidence is not None
    (chain,) = picture.evidence.table.rows(named=True)
    cohort = small.filter(month_of("received_at") == chain["first_month"])
    assert chain["received"] == cohort.height
    steps = ("received", "decided_in_limit", "docketed", "solved_90", "notified_7")
    counts = [chain[name] for name in steps]
    assert counts == sorted(counts, reverse=True)


def test_both_ratings_are_the_weighted_answers_of_the_month(city: Path) -> None:
    ours = rows(city, "survey_waves").filter(programme="bureau_cati")
    keys = ["questionnaire_version", "question_code", "answer_code"]
    answered = (
        rows(city, "survey_answers")
        .filter(period_month=MONTH)
        .join(ours.select("wave_id", "questionnaire_version"), on="wave_id")
        .join(rows(city, "survey_questions"), on=keys)
        .filter("is_valid")
    )
    body = ratings.picture(CHOICE).figure.to_json()  # type: ignore[union-attr]
    for construct in ("safety", "police_satisfaction"):
        own = answered.filter(construct=construct)
        share = 100 * float((own["n"] * own["positive_weight"]).sum()) / float(own["n"].sum())
        assert f"{share:.1f}%" in body


def test_six_constants_are_counted_from_the_rows_and_say_when_a_warning_holds(city: Path) -> None:
    year = pl.col("month").is_between(date(2025, 11, 1), MONTH)
    held = rows(city, "activities").with_columns(month=month_of("held_on")).filter(year)
    by_month = held.group_by("month").len()["len"]
    told = held.filter(pl.col("activity_type").is_in(["press_release", "publicity"])).height
    released = rows(city, "activities").filter(
        pl.col("activity_type") == "press_release",
        month_of("reference_at") == MONTH,
        pl.col("reference_at") < date(2026, 10, 31),
    )
    within = pl.col("released_at") <= pl.col("reference_at") + pl.duration(hours=24)
    picture = unit_profile.pairs(CHOICE)
    assert picture.evidence is not None
    shown = {row["name"]: row for row in picture.evidence.table.iter_rows(named=True)}
    evenness = 100 * float(by_month.min()) / float(by_month.mean())  # type: ignore[arg-type]
    assert f"{evenness:.1f}%" in shown["活动均匀度（近12个月）"]["figure"]
    assert shown["对外发布、宣传（近12个月；内报数未接入）"]["figure"].startswith(f"{told:,} 次")
    first = 100 * released.filter(within).height / released.height
    assert shown["重大事项24小时首发率"]["figure"].startswith(f"{first:.1f}%")
    # The essay warns of a surge above 1.6.
    assert shown["突击指数"]["goal_words"] == "预警"
    assert {"服务超期积压", "窗口好评率", "十件实事兑现率", "大小案破案率差"} <= set(shown)


def test_other_promises_are_what_units_told(city: Path) -> None:
    told = (
        rows(city, "commitment_progress")
        .filter(~pl.col("commitment_id").str.starts_with("C"), pl.col("month") <= MONTH)
        .group_by("commitment_id")
        .agg(pl.col("due_n", "on_time_n").sum())
    )
    picture = promises.others(CHOICE)
    assert picture.evidence is not None
    shown = picture.evidence.table.select("commitment_id", "promised_n", "kept_n")
    assert sorted(shown.rows()) == sorted(told.rows())
    assert "其他承诺 8 项" in picture.title
    assert all(f"{kept:,}/{due:,}" in picture.body for _, due, kept in sorted(told.rows())[:6])


def test_every_frame_is_named_where_it_is_shown(city: Path) -> None:
    named = unit_profile.pairs(CHOICE).body
    said = texts.every("zh")
    for pair in ("daily", "prevent", "small", "manage", "serve", "tell"):
        for side in ("constant", "neglect"):
            assert said[f"unit_profile.pairs.{pair}.{side}"] in named
    for picture, words in (
        (promises.four_small, "四小"),
        (promises.three_rates, "三率"),
        (promises.three_clearings, "三清"),
    ):
        assert picture(CHOICE).title.startswith(words)
    ten = promises.ten(CHOICE).body
    assert all(said[f"overview.promises.C{n:02}"] in ten for n in range(1, 11))
