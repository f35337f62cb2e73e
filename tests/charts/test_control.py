"""Small control charts: every panel on axes of its own, special points marked, a target dashed."""

from dataclasses import replace
from datetime import date

from dashboard import theme
from dashboard.charts import control
from dashboard.charts.control import Panel, Point
from dashboard.indicators import get
from dashboard.pictures.unit_profile.charted import Charted
from dashboard.statistics.control_charts import xmr
from dashboard.statistics.estimates import Sums
from dashboard.texts import dates

PALETTE = theme.palette_of("light")


def panel(key: str, kind: str = "common", target: float | None = None) -> Panel:
    points = [
        Point(date(2026, month, 1), 50 + month, 53, 45, 61, 0 if month < 4 else 1)
        for month in range(1, 7)
    ]
    points.append(Point(date(2026, 7, 1), 70, 53, 45, 61, 1, kind))
    other = [(date(2026, 1, 1), 40.0), (date(2026, 2, 1), 41.0)]
    return Panel(key, f"name {key}", "steady", kind, points, target, other, "%")


def test_each_panel_has_its_own_axes_inside_the_paper() -> None:
    drawn = control.multiples([panel(str(i)) for i in range(6)], columns=4, palette=PALETTE)
    layout = drawn.to_dict()["layout"]
    tops = {layout[f"yaxis{n}"]["domain"][1] for n in ("", 2, 3, 4)}
    assert tops == {1.0}
    assert layout["yaxis5"]["domain"][1] < layout["yaxis"]["domain"][0]
    assert min(layout[f"yaxis{n}"]["domain"][0] for n in ("", 5, 6)) >= 0
    assert max(layout[f"xaxis{n}"]["domain"][1] for n in ("", 4)) <= 1 + 1e-9
    assert len({trace["yaxis"] for trace in drawn.to_dict()["data"]}) == 6


def test_a_click_gives_the_indicator_and_segments_do_not_join() -> None:
    drawn = control.multiples([panel("FLW06")], columns=4, palette=PALETTE)
    courses = [trace for trace in drawn.data if trace.mode == "lines+markers"]
    assert [len(trace.x) for trace in courses] == [3, 4]
    assert set(courses[0].customdata) == {"FLW06"}


def test_special_points_are_larger_and_coloured() -> None:
    drawn = control.multiples([panel("a", "concern", target=60)], columns=1, palette=PALETTE)
    last = [trace for trace in drawn.data if trace.mode == "lines+markers"][-1]
    assert (last.marker.color[-1], last.marker.size[-1]) == (PALETTE.bad, 7)
    assert drawn.layout.shapes[0].y0 == 60
    low, high = drawn.layout.yaxis.range
    assert low < 40 and high > 70
    assert control.colour("neutral", PALETTE) == PALETTE.accent


def charted(values: list[float], rebase: tuple[int, ...] = ()) -> Charted:
    months = dates.months_between(date(2024, 11, 1), date(2026, 10, 1))
    segments = tuple(sum(place <= i for place in rebase) for i in range(len(values)))
    sums = tuple(Sums(value, 1, 1) for value in values)
    chart = xmr(values, rebase=rebase)
    return Charted(get("CAS01"), tuple(months), segments, sums, chart, 1.0, None, False)


def test_another_level_is_reported_and_changes_no_limit() -> None:
    steps = [0.5, -0.5, 0.3, -0.3, 0.4, -0.4] * 2
    moved = charted([10 + step for step in steps] + [14 + step for step in steps])
    assert moved.breaks == (12,)
    assert len({point.mean for point in moved.chart.points}) == 1
    assert charted([10 + step for step in steps * 2]).breaks == ()
    noted = charted([10 + step for step in steps] + [14 + step for step in steps], rebase=(12,))
    assert noted.breaks == ()  # where a cause is on record, the two levels stand apart already


def test_a_possible_change_is_a_quiet_line_of_its_panel() -> None:
    drawn = control.multiples(
        [panel("a"), replace(panel("b"), breaks=[date(2026, 4, 1)])], columns=2, palette=PALETTE
    )
    (line,) = drawn.layout.shapes
    assert (line.xref, line.line.dash, line.line.color) == ("x2", "dot", PALETTE.muted)
    assert str(line.x0).startswith("2026-04-01")


def test_a_month_still_arriving_is_hollow_and_no_point_of_the_chart() -> None:
    late = Point(date(2026, 8, 1), 90, 53, 45, 61, hover="93 %")
    drawn = control.multiples([replace(panel("a"), open=late)], columns=1, palette=PALETTE)
    last = drawn.data[-1]
    assert (last.marker.symbol, last.line.dash, list(last.y)) == ("circle-open", "dot", [70, 90])
    assert drawn.layout.yaxis.range[1] > 90
