"""Units against categories: counts in grey, colour only where a rule has been passed."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts.labels import room
from dashboard.theme import Palette, figure

STEPS = (1.5, 2.0)  # of the index: three shades of a cell that passes
# Their places on the diverging scale: those on which words keep a contrast of 4.5.
_SHADES = {"light": (6, 7, 9), "dark": (6, 8, 9)}


@dataclass(frozen=True)
class Cell:
    """A count, or for a cell that passes the rule its index; `key` is what a click gives."""

    key: str
    row: int
    column: int
    words: str
    index: float | None = None  # only where the rule is passed
    hover: str = ""
    is_chosen: bool = False


def cells(
    drawn: Sequence[Cell],
    *,
    rows: Sequence[str],
    columns: Sequence[str],
    strong_row: int | None = None,
    label_width: int = 76,
    palette: Palette,
) -> go.Figure:
    """Rows top to bottom, columns left to right, in the order given."""
    drawing = figure(palette)
    drawing.add_bar(
        x=[cell.column for cell in drawn],
        base=[-cell.row - 0.46 for cell in drawn],
        y=[0.92] * len(drawn),
        width=0.95,
        marker={
            "color": [_ground(cell, palette) for cell in drawn],
            "line": {
                "width": [2 if cell.is_chosen else 0 for cell in drawn],
                "color": palette.accent,
            },
        },
        text=[f"<b>{c.words}</b>" if c.index is not None else c.words for c in drawn],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": [_ink(cell, palette) for cell in drawn], "size": 13},
        constraintext="none",
        customdata=[cell.key for cell in drawn],
        hovertext=[cell.hover for cell in drawn],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    words = [f"<b>{word}</b>" if i == strong_row else word for i, word in enumerate(rows)]
    drawing.update_xaxes(
        side="top",
        tickvals=list(range(len(columns))),
        ticktext=list(columns),
        range=[-0.5, len(columns) - 0.5],
        tickangle=0,
        tickfont={"color": palette.ink},
    )
    drawing.update_yaxes(
        tickvals=[-place for place in range(len(rows))],
        ticktext=[f"{word} " for word in words],
        range=[-len(rows) + 0.5, 0.5],
        showgrid=False,
        tickfont={"color": palette.ink},
    )
    left = room(rows, label_width)
    drawing.update_layout(barmode="overlay", bargap=0, margin={"l": left, "r": 2, "t": 40, "b": 2})
    return drawing


def _ground(cell: Cell, palette: Palette) -> str:
    if cell.index is None:
        return palette.neutral_ground
    step = sum(cell.index >= edge for edge in STEPS)
    return palette.diverging[_SHADES[palette.kind][step]]


def _ink(cell: Cell, palette: Palette) -> str:
    if cell.index is None:
        return palette.muted
    return max((palette.ink, palette.card, palette.page), key=lambda c: _apart(c, cell, palette))


def _apart(colour: str, cell: Cell, palette: Palette) -> float:
    """Contrast as in WCAG: the lighter luminance against the darker."""
    one, other = sorted((_luminance(colour), _luminance(_ground(cell, palette))))
    return (other + 0.05) / (one + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
