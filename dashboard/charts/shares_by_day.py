"""The share that has ended by each day, one curve a group, numbers in hand under the axis."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure

SMALL = 12  # px; the one text smaller than the others (look.md)
LABEL_ROOM = 0.17  # of the height, half of what a name beside a curve takes in a low picture


@dataclass(frozen=True)
class Group:
    """One curve: shares 0-1 with their interval from each day on, and who is followed still."""

    label: str
    detail: str  # under the label
    days: Sequence[float]
    shares: Sequence[float]
    lows: Sequence[float]
    highs: Sequence[float]
    hovers: Sequence[str]
    in_hand: Sequence[str]  # one for each tick of the axis
    in_hand_label: str
    is_reference: bool = False  # drawn grey


def curves(
    groups: Sequence[Group],
    *,
    ticks: Sequence[int],
    tick_words: Sequence[str],
    marked: int,
    label_width: int = 104,
    palette: Palette,
) -> go.Figure:
    """Steps from day 0 to the last tick; `marked` is the day with a dashed line."""
    drawing = figure(palette)
    for group in groups:
        _curve(drawing, group, palette)
    top = max((high for group in groups for high in group.highs), default=1.0) * 100 * 1.06
    drawing.add_vline(x=marked, line={"color": palette.muted, "width": 1.2, "dash": "dash"})
    _labels(drawing, groups, top, palette)
    _in_hand(drawing, groups, ticks, palette)
    drawing.update_xaxes(
        range=[0, ticks[-1]], tickvals=list(ticks), ticktext=list(tick_words), tickangle=0
    )
    # Nought is where the days begin; written twice the two would touch.
    step = 10 if top > 25 else 5
    levels = list(range(step, int(top) + 1, step))
    drawing.update_yaxes(
        range=[0, top], tickvals=levels, ticktext=[f"{level}%" for level in levels]
    )
    bottom = 28 + 17 * len(groups)
    drawing.update_layout(margin={"l": 44, "r": label_width, "t": 10, "b": bottom})
    return drawing


def _colour(group: Group, palette: Palette) -> str:
    return palette.muted if group.is_reference else palette.accent


def _curve(drawing: go.Figure, group: Group, palette: Palette) -> None:
    colour = _colour(group, palette)
    days = list(group.days)
    for values, fill in ((group.lows, None), (group.highs, "tonexty")):
        drawing.add_scatter(
            x=days,
            y=[value * 100 for value in values],
            mode="lines",
            line={"width": 0, "shape": "hv"},
            fill=fill,
            fillcolor=palette.band(colour),
            hoverinfo="skip",
        )
    drawing.add_scatter(
        x=days,
        y=[share * 100 for share in group.shares],
        mode="lines",
        line={"color": colour, "width": 2.2, "shape": "hv"},
        hovertext=list(group.hovers),
        hoverinfo="text",
    )


def _labels(drawing: go.Figure, groups: Sequence[Group], top: float, palette: Palette) -> None:
    """Names right of the curves' ends, moved apart where they would touch."""
    ordered = sorted((group for group in groups if group.shares), key=lambda g: g.shares[-1])
    room, places = LABEL_ROOM * 2, list[float]()
    for group in ordered:
        place = group.shares[-1] * 100 / top
        places.append(max(place, places[-1] + room) if places else place)
    over = max(places, default=0.0) - (1 - LABEL_ROOM)
    for group, place in zip(ordered, places, strict=True):
        drawing.add_annotation(
            x=1,
            xref="paper",
            xshift=6,
            xanchor="left",
            y=place - max(over, 0.0),
            yref="paper",
            yanchor="middle",
            align="left",
            text=f"<b>{group.label}</b><br>{group.detail}",
            showarrow=False,
            font={"color": _colour(group, palette)},
        )


def _in_hand(
    drawing: go.Figure, groups: Sequence[Group], ticks: Sequence[int], palette: Palette
) -> None:
    for line, group in enumerate(groups):
        spots = [*zip(ticks, group.in_hand, strict=True)]
        for tick, words in spots:
            drawing.add_annotation(
                x=tick,
                y=0,
                yref="paper",
                yanchor="top",
                yshift=-22 - 17 * line,
                text=words,
                showarrow=False,
                font={"size": SMALL, "color": _colour(group, palette)},
            )
        drawing.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=22,
            y=0,
            yref="paper",
            yanchor="top",
            yshift=-22 - 17 * line,
            text=group.in_hand_label,
            showarrow=False,
            font={"size": SMALL, "color": _colour(group, palette)},
        )
