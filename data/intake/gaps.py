"""What a file may leave out because the rest of the row says it."""

from collections.abc import Mapping
from functools import cache

import polars as pl

from data.contract import UNKNOWN_UNIT, Table
from data.contract.fields import CODES
from data.errors import IntakeError
from data.intake.coding import OTHERS
from data.intake.dates import PRECISION
from data.intake.opening import Job
from data.intake.schema import MADE_KEYS, MAY_LACK, STAMPED, needed, nullable

# Moments whose precision says nothing about the clocks of a case.
NO_CLOCK = ("occurred_at", "recorded_at")


def filled(frame: pl.DataFrame, table: Table, precision: Mapping[str, pl.Series]) -> pl.DataFrame:
    """The typed frame with what the rest of the row says in place of what is missing.

    `precision` tells for each moment column how finely its values were written.
    """
    if "time_precision" in table.dtypes and "time_precision" not in frame.columns:
        frame = frame.with_columns(_coarsest(frame, precision))
    if "received_at" in frame.columns:
        frame = _not_before_report(frame, precision)
    if table.name == "cases":
        frame = _cases_filled(frame)
    if table.name == "units":
        frame = _units_filled(frame)
    return frame.with_columns(
        pl.col(column).fill_null(UNKNOWN_UNIT)
        for column in table.unit_columns
        if column in frame.columns and column not in nullable(table.name)
    )


def without_gaps(frame: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Coded columns that may not be empty with their fallback code; and how many cells got one.

    A column the file has with empty cells counts them; one it may lack altogether does not.
    """
    counted = []
    for column, code in table.fallbacks.items():
        if column in nullable(table.name):
            continue
        if column in frame.columns:
            n = frame[column].null_count()
            if n:
                frame = frame.with_columns(pl.col(column).fill_null(code))
                counted.append({"column": column, "value": "", "n": n})
        elif column in MAY_LACK.get(table.name, ()):
            frame = frame.with_columns(pl.lit(code).alias(column))
    return frame, pl.DataFrame(counted, schema=OTHERS)


def refuse_missing(frame: pl.DataFrame, table: Table, job: Job) -> None:
    """Raise IntakeError where a column every row needs is in neither the file nor the profile."""
    made = table.key if table.name in MADE_KEYS else STAMPED.get(table.name, ())
    lacking = [
        column
        for column in needed(table.name)
        if column.name not in frame.columns and column.name not in made
    ]
    if not lacking:
        return
    said = {
        "file": job.raw.name,
        "table": table.name,
        "columns": ", ".join(f"{column.name} {column.zh}" for column in lacking),
    }
    if job.unmet():
        found, renamed = ", ".join(job.raw.headers), ", ".join(job.unmet())
        raise IntakeError("intake.missing_renamed", **said, renamed=renamed, found=found)
    raise IntakeError("intake.missing_columns", **said)


def _not_before_report(frame: pl.DataFrame, precision: Mapping[str, pl.Series]) -> pl.DataFrame:
    """A day without clock that is the day of the report is put at the time of the report.

    Otherwise a case solved on its first day would end at midnight, before it was reported.
    """
    received = pl.col("received_at")
    for column, how in precision.items():
        if column in ("received_at", *NO_CLOCK) or not (how == "day").any():
            continue
        same = (how == "day") & (frame[column] < frame["received_at"])
        same &= frame[column] == frame["received_at"].dt.truncate("1d")
        if same.any():
            moved = pl.when(same).then(received).otherwise(pl.col(column))
            frame = frame.with_columns(moved.alias(column))
    return frame


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
    frame = _decided(frame)
    if "matter_kind" not in have or frame["matter_kind"].null_count():
        frame = frame.with_columns(_kind(frame))
    if "closed_at" in have and "closure_kind" not in have:
        closed = pl.when(pl.col("closed_at").is_not_null()).then(pl.lit("other"))
        frame = frame.with_columns(closed.alias("closure_kind"))
    return frame


def _decided(frame: pl.DataFrame) -> pl.DataFrame:
    """A case that says no decision was docketed when it was accepted or filed, if it was.

    And a docketed case that says no time of the decision was decided then.
    """
    dates = [name for name in ("decision_at", "accepted_at", "filed_at") if name in frame.columns]
    said = _or_null(frame, "decision", pl.String())
    date = pl.coalesce(*dates, pl.lit(None, pl.Datetime("us")))
    made = pl.when(date.is_not_null()).then(pl.lit("docketed")).otherwise(pl.lit("pending"))
    decision = said.fill_null(made)
    at = _or_null(frame, "decision_at", pl.Datetime("us"))
    return frame.with_columns(
        decision.alias("decision"),
        pl.when(decision == "docketed").then(at.fill_null(date)).otherwise(at).alias("decision_at"),
    )


def _or_null(frame: pl.DataFrame, column: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(column) if column in frame.columns else pl.lit(None, dtype)


def _kind(frame: pl.DataFrame) -> pl.Expr:
    """The kind of a matter whose category has one kind only; else by which date it has.

    Filed is criminal, accepted is public security, as before 2026.
    """
    only = {code: kinds for code, kinds in category_kinds().items() if "," not in kinds}
    kind = pl.col("category_code").replace_strict(only, default=None, return_dtype=pl.String)
    for column, meaning in (("filed_at", "criminal"), ("accepted_at", "public_security")):
        if column in frame.columns:
            dated = pl.when(pl.col(column).is_not_null()).then(pl.lit(meaning))
            kind = kind.fill_null(dated)
    if "matter_kind" in frame.columns:
        kind = pl.col("matter_kind").fill_null(kind)
    return kind.alias("matter_kind")


@cache
def category_kinds() -> dict[str, str]:
    """Category codes and the kinds of matter they may be, joined by commas."""
    frame = pl.read_csv(CODES / "category_map.csv", infer_schema=False)
    return dict(zip(frame["category_code"], frame["matter_kinds"], strict=True))


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
