"""How fast cases are solved on the demo city: against statsmodels on the imported cases."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from statsmodels.duration.survfunc import CumIncidenceRight, survdiff

from dashboard import answers
from dashboard.filters import Filters
from dashboard.pictures.small_cases import solving
from dashboard.statistics import survival
from data.snapshot import current

CITY, BRANCH = "990100000000", "990121000000"


@pytest.fixture
def choice(demo_warehouse: Path) -> Filters:
    answers.hold(demo_warehouse)
    return Filters(unit_id=BRANCH, month=date(2026, 4, 1))


@pytest.fixture
def spells(demo_warehouse: Path) -> pl.DataFrame:
    """Cases docketed in the twelve months to April 2026, as they stood when April was over."""
    manifest = current(demo_warehouse)
    assert manifest is not None
    end = date(2026, 4, 30)
    known = pl.read_parquet(manifest.marts["small_spells"]).filter(
        (pl.col("start_kind") == "docketed")
        & (pl.col("time_precision") != "month")
        & pl.col("docket_day").is_between(date(2025, 5, 1), end)
    )
    is_closed = (pl.col("interval_end_kind") == "closed_unsolved") & (
        pl.col("interval_end_day") <= end
    )
    return known.with_columns(
        solved=pl.when(pl.col("solved_day") <= end).then("solved_day"),
        closed=pl.when(is_closed).then("interval_end_day"),
    ).with_columns(
        how=pl.when(pl.col("solved").is_not_null())
        .then(1)
        .when(pl.col("closed").is_not_null())
        .then(2)
        .otherwise(0),
        days=(pl.coalesce("solved", "closed", pl.lit(end)) - pl.col("docket_day"))
        .dt.total_days()
        .clip(lower_bound=0),
    )


def test_the_curve_of_an_earlier_month_is_that_of_the_cases_then(
    choice: Filters, spells: pl.DataFrame
) -> None:
    found = solving.solving(choice)
    assert found is not None
    assert found.reference.n == spells.height > 4000
    # statsmodels takes no durations of zero: every day one later.
    days = spells["days"].to_numpy() + 1
    theirs = CumIncidenceRight(days, spells["how"].to_numpy())
    for day in (7, 30, 90, 180):
        place = np.searchsorted(theirs.times, day + 1, side="right") - 1
        assert 1 - found.reference.at(day).share == pytest.approx(theirs.cinc[0][place], abs=1e-9)


def test_the_claim_of_speed_is_the_log_rank_without_days_of_linkage(
    choice: Filters, spells: pl.DataFrame, demo_warehouse: Path
) -> None:
    manifest = current(demo_warehouse)
    assert manifest is not None
    batches = pl.read_parquet(manifest.marts["series_days"]).select(
        solved="day", category_code="category_code", batch=pl.lit(value=True)
    )
    joined = spells.join(batches.unique(), on=["solved", "category_code"], how="left")
    is_batch = pl.col("batch").fill_null(value=False) & (pl.col("solve_mode") == "series")
    single = joined.with_columns(how=pl.when(is_batch).then(0).otherwise("how"))
    units = pl.read_parquet(manifest.marts["unit_list"])
    own = units.filter(pl.col("parent_unit_id") == BRANCH)["unit_id"].to_list()
    is_own = single["unit_id"].is_in([BRANCH, *own]).to_numpy()
    days, ended = single["days"].to_numpy() + 1, (single["how"] == 1).to_numpy()
    statistic, p = survdiff(days, ended, is_own)
    found = solving.solving(choice)
    assert found is not None and found.test is not None
    assert joined["batch"].drop_nulls().len() > 0
    assert (found.test.statistic, found.test.p) == pytest.approx((statistic, p), rel=1e-6)


def test_a_median_that_is_not_reached_is_said(choice: Filters) -> None:
    found = solving.solving(choice.but(unit_id=CITY))
    assert found is not None
    median = solving.median_days(found.table, "reference")
    assert median.value is None
    solved = found.table.filter(pl.col("how") == 1)
    only = survival.quantile(
        survival.kaplan_meier(solved["days"], np.ones(solved.height), solved["reference"])
    )
    assert only.value is not None and only.value < 15
    notes = solving.curves(choice.but(unit_id=CITY)).evidence
    assert notes is not None
    assert any("仅已破案件" in note and "未达到" in note for note in notes.notes)


def test_no_curve_below_thirty_cases_and_none_past_ten_in_hand(choice: Filters) -> None:
    few = choice.but(category_code="burglary")
    found = solving.solving(few)
    assert found is not None and found.own.n < 30 <= found.reference.n
    assert solving.curves(few).figure is None
    assert "样本不足" in solving.curves(few).title
    drawn = solving._drawn(found.own, BRANCH, is_reference=False)
    assert all(found.own.in_hand(day) >= 10 for day in drawn.days[1:])


def test_what_was_solved_later_was_open_then(choice: Filters) -> None:
    then = solving.solving(choice)
    later = solving.solving(choice.but(month=date(2026, 5, 1)))
    assert then is not None and later is not None
    last = (date(2026, 4, 30) - date(2025, 5, 1)).days
    assert max(then.table["days"].to_list()) <= last
    assert max(later.table["days"].to_list()) <= last + 31
