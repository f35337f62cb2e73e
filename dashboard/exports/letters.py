"""Words on slides: runs in the sizes of the wall, bold as Markdown, Chinese letters named.

PowerPoint picks a font of its own for Chinese letters unless every run names one (a:ea).
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.entered import sound
from dashboard.exports import colours

FONT = "Microsoft YaHei"  # what offices have; elsewhere the system puts its own in its place
_RUN = (qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr"))
_AFTER = {
    qn(f"a:{name}") for name in ("cs", "sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst")
}
# Marks of Markdown and of Plotly; whatever else stands between < and > was meant as it reads.
_MARK = re.compile(r"(\*\*|</?(?:b|i|em|strong|sub|sup|span|a)\b[^<>]*>)")
_COLOUR = re.compile(r"color:\s*(#[0-9A-Fa-f]{6}|rgba?\([^)]*\))")


@dataclass(frozen=True)
class Piece:
    """Letters of one look."""

    words: str
    is_bold: bool = False
    colour: str | None = None  # RRGGBB where the words name one


def lines(words: str) -> list[str]:
    """The lines of a text of a figure or of Markdown; bold letters stay bold across them."""
    found, is_bold = [], False
    for line in re.split(r"<br\s*/?>|\n", words):
        found.append(f"<b>{line}" if is_bold else line)
        opened = [mark for mark in _MARK.findall(line) if mark in ("<b>", "</b>")]
        is_bold = opened[-1] == "<b>" if opened else is_bold
    return found


def plain(words: str) -> str:
    """Without marks of any kind, in one line."""
    bare = _MARK.sub("", re.sub(r"<br\s*/?>", " ", words))
    return " ".join(html.unescape(bare).split())


def pieces(line: str) -> Iterator[Piece]:
    """A line in pieces of one look: **bold**, <b>, <span style="color:…">."""
    is_bold, colour = False, None
    for part in _MARK.split(line):
        if part == "**":
            is_bold = not is_bold
        elif part in ("<b>", "</b>"):
            is_bold = part == "<b>"
        elif part.startswith("<span"):
            found = _COLOUR.search(part)
            colour = colours.light(found.group(1)) if found else None
        elif part == "</span>":
            colour = None
        elif part and not _MARK.fullmatch(part):
            yield Piece(html.unescape(part), is_bold, colour)


def write(
    paragraph: Any, line: str, size: float, colour: str | None = None, *, is_bold: bool = False
) -> None:
    """Adds a line to a paragraph of a slide; `size` in points."""
    for piece in pieces(line):
        run = paragraph.add_run()
        run.text = " ".join(sound(piece.words).split("\n"))
        run.font.size = Pt(size)
        run.font.bold = is_bold or piece.is_bold
        run.font.color.rgb = RGBColor.from_string(piece.colour or colour or colours.of("ink"))


def name_fonts(element: Any) -> None:
    """Names the font of Latin and of Chinese letters in every run below an element."""
    for run in element.iter(qn("a:r"), qn("a:fld")):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}))
    for properties in element.iter(*_RUN):
        for name in ("a:latin", "a:ea"):
            for old in properties.findall(qn(name)):
                properties.remove(old)
        place = next(
            (i for i, child in enumerate(properties) if child.tag in _AFTER), len(properties)
        )
        for i, name in enumerate(("a:latin", "a:ea")):
            properties.insert(place + i, properties.makeelement(qn(name), {"typeface": FONT}))
