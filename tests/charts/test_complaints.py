"""The map of areas, the table of cells and the bars of reasons, looked at inside."""

import itertools
import json
from math import cos, radians

import pytest

from dashboard import theme
from dashboard.charts import area_map, heat, pareto, shapes
from dashboard.charts.area_map import Area, Group
from dashboard.theme import Kind, Palette

KINDS: list[Kind] = ["light", "dark"]


@pytest.fixture(params=KINDS)
def palette(request: pytest.FixtureRequest) -> Palette:
    return theme.palette_of(request.param)


def square(left: float, bottom: float, side: float = 10.0) -> shapes.Outline:
    right, top = left + side, bottom + side
    return (((left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)),)


def written(kind: str, coordinates: object) -> str:
    return json.dumps({"type": kind, "coordinates": coordinates})


def drawn(palette: Palette, **changes: object):
    areas = [
        Area("A", square(0, 0), 4, hover="of A", label="A"),
        Area("B", square(10, 0), 2, label="B<br>2.3", is_strong=True),
        Area("D", square(0, 10), None, label="D"),
        Area("E", (), 4, hover="no shape"),
    ]
    told = {
        "groups": [Group("AB", square(0, 0, 20))],
        "colours": area_map.kind_colours(palette),
        "legend": [str(step) for step in range(5)],
        "too_few": "few",
    }
    return area_map.areas(areas, palette=palette, **(told | changes))


def named(figure, name: str):
    return next(trace for trace in figure.data if trace.name == name)


def test_an_area_has_the_colour_of_its_step(palette: Palette) -> None:
    figure = drawn(palette)
    assert named(figure, "step_4").fillcolor == palette.hot_none  # as expected: grey
    assert named(figure, "step_2").fillcolor == palette.hot_growing
    assert named(figure, "too_few").fillpattern.shape == "."


def spots(figure) -> list:
    return [trace for trace in figure.data if trace.name == "spots"]


def test_a_click_anywhere_in_an_area_gives_its_unit(palette: Palette) -> None:
    middle = shapes.STEPS / 2  # of the plane: the border between A and B
    known = set()
    for area in spots(drawn(palette)):
        for x, y, unit in zip(area.x, area.y, area.customdata, strict=True):
            assert unit == ("D" if y > middle else "A" if x < middle else "B")
            known.add(unit)
        assert area.marker.opacity == area.unselected.marker.opacity == 0
        assert len(area.x) > 200  # fine enough for a finger
    assert known == {"A", "B", "D"}


def test_hover_tells_of_the_area_under_the_pointer(palette: Palette) -> None:
    told = {area.customdata[0]: area.hovertext for area in spots(drawn(palette))}
    assert told["A"] == "of A"


def test_borders_of_groups_are_thicker_than_those_of_areas(palette: Palette) -> None:
    figure = drawn(palette)
    widths = {trace.line.color: trace.line.width for trace in figure.data if trace.fill is None}
    assert widths[palette.muted] > named(figure, "step_4").line.width
    assert widths[palette.ink] > widths[palette.muted]  # what stands out


def test_what_stands_out_is_named_in_bold_and_no_label_lies_on_another(palette: Palette) -> None:
    texts = [note.text for note in drawn(palette).layout.annotations]
    assert "<b>B<br>2.3</b>" in texts
    crowd = [Area(str(i), square(i, 0, 1), 4, label="a long name") for i in range(40)]
    labels = area_map.areas(crowd, colours=area_map.kind_colours(palette), palette=palette)
    places = [note.x for note in labels.layout.annotations]
    assert 2 < len(places) < 12
    assert all(b - a > shapes.STEPS / 12 for a, b in itertools.pairwise(places))


def test_the_legend_names_every_step_with_its_colour(palette: Palette) -> None:
    legend = drawn(palette).layout.annotations[-1].text
    for colour, word in zip(area_map.kind_colours(palette), "01234", strict=True):
        assert f'<span style="color:{colour}">■</span> {word}' in legend
    assert "few" in legend


def test_a_map_keeps_proportions(palette: Palette) -> None:
    figure = drawn(palette)
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.scaleratio == 1


@pytest.mark.parametrize("largest", [1, 3, 6, 67, 1234])
def test_every_count_lies_within_the_words_of_its_step(largest: int) -> None:
    edges = area_map.count_edges(largest)
    for count in range(largest + 1):
        low, high = edges[area_map.count_step(count, largest)]
        assert low <= count <= high


