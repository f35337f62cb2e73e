"""What of a figure is no chart: areas behind it, words and lines over it, maps and tiles.

All of it becomes shapes that can be moved and changed on the slide.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN

from dashboard.exports import colours, letters
from dashboard.exports.canvas import WIDE, Canvas, Spot, hatch
from dashboard.exports.panels import TEXT, Box, Panel, Scale, inside, number, values
from dashboard.scenes.wall import width

LINE_HIGH = 1.32  # of the size of letters


def behind(canvas: Canvas, panel: Panel, layout: Mapping[str, Any], areas: Sequence[Any]) -> None:
    """Bands of months, and the areas (traces) that are filled between two lines."""
    for shape in _own(layout.get("shapes"), panel):
        if shape.get("type") == "rect":
            fill = colours.light(shape.get("fillcolor"))
            box = _box(panel, shape)
            if fill is not None and box.width > 0 and box.height > 0:
                canvas.rectangle(box, fill)
    for spots, fill in areas:
        if fill is not None and len(spots) > 2:
            canvas.area(spots, fill)


def over(canvas: Canvas, panel: Panel, layout: Mapping[str, Any]) -> None:
    """Lines and words of the layout, and words that a trace consists of."""
    for shape in _own(layout.get("shapes"), panel):
        if shape.get("type") == "line":
            line = shape.get("line") or {}
            start = _at(panel, shape, "0")
            end = _at(panel, shape, "1")
            dash = line.get("dash", "solid")
            canvas.stroke(start, end, colours.light(line.get("color")), line.get("width", 2), dash)
    for note in _own(layout.get("annotations"), panel):
        if note.get("text"):
            _annotation(canvas, panel, note)
    for trace in panel.traces:
        if trace["type"] == "scatter" and trace.get("mode") == "text":
            _texts(canvas, panel, trace)


def is_on_paper(note: Mapping[str, Any]) -> bool:
    """Whether words belong to the whole figure and to no pair of axes."""
    return note.get("xref", "x") == "paper" and note.get("yref", "y") == "paper"


def paper(canvas: Canvas, layout: Mapping[str, Any], box: Box) -> None:
    """Words that belong to the whole figure: titles of panels, names of colours."""
    around = inside(layout, box)
    for note in layout.get("annotations") or ():
        if is_on_paper(note) and note.get("text"):
            x = around.left + float(note.get("x", 0)) * around.width
            y = around.top + (1 - float(note.get("y", 0))) * around.height
            _note(canvas, note, (x, y))


def _own(told: Any, panel: Panel) -> list[Mapping[str, Any]]:
    """Of the layout's shapes or notes those of this pair of axes."""
    own = []
    for each in told or ():
        x, y = (str(each.get(f"{name}ref") or name).split(" ")[0] for name in "xy")
        is_own = x in (panel.names[0], "paper") and y in (panel.names[1], "paper")
        if is_own and not is_on_paper(each):
            own.append(each)
    return own


def _at(panel: Panel, shape: Mapping[str, Any], end: str) -> Spot:
    return (
        _place(panel.x, shape.get("xref"), shape[f"x{end}"], panel.plot.left, panel.plot.width),
        _place(
            panel.y,
            shape.get("yref"),
            shape[f"y{end}"],
            panel.plot.top + panel.plot.height,
            -panel.plot.height,
        ),
    )


def _place(scale: Scale, reference: Any, value: Any, start: float, length: float) -> float:
    is_share = str(reference or "").endswith(("domain", "paper"))
    if is_share:
        return start + float(value) * length
    at = scale.at(value)
    low, high = sorted((start, start + length))
    return min(max(at, low - 40), high + 40)


def _box(panel: Panel, shape: Mapping[str, Any]) -> Box:
    (x0, y0), (x1, y1) = _at(panel, shape, "0"), _at(panel, shape, "1")
    low, high = panel.plot.left, panel.plot.left + panel.plot.width
    x0, x1 = sorted((min(max(x0, low), high), min(max(x1, low), high)))
    y0, y1 = sorted((y0, y1))
    return Box(x0, y0, x1 - x0, y1 - y0)


def _annotation(canvas: Canvas, panel: Panel, note: Mapping[str, Any]) -> None:
    plot = panel.plot
    x = _place(panel.x, note.get("xref"), note.get("x", 0), plot.left, plot.width)
    bottom = plot.top + plot.height
    y = _place(panel.y, note.get("yref"), note.get("y", 0), bottom, -plot.height)
    _note(canvas, note, (x, y))


