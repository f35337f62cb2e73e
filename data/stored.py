"""Reading the files of a stored table, whichever version of the contract wrote them."""

from collections.abc import Iterable
from pathlib import Path

import polars as pl

from data.contract import stored_dtypes


def read(file: Path, name: str, columns: Iterable[str] | None = None) -> pl.DataFrame:
    """These columns of a file of a table, all by default; null where the file is older."""
    dtypes = stored_dtypes(name)
    wanted = list(dtypes if columns is None else columns)
    present = set(pl.read_parquet_schema(file))
    frame = pl.read_parquet(file, columns=[column for column in wanted if column in present])
    lacking = [pl.lit(None, dtypes[name]).alias(name) for name in wanted if name not in present]
    return frame.with_columns(lacking).select(wanted)
