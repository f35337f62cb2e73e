"""A Plotly figure read as panels: where each pair of axes lies, in px of the wall, and its traces.

Everything drawn beside or over a native chart is placed by the same scales as the chart's own.
"""

import base64
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import floor, log10
from typing import Any, Literal

from dashboard.exports import letters
from dashboard.scenes.wall import width
from dashboard.texts import dates

Kind = Literal["number", "months", "places"]
_MARGIN = {"l": 88, "r": 32, "t": 16, "b": 80}
_CODES = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}
TEXT = 26  # px of words that name no size


@dataclass(frozen=True)
class Box:
    """A rectangle in px of the wall."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """From values of an axis to px. Months and places have equal slots, as native charts do."""

    kind: Kind
    low: float
    high: float
    start: float  # px of `low`
    length: float  # px to `high`; negative upwards
    slots: Sequence[Any] = ()  # the months or the whole numbers
    step: float = 1.0  # between two lines of a grid of numbers

    def at(self, value: Any) -> float:
        """Where a value lies."""
        if self.kind == "number":
            share = (number(value) - self.low) / ((self.high - self.low) or 1.0)
        elif self.kind == "months":
            share = (_months(value) - _months(self.slots[0]) + 0.5) / len(self.slots)
        else:
            share = (number(value) - self.slots[0] + 0.5) / len(self.slots)
        return self.start + share * self.length


@dataclass(frozen=True)
class Panel:
    """One pair of axes: `x` and `y` are their scales, `axes` what the layout says of them."""

    plot: Box
    x: Scale
    y: Scale
    axes: tuple[Mapping[str, Any], Mapping[str, Any]]
    names: tuple[str, str]  # x2, y2 as traces call them
    traces: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


def number(value: Any) -> float:
    """A number of a figure; a day is its ordinal."""
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, str):
        return float(date.fromisoformat(value[:10]).toordinal())
    return float(value)


def day(value: Any) -> date:
    """A day of a figure."""
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


def is_day(value: Any) -> bool:
    """Whether a value stands on an axis of days."""
    return isinstance(value, date) or (
        isinstance(value, str) and len(value) >= 10 and value[4] == "-" and value[7] == "-"
    )


def values(told: Any) -> list[Any]:
    """A column of a trace, also one that was packed when it was written down."""
    if told is None:
        return []
    if isinstance(told, Mapping):
        packed = array(_CODES[told["dtype"].lstrip("<>")])
        packed.frombytes(base64.b64decode(told["bdata"]))
        return packed.tolist()
    return list(told)


def _months(value: Any) -> float:
    known = day(value)
    return known.year * 12 + known.month - 1 + (known.day - 1) / dates.last_day(known).day


def panels(told: Mapping[str, Any], box: Box) -> list[Panel]:
    """The panels of a figure (as to_plotly_json gives it) that is shown in a box."""
    layout = told["layout"]
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for trace in told["data"]:
        pair = (trace.get("xaxis") or "x", trace.get("yaxis") or "y")
        groups.setdefault(pair, []).append(trace)
    inner = _inner(layout, groups, box)
    return [_panel(layout, pair, traces, inner) for pair, traces in groups.items()]


def axis_of(layout: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """What the layout says of the axis x, y, x2 …"""
    return layout.get(f"{name[0]}axis{name[1:]}") or {}


def inside(layout: Mapping[str, Any], box: Box) -> Box:
    """The box without the figure's own margins."""
    margin = {**_MARGIN, **(layout.get("margin") or {})}
    return Box(
        box.left + margin["l"],
        box.top + margin["t"],
        box.width - margin["l"] - margin["r"],
        box.height - margin["t"] - margin["b"],
    )


def _inner(layout: Mapping[str, Any], groups: Mapping[tuple[str, str], Any], box: Box) -> Box:
    """Without its margins, which grow by what the words of the axes need."""
    inner = inside(layout, box)
    left = inner.left - box.left
    for _, name in groups:
        axis = axis_of(layout, name)
        words = [letters.plain(word) for word in values(axis.get("ticktext"))]
        if axis.get("visible", True) and words and not _domain(layout, name)[0]:
            left = max(left, max(width(word) for word in words) + 24)
    moved = left - (inner.left - box.left)
    return Box(inner.left + moved, inner.top, inner.width - moved, inner.height)


def _domain(layout: Mapping[str, Any], name: str) -> tuple[float, float]:
    low, high = axis_of(layout, name).get("domain") or (0.0, 1.0)
    return float(low), float(high)


