"""All tables of the demo city, put together."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from data.contract import TABLES
from data.demo.activities import activity_rows
from data.demo.cases import case_rows, matters
from data.demo.complaints import complaint_rows
from data.demo.contacts import event_rows
from data.demo.kept import kept_promises
from data.demo.parameters import listing
from data.demo.places import lineage, units
from data.demo.promises import annotation_rows, drawn_progress, target_rows
from data.demo.services import service_rows
from data.demo.timeline import assessment_calendar
from data.demo.waves import survey_tables

# Tables that grow with the scale; the others describe the same units whatever the scale.
SCALED = ("cases", "case_events", "complaints")


def in_contract_order(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the contract's columns and types, null where the demo has nothing."""
    missing = [name for name in TABLES[table].dtypes if name not in frame.columns]
    full = frame.with_columns(pl.lit(None).alias(name) for name in missing)
    return full.select(pl.col(name).cast(kind) for name, kind in TABLES[table].dtypes.items())


def scaled_tables(copy: int) -> dict[str, pl.DataFrame]:
    """The tables of one copy of the city that grow with the scale."""
    made = matters(copy)
    tables = {
        "cases": case_rows(made),
        "case_events": event_rows(made),
        "complaints": complaint_rows(copy),
    }
    return {name: in_contract_order(name, frame) for name, frame in tables.items()}


def shared_tables() -> dict[str, pl.DataFrame]:
    """The tables that are the same at every scale, but for the promises counted from rows."""
    tables = {
        "units": units(),
        "unit_lineage": lineage(),
        **survey_tables(),
        "activities": activity_rows(),
        "service_monthly": service_rows(),
        "commitments": listing("commitments"),
        "commitment_progress": drawn_progress(),
        "targets": target_rows(),
        "annotations": annotation_rows(),
        "calendar": assessment_calendar(),
    }
    return {name: in_contract_order(name, frame) for name, frame in tables.items()}


def with_kept_promises(progress: pl.DataFrame, kept: list[pl.DataFrame]) -> pl.DataFrame:
    """All progress: what was drawn and what the rows of every copy tell."""
    counted = (
        pl.concat(kept)
        .group_by("commitment_id", "month", "unit_id")
        .agg(pl.col("due_n", "done_n", "on_time_n").sum())
    )
    both = pl.concat([progress, in_contract_order("commitment_progress", counted)])
    return both.sort("commitment_id", "month", "unit_id")


def copies(scale: int) -> Iterator[dict[str, pl.DataFrame]]:
    """The tables that grow, copy by copy."""
    for copy in range(scale):
        yield scaled_tables(copy)


def generate(scale: int = 1) -> dict[str, pl.DataFrame]:
    """Every table as it stands at the cut-off, one row per key, planted bad rows included.

    `scale` repeats the draw of matters, not the units: twice the scale, twice the cases.
    """
    drawn = list(copies(scale))
    tables = shared_tables()
    kept = [kept_promises(one) for one in drawn]
    tables["commitment_progress"] = with_kept_promises(tables["commitment_progress"], kept)
    tables |= {name: pl.concat([one[name] for one in drawn]) for name in SCALED}
    return {name: tables[name] for name in TABLES if name in tables}
