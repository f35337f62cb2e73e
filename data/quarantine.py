"""Rows that were refused: which file and line, which rule, which value, in both languages.

One row per refused row and reason. A refused row is closed when its key is accepted later.
"""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from data.contract import Table
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


def reasons(
    resolved: pl.DataFrame, rejected: pl.DataFrame, table: Table, file: str
) -> pl.DataFrame:
    """Quarantine rows from rejected ones: the table's columns, line, _column, _value, _rule.

    `_column` names what the rule looked at, joined by ", ", and `_value` what stood there.
    `resolved` are the same rows with their units as stored ones have them.
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
            pl.col("line").cast(pl.Int64),
            _key(resolved, table).alias("key"),
            pl.col("_column").alias("column"),
            # Times as people write them: no millionths of a second that nobody recorded.
            pl.col("_value").str.replace_all(".000000", "", literal=True).alias("value"),
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


def keep(
    warehouse: Path, current: Manifest | None, refused: Sequence[Path], stamp: int
) -> Path | None:
    """Put an import's refused rows into quarantine; the file people can open, if there are any.

    A row that waits there already, for the same reason, is not kept twice.
    """
    if not refused:
        return None
    same = pl.struct("dataset", "row", "rule", "column").hash().alias("same")
    waiting = _open(warehouse, current).select(same)
    rows = pl.scan_parquet(list(refused)).with_columns(same)
    fresh = rows.join(waiting, on="same", how="anti", maintain_order="left").drop("same")
    if fresh.select(pl.len()).collect().item() == 0:
        return ledger.files(warehouse, "rejected", current)[-1].with_suffix(".csv")
    # Who opens the file has the delivered one beside it: the whole row would only make it large.
    shown = [name for name in SCHEMA if name != "row"]
    return ledger.adopt(warehouse, "rejected", fresh, stamp, shown)


def open_rows(warehouse: Path, current: Manifest | None) -> pl.DataFrame:
    """Quarantined rows that nothing has made good yet."""
    return _open(warehouse, current).collect()


def open_keys(warehouse: Path, current: Manifest | None) -> pl.DataFrame:
    """Dataset and key of the open quarantined rows."""
    keys = _open(warehouse, current).select("dataset", "key")
    return keys.drop_nulls().unique(maintain_order=True).collect()


def counts(warehouse: Path, current: Manifest | None) -> tuple[int, int]:
    """How many refused rows are open, and how many were closed."""
    line = ["dataset", "file", "line", "quarantined_at"]
    every = _rejected(warehouse, current).select(line).unique()
    still = _open(warehouse, current).select(line).unique()
    numbers = [lines.select(pl.len()).collect().item() for lines in (every, still)]
    return numbers[1], numbers[0] - numbers[1]


def _rejected(warehouse: Path, current: Manifest | None) -> pl.LazyFrame:
    files = ledger.files(warehouse, "rejected", current)
    return pl.scan_parquet(files) if files else pl.LazyFrame(schema=SCHEMA)


def _open(warehouse: Path, current: Manifest | None) -> pl.LazyFrame:
    """Rejected rows whose key was not accepted since."""
    closed = ledger.read(warehouse, "closed", current, CLOSED)
    latest = closed.group_by("dataset", "key").agg(pl.col("closed_at").max())
    both = _rejected(warehouse, current).join(
        latest.lazy(), on=["dataset", "key"], how="left", maintain_order="left"
    )
    still = pl.col("closed_at").is_null() | (pl.col("closed_at") < pl.col("quarantined_at"))
    return both.filter(still).drop("closed_at")


def _key(resolved: pl.DataFrame, table: Table) -> pl.Series:
    """The row's key as stored rows have it, null where a part of it is missing."""
    columns = table.schema.columns()
    needed = [name for name in table.key if not columns[name].nullable]
    whole = pl.all_horizontal(pl.col(name).is_not_null() for name in needed)
    return resolved.select(pl.when(whole).then(key_text(table))).to_series()
