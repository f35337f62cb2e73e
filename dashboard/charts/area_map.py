"""Unit areas as filled polygons on hidden axes, coloured by value; no map server, no tiles.

Areas without a shape of their own can be given squares (shapes.tile). Where something is clicked
or pointed at is told by invisible spots spread over every area, because a filled polygon itself
can be neither selected nor asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import plotly.graph_objects as go

from dashboard.charts import shapes
from dashboard.theme import Palette, figure

SPOTS_ACROSS = 56  # how finely clicks are told apart
KINDS = ("new", "lasting", "growing", "fading")
_LETTER, _LINE = 29.0, 44.0  # of a label, in steps of the plane, on a map about 620 px wide


@dataclass(frozen=True)
class Area:
    """A unit's area: its place on the scale, None where there are too few to say."""

    unit_id: str
    shape: shapes.Outline
    step: int | None
    hover: str = ""
    label: str = ""  # <br> breaks it; stands on the area
    is_strong: bool = False  # outlined, its label in bold
    is_chosen: bool = False  # outlined in the accent colour


@dataclass(frozen=True)
class Group:
    """The border of a larger unit and its name."""

    name: str
    shape: shapes.Outline
    is_drawn: bool = True  # else the shape is only where the name stands


def kind_colours(palette: Palette) -> tuple[str, ...]:
    """The colours of KINDS, then the one of areas that cannot be told apart from the whole."""
    return (
        palette.hot_new,
        palette.hot_lasting,
        palette.hot_growing,
        palette.hot_fading,
        palette.hot_none,
    )


def count_step(value: float, largest: float) -> int:
    """The place of a count on a sequential scale of five steps from 0 to the largest."""
    return min(int(value / largest * 5), 4) if largest > 0 else 0


def count_edges(largest: float) -> list[tuple[int, int]]:
    """The whole numbers of each of the five steps: least and greatest; greatest < least: none."""
    starts = [ceil(largest * step / 5) for step in range(5)]
    return [(low, high - 1) for low, high in pairwise([*starts, ceil(largest) + 1])]


def count_colours(palette: Palette) -> tuple[str, ...]:
    """Five steps from few to many."""
    return tuple(palette.sequential[i] for i in (1, 3, 4, 6, 8))


def areas(
    drawn: Sequence[Area],
    *,
    groups: Sequence[Group] = (),
    colours: Sequence[str],
    legend: Sequence[str] = (),
    too_few: str = "",
    label_size: float = 1.0,
    palette: Palette,
) -> go.Figure:
    """Areas in `colours` by their step; `legend` are the steps' words, `too_few` the dots'.

    `label_size`: how much larger than on the desk names will stand beside what is drawn.
    """
    drawing = figure(palette)
    named = {f"a{i}": area.shape for i, area in enumerate(drawn)}
    named |= {f"g{i}": group.shape for i, group in enumerate(groups)}
    flat = shapes.flattened(named)
    outlines = [flat.get(f"a{i}", ()) for i in range(len(drawn))]
    _fill(drawing, drawn, outlines, colours, palette)
    borders = [flat.get(f"g{i}", ()) for i in range(len(groups))]
    pairs = list(zip(drawn, outlines, strict=True))
    _border(
        drawing,
        [border for group, border in zip(groups, borders, strict=True) if group.is_drawn],
        palette.muted,
        1.8,
    )
    _border(drawing, [outline for area, outline in pairs if area.is_strong], palette.ink, 2.2)
    _border(drawing, [outline for area, outline in pairs if area.is_chosen], palette.accent, 3.2)
    taken = _labels(drawing, drawn, outlines, label_size, palette)
    _group_labels(drawing, groups, borders, taken, label_size, palette)
    _spots(drawing, drawn, outlines)
    _legend(drawing, colours, legend, too_few, palette)
    across, up = _reach([*outlines, *borders])
    drawing.update_xaxes(visible=False, constrain="domain", range=across)
    drawing.update_yaxes(visible=False, scaleanchor="x", scaleratio=1, constrain="domain", range=up)
    bottom = 30 if legend else 4
    drawing.update_layout(margin={"l": 4, "r": 4, "t": 4, "b": bottom}, hoverdistance=18)
    return drawing


def _reach(outlines: Sequence[shapes.Outline]) -> tuple[list[float], list[float]]:
    """The axes' ranges: everything drawn, with a little air."""
    points = [p for outline in outlines for ring in outline for p in ring] or [(0.0, 0.0)]
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    air = max(max(xs) - min(xs), max(ys) - min(ys)) * 0.015 or 1.0
    return [min(xs) - air, max(xs) + air], [min(ys) - air, max(ys) + air]


def _fill(
    drawing: go.Figure,
    drawn: Sequence[Area],
    outlines: Sequence[shapes.Outline],
    colours: Sequence[str],
    palette: Palette,
) -> None:
    """One trace for all areas of one colour."""
    pairs = list(zip(drawn, outlines, strict=True))
    for step in [None, *range(len(colours))]:
        xs, ys = shapes.path([outline for area, outline in pairs if area.step == step])
        if not xs:
            continue
        dots = {
            "shape": ".",
            "fgcolor": palette.too_few,
            "bgcolor": palette.too_few_ground,
            "size": 7,
            "solidity": 0.28,
        }
        drawing.add_scatter(
            x=xs,
            y=ys,
            mode="lines",
            name="too_few" if step is None else f"step_{step}",
            line={"color": palette.rule if step is None else palette.card, "width": 1.4},
            fill="toself",
            fillcolor=palette.too_few_ground if step is None else colours[step],
            fillpattern=dots if step is None else None,
            hoverinfo="skip",
        )


