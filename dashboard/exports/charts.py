"""A panel of a figure as a native chart: its numbers can be changed on the slide.

Lines over months and bars become charts of categories, everything else points with x and y.
Intervals are error bars of the chart itself. The chart's own area is laid exactly over the panel's,
so that words and lines placed by the panel's scales fit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.util import Pt

from dashboard.exports import colours, letters, series
from dashboard.exports.canvas import Canvas
from dashboard.exports.drawing import of, runs
from dashboard.exports.panels import Box, Panel, day, is_day, number, values
from dashboard.texts import dates, t

SIDES = (150, 30, 30, 90)  # px the frame of a chart is wider than its own area


@dataclass
class Points:
    """One series: values by category, or points; their intervals as lengths down and up."""

    name: str
    ys: list[float | None]
    xs: list[float] = field(default_factory=list)
    down: list[float] = field(default_factory=list)
    up: list[float] = field(default_factory=list)
    is_across: bool = False  # the interval lies along x
    trace: Mapping[str, Any] = field(default_factory=dict)
    is_gap: bool = False  # lifts the bars above it and is not seen
    order: list[int] = field(default_factory=list)  # the mark of each category in the trace


def draw(canvas: Canvas, panel: Panel) -> Any:
    """Adds the chart of a panel; gives it."""
    bars = [trace for trace in panel.traces if trace["type"] == "bar"]
    if bars:
        return _bars(canvas, panel, bars)
    if panel.x.kind == "months":
        return _months(canvas, panel)
    return _points(canvas, panel)


def filled(panel: Panel) -> list[tuple[list[tuple[float, float]], str | None]]:
    """Bands and other areas between two lines, as px and colour: they lie behind the chart."""
    found = []
    before: list[tuple[float, float]] = []
    for trace in panel.traces:
        if trace["type"] != "scatter":
            continue
        own = [(panel.x.at(x), panel.y.at(y)) for run in runs(trace) for x, y in run]
        colour = colours.light(trace.get("fillcolor"))
        if trace.get("fill") == "toself":
            found.append((own, colour))
        elif trace.get("fill") == "tonexty" and before:
            found.append((own + before[::-1], colour))
        before = own
    return found


def _months(canvas: Canvas, panel: Panel) -> Any:
    months: Sequence[date] = panel.x.slots
    intervals = _intervals(panel)
    told = CategoryChartData(number_format="General")
    told.categories = [dates.month(month) for month in months]
    drawn: list[Points] = []
    for place, trace in enumerate(panel.traces):
        if trace["type"] != "scatter" or trace.get("fill") or trace.get("mode") == "text":
            continue
        by_month = {
            dates.month_start(day(x)): (number(y), i)
            for i, (x, y) in enumerate(zip(values(trace["x"]), values(trace["y"]), strict=True))
            if y is not None
        }
        ys = [by_month[month][0] if month in by_month else None for month in months]
        known = intervals.get(place, (0, {}))[1]
        down = [known[m][0] if m in known and m in by_month else 0.0 for m in months]
        up = [known[m][1] if m in known and m in by_month else 0.0 for m in months]
        if not known:
            down, up = _errors(trace, [by_month[m][1] if m in by_month else None for m in months])
        order = [by_month[month][1] if month in by_month else 0 for month in months]
        drawn.append(Points(_name(trace, len(drawn)), ys, [], down, up, trace=trace, order=order))
    for each in drawn:
        told.add_series(each.name, each.ys)
    chart = _frame(canvas, panel, XL_CHART_TYPE.LINE_MARKERS, told)
    for plotted, each in zip(chart.plots[0].series, drawn, strict=True):
        plotted.smooth = False
        series.line(plotted, each.trace, each.order, canvas)
        series.intervals(plotted, each.down, each.up, each.trace, is_across=False)
    _value_axis(chart.value_axis, panel, 1)
    _category_axis(chart.category_axis, is_named=False)
    return chart


def _intervals(panel: Panel) -> dict[int, tuple[int, dict[date, tuple[float, float]]]]:
    """Of each trace of points the trace that is its band, and lengths down and up by month."""
    found: dict[int, tuple[int, dict[date, tuple[float, float]]]] = {}
    band: tuple[int, dict[date, tuple[float, float]]] | None = None
    used: set[date] = set()
    for place, trace in enumerate(panel.traces):
        if trace.get("fill") == "toself":
            band, used = (place, _ends(trace)), set()
        elif band is not None and "markers" in str(trace.get("mode")):
            lengths: dict[date, tuple[float, float]] = {}
            for x, y in zip(values(trace["x"]), values(trace["y"]), strict=True):
                month = dates.month_start(day(x))
                if y is not None and month in band[1] and month not in used:
                    low, high = band[1][month]
                    if low <= number(y) <= high:
                        lengths[month] = (number(y) - low, high - number(y))
                        used.add(month)
            if lengths:
                found[place] = (band[0], lengths)
        elif band is not None:
            band = None  # limits of a chart that have their own centre
    return found


def _ends(trace: Mapping[str, Any]) -> dict[date, tuple[float, float]]:
    """Low and high by month of an area drawn there and back."""
    xs, ys = values(trace["x"]), [number(y) for y in values(trace["y"])]
    half = len(xs) // 2
    if not xs or not is_day(xs[0]):
        return {}
    if half == 2 and ys[0] == ys[1] and day(xs[0]).day != 1:  # one month, drawn wide
        first, last = day(xs[0]), day(xs[1])
        return {dates.month_start(first + (last - first) / 2): (min(ys), max(ys))}
    return {
        dates.month_start(day(x)): (min(high, low), max(high, low))
        for x, high, low in zip(xs[:half], ys[:half], ys[half:][::-1], strict=True)
    }


def _points(canvas: Canvas, panel: Panel) -> Any:
    told = XyChartData(number_format="General")
    drawn: list[Points] = []
    for trace in panel.traces:
        if (
            trace["type"] != "scatter"
            or trace.get("mode") == "text"
            or trace.get("fill") == "toself"
        ):
            continue
        for run in runs(trace):
            xs = [number(x) for x, _ in run]
            ys: list[float | None] = [number(y) for _, y in run]
            is_across = trace.get("error_x") is not None and trace.get("error_y") is None
            down, up = _errors(trace, list(range(len(run))), "error_x" if is_across else "error_y")
            name = _name(trace, len(drawn))
            each = Points(name, ys, xs, down, up, is_across, trace, order=list(range(len(run))))
            drawn.append(each)
    for each in drawn:
        added = told.add_series(each.name)
        for x, y in zip(each.xs, each.ys, strict=True):
            added.add_data_point(x, y)
    chart = _frame(canvas, panel, XL_CHART_TYPE.XY_SCATTER_LINES, told)
    for plotted, each in zip(chart.plots[0].series, drawn, strict=True):
        plotted.smooth = False
        series.line(plotted, each.trace, each.order, canvas)
        series.intervals(plotted, each.down, each.up, each.trace, is_across=each.is_across)
    _value_axis(chart.category_axis, panel, 0)
    _value_axis(chart.value_axis, panel, 1)
    return chart


def _errors(
    trace: Mapping[str, Any], order: Sequence[int | None], name: str = "error_y"
) -> tuple[list[float], list[float]]:
    told = trace.get(name) or {}
    up = values(told.get("array"))
    down = values(told.get("arrayminus")) or up
    if not up:
        return [], []
    return (
        [number(down[i]) if i is not None and down[i] is not None else 0.0 for i in order],
        [number(up[i]) if i is not None and up[i] is not None else 0.0 for i in order],
    )


def _bars(canvas: Canvas, panel: Panel, bars: Sequence[Mapping[str, Any]]) -> Any:
    is_flat = bars[0].get("orientation") == "h"
    scale = panel.y if is_flat else panel.x
    told = CategoryChartData(number_format="General")
    told.categories = _category_names(panel, is_flat=is_flat)
    drawn = _stacked(bars, list(scale.slots), is_flat=is_flat)
    for each in drawn:
        told.add_series(each.name, each.ys)
    is_stack = len(drawn) > 1
    kinds = {
        (True, True): XL_CHART_TYPE.BAR_STACKED,
        (True, False): XL_CHART_TYPE.BAR_CLUSTERED,
        (False, True): XL_CHART_TYPE.COLUMN_STACKED,
        (False, False): XL_CHART_TYPE.COLUMN_CLUSTERED,
    }
    chart = _frame(canvas, panel, kinds[is_flat, is_stack], told)
    plot = chart.plots[0]
    plot.gap_width = _gap(bars[0])
    if is_stack:
        plot.overlap = 100
    for plotted, each in zip(plot.series, drawn, strict=True):
        series.bar(plotted, each.trace, each.order, is_gap=each.is_gap)
        if not each.is_gap:
            series.words(plotted, each.trace, each.order, canvas, is_stack=is_stack)
    _value_axis(chart.value_axis, panel, 0 if is_flat else 1)
    _category_axis(
        chart.category_axis,
        is_named=scale.kind != "months",
        is_reversed=is_flat and panel.y.length > 0,
    )
    if is_flat and panel.axes[1].get("visible") is False:
        chart.category_axis.visible = False
    return chart


def _gap(trace: Mapping[str, Any]) -> int:
    wide = of(trace.get("width"), 0)
    wide = float(wide) if isinstance(wide, int | float) and 0 < wide <= 1 else 0.8
    return max(0, min(500, round((1 - wide) / wide * 100)))


def _category_names(panel: Panel, *, is_flat: bool) -> list[str]:
    scale, axis = (panel.y, panel.axes[1]) if is_flat else (panel.x, panel.axes[0])
    if scale.kind == "months":
        return [dates.month(month) for month in scale.slots]
    pairs = zip(values(axis.get("tickvals")), values(axis.get("ticktext")), strict=False)
    named = {round(number(value)): letters.plain(words) for value, words in pairs}
    return [named.get(place, "") for place in scale.slots]


def _stacked(bars: Sequence[Mapping[str, Any]], slots: list[Any], *, is_flat: bool) -> list[Points]:
    """The bars as series that stand on one another, with gaps where a base lifts one."""
    found: list[Points] = []
    tops = [0.0] * len(slots)
    for trace in bars:
        across, along = ("y", "x") if is_flat else ("x", "y")
        places = {_slot(x): i for i, x in enumerate(values(trace[across]))}
        own = values(trace[along])
        ys: list[float | None] = []
        gaps: list[float | None] = []
        for row, slot in enumerate(slots):
            i = places.get(slot)
            if i is None or own[i] is None:
                ys.append(None)
                gaps.append(None)
                continue
            base = of(trace.get("base"), i)
            gaps.append(max(number(base) - tops[row], 0.0) if base is not None else 0.0)
            ys.append(number(own[i]))
            tops[row] = (number(base) if base is not None else tops[row]) + number(own[i])
        order = [places.get(slot, 0) for slot in slots]
        if trace.get("base") is not None and any(gaps):
            name = t("exports.gap", n=len(found) + 1)
            found.append(Points(name, gaps, is_gap=True, trace=trace, order=order))
        found.append(Points(_name(trace, len(found)), ys, trace=trace, order=order))
    return found


def _slot(value: Any) -> Any:
    return dates.month_start(day(value)) if is_day(value) else round(number(value))


def _name(trace: Mapping[str, Any], place: int) -> str:
    name = str(trace.get("name") or "")
    return letters.plain(name) or t("exports.series", n=place + 1)


def _frame(canvas: Canvas, panel: Panel, kind: Any, told: Any) -> Any:
    """The chart, its own area laid exactly on the panel's."""
    plot = panel.plot
    left, top = min(SIDES[0], plot.left), SIDES[1]
    box = Box(
        plot.left - left, plot.top - top, plot.width + left + SIDES[2], plot.height + top + SIDES[3]
    )
    chart = canvas.shapes.add_chart(kind, *canvas.frame(box), told).chart
    chart.has_legend = False
    chart.has_title = False
    series.join_over_gaps(chart)
    chart.font.size = Pt(canvas.points(24))
    chart.font.color.rgb = series.rgb(colours.of("muted"))
    series.lay_out(
        chart,
        left / box.width,
        top / box.height,
        plot.width / box.width,
        plot.height / box.height,
    )
    return chart


