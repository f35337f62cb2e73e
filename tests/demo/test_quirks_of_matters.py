"""Each planted peculiarity of cases and events is there, counted from the rows with Polars."""

from __future__ import annotations

from datetime import date, datetime

import polars as pl
import pytest

from data.demo.parameters import quirk, quirks, settings
from tests.demo.conftest import CUTOFF, Tables, open_at, stations

EIGHT_MONTHS = 8
ALL_QUIRKS = set(range(1, 15))


def test_all_fourteen_are_listed() -> None:
    assert {plant.number for plant in quirks().values()} - {0} == ALL_QUIRKS


# 3 reorganisations


def test_merge_split_and_move_take_effect_on_a_first_of_month(tables: Tables) -> None:
    lineage = tables["unit_lineage"]
    assert lineage["effective_date"].dt.day().unique().to_list() == [1]
    shares = lineage.group_by("from_unit_id").agg(pl.col("share").sum())["share"]
    assert (shares - 1).abs().max() < 1e-9
    split, merge, move = quirk("station_split"), quirk("station_merge"), quirk("station_move")
    assert lineage.filter(pl.col("from_unit_id") == split.units[0])["share"].to_list() == [0.6, 0.4]
    into = lineage.filter(pl.col("to_unit_id") == merge.units[2])
    assert set(into["from_unit_id"]) == set(merge.units[:2])
    moved = tables["units"].filter(pl.col("unit_id") == move.units[0]).sort("valid_from")
    assert moved["parent_unit_id"].to_list() == list(move.units[1:])
    assert moved["valid_from"][1] == move.first


def test_nothing_happens_at_a_station_before_or_after_its_time(tables: Tables) -> None:
    periods = (
        tables["units"]
        .group_by("unit_id")
        .agg(pl.col("valid_from").min(), pl.col("valid_to").fill_null(CUTOFF).max())
    )
    cases = tables["cases"].join(periods, left_on="jurisdiction_unit_id", right_on="unit_id")
    received = pl.col("received_at").dt.date()
    assert cases.filter(
        (received < pl.col("valid_from")) | (received >= pl.col("valid_to"))
    ).is_empty()
    for name in ("station_split", "station_merge"):
        assert cases.filter(pl.col("jurisdiction_unit_id").is_in(quirk(name).units)).height > 500


def test_a_code_is_used_again_after_its_first_owner_is_gone(tables: Tables) -> None:
    first, second = quirk("reused_code").units
    rows = tables["units"].filter(pl.col("unit_code") == first).sort("valid_from")
    assert rows["unit_id"].to_list() == [first, second]
    assert rows["valid_to"][0] == rows["valid_from"][1]


# 4 late records


def test_six_per_cent_are_entered_more_than_five_days_late(tables: Tables) -> None:
    cases = tables["cases"].filter(pl.col("received_at") < datetime(2026, 9, 1))
    late = cases.filter((pl.col("recorded_at") - pl.col("received_at")) > pl.duration(days=5))
    share = late.height / cases.height
    assert share == pytest.approx(quirk("late_records")["share"], abs=0.005)


def test_one_county_uploads_three_weeks_at_once(tables: Tables) -> None:
    plant = quirk("batch_upload")
    there = stations().filter(pl.col("branch_id").is_in(plant.units))["unit_id"].to_list()
    held = tables["cases"].filter(
        pl.col("jurisdiction_unit_id").is_in(there),
        pl.col("received_at").dt.date().is_between(plant.first, plant.last),
    )
    assert held.height > 150
    assert held["recorded_at"].dt.date().unique().to_list() == [date(2026, 3, 23)]


def test_last_month_is_93_per_cent_complete(tables: Tables) -> None:
    """Serials count every matter that happened, also those not entered yet."""
    serial = pl.col("case_id").str.slice(1).cast(pl.Int64)
    cases = tables["cases"].with_columns(serial.alias("serial"))
    # Bad rows keep their serials; only what is entered after the cut-off leaves gaps.
    month = cases.filter(pl.col("received_at") >= datetime(2026, 10, 3))
    happened = month["serial"].max() - month["serial"].min() + 1
    assert month.height / happened == pytest.approx(
        quirk("incomplete_month")["complete"], abs=0.015
    )


def test_no_row_is_entered_after_the_cutoff(tables: Tables) -> None:
    cutoff = datetime(2026, 11, 1)
    for name in ("cases", "case_events", "complaints", "activities"):
        assert tables[name]["recorded_at"].max() < cutoff, name


# 5 December


@pytest.mark.parametrize("month", quirk("december_clearances").months[2:])
def test_december_solves_half_as_much_again_and_much_of_it_in_series(
    small: pl.DataFrame, month: date
) -> None:
    plant = quirk("december_clearances")
    solved = small.with_columns(pl.col("solved").dt.month_start().alias("solved_month"))
    near = [pl.select(pl.lit(month).dt.offset_by(f"{n}mo")).item() for n in (-2, -1, 1, 2)]
    ordinary = solved.filter(pl.col("solved_month").is_in(near)).height / len(near)
    december = solved.filter(pl.col("solved_month") == month)
    assert december.height / ordinary == pytest.approx(plant["solved"], abs=0.25)
    series = december.filter(pl.col("solve_mode") == "series").height / december.height
    assert series == pytest.approx(plant["series_share"], abs=0.13)


