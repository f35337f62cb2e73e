"""Peers as pictures: marks by group, limits inside the axis, labels that do not touch."""

from itertools import pairwise

import pytest

from dashboard import theme
from dashboard.charts import funnel, grouped_intervals, standing
from dashboard.charts.funnel import Dot, Limit
from dashboard.charts.grouped_intervals import Group, Unit

PALETTE = theme.palette_of("light")


@pytest.mark.parametrize(
    ("group", "direction", "colour"),
    [
        ("above", "up", "good"), ("below", "up", "bad"), ("above", "down", "bad"),
        ("below", "down", "good"), ("above", "", "accent"), ("below", "", "accent"),
        ("alike", "up", "context"), ("too_few", "up", "context"),
    ],
)  # fmt: skip
def test_colour_tells_which_side_is_good_and_nothing_where_there_is_no_light(
    group: str, direction: str, colour: str
) -> None:
    assert standing.colour(group, direction, PALETTE) == getattr(PALETTE, colour)


def test_shape_tells_the_side_without_colour() -> None:
    assert len(set(standing.SHAPES.values())) == len(standing.SHAPES)


def interval(key: str, value: float) -> Unit:
    return Unit(key, key, value, value - 5, value + 5, hover=key)


def test_groups_stand_apart_with_their_names() -> None:
    drawn = grouped_intervals.across(
        [
            Group("below", "below 1", [interval("a", 20)]),
            Group("alike", "alike 40", [interval(f"m{i}", 50) for i in range(40)]),
            Group("above", "above 0", []),
        ],
        suffix="%",
        ceiling=100,
        direction="up",
        palette=PALETTE,
    )
    low, middle = drawn.data
    assert (low.marker.color, low.marker.symbol) == (PALETTE.bad, "triangle-down")
    assert max(low.x) < min(middle.x) - 1
    assert list(drawn.layout.xaxis.ticktext) == ["a"]  # forty names have no room
    assert [note.text for note in drawn.layout.annotations] == ["<b>below 1</b>", "<b>alike 40</b>"]
    assert list(low.customdata) == ["a"]


def test_neighbours_that_are_named_have_room() -> None:
    drawn = grouped_intervals.across(
        [
            Group("below", "", [interval("a", 20), interval("b", 21)]),
            Group("alike", "", [interval(f"m{i}", 50) for i in range(80)]),
        ],
        palette=PALETTE,
    )
    first, second = drawn.data[0].x
    low, high = drawn.layout.xaxis.range
    assert (second - first) / (high - low) > 0.025


def test_a_few_short_names_stand_upright() -> None:
    few, long = (
        grouped_intervals.across([Group("alike", "", [interval(name, 50)])], palette=PALETTE)
        for name in ("云岭县局", "Yunling county")
    )
    assert (few.layout.xaxis.ticktext, few.layout.xaxis.tickangle) == (("云岭<br>县局",), 0)
    assert (long.layout.xaxis.ticktext, long.layout.xaxis.tickangle) == (("Yunling county",), -50)


def plotted(*dots: Dot) -> object:
    return funnel.plot(
        dots,
        centre=90,
        centre_label="together<br>90%",
        limits=[
            Limit(lambda size: (90 - 100 / size**0.5, 90 + 100 / size**0.5), "99.8%"),
            Limit(lambda size: (90 - 60 / size**0.5, 90 + 60 / size**0.5), "95%", "dot"),
        ],
        x_title="n",
        suffix="%",
        ceiling=100,
        direction="up",
        palette=PALETTE,
    )


def test_limits_stay_on_the_axis_and_labels_apart() -> None:
    drawn = plotted(Dot("a", 60, 88, "alike"), Dot("b", 400, 70, "below", "b"))
    low, high = drawn.layout.yaxis.range  # type: ignore[attr-defined]
    assert high <= 101.5
    for trace in drawn.data[:4]:  # type: ignore[attr-defined]
        assert low <= min(trace.y) <= max(trace.y) <= high
    places = sorted(note.y for note in drawn.layout.annotations)  # type: ignore[attr-defined]
    gaps = [after - before for before, after in pairwise(places)]
    assert min(gaps) >= 0.08 * (high - low)


def test_units_that_stand_out_are_larger_and_named() -> None:
    drawn = plotted(Dot("a", 60, 88, "alike"), Dot("b", 400, 70, "below", "b"))
    below = next(trace for trace in drawn.data if "b" in (trace.customdata or ()))  # type: ignore[attr-defined]
    assert (below.text[0], below.marker.size[0], below.marker.color) == ("b", 12, PALETTE.bad)
    assert len(drawn.layout.xaxis.ticktext) >= 2  # type: ignore[attr-defined]
