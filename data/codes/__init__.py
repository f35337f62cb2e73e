"""Code lists, deadlines, the calendar and demo targets that ship with the program."""

from pathlib import Path

import polars as pl

from data.contract import TABLES

FOLDER = Path(__file__).parent
_FILES = {"targets": "demo_targets.csv"}


def shipped(name: str) -> pl.DataFrame:
    """A shipped table with the contract's columns and types; empty cells are null or ''."""
    table = TABLES[name]
    raw = pl.read_csv(FOLDER / _FILES.get(name, f"{name}.csv"), infer_schema=False)
    columns = []
    for column in table.dtypes:
        if column not in raw.columns:
            columns.append(pl.lit(None, table.dtypes[column]).alias(column))
        else:
            columns.append(_typed(column, table.dtypes[column]))
    return raw.select(columns)


def _typed(column: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(column)
    if dtype == pl.Boolean:
        return text.replace_strict({"true": True, "false": False}, return_dtype=pl.Boolean)
    if dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d")
    if dtype == pl.Datetime:
        return text.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us")
    return text.cast(dtype)
