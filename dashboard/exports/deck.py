"""The meeting as a PowerPoint deck: a slide a scene, its charts and tables native and editable.

Slides are light, since they are printed; sizes and places are those of the wall at half scale.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu

from dashboard import settings
from dashboard.entered import sound
from dashboard.exports import charts, colours, drawing, grids, letters, tables, told
from dashboard.exports import template as templates
from dashboard.exports.canvas import Canvas
from dashboard.exports.panels import Box, inside, panels
from dashboard.scenes import Big, Scene
from dashboard.scenes.wall import ALONE, BELOW, BESIDE, width
from dashboard.texts import t

WIDTH, HEIGHT = Emu(12192000), Emu(6858000)  # 16:9
SIDE, FULL, TOP = 72, 1776, 214  # px of the wall
COLUMN = 430
ASKED = 64  # px the question needs
PAPER = Box(24, 24, 1872, 1032)  # what lies under the words on a dark template
MOST_PANELS = 12  # of more nothing can be read on a slide


def deck(scenes: Sequence[Scene], source: told.Source, template: Path | None = None) -> bytes:
    """The deck as a file: a slide each scene. `template` is the bureau's own .pptx, if any."""
    presentation = _opened(template or settings.deck_template())
    layout = templates.layout(presentation)
    size = presentation.slide_width, presentation.slide_height
    is_light = templates.is_light(layout, size[0] * size[1])
    for place, scene in enumerate(scenes, start=1):
        slide = presentation.slides.add_slide(layout)
        canvas = Canvas(slide, *size)
        if not is_light:
            canvas.to_back(canvas.rectangle(PAPER, colours.of("card")))
        _slide(slide, canvas, scene, source, f"{place} / {len(scenes)}")
    _name_fonts(presentation)
    properties = presentation.core_properties
    properties.title, properties.author = source.title, source.bureau
    content = BytesIO()
    presentation.save(content)
    return content.getvalue()


def _opened(template: Path | None) -> Any:
    """An empty presentation, with the template's masters if there is one."""
    if template is not None:
        return templates.opened(template)
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    return presentation


def _slide(slide: Any, canvas: Canvas, scene: Scene, source: told.Source, number: str) -> None:
    _title(slide, canvas, scene.headline)
    for shape in list(slide.placeholders):
        if shape.placeholder_format.idx != 0:  # "click to add text"
            shape._element.getparent().remove(shape._element)
    if scene.subtitle:
        box = Box(SIDE, 148, FULL, 44)
        canvas.words(box, [scene.subtitle], 28, colours.of("muted"), anchor="middle")
    asked = ASKED if scene.question else 0
    box = _content_box(scene, asked)
    if len(scene.bigs) == 1:
        _column(canvas, scene.bigs[0], Box(SIDE, TOP, COLUMN, ALONE[1] - asked))
    elif scene.bigs:
        _row(canvas, scene)
    if scene.figure is not None:
        _figure(canvas, scene, box)
    elif scene.table is not None:
        tables.draw(canvas, scene.table, box)
    elif scene.state:
        canvas.words(box, [scene.state], 32, colours.of("muted"))
    if scene.question:
        line = t("exports.asked", question=scene.question)
        place = Box(SIDE, TOP + ALONE[1] - ASKED + 12, FULL, ASKED - 12)
        canvas.words(place, [line], 28, colours.of("accent"), anchor="middle")
    foot = Box(SIDE, 1000, FULL - 160, 36)
    canvas.words(foot, [source.line], 22, colours.of("muted"), anchor="middle")
    end = Box(SIDE + FULL - 160, 1000, 160, 36)
    canvas.words(end, [number], 22, colours.of("muted"), align="right", anchor="middle")
    notes = slide.notes_slide.notes_text_frame
    notes.text = sound(told.notes(scene, source))


def _title(slide: Any, canvas: Canvas, headline: str) -> None:
    shape = slide.shapes.title
    box = Box(SIDE, 56, FULL, 88)
    if shape is None:
        canvas.words(box, [headline], 56, is_bold=True, anchor="middle")
        return
    shape.left, shape.top, shape.width, shape.height = canvas.frame(box)
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    frame._txBody.bodyPr.set("vert", "horz")  # a template's own may stand upright
    paragraph = frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    size = max(40, min(56, FULL / max(width(headline, 1), 1) * 0.9))
    letters.write(paragraph, headline, canvas.points(size), is_bold=True)


