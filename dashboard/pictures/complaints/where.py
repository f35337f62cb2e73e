"""The map: which areas have more complaints than their exposure lets expect, and since when."""

from dataclasses import replace

import polars as pl

from dashboard import theme
from dashboard.answers import remembered
from dashboard.charts import area_map, shapes
from dashboard.charts.area_map import Area, Group
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.complaints import around, counted, rows
from dashboard.statistics.hotspots import LEAST_AREAS, Hotspot, final_run
from dashboard.texts import numbers, t
from dashboard.verdicts.hot_cells import Cell

MOST_NAMED = 30  # with more areas only the hot ones are named
GROUPS_A_ROW, TILES_ACROSS = 4, 4
NAMED_IN_TITLE = 2
WALL_LABELS = 1.5  # of the desk's letters, beside the larger map of a wall
ORDER = ("growing", "lasting", "new", "fading")  # which kind colours an area that has several


@remembered
def areas(choice: Filters, for_wall: bool = False) -> Picture:
    """Areas by tested hot spot where there is an exposure, else by count; a click gives the id.

    `for_wall`: names have room for larger letters and say their kind, without a legend.
    """
    sums = counted.by_unit(choice)
    if not sums:
        return counted.nothing(t("complaints.map.title_missing"), choice)
    inside = counted.areas(choice)
    here = [sums.get(unit_id) or _nothing(unit_id, choice) for unit_id in inside]
    # The hot ones first: they are the ones whose names find room.
    here.sort(key=lambda one: not hot_in(one.unit_id, choice))
    if not any(one.observed for one in here):
        return counted.nothing(t("complaints.map.title_missing"), choice)
    outlines, groups, is_tiled = _shapes(choice, inside)
    is_compared = any(one.expected for one in here)
    palette = theme.palette()
    largest = max(one.observed for one in here)
    drawn = [
        _area(one, outlines.get(one.unit_id, ()), choice, 0.0 if is_compared else largest)
        for one in here
    ]
    if for_wall:  # a line lower than an area's height stays on it
        drawn = [replace(area, label=area.label.replace("<br>", " ")) for area in drawn]
    figure = area_map.areas(
        drawn,
        groups=groups,
        colours=area_map.kind_colours(palette) if is_compared else area_map.count_colours(palette),
        legend=_legend(largest, is_compared, for_wall),
        too_few=t("tag.too_few") if is_compared else "",
        label_size=WALL_LABELS if for_wall else 1.0,
        palette=palette,
    )
    return Picture(
        _title(choice, here, is_compared),
        _subtitle(choice, is_compared),
        figure=figure,
        note=_note(choice, here, outlines, is_tiled, is_compared),
        evidence=_evidence(choice, here),
    )


def hot_in(unit_id: str, choice: Filters) -> list[Cell]:
    """A unit's hot or fading cells of the chosen category or of all, the strongest first."""
    found = [
        cell
        for cell in counted.cells(choice)
        if cell.unit_id == unit_id
        and cell.kind
        and choice.complaint_category in ("", cell.category)
    ]
    return sorted(found, key=lambda cell: (not cell.is_hot, cell.q))


def kind_of(passed: list[Cell]) -> str:
    """The kind that colours a unit with these cells; "" for none."""
    return min((cell.kind for cell in passed), key=ORDER.index, default="")


def _nothing(unit_id: str, choice: Filters) -> Cell:
    """A unit without complaints and without anything to expect."""
    place = counted.places(choice).filter(pl.col("unit_id") == unit_id).row(0, named=True)
    above = place["parent_unit_id"] or ""
    return Cell(unit_id, place["short_name"], place["level"], above, "", 0.0, 0.0, None)


def _shapes(
    choice: Filters, inside: tuple[str, ...]
) -> tuple[dict[str, shapes.Outline], list[Group], bool]:
    """Outlines by unit, the borders above them, and whether they are only tiles."""
    found = counted.places(choice)
    known = {
        unit_id: shape
        for unit_id, text in found.select("unit_id", "geometry_geojson").iter_rows()
        if text and (shape := shapes.outline(text))
    }
    units = found.filter(pl.col("unit_id").is_in(list(inside)))
    names = dict(found.select("unit_id", "short_name").iter_rows())
    above = list(dict.fromkeys(units["parent_unit_id"].to_list()))
    in_view = counted.in_view(choice)
    if any(unit_id in known for unit_id in inside):
        groups = [
            Group("" if unit_id == in_view else names.get(unit_id, ""), known[unit_id])
            for unit_id in above
            if unit_id in known
        ]
        return known, groups, False
    by_parent = {
        parent: units.filter(pl.col("parent_unit_id") == parent)["unit_id"].to_list()
        for parent in above
    }
    return *_tiles(by_parent, names, in_view), True