def _border(
    drawing: go.Figure, outlines: Sequence[shapes.Outline], colour: str, width: float
) -> None:
    xs, ys = shapes.path(outlines)
    if xs:
        drawing.add_scatter(
            x=xs, y=ys, mode="lines", line={"color": colour, "width": width}, hoverinfo="skip"
        )


Box = tuple[float, float, float, float]  # left, bottom, right, top


def _box(x: float, y: float, text: str, size: float) -> Box:
    lines = text.split("<br>")
    half = max(_width(line) for line in lines) * _LETTER * size / 2 + 6
    tall = len(lines) * _LINE * size / 2
    return x - half, y - tall, x + half, y + tall


def _width(line: str) -> float:
    """In letters of Chinese; others are half as wide."""
    return sum(1.0 if ord(letter) > 0x2E80 else 0.55 for letter in line)


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _labels(
    drawing: go.Figure,
    drawn: Sequence[Area],
    outlines: Sequence[shapes.Outline],
    size: float,
    palette: Palette,
) -> list[Box]:
    """Labels of areas, strong ones first; moved where two would overlap, or left out."""
    taken: list[Box] = []
    pairs = sorted(zip(drawn, outlines, strict=True), key=lambda pair: not pair[0].is_strong)
    for area, outline in pairs:
        if not area.label or not outline:
            continue
        x, y = shapes.middle(outline)
        for place in _places(y, area, outline, size) if area.is_strong else (y,):
            box = _box(x, place, area.label, size)
            if any(_overlap(box, other) for other in taken):
                continue
            taken.append(box)
            drawing.add_annotation(
                x=x,
                y=place,
                text=f"<b>{area.label}</b>" if area.is_strong else area.label,
                showarrow=False,
                font={"color": palette.ink, "size": 13},
                bgcolor=palette.band(palette.card, 0.62),
                borderpad=1,
            )
            break
    return taken


def _places(y: float, area: Area, outline: shapes.Outline, size: float) -> tuple[float, ...]:
    """Heights to try: on the area, or where it is smaller than its label just below or above."""
    lift = _LINE * size * (area.label.count("<br>") + 1)
    heights = [point[1] for ring in outline for point in ring]
    beside = (min(heights) - 0.5 * lift - 8, max(heights) + 0.5 * lift + 8)
    if lift > 0.75 * (max(heights) - min(heights)):
        return (*beside, y)
    return (y, y + 0.6 * lift, y - 0.6 * lift, *beside)


def _group_labels(
    drawing: go.Figure,
    groups: Sequence[Group],
    borders: Sequence[shapes.Outline],
    taken: list[Box],
    size: float,
    palette: Palette,
) -> None:
    """A group's name as near to its middle as the labels already there allow."""
    for group, border in zip(groups, borders, strict=True):
        if not border or not group.name:
            continue
        x, y = shapes.middle(border)
        candidates = shapes.spots(border, shapes.STEPS / 28)
        candidates.sort(key=lambda spot: (spot[0] - x) ** 2 + (spot[1] - y) ** 2)
        for spot in [(x, y), *candidates]:
            box = _box(*spot, group.name, size)
            if not any(_overlap(box, other) for other in taken):
                taken.append(box)
                drawing.add_annotation(
                    x=spot[0],
                    y=spot[1],
                    text=group.name,
                    showarrow=False,
                    font={"color": palette.ink, "size": 13},
                    bgcolor=palette.band(palette.card, 0.85),
                    borderpad=2,
                )
                break


def _spots(drawing: go.Figure, drawn: Sequence[Area], outlines: Sequence[shapes.Outline]) -> None:
    """A trace for each area, so that its words are written once. The spots are small: within the
    size of a marker Plotly cannot tell which of two is nearer."""
    across, up = _reach(outlines)
    spacing = max(across[1] - across[0], up[1] - up[0]) / SPOTS_ACROSS
    for area, outline in zip(drawn, outlines, strict=True):
        if not outline:
            continue
        places = shapes.spots(outline, spacing)
        drawing.add_scatter(
            x=[round(place[0], 1) for place in places],
            y=[round(place[1], 1) for place in places],
            mode="markers",
            name="spots",
            marker={"size": 4, "opacity": 0},
            customdata=[area.unit_id] * len(places),
            hovertext=area.hover,
            hoverinfo="text",
            selected={"marker": {"opacity": 0}},
            unselected={"marker": {"opacity": 0}},
        )


def _legend(
    drawing: go.Figure,
    colours: Sequence[str],
    legend: Sequence[str],
    too_few: str,
    palette: Palette,
) -> None:
    if not legend:
        return
    square = '<span style="color:{}">■</span> {}'
    words = [square.format(c, word) for c, word in zip(colours, legend, strict=True) if word]
    if too_few:
        words.append(f'<span style="color:{palette.too_few}">⁘</span> {too_few}')
    drawing.add_annotation(
        x=0,
        y=0,
        xref="paper",
        yref="paper",
        xanchor="left",
        yanchor="top",
        yshift=-6,
        text="  ".join(words),
        showarrow=False,
        align="left",
    )