def _content_box(scene: Scene, asked: int) -> Box:
    if len(scene.bigs) == 1:
        return Box(SIDE + FULL - BESIDE[0], TOP, BESIDE[0], BESIDE[1] - asked)
    if scene.bigs:
        return Box(SIDE, TOP + ALONE[1] - BELOW[1], BELOW[0], BELOW[1] - asked)
    return Box(SIDE, TOP, ALONE[0], ALONE[1] - asked)


def _figure(canvas: Canvas, scene: Scene, box: Box) -> None:
    """A picture: what lies behind, the chart, what lies over it."""
    figure = scene.figure.to_plotly_json()  # type: ignore[union-attr]
    layout = figure["layout"]
    found = panels(figure, box)
    if len(found) > MOST_PANELS and scene.evidence is not None:
        tables.draw(canvas, tables.of_evidence(scene.evidence), box)
        return
    around = inside(layout, box)
    lowest: dict[str, float] = {}
    for panel in found:
        lowest[panel.names[0]] = max(lowest.get(panel.names[0], 0.0), panel.plot.top)
    for panel in found:
        if any(trace["type"] == "heatmap" for trace in panel.traces):
            tables.draw(canvas, grids.table(panel), box)
            continue
        foot = panel.plot.top + panel.plot.height
        if drawing.is_drawn(panel):
            drawing.behind(canvas, panel, layout, ())
            drawing.whole(canvas, panel)
            drawing.ticks(canvas, panel, foot, x=True, y=True)
        else:
            drawing.behind(canvas, panel, layout, charts.filled(panel))
            charts.draw(canvas, panel)
            is_lowest = panel.plot.top == lowest[panel.names[0]]
            drawing.ticks(
                canvas,
                panel,
                max(foot, around.top + around.height) if is_lowest else foot,
                x=panel.x.kind != "places" and is_lowest,
                y=panel.y.kind == "number",
            )
        drawing.over(canvas, panel, layout)
    drawing.paper(canvas, layout, box)


def _column(canvas: Canvas, big: Big, box: Box) -> None:
    """One figure beside the picture, as the wall shows it."""
    rest = [_figure_words(canvas, big, Box(box.left, box.top, box.width, 150), 110)]
    rest += [f"**{big.label}**"] if big.label else []
    lines = [line for line in (*rest, *big.lines) if line]
    canvas.words(Box(box.left, box.top + 160, box.width - 20, 400), lines, 32)


def _figure_words(canvas: Canvas, big: Big, box: Box, most: float) -> str:
    """The figure with its unit beside it; a unit that has no room there is given back."""
    size = min(most, box.width / max(width(big.value, 1), 1) * 0.9)
    paragraph = canvas.words(box, [f"**{big.value}**"], size).text_frame.paragraphs[0]
    unit = 36 if most > 100 else 30
    if width(big.value, 1) * size + (width(big.unit, 1) + 1) * unit > box.width:
        return big.unit
    if big.unit:
        letters.write(paragraph, f" {big.unit}", canvas.points(unit), colours.of("muted"))
    return ""


def _row(canvas: Canvas, scene: Scene) -> None:
    """Several figures side by side, above a picture if there is one."""
    has_more = scene.figure is not None or scene.table is not None or bool(scene.state)
    high = ALONE[1] - BELOW[1] - 20 if has_more else ALONE[1] - ASKED
    each = FULL / len(scene.bigs)
    for place, big in enumerate(scene.bigs):
        left = SIDE + place * each
        size = 30 if width(big.label, 30) < each - 24 else 24
        name = Box(left, TOP - 14, each - 24, 84)
        canvas.words(name, [big.label], size, colours.of("muted"), anchor="bottom")
        unit = _figure_words(canvas, big, Box(left, TOP + 76, each - 24, 120), 84)
        lines = [line for line in (unit, *big.lines) if line]
        canvas.words(Box(left, TOP + 210, each - 24, high - 210), lines, 26)


def _name_fonts(presentation: Any) -> None:
    """The font of Chinese letters in every run of slides, notes and charts."""
    for slide in presentation.slides:
        letters.name_fonts(slide._element)
        letters.name_fonts(slide.notes_slide._element)
        for shape in slide.shapes:
            if shape.has_chart:
                letters.name_fonts(shape.chart._chartSpace)
