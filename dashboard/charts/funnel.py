"""Units by size against what chance allows at that size: a funnel plot."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log10

import numpy as np
import plotly.graph_objects as go

from dashboard.charts import standing
from dashboard.theme import Palette, figure

LINE = 0.09  # height of a line of words, as a share of the axis
STEPS = 90  # points of a limit's curve
Limits = Callable[[float], tuple[float, float]]  # of a size, in the unit of the y axis


@dataclass(frozen=True)
class Dot:
    """A unit: its size, its figure in the unit of the y axis, its group, what a click gives."""

    key: str
    size: float
    value: float
    group: str
    label: str = ""  # beside the dot: units that stand out, and the reader's own
    hover: str = ""
    is_strong: bool = False


@dataclass(frozen=True)
class Limit:
    """A pair of limits with the words at their end."""

    at: Limits
    label: str
    dash: str = "solid"


def plot(
    dots: Sequence[Dot],
    *,
    centre: float,
    centre_label: str,
    limits: Sequence[Limit],
    x_title: str,
    suffix: str = "",
    ceiling: float | None = None,
    direction: str = "",
    palette: Palette,
) -> go.Figure:
    """Sizes on a logarithmic axis; limits are drawn no lower than 0 and no higher than `ceiling`.

    At least one dot; sizes above 0.
    """
    drawing = figure(palette)
    sizes = [dot.size for dot in dots]
    low, high = log10(min(sizes)) - 0.08, log10(max(sizes)) + 0.08
    along = np.logspace(low, high, STEPS)
    low_y, high_y = _reach(dots, limits, along, ceiling)
    for limit in limits:
        _limit(drawing, limit, along, (low_y, high_y), palette)
    drawing.add_hline(y=centre, line={"color": palette.muted, "width": 1.4})
    ends = [(limit.at(float(along[-1]))[1], limit.label) for limit in limits]
    _beside(drawing, [*ends, (centre, centre_label)], high_y - low_y, palette)
    for group in ("too_few", "alike", "above", "below"):
        _dots(drawing, [dot for dot in dots if dot.group == group], direction, palette)
    ticks = _round(10**low, 10**high)
    drawing.update_xaxes(
        type="log",
        range=[low, high],
        tickvals=ticks,
        ticktext=[f"{tick:,.0f}" for tick in ticks],
        title={"text": x_title, "font": {"size": 13}, "standoff": 4},
    )
    drawing.update_yaxes(range=[low_y, high_y], ticksuffix=suffix, nticks=6)
    drawing.update_layout(margin={"l": 52, "r": 118, "t": 14, "b": 44})
    return drawing


def _reach(
    dots: Sequence[Dot], limits: Sequence[Limit], along: np.ndarray, ceiling: float | None
) -> tuple[float, float]:
    """All dots, and of the limits what stands near them: at tiny sizes they go anywhere."""
    values = [dot.value for dot in dots]
    middle = float(np.median(along))
    for limit in limits:
        values += limit.at(middle)
    low, high = min(values), max(values)
    air = (high - low) * 0.12 or 1.0
    top = high + air if ceiling is None else min(high + air, ceiling * 1.015)
    return max(low - air, 0.0), top


def _limit(
    drawing: go.Figure,
    limit: Limit,
    along: np.ndarray,
    reach: tuple[float, float],
    palette: Palette,
) -> None:
    ends = [limit.at(float(size)) for size in along]
    for side in (0, 1):
        drawing.add_scatter(
            x=along,
            y=[min(max(end[side], reach[0]), reach[1]) for end in ends],
            mode="lines",
            line={"color": palette.context, "width": 1.4, "dash": limit.dash},
            hoverinfo="skip",
        )


def _beside(
    drawing: go.Figure, lines: Sequence[tuple[float, str]], height: float, palette: Palette
) -> None:
    """Words at the right end of lines, from the top down, moved apart where they would touch."""
    ceiling = float("inf")
    for y, text in sorted(lines, reverse=True):
        rows = text.count("<br>")
        place = min(y, ceiling - LINE * height * rows / 2)
        ceiling = place - LINE * height * (1 + rows / 2)
        drawing.add_annotation(
            x=1,
            xref="paper",
            xshift=6,
            xanchor="left",
            y=place,
            text=text,
            align="left",
            showarrow=False,
            font={"color": palette.muted},
        )


def _dots(drawing: go.Figure, dots: Sequence[Dot], direction: str, palette: Palette) -> None:
    if not dots:
        return
    group = dots[0].group
    is_outside = group in ("above", "below")
    colour = standing.colour(group, direction, palette)
    drawing.add_scatter(
        x=[dot.size for dot in dots],
        y=[dot.value for dot in dots],
        mode="markers+text",
        text=[dot.label for dot in dots],
        textposition="top center",
        textfont={"color": palette.ink, "size": 13},
        marker={
            "symbol": standing.SHAPES[group],
            "size": [12 if is_outside or dot.is_strong else 8 for dot in dots],
            "color": palette.muted if group == "alike" else colour,
            "line": {
                "color": [palette.ink if dot.is_strong else palette.card for dot in dots],
                "width": 1.2,
            },
        },
        customdata=[dot.key for dot in dots],
        hovertext=[dot.hover for dot in dots],
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
        cliponaxis=False,
    )


def _round(low: float, high: float) -> list[float]:
    """Sizes worth naming on the axis; fewer where it spans decades."""
    span = high / low
    steps = (1, 3) if span > 30 else (1, 2, 5) if span > 8 else (1, 1.5, 2, 3, 4, 5, 7)
    named = [step * 10.0**power for power in range(-1, 7) for step in steps]
    return [size for size in named if low <= size <= high]
