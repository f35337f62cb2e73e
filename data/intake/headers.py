"""Headers: finding their row, and telling which column of the contract one means."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.contract import TABLES
from data.intake.raw import Known
from data.intake.schema import columns, telling
from data.intake.wording import plain
from data.template import sheet_name

ALIASES = Path(__file__).parent / "headers.toml"


@dataclass(frozen=True)
class Header:
    """The headers of a table, and how many rows they and what stands above them take."""

    cells: list[str]
    rows: int


def find_header(rows: Sequence[Sequence[str | None]], known: Known) -> Header:
    """The headers among the first rows: titles and notes may stand above them.

    They are in the row with the most known headers, if it has at least two; else in the first
    that is filled at least half as wide as the widest. Cells merged over two rows, as under a
    heading for several columns, stand in the row above or below: nobody fills in a row of
    nothing but headers.
    """
    at = _header_row(rows[:30], known)
    width = len(rows[at])
    above, cells, below = (_cells(rows, row, width) for row in (at - 1, at, at + 1))
    filled = [(low, high) for low, high in zip(below, cells, strict=True) if low]
    if filled and all(known(low) and not known(high) for low, high in filled):
        return Header([low or high for low, high in zip(below, cells, strict=True)], at + 2)
    if any(known(high) for low, high in zip(cells, above, strict=True) if high and not low):
        cells = [low or high for low, high in zip(cells, above, strict=True)]
    return Header(cells, at + 1)


def _cells(rows: Sequence[Sequence[str | None]], at: int, width: int) -> list[str]:
    """A row's cells over the width of the headers; empty ones where there is no such row."""
    row = rows[at] if 0 <= at < len(rows) else ()
    return [(cell or "").strip() for cell in row[:width]] + [""] * (width - len(row))


def _header_row(rows: Sequence[Sequence[str | None]], known: Known) -> int:
    scores = [sum(known(cell) for cell in row if cell) for row in rows]
    if max(scores, default=0) >= 2:
        return scores.index(max(scores))
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows]
    widest = max(filled, default=0)
    return next((at for at, width in enumerate(filled) if width and 2 * width >= widest), 0)


def unique_names(headers: Sequence[str]) -> list[str]:
    """The headers, made unique: an empty one is named by its place, a repeated one numbered."""
    names: list[str] = []
    for place, header in enumerate(headers, start=1):
        name = header or f"#{place}"
        count = sum(name == other.split("\x00")[0] for other in names)
        names.append(f"{name}\x00{count + 1}" if count else name)
    return [name.replace("\x00", " #") for name in names]


@cache
def column_names(table: str) -> dict[str, str]:
    """Every way to write a column of the table (plain form) → the contract's column."""
    names: dict[str, str] = {}
    for column in columns(table):
        for written in (column.name, column.zh, column.en):
            names.setdefault(plain(written), column.name)
    for column_name, aliases in _aliases().get(table, {}).items():
        for alias in aliases:
            names.setdefault(plain(alias), column_name)
    return names


@cache
def table_names() -> dict[str, str]:
    """Every way to name a table (plain form) → the contract's table."""
    names = {plain(written): name for name in TABLES for written in (name, sheet_name(name))}
    for name, aliases in _aliases().get("tables", {}).items():
        names.update({plain(alias): name for alias in aliases})
    return names


@cache
def _aliases() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(ALIASES.read_text("utf-8"))


def is_known(header: str) -> bool:
    """Whether some table of the contract knows the header."""
    form = plain(header)
    return any(form in column_names(table) for table in TABLES)


@cache
def hashed_headers(column: str) -> frozenset[str]:
    """Headers (plain form) whose column holds real numbers that must be hashed."""
    return frozenset(plain(header) for header in _aliases()["hashed"].get(column, ()))


def recognise(headers: Sequence[str], file: str, sheet: str) -> str | None:
    """The table these headers belong to: named by sheet or file, else the best match."""
    forms = {plain(header) for header in headers}
    matches = {
        name: {column_names(name)[form] for form in forms if form in column_names(name)}
        for name, table in TABLES.items()
        if table.is_brought
    }
    for written in (sheet, Path(file).name.split(".")[0]):
        named = table_names().get(plain(written))
        if named is not None and matches.get(named):
            return named
    return max(
        (name for name in matches if _is_enough(name, matches[name])),
        key=lambda name: (len(matches[name]), -len(TABLES[name].dtypes)),
        default=None,
    )


def _is_enough(table: str, found: set[str]) -> bool:
    """At least two columns, half of those every row needs, and any key of several columns."""
    required = telling(table)
    key = TABLES[table].key
    has_key = len(key) == 1 or found.issuperset(required.intersection(key))
    return len(found) >= 2 and has_key and 2 * len(found & required) >= len(required)
