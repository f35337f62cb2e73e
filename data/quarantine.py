"""Rows that were refused: which file and line, which rule, which value, in both languages.

One row per refused row and reason. A refused row is closed when its key is accepted later.
"""

from pathlib import Path

import polars as pl

from data.contract import TABLES, Table
from data.contract.reasons import reason
from data.keys import key_text
from data.snapshot import Manifest
from data.texts import has
from data.warehouse import ledger

SCHEMA: dict[str, pl.DataType] = {
    "dataset": pl.String(),
    "file": pl.String(),
    "line": pl.Int64(),
    "key": pl.String(),
    "column": pl.String(),
    "value": pl.String(),
    "rule": pl.String(),
    "reason_zh": pl.String(),
    "reason_en": pl.String(),
    "row": pl.String(),  # the whole row as JSON, nothing is lost
    "quarantined_at": pl.Datetime("us"),
}
CLOSED: dict[str, pl.DataType] = {
    "dataset": pl.String(),
    "key": pl.String(),
    "closed_at": pl.Datetime("us"),
}


def reasons(rejected: pl.DataFrame, table: Table, file: str) -> pl.DataFrame:
    """Quarantine rows from rejected ones: the table's columns, line, _column, _value, _rule.

    `_column` names what the rule looked at, joined by ", ", and `_value` what stood there.
    """
    said = rejected.select(column="_column", rule="_rule").unique()
    words = said.with_columns(
        pl.Series(f"reason_{language}", reason_texts(said, table.name, language), dtype=pl.String)
        for language in ("zh", "en")
    )
    return (
        rejected.select(
            pl.lit(table.name).alias("dataset"),
            pl.lit(file).alias("file"),
            "line",
            _key(rejected, table).alias("key"),
            pl.col("_column").alias("column"),
            pl.col("_value").alias("value"),
            pl.col("_rule").alias("rule"),
            pl.struct(*table.dtypes).struct.json_encode().alias("row"),
        )
        .join(words, on=["column", "rule"], how="left", maintain_order="left", nulls_equal=True)
        .select(name for name in SCHEMA if name != "quarantined_at")
    )


def reason_texts(said: pl.DataFrame, table: str, language: str) -> list[str]:
    """What rules mean, for people: one text per row of `column`, `rule`."""
    return [
        reason_text(table, rule, column or "", language)
        for column, rule in said.select("column", "rule").iter_rows()
    ]


def reason_text(table: str, rule: str, column: str, language: str) -> str:
    """What a rule on these columns means for people; a rule without words stays its name."""
    if not has(f"rules.{rule}", language):
        return f"{rule} {column}".strip()
    return reason(table, rule, column, language)


def open_rows(warehouse: Path, current: Manifest | None) -> pl.DataFrame:
    """Quarantined rows that nothing has made good yet."""
    return _open(warehouse, current, SCHEMA)


def open_keys(warehouse: Path, current: Manifest | None) -> pl.DataFrame:
    """Dataset and key of the open quarantined rows."""
    columns = {name: SCHEMA[name] for name in ("dataset", "key", "quarantined_at")}
    keys = _open(warehouse, current, columns).select("dataset", "key")
    return keys.drop_nulls().unique(maintain_order=True)


def counts(warehouse: Path, current: Manifest | None) -> tuple[int, int]:
    """How many refused rows are open, and how many were closed."""
    rows = {name: SCHEMA[name] for name in ("dataset", "file", "line", "key", "quarantined_at")}
    every = ledger.read(warehouse, "rejected", current, rows).n_unique()
    still = _open(warehouse, current, rows).n_unique()
    return still, every - still


def _open(
    warehouse: Path, current: Manifest | None, schema: dict[str, pl.DataType]
) -> pl.DataFrame:
    rejected = ledger.read(warehouse, "rejected", current, schema)
    closed = ledger.read(warehouse, "closed", current, CLOSED)
    latest = closed.group_by("dataset", "key").agg(pl.col("closed_at").max())
    both = rejected.join(latest, on=["dataset", "key"], how="left", maintain_order="left")
    still = pl.col("closed_at").is_null() | (pl.col("closed_at") < pl.col("quarantined_at"))
    return both.filter(still).drop("closed_at")


def _key(rejected: pl.DataFrame, table: Table) -> pl.Series:
    """The row's key, null where a part of it is missing."""
    parts = pl.all_horizontal(pl.col(name).is_not_null() for name in table.key)
    sources = [pl.lit(None, pl.String).alias(f"source_{name}") for name in table.unit_columns]
    whole = rejected.with_columns(sources)
    return whole.select(pl.when(parts).then(key_text(TABLES[table.name]))).to_series()