def _panel(
    layout: Mapping[str, Any],
    pair: tuple[str, str],
    traces: Sequence[Mapping[str, Any]],
    inner: Box,
) -> Panel:
    axes = (axis_of(layout, pair[0]), axis_of(layout, pair[1]))
    left, right = _domain(layout, pair[0])
    low, high = _domain(layout, pair[1])
    plot = Box(
        inner.left + left * inner.width,
        inner.top + (1 - high) * inner.height,
        (right - left) * inner.width,
        (high - low) * inner.height,
    )
    if axes[1].get("scaleanchor"):
        plot = _kept_in_shape(plot, axes)
    along = [value for trace in traces for value in values(trace.get("x"))]
    up = [value for trace in traces for value in values(trace.get("y"))]
    x = _scale(axes[0], along, traces, "x", plot.left, plot.width)
    y = _scale(axes[1], up, traces, "y", plot.top + plot.height, -plot.height)
    return Panel(plot, x, y, axes, pair, traces)


def _kept_in_shape(plot: Box, axes: tuple[Mapping[str, Any], Mapping[str, Any]]) -> Box:
    """A map: as long on the one axis as on the other."""
    (x_low, x_high), (y_low, y_high) = (axis["range"] for axis in axes)
    wide, high = abs(x_high - x_low), abs(y_high - y_low)
    each = min(plot.width / wide, plot.height / high)
    return Box(
        plot.left + (plot.width - wide * each) / 2,
        plot.top + (plot.height - high * each) / 2,
        wide * each,
        high * each,
    )


def _scale(
    axis: Mapping[str, Any],
    found: Sequence[Any],
    traces: Sequence[Mapping[str, Any]],
    name: str,
    start: float,
    length: float,
) -> Scale:
    known = [value for value in found if value is not None]
    if any(is_day(value) for value in known):
        months = sorted({dates.month_start(day(value)) for value in known})
        slots: Sequence[Any] = dates.months_between(months[0], months[-1])
        return Scale("months", 0, len(slots), start, length, slots)
    given = [number(value) for value in (axis.get("range") or ())]
    is_round = axis.get("visible", True) and not values(axis.get("ticktext"))
    if _is_of_places(traces, name):
        ends = sorted(given) or [min(known) - 0.5, max(known) + 0.5]
        first, last = round(ends[0] + 0.49), round(ends[1] - 0.49)
        first, last = min(first, *map(int, known)), max(last, *map(int, known))
        places = list(range(first, last + 1))
        is_turned = bool(given) and given[0] > given[1]
        if is_turned:
            return Scale("places", first, last, start + length, -length, places)
        return Scale("places", first, last, start, length, places)
    low, high = given if len(given) == 2 else _reach(known, traces, name)
    step = float(axis.get("dtick") or _step(abs(high - low)))
    if is_round and low < high:  # a native axis counts its steps from its beginning
        low = floor(low / step + 1e-9) * step
    return Scale("number", low, high, start, length, step=step)


def _reach(
    known: Sequence[Any], traces: Sequence[Mapping[str, Any]], name: str
) -> tuple[float, float]:
    """An axis that was left to find its own ends."""
    numbers = [number(value) for value in known]
    for trace in traces:
        told = trace.get(f"error_{name}") or {}
        own = [number(value) for value in values(trace.get(name))]
        more = values(told.get("array"))
        less = values(told.get("arrayminus")) or more
        numbers += [value + add for value, add in zip(own, more, strict=False)]
        numbers += [value - add for value, add in zip(own, less, strict=False)]
    if not numbers:
        return 0.0, 1.0
    is_bar = any(trace["type"] == "bar" for trace in traces)
    low, high = min(numbers), max(numbers)
    air = (high - low) * 0.06 or 1.0
    return (0.0 if is_bar and low >= 0 else low - air), high + air


def _step(reach: float) -> float:
    """Four to six lines, at round numbers."""
    size = 10.0 ** floor(log10(reach / 5)) if reach > 0 else 1.0
    return next((size * n for n in (1, 2, 5, 10) if reach / (size * n) <= 6), size * 10)


def _is_of_places(traces: Sequence[Mapping[str, Any]], name: str) -> bool:
    """Whether the axis tells bars apart."""
    bars = [trace for trace in traces if trace["type"] == "bar"]
    along = "y" if bars and bars[0].get("orientation") == "h" else "x"
    return bool(bars) and name == along
