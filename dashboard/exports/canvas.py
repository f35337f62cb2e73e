"""A slide to draw on in px of the wall: 1920 × 1080, whatever size the slide has."""

from collections.abc import Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE, MSO_PATTERN
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from dashboard.exports import letters
from dashboard.exports.panels import Box

WIDE, HIGH = 1920, 1080
EMU_A_POINT = 12700
ALIGNED = {"left": PP_ALIGN.LEFT, "center": PP_ALIGN.CENTER, "right": PP_ALIGN.RIGHT}
ANCHORED = {"top": MSO_ANCHOR.TOP, "middle": MSO_ANCHOR.MIDDLE, "bottom": MSO_ANCHOR.BOTTOM}
DASHES = {"dash": MSO_LINE.DASH, "dot": MSO_LINE.ROUND_DOT, "dashdot": MSO_LINE.DASH_DOT}
Spot = tuple[float, float]


class Canvas:
    """Places things on a slide; every length is in px of the wall."""

    def __init__(self, slide: Any, width: int, height: int) -> None:
        self.shapes = slide.shapes
        self.scale = min(width / WIDE, height / HIGH)
        self._left = (width - WIDE * self.scale) / 2
        self._top = (height - HIGH * self.scale) / 2

    def points(self, px: float) -> float:
        """A size of letters in points."""
        return round(px * self.scale / EMU_A_POINT, 1)

    def frame(self, box: Box) -> tuple[Emu, Emu, Emu, Emu]:
        """Left, top, width and height as slides know them."""
        left, top = self._left + box.left * self.scale, self._top + box.top * self.scale
        wide, high = max(box.width, 1) * self.scale, max(box.height, 1) * self.scale
        return Emu(round(left)), Emu(round(top)), Emu(round(wide)), Emu(round(high))

    def words(
        self,
        box: Box,
        lines: Sequence[str],
        size: float,
        colour: str | None = None,
        *,
        align: str = "left",
        anchor: str = "top",
        is_bold: bool = False,
    ) -> Any:
        """A text box without margins; `size` in px."""
        shape = self.shapes.add_textbox(*self.frame(box))
        frame = shape.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        frame.vertical_anchor = ANCHORED[anchor]
        for place, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.alignment = ALIGNED[align]
            letters.write(paragraph, line, self.points(size), colour, is_bold=is_bold)
        return shape

    def rectangle(
        self,
        box: Box,
        fill: str | None,
        line: str | None = None,
        width: float = 1,
        *,
        is_hatched: bool = False,
    ) -> Any:
        """A rectangle; a hatched one is filled with strokes."""
        shape = self.shapes.add_shape(MSO_SHAPE.RECTANGLE, *self.frame(box))
        self._paint(shape, fill, line, width)
        if is_hatched and fill is not None:
            hatch(shape.fill, fill)
        return shape

    def to_back(self, shape: Any) -> None:
        """Lays a shape under all others of the slide."""
        tree = self.shapes._spTree
        tree.remove(shape._element)
        tree.insert(2, shape._element)  # after the two elements that tell of the tree itself

    def dot(self, spot: Spot, size: float, fill: str | None, line: str | None = None) -> Any:
        """A round mark."""
        box = Box(spot[0] - size / 2, spot[1] - size / 2, size, size)
        shape = self.shapes.add_shape(MSO_SHAPE.OVAL, *self.frame(box))
        self._paint(shape, fill, line, 2)
        return shape

    def stroke(
        self, start: Spot, end: Spot, colour: str | None, width: float = 2, dash: str = "solid"
    ) -> None:
        """A straight line."""
        if colour is None or width <= 0:
            return
        ends = [self.frame(Box(x, y, 1, 1))[:2] for x, y in (start, end)]
        shape = self.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends[0], *ends[1])
        shape.line.color.rgb = RGBColor.from_string(colour)
        shape.line.width = Pt(self.points(width))
        if dash in DASHES:
            shape.line.dash_style = DASHES[dash]

    def area(
        self,
        spots: Sequence[Spot],
        fill: str | None,
        line: str | None = None,
        width: float = 1,
        *,
        is_closed: bool = True,
    ) -> Any:
        """A polygon, or with `is_closed` false a line through the spots."""
        at = [self.frame(Box(x, y, 1, 1))[:2] for x, y in spots]
        builder = self.shapes.build_freeform(at[0][0], at[0][1], scale=1.0)
        builder.add_line_segments(at[1:], close=is_closed)
        shape = builder.convert_to_shape()
        self._paint(shape, fill if is_closed else None, line, width)
        return shape

    def _paint(self, shape: Any, fill: str | None, line: str | None, width: float) -> None:
        style = shape._element.find(qn("p:style"))
        if style is not None:  # the template's own colours and shadow
            shape._element.remove(style)
        if fill is None:
            shape.fill.background()
        else:
            shape.fill.solid()
            shape.fill.fore_color.rgb = RGBColor.from_string(fill)
        if line is None or width <= 0:
            shape.line.fill.background()
        else:
            shape.line.color.rgb = RGBColor.from_string(line)
            shape.line.width = Pt(self.points(width))


def hatch(fill: Any, colour: str) -> None:
    """Strokes of a colour on white: what is not to be taken for a success."""
    fill.patterned()
    fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
    fill.fore_color.rgb = RGBColor.from_string(colour)
    fill.back_color.rgb = RGBColor.from_string("F" * 6)
