"""Units as intervals in groups that stand beside each other: no order but that of their names."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.charts import standing
from dashboard.theme import Palette, figure

GAP = 1.6  # between groups, in places of a unit
ROOM = 26  # names that have room beside each other
NAMED = 9  # a group of at most so many has the names of its units beneath
SHORT = 4  # letters of a name that can stand upright beneath, in two lines


@dataclass(frozen=True)
class Unit:
    """One interval in the unit of the axis; a click gives its key."""

    key: str
    name: str
    value: float
    low: float
    high: float
    hover: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Group:
    """Units of one group (above, alike, below) in name order, with the words above them."""

    kind: str
    label: str
    units: Sequence[Unit]


def across(
    groups: Sequence[Group],
    *,
    reference: float | None = None,
    reference_label: str = "",
    suffix: str = "",
    ceiling: float | None = None,
    direction: str = "",
    label_width: int = 96,
    palette: Palette,
) -> go.Figure:
    """Groups left to right; the reference is a dashed line of context grey, never a limit."""
    drawing = figure(palette)
    left, named, edges = 0.0, [], []
    units = [unit for group in groups for unit in group.units]
    wide = max(len(units) / ROOM, 1.0)
    is_upright = len(units) <= NAMED and all(len(unit.name) <= SHORT for unit in units)
    for group in groups:
        if not group.units:
            continue
        is_named = len(group.units) <= NAMED
        step = wide if is_named else 1.0
        places = [left + place * step for place in range(len(group.units))]
        _group(drawing, group, places, direction, palette)
        edges.append((places[0] - 0.5, places[-1] + 0.5, group.label))
        named += [
            (place, _beneath(unit, is_upright))
            for place, unit in zip(places, group.units, strict=True)
            if is_named or unit.is_strong
        ]
        left = places[-1] + 1 + GAP
    if reference is not None:
        _reference(drawing, reference, reference_label, palette)
    _labels(drawing, edges, palette)
    drawing.update_xaxes(
        range=[-0.8, left - GAP - 0.2],
        tickvals=[place for place, _ in named],
        ticktext=[name for _, name in named],
        tickangle=0 if is_upright or not named else -50,
        tickfont={"color": palette.ink},
    )
    drawing.update_yaxes(range=_reach(groups, reference, ceiling), ticksuffix=suffix, nticks=5)
    has_words = bool(reference_label)
    drawing.update_layout(
        margin={"l": 52, "r": label_width if has_words else 16, "t": 40, "b": 56 if named else 16}
    )
    return drawing


def _beneath(unit: Unit, is_upright: bool) -> str:
    """The name below the axis: in two lines where it stands upright."""
    half = -(-len(unit.name) // 2)
    name = f"{unit.name[:half]}<br>{unit.name[half:]}" if is_upright else unit.name
    return f"<b>{name}</b>" if unit.is_strong else name


def _group(
    drawing: go.Figure, group: Group, places: Sequence[float], direction: str, palette: Palette
) -> None:
    colour = standing.colour(group.kind, direction, palette)
    units = group.units
    drawing.add_scatter(
        x=places,
        y=[unit.value for unit in units],
        mode="markers",
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [unit.high - unit.value for unit in units],
            "arrayminus": [unit.value - unit.low for unit in units],
            "color": palette.band(colour, 0.6),
            "thickness": 4 if len(places) < 30 else 3,
            "width": 0,
        },
        marker={
            "symbol": standing.SHAPES[group.kind],
            "size": [11 if unit.is_strong or group.kind != "alike" else 7 for unit in units],
            "color": colour if group.kind != "alike" else palette.muted,
            "line": {"color": palette.card, "width": 1},
        },
        customdata=[unit.key for unit in units],
        hovertext=[unit.hover for unit in units],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _reference(drawing: go.Figure, y: float, label: str, palette: Palette) -> None:
    drawing.add_hline(y=y, line={"color": palette.muted, "width": 1.4, "dash": "dash"})
    drawing.add_annotation(
        x=1,
        xref="paper",
        xshift=6,
        xanchor="left",
        y=y,
        text=label,
        align="left",
        showarrow=False,
        font={"color": palette.muted},
    )


def _labels(
    drawing: go.Figure, edges: Sequence[tuple[float, float, str]], palette: Palette
) -> None:
    """The name of each group above it; narrow groups side by side stand on two heights."""
    for place, (first, last, label) in enumerate(edges):
        is_last = place == len(edges) - 1 and place > 0
        drawing.add_annotation(
            x=last if is_last else first,
            y=1,
            yref="paper",
            yshift=20 if place % 2 else 2,
            xanchor="right" if is_last else "left",
            yanchor="bottom",
            text=f"<b>{label}</b>",
            showarrow=False,
            font={"color": palette.ink},
        )
        if place:
            drawing.add_vline(x=first - GAP / 2, line={"color": palette.rule, "width": 1})


def _reach(groups: Sequence[Group], reference: float | None, ceiling: float | None) -> list[float]:
    ends = [end for group in groups for unit in group.units for end in (unit.low, unit.high)]
    ends += [reference] if reference is not None else []
    low, high = (min(ends), max(ends)) if ends else (0.0, 1.0)
    air = (high - low) * 0.06 or 1.0
    top = high + air if ceiling is None else min(high + air, ceiling * 1.015)
    return [max(low - air, -air / 2) if low >= 0 else low - air, top]
