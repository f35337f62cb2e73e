"""The pictures of 小案积案, looked at inside."""

import itertools
from datetime import date

import plotly.graph_objects as go
import pytest

from dashboard import theme
from dashboard.charts import bands, bars, grid, shares_by_day, stock
from dashboard.texts import dates
from dashboard.theme import Kind, Palette

KINDS: list[Kind] = ["light", "dark"]
MONTHS = dates.months_between(date(2026, 8, 1), date(2026, 10, 1))


@pytest.fixture(params=KINDS)
def palette(request: pytest.FixtureRequest) -> Palette:
    return theme.palette_of(request.param)


def account(palette: Palette, firm_from: date | None = None) -> go.Figure:
    def flow(key: str, kind: stock.Kind, is_out: bool, *values: float) -> stock.Flow:
        return stock.Flow(key, key, kind, is_out, values, ["", "", ""])

    return stock.with_flows(
        MONTHS,
        stock.Stock([500, 490, 480], ["", "", "480"], ["", "", ""], firm_from, "short"),
        [
            flow("docketed", "in", False, 40, 41, 42),
            flow("moved", "moved", False, 1, -2, 0),
            flow("solved", "good", True, 20, 21, 22),
            flow("aged_out", "aged_out", True, 30, 28, 30),
        ],
        in_label="in ",
        out_label="out ",
        palette=palette,
    )


def test_what_came_stands_above_and_what_left_below(palette: Palette) -> None:
    flows = {trace.customdata[0].split("|")[0]: trace for trace in account(palette).data[1:]}
    assert list(flows["docketed"].y) == [40, 41, 42]
    assert list(flows["moved"].y) == [1, -2, 0]
    assert list(flows["solved"].y) == [-20, -21, -22]
    assert all(trace.yaxis == "y2" for trace in flows.values())


def test_cases_that_aged_out_are_hatched_and_never_a_success(palette: Palette) -> None:
    *_, solved, aged_out = account(palette).data
    assert (solved.marker.pattern.shape, aged_out.marker.pattern.shape) == ("", "/")
    assert aged_out.marker.pattern.fillmode == "overlay"
    assert aged_out.marker.color != palette.good == solved.marker.color


def test_a_click_tells_the_flow_and_its_month(palette: Palette) -> None:
    level, docketed, *_ = account(palette).data
    assert list(docketed.customdata) == [f"docketed|{month}" for month in MONTHS]
    assert list(level.customdata) == [f"stock|{month}" for month in MONTHS]


def test_both_flows_lie_within_their_axis(palette: Palette) -> None:
    low, high = account(palette).layout.yaxis2.range
    assert low <= -52
    assert high >= 42


def test_a_stock_that_only_fills_up_is_dotted_and_says_so(palette: Palette) -> None:
    filling, firm, *_ = account(palette, firm_from=MONTHS[2]).data
    assert (filling.line.dash, firm.line.dash) == ("dot", "solid")
    assert list(filling.y) == [500, 490, 480]
    assert list(firm.y) == [480]
    words = [note.text for note in account(palette, firm_from=MONTHS[2]).layout.annotations]
    assert "short" in words
    assert "short" not in [note.text for note in account(palette).layout.annotations]


def test_bands_are_one_whole_with_labels_apart(palette: Palette) -> None:
    layers = [
        bands.Band(f"{i}-{i}", f"band {i}", str(n), [n, n, n], ["", "", ""])
        for i, n in enumerate((2, 3, 3, 500))
    ]
    drawing = bands.stacked(MONTHS, layers, palette=palette)
    assert drawing.layout.barmode == "stack"
    assert drawing.layout.yaxis.range[1] > 508
    places = [note.y for note in drawing.layout.annotations]
    assert all(b - a >= bands.LABEL_GAP - 1e-9 for a, b in itertools.pairwise(places))
    assert len({trace.marker.color for trace in drawing.data}) == 4


def test_more_than_two_years_get_fewer_ticks(palette: Palette) -> None:
    months = dates.months_between(date(2023, 11, 1), date(2026, 10, 1))
    layer = bands.Band("a", "a", "1", [1.0] * 36, [""] * 36)
    ticks = bands.stacked(months, [layer], palette=palette).layout.xaxis.tickvals
    assert {tick.month for tick in ticks} == {1, 7}


