"""How a series of a native chart looks; and intervals and layout, which python-pptx cannot say."""

from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from dashboard.exports import colours, letters
from dashboard.exports.canvas import DASHES, Canvas, hatch
from dashboard.exports.drawing import of

SHAPES = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
    "triangle-down": XL_MARKER_STYLE.TRIANGLE,
}


def rgb(colour: str) -> Any:
    """RRGGBB as slides want it."""
    return RGBColor.from_string(colour)


def line(series: Any, trace: Mapping[str, Any], order: Sequence[int], canvas: Canvas) -> None:
    """Line and marks of a series, the marks one by one where they differ."""
    mode, told = str(trace.get("mode") or "lines"), trace.get("line") or {}
    marker = trace.get("marker") or {}
    colour = colours.light(told.get("color")) or _colour(marker, 0)
    if "lines" in mode and colour is not None and told.get("width", 2) > 0:
        series.format.line.color.rgb = rgb(colour)
        series.format.line.width = Pt(max(canvas.points(told.get("width") or 4), 0.5))
        if told.get("dash") in DASHES:
            series.format.line.dash_style = DASHES[told["dash"]]
    else:
        series.format.line.fill.background()
    if "markers" not in mode:
        series.marker.style = XL_MARKER_STYLE.NONE
        return
    _mark(series.marker, marker, order[0] if order else 0, canvas)
    looks = [_look(marker, i) for i in order]
    for place, look in enumerate(looks):
        if look != looks[0]:
            _mark(series.points[place].marker, marker, order[place], canvas)


def _colour(marker: Mapping[str, Any], place: int) -> str | None:
    return colours.light(of(marker.get("color"), place))


def _look(marker: Mapping[str, Any], place: int) -> tuple[Any, ...]:
    names = ("color", "size", "symbol")
    outline = marker.get("line") or {}
    return (*(of(marker.get(name), place) for name in names), of(outline.get("width"), place))


def _mark(mark: Any, marker: Mapping[str, Any], place: int, canvas: Canvas) -> None:
    symbol = str(of(marker.get("symbol"), place) or "circle")
    mark.style = SHAPES.get(symbol.removesuffix("-open"), XL_MARKER_STYLE.CIRCLE)
    mark.size = int(min(max(canvas.points(of(marker.get("size"), place) or 12), 2), 72))
    fill = _colour(marker, place)
    outline = marker.get("line") or {}
    edge = colours.light(of(outline.get("color"), place))
    if fill is None or symbol.endswith("-open"):
        mark.format.fill.background()
        edge = edge or fill
    else:
        mark.format.fill.solid()
        mark.format.fill.fore_color.rgb = rgb(fill)
    thick = of(outline.get("width"), place) or 0
    if edge is not None and thick > 0:
        mark.format.line.color.rgb = rgb(edge)
        mark.format.line.width = Pt(canvas.points(thick))
    elif fill is not None:
        mark.format.line.color.rgb = rgb(fill)


def bar(series: Any, trace: Mapping[str, Any], order: Sequence[int], *, is_gap: bool) -> None:
    """The colour of bars; a gap is not seen; a hatched bar stays hatched."""
    series.invert_if_negative = False
    if is_gap:
        series.format.fill.background()
        series.format.line.fill.background()
        return
    marker = trace.get("marker") or {}
    _fill(series.format, marker, order[0] if order else 0)
    looks = [_bar_look(marker, i) for i in order]
    for place, look in enumerate(looks):
        if look != looks[0]:
            _fill(series.points[place].format, marker, order[place])


def _bar_look(marker: Mapping[str, Any], place: int) -> tuple[Any, ...]:
    pattern, outline = marker.get("pattern") or {}, marker.get("line") or {}
    return (
        of(marker.get("color"), place),
        of(pattern.get("shape"), place),
        of(outline.get("color"), place),
    )