# 6 filing drive


def test_filing_drive_raises_cases_and_lowers_clearance_in_one_branch(small: pl.DataFrame) -> None:
    plant = quirk("filing_drive")
    before = small.filter(pl.col("docket").is_between(date(2024, 4, 1), date(2025, 3, 31)))
    after = small.filter(pl.col("docket").is_between(date(2025, 7, 1), date(2026, 6, 30)))
    driven = pl.col("branch_id").is_in(plant.units)
    growth = after.filter(driven).height / before.filter(driven).height
    elsewhere = after.filter(~driven).height / before.filter(~driven).height
    assert growth / elsewhere == pytest.approx(plant["docketed"], abs=0.12)
    fall = before.filter(driven)["in_90"].mean() - after.filter(driven)["in_90"].mean()
    assert 0.03 < fall < 0.11


# 7 law change


def test_public_security_cases_are_filed_from_2026(cases: pl.DataFrame) -> None:
    docketed = cases.filter(
        pl.col("matter_kind") == "public_security", pl.col("decision") == "docketed"
    )
    new = pl.col("received_at") >= pl.lit(quirk("law_change").first)
    old_rows, new_rows = docketed.filter(~new), docketed.filter(new)
    assert old_rows["filed_at"].null_count() == old_rows.height
    assert old_rows["accepted_at"].null_count() == 0
    assert new_rows["filed_at"].null_count() == 0
    assert new_rows["accepted_at"].null_count() == new_rows.height


# 8 missing, imprecise, impossible


def test_missing_and_imprecise_values(tables: Tables) -> None:
    cases, plant = tables["cases"], quirk("missing_values")
    stolen = cases.filter(pl.col("category_code").str.starts_with("theft"))
    assert stolen["property_loss_yuan"].null_count() / stolen.height == pytest.approx(
        plant["loss"], abs=0.01
    )
    known = tables["units"]["unit_id"].unique().to_list()
    lost = cases.filter(~pl.col("jurisdiction_unit_id").is_in(known))
    assert lost.height / cases.height == pytest.approx(plant["unknown_unit"], abs=0.003)
    assert set(lost["jurisdiction_unit_id"]) == {"UNKNOWN", settings("habits")["nobody"]["code"]}
    coarse = cases.filter(pl.col("time_precision") == "day")
    assert coarse.height / cases.height == pytest.approx(plant["day_precision"], abs=0.005)
    assert coarse["received_at"].dt.time().unique().len() == 1


def test_some_rows_end_before_they_begin(tables: Tables, cases: pl.DataFrame) -> None:
    share = 1 - cases.height / tables["cases"].height
    assert share == pytest.approx(quirk("missing_values")["impossible_order"], abs=0.0005)


# 9 under-filing, 10 short-handed, 11 one-day series, 12 few cases


def test_under_filing_station_dockets_forty_per_cent_less(cases: pl.DataFrame) -> None:
    reported = cases.filter(
        pl.col("matter_kind").is_in(["criminal", "public_security", "undetermined"]),
        pl.col("received_at") >= datetime(2023, 11, 1),
    )
    shares = (
        reported.group_by("jurisdiction_unit_id")
        .agg((pl.col("decision") == "docketed").mean().alias("share"))
        .join(stations(), left_on="jurisdiction_unit_id", right_on="unit_id")
        .sort("share")
    )
    plant = quirk("under_filing")
    assert shares["jurisdiction_unit_id"][0] == plant.units[0]
    ratio = shares["share"][0] / shares["share"].median()
    assert ratio == pytest.approx(plant["docketed"], abs=0.05)
    assert shares["share"][1] / shares["share"].median() > 0.85


def test_short_handed_station_has_the_highest_load_and_tells_its_victims(
    tables: Tables, cases: pl.DataFrame
) -> None:
    unit = quirk("short_handed").units[0]
    load = (
        cases.filter(pl.col("received_at") >= datetime(2025, 11, 1))
        .group_by("jurisdiction_unit_id")
        .len()
        .join(stations(), left_on="jurisdiction_unit_id", right_on="unit_id")
        .sort(pl.col("len") / pl.col("police_fte"), descending=True)
    )
    assert load["jurisdiction_unit_id"][0] == unit
    solved = cases.filter(
        pl.col("decision") == "docketed",
        pl.col("solved_at").is_between(datetime(2023, 11, 1), datetime(2026, 10, 1)),
    )
    told = tables["case_events"].filter(pl.col("event_type") == "notice_result")
    in_week = solved.join(told.select("case_id", "event_at"), on="case_id").filter(
        pl.col("event_at") <= pl.col("solved_at") + pl.duration(days=7)
    )
    marked = solved.with_columns(
        pl.col("case_id").is_in(in_week["case_id"].to_list()).alias("told")
    )
    by_unit = marked.group_by("jurisdiction_unit_id").agg(pl.col("told").mean(), pl.len())
    station = by_unit.filter(pl.col("jurisdiction_unit_id") == unit)["told"].item()
    others = by_unit.filter(pl.col("len") > 100)["told"]
    assert station > 0.93
    assert 0.82 < others.mean() < 0.92
    assert others.min() < 0.75


