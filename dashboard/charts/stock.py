"""A stock over months, and beneath it what came in and what went out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import plotly.graph_objects as go

from dashboard.texts import dates
from dashboard.theme import Palette, figure

Kind = Literal["in", "moved", "good", "neutral", "aged_out"]
PALE = 0.45  # the opacity of what may still change
FLOOR, CEILING = 0.15, 0.43  # where the flows stand: beneath and above them a line of words
GLYPHS = {"in": "■", "moved": "□", "good": "■", "neutral": "■", "aged_out": "▨"}


@dataclass(frozen=True)
class Flow:
    """One kind of flow, a value a month: above the axis what came in, below what went out.

    A value may be negative where in and out were netted; it then stands on the other side.
    """

    key: str  # a click gives "<key>|<month>"
    label: str
    kind: Kind
    is_out: bool
    values: Sequence[float]
    hovers: Sequence[str]


@dataclass(frozen=True)
class Stock:
    """The level at each month's end; the months before `firm_from` only fill up."""

    values: Sequence[float]
    words: Sequence[str]  # beside single points; "" for none
    hovers: Sequence[str]
    firm_from: date | None = None
    short_label: str = ""  # what is said of the months before


def with_flows(
    months: Sequence[date],
    stock: Stock,
    flows: Sequence[Flow],
    *,
    in_label: str,
    out_label: str,
    is_open: bool = False,
    palette: Palette,
) -> go.Figure:
    """The level above, the flows of the same months below on one axis of time.

    `is_open`: the last month is still arriving; its bars are pale.
    """
    drawing = figure(palette)
    _level(drawing, months, stock, palette)
    shades = [1.0] * (len(months) - 1) + [PALE if is_open else 1.0]
    for flow in flows:
        _bars(drawing, months, flow, shades, palette)
    _legend(drawing, flows, in_label, out_label, palette)
    ticks, words = dates.axis(months)
    half = timedelta(days=16)
    drawing.update_xaxes(
        range=[months[0] - half, months[-1] + half], tickvals=ticks, ticktext=words
    )
    drawing.update_xaxes(anchor="free", position=0)
    low, high = _reach(stock.values)
    drawing.update_layout(
        yaxis={"domain": [0.55, 1], "range": [low, high], "nticks": 4, "tickformat": ",d"},
        yaxis2=_flow_axis(flows),
        barmode="relative",
        bargap=0.18,
        margin={"l": 44, "r": 20, "t": 14, "b": 40},
    )
    return drawing


def _reach(values: Sequence[float]) -> tuple[float, float]:
    """The part of the axis a line needs; a line, unlike a bar, may leave zero out."""
    low, high = min(values), max(values)
    air = max((high - low) * 0.2, high * 0.01, 1.0)
    return max(low - air, 0.0), high + air


def _flow_axis(flows: Sequence[Flow]) -> dict[str, object]:
    """Zero within, in and out on one scale; the ticks are sizes, without a sign."""
    above = max((sum(_side(flows, i, True)) for i in _places(flows)), default=0.0)
    below = max((sum(_side(flows, i, False)) for i in _places(flows)), default=0.0)
    top = max(above, below, 1.0)
    step = _round_step(top)
    ticks = [tick for tick in (-step, 0, step) if -below * 1.1 <= tick <= above * 1.1 or tick == 0]
    return {
        "domain": [FLOOR, CEILING],
        "range": [-max(below, top * 0.1) * 1.08, max(above, top * 0.1) * 1.08],
        "tickvals": ticks,
        "ticktext": [f"{abs(tick):,.0f}" for tick in ticks],
        "zeroline": False,
        "showgrid": True,
    }


def _round_step(top: float) -> float:
    """The largest of 1, 2, 4, 5 times a power of ten that lies under `top`."""
    power = 1.0
    while power * 10 <= top:
        power *= 10
    return max(power * factor for factor in (1, 2, 4, 5) if power * factor <= max(top, power))


def _places(flows: Sequence[Flow]) -> range:
    return range(len(flows[0].values)) if flows else range(0)


