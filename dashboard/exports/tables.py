"""Tables of words as native tables of a slide."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn

from dashboard.elements.evidence import Evidence, with_labels
from dashboard.exports import colours, letters
from dashboard.exports.canvas import Canvas
from dashboard.exports.panels import Box
from dashboard.scenes import Cell, Table
from dashboard.scenes.wall import width
from dashboard.texts import dates, numbers

LARGEST, SMALLEST = 30, 16  # px of letters
MOST_ROWS, MOST_COLUMNS = 14, 8
_GROUNDS = ("good", "watch", "bad", "neutral", "accent")


@dataclass(frozen=True)
class Ground:
    """A table whose cells have a ground of their own (RRGGBB, None for none)."""

    head: Sequence[str]
    rows: Sequence[Sequence[tuple[str, str | None]]]


def draw(canvas: Canvas, table: Table | Ground, box: Box) -> Any:
    """Adds the table to a slide, in letters as large as fit."""
    cells, grounds, inks = _read(table)
    if not cells:
        return None
    columns = max(len(row) for row in cells)
    has_head = any(table.head)
    high = min(box.height / len(cells), 72)
    shares = _shares(cells, columns, box.width)
    size = _size(cells, shares, high)
    whole = Box(box.left, box.top, box.width, high * len(cells))
    frame = canvas.shapes.add_table(len(cells), columns, *canvas.frame(whole))
    native = frame.table
    _plain_style(frame)
    for place, share in enumerate(shares):
        native.columns[place].width = round(share * canvas.scale)
    for row, words in enumerate(cells):
        native.rows[row].height = round(high * canvas.scale)
        is_head = has_head and row == 0
        for place in range(columns):
            cell = native.cell(row, place)
            said = words[place] if place < len(words) else ""
            ground = grounds[row][place] if place < len(words) else None
            ink = inks[row][place] if place < len(words) else None
            is_centred = isinstance(table, Ground) and place > 0
            colour = colours.of("muted") if is_head else ink
            letter = size * 0.86 if is_head else size
            _cell(canvas, cell, said, letter, colour, ground, is_centred=is_centred)
    return native


def of_evidence(evidence: Evidence) -> Table:
    """The first rows behind a picture, as they stand in its own table."""
    labelled = with_labels(evidence.table).head(MOST_ROWS)
    rows = [[Cell(_words(value)) for value in row[:MOST_COLUMNS]] for row in labelled.iter_rows()]
    return Table(labelled.columns[:MOST_COLUMNS], rows)


def _words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return dates.full(value)
    if isinstance(value, float):
        return numbers.plain(value, 0 if value.is_integer() else 1)
    return str(value)


Read = tuple[list[list[str]], list[list[str | None]], list[list[str | None]]]


def _read(table: Table | Ground) -> Read:
    """Words, grounds and colours of letters, the head first."""
    cells: list[list[str]] = []
    grounds: list[list[str | None]] = []
    inks: list[list[str | None]] = []
    if any(table.head):
        cells.append([letters.plain(words) for words in table.head])
        grounds.append([None] * len(table.head))
        inks.append([None] * len(table.head))
    if isinstance(table, Ground):
        for row in table.rows:
            cells.append([words for words, _ in row])
            grounds.append([ground for _, ground in row])
            inks.append([colours.ink_on(ground) for _, ground in row])
        return cells, grounds, inks
    for line in table.rows:
        cells.append([cell.words for cell in line])
        tags = [cell.tag if cell.tag in _GROUNDS else "" for cell in line]
        grounds.append([colours.of(f"{tag}_ground") if tag else None for tag in tags])
        inks.append([colours.of(_ink(tag)) for tag in tags])
    return cells, grounds, inks


def _ink(tag: str) -> str:
    if not tag:
        return "ink"
    return "accent" if tag == "accent" else f"{tag}_text"


def _shares(cells: Sequence[Sequence[str]], columns: int, wide: float) -> list[float]:
    """The width of each column, by its longest words; the longest may take more than one line."""
    need = [
        max((width(letters.plain(row[place]), 1) for row in cells if place < len(row)), default=1)
        for place in range(columns)
    ]
    need = [min(max(each, 2.0), 26.0) + 1.6 for each in need]
    return [wide * each / sum(need) for each in need]


def _size(cells: Sequence[Sequence[str]], shares: Sequence[float], high: float) -> float:
    """The largest letters that every cell has room for."""
    for size in range(LARGEST, SMALLEST, -1):
        lines_that_fit = max(int(high // (size * 1.3)), 1)
        fits = all(
            width(letters.plain(words), size) * 1.1 <= (share - 20) * lines_that_fit
            for row in cells
            for words, share in zip(row, shares, strict=False)
        )
        if fits:
            return size
    return SMALLEST


def _cell(
    canvas: Canvas,
    cell: Any,
    words: str,
    size: float,
    colour: str | None,
    ground: str | None,
    *,
    is_centred: bool,
) -> None:
    cell.margin_left = cell.margin_right = round(10 * canvas.scale)
    cell.margin_top = cell.margin_bottom = 0
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    paragraph = cell.text_frame.paragraphs[0]
    if is_centred:
        paragraph.alignment = PP_ALIGN.CENTER
    letters.write(paragraph, words, canvas.points(size), colour, is_bold=ground is not None)
    if ground is None:
        cell.fill.background()
    else:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(ground)


def _plain_style(frame: Any) -> None:
    """Lines below rows and no colours of the template."""
    properties = frame._element.graphic.graphicData.tbl.tblPr
    for name in ("bandRow", "firstRow"):
        properties.set(name, "0")
    style = properties.find(qn("a:tableStyleId"))
    if style is not None:
        style.text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # no style, no grid
