"""Lines over months with their intervals as bands, broken where nothing may be compared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from math import floor, log10
from textwrap import wrap

import plotly.graph_objects as go

from dashboard.texts import dates
from dashboard.theme import Palette, figure

LABEL_SHARE, LABEL_WIDTH = 0.09, 0.22  # of the axes: what the words of a target need


@dataclass(frozen=True)
class Point:
    """One month of a line; `low` and `high` are its interval. Values in the unit of the axis."""

    month: date
    value: float
    low: float | None = None
    high: float | None = None
    segment: str = ""  # the line breaks where this changes (questionnaire, mode, programme)
    is_open: bool = False  # not final: a hollow point on a dotted end
    hover: str = ""


@dataclass(frozen=True)
class Line:
    """A line, its direct label in two lines, its colour's place (0 is context grey)."""

    points: Sequence[Point]
    label: str = ""
    detail: str = ""
    colour: int = 1
    target: float | None = None
    target_label: str = ""


@dataclass(frozen=True)
class Mark:
    """A span of days (an assessment window, a campaign) or, without `last`, a break."""

    first: date
    last: date | None = None
    label: str = ""


def over_time(
    lines: Sequence[Line],
    *,
    months: Sequence[date],
    bands: Sequence[Mark] = (),
    breaks: Sequence[Mark] = (),
    campaigns: Sequence[Mark] = (),
    suffix: str = "",
    from_zero: bool = False,
    label_width: int = 120,
    palette: Palette,
) -> go.Figure:
    """All months on the axis are `months`; labels stand right of the last point.

    `campaigns` are bars along the foot with their names above them.
    """
    drawing = figure(palette)
    for band in bands:
        _band(drawing, band, months, palette)
    for line in lines:
        _line(drawing, line, palette)
    low, high = _reach(lines, from_zero)
    since = max([mark.first for mark in breaks], default=months[0])
    for line in lines:
        _target(drawing, line, lines, (since, months[-1]), (high - low) * LABEL_SHARE, palette)
    for mark in breaks:
        _break(drawing, mark, months, palette)
    for mark in campaigns:
        _campaign(drawing, mark, months, palette)
    _labels(drawing, lines, months, low, high, palette)
    ticks, words = dates.axis(months)
    first, last = months[0] - timedelta(days=14), months[-1] + timedelta(days=10)
    drawing.update_xaxes(range=[first, last], tickvals=ticks, ticktext=words)
    drawing.update_yaxes(
        range=[low, high],
        ticksuffix=suffix,
        dtick=_step(high - low),
        separatethousands=True,
        exponentformat="none",
    )
    drawing.update_layout(margin={"r": label_width if lines and lines[0].label else 16, "t": 22})
    return drawing


def _colour(line: Line, palette: Palette) -> str:
    return palette.context if line.colour == 0 else palette.categorical[line.colour - 1]


def _line(drawing: go.Figure, line: Line, palette: Palette) -> None:
    colour = _colour(line, palette)
    for _, run in groupby(line.points, key=lambda point: point.segment):
        points = list(run)
        _interval(drawing, points, colour, palette)
        closed = [point for point in points if not point.is_open]
        opened = [point for point in points if point.is_open]
        if opened:
            tail = closed[-1:] + opened
            _trace(drawing, tail, line.label, colour, palette, dash="dot", hollow=len(opened))
        _trace(drawing, closed, line.label, colour, palette)


def _target(
    drawing: go.Figure,
    line: Line,
    lines: Sequence[Line],
    ends: tuple[date, date],
    room: float,
    palette: Palette,
) -> None:
    """A dashed line across; its words where no line runs, right of the last break if they can."""
    if line.target is None:
        return
    drawing.add_hline(
        y=line.target, line={"color": _colour(line, palette), "width": 1.2, "dash": "dash"}
    )
    if not line.target_label:
        return
    is_left, is_above = _freest(line.target, lines, ends, room)
    drawing.add_annotation(
        x=ends[0] if is_left else ends[1],
        y=line.target,
        text=line.target_label,
        xanchor="left" if is_left else "right",
        yanchor="bottom" if is_above else "top",
        font={"color": palette.muted},
        showarrow=False,
    )


def _freest(
    target: float, lines: Sequence[Line], ends: tuple[date, date], room: float
) -> tuple[bool, bool]:
    """Left or right, above or below: the first place that no value comes into."""
    width = (ends[1] - ends[0]) * LABEL_WIDTH
    sides = {True: (ends[0], ends[0] + width), False: (ends[1] - width, ends[1])}
    counts = {}
    for is_left, is_above in ((True, True), (True, False), (False, True), (False, False)):
        first, last = sides[is_left]
        low, high = (target, target + room) if is_above else (target - room, target)
        counts[is_left, is_above] = sum(
            low <= point.value <= high
            for line in lines
            for point in line.points
            if first <= point.month <= last
        )
    return min(counts, key=lambda place: counts[place])


def _step(reach: float) -> float:
    """The distance of grid lines: four to six of them, at round numbers."""
    size = 10.0 ** floor(log10(reach / 5)) if reach > 0 else 1.0
    return next((size * n for n in (1, 2, 5, 10) if reach / (size * n) <= 6), size * 10)


