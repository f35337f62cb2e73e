"""Answers of one to four respondents leave a table, and what would give them away with them."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from dashboard import designs
from dashboard.pictures.satisfaction.rates import SUMS
from dashboard.statistics.suppression import FEWEST, hidden

COUNT = "respondent_count"


def protected(
    table: pl.DataFrame, rows: Sequence[str], columns: Sequence[str] = ()
) -> pl.DataFrame:
    """The table with its sums left empty where they may not be shown, and is_hidden.

    `rows` and `columns` name each cell of a cross table whose totals are known elsewhere; without
    columns it is a list with a total. A table without totals: `alone`.
    """
    if table.is_empty():
        return table.with_columns(is_hidden=pl.lit(None, pl.Boolean))
    places = table.select(
        row=pl.struct(rows).rank("dense").cast(pl.Int64) - 1,
        column=pl.struct(columns).rank("dense").cast(pl.Int64) - 1 if columns else pl.lit(0),
    ).to_numpy()
    counts = np.zeros(places.max(axis=0) + 1)
    np.add.at(counts, (places[:, 0], places[:, 1]), table[COUNT].fill_null(0).to_numpy())
    return _emptied(table, pl.Series(hidden(counts).cells[places[:, 0], places[:, 1]]))


def alone(table: pl.DataFrame) -> pl.DataFrame:
    """The table with the sums of rows of one to four respondents left empty, and is_hidden."""
    if table.is_empty():
        return table.with_columns(is_hidden=pl.lit(None, pl.Boolean))
    return _emptied(table, (table[COUNT] > 0) & (table[COUNT] < FEWEST))


def _emptied(table: pl.DataFrame, mask: pl.Series) -> pl.DataFrame:
    known = [name for name in (*SUMS, *designs.COLUMNS) if name in table.columns]
    is_hidden = mask.alias("is_hidden")
    return table.with_columns(
        *(pl.when(~pl.lit(is_hidden)).then(pl.col(name)).alias(name) for name in known), is_hidden
    )
