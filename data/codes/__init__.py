"""Code lists, deadlines, the calendar and demo targets that ship with the program."""

from pathlib import Path

import polars as pl

from data.contract import TABLES, Column

FOLDER = Path(__file__).parent
_FILES = {"targets": "demo_targets.csv"}


def shipped(name: str) -> pl.DataFrame:
    """A shipped table with the contract's columns and types; empty cells are null or ''."""
    table = TABLES[name]
    raw = pl.read_csv(FOLDER / _FILES.get(name, f"{name}.csv"), infer_schema=False)
    return raw.select(
        _typed(column)
        if column.name in raw.columns
        else pl.lit(None, column.dtype).alias(column.name)
        for column in table.columns()
    )


def _typed(column: Column) -> pl.Expr:
    text, dtype = pl.col(column.name), column.dtype
    if dtype == pl.Boolean:
        return text.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d")
    if dtype == pl.Datetime:
        return text.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us")
    if dtype == pl.String and not column.nullable:
        return text.fill_null("")
    return text.cast(dtype)
