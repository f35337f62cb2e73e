"""Planted peculiarities of surveys, complaints, activities and services."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from data.demo.parameters import listing, quirk
from tests.demo.conftest import Tables, rate, rated, stations

QUESTIONNAIRE = date(2025, 1, 1)


def counted(tables: Tables) -> pl.DataFrame:
    """Complaints and petitions with their month and today's branch."""
    rows = tables["complaints"].filter(pl.col("kind").is_in(["complaint", "petition"]))
    month = pl.col("received_at").dt.date().dt.month_start().alias("month")
    return rows.with_columns(month).join(stations(), on="unit_id", how="left")


def in_window(column: str) -> pl.Expr:
    number = pl.col(column).dt.month().cast(pl.Int64) * 100 + pl.col(column).dt.day()
    return number.is_between(515, 615) | number.is_between(1015, 1115)


# 1 assessment surge


def test_activities_double_inside_assessment_windows(tables: Tables) -> None:
    days = (
        tables["activities"]
        .group_by("held_on")
        .len()
        .with_columns(in_window("held_on").alias("inside"))
    )
    mean = dict(days.group_by("inside").agg(pl.col("len").mean()).iter_rows())
    assert mean[True] / mean[False] == pytest.approx(
        quirk("assessment_surge")["activities"], abs=0.2
    )


def test_windows_are_those_of_the_calendar() -> None:
    calendar = pl.read_csv("data/codes/calendar.csv", try_parse_dates=True)
    shown = calendar.filter(pl.col("date").is_between(date(2023, 11, 1), date(2026, 10, 31)))
    assert shown.height == 1096
    assert (shown["assessment_window"] == shown.select(in_window("date")).to_series()).all()


def test_satisfaction_rises_inside_windows(tables: Tables) -> None:
    rows = rated(tables, "callback_110", "police_satisfaction").filter(pl.col("answer_code") == "1")
    everyone = rated(tables, "callback_110", "police_satisfaction")
    total = everyone.group_by("period_month").agg(pl.col("n").sum().alias("all"))
    monthly = rows.group_by("period_month").agg(pl.col("n").sum()).join(total, on="period_month")
    monthly = monthly.with_columns(
        (100 * pl.col("n") / pl.col("all")).alias("rate"),
        pl.col("period_month").dt.month().is_in([5, 6, 10, 11]).alias("window"),
    ).sort("period_month")
    # The trend is taken out with the month before and after a pair of window months.
    lifts = []
    for year, month in ((2024, 5), (2024, 10), (2025, 5), (2026, 5)):
        pair = [date(year, month, 1), date(year, month + 1, 1)]
        around = [pl.select(pl.lit(pair[0]).dt.offset_by(f"{n}mo")).item() for n in (-1, 2)]
        inside = monthly.filter(pl.col("period_month").is_in(pair))["rate"].mean()
        outside = monthly.filter(pl.col("period_month").is_in(around))["rate"].mean()
        lifts.append(inside - outside)
    # Windows cover half of the days of these months.
    expected = quirk("assessment_surge")["satisfaction"] / 2
    assert sum(lifts) / len(lifts) == pytest.approx(expected, abs=0.8)


def test_two_stations_report_nothing_but_satisfied_callers(tables: Tables) -> None:
    plant = quirk("perfect_scores")
    by_unit = rate(rated(tables, "callback_110", "police_satisfaction"), "unit_id", "period_month")
    perfect = by_unit.filter(pl.col("rate") == 100, pl.col("n") >= plant["minimum_n"])
    assert set(perfect["unit_id"]) == set(plant.units)
    assert set(perfect["period_month"]) == set(plant.months)


# 2 questionnaire and mode


@pytest.mark.parametrize("construct", ["safety", "police_satisfaction"])
def test_new_questionnaire_starts_five_to_seven_points_lower_and_rises(
    tables: Tables, construct: str
) -> None:
    monthly = rate(rated(tables, "bureau_cati", construct), "questionnaire_version", "period_month")
    monthly = monthly.filter(pl.col("questionnaire_version").is_in(["v1", "v2"]))
    monthly = monthly.sort("period_month")
    old = monthly.filter(pl.col("period_month").is_between(date(2024, 7, 1), date(2024, 12, 1)))
    new = monthly.filter(pl.col("period_month").is_between(QUESTIONNAIRE, date(2025, 4, 1)))
    assert -7.5 < new["rate"].mean() - old["rate"].mean() < -3.5
    assert set(new["questionnaire_version"]) == {"v2"}
    assert set(old["questionnaire_version"]) == {"v1"}
    last = monthly.tail(4)["rate"].mean()
    assert 3.5 < last - new["rate"].mean() < 8


