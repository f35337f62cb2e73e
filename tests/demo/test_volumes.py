"""Magnitudes near the anchors of real bulletins and of the simulated small-case model."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from tests.demo.conftest import CUTOFF, Tables, open_at

SHOWN = datetime(2023, 11, 1)


def month_starts(first: date, last: date) -> list[date]:
    return pl.date_range(first, last, "1mo", eager=True).to_list()


def stock(small: pl.DataFrame, after_month: date) -> int:
    end = pl.select(pl.lit(after_month).dt.offset_by("1mo")).item()
    return len(open_at(small, end))


def test_matters_a_month(cases: pl.DataFrame) -> None:
    shown = cases.filter(pl.col("received_at") >= SHOWN)
    assert 4200 < len(shown) / 36 < 5400


def test_small_cases_a_month(small: pl.DataFrame) -> None:
    shown = small.filter(pl.col("docket") >= date(2023, 11, 1))
    assert 385 * 0.9 < len(shown) / 36 < 385 * 1.18


def test_small_cases_fall_by_one_per_cent_a_month(small: pl.DataFrame) -> None:
    years = [
        len(small.filter(pl.col("docket").is_between(date(y, 11, 1), date(y + 1, 10, 31))))
        for y in (2023, 2024, 2025)
    ]
    assert years[0] > years[1] > years[2]
    assert 0.80 < years[2] / years[0] < 0.92


def test_cohort_clearance_is_flat_at_forty_per_cent(small: pl.DataFrame) -> None:
    cohorts = small.filter(pl.col("docket").is_between(date(2023, 11, 1), date(2026, 7, 31)))
    assert 0.38 < cohorts["in_90"].mean() < 0.42
    last = cohorts.filter(pl.col("docket") >= date(2025, 8, 1))["in_90"].mean()
    before = cohorts.filter(pl.col("docket").is_between(date(2024, 8, 1), date(2025, 7, 31)))[
        "in_90"
    ].mean()
    assert abs(last - before) < 0.025


def test_stock_falls_to_about_5100(small: pl.DataFrame) -> None:
    now, year_ago = stock(small, date(2026, 10, 1)), stock(small, date(2025, 10, 1))
    assert 5000 <= now <= 5200
    assert 5600 <= year_ago <= 5850


def test_stock_is_mostly_old(small: pl.DataFrame) -> None:
    age = open_at(small, CUTOFF).select((pl.lit(CUTOFF) - pl.col("docket")).dt.total_days())
    share = (age.to_series() > 365).mean()
    assert 0.42 < share < 0.55


def test_cases_age_out_of_the_window(small: pl.DataFrame) -> None:
    month = date(2026, 5, 1)
    gone = small.filter(
        pl.col("docket").is_between(date(2024, 5, 1), date(2024, 5, 31)),
        pl.col("end").is_null() | (pl.col("end") >= month),
    )
    assert 180 < len(gone) < 290


def test_old_cases_are_digested_at_three_to_five_per_cent_a_quarter(small: pl.DataFrame) -> None:
    shares = []
    for start in month_starts(date(2024, 1, 1), date(2026, 7, 1))[::3]:
        end = pl.select(pl.lit(start).dt.offset_by("3mo")).item()
        old = open_at(small, start).filter((pl.lit(start) - pl.col("docket")).dt.total_days() > 90)
        shares.append(old.filter(pl.col("end") < end).height / old.height)
    assert min(shares) > 0.015
    assert max(shares) < 0.055
    assert 0.027 < sum(shares) / len(shares) < 0.045


def test_one_solution_in_ten_comes_before_the_docket(small: pl.DataFrame) -> None:
    solved = small.filter(pl.col("solved_at").is_not_null())
    early = solved.filter(pl.col("solved_at") < pl.col("docketed_at"))
    assert 0.08 < early.height / solved.height < 0.13


def test_small_cases_solved_within_72_hours(small: pl.DataFrame) -> None:
    exact = small.filter(pl.col("time_precision") == "minute")
    quick = exact.filter((pl.col("solved_at") - pl.col("received_at")) <= pl.duration(hours=72))
    assert 0.14 < quick.height / exact.height < 0.18


def test_recovery(small: pl.DataFrame) -> None:
    known = small.filter(pl.col("property_loss_yuan").is_not_null())
    assert 0.15 < known["recovered_yuan"].sum() / known["property_loss_yuan"].sum() < 0.22


def test_first_action_and_decision_in_a_day(cases: pl.DataFrame) -> None:
    exact = cases.filter(pl.col("time_precision") == "minute", pl.col("received_at") >= SHOWN)
    day = pl.duration(hours=24)
    acted = exact.filter((pl.col("first_action_at") - pl.col("received_at")) <= day)
    decided = exact.filter((pl.col("decision_at") - pl.col("received_at")) <= day)
    assert 0.975 < acted.height / exact.height < 0.99
    assert 0.93 < decided.height / exact.height < 0.97


def test_most_disputes_are_settled(cases: pl.DataFrame) -> None:
    disputes = cases.filter(
        pl.col("matter_kind") == "dispute",
        pl.col("received_at").is_between(SHOWN, datetime(2026, 9, 1)),
    )
    settled = disputes.filter(pl.col("closure_kind").is_in(["mediated", "resolved"]))
    assert 0.92 < settled.height / disputes.height < 0.96


def test_complaints_a_month(tables: Tables) -> None:
    counted = tables["complaints"].filter(pl.col("kind").is_in(["complaint", "petition"]))
    assert 420 < len(counted) / 36 < 520
    due = counted.filter(pl.col("due_at") < datetime(2026, 11, 1))
    in_time = due.filter(pl.col("closed_at") <= pl.col("due_at"))
    assert 0.955 < in_time.height / due.height < 0.98


def test_three_difficulties_are_half_of_all_complaints(tables: Tables) -> None:
    counted = tables["complaints"].filter(pl.col("kind").is_in(["complaint", "petition"]))
    three = counted.filter(pl.col("category_l1").is_in(["access_service", "attitude", "inaction"]))
    assert 0.50 < three.height / counted.height < 0.56


@pytest.mark.parametrize(
    ("month", "enough", "least", "most"),
    [(date(2023, 11, 1), 2, 0.78, 0.86), (date(2026, 9, 1), 2, 0.90, 0.97)],
)
def test_enterprises_are_visited_twice(
    tables: Tables, month: date, enough: int, least: float, most: float
) -> None:
    visits = tables["activities"].filter(
        pl.col("activity_type") == "enterprise_visit",
        pl.col("held_on").dt.month_start() == month,
    )
    pairs = visits.group_by("unit_id", "enterprise_ref").len()
    assert least < pairs.filter(pl.col("len") >= enough).height / 1450 < most


def test_service_windows(tables: Tables) -> None:
    services = tables["service_monthly"]
    assert 27_000 < services["accepted_n"].sum() / 36 < 29_000
    assert 20 < services.select(pl.col("rating_1_n") + pl.col("rating_2_n")).sum().item() / 36 < 34
    carried = services.with_columns(
        pl.col("pending_end_n").shift(1).over("unit_id", "item_code", order_by="month").alias("was")
    ).filter(pl.col("was").is_not_null())
    balance = carried["was"] + carried["accepted_n"] - carried["completed_n"]
    assert (balance == carried["pending_end_n"]).all()


def test_household_visits_lose_people_at_every_step(tables: Tables) -> None:
    visits = tables["activities"].filter(pl.col("activity_type") == "household_visit")
    planned, reached, effective, resolved = (
        visits[name].sum() for name in ("planned_n", "reached_n", "effective_n", "resolved_n")
    )
    assert 20_000 < planned / 36 < 30_000
    assert reached / planned == pytest.approx(0.71, abs=0.02)
    assert effective / planned == pytest.approx(0.58, abs=0.02)
    assert resolved / planned == pytest.approx(0.09, abs=0.01)
