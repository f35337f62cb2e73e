"""How answers are spread over the grades of a question, as bars of one length."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Grade:
    """One answer: its share in each bar (0–1, None where the bar does not know it)."""

    name: str
    shares: Sequence[float | None]
    hovers: Sequence[str] = ()


def spread(grades: Sequence[Grade], *, bars: Sequence[str], palette: Palette) -> go.Figure:
    """Best grade lowest and in the strongest colour; names beside the last bar."""
    drawing = figure(palette)
    colours = _colours(len(grades), palette)
    base = 0.0
    for grade, colour in zip(grades, colours, strict=True):
        drawing.add_bar(
            x=list(range(len(bars))),
            y=[None if share is None else share * 100 for share in grade.shares],
            name=grade.name,
            marker={"color": colour, "line": {"width": 0}},
            hovertext=list(grade.hovers),
            hoverinfo="text" if grade.hovers else "skip",
        )
        last = grade.shares[-1] if grade.shares else None
        if last:
            _name(drawing, grade.name, base + last * 50, last, palette)
            base += last * 100
    drawing.update_xaxes(tickvals=list(range(len(bars))), ticktext=list(bars))
    drawing.update_yaxes(range=[0, 100], ticksuffix="%", nticks=5)
    drawing.update_layout(barmode="stack", bargap=0.12, margin={"r": 128, "b": 44})
    return drawing


def _colours(length: int, palette: Palette) -> list[str]:
    """From the strongest of the scale to the palest; the last grade in the colour of bad news."""
    places = [7, 5, 2, 0]
    ramp = [palette.sequential[place] for place in places[: max(length - 1, 1)]]
    ramp += [palette.diverging[7]] * (length - len(ramp))
    return ramp[:length]


def _name(drawing: go.Figure, name: str, middle: float, share: float, palette: Palette) -> None:
    placed = [note.y for note in drawing.layout.annotations]
    place = max([middle, *(other + 7 for other in placed)])
    drawing.add_annotation(
        x=1,
        xref="paper",
        xshift=6,
        xanchor="left",
        y=place,
        text=f"{name} <b>{share * 100:.1f}%</b>",
        showarrow=False,
        font={"color": palette.ink},
    )