def test_last_two_months_of_both_ratings_cannot_be_told_apart(tables: Tables) -> None:
    for construct in ("safety", "police_satisfaction"):
        monthly = rate(rated(tables, "bureau_cati", construct), "period_month").tail(2)
        p, n = monthly["rate"] / 100, monthly["n"]
        spread = (p * (1 - p) / n).sum() ** 0.5
        assert abs(p[1] - p[0]) < 1.96 * spread


def test_mode_change_lowers_response(tables: Tables) -> None:
    plant = quirk("mode_change")
    waves = tables["survey_waves"].filter(pl.col("programme") == "callback_110")
    new = pl.col("period_start") >= plant.first
    assert waves.filter(new)["mode"].unique().to_list() == ["ivr"]
    assert waves.filter(~new)["mode"].unique().to_list() == ["sms"]
    for rows, share in (
        (waves.filter(~new), plant["response_before"]),
        (waves.filter(new), plant["response_after"]),
    ):
        assert rows["completed_n"].sum() / rows["dialled_n"].sum() == pytest.approx(share, abs=0.01)


# surveys hold together


def test_answers_never_exceed_interviews(tables: Tables) -> None:
    sums = tables["survey_answers"].group_by("wave_id", "question_code").agg(pl.col("n").sum())
    both = sums.join(tables["survey_waves"], on="wave_id")
    assert both.height == sums.height
    assert both.filter(pl.col("n") > pl.col("completed_n")).is_empty()


def test_telling_counts_beside_solving(tables: Tables) -> None:
    groups = rate(
        rated(tables, "callback_case", "police_satisfaction"), "outcome_group", "notice_group"
    )
    rates = {(o, n): r for o, n, r in groups.select("outcome_group", "notice_group", "rate").rows()}
    assert rates["solved", "notified"] == pytest.approx(91, abs=2.5)
    assert rates["solved", "not_notified"] == pytest.approx(74, abs=3)
    assert rates["unsolved", "notified"] == pytest.approx(62, abs=2.5)
    assert rates["unsolved", "not_notified"] == pytest.approx(41, abs=3.5)


def test_external_survey_is_always_higher(tables: Tables) -> None:
    for construct, least in (("safety", 4), ("police_satisfaction", 10)):
        external = rate(rated(tables, "external_12340", construct))["rate"].item()
        own = rate(rated(tables, "bureau_cati", construct))["rate"].item()
        assert external - own > least


def test_reported_more_where_everything_is_filed(tables: Tables) -> None:
    rows = rated(tables, "bureau_cati", "reported")
    yearly = rate(rows, "wave_id")
    assert yearly["rate"][0] < yearly["rate"][-1]


# 9 zero complaints, hot spots, false alarm


def test_silent_station_has_no_complaint_for_nine_months(tables: Tables) -> None:
    plant = quirk("zero_complaints")
    rows = counted(tables).filter(pl.col("unit_id") == plant.units[0])
    assert rows.filter(pl.col("month") >= plant.first).is_empty()
    before = rows.filter(pl.col("month") < plant.first).height / 27
    assert before * 9 == pytest.approx(plant["expected"], abs=12)


def expected_now(rows: pl.DataFrame, cases: pl.DataFrame, category: str) -> pl.DataFrame:
    """Complaints of the last three months by station, and as many as its matters let expect."""
    recent = rows.filter(pl.col("month") >= date(2026, 8, 1), pl.col("category_l1") == category)
    matters = cases.filter(pl.col("received_at") >= datetime(2026, 8, 1))
    exposure = matters.group_by(pl.col("jurisdiction_unit_id").alias("unit_id")).len("matters")
    found = (
        stations()
        .join(exposure, on="unit_id")
        .join(recent.group_by("unit_id").len("found"), on="unit_id", how="left")
        .with_columns(pl.col("found").fill_null(0))
    )
    share = pl.col("matters") / pl.col("matters").sum()
    return found.with_columns((share * pl.col("found").sum()).alias("expected"))


