"""Small control charts: every panel on axes of its own, special points marked, a target dashed."""

from datetime import date

from dashboard import theme
from dashboard.charts import control
from dashboard.charts.control import Panel, Point

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