def _tiles(
    by_parent: dict[str, list[str]], names: dict[str, str], in_view: str
) -> tuple[dict[str, shapes.Outline], list[Group]]:
    """A block of squares for each unit above, its name over the block."""
    tiles: dict[str, shapes.Outline] = {}
    groups: list[Group] = []
    across = TILES_ACROSS if len(by_parent) > 1 else 6
    top, deepest = 0, 0
    for number, (parent, units) in enumerate(by_parent.items()):
        column = number % GROUPS_A_ROW
        if column == 0 and number:
            top, deepest = top + deepest + 2, 0
        left = column * (across + 1)
        deepest = max(deepest, (len(units) + across - 1) // across)
        for place, unit_id in enumerate(units):
            tiles[unit_id] = shapes.tile(top + 1 + place // across, left + place % across)
        if parent != in_view:
            head = ((left, -top), (left + 3.0, -top), (left + 3.0, -top - 0.8), (left, -top - 0.8))
            groups.append(Group(names.get(parent, ""), ((*head, head[0]),), is_drawn=False))
    return tiles, groups


def _area(one: Cell, shape: shapes.Outline, choice: Filters, largest: float) -> Area:
    """`largest` is the scale of counts; 0 where areas are shown by what the test says."""
    passed = hot_in(one.unit_id, choice)
    if largest:
        step: int | None = area_map.count_step(one.observed, largest)
    elif passed:
        step = area_map.KINDS.index(kind_of(passed))
    else:
        step = None if one.is_too_few else len(area_map.KINDS)
    return Area(
        one.unit_id,
        shape,
        step,
        hover=_hover(one, passed, choice, bool(largest)),
        label=_label(one, passed, choice),
        is_strong=bool(passed),
        is_chosen=one.unit_id == choice.unit_id,
    )


def _label(one: Cell, passed: list[Cell], choice: Filters) -> str:
    if passed:
        return t("complaints.map.label", unit=one.name, kind=t(f"tag.{kind_of(passed)}"))
    return "" if len(counted.areas(choice)) > MOST_NAMED else one.name


def index_words(spot: Hotspot) -> dict[str, str]:
    """What is expected of a cell and how it stands to it, with the bounds."""
    return {
        "expected": numbers.plain(spot.expected, 1),
        "index": numbers.times(spot.index, spot.low, spot.high),
    }


def _hover(one: Cell, passed: list[Cell], choice: Filters, is_count: bool) -> str:
    category = choice.complaint_category
    what = counted.category(category) if category else t("complaints.map.all")
    words = {"unit": one.name, "what": what, "n": numbers.count(one.observed, "complaint")}
    spot = one.spot
    if is_count or spot is None:
        lines = [t("complaints.map.hover_counts", **words)]
    else:
        words |= {"by": counted.by_words(choice), **index_words(spot)}
        key = "hover_few" if one.is_too_few else "hover" if passed else "hover_alike"
        lines = [t(f"complaints.map.{key}", **words)]
    lines += [hot_words(cell) for cell in passed[:3]]
    beside = around.around(choice).by_cell.get((one.unit_id, category))
    if beside is not None and beside.state > 0:
        lines.append(t("complaints.map.hover_around", n=beside.neighbours))
    return "<br>".join([*lines, t("complaints.map.hover_click")])


def hot_words(cell: Cell) -> str:
    """服务态度 14 件，应有 3.4 件，2.4 倍(1.7–3.2)，连续 2 个月热点 — of a hot cell."""
    spot = cell.spot
    assert spot is not None
    run = final_run([int(step.is_hot) for step in cell.steps])
    return t(
        "complaints.map.hover_cell" if run else "complaints.map.hover_past",
        category=counted.category(cell.category),
        n=numbers.count(cell.observed, "complaint"),
        run=run,
        kind=t(f"tag.{cell.kind}"),
        **index_words(spot),
    )


def _legend(largest: float, is_compared: bool, for_wall: bool) -> list[str]:
    if is_compared:
        return [] if for_wall else _kind_words()
    return _count_words(largest)


def _kind_words() -> list[str]:
    return [*(t(f"tag.{kind}") for kind in area_map.KINDS), t("complaints.map.alike")]


def _count_words(largest: float) -> list[str]:
    words = []
    for low, high in area_map.count_edges(largest):
        key = "count_step" if high > low else "count_one"
        step = t(f"complaints.map.{key}", low=numbers.plain(low), high=numbers.plain(high))
        words.append(step if high >= low else "")
    return words


def _title(choice: Filters, here: list[Cell], is_compared: bool) -> str:
    if not is_compared:
        n = numbers.count(sum(one.observed for one in here), "complaint")
        return t("complaints.map.title_counts", n=n, k=len(here))
    places = hot_places(choice)
    if not places:
        return t("complaints.map.title_none")
    named = counted.listed(places[:NAMED_IN_TITLE])
    rest = len(places) - NAMED_IN_TITLE
    key = "title_more" if rest > 0 else "title"
    return t(f"complaints.map.{key}", places=named, n=len(places))


def hot_places(choice: Filters) -> list[str]:
    """Names of the branches and stations with hot cells in view; a station inside a hot branch
    cell is said by its branch."""
    names = [
        cell.name
        for cell in sorted(counted.cells(choice), key=lambda cell: cell.q)
        if cell.is_hot
        and not (cell.inside and cell.inside != counted.in_view(choice))
        and cell.unit_id != counted.in_view(choice)
        and choice.complaint_category in ("", cell.category)
    ]
    return list(dict.fromkeys(names))


def _subtitle(choice: Filters, is_compared: bool) -> str:
    when = counted.when(choice)
    if not is_compared:
        return t("complaints.map.subtitle_counts", when=when)
    return t("complaints.map.subtitle", by=counted.by_words(choice), when=when)


def _note(
    choice: Filters,
    here: list[Cell],
    outlines: dict[str, shapes.Outline],
    is_tiled: bool,
    is_compared: bool,
) -> str:
    """What is not on the map, what the neighbours add, and why there is no comparison."""
    whole = counted.by_unit(choice).get(counted.in_view(choice))
    shown = sum(one.observed for one in here if outlines.get(one.unit_id))
    outside = (whole.observed if whole else shown) - shown
    parts = []
    if outside > 0.5:
        parts.append(t("complaints.map.outside", n=numbers.count(outside, "complaint")))
    if is_tiled:
        parts.append(t("complaints.map.tiles"))
    parts.append(around_words(choice) if is_compared else t("complaints.no_exposure"))
    return " ".join(parts)


def around_words(choice: Filters) -> str:
    """Whether hot cells stand out together with their neighbours too, or why nobody can say."""
    found = around.around(choice)
    if found.areas < LEAST_AREAS:
        return t("complaints.map.around_few", n=found.areas, least=LEAST_AREAS)
    if not found.by_cell:
        return t("complaints.map.around_nowhere")
    hot = [
        cell for unit_id in counted.areas(choice) for cell in hot_in(unit_id, choice) if cell.is_hot
    ]
    if not hot:
        return ""
    both = [
        cell for cell in hot
        if (one := found.by_cell.get((cell.unit_id, cell.category))) and one.state > 0
    ]  # fmt: skip
    if not both:
        return t("complaints.map.around_none", n=len(hot))
    names = counted.listed([counted.named(cell.name, cell.category) for cell in both])
    return t("complaints.map.around", names=names)


def _evidence(choice: Filters, here: list[Cell]) -> Evidence:
    """The areas in the order of the list, then the hot cells."""
    inside = counted.areas(choice)
    ordered = sorted(here, key=lambda one: inside.index(one.unit_id))
    passed = [cell for unit_id in inside for cell in hot_in(unit_id, choice)]
    return Evidence(
        rows.table(ordered if choice.complaint_category else [*ordered, *passed], choice),
        ("complaints/index_by_month", "complaints/exposures", "complaints/places"),
        ("CMP07",),
        rows.notes(choice),
        "complaints_by_area",
    )
