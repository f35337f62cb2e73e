"""A workbook: a cover that says what it is of, a sheet a scene or table, and the definitions."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import polars as pl
import xlsxwriter

from dashboard import indicators
from dashboard.elements.evidence import DANGEROUS, Evidence, harmless, with_labels
from dashboard.elements.workbook import sheet_name
from dashboard.exports import colours, letters, told
from dashboard.exports.told import Source
from dashboard.filters import Filters
from dashboard.scenes import Scene, registry
from dashboard.texts import dates, t

OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
WIDEST, NARROWEST = 42, 9  # letters of a column
SAMPLE = 200  # rows a column's width is taken from
USUAL, COLUMNS = 14, 8  # letters of a column without rows, and how many columns a sentence has
LINE = 17  # points
_PERCENT = re.compile(r"[+\u2212-]?[\d,]+(?:\.\d+)?%")
_NUMBER = re.compile(r"[+\u2212-]?[\d,]+(?:\.\d+)?")


@dataclass(frozen=True)
class Part:
    """One sheet: a title, sentences below it, figures worded and rows behind them."""

    name: str
    title: str
    lines: Sequence[str] = ()
    figures: Sequence[Sequence[str]] = ()  # rows of words; numbers among them become numbers
    evidence: Evidence | None = None
    notes: Sequence[str] = ()


def of_scenes(scenes: Sequence[Scene], source: Source) -> bytes:
    """The meeting as a workbook."""
    return written([_of_scene(scene) for scene in scenes], source)


def of_page(page: str, choice: Filters, source: Source) -> bytes:
    """The tables behind all pictures of a page under a choice."""
    parts = []
    for name, drawn in registry.OF_PAGES.get(page, {}).items():
        picture = drawn(choice)
        if picture.evidence is None or picture.missing:
            continue
        title = t(f"scenes.name.{page}_{name}")
        lines = [line for line in (picture.subtitle, picture.note) if line]
        parts.append(Part(title, picture.title, lines, evidence=picture.evidence))
    return written(parts, source)


def _of_scene(scene: Scene) -> Part:
    figures = [
        [letters.plain(big.label), big.value, big.unit, *map(letters.plain, big.lines)]
        for big in scene.bigs
    ]
    if scene.table is not None:
        figures += [list(scene.table.head)] if any(scene.table.head) else []
        figures += [[letters.plain(cell.words) for cell in row] for row in scene.table.rows]
    lines = [line for line in (scene.subtitle, scene.state) if line]
    if scene.question:
        lines.append(t("exports.asked", question=scene.question))
    notes = [scene.script] if scene.script else []
    notes += told.workings(scene.working)
    return Part(told.name_of(scene), scene.headline, lines, figures, scene.evidence, notes)


def written(parts: Sequence[Part], source: Source) -> bytes:
    """The file: cover, parts, definitions of the indicators they name."""
    content = BytesIO()
    taken: set[str] = set()
    with xlsxwriter.Workbook(content, OPTIONS) as book:
        book.set_properties({"title": source.title, "author": source.bureau})
        looks = _looks(book)
        cover = book.add_worksheet(sheet_name(t("exports.sheet.cover"), taken))
        names = [sheet_name(part.name, taken) for part in parts]
        _cover(cover, looks, source, list(zip(names, parts, strict=True)))
        for name, part in zip(names, parts, strict=True):
            _part(book.add_worksheet(name), looks, part, source)
        ids = _indicators(part.evidence for part in parts if part.evidence is not None)
        if ids:
            name = sheet_name(t("exports.sheet.definitions"), taken)
            _definitions(book.add_worksheet(name), looks, ids)
    return content.getvalue()


def _indicators(found: Iterable[Evidence]) -> list[str]:
    return sorted({each for evidence in found for each in evidence.indicators})


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": letters.FONT, "font_size": 11, "valign": "vcenter"}
    ink, muted = f"#{colours.of('ink')}", f"#{colours.of('muted')}"
    head = {"bold": True, "bottom": 1, "bg_color": f"#{colours.of('page')}", "font_color": ink}
    told_looks: dict[str, dict[str, Any]] = {
        "plain": {"font_color": ink},
        "title": {"bold": True, "font_size": 16, "font_color": ink},
        "line": {"font_color": muted, "text_wrap": True},
        "wrapped": {"font_color": ink, "text_wrap": True, "valign": "top"},
        "head": head,
        "whole": {"num_format": "#,##0"},
        "decimal": {"num_format": "#,##0.0"},
        "fine": {"num_format": "0.0000"},
        "percent": {"num_format": "0.0%"},
        "day": {"num_format": "yyyy-mm-dd"},
        "moment": {"num_format": "yyyy-mm-dd hh:mm"},
        "link": {"font_color": f"#{colours.of('accent')}", "underline": 1},
    }
    return {name: book.add_format({**font, **look}) for name, look in told_looks.items()}


def _cover(sheet: Any, looks: Any, source: Source, named: Sequence[tuple[str, Part]]) -> None:
    sheet.hide_gridlines(2)
    _paper(sheet)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, safe(source.title), looks["title"])
    facts = [
        ("unit", source.unit),
        ("month", dates.month(source.month)),
        ("cutoff", dates.cutoff(source.cutoff)),
        ("edition", source.edition),
        ("snapshot", str(source.snapshot)),
    ]
    if source.is_demo:
        facts.append(("data", t("exports.demo")))
    facts += [("said", words) for words in source.said]
    row = 2
    for key, words in facts:
        sheet.write_string(row, 0, t(f"exports.cover.{key}"), looks["line"])
        sheet.write_string(row, 1, safe(words), looks["plain"])
        row += 1
    row += 1
    sheet.write_string(row, 0, t("exports.cover.contents"), looks["head"])
    sheet.write_blank(row, 1, None, looks["head"])
    for name, part in named:
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", looks["link"], safe(name))
        sheet.write_string(row, 1, safe(part.title), looks["plain"])
    row += 2
    for key in ("suppressed", "intervals"):
        row = _sentence(sheet, row, t(f"exports.cover.{key}"), looks["line"], (18, 80))


def _part(sheet: Any, looks: Any, part: Part, source: Source) -> None:
    _paper(sheet)
    table = None
    if part.evidence is not None and part.evidence.table.width:
        table = with_labels(harmless(part.evidence.table))
    widths = _widths(sheet, table, part.figures)
    sheet.write_string(0, 0, safe(letters.plain(part.title)), looks["title"])
    row = 1
    for line in (*part.lines, source.line):
        row = _sentence(sheet, row, line, looks["line"], widths)
    row += 1
    for words in part.figures:
        for column, each in enumerate(words):
            _word(sheet, row, column, each, looks)
        row += 1
    row += 1 if part.figures else 0
    if table is not None:
        row = _table(sheet, looks, row, table) + 1
    more = part.evidence.notes if part.evidence is not None else ()
    for note in (*part.notes, *more):
        row = _sentence(sheet, row, note, looks["line"], widths)


def _paper(sheet: Any) -> None:
    """A4 landscape, as wide as a page."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _widths(sheet: Any, table: pl.DataFrame | None, figures: Sequence[Sequence[str]]) -> list[int]:
    """Sets and gives the widths of the columns a sheet uses, in letters."""
    widths = [USUAL] * COLUMNS
    for column, name in enumerate(table.columns if table is not None else ()):
        shown = table[name].head(SAMPLE).to_list() if table is not None else []
        wide = max(_letters(name), *(_letters(str(value)) for value in shown), 0) + 2
        wide = min(max(wide, NARROWEST), WIDEST)
        widths[column : column + 1] = [wide]
    for words in figures:
        widths += [USUAL] * (len(words) - len(widths))
        for column, each in enumerate(words):
            widths[column] = max(widths[column], min(_letters(each) + 2, WIDEST))
    for column, wide in enumerate(widths):
        sheet.set_column(column, column, wide)
    return widths