def _fill(form: Any, marker: Mapping[str, Any], place: int) -> None:
    colour = _colour(marker, place)
    pattern, outline = marker.get("pattern") or {}, marker.get("line") or {}
    if colour is None:
        form.fill.background()
    elif of(pattern.get("shape"), place):
        hatch(form.fill, colour)
    else:
        form.fill.solid()
        form.fill.fore_color.rgb = rgb(colour)
    edge = colours.light(of(outline.get("color"), place))
    if edge is not None and (of(outline.get("width"), place) or 0) > 0:
        form.line.color.rgb = rgb(edge)
        form.line.width = Pt(1)


def words(
    series: Any,
    trace: Mapping[str, Any],
    order: Sequence[int],
    canvas: Canvas,
    *,
    is_stack: bool,
) -> None:
    """The words a figure writes on its bars, as labels of the chart."""
    told = trace.get("text")
    if told is None:
        return
    is_outside = trace.get("textposition") == "outside" and not is_stack
    font = trace.get("textfont") or {}
    marker = trace.get("marker") or {}
    for place, i in enumerate(order):
        said = of(told, i)
        if not said:
            continue
        label = series.points[place].data_label
        frame = label.text_frame
        ground = None if is_outside else _colour(marker, i)
        size = canvas.points(of(font.get("size"), i) or 26)
        letters.write(frame.paragraphs[0], letters.plain(str(said)), size, colours.ink_on(ground))
        label.position = XL_LABEL_POSITION.OUTSIDE_END if is_outside else XL_LABEL_POSITION.CENTER


def intervals(
    series: Any,
    down: Sequence[float],
    up: Sequence[float],
    trace: Mapping[str, Any],
    *,
    is_across: bool,
) -> None:
    """Error bars with a length of their own at each point."""
    if not any(down) and not any(up):
        return
    colour = _interval_colour(trace)
    direction = f'<c:errDir val="{"x" if is_across else "y"}"/>'
    is_xy = series._element.find(qn("c:yVal")) is not None
    xml = (
        '<c:errBars xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f'{direction if is_xy else ""}<c:errBarType val="both"/><c:errValType val="cust"/>'
        f'<c:noEndCap val="1"/><c:plus>{_literal(up)}</c:plus><c:minus>{_literal(down)}</c:minus>'
        f'<c:spPr><a:ln w="19050"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:ln>'
        "</c:spPr></c:errBars>"
    )
    element = series._element
    before = next(
        child
        for name in ("c:cat", "c:xVal", "c:val", "c:yVal")
        for child in element.findall(qn(name))
    )
    before.addprevious(etree.fromstring(xml))


def _interval_colour(trace: Mapping[str, Any]) -> str:
    own = colours.light((trace.get("line") or {}).get("color"))
    own = own or _colour(trace.get("marker") or {}, 0) or colours.of("muted")
    return colours.on_white(own, 0.45)


def _literal(lengths: Sequence[float]) -> str:
    points = "".join(
        f'<c:pt idx="{i}"><c:v>{length:.6g}</c:v></c:pt>' for i, length in enumerate(lengths)
    )
    return (
        f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>'
        f"{points}</c:numLit>"
    )


def lay_out(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Fixes the inner area of a chart, as shares of its frame."""
    area = chart._chartSpace.chart.plotArea
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    told = "".join(
        f'<c:{name} val="{value:.5f}"/>'
        for name, value in (("x", left), ("y", top), ("w", width), ("h", height))
    )
    xml = (
        '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{told}</c:manualLayout></c:layout>"
    )
    area.insert(0, etree.fromstring(xml))


def keep_upright(axis: Any) -> None:
    """No word of a category axis is written slanted."""
    _ = axis.tick_labels.font  # makes the element that says how they are written
    axis._element.find(qn("c:txPr")).find(qn("a:bodyPr")).set("rot", "0")


def join_over_gaps(chart: Any) -> None:
    """A line runs over months without a value; where it must break it is another series."""
    space = chart._chartSpace.chart
    told = space.find(qn("c:dispBlanksAs"))
    if told is None:
        told = space.makeelement(qn("c:dispBlanksAs"), {})
        space.find(qn("c:plotVisOnly")).addnext(told)
    told.set("val", "span")
