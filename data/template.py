"""The empty workbook a clerk fills in: one sheet a table, Chinese headers, drop-downs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.contract import TABLES, Column, Table
from data.contract.aliases import code_label
from data.texts import t

LANGUAGE = "zh"
# A row whose first cell begins with this is the example, which the intake passes over.
EXAMPLE_MARK = t("template.example_mark", LANGUAGE)
# Sheets that hold no table, which the intake passes over.
OTHER_SHEETS = (t("template.guide_sheet", LANGUAGE), t("template.codes_sheet", LANGUAGE))
# A header that must stay ends in this; the intake ignores it.
REQUIRED_MARK = "*"
# Rows that are given drop-downs; further rows can be filled in all the same.
PREPARED_ROWS = 5000


@dataclass(frozen=True)
class _Formats:
    """How cells look: headers, the example, and the cells to fill in by type."""

    header: Format
    required: Format
    example: Mapping[str, Format]
    empty: Mapping[str, Format]


def write(path: Path) -> Path:
    """Write the workbook; the path written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        formats = _formats(book)
        guide = book.add_worksheet(OTHER_SHEETS[0])
        sheets = {name: book.add_worksheet(sheet_name(name)) for name in fillable()}
        lists = _write_codes(book.add_worksheet(OTHER_SHEETS[1]))
        _write_guide(guide, formats.header)
        for name, sheet in sheets.items():
            _write_table(sheet, TABLES[name], formats, lists)
    return path


def fillable() -> list[str]:
    """Tables a clerk may fill in, in the order of the contract."""
    return [name for name, table in TABLES.items() if table.is_brought and table.store != "shipped"]


def sheet_name(table: str) -> str:
    """The Chinese label of a table, which names its sheet."""
    return t(f"tables.{table}.label", LANGUAGE)


def header(column: Column) -> str:
    """The Chinese label of a column, marked if it is required."""
    return column.zh + (REQUIRED_MARK if column.required else "")


def _formats(book: xlsxwriter.Workbook) -> _Formats:
    number_formats = {"text": "@", "day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "number": ""}
    italic = {"italic": True}
    return _Formats(
        header=book.add_format({"bold": True, "bottom": 1}),
        required=book.add_format({"bold": True, "bottom": 2, "underline": 1}),
        example={k: book.add_format(italic | {"num_format": v}) for k, v in number_formats.items()},
        empty={k: book.add_format({"num_format": v}) for k, v in number_formats.items()},
    )


def _kind(column: Column) -> str:
    """The kind of cell a column is filled in with."""
    if column.dtype == pl.Date:
        return "day"
    if column.dtype == pl.Datetime:
        return "moment"
    return "number" if column.dtype.is_numeric() else "text"


def _write_guide(sheet: Worksheet, bold: Format) -> None:
    words = t(
        "template.guide",
        LANGUAGE,
        mark=EXAMPLE_MARK,
        yes=t("dictionary.yes", LANGUAGE),
        no=t("dictionary.no", LANGUAGE),
    )
    lines = words.strip().splitlines()
    sheet.write_column(0, 0, lines)
    top = len(lines) + 1
    titles = [t(f"template.{key}", LANGUAGE) for key in ("guide_table", "guide_about")]
    sheet.write_row(top, 0, titles, bold)
    for at, name in enumerate(fillable(), start=top + 1):
        sheet.write_url(at, 0, f"internal:'{sheet_name(name)}'!A1", string=sheet_name(name))
        sheet.write_string(at, 1, t(f"tables.{name}.description", LANGUAGE))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 90)


def _write_codes(sheet: Worksheet) -> dict[tuple[str, str], str]:
    """Write every drop-down list as a column of a hidden sheet; where each one stands."""
    sheet.hide()
    places: dict[tuple[str, str], str] = {}
    for name in fillable():
        for column in TABLES[name].columns():
            choices = _choices(name, column)
            if choices:
                at = len(places)
                sheet.write_column(0, at, choices)
                letters = xlsxwriter.utility.xl_col_to_name(at)
                range_ = f"${letters}$1:${letters}${len(choices)}"
                places[name, column.name] = f"='{OTHER_SHEETS[1]}'!{range_}"
    return places


def _choices(table: str, column: Column) -> list[str]:
    if column.allowed:
        return list(code_label(table, column.name, LANGUAGE).values())
    if column.dtype == pl.Boolean:
        return [t("dictionary.yes", LANGUAGE), t("dictionary.no", LANGUAGE)]
    return []


def _write_table(
    sheet: Worksheet, table: Table, formats: _Formats, lists: Mapping[tuple[str, str], str]
) -> None:
    for place, column in enumerate(table.columns()):
        kind = _kind(column)
        title = header(column)
        sheet.set_column(place, place, max(2 * len(title) + 2, 14), formats.empty[kind])
        sheet.write_string(0, place, title, formats.required if column.required else formats.header)
        note = t("template.required_note", LANGUAGE) if column.required else ""
        sheet.write_comment(0, place, note + column.description_zh)
        _write_example(sheet, place, table.name, column, formats.example[kind])
        if (table.name, column.name) in lists:
            # A warning, not a ban: what is not in the list is kept as "other" and counted.
            choice = {"validate": "list", "source": lists[table.name, column.name]}
            sheet.data_validation(
                2, place, PREPARED_ROWS, place, choice | {"error_type": "warning"}
            )
    sheet.freeze_panes(1, 1)


def _write_example(
    sheet: Worksheet, place: int, table: str, column: Column, example_format: Format
) -> None:
    """One cell of the example row; the first one carries the mark."""
    example = column.example
    if place == 0:
        sheet.write_string(1, 0, f"{EXAMPLE_MARK} {example}", example_format)
    elif not example:
        sheet.write_blank(1, place, None, example_format)
    elif column.allowed:
        label = code_label(table, column.name, LANGUAGE)[example]
        sheet.write_string(1, place, label, example_format)
    elif column.dtype == pl.Boolean:
        word = "yes" if example == "true" else "no"
        sheet.write_string(1, place, t(f"dictionary.{word}", LANGUAGE), example_format)
    elif column.dtype in (pl.Date, pl.Datetime):
        sheet.write_datetime(1, place, datetime.fromisoformat(example), example_format)
    elif column.dtype.is_numeric():
        sheet.write_number(1, place, float(example), example_format)
    else:
        sheet.write_string(1, place, example, example_format)
