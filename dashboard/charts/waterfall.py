"""What came in and what went out between two stocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from dashboard.theme import Palette, figure

Kind = Literal["before", "in", "good", "neutral", "aged_out", "after"]


@dataclass(frozen=True)
class Step:
    """A bar: a stock (before, after) or a flow with its sign; `key` is what a click gives."""

    key: str
    label: str  # <br> breaks it
    value: float
    words: str  # what stands above the bar
    kind: Kind
    hover: str = ""


def bridge(steps: Sequence[Step], *, palette: Palette) -> go.Figure:
    """Bars from stock to stock; 满24个月移出 is hatched and never the colour of success."""
    colours = {
        "before": palette.context,
        "in": palette.context,
        "good": palette.good,
        "neutral": palette.neutral,
        "aged_out": palette.aged_out,
        "after": palette.accent,
    }
    drawing = figure(palette)
    level, spans = 0.0, []
    for step in steps:
        start = 0.0 if step.kind in ("before", "after") else level
        level = step.value if step.kind in ("before", "after") else level + step.value
        spans.append((min(start, level), max(start, level), level))
    places = list(range(len(steps)))
    drawing.add_bar(
        x=places,
        base=[low for low, _, _ in spans],
        y=[high - low for low, high, _ in spans],
        width=0.62,
        marker={
            "color": [colours[step.kind] for step in steps],
            "pattern": {
                "shape": ["/" if step.kind == "aged_out" else "" for step in steps],
                "fillmode": "overlay",
                "fgcolor": palette.context,
                "size": 7,
                "solidity": 0.35,
            },
            "line": {"width": 0},
        },
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )
    _columns(drawing, steps, max(high for _, high, _ in spans))
    for place, step in enumerate(steps):
        drawing.add_annotation(
            x=place,
            y=spans[place][1],
            yshift=11,
            text=f"<b>{step.words}</b>",
            showarrow=False,
            font={"color": palette.ink, "size": 15},
        )
        if place + 1 < len(steps):
            drawing.add_shape(
                type="line",
                x0=place + 0.31,
                x1=place + 0.69,
                y0=spans[place][2],
                y1=spans[place][2],
                line={"color": palette.muted, "width": 1},
            )
    top = max(high for _, high, _ in spans) or 1.0
    drawing.update_yaxes(visible=False, range=[0, top * 1.12])
    drawing.update_xaxes(
        tickvals=places,
        ticktext=[step.label for step in steps],
        range=[-0.55, len(steps) - 0.45],
        tickangle=0,
        showline=True,
        linecolor=palette.rule,
    )
    drawing.update_layout(barmode="overlay", margin={"l": 8, "r": 8, "t": 8, "b": 40})
    return drawing


def _columns(drawing: go.Figure, steps: Sequence[Step], top: float) -> None:
    """What is clicked: the whole column, since a bar may be a hair thin."""
    drawing.add_bar(
        x=list(range(len(steps))),
        y=[top] * len(steps),
        width=0.9,
        marker={"color": "rgba(0,0,0,0)", "line": {"width": 0}},
        customdata=[step.key for step in steps],
        hovertext=[step.hover or f"{step.label}<br>{step.words}" for step in steps],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
