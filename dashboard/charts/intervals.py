"""Figures with their intervals as dots and lines, one row each, in the order given."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Row:
    """One dot: its place in words, its value and interval in the unit of the axis.

    `value` is None where there are too few to say; `state` is then written in its place.
    """

    key: str  # what a click gives
    name: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    words: str = ""  # right of the interval
    state: str = ""
    hover: str = ""
    colour: int = 1  # its place among the categorical colours
    is_strong: bool = False


def dots(
    rows: Sequence[Row],
    *,
    reference: float | None = None,
    reference_label: str = "",
    suffix: str = "",
    label_width: int = 96,
    words_width: int = 120,
    palette: Palette,
) -> go.Figure:
    """Rows top to bottom; the reference is a dashed line of context grey, never a limit."""
    drawing = figure(palette)
    known = [(place, row) for place, row in enumerate(rows) if row.value is not None]
    ends = [end for _, row in known for end in (row.value, row.low, row.high) if end is not None]
    if reference is not None:
        ends.append(reference)
        drawing.add_vline(
            x=reference,
            line={"color": palette.context, "width": 1.6, "dash": "dash"},
            annotation={"text": reference_label, "yanchor": "bottom", "y": 1, "yref": "paper"},
        )
    for place, row in known:
        _interval(drawing, place, row, palette)
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    air = (high - low) * 0.05 or 1.0
    for place, row in enumerate(rows):
        if row.value is None:
            _state(drawing, place, row, low, palette)
        else:
            drawing.add_annotation(
                x=1,
                xref="paper",
                xshift=6,
                xanchor="left",
                y=-place,
                text=row.words,
                showarrow=False,
                font={"color": palette.muted},
            )
    drawing.update_xaxes(
        range=[low - air, high + air],
        ticksuffix=suffix,
        nticks=5,
        showgrid=True,
        gridcolor=palette.grid,
    )
    drawing.update_yaxes(
        tickvals=[-place for place in range(len(rows))],
        ticktext=[f"<b>{row.name}</b> " if row.is_strong else f"{row.name} " for row in rows],
        range=[-len(rows) + 0.4, 0.6],
        showgrid=False,
        tickfont={"color": palette.ink},
    )
    left = max([label_width, *(_width(row) for row in rows)])
    drawing.update_layout(margin={"l": left, "r": words_width, "t": 22, "b": 26})
    return drawing


def _width(row: Row) -> int:
    """The px a name takes: a Chinese character is as wide as high (13 px), a letter about half."""
    size = sum(13.2 if ord(letter) > 0x2E80 else 7.4 for letter in row.name)
    return round(size * (1.06 if row.is_strong else 1)) + 14


def _interval(drawing: go.Figure, place: int, row: Row, palette: Palette) -> None:
    colour = palette.categorical[row.colour - 1]
    if row.low is not None and row.high is not None:
        drawing.add_scatter(
            x=[row.low, row.high],
            y=[-place, -place],
            mode="lines",
            line={"color": palette.band(colour, 0.45), "width": 6},
            hoverinfo="skip",
        )
    drawing.add_scatter(
        x=[row.value],
        y=[-place],
        mode="markers",
        name=row.key,
        marker={"size": 11 if row.is_strong else 9, "color": colour},
        customdata=[row.key],
        hovertext=[row.hover],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _state(drawing: go.Figure, place: int, row: Row, low: float, palette: Palette) -> None:
    drawing.add_annotation(
        x=low,
        y=-place,
        xanchor="left",
        text=row.state,
        showarrow=False,
        font={"color": palette.faint},
        bgcolor=palette.card,  # the reference line is not to run through the words
    )