def _note(canvas: Canvas, note: Mapping[str, Any], spot: Spot) -> None:
    """Words of the layout, where and as the wall shows them."""
    font = note.get("font") or {}
    at = spot[0] + note.get("xshift", 0), spot[1] - note.get("yshift", 0)
    colour = colours.light(font.get("color")) or colours.of("muted")
    anchors = note.get("xanchor", "auto"), note.get("yanchor", "auto")
    size = font.get("size") or TEXT
    shape = said(canvas, at, str(note["text"]), size, colour, anchors)
    fill = colours.light(note.get("bgcolor"))
    if fill is not None:
        shape.fill.solid()
        shape.fill.fore_color.rgb = RGBColor.from_string(fill)


def said(
    canvas: Canvas,
    spot: Spot,
    words: str,
    size: float,
    colour: str,
    anchors: tuple[str, str] = ("center", "middle"),
) -> Any:
    """Words around a spot; anchors as Plotly names them."""
    lines = letters.lines(words)
    need = max(width(letters.plain(line), 1) * size for line in lines)
    wide = need * 1.25 + 24  # another font may be wider
    high = len(lines) * size * LINE_HIGH
    across, upright = anchors
    aligned = across if across in ("left", "right") else "center"
    left = {"left": spot[0], "right": spot[0] - wide}.get(across, spot[0] - wide / 2)
    top = {"top": spot[1], "bottom": spot[1] - high}.get(upright, spot[1] - high / 2)
    if aligned == "center" and left + (wide + need) / 2 > WIDE - 8:
        left, aligned = WIDE - 8 - wide, "right"
    box = Box(left, top, wide, high)
    return canvas.words(box, lines, size, colour, align=aligned, anchor="middle")


def _texts(canvas: Canvas, panel: Panel, trace: Mapping[str, Any]) -> None:
    font = trace.get("textfont") or {}
    words = trace.get("text")
    told = [words] * len(values(trace["x"])) if isinstance(words, str) else values(words)
    across = {"left": "right", "right": "left"}
    position = str(trace.get("textposition") or "middle center")
    anchor = across.get(position.split(" ")[-1], "center")
    for place, (x, y, each) in enumerate(
        zip(values(trace["x"]), values(trace["y"]), told, strict=False)
    ):
        if each:
            colour = colours.light(of(font.get("color"), place)) or colours.of("ink")
            size = of(font.get("size"), place) or TEXT
            said(
                canvas, (panel.x.at(x), panel.y.at(y)), str(each), size, colour, (anchor, "middle")
            )


def of(told: Any, place: int) -> Any:
    """The value of a mark: a trace says one for all or one each."""
    if isinstance(told, list | tuple):
        return told[place] if place < len(told) else None
    if isinstance(told, Mapping) and "bdata" in told:
        return values(told)[place]
    return told


def ticks(canvas: Canvas, panel: Panel, foot: float, *, x: bool, y: bool) -> None:
    """Words of axes that no native axis writes; those along x below `foot` (px)."""
    size, colour = 24, colours.of("muted")
    plot = panel.plot
    if x and panel.axes[0].get("visible", True):
        is_top = panel.axes[0].get("side") == "top"
        for value, words in _ticks(panel.axes[0]):
            at = panel.x.at(value)
            if plot.left - 20 <= at <= plot.left + plot.width + 20:
                spot = (at, plot.top - 8 if is_top else foot + 8)
                anchors = ("center", "bottom" if is_top else "top")
                said(canvas, spot, words, size, colour, anchors)
    if y and panel.axes[1].get("visible", True):
        for value, words in _ticks(panel.axes[1]):
            spot = (plot.left - 10, panel.y.at(value))
            said(canvas, spot, words.rstrip(), size, colour, ("right", "middle"))


def _ticks(axis: Mapping[str, Any]) -> list[tuple[Any, str]]:
    return list(zip(values(axis.get("tickvals")), values(axis.get("ticktext")), strict=False))


def whole(canvas: Canvas, panel: Panel) -> None:
    """A map or a field of tiles, drawn wholly as shapes."""
    for trace in panel.traces:
        if trace["type"] == "bar":
            _tiles(canvas, panel, trace)
        elif trace["type"] == "scatter" and trace.get("mode") != "text":
            _lines(canvas, panel, trace)


