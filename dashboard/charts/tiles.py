"""Units as tiles, grouped under the unit above: a map where no shapes are needed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from dashboard.theme import Palette, figure

Standing = Literal["above", "alike", "below", "too_few"]
MARKS: dict[Standing, str] = {
    "above": "\u25b2",
    "alike": "",
    "below": "\u25bc",
    "too_few": "\u2013",
}


@dataclass(frozen=True)
class Tile:
    """A unit: the name it stands under, and how it stands beside its peers."""

    unit_id: str
    group: str
    standing: Standing
    hover: str = ""


def grouped(
    tiles: Sequence[Tile], *, groups_a_row: int = 5, across: int = 4, palette: Palette
) -> go.Figure:
    """Tiles in the order given; each group `across` wide under its name; 样本不足 is dotted."""
    drawing = figure(palette)
    groups: dict[str, list[Tile]] = {}
    for tile in tiles:
        groups.setdefault(tile.group, []).append(tile)
    xs, ys, kept = [], [], []
    top = 0.0
    names = list(groups)
    for start in range(0, len(names), groups_a_row):
        row = names[start : start + groups_a_row]
        deepest = max((len(groups[name]) + across - 1) // across for name in row)
        for column, name in enumerate(row):
            left = column * (across + 1.0)
            drawing.add_annotation(
                x=left,
                y=top - 0.55,
                xanchor="left",
                text=name,
                showarrow=False,
                font={"color": palette.ink},
            )
            for place, tile in enumerate(groups[name]):
                xs.append(left + place % across + 0.5)
                ys.append(top - 2 - place // across)
                kept.append(tile)
        top -= deepest + 1.6
    colours = {
        "above": palette.good,
        "alike": palette.hot_none,
        "below": palette.bad,
        "too_few": palette.too_few_ground,
    }
    too_few = [tile.standing == "too_few" for tile in kept]
    drawing.add_bar(
        x=xs,
        base=ys,
        y=[0.94] * len(kept),
        width=0.95,
        marker={
            "color": [colours[tile.standing] for tile in kept],
            "pattern": {
                "shape": ["." if few else "" for few in too_few],
                "fillmode": "overlay",
                "fgcolor": palette.too_few,
                "size": 5,
                "solidity": 0.25,
            },
            "line": {"width": [0.8 if few else 0 for few in too_few], "color": palette.too_few},
        },
        text=[MARKS[tile.standing] for tile in kept],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": [palette.muted if few else palette.on_bar for few in too_few]},
        customdata=[tile.unit_id for tile in kept],
        hovertext=[tile.hover for tile in kept],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )
    widest = min(len(names), groups_a_row) * (across + 1.0) - 1
    drawing.update_xaxes(visible=False, range=[-0.1, max(widest, across) + 0.1])
    drawing.update_yaxes(visible=False, range=[top + 0.5, 0.1], showgrid=False)
    drawing.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0}, bargap=0)
    return drawing
