"""How answers are spread over the grades of a question, as bars of one length."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import labels
from dashboard.theme import Palette, figure

LINE = 12.0  # per cent of the axis that a line of words needs in a card


@dataclass(frozen=True)
class Grade:
    """One answer: its share in each bar (0–1, None where the bar does not know it)."""

    name: str
    shares: Sequence[float | None]
    hovers: Sequence[str] = ()


def spread(
    grades: Sequence[Grade], *, bars: Sequence[str], places: Sequence[int], palette: Palette
) -> go.Figure:
    """Best grade lowest and in the strongest colour; names beside the last bar.

    `bars` are the words under the bars that stand at `places`; the others have none.
    """
    drawing = figure(palette)
    colours = _colours(len(grades), palette)
    for grade, colour in zip(grades, colours, strict=True):
        drawing.add_bar(
            x=list(range(len(grade.shares))),
            y=[None if share is None else share * 100 for share in grade.shares],
            name=grade.name,
            marker={"color": colour, "line": {"width": 0}},
            hovertext=list(grade.hovers),
            hoverinfo="text" if grade.hovers else "skip",
        )
    _names(drawing, grades, palette)
    drawing.update_xaxes(tickvals=list(places), ticktext=list(bars), tickangle=0)
    drawing.update_yaxes(range=[0, 100], ticksuffix="%", nticks=5)
    right = labels.room([f"{grade.name} 00.0%" for grade in grades], 128)
    drawing.update_layout(barmode="stack", bargap=0.12, margin={"r": right, "b": 44})
    return drawing


def _colours(length: int, palette: Palette) -> list[str]:
    """From the strongest of the scale to the palest; the last grade in the colour of bad news."""
    places = [7, 5, 2, 0]
    ramp = [palette.sequential[place] for place in places[: max(length - 1, 1)]]
    ramp += [palette.diverging[7]] * (length - len(ramp))
    return ramp[:length]


def _names(drawing: go.Figure, grades: Sequence[Grade], palette: Palette) -> None:
    """Each beside its part of the last bar; from the top down, moved apart."""
    middles, base = [], 0.0
    for grade in grades:
        share = grade.shares[-1] or 0.0
        middles.append(base + share * 50)
        base += share * 100
    ceiling = 98.0
    for grade, middle in reversed(list(zip(grades, middles, strict=True))):
        place = min(middle, ceiling)
        ceiling = place - LINE
        drawing.add_annotation(
            x=1,
            xref="paper",
            xshift=6,
            xanchor="left",
            y=place,
            text=f"{grade.name} <b>{(grade.shares[-1] or 0) * 100:.1f}%</b>",
            showarrow=False,
            font={"color": palette.ink},
        )
