"""What a file may leave out because the rest of the row says it."""

from collections.abc import Mapping

import polars as pl

from data.contract import UNKNOWN_UNIT, Table
from data.errors import IntakeError
from data.intake.dates import PRECISION
from data.intake.schema import needed, nullable

# Coded columns a file may lack: every row then gets the code for "other".
MAY_LACK = {
    "cases": ("channel", "matter_kind"),
    "complaints": ("channel", "category_l1"),
    "survey_waves": ("mode",),
}
# Moments whose precision says nothing about the clocks of a case.
NO_CLOCK = ("occurred_at", "recorded_at")


def filled(frame: pl.DataFrame, table: Table, precision: Mapping[str, pl.Series]) -> pl.DataFrame:
    """The typed frame with what the rest of the row says in place of what is missing.

    `precision` tells for each moment column how finely its values were written.
    """
    if "time_precision" in table.dtypes and "time_precision" not in frame.columns:
        frame = frame.with_columns(_coarsest(frame, precision))
    if table.name == "cases":
        frame = _cases_filled(frame)
    if table.name == "units":
        frame = _units_filled(frame)
    for column in MAY_LACK.get(table.name, ()):
        if column not in frame.columns:
            frame = frame.with_columns(pl.lit(table.fallbacks[column]).alias(column))
    return frame.with_columns(
        pl.col(column).fill_null(UNKNOWN_UNIT)
        for column in table.unit_columns
        if column in frame.columns and column not in nullable(table.name)
    )


def refuse_missing(frame: pl.DataFrame, table: Table, file: str) -> None:
    """Raise IntakeError where a column every row needs is in neither the file nor the profile."""
    # A single key is made from the row's content where the file has none.
    made = table.key if len(table.key) == 1 and "wave_id" not in table.key else ()
    lacking = [
        column
        for column in needed(table.name)
        if column.name not in frame.columns and column.name not in made
    ]
    if lacking:
        raise IntakeError(
            "intake.missing_columns",
            file=file,
            table=table.name,
            columns=", ".join(f"{column.name} {column.zh}" for column in lacking),
        )


def _coarsest(frame: pl.DataFrame, precision: Mapping[str, pl.Series]) -> pl.Series:
    """The precision of a row's least precise moment."""
    kinds = PRECISION.categories
    ranks = [
        pl.select(pl.when(frame[column].is_not_null()).then(how.to_physical())).to_series()
        for column, how in precision.items()
        if column not in NO_CLOCK and not (how == "minute").all()
    ]
    if not ranks:
        return pl.repeat("minute", frame.height, eager=True).alias("time_precision")
    worst = pl.select(pl.max_horizontal(ranks).fill_null(0)).to_series()
    return worst.replace_strict(list(range(len(kinds))), list(kinds), return_dtype=pl.String).alias(
        "time_precision"
    )


def _cases_filled(frame: pl.DataFrame) -> pl.DataFrame:
    have = set(frame.columns)
    for column, twin in (
        ("handling_unit_id", "jurisdiction_unit_id"),
        ("jurisdiction_unit_id", "handling_unit_id"),
    ):
        if twin in frame.columns:
            filled = pl.coalesce(column, twin) if column in have else pl.col(twin)
            frame = frame.with_columns(filled.alias(column))
    if "decision" not in have:
        frame = _decided(frame)
    if "closed_at" in have and "closure_kind" not in have:
        closed = pl.when(pl.col("closed_at").is_not_null()).then(pl.lit("other"))
        frame = frame.with_columns(closed.alias("closure_kind"))
    return frame


def _decided(frame: pl.DataFrame) -> pl.DataFrame:
    """A case with a date of acceptance or filing was docketed on the first of them."""
    dates = [name for name in ("decision_at", "accepted_at", "filed_at") if name in frame.columns]
    if not dates:
        return frame
    decided = pl.coalesce(dates)
    return frame.with_columns(
        decided.alias("decision_at"),
        pl.when(decided.is_not_null())
        .then(pl.lit("docketed"))
        .otherwise(pl.lit("pending"))
        .alias("decision"),
    )


def _units_filled(frame: pl.DataFrame) -> pl.DataFrame:
    """A unit without short name, order or first day is shown in full, in the file's order."""
    have = set(frame.columns)
    if "unit_id" not in have and "unit_code" in have:
        frame = frame.with_columns(pl.col("unit_code").alias("unit_id"))
    if "unit_name" in have:
        short = pl.col("short_name") if "short_name" in have else pl.lit(None, pl.String)
        frame = frame.with_columns(short.fill_null(pl.col("unit_name")).alias("short_name"))
    if "display_order" not in have:
        frame = frame.with_columns(pl.int_range(1, pl.len() + 1).alias("display_order"))
    if "valid_from" not in have:
        frame = frame.with_columns(pl.lit("1950-01-01").str.to_date().alias("valid_from"))
    return frame
