"""Small control charts side by side: course, mean, limits, and the points that are no chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import plotly.graph_objects as go

from dashboard.texts import dates
from dashboard.theme import Palette, figure

ROW_HEIGHT = 168  # px
HEAD = 46  # px above each panel for its name and verdict
FOOT = 18  # px beneath it for the years
GAP = 0.045  # between columns, of the width


@dataclass(frozen=True)
class Point:
    """A month or quarter; mean and limits of its own segment, in the unit of the axis.

    `kind`: common | improvement | concern | neutral.
    """

    month: date
    value: float
    mean: float
    low: float
    high: float
    segment: int = 0
    kind: str = "common"
    hover: str = ""


@dataclass(frozen=True)
class Panel:
    """One indicator: its name, the verdicts under it, its points, and another unit's in grey."""

    key: str  # what a click gives
    name: str
    verdict: str
    kind: str  # colours the verdict: common | improvement | concern | neutral
    points: Sequence[Point]
    target: float | None = None
    other: Sequence[tuple[date, float]] = ()
    suffix: str = ""
    breaks: Sequence[date] = ()  # months where another level may have begun
    open: Point | None = None  # a month still arriving, after the others


def colour(kind: str, palette: Palette) -> str:
    """Of a point or a verdict that is more than chance; else of a quiet one."""
    return {
        "improvement": palette.good,
        "concern": palette.bad,
        "neutral": palette.accent,
    }.get(kind, palette.muted)