def test_shapes_are_read_from_polygons_and_many_polygons() -> None:
    ring = [[0, 0], [4, 0], [4, 4], [0, 0]]
    assert len(shapes.outline(written("Polygon", [ring]))) == 1
    assert len(shapes.outline(written("MultiPolygon", [[ring], [ring]]))) == 2
    feature = json.dumps({"type": "Feature", "geometry": json.loads(written("Polygon", [ring]))})
    assert len(shapes.outline(feature)) == 1


@pytest.mark.parametrize(
    "rubbish", ["", "{}", "[]", "null", "7", '{"type": "Point", "coordinates": [1, 2]}', "<kml/>"]
)
def test_what_is_no_shape_gives_none(rubbish: str) -> None:
    assert shapes.outline(rubbish) == ()


def test_neighbours_still_share_their_border_after_snapping() -> None:
    border = [(5.00001 + 0.0003 * i, 0.31 * i) for i in range(30)]
    left = ((0.0, 0.0), *border, (0.0, border[-1][1]), (0.0, 0.0))
    right = ((10.0, 0.0), *border, (10.0, border[-1][1]), (10.0, 0.0))
    flat = shapes.flattened({"left": (left,), "right": (right,)})
    shared = set(flat["left"][0]) & set(flat["right"][0])
    inner = [p for p in flat["left"][0] if p[0] > 0]
    assert set(inner) == shared


def test_a_real_place_keeps_its_proportions_and_a_plane_its_own() -> None:
    def across(shape: shapes.Outline) -> float:
        flat = shapes.flattened({"a": shape})["a"][0]
        return max(p[0] for p in flat) / max(p[1] for p in flat)

    chicago = square(-88.0, 41.5, 1.0)
    assert across(chicago) == pytest.approx(cos(radians(42.0)), abs=0.002)
    assert across(square(0, 0, 60)) == 1.0


def test_the_middle_lies_inside_even_of_a_crooked_shape() -> None:
    crooked = (((0, 0), (10, 0), (10, 10), (8, 10), (8, 2), (2, 2), (2, 10), (0, 10), (0, 0)),)
    x, y = shapes.middle(crooked)
    assert y < 2 or x < 2 or x > 8


def test_a_hole_belongs_to_nobody() -> None:
    ring = (*square(0, 0, 10), *square(3, 3, 4))
    assert not [p for p in shapes.spots(ring, 0.5) if 3 < p[0] < 7 and 3 < p[1] < 7]


def table(palette: Palette):
    cells = [
        heat.Cell("S1|a", 0, 0, "3"),
        heat.Cell("S1|b", 0, 1, "1.4", 1.4),
        heat.Cell("S2|a", 1, 0, "1.7", 1.7),
        heat.Cell("S2|b", 1, 1, "2.4", 2.4, is_chosen=True),
    ]
    return heat.cells(cells, rows=["S1", "S2"], columns=["a", "b"], strong_row=1, palette=palette)


def grounds(palette: Palette) -> list[str]:
    places = (6, 7, 9) if palette.kind == "light" else (6, 8, 9)
    return [palette.diverging[place] for place in places]


def test_only_cells_that_pass_are_coloured(palette: Palette) -> None:
    (bars,) = table(palette).data
    assert list(bars.marker.color) == [palette.neutral_ground, *grounds(palette)]
    assert list(bars.text) == ["3", "<b>1.4</b>", "<b>1.7</b>", "<b>2.4</b>"]
    assert list(bars.customdata) == ["S1|a", "S1|b", "S2|a", "S2|b"]


def test_words_on_a_coloured_cell_can_be_read(palette: Palette) -> None:
    (bars,) = table(palette).data
    for ground, ink in zip(bars.marker.color, bars.textfont.color, strict=True):
        dark, light = sorted((heat._luminance(ground), heat._luminance(ink)))
        assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_the_first_row_stands_on_top(palette: Palette) -> None:
    figure = table(palette)
    assert list(figure.layout.yaxis.tickvals) == [0, -1]
    assert list(figure.layout.yaxis.ticktext) == ["S1 ", "<b>S2</b> "]
    assert figure.data[0].base[0] > figure.data[0].base[2]


def test_reasons_stand_in_the_order_given_and_the_marked_are_blue(palette: Palette) -> None:
    reasons = [
        pareto.Reason("attitude|rude", "冷硬横推", 9, "9", "60%", True),
        pareto.Reason("progress|", "久侦不破", 6, "6", "40%"),
    ]
    figure = pareto.bars(reasons, palette=palette)
    (bars,) = figure.data
    assert list(bars.marker.color) == [palette.bar, palette.context]
    assert list(bars.y) == [1, 0]  # the first on top
    assert list(bars.customdata) == ["attitude|rude", "progress|"]
    assert figure.layout.margin.l >= 4 * 14
