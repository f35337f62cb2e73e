"""A meeting of the demo city, and what was taken away from it."""

import io
import logging
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from dashboard import answers
from dashboard.elements import choice_bar
from dashboard.exports import circular, deck, forms, told, workbook
from dashboard.filters import Filters
from dashboard.scenes import Scene
from dashboard.scenes.played import scenes_of


@dataclass(frozen=True)
class Taken:
    """The scenes as the screen shows them, and the files made of them."""

    choice: Filters
    scenes: list[Scene]
    source: told.Source
    slides: list[Any]
    sheets: dict[str, str]  # name to XML
    texts: list[str]  # of the workbook's cells
    circular: circular.Circular


@pytest.fixture(scope="module")
def taken(demo_warehouse: Path) -> Taken:
    """Everything made once."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    answers.hold(demo_warehouse)
    choice = choice_bar.offer().default()
    source = told.source(choice)
    scenes = scenes_of(forms.meeting_of(choice))
    presentation = Presentation(io.BytesIO(deck.deck(scenes, source)))
    sheets, texts = opened(workbook.of_scenes(scenes, source))
    text = circular.circular(choice, source)
    return Taken(choice, scenes, source, list(presentation.slides), sheets, texts, text)


def opened(book: bytes) -> tuple[dict[str, str], list[str]]:
    """The XML of each sheet by its name, and the texts of all cells."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = re.findall(r'<sheet name="([^"]+)"', archive.read("xl/workbook.xml").decode())
        sheets = {
            name: archive.read(f"xl/worksheets/sheet{place}.xml").decode()
            for place, name in enumerate(names, start=1)
        }
        shared = archive.read("xl/sharedStrings.xml").decode()
    return sheets, re.findall(r"<t[^>]*>([^<]*)</t>", shared)


def numbers_of(sheet: str) -> set[float]:
    """The cells of a sheet that hold numbers."""
    cells = re.findall(r'<c r="[A-Z]+\d+"(?: s="\d+")?><v>([^<]+)</v>', sheet)
    return {round(float(cell), 6) for cell in cells}


def words_of(slide: Any) -> str:
    """All words of a slide, tables included."""
    found = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            found.append(shape.text_frame.text)
        if getattr(shape, "has_table", False) and shape.has_table:
            found += [cell.text_frame.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)