def multiples(panels: Sequence[Panel], *, columns: int, palette: Palette) -> go.Figure:
    """Panels left to right, top to bottom, each with an axis of its own; at least one.

    Traces and axes are put together as plain values and handed over once: twenty-five panels
    made one by one would take a second and a half.
    """
    rows = -(-len(panels) // columns)
    height = rows * ROW_HEIGHT
    traces: list[dict[str, Any]] = []
    layout: dict[str, Any] = {
        "margin": {"l": 44, "r": 10, "t": HEAD, "b": 24},
        "height": height,
        "shapes": [],
        "annotations": [],
    }
    for place, panel in enumerate(panels):
        number = "" if place == 0 else str(place + 1)
        traces += _traces(panel, number, palette)
        layout |= _axes(panel, number, _domains(place, columns, rows, height), palette)
        layout["annotations"].append(_title(panel, number, palette))
        if panel.target is not None:
            layout["shapes"].append(_target(panel.target, number, palette))
        layout["shapes"] += [_break(month, number, palette) for month in panel.breaks]
    drawing = figure(palette)
    drawing.add_traces(traces)
    drawing.update_layout(layout)
    return drawing


def _domains(
    place: int, columns: int, rows: int, height: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a panel lies inside the paper, across and upwards."""
    row, column = divmod(place, columns)
    width = (1 - GAP * (columns - 1)) / columns
    left = column * (width + GAP)
    head = HEAD / height
    tall = (1 - head * (rows - 1)) / rows
    bottom = (rows - 1 - row) * (tall + head)
    foot = FOOT / height if row < rows - 1 else 0.0
    return (left, left + width), (bottom + foot, bottom + tall)


def _traces(panel: Panel, number: str, palette: Palette) -> list[dict[str, Any]]:
    at = {"xaxis": f"x{number}", "yaxis": f"y{number}", "type": "scatter"}
    quiet = {**at, "mode": "lines", "hoverinfo": "skip"}
    parts = [list(run) for _, run in groupby(panel.points, key=lambda point: point.segment)]
    found: list[dict[str, Any]] = []
    for points in parts:
        months = [point.month for point in points]
        ends = [point.high for point in points] + [point.low for point in reversed(points)]
        found.append(
            {
                **quiet,
                "x": months + months[::-1],
                "y": ends,
                "line": {"width": 0},
                "fill": "toself",
                "fillcolor": palette.band(palette.context, 0.25),
            }
        )
        means = [point.mean for point in points]
        found.append({**quiet, "x": months, "y": means, "line": _thin(palette.context, 1.4)})
    if panel.other:
        other = {"x": [at for at, _ in panel.other], "y": [value for _, value in panel.other]}
        found.append({**quiet, **other, "line": _thin(palette.context, 2)})
    found += [_course(panel.key, points, at, palette) for points in parts]
    return found + ([_open(panel.points[-1], panel.open, at, palette)] if panel.open else [])


def _thin(colour: str, width: float) -> dict[str, Any]:
    return {"color": colour, "width": width}


def _course(
    key: str, points: Sequence[Point], at: dict[str, str], palette: Palette
) -> dict[str, Any]:
    own = palette.categorical[0]
    return {
        **at,
        "x": [point.month for point in points],
        "y": [point.value for point in points],
        "mode": "lines+markers",
        "line": _thin(own, 1.6),
        "marker": {
            "size": [7 if point.kind != "common" else 4 for point in points],
            "color": [
                own if point.kind == "common" else colour(point.kind, palette) for point in points
            ],
        },
        "customdata": [key] * len(points),
        "hovertext": [point.hover for point in points],
        "hoverinfo": "text",
        "unselected": {"marker": {"opacity": 1}},
    }


def _open(last: Point, point: Point, at: dict[str, str], palette: Palette) -> dict[str, Any]:
    """Pale and hollow: what has arrived of a month so far."""
    own = palette.categorical[0]
    return {
        **at,
        "x": [last.month, point.month],
        "y": [last.value, point.value],
        "mode": "lines+markers",
        "opacity": 0.55,
        "line": {**_thin(own, 1.6), "dash": "dot"},
        "marker": {"size": [0, 7], "symbol": "circle-open", "color": own},
        "hovertext": ["", point.hover],
        "hoverinfo": "text",
    }


def _axes(
    panel: Panel,
    number: str,
    domains: tuple[tuple[float, float], tuple[float, float]],
    palette: Palette,
) -> dict[str, Any]:
    months = [point.month for point in (*panel.points, *([panel.open] if panel.open else []))]
    ticks, words = dates.axis(dates.months_between(months[0], months[-1]))
    named = list(zip(ticks, words, strict=True))
    shown = [(tick, word) for tick, word in named if tick.month == 1] or named[:1]
    return {
        f"xaxis{number}": {
            "domain": domains[0],
            "anchor": f"y{number}",
            "tickvals": [tick for tick, _ in shown],
            "ticktext": [word.split("<br>")[-1] for _, word in shown],
        },
        f"yaxis{number}": {
            "domain": domains[1],
            "anchor": f"x{number}",
            "range": _reach(panel),
            "nticks": 3,
            "ticksuffix": panel.suffix,
            "gridcolor": palette.grid,
        },
    }


def _title(panel: Panel, number: str, palette: Palette) -> dict[str, Any]:
    quiet = panel.kind == "common"
    verdict_colour = palette.muted if quiet else colour(panel.kind, palette)
    return {
        "text": (
            f"<b>{panel.name}</b><br><span style='color:{verdict_colour}'>{panel.verdict}</span>"
        ),
        "xref": f"x{number} domain",
        "yref": f"y{number} domain",
        "x": 0,
        "y": 1,
        "xshift": -36,
        "yshift": 4,
        "xanchor": "left",
        "yanchor": "bottom",
        "align": "left",
        "showarrow": False,
        "font": {"color": palette.ink},
    }


def _target(target: float, number: str, palette: Palette) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": f"x{number} domain",
        "yref": f"y{number}",
        "x0": 0,
        "x1": 1,
        "y0": target,
        "y1": target,
        "line": {"color": palette.categorical[0], "width": 1.2, "dash": "dash"},
    }


def _break(month: date, number: str, palette: Palette) -> dict[str, Any]:
    """A quiet mark: it asks for a cause and changes nothing else of the chart."""
    return {
        "type": "line",
        "xref": f"x{number}",
        "yref": f"y{number} domain",
        "x0": month,
        "x1": month,
        "y0": 0,
        "y1": 1,
        "line": {"color": palette.muted, "width": 1, "dash": "dot"},
    }


def _reach(panel: Panel) -> tuple[float, float]:
    """Values, limits where they stand near them, the target; a share never leaves 0 to 100."""
    values = [point.value for point in panel.points]
    values += [value for _, value in panel.other]
    values += [panel.open.value] if panel.open else []
    values += [panel.target] if panel.target is not None else []
    ends = [end for point in panel.points for end in (point.low, point.high)]
    low, high = min([*values, *ends]), max([*values, *ends])
    air = (high - low) * 0.05 or 1.0
    return low - air, high + air
