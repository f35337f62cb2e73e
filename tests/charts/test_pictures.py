"""Figures, looked at inside: what is drawn, in which colour, and what a click would give."""

import itertools
from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard import theme
from dashboard.charts import line, steps, tiles, waterfall
from dashboard.texts import dates
from dashboard.theme import Kind, Palette

KINDS: list[Kind] = ["light", "dark"]
MONTHS = dates.months_between(date(2025, 11, 1), date(2026, 4, 1))


@pytest.fixture(params=KINDS)
def palette(request: pytest.FixtureRequest) -> Palette:
    return theme.palette_of(request.param)


def bridge(palette: Palette) -> go.Figure:
    step = waterfall.Step
    return waterfall.bridge(
        [
            step("before", "a", 100, "100", "before"),
            step("docketed", "b", 40, "+40", "in"),
            step("solved", "c", -30, "-30", "good"),
            step("aged_out", "d", -20, "-20", "aged_out"),
            step("after", "e", 90, "90", "after"),
        ],
        palette=palette,
    )


def test_bars_of_the_account_meet(palette: Palette) -> None:
    bars, _ = bridge(palette).data
    assert list(bars.base) == [0, 100, 110, 90, 0]
    assert list(bars.y) == [100, 40, 30, 20, 90]


def test_a_bar_gives_its_key_when_clicked(palette: Palette) -> None:
    bars, columns = bridge(palette).data
    assert list(columns.customdata) == ["before", "docketed", "solved", "aged_out", "after"]
    assert min(columns.y) >= max(bars.y)  # a thin bar is as easy to click as a tall one


def test_aged_out_is_hatched_and_not_the_colour_of_success(palette: Palette) -> None:
    bars, _ = bridge(palette).data
    assert list(bars.marker.pattern.shape) == ["", "", "", "/", ""]
    assert bars.marker.pattern.fillmode == "overlay"  # else the fill would be transparent
    assert bars.marker.color[3] != palette.good == bars.marker.color[2]


def ratings(palette: Palette, **changes: object) -> go.Figure:
    points = [
        line.Point(month, 80 + i, 78 + i, 82 + i, "v1" if i < 2 else "v2", is_open=i == 5)
        for i, month in enumerate(MONTHS)
    ]
    return line.over_time(
        [line.Line(points, "SAT", "85%", colour=2, target=90)],
        months=MONTHS,
        palette=palette,
        **changes,  # type: ignore[arg-type]
    )


def drawn(figure: go.Figure) -> list[go.Scatter]:
    return [trace for trace in figure.data if trace.mode == "lines+markers"]


def test_a_line_breaks_between_series(palette: Palette) -> None:
    solid = [trace for trace in drawn(ratings(palette)) if trace.line.dash == "solid"]
    assert [len(trace.x) for trace in solid] == [2, 3]


def test_a_point_that_is_not_final_is_hollow_on_a_dotted_end(palette: Palette) -> None:
    (dotted,) = [trace for trace in drawn(ratings(palette)) if trace.line.dash == "dot"]
    assert list(dotted.x) == MONTHS[-2:]
    assert list(dotted.marker.color) == [palette.categorical[1], palette.card]


def test_intervals_are_drawn_for_every_series(palette: Palette) -> None:
    bands = [trace for trace in ratings(palette).data if trace.fill == "toself"]
    assert len(bands) == 2
    assert all(trace.fillcolor.startswith("rgba") for trace in bands)


def test_a_break_carries_its_reason(palette: Palette) -> None:
    figure = ratings(palette, breaks=[line.Mark(MONTHS[2], label="new form")])
    assert "new form" in [note.text for note in figure.layout.annotations]


def test_a_window_outside_the_months_is_not_drawn(palette: Palette) -> None:
    def shapes(mark: line.Mark) -> int:
        return len(ratings(palette, bands=[mark]).layout.shapes)

    inside = line.Mark(date(2026, 1, 10), date(2026, 2, 3))
    outside = line.Mark(date(2024, 1, 10), date(2024, 2, 3))
    assert shapes(inside) - shapes(outside) == 1


def test_labels_of_close_lines_do_not_overlap(palette: Palette) -> None:
    lines = [
        line.Line([line.Point(month, value) for month in MONTHS], name)
        for name, value in (("a", 50.0), ("b", 50.1), ("c", 20.0))
    ]
    figure = line.over_time(lines, months=MONTHS, palette=palette)
    places = sorted(note.y for note in figure.layout.annotations if note.xref == "paper")
    reach = figure.layout.yaxis.range
    assert min(b - a for a, b in itertools.pairwise(places)) > ((reach[1] - reach[0]) * 0.1)


def test_lawful_losses_are_grey(palette: Palette) -> None:
    figure = steps.chain(
        [
            steps.Stage("received", "a", 100, "100"),
            steps.Stage("docketed", "b", 80, "80", 20, "lawful", "lawful"),
            steps.Stage("solved", "c", 30, "30", 50, "lost"),
        ],
        palette=palette,
    )
    lost = figure.data[1]
    assert list(lost.marker.line.color)[1:] == [palette.neutral, palette.bad]


def test_too_few_is_dotted_and_every_tile_can_be_clicked(palette: Palette) -> None:
    figure = tiles.grouped(
        [
            tiles.Tile("u1", "east", "above"),
            tiles.Tile("u2", "east", "too_few"),
            tiles.Tile("u3", "west", "below"),
        ],
        palette=palette,
    )
    (bars,) = figure.data
    assert list(bars.customdata) == ["u1", "u2", "u3"]
    assert list(bars.marker.pattern.shape) == ["", ".", ""]
    assert (bars.marker.color[0], bars.marker.color[2]) == (palette.good, palette.bad)
    assert len(set(bars.text)) == 3  # word, shape and colour: never colour alone


def test_a_figure_is_worded_once(palette: Palette) -> None:
    figure = bridge(palette)
    assert figure.to_dict() is figure.to_dict()