def _trace(
    drawing: go.Figure,
    points: Sequence[Point],
    name: str,
    colour: str,
    palette: Palette,
    dash: str = "solid",
    hollow: int = 0,
) -> None:
    solid = len(points) - hollow
    drawing.add_scatter(
        x=[point.month for point in points],
        y=[point.value for point in points],
        mode="lines+markers",
        name=name,
        line={"color": colour, "width": 2.2, "dash": dash},
        marker={
            "size": [6] * solid + [10] * hollow,
            "color": [colour] * solid + [palette.card] * hollow,
            "line": {"color": colour, "width": [0] * solid + [2.4] * hollow},
        },
        customdata=[point.month.isoformat() for point in points],
        hovertext=[point.hover for point in points],
        hoverinfo="text" if any(point.hover for point in points) else "skip",
    )


def _interval(drawing: go.Figure, points: Sequence[Point], colour: str, palette: Palette) -> None:
    known = [point for point in points if point.low is not None and point.high is not None]
    if not known:
        return
    if len(known) == 1:  # a band needs width to be seen
        day = known[0].month
        xs = [day - timedelta(days=8), day + timedelta(days=8)]
        known = known * 2
    else:
        xs = [point.month for point in known]
    drawing.add_scatter(
        x=xs + xs[::-1],
        y=[point.high for point in known] + [point.low for point in reversed(known)],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=palette.band(colour),
        hoverinfo="skip",
    )


def _band(drawing: go.Figure, band: Mark, months: Sequence[date], palette: Palette) -> None:
    """A span drawn over the middle of the months it touches."""
    first, last = dates.month_start(band.first), dates.month_start(band.last or band.first)
    if last < months[0] or first > months[-1]:
        return
    half = timedelta(days=15)
    drawing.add_vrect(
        x0=max(first, months[0]) - half,
        x1=min(last, months[-1]) + half,
        fillcolor=palette.band(palette.context, 0.16),
        line_width=0,
        layer="below",
    )


def _campaign(drawing: go.Figure, mark: Mark, months: Sequence[date], palette: Palette) -> None:
    """A bar along the foot over the months a campaign touches, its name above."""
    first, last = dates.month_start(mark.first), dates.month_start(mark.last or mark.first)
    if last < months[0] or first > months[-1]:
        return
    half = timedelta(days=15)
    left, right = max(first, months[0]) - half, min(last, months[-1]) + half
    drawing.add_shape(
        type="line",
        x0=left,
        x1=right,
        y0=0,
        y1=0,
        yref="paper",
        line={"color": palette.context, "width": 6},
    )
    drawing.add_annotation(
        x=left + (right - left) / 2,
        y=0,
        yref="paper",
        yanchor="bottom",
        yshift=3,
        text=mark.label,
        showarrow=False,
        font={"color": palette.muted},
    )


def _break(drawing: go.Figure, mark: Mark, months: Sequence[date], palette: Palette) -> None:
    """A thin line half a month before the first month after the change, its reason above; near
    the right end the words stand left of the line."""
    is_late = len(months) > 3 and mark.first >= months[-3]
    drawing.add_vline(x=mark.first - timedelta(days=15), line={"color": palette.muted, "width": 1})
    if mark.label:
        drawing.add_annotation(
            x=mark.first - timedelta(days=15),
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if is_late else "left",
            xshift=-2 if is_late else 2,
            text=mark.label,
            showarrow=False,
        )


def _reach(lines: Sequence[Line], from_zero: bool) -> tuple[float, float]:
    """The axis: every value, interval and target, with a little air."""
    values = [line.target for line in lines if line.target is not None]
    for line in lines:
        for point in line.points:
            ends = (point.value, point.low, point.high)
            values.extend(value for value in ends if value is not None)
    if not values:
        return 0.0, 1.0
    low, high = (0.0 if from_zero else min(values)), max(values)
    air = (high - low) * 0.06 or 1.0
    return (0.0 if from_zero else low - air), high + air


def _labels(
    drawing: go.Figure,
    lines: Sequence[Line],
    months: Sequence[date],
    low: float,
    high: float,
    palette: Palette,
) -> None:
    """Names beside the ends of the lines, moved apart where they would overlap."""
    placed: list[float] = []
    least = (high - low) * 0.16
    ordered = sorted(
        (line for line in lines if line.points), key=lambda line: line.points[-1].value
    )
    for line in ordered:
        place = line.points[-1].value
        if placed and place - placed[-1] < least:
            place = placed[-1] + least
        placed.append(place)
        detail = f"<br>{line.detail}" if line.detail else ""
        drawing.add_annotation(
            x=1,
            xref="paper",
            xshift=4,
            y=place,
            xanchor="left",
            align="left",
            text=f"<b>{_folded(line.label)}</b>{detail}",
            font={"color": palette.muted if line.colour == 0 else _colour(line, palette)},
            showarrow=False,
        )


def _folded(label: str) -> str:
    """Long names of letters in two lines; Chinese ones are short."""
    return "<br>".join(wrap(label, 17)) if label.isascii() else label
