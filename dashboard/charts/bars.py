"""Counts beside each other as horizontal bars, in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.labels import room
from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Bar:
    """One count; `key` is what a click gives."""

    key: str
    label: str
    value: float
    words: str
    hover: str = ""
    is_chosen: bool = False


def horizontal(bars: Sequence[Bar], *, label_width: int = 110, palette: Palette) -> go.Figure:
    """Top to bottom; the count stands at the end of its bar."""
    drawing = figure(palette)
    places = list(range(len(bars)))[::-1]
    drawing.add_bar(
        orientation="h",
        y=places,
        x=[bar.value for bar in bars],
        width=0.6,
        marker={"color": palette.bar, "line": {"width": 0}},
        customdata=[bar.key for bar in bars],
        hovertext=[bar.hover for bar in bars],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    for place, bar in zip(places, bars, strict=True):
        drawing.add_annotation(
            x=bar.value,
            y=place,
            xanchor="left",
            xshift=4,
            text=bar.words,
            showarrow=False,
            font={"color": palette.ink},
        )
    top = max((bar.value for bar in bars), default=1) or 1
    drawing.update_xaxes(visible=False, range=[0, top * 1.15])
    drawing.update_yaxes(
        tickvals=places,
        ticktext=[f"<b>{bar.label}</b> " if bar.is_chosen else f"{bar.label} " for bar in bars],
        range=[-0.6, len(bars) - 0.4],
        showgrid=False,
        tickfont={"color": palette.ink},
    )
    left = room([bar.label for bar in bars], label_width)
    drawing.update_layout(margin={"l": left, "r": 16, "t": 4, "b": 4})
    return drawing
