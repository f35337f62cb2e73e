"""Progress of the promises that the rows themselves tell: callbacks, returns, petitions."""

from __future__ import annotations

import polars as pl

from data.demo.contacts import SMALL_BELOW_YUAN
from data.demo.parameters import city, listing, quirk, settings
from data.demo.places import BRIGADE

TOLERANCE_DAYS = 3
RETURN_DAYS = 10


def kept_promises(tables: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """`commitment_progress` of C01, C02 and C10 by branch and month from the given tables."""
    parts = {
        "C01": callbacks(tables["cases"], tables["case_events"]),
        "C02": returns(tables["case_events"]),
        "C10": petitions(tables["complaints"]),
    }
    rows = [by_branch(frame).with_columns(commitment_id=pl.lit(c)) for c, frame in parts.items()]
    return pl.concat(rows).sort("commitment_id", "month", "unit_id")


def by_branch(frame: pl.DataFrame) -> pl.DataFrame:
    """Counts by the branch a unit belonged to in the month its obligation fell due."""
    owner = listing("stations").select(
        "unit_id", "branch_id", "valid_from", pl.col("valid_to").fill_null(city().cutoff)
    )
    brigades = listing("branches").select(
        (pl.col("unit_id").str.head(6) + BRIGADE).alias("unit_id"),
        pl.col("unit_id").alias("branch_id"),
        pl.lit(city().valid_from).alias("valid_from"),
        pl.lit(city().cutoff).alias("valid_to"),
    )
    own = brigades.with_columns(pl.col("branch_id").alias("unit_id"))
    month = pl.col("due").dt.month_start().cast(pl.Date)
    return (
        frame.with_columns(month.alias("month"))
        .filter(pl.col("month").is_between(quirk("ten_promises").first, city().cutoff, "left"))
        .join(pl.concat([owner, brigades, own]), on="unit_id")
        .filter(pl.col("month").is_between(pl.col("valid_from"), pl.col("valid_to"), "left"))
        .group_by("month", "branch_id")
        .agg(
            pl.len().cast(pl.Int64).alias("due_n"),
            pl.col("done").sum().cast(pl.Int64).alias("done_n"),
            pl.col("on_time").sum().cast(pl.Int64).alias("on_time_n"),
        )
        .rename({"branch_id": "unit_id"})
    )


def small_docketed(cases: pl.DataFrame) -> pl.DataFrame:
    """Docketed small cases with the days of docket and end."""
    small = listing("models").filter("small")["category_code"].unique().to_list()
    return cases.filter(
        (pl.col("decision") == "docketed")
        & pl.col("category_code").is_in(small)
        & ~pl.col("property_loss_yuan").ge(SMALL_BELOW_YUAN).fill_null(False)
    ).select(
        "case_id",
        pl.col("jurisdiction_unit_id").alias("unit_id"),
        pl.col("decision_at").dt.date().alias("docket"),
        pl.min_horizontal("solved_at", "closed_at").dt.date().alias("end"),
    )


def callbacks(cases: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """One row per due point of an open small case whose tolerance is over at the cut-off."""
    points = pl.DataFrame({"point": settings("habits")["callback"]["points"]})
    points = points.with_columns(pl.col("point").shift(1).fill_null(-1).alias("before"))
    docket = pl.col("docket")
    due = (
        small_docketed(cases)
        .join(points, how="cross")
        .with_columns(
            docket.dt.offset_by(pl.format("{}d", "point")).alias("due"),
            docket.dt.offset_by(pl.format("{}d", pl.col("before") + 1)).alias("start"),
            docket.dt.offset_by(pl.format("{}d", pl.col("point") + TOLERANCE_DAYS)).alias("last"),
        )
        .filter(pl.col("end").is_null() | (pl.col("due") < pl.col("end")))
        .filter(pl.col("last") < city().cutoff, pl.col("last") >= quirk("ten_promises").first)
    )
    told = events.filter(pl.col("event_type") == "callback_unsolved")
    hits = (
        due.join(told.select("case_id", day=pl.col("event_at").dt.date()), on="case_id")
        .filter(pl.col("day").is_between("start", "last"))
        .select("case_id", "point")
        .unique()
        .with_columns(on_time=pl.lit(True))
    )
    marked = due.join(hits, on=["case_id", "point"], how="left")
    on_time = pl.col("on_time").fill_null(False)
    return marked.select(
        "unit_id", pl.col("last").alias("due"), on_time.alias("done"), on_time.alias("on_time")
    )


def returns(events: pl.DataFrame) -> pl.DataFrame:
    """One row per property that became returnable so long ago that it must have been returned."""
    ready = events.filter(pl.col("event_type") == "property_returnable")
    back = events.filter(pl.col("event_type") == "property_returned")
    pairs = ready.select("case_id", "unit_id", start=pl.col("event_at").dt.date()).join(
        back.select("case_id", back=pl.col("event_at").dt.date()), on="case_id", how="left"
    )
    due = pl.col("start").dt.offset_by(f"{RETURN_DAYS}d")
    return (
        pairs.with_columns(due.alias("due"))
        .filter(pl.col("due") < city().cutoff)
        .select(
            "unit_id",
            "due",
            pl.col("back").is_not_null().alias("done"),
            (pl.col("back") <= pl.col("due")).fill_null(False).alias("on_time"),
        )
    )


def petitions(complaints: pl.DataFrame) -> pl.DataFrame:
    """One row per petition that fell due before the cut-off."""
    rows = complaints.filter(pl.col("kind") == "petition", pl.col("due_at") < city().cutoff)
    return rows.select(
        pl.coalesce("handling_unit_id", "unit_id").alias("unit_id"),
        pl.col("due_at").dt.date().alias("due"),
        pl.col("closed_at").is_not_null().alias("done"),
        (pl.col("closed_at") <= pl.col("due_at")).fill_null(False).alias("on_time"),
    )