def test_station_with_the_moved_window_has_three_times_the_attitude_complaints(
    tables: Tables, cases: pl.DataFrame
) -> None:
    plant = quirk("rude_window")
    table = expected_now(counted(tables), cases, "attitude")
    there = table.filter(pl.col("unit_id").is_in(plant.units))
    assert there["found"].item() >= 8
    assert 2 < there["found"].item() / there["expected"].item() < 5.5
    before = counted(tables).filter(
        pl.col("unit_id").is_in(plant.units),
        pl.col("category_l1") == "attitude",
        pl.col("month").is_between(date(2025, 6, 1), date(2026, 5, 1)),
    )
    assert before.height / 12 < there["found"].item() / 3 / 1.8


def test_branch_without_progress_notices_has_twice_the_complaints(
    tables: Tables, cases: pl.DataFrame
) -> None:
    plant = quirk("no_progress_notice")
    table = expected_now(counted(tables), cases, "progress")
    branch = table.filter(pl.col("branch_id").is_in(plant.units))
    ratio = branch["found"].sum() / branch["expected"].sum()
    assert 1.6 < ratio < 2.7
    worst = table.filter(pl.col("unit_id").is_in(plant.worst))
    assert (worst["found"] / worst["expected"]).min() > 1.7


def test_crowded_window_cools_down_after_the_measure(tables: Tables) -> None:
    plant = quirk("crowded_window")
    rows = counted(tables).filter(
        pl.col("unit_id").is_in(plant.units), pl.col("category_l1") == "access_service"
    )
    hot = rows.filter(pl.col("month").is_between(plant.first, plant.last)).height / 5
    cool = rows.filter(pl.col("month") > plant.last).height / 5
    assert hot > 2 * max(cool, 0.4)


def test_false_alarm_is_four_complaints_where_hardly_one_is_expected(tables: Tables) -> None:
    plant = quirk("false_alarm")
    rows = counted(tables).filter(pl.col("unit_id").is_in(plant.units))
    assert rows.filter(pl.col("month") >= plant.first).height == plant["complaints"]
    assert rows.filter(pl.col("month") < plant.first).height / 33 * 3 < 2.5


# 10, 14


def test_short_handed_station_is_rated_above_the_city(tables: Tables) -> None:
    rows = rated(tables, "callback_110", "police_satisfaction")
    unit = quirk("short_handed").units
    there = rate(rows.filter(pl.col("unit_id").is_in(unit)))["rate"].item()
    assert 1.5 < there - rate(rows)["rate"].item() < 6


def test_campaigns_and_breaks_are_annotated(tables: Tables) -> None:
    notes = tables["annotations"]
    kinds = dict(notes.group_by("kind").len().iter_rows())
    assert kinds["campaign"] >= 3
    dated = {
        "questionnaire_change": "questionnaire_change",
        "mode_change": "mode_change",
        "law_change": "law_change",
        "station_split": "reorg",
        "station_merge": "reorg",
        "station_move": "reorg",
        "ten_promises": "assistance",
    }
    for name, kind in dated.items():
        there = notes.filter(pl.col("kind") == kind, pl.col("start_date") == quirk(name).first)
        assert there.height >= 1, name


def test_outage_leaves_its_month_overdue(tables: Tables) -> None:
    plant = quirk("system_outage")
    monthly = tables["service_monthly"].group_by("month").agg(pl.col("overdue_end_n").sum())
    down = monthly.filter(pl.col("month") == plant.first)["overdue_end_n"].item()
    assert down == pytest.approx(plant["overdue"], abs=30)
    assert monthly.filter(pl.col("month") != plant.first)["overdue_end_n"].max() <= 25


def test_ten_promises_have_progress_since_they_were_made(tables: Tables) -> None:
    progress = tables["commitment_progress"]
    assert set(progress["commitment_id"]) == set(listing("commitments")["commitment_id"])
    assert progress["month"].min() == quirk("ten_promises").first
    assert progress.filter(pl.col("on_time_n") > pl.col("done_n")).is_empty()
    assert progress.filter(pl.col("done_n") > pl.col("due_n")).is_empty()