def test_one_day_clears_34_ebike_thefts(cases: pl.DataFrame) -> None:
    plant = quirk("one_day_series")
    series = cases.filter(
        pl.col("solve_mode") == "series", pl.col("category_code") == "theft_ebike"
    )
    days = series.group_by(pl.col("solved_at").dt.date()).len().sort("len", descending=True)
    assert days.row(0) == (plant.first, int(plant["cases"]))
    assert series.filter(pl.col("solved_at").dt.date() == plant.first)["series_ref"].n_unique() == 1


def test_smallest_station_has_hardly_a_case_a_month(small: pl.DataFrame, tables: Tables) -> None:
    plant = quirk("few_cases")
    unit = tables["units"].filter(pl.col("unit_id") == plant.units[0])
    assert unit["population"].item() == plant["residents"]
    shown = small.filter(
        pl.col("jurisdiction_unit_id") == plant.units[0], pl.col("docket") >= date(2023, 11, 1)
    )
    assert 0.2 < shown.height / 36 < 1.0
    assert shown.group_by("month").len()["len"].max() <= 3


# 14 callbacks rise after the ten promises


def callback_rates(small: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Kept callback points by the month in which the tolerance of three days ends."""
    points = pl.DataFrame({"point": [3, 30, 60, 90, 180, 270, 360, 450, 540, 630, 720]})
    points = points.with_columns(pl.col("point").shift(1).fill_null(-1).alias("before"))

    def after(days: pl.Expr) -> pl.Expr:
        return pl.col("docket").dt.offset_by(pl.format("{}d", days))

    due = small.join(points, how="cross").with_columns(
        after(pl.col("point")).alias("due"),
        after(pl.col("before") + 1).alias("start"),
        after(pl.col("point") + 3).alias("until"),
    )
    due = due.filter(
        pl.col("end").is_null() | (pl.col("due") < pl.col("end")),
        pl.col("until") < CUTOFF,
        pl.col("until") >= date(2023, 11, 1),
    )
    called = events.filter(pl.col("event_type") == "callback_unsolved")
    kept = (
        due.join(called.select("case_id", pl.col("event_at").dt.date().alias("day")), on="case_id")
        .filter(pl.col("day").is_between("start", "until"))
        .select("case_id", "point", pl.lit(True).alias("kept"))
        .unique()
    )
    marked = due.join(kept, on=["case_id", "point"], how="left")
    return (
        marked.group_by(pl.col("until").dt.month_start().alias("month"))
        .agg(pl.col("kept").fill_null(False).mean().alias("rate"), pl.len())
        .sort("month")
    )


def test_callbacks_stay_above_their_mean_for_eight_months(
    small: pl.DataFrame, tables: Tables
) -> None:
    monthly = callback_rates(small, tables["case_events"])
    last_24 = monthly.tail(24)
    above = (last_24["rate"] > last_24["rate"].mean()).to_list()
    assert all(above[-EIGHT_MONTHS:])
    assert not above[-EIGHT_MONTHS - 1]
    before = monthly.filter(pl.col("month") < quirk("ten_promises").first)["rate"].mean()
    first_year = monthly.filter(
        pl.col("month").is_between(quirk("ten_promises").first, date(2026, 2, 1))
    )["rate"].mean()
    assert 0.74 < before < 0.83
    assert 0.02 < first_year - before < 0.07
    assert 0.86 < monthly["rate"][-1] < 0.92


def test_slow_branch_clears_less_than_the_city(small: pl.DataFrame) -> None:
    shown = small.filter(pl.col("docket").is_between(date(2024, 8, 1), date(2026, 7, 31)))
    slow = shown.filter(pl.col("branch_id").is_in(quirk("slow_clearance").units))
    assert 0.02 < shown["in_90"].mean() - slow["in_90"].mean() < 0.09


def test_open_cases_of_the_last_month_are_called_back_next_week(small: pl.DataFrame) -> None:
    """The list of callbacks due within seven days is never empty."""
    age = (pl.lit(CUTOFF) - pl.col("docket")).dt.total_days()
    due = [3, 30, 60, 90, *range(180, 721, 90)]
    soon = open_at(small, CUTOFF).filter(
        pl.any_horizontal((pl.lit(point) - age).is_between(0, 6) for point in due)
    )
    assert 200 < soon.height < 600
