"""A figure of the desk redrawn for the wall: every text at least 26 px, thick lines, no hover.

A scene is laid out on 1920 × 1080; whoever shows it larger or smaller scales the whole.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard.theme import CHART_FONT_SIZE, Figure

BESIDE = (1306, 740)  # px of a figure beside a column of 430
ALONE = (1776, 740)  # px of a figure that has the whole width
BELOW = (1776, 330)  # px of a figure under a row of figures

TEXT = 26  # px, the least of any text
SCALE = TEXT / CHART_FONT_SIZE
LINE, MARKER = 2.2, 2.0
LAST = 24  # px of the last point of a course
AIR = 14  # px between two labels of an axis
_MARGIN = {"l": 44, "r": 16, "t": 8, "b": 40}  # of the desk's template
_SHIFTS = ("xshift", "yshift", "borderpad", "standoff")
# What only a pointer needs.
_POINTED = ("hovertext", "hovertemplate", "hoverinfo", "customdata", "selected", "unselected")


def restyled(figure: go.Figure, size: tuple[int, int] = BESIDE) -> go.Figure:
    """The same data and words in the sizes of a wall; `size` in px is what it will be shown at."""
    told = figure.to_plotly_json()
    data = [_plain(trace) for trace in told["data"] if not _is_invisible(trace)]
    layout = _grown(told["layout"])
    margin = {**_MARGIN, **told["layout"].get("margin", {})}
    layout["margin"] = {side: round(value * SCALE) for side, value in margin.items()}
    layout |= {"hovermode": False, "dragmode": False}
    drawing = Figure(data=[_grown(trace) for trace in data], layout=layout)
    drawing.update_xaxes(automargin=True)
    drawing.update_yaxes(automargin=True)
    _thin(drawing, size)
    return drawing


def mark_last(drawing: go.Figure) -> None:
    """Makes the last point of a course large: what is talked about."""
    ends = [trace.x[-1] for trace in drawing.data if trace.mode == "lines+markers" and len(trace.x)]
    for trace in drawing.data:
        if trace.mode == "lines+markers" and len(trace.x) and trace.x[-1] == max(ends):
            sizes = list(trace.marker.size)
            trace.marker.size = [*sizes[:-1], max(sizes[-1], LAST)]
            trace.marker.opacity = 1  # markers of several sizes would let the line through


def _is_invisible(trace: Mapping[str, Any]) -> bool:
    """Laid over a figure to be clicked."""
    marker = trace.get("marker", {})
    return marker.get("opacity") == 0 or marker.get("color") == "rgba(0,0,0,0)"


def _plain(trace: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in trace.items() if name not in _POINTED}


def _grown(node: Any, name: str = "", above: str = "") -> Any:
    """Every size below a node, larger: fonts, lines, markers, shifts."""
    if isinstance(node, Mapping):
        return {key: _grown(value, key, name) for key, value in node.items()}
    if name in ("annotations", "shapes") or (name == "scatter" and isinstance(node, Sequence)):
        return [_grown(each, name[:-1], above) for each in node]
    factor = _factor(name, above)
    if factor is None or node is None:
        return node
    if isinstance(node, int | float):
        return max(TEXT, node * factor) if above.endswith("font") else node * factor
    return [value if value is None else value * factor for value in node]


def _factor(name: str, above: str) -> float | None:
    if name == "size":
        if above.endswith("font"):
            return SCALE
        return MARKER if above in ("marker", "pattern", "fillpattern") else None
    if name == "width" and above == "line":
        return LINE
    if name in ("thickness", "linewidth", "gridwidth", "borderwidth"):
        return LINE
    return SCALE if name in _SHIFTS else None


def _thin(drawing: go.Figure, size: tuple[int, int]) -> None:
    """Leaves out words of an axis that would touch each other."""
    margin = drawing.layout.margin
    across = size[0] - (margin.l or 0) - (margin.r or 0)
    for axis in drawing.select_xaxes():
        words = axis.ticktext
        if words is None or (axis.tickangle or 0) not in (0, None):
            continue
        room = across * _share(axis) / max(len(words), 1)
        every = _every(max((width(word) for word in words), default=0.0), room)
        if every > 1:
            axis.tickvals, axis.ticktext = axis.tickvals[::every], axis.ticktext[::every]


def _share(axis: Any) -> float:
    domain = axis.domain or (0.0, 1.0)
    return float(domain[1] - domain[0])


def _every(need: float, room: float) -> int:
    every = 1
    while every * room < need + AIR:
        every += 1
        if every > 60:
            break
    return every


def width(words: str, size: int = TEXT) -> float:
    """About how many px a text takes in one line of this size: its longest line."""
    return max((ems(line) for line in words.split("<br>")), default=0.0) * size


def ems(line: str) -> float:
    """The width of a line in Chinese characters; other letters are a little over half as wide."""
    bare = line.replace("<b>", "").replace("</b>", "")
    return sum(1.0 if ord(letter) > 0x2E80 else 0.56 for letter in bare)
