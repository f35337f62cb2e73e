"""Workbooks: every sheet as a table of text cells."""

from collections.abc import Sequence

import fastexcel
import polars as pl

from data.errors import IntakeError
from data.intake.headers import find_header, unique_names
from data.intake.raw import Known, Part, RawTable
from data.intake.sources import Source


def open_workbook(source: Source, known: Known, nulls: Sequence[str] = ()) -> list[RawTable]:
    """The sheets that hold anything, in order; xlsx, xlsb, xls and ods."""
    try:
        reader = fastexcel.read_excel(source.read())
        sheets = [(name, _cells(reader, name)) for name in reader.sheet_names]
    except fastexcel.FastExcelError as error:
        what = str(error).splitlines()[0]  # the rest is for programmers
        raise IntakeError("intake.damaged_workbook", file=source.name, what=what) from error
    tables = [
        _table(source, name, cells, known, nulls) for name, cells in sheets if cells.height > 0
    ]
    if not tables:
        raise IntakeError("intake.empty_file", file=source.name)
    return tables


def _cells(reader: fastexcel.ExcelReader, sheet: str) -> pl.DataFrame:
    """All cells as text, dates as ISO, none of the rows above the header skipped."""
    return reader.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string").to_polars()


def _table(
    source: Source, sheet: str, cells: pl.DataFrame, known: Known, nulls: Sequence[str]
) -> RawTable:
    header = find_header(cells.head(31).rows(), known)
    # Columns that Excel only formatted have neither a header nor a value.
    used = [
        place
        for place, text in enumerate(header.cells)
        if text or cells.to_series(place).slice(header.rows).is_not_null().any()
    ]
    headers = unique_names([header.cells[place] for place in used])
    frame = without_nulls(cells.slice(header.rows)[:, used], nulls)
    frame.columns = headers
    first = header.rows + 1
    lines = pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True).alias("line")
    return RawTable(source.name, sheet, tuple(headers), lambda: iter([Part(frame, lines)]))


def without_nulls(frame: pl.DataFrame, nulls: Sequence[str]) -> pl.DataFrame:
    """The frame with text cells that say nothing emptied."""
    text = pl.col(pl.String)
    says = text.str.strip_chars().is_in(["", *nulls])
    return frame.with_columns(pl.when(~says).then(text).name.keep())
