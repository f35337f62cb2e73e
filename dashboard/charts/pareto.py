"""Reasons by their number, the most frequent first."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure

_ROOM_FOR_WORDS = 1.45  # the axis in lengths of the longest bar


@dataclass(frozen=True)
class Reason:
    """A bar: its number in bold and its share beside it; `is_marked` draws it in blue."""

    key: str
    label: str
    n: float
    words: str
    share: str
    is_marked: bool = False
    hover: str = ""


def _label_width(reasons: Sequence[Reason]) -> int:
    """Room for the longest label in px; Chinese letters are twice as wide as others."""
    wide = [sum(14 if ord(x) > 0x2E80 else 7.2 for x in reason.label) for reason in reasons]
    return int(min(max(wide, default=0) + 14, 190))


def bars(reasons: Sequence[Reason], *, palette: Palette) -> go.Figure:
    """Top to bottom in the order given."""
    drawing = figure(palette)
    places = list(range(len(reasons)))[::-1]
    drawing.add_bar(
        orientation="h",
        x=[reason.n for reason in reasons],
        y=places,
        width=0.6,
        marker={
            "color": [palette.bar if r.is_marked else palette.context for r in reasons],
            "line": {"width": 0},
        },
        text=[f"<b>{reason.words}</b> {reason.share}" for reason in reasons],
        textposition="outside",
        textfont={"color": palette.ink, "size": 13},
        constraintext="none",
        cliponaxis=False,
        customdata=[reason.key for reason in reasons],
        hovertext=[reason.hover for reason in reasons],
        hoverinfo="text" if any(reason.hover for reason in reasons) else "skip",
        unselected={"marker": {"opacity": 1}},
    )
    longest = max((reason.n for reason in reasons), default=1) or 1
    drawing.update_xaxes(visible=False, range=[0, longest * _ROOM_FOR_WORDS])
    drawing.update_yaxes(
        tickvals=places,
        ticktext=[f"{reason.label} " for reason in reasons],
        showgrid=False,
        range=[-0.6, len(reasons) - 0.4],
        tickfont={"color": palette.ink},
    )
    drawing.update_layout(margin={"l": _label_width(reasons), "r": 8, "t": 4, "b": 4})
    return drawing