def _tiles(canvas: Canvas, panel: Panel, trace: Mapping[str, Any]) -> None:
    """Bars that hang in a grid: one rectangle each, with its word."""
    marker, font = trace.get("marker") or {}, trace.get("textfont") or {}
    line, pattern = marker.get("line") or {}, marker.get("pattern") or {}
    xs, ys = values(trace["x"]), values(trace["y"])
    is_flat = trace.get("orientation") == "h"
    across, along = (ys, xs) if is_flat else (xs, ys)
    size = of(trace.get("width"), 0) or 0.8
    for place, (at, long) in enumerate(zip(across, along, strict=True)):
        base = number(of(trace.get("base"), place) or 0)
        wide = of(trace.get("width"), place) or size
        ends = (base, base + number(long))
        box = _tile(panel, number(at), wide, ends, is_flat=is_flat)
        fill = colours.light(of(marker.get("color"), place))
        is_hatched = bool(of(pattern.get("shape"), place))
        thick = of(line.get("width"), place) or 0
        shape = canvas.rectangle(
            box, fill, colours.light(of(line.get("color"), place)), thick, is_hatched=is_hatched
        )
        words = of(trace.get("text"), place)
        if words:
            given = colours.light(of(font.get("color"), place))
            colour = given if given and is_hatched else colours.ink_on(fill)
            most = max(
                (width(letters.plain(each), 1) for each in letters.lines(str(words))), default=1.0
            )
            fitted = min(of(font.get("size"), place) or TEXT, box.width / max(most, 0.5) * 0.96)
            _inside(canvas, shape, str(words), max(fitted, 14), colour)


def _tile(panel: Panel, at: float, wide: float, ends: tuple[float, float], *, is_flat: bool) -> Box:
    scale, other = (panel.y, panel.x) if is_flat else (panel.x, panel.y)
    a, b = sorted((scale.at(at - wide / 2), scale.at(at + wide / 2)))
    c, d = sorted((other.at(ends[0]), other.at(ends[1])))
    return Box(c, a, d - c, b - a) if is_flat else Box(a, c, b - a, d - c)


def _inside(canvas: Canvas, shape: Any, words: str, size: float, colour: str) -> None:
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.word_wrap = False
    for place, line in enumerate(letters.lines(words)):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.CENTER
        letters.write(paragraph, line, canvas.points(size), colour)


def _lines(canvas: Canvas, panel: Panel, trace: Mapping[str, Any]) -> None:
    """Areas and lines of a map; a gap begins a new one."""
    line, marker = trace.get("line") or {}, trace.get("marker") or {}
    mode = str(trace.get("mode") or "lines")
    fill = colours.light(trace.get("fillcolor")) if trace.get("fill") else None
    colour = colours.light(line.get("color"))
    pattern = (trace.get("fillpattern") or {}).get("shape")
    for run in runs(trace):
        spots = [(panel.x.at(x), panel.y.at(y)) for x, y in run]
        if "lines" in mode and len(spots) > 1:
            shape = canvas.area(
                spots, fill, colour, line.get("width", 2), is_closed=trace.get("fill") is not None
            )
            if pattern and fill:
                hatch(shape.fill, colours.of("too_few"))
        if "markers" in mode:
            for place, spot in enumerate(spots):
                size = of(marker.get("size"), place) or 12
                canvas.dot(spot, size, colours.light(of(marker.get("color"), place)))


def runs(trace: Mapping[str, Any]) -> list[list[tuple[Any, Any]]]:
    """The points of a trace, parted at its gaps."""
    found: list[list[tuple[Any, Any]]] = [[]]
    for x, y in zip(values(trace.get("x")), values(trace.get("y")), strict=False):
        if x is None or y is None or y != y:
            found.append([])
        else:
            found[-1].append((x, y))
    return [run for run in found if run]


def is_drawn(panel: Panel) -> bool:
    """Whether a panel is a map or a field of tiles and no chart."""
    if panel.axes[1].get("scaleanchor"):
        return True
    bars = [trace for trace in panel.traces if trace["type"] == "bar"]
    for trace in bars:
        along = values(trace.get("y" if trace.get("orientation") == "h" else "x"))
        if len(set(map(str, along))) < len(along) or _is_grid(trace):
            return True
    return bool(panel.traces) and all(axis.get("visible") is False for axis in panel.axes)


def _is_grid(trace: Mapping[str, Any]) -> bool:
    """Bars that stand in one place above one another."""
    along = values(trace.get("x"))
    return trace.get("base") is not None and len({str(x) for x in along}) < len(along)