def test_an_empty_cell_has_neither_shade_nor_figure(palette: Palette) -> None:
    rows = [
        grid.Row("a", [grid.Cell(0.3, "30"), grid.Cell()]),
        grid.Row("b", [grid.Cell()] * 2, "few"),
    ]
    shades, words = grid.shaded(rows, ["x", "y"], palette=palette).data
    assert [list(line) for line in shades.z] == [[0.3, None], [None, None]]
    assert list(words.text) == ["30"]
    assert grid.shaded(rows, ["x", "y"], palette=palette).layout.annotations[0].text == "few"


def test_figures_stand_out_from_every_shade(palette: Palette) -> None:
    shades = palette.sequential[:-1]
    rows = [grid.Row("a", [grid.Cell(i / 8, str(i)) for i in range(9)])]
    drawing = grid.shaded(rows, [str(i) for i in range(9)], strongest=1.0, palette=palette)
    for ink, shade in zip(drawing.data[1].textfont.color, shades, strict=True):
        assert contrast(ink, shade) >= 3.9, (ink, shade)


def contrast(one: str, other: str) -> float:
    """Of WCAG 2, computed here on its own."""

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


def test_bars_keep_the_order_they_are_given(palette: Palette) -> None:
    (trace,) = bars.horizontal(
        [bars.Bar("u1", "first", 3, "3"), bars.Bar("u2", "second", 9, "9", is_chosen=True)],
        palette=palette,
    ).data
    assert list(trace.y) == [1, 0]  # from the top
    assert list(trace.customdata) == ["u1", "u2"]


def drawn_curve(label: str, end: float, *, is_reference: bool = False) -> shares_by_day.Group:
    days = [0.0, 30.0, 90.0, 180.0]
    shares = [0.0, end / 2, end, end]
    return shares_by_day.Group(
        label,
        "day 90",
        days,
        shares,
        [share * 0.9 for share in shares],
        [share * 1.1 for share in shares],
        ["", "", "", ""],
        ["9", "8", "7", "6"],
        f"{label} in hand",
        is_reference,
    )


def curves(palette: Palette, *ends: float) -> go.Figure:
    groups = [
        drawn_curve(f"g{place}", end, is_reference=place == 0) for place, end in enumerate(ends)
    ]
    return shares_by_day.curves(
        groups,
        ticks=(0, 30, 90, 180),
        tick_words=["0", "30", "90", "180"],
        marked=90,
        palette=palette,
    )


def test_curves_are_steps_with_their_interval_and_the_reference_is_no_category(
    palette: Palette,
) -> None:
    drawing = curves(palette, 0.42, 0.35)
    low, high, reference, *_, own = drawing.data
    assert list(reference.y) == pytest.approx([0, 21, 42, 42])
    assert list(low.y) == pytest.approx([0, 18.9, 37.8, 37.8])
    assert list(high.y) == pytest.approx([0, 23.1, 46.2, 46.2])
    assert reference.line.shape == own.line.shape == "hv"
    assert reference.line.color == palette.muted
    assert own.line.color == palette.accent


def test_numbers_in_hand_stand_under_the_axis_in_the_one_small_size(palette: Palette) -> None:
    small = [note for note in curves(palette, 0.42, 0.35).layout.annotations if note.yshift]
    assert {note.font.size for note in small} == {12}
    assert [note.text for note in small if note.x == 90] == ["7", "7"]
    assert len({note.yshift for note in small}) == 2


def test_names_of_two_curves_that_end_alike_do_not_touch(palette: Palette) -> None:
    names = [n for n in curves(palette, 0.41, 0.405).layout.annotations if "<br>" in (n.text or "")]
    places = sorted(note.y for note in names)
    assert places[1] - places[0] >= 2 * shares_by_day.LABEL_ROOM - 1e-9
    assert places[1] <= 1


def test_what_is_expected_is_pale_and_has_no_shade(palette: Palette) -> None:
    row = grid.Row("r", [grid.Cell(0.4, "40"), grid.Cell(None, "38-44", "", "hover")])
    heat, firm, pale = grid.shaded([row], ["a", "b"], palette=palette).data
    assert heat.z[0][1] is None
    assert (list(firm.text), list(pale.text)) == (["40"], ["<i>38-44</i>"])
    assert pale.textfont.color == palette.muted


def test_a_long_name_has_room_beside_its_bar(palette: Palette) -> None:
    short, long = (
        bars.horizontal([bars.Bar("a", name, 3, "3")], palette=palette).layout.margin.l
        for name in ("城东分局", "South Yorkshire Police")
    )
    assert short == 110 and 22 * 7 < long < 220
