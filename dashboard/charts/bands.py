"""A whole in layers over months: how old the open cases are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from dashboard.texts import dates
from dashboard.theme import Palette, figure

CROWDED = 24  # months
LABEL_GAP = 0.1  # of the picture's height: labels nearer than this are moved apart


@dataclass(frozen=True)
class Band:
    """One layer, a value a month; `label` and `words` stand right of its last bar."""

    key: str  # a click gives "<key>|<month>"
    label: str
    words: str
    values: Sequence[float]
    hovers: Sequence[str]
    colour: str = ""  # a name of the palette; "" for the next shade of the sequence


def stacked(
    months: Sequence[date], bands: Sequence[Band], *, label_width: int = 118, palette: Palette
) -> go.Figure:
    """The first band at the bottom and darkest."""
    drawing = figure(palette)
    shades = _shades(len(bands), palette)
    for band, shade in zip(bands, shades, strict=True):
        drawing.add_bar(
            x=list(months),
            y=list(band.values),
            marker={
                "color": getattr(palette, band.colour) if band.colour else shade,
                "line": {"width": 0},
            },
            customdata=[f"{band.key}|{month.isoformat()}" for month in months],
            hovertext=list(band.hovers),
            hoverinfo="text",
            unselected={"marker": {"opacity": 1}},
        )
    top = max((sum(column) for column in zip(*(b.values for b in bands), strict=True)), default=1)
    top = (top or 1) * 1.04
    _labels(drawing, bands, top, palette)
    ticks, words = _ticks(months)
    half = timedelta(days=16)
    drawing.update_xaxes(
        range=[months[0] - half, months[-1] + half], tickvals=ticks, ticktext=words, tickangle=0
    )
    drawing.update_yaxes(range=[0, top], tickformat=",d")
    drawing.update_layout(
        barmode="stack", bargap=0.1, margin={"l": 44, "r": label_width, "t": 8, "b": 40}
    )
    return drawing


def _ticks(months: Sequence[date]) -> tuple[list[date], list[str]]:
    """A tick a quarter; of more than two years, which would not fit, one a half-year."""
    ticks, words = dates.axis(months)
    if len(months) <= CROWDED:
        return ticks, words
    kept = [(tick, word) for tick, word in zip(ticks, words, strict=True) if tick.month in (1, 7)]
    return [tick for tick, _ in kept], [word for _, word in kept]


def _shades(n: int, palette: Palette) -> list[str]:
    """From the far end of the sequence to its near one; on dark ground that is light to dark."""
    places = [round(8 - i * 7 / max(n - 1, 1)) for i in range(n)]
    return [palette.sequential[place] for place in places]


def _labels(drawing: go.Figure, bands: Sequence[Band], top: float, palette: Palette) -> None:
    """Beside the middle of the last bar's parts, from the bottom up, never on each other."""
    below, level = -LABEL_GAP, 0.0
    for band in bands:
        size = band.values[-1] if band.values else 0.0
        place = max((level + size / 2) / top, below + LABEL_GAP, 0.01)
        level, below = level + size, place
        drawing.add_annotation(
            x=1,
            y=place,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="middle",
            xshift=6,
            align="left",
            text=f"{band.label}&nbsp;&nbsp;<b>{band.words}</b>",
            showarrow=False,
            font={"color": palette.ink},
        )
