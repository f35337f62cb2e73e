"""All tables of the demo city, put together."""

from __future__ import annotations

import polars as pl

from data.contract import TABLES
from data.demo.activities import activity_rows
from data.demo.cases import case_rows, matters
from data.demo.complaints import complaint_rows
from data.demo.contacts import event_rows
from data.demo.parameters import listing
from data.demo.places import lineage, units
from data.demo.promises import annotation_rows, drawn_progress, target_rows
from data.demo.services import service_rows
from data.demo.waves import survey_tables


def in_contract_order(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with the contract's columns and types, null where the demo has nothing."""
    missing = [name for name in TABLES[table].dtypes if name not in frame.columns]
    full = frame.with_columns(pl.lit(None).alias(name) for name in missing)
    return full.select(pl.col(name).cast(kind) for name, kind in TABLES[table].dtypes.items())


def generate(scale: int = 1) -> dict[str, pl.DataFrame]:
    """Every table as it stands at the cut-off, one row per key, planted bad rows included.

    `scale` repeats the draw of matters, not the units: twice the scale, twice the cases.
    """
    made = [matters(copy) for copy in range(scale)]
    tables = {
        "units": units(),
        "unit_lineage": lineage(),
        "cases": pl.concat([case_rows(one) for one in made]),
        "case_events": pl.concat([event_rows(one) for one in made]),
        **survey_tables(),
        "complaints": pl.concat([complaint_rows(copy) for copy in range(scale)]),
        "activities": activity_rows(),
        "service_monthly": service_rows(),
        "commitments": listing("commitments"),
        "commitment_progress": drawn_progress(),
        "targets": target_rows(),
        "annotations": annotation_rows(),
    }
    return {name: in_contract_order(name, frame) for name, frame in tables.items()}