def _side(flows: Sequence[Flow], place: int, is_above: bool) -> list[float]:
    signed = [-flow.values[place] if flow.is_out else flow.values[place] for flow in flows]
    return [abs(value) for value in signed if (value > 0) == is_above]


def _level(drawing: go.Figure, months: Sequence[date], stock: Stock, palette: Palette) -> None:
    firm = [i for i, month in enumerate(months) if not stock.firm_from or month >= stock.firm_from]
    filling = [i for i in range(len(months)) if i not in firm]
    for places, is_firm in ((filling + firm[:1], False), (firm, True)):
        if not places or (not is_firm and not filling):
            continue
        drawing.add_scatter(
            x=[months[i] for i in places],
            y=[stock.values[i] for i in places],
            mode="lines+markers",
            line={
                "color": palette.accent if is_firm else palette.context,
                "width": 2.2,
                "dash": "solid" if is_firm else "dot",
            },
            marker={"size": 6, "color": palette.accent if is_firm else palette.context},
            customdata=[f"stock|{months[i].isoformat()}" for i in places],
            hovertext=[stock.hovers[i] for i in places],
            hoverinfo="text",
        )
    for i, words in enumerate(stock.words):
        if words:
            is_last = i == len(months) - 1
            drawing.add_annotation(
                x=months[i],
                y=stock.values[i],
                yshift=-15 if is_last else 14,
                text=f"<b>{words}</b>" if is_last else words,
                showarrow=False,
                xanchor="right" if is_last else "center",
                xshift=14 if is_last else 0,
                font={
                    "color": palette.accent if is_last else palette.ink,
                    "size": 15 if is_last else 13,
                },
            )
    if filling and stock.short_label:
        drawing.add_annotation(
            x=0,
            y=1,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor="top",
            text=stock.short_label,
            showarrow=False,
        )


def _bars(
    drawing: go.Figure,
    months: Sequence[date],
    flow: Flow,
    shades: Sequence[float],
    palette: Palette,
) -> None:
    drawing.add_bar(
        x=list(months),
        y=[-value if flow.is_out else value for value in flow.values],
        yaxis="y2",
        marker={
            "color": _colour(flow.kind, palette),
            "opacity": list(shades),
            "pattern": {
                "shape": "/" if flow.kind == "aged_out" else "",
                "fillmode": "overlay",
                "fgcolor": palette.context,
                "size": 6,
                "solidity": 0.35,
            },
            "line": {
                "width": 1.2 if flow.kind == "moved" else 0,
                "color": palette.muted,
            },
        },
        customdata=[f"{flow.key}|{month.isoformat()}" for month in months],
        hovertext=list(flow.hovers),
        hoverinfo="text",
        unselected={"marker": {"opacity": 1}},
    )


def _colour(kind: Kind, palette: Palette) -> str:
    colours = {
        "in": palette.context,
        "moved": palette.card,
        "good": palette.good,
        "neutral": palette.neutral,
        "aged_out": palette.aged_out,
    }
    return colours[kind]


def _legend(
    drawing: go.Figure, flows: Sequence[Flow], in_label: str, out_label: str, palette: Palette
) -> None:
    """What the bars are, said beside them: above those that came in, below those that left."""
    for is_out, label, place, anchor in (
        (False, in_label, CEILING, "bottom"),
        (True, out_label, 0.0, "bottom"),
    ):
        parts = [
            f'<span style="color:{_mark(flow.kind, palette)}">{GLYPHS[flow.kind]}</span> '
            f"{flow.label}"
            for flow in flows
            if flow.is_out == is_out and any(flow.values)
        ]
        drawing.add_annotation(
            x=0,
            y=place,
            xref="paper",
            yref="paper",
            xanchor="left",
            yanchor=anchor,
            text=f"{label}{'&nbsp;&nbsp;'.join(parts)}",
            showarrow=False,
        )


def _mark(kind: Kind, palette: Palette) -> str:
    return palette.muted if kind == "moved" else _colour(kind, palette)
