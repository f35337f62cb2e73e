"""From sources to tables of text cells, whatever the format."""

import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import IO

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import IntakeError
from data.intake.delimited import open_delimited
from data.intake.raw import Known, Part, RawTable
from data.intake.sources import Source
from data.intake.workbooks import open_workbook, without_nulls

ROWS = 250_000


def open_tables(
    source: Source, known: Known, nulls: Sequence[str] = (), separator: str | None = None
) -> list[RawTable]:
    """The tables of a source; one for a delimited or Parquet file, one a sheet for a workbook.

    `known` tells headers, `nulls` are cells that say nothing beside empty ones.
    """
    if source.kind == "workbook":
        return open_workbook(source, known, nulls)
    if source.kind == "parquet":
        return [_open_parquet(source, nulls)]
    return [open_delimited(source, known, nulls, separator)]


def _open_parquet(source: Source, nulls: Sequence[str]) -> RawTable:
    try:
        with source.open() as stream:
            names = pq.ParquetFile(_seekable(source, stream)).schema_arrow.names
    except (pa.ArrowException, OSError) as error:
        raise IntakeError("intake.damaged_parquet", file=source.name, what=error) from error
    return RawTable(source.name, "", tuple(names), lambda: _parquet_parts(source, nulls))


def _parquet_parts(source: Source, nulls: Sequence[str]) -> Iterator[Part]:
    row = 1
    try:
        with source.open() as stream:
            file = pq.ParquetFile(_seekable(source, stream))
            # A file without rows has one part without rows, so that the report names it.
            empty = [] if file.metadata.num_rows else [file.schema_arrow.empty_table()]
            for batch in chain(file.iter_batches(ROWS), empty):
                frame = without_nulls(_plain_types(pl.DataFrame(pl.from_arrow(batch))), nulls)
                lines = pl.int_range(row, row + frame.height, dtype=pl.Int64, eager=True)
                row += frame.height
                yield Part(frame, lines.alias("line"))
    except (pa.ArrowException, OSError) as error:
        raise IntakeError("intake.damaged_parquet", file=source.name, what=error) from error


def _seekable(source: Source, stream: IO[bytes]) -> IO[bytes]:
    """Parquet is read from its end: compressed files are unpacked into memory."""
    return stream if type(stream) is io.BufferedReader else io.BytesIO(source.read())


def _plain_types(frame: pl.DataFrame) -> pl.DataFrame:
    """Dictionary columns as text, decimals as floats."""
    return frame.with_columns(
        pl.col(pl.Categorical, pl.Enum).cast(pl.String), pl.col(pl.Decimal).cast(pl.Float64)
    )
