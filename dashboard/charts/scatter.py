"""Two figures of every unit against each other; no line is fitted and nothing is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure

TITLE = {"standoff": 4, "font": {"size": 13}}  # of an axis, no larger than its numbers


@dataclass(frozen=True)
class Spot:
    """One unit; `low` and `high` are the interval of y."""

    key: str
    x: float
    y: float
    low: float
    high: float
    hover: str = ""
    label: str = ""  # only where it must be named


def spots(
    drawn: Sequence[Spot],
    *,
    x_title: str,
    y_title: str,
    y_suffix: str = "",
    middle: tuple[float, float] | None = None,
    palette: Palette,
) -> go.Figure:
    """`middle` are the medians, drawn as thin lines."""
    drawing = figure(palette)
    if middle is not None:
        drawing.add_vline(x=middle[0], line={"color": palette.rule, "width": 1})
        drawing.add_hline(y=middle[1], line={"color": palette.rule, "width": 1})
    drawing.add_scatter(
        x=[spot.x for spot in drawn],
        y=[spot.y for spot in drawn],
        mode="markers",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [spot.high - spot.y for spot in drawn],
            "arrayminus": [spot.y - spot.low for spot in drawn],
            "color": palette.band(palette.context, 0.6),
            "thickness": 1,
            "width": 0,
        },
        marker={"size": 9, "color": palette.bar, "line": {"width": 1, "color": palette.card}},
        customdata=[spot.key for spot in drawn],
        hovertext=[spot.hover for spot in drawn],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    for spot in drawn:
        if spot.label:
            drawing.add_annotation(
                x=spot.x,
                y=spot.y,
                text=spot.label,
                showarrow=False,
                yshift=14,
                font={"color": palette.ink},
            )
    drawing.update_xaxes(title={"text": x_title, **TITLE}, nticks=6)
    drawing.update_yaxes(title={"text": y_title, **TITLE}, ticksuffix=y_suffix)
    drawing.update_layout(margin={"l": 64, "b": 48})
    return drawing
