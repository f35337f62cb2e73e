"""What reading hands on: tables of text cells, in parts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

# Says whether a cell is a header that the contract or a profile knows.
Known = Callable[[str], bool]


@dataclass(frozen=True)
class Part:
    """Some rows of a table, with the line of the file each begins on (the first line is 1)."""

    frame: pl.DataFrame
    lines: pl.Series
    # Rows with too few or too many cells: the line, and "cells found / cells expected".
    ragged: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class RawTable:
    """A table as it lies in a file or on a sheet; `parts` reads it from the beginning."""

    file: str
    sheet: str
    headers: tuple[str, ...]
    parts: Callable[[], Iterator[Part]]

    @property
    def name(self) -> str:
        """The file as people know it, with the sheet where a workbook has several."""
        return f"{self.file}[{self.sheet}]" if self.sheet else self.file
