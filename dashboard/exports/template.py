"""The bureau's own .pptx or .potx: its masters, without its slides, and where words can be read."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pptx import Presentation
from pptx.exc import PythonPptxError
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from dashboard.errors import BadTemplateError

# A .potx differs from a .pptx in this word alone.
_TYPES = "[Content_Types].xml"
_POTX, _PPTX = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
_BROKEN = (PythonPptxError, BadZipFile, LookupError, ValueError, SyntaxError, OSError)
LIGHT = 215  # of 255: on any darker ground the deck's dark words are hard to read
_LARGE = 0.5  # of the slide: a picture or shape this large is its ground
_SECTIONS = re.compile(r"sectionLst$")


def opened(template: Path) -> Any:
    """An empty presentation with the template's masters; BadTemplateError, worded."""
    try:
        presentation = Presentation(_as_presentation(template))
        if not len(presentation.slide_layouts):
            raise ValueError("no layout")
        _empty(presentation)
    except _BROKEN as error:
        raise BadTemplateError(file=template.name) from error
    return presentation


def _as_presentation(template: Path) -> BytesIO:
    content = BytesIO()
    with ZipFile(template) as given, ZipFile(content, "w", ZIP_DEFLATED) as taken:
        for name in given.namelist():
            part = given.read(name)
            taken.writestr(name, part.replace(_POTX, _PPTX) if name == _TYPES else part)
    content.seek(0)
    return content


def _empty(presentation: Any) -> None:
    """Takes its own slides out, with the sections and shows that name them."""
    entries = presentation.slides._sldIdLst
    for entry in list(entries):
        presentation.part.drop_rel(entry.get(qn("r:id")))
        entries.remove(entry)
    root = presentation.part._element
    for child in list(root.iter()):
        is_sections = isinstance(child.tag, str) and _SECTIONS.search(child.tag)
        if child.tag == qn("p:custShowLst"):
            root.remove(child)
        elif is_sections:
            extension = child.getparent()
            extension.getparent().remove(extension)


def layout(presentation: Any) -> Any:
    """The layout with a title and least else."""
    titled = [
        one
        for one in presentation.slide_layouts
        if any(shape.placeholder_format.idx == 0 for shape in one.placeholders)
    ]
    return min(titled or list(presentation.slide_layouts), key=lambda one: len(one.placeholders))


def is_light(chosen: Any, area: int) -> bool:
    """Whether dark words can be read on a layout; of a picture nobody knows, so it is not.

    `area` of the slide in square EMU.
    """
    parts = (chosen, chosen.slide_master)
    shapes = (one for part in parts for one in part.shapes if not one.is_placeholder)
    if any((one.width or 0) * (one.height or 0) > _LARGE * area for one in shapes):
        return False
    grounds = (_ground(part) for part in parts)
    ground = next((one for one in grounds if one is not None), None)
    return ground is None or _brightness(ground, chosen.slide_master) >= LIGHT


def _ground(part: Any) -> Any:
    return part._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")


def _brightness(ground: Any, master: Any) -> float:
    """0 to 255 of one colour; 0 for anything else."""
    is_plain = ground.find(f"{qn('p:bgPr')}/{qn('a:solidFill')}") is not None
    if not is_plain and ground.find(qn("p:bgRef")) is None:
        return 0.0
    named = next(ground.iter(qn("a:schemeClr")), None)
    colour = next(ground.iter(qn("a:srgbClr")), None)
    if named is not None:
        colour = _of_theme(named.get("val"), master)
    if colour is None:
        return 0.0
    told = colour.get("val") if colour.tag == qn("a:srgbClr") else colour.get("lastClr")
    if told is None or len(told) != 6:
        return 0.0
    red, green, blue = (int(told[i : i + 2], 16) for i in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _of_theme(name: str, master: Any) -> Any:
    """A colour of the master's theme, by the name slides use."""
    mapped = master._element.find(qn("p:clrMap"))
    name = (mapped.get(name) if mapped is not None else None) or name
    theme = parse_xml(master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)
    found = next(theme.iter(qn(f"a:{name}")), None)
    return None if found is None or not len(found) else found[0]