def _letters(words: str) -> int:
    """Places a text takes; a Chinese letter takes two."""
    return sum(2 if ord(letter) > 0x2E80 else 1 for letter in words)


def _sentence(sheet: Any, row: int, words: str, look: Any, widths: Sequence[int]) -> int:
    """A sentence over the columns of the sheet, in as many lines as it needs."""
    said = safe(letters.plain(words))
    sheet.merge_range(row, 0, row, len(widths) - 1, "", look)
    sheet.write_string(row, 0, said, look)
    lines = -(-_letters(said) // max(sum(widths) - 4, 1))
    sheet.set_row(row, LINE * max(lines, 1))
    return row + 1


def _word(sheet: Any, row: int, column: int, words: str, looks: Any) -> None:
    """A word; a plain number or rate is written as one."""
    bare = words.strip().replace(",", "").replace("\u2212", "-")
    if _PERCENT.fullmatch(words.strip()):
        sheet.write_number(row, column, float(bare[:-1]) / 100, looks["percent"])
    elif _NUMBER.fullmatch(words.strip()):
        look = "decimal" if "." in bare else "whole"
        sheet.write_number(row, column, float(bare), looks[look])
    else:
        sheet.write_string(row, column, safe(words), looks["plain"])


def _table(sheet: Any, looks: Any, row: int, table: pl.DataFrame) -> int:
    """The rows as real numbers and days; gives the row after the last."""
    for column, name in enumerate(table.columns):
        sheet.write_string(row, column, safe(name), looks["head"])
        values = table[name]
        look = looks[_look(values)]
        for place, value in enumerate(values.to_list(), start=row + 1):
            _value(sheet, place, column, value, look, looks["plain"])
    sheet.freeze_panes(row + 1, 0)
    return row + 1 + table.height


def _look(values: pl.Series) -> str:
    if values.dtype == pl.Date:
        return "day"
    if values.dtype == pl.Datetime:
        return "moment"
    if values.dtype.is_integer():
        return "whole"
    if not values.dtype.is_float():
        return "plain"
    known = values.drop_nulls()
    if known.is_empty() or bool((known == known.round(0)).all()):
        return "whole"
    largest = max(abs(float(end)) for end in (known.max(), known.min()))  # type: ignore[arg-type]
    return "fine" if largest <= 1 else "decimal"


def _value(sheet: Any, row: int, column: int, value: Any, look: Any, plain: Any) -> None:
    if value is None or (isinstance(value, float) and value != value):
        sheet.write_blank(row, column, None, plain)
    elif isinstance(value, bool):
        sheet.write_string(row, column, t(f"exports.{'yes' if value else 'no'}"), plain)
    elif isinstance(value, date | datetime):
        sheet.write_datetime(row, column, value, look)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, str(value), plain)


def _definitions(sheet: Any, looks: Any, ids: Sequence[str]) -> None:
    _paper(sheet)
    heads = ("code", "name", "numerator", "denominator", "definition", "caveats")
    for column, head in enumerate(heads):
        sheet.write_string(0, column, t(f"exports.definition.{head}"), looks["head"])
        sheet.set_column(column, column, (10, 22, 34, 34, 60, 60)[column])
    for row, indicator_id in enumerate(ids, start=1):
        indicator = indicators.get(indicator_id)
        words = (
            indicator.id,
            indicator.name,
            indicator.numerator,
            indicator.denominator,
            indicator.definition,
            indicator.caveats,
        )
        for column, each in enumerate(words):
            sheet.write_string(row, column, safe(each), looks["wrapped"])


def safe(words: str) -> str:
    """A text that no spreadsheet runs as a formula, also after it was saved as CSV."""
    return f"'{words}" if re.match(f"[{DANGEROUS}]", words) else words