def is_counted(axis: Mapping[str, Any]) -> bool:
    """Whether an axis writes numbers of its own finding."""
    is_named = axis.get("ticktext") is not None or axis.get("tickvals") is not None
    return bool(axis.get("visible", True) and axis.get("showticklabels", True) and not is_named)


def _value_axis(axis: Any, panel: Panel, which: int) -> None:
    told, scale = panel.axes[which], (panel.x, panel.y)[which]
    low, high = sorted((scale.low, scale.high))
    axis.minimum_scale, axis.maximum_scale = low, high
    is_seen = is_counted(told)
    axis.has_major_gridlines = which == 1 and told.get("visible", True)
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = series.rgb(colours.of("rule"))
        axis.major_gridlines.format.line.width = Pt(0.75)
    axis.format.line.fill.background()
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.major_unit = scale.step
    axis.tick_label_position = (
        XL_TICK_LABEL_POSITION.LOW if is_seen else XL_TICK_LABEL_POSITION.NONE
    )
    suffix = str(told.get("ticksuffix") or "")
    decimals = ".0" if scale.step < 1 else ""
    pattern = f"#,##0{decimals}"
    axis.tick_labels.number_format = f'{pattern}"{suffix}"' if suffix else pattern
    axis.tick_labels.number_format_is_linked = False
    if told.get("visible") is False:
        axis.visible = False


def _category_axis(axis: Any, *, is_named: bool, is_reversed: bool = False) -> None:
    """Months are named by the wall's own words below; too many names would be written slanted."""
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.has_major_gridlines = False
    axis.format.line.color.rgb = series.rgb(colours.of("rule"))
    axis.tick_label_position = (
        XL_TICK_LABEL_POSITION.LOW if is_named else XL_TICK_LABEL_POSITION.NONE
    )
    axis.reverse_order = is_reversed
    series.keep_upright(axis)
