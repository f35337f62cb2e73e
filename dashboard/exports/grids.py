"""A field of coloured cells (a heat map) as a table: its words, each on its colour."""

from collections.abc import Mapping
from typing import Any

from dashboard.exports import colours, letters
from dashboard.exports.drawing import of
from dashboard.exports.panels import Panel, number, values
from dashboard.exports.tables import Ground
from dashboard.texts import numbers


def table(panel: Panel) -> Ground:
    """The cells of a panel with a heat map; words are those written over them."""
    heat = next(trace for trace in panel.traces if trace["type"] == "heatmap")
    xs = [number(x) for x in values(heat["x"])]
    ys = [number(y) for y in values(heat["y"])]
    words = _words(panel)
    across, down = _named(panel.axes[0]), _named(panel.axes[1])
    rows = []
    for y, line in zip(ys, _rows(heat), strict=True):
        cells: list[tuple[str, str | None]] = [(down.get(y, ""), None)]
        for x, z in zip(xs, line, strict=True):
            said = words.get((x, y), "" if z is None or z != z else numbers.plain(z, 1))
            cells.append((said, _colour(heat, z)))
        rows.append(cells)
    return Ground(["", *[across.get(x, "") for x in xs]], rows)


def _rows(heat: Mapping[str, Any]) -> list[list[Any]]:
    told = heat["z"]
    if isinstance(told, Mapping):
        flat = values(told)
        wide = int(str(told["shape"]).split(",")[1])
        return [flat[i : i + wide] for i in range(0, len(flat), wide)]
    return [list(row) for row in told]


def _words(panel: Panel) -> dict[tuple[float, float], str]:
    found = {}
    for trace in panel.traces:
        if trace["type"] == "scatter" and trace.get("mode") == "text":
            pairs = zip(values(trace["x"]), values(trace["y"]), strict=True)
            for place, (x, y) in enumerate(pairs):
                found[number(x), number(y)] = letters.plain(str(of(trace.get("text"), place) or ""))
    return found


def _named(axis: Mapping[str, Any]) -> dict[float, str]:
    pairs = zip(values(axis.get("tickvals")), values(axis.get("ticktext")), strict=False)
    return {number(value): letters.plain(words) for value, words in pairs}


def _colour(heat: Mapping[str, Any], z: Any) -> str | None:
    if z is None or z != z:
        return None
    flat = [value for row in _rows(heat) for value in row if value is not None and value == value]
    low = heat["zmin"] if heat.get("zmin") is not None else min(flat)
    high = heat["zmax"] if heat.get("zmax") is not None else max(flat)
    share = (z - low) / (high - low) if high > low else 0.0
    return colours.on_scale(min(max(share, 0.0), 1.0), heat.get("colorscale") or ())
