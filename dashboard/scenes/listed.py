"""A list that a card shows as HTML, as a table for the wall: its words, its coloured words."""

import re
from collections.abc import Sequence
from html.parser import HTMLParser

import plotly.graph_objects as go

from dashboard.scenes import Cell, Table

MOST = 9  # rows that are readable from eight metres
KINDS = ("good", "watch", "bad", "neutral", "accent")
PANELS = 8  # small charts that a wall can hold
_TITLE = re.compile(r"<b>(.+?)</b><br><span[^>]*?(#\w+)[^>]*>(.*?)</span>")


class _Reader(HTMLParser):
    """Rows of a <table> or of <div class="line">; a cell each <td> or child of a line."""

    def __init__(self) -> None:
        super().__init__()
        self.head: list[str] = []
        self.rows: list[list[Cell]] = []
        self._stack: list[tuple[str, str]] = []
        self._words: list[str] = []
        self._tag = ""
        self._row: list[Cell] | None = None
        self._depth = 0  # of the cell that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens a row, a cell, or notes the colour of a word."""
        kinds = (dict(attrs).get("class") or "").split()
        if tag == "br":
            self._words.append(" ")
            return
        self._stack.append((tag, " ".join(kinds)))
        if tag == "tr" or "line" in kinds:
            self._row = []
        elif self._row is not None and not self._depth and self._opens_cell(tag):
            self._depth, self._words, self._tag = len(self._stack), [], ""
        if "tag" in kinds:
            self._tag = next((kind for kind in kinds if kind in KINDS), "")

    def _opens_cell(self, tag: str) -> bool:
        return tag in ("td", "th") or (len(self._stack) > 1 and "line" in self._stack[-2][1])

    def handle_data(self, data: str) -> None:
        """Words of the open cell."""
        if self._depth:
            self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """Closes the cell or the row."""
        if not self._stack:
            return
        opened, kinds = self._stack.pop()
        if self._depth and len(self._stack) < self._depth:
            words = " ".join("".join(self._words).split())
            self._depth = 0
            if opened == "th":
                self.head.append(words)
            elif self._row is not None:
                self._row.append(Cell(words, self._tag))
        elif (opened == "tr" or "line" in kinds.split()) and self._row is not None:
            if any(cell.words for cell in self._row):
                self.rows.append(self._row)
            self._row = None


def table(body: str) -> Table | None:
    """The first rows of a list; None where it has none. Columns without any word are left out."""
    reader = _Reader()
    reader.feed(body)
    rows = reader.rows[:MOST]
    if not rows:
        return None
    wide = max(len(row) for row in rows)
    filled = [[*row, *[Cell("")] * (wide - len(row))] for row in rows]
    kept = [place for place in range(wide) if any(row[place].words for row in filled)]
    head: Sequence[str] = [reader.head[place] for place in kept if place < len(reader.head)]
    return Table(head, [[row[place] for place in kept] for row in filled])


def of_panels(figure: go.Figure, quiet: str) -> Table | None:
    """The names and verdicts of small charts too many for a wall; None of a few, or of none.

    `quiet` is the colour of verdicts that say nothing new; the others stand first.
    """
    if len(list(figure.select_xaxes())) <= PANELS:
        return None
    titles = [_TITLE.match(str(note.text)) for note in figure.layout.annotations]
    found = [title.groups() for title in titles if title is not None]
    ordered = sorted(found, key=lambda title: title[1].lower() == quiet.lower())
    rows = [[Cell(name), Cell(verdict)] for name, _, verdict in ordered[:MOST]]
    return Table((), rows) if rows else None
