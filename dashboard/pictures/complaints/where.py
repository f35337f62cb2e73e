"""The map: where complaints are more, or fewer, than the unit's exposure leads one to expect."""

import polars as pl

from dashboard import theme
from dashboard.answers import remembered
from dashboard.charts import area_map, shapes
from dashboard.charts.area_map import Area, Group
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted, short_answer
from dashboard.pictures.complaints.counted import Standing
from dashboard.statistics.hotspots import Hotspot
from dashboard.texts import numbers, t

MOST_NAMED = 30  # with more areas only those that stand out most are named, so many:
NAMED_OF_MANY = 6
GROUPS_A_ROW, TILES_ACROSS = 4, 4
NAMED_IN_TITLE = 2


@remembered
def areas(choice: Filters) -> Picture:
    """Areas by index where there is an exposure, else by count; a click gives the unit's id."""
    standing = counted.standings(choice)
    if not standing:
        return Picture(t("complaints.map.title_missing"), missing="complaints")
    inside = counted.areas(choice)
    sums = counted.by_unit(standing, choice.complaint_category)
    here = [sums.get(unit_id) or _nothing(unit_id, choice) for unit_id in inside]
    # The strongest first: they are the ones whose names find room.
    foremost = _foremost(choice)
    here.sort(key=lambda one: one.unit_id not in foremost)
    if not any(one.observed for one in here):
        return Picture(
            t("complaints.map.title_missing"),
            state=t("complaints.table.nothing", when=counted.when(choice)),
        )
    outlines, groups, is_tiled = _shapes(choice, inside)
    is_compared = bool(counted.exposure(choice)) and any(one.expected for one in here)
    palette = theme.palette()
    largest = max(one.observed for one in here)
    drawn = [
        _area(one, outlines.get(one.unit_id, ()), choice, largest if not is_compared else 0.0)
        for one in here
    ]
    figure = area_map.areas(
        drawn,
        groups=groups,
        colours=area_map.ratio_colours(palette) if is_compared else area_map.count_colours(palette),
        legend=_ratio_words() if is_compared else _count_words(largest),
        too_few=t("tag.too_few") if is_compared else "",
        palette=palette,
    )
    return Picture(
        _title(choice, here, is_compared),
        _subtitle(choice, is_compared),
        figure=figure,
        note=_note(choice, here, outlines, is_tiled, is_compared),
        evidence=_evidence(choice, here),
    )


def _nothing(unit_id: str, choice: Filters) -> Standing:
    """A unit without complaints and without anything to expect."""
    rows = counted.places(choice).filter(pl.col("unit_id") == unit_id)
    place = rows.row(0, named=True)
    above = place["parent_unit_id"] or ""
    return Standing(unit_id, place["short_name"], place["level"], above, "", 0.0, 0.0, None)


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
    rows = found.filter(pl.col("unit_id").is_in(list(inside)))
    names = dict(found.select("unit_id", "short_name").iter_rows())
    above = list(dict.fromkeys(rows["parent_unit_id"].to_list()))
    in_view = counted.in_view(choice)
    if any(unit_id in known for unit_id in inside):
        groups = [
            Group("" if unit_id == in_view else names.get(unit_id, ""), known[unit_id])
            for unit_id in above
            if unit_id in known
        ]
        return known, groups, False
    by_parent = {
        parent: rows.filter(pl.col("parent_unit_id") == parent)["unit_id"].to_list()
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


def _area(one: Standing, shape: shapes.Outline, choice: Filters, largest: float) -> Area:
    """`largest` is the scale of counts; 0 where areas are shown by index."""
    passed = short_answer.strongest(_cells_of(one.unit_id, choice))
    if largest:
        step: int | None = area_map.count_step(one.observed, largest)
    else:
        spot = one.spot
        step = None if one.is_too_few or spot is None else area_map.ratio_step(spot.index)
    return Area(
        one.unit_id,
        shape,
        step,
        hover=_hover(one, passed, choice, bool(largest)),
        label=_label(one, passed, choice),
        is_strong=bool(passed),
        is_chosen=one.unit_id == choice.unit_id,
    )


def _cells_of(unit_id: str, choice: Filters) -> list[Standing]:
    return [
        cell
        for cell in counted.standings(choice)
        if cell.unit_id == unit_id and choice.complaint_category in ("", cell.category)
    ]


def _label(one: Standing, passed: list[Standing], choice: Filters) -> str:
    is_many = len(counted.areas(choice)) > MOST_NAMED
    if passed and (not is_many or one.unit_id in _foremost(choice)):
        spot = passed[0].spot
        assert spot is not None
        words = {
            "unit": one.name,
            "category": counted.category(passed[0].category, short=True),
            "index": numbers.times(spot.index),
        }
        key = "label" if not choice.complaint_category else "short_label"
        return t(f"complaints.map.{key}", **words)
    return "" if is_many else one.name


@remembered
def _foremost(choice: Filters) -> tuple[str, ...]:
    """The units of the strongest cells."""
    passed = short_answer.strongest(short_answer.cells_in_view(choice))
    return tuple(dict.fromkeys(cell.unit_id for cell in passed))[:NAMED_OF_MANY]


def _index_words(spot: Hotspot) -> dict[str, str]:
    return {"index": numbers.times(spot.index), "low": numbers.plain(spot.low, 1)}


def _hover(one: Standing, passed: list[Standing], choice: Filters, is_count: bool) -> str:
    category = choice.complaint_category
    what = counted.category(category) if category else t("complaints.map.all")
    words = {"unit": one.name, "what": what, "n": numbers.count(one.observed, "complaint")}
    spot = one.spot
    if is_count or spot is None:
        lines = [t("complaints.map.hover_counts", **words)]
    else:
        words |= {"expected": numbers.plain(spot.expected, 1), **_index_words(spot)}
        words["by"] = t(f"complaints.by.{counted.exposure(choice)}")
        key = "hover_few" if one.is_too_few else "hover"
        lines = [t(f"complaints.map.{key}", **words)]
    for cell in passed[:3]:
        if (high := cell.spot) is not None and not category:
            lines.append(
                t(
                    "complaints.map.hover_cell",
                    category=counted.category(cell.category),
                    n=numbers.count(cell.observed, "complaint"),
                    expected=numbers.plain(high.expected, 1),
                    **_index_words(high),
                )
            )
    return "<br>".join([*lines, t("complaints.map.hover_click")])


def _ratio_words() -> list[str]:
    return [t(f"complaints.map.step_{step}") for step in range(7)]


def _count_words(largest: float) -> list[str]:
    words = []
    for low, high in area_map.count_edges(largest):
        key = "count_step" if high > low else "count_one"
        step = t(f"complaints.map.{key}", low=numbers.plain(low), high=numbers.plain(high))
        words.append(step if high >= low else "")
    return words


def _title(choice: Filters, here: list[Standing], is_compared: bool) -> str:
    if not is_compared:
        n = numbers.count(sum(one.observed for one in here), "complaint")
        return t("complaints.map.title_counts", n=n, k=len(here))
    passed = short_answer.strongest(short_answer.cells_in_view(choice))
    if not passed:
        return t("complaints.map.title_none")
    words = t("complaints.and").join(short_answer.named(cell) for cell in passed[:NAMED_IN_TITLE])
    key = "title" if len(passed) > 1 else "title_one"
    return t(f"complaints.map.{key}", n=len(passed), strongest=words)


def _subtitle(choice: Filters, is_compared: bool) -> str:
    when = counted.when(choice)
    if not is_compared:
        return t("complaints.map.subtitle_counts", when=when)
    by = t(f"complaints.by.{counted.exposure(choice)}")
    return t("complaints.map.subtitle", by=by, when=when)


def _note(
    choice: Filters,
    here: list[Standing],
    outlines: dict[str, shapes.Outline],
    is_tiled: bool,
    is_compared: bool,
) -> str:
    """What is not on the map, and why there is no comparison."""
    sums = counted.by_unit(counted.standings(choice), choice.complaint_category)
    whole = sums.get(counted.in_view(choice))
    shown = sum(one.observed for one in here if outlines.get(one.unit_id))
    outside = (whole.observed if whole else shown) - shown
    parts = []
    if outside > 0.5:
        parts.append(t("complaints.map.outside", n=numbers.count(outside, "complaint")))
    if is_tiled:
        parts.append(t("complaints.map.tiles"))
    if not is_compared:
        parts.append(t("complaints.no_exposure"))
    return " ".join(parts)


def table(found: list[Standing]) -> pl.DataFrame:
    """Standings as the rows of an evidence."""
    spots = [one.spot for one in found]
    return pl.DataFrame(
        {
            "complaint_unit": [one.name for one in found],
            "complaint_category_name": [
                counted.category(one.category) if one.category else t("complaints.map.all")
                for one in found
            ],
            "observed": [one.observed for one in found],
            "compared": [one.compared for one in found],
            "expected": [one.expected for one in found],
            "shrunk_index": [spot.index if spot else None for spot in spots],
            "lower_bound": [spot.low if spot else None for spot in spots],
            "is_above_expected": [one.is_high for one in found],
        },
        schema_overrides={
            "expected": pl.Float64,
            "shrunk_index": pl.Float64,
            "lower_bound": pl.Float64,
        },
    )


def notes(choice: Filters) -> list[str]:
    """What holds for every comparison of counts with expected ones."""
    exposure = counted.exposure(choice)
    lines = [counted.span(choice)]
    if exposure:
        by = t(f"complaints.by.{exposure}")
        lines += [t("complaints.evidence.exposure", by=by), t("complaints.evidence.rule")]
    return [*lines, t("complaints.evidence.role")]


def _evidence(choice: Filters, here: list[Standing]) -> Evidence:
    """The areas in the order of the list, then the cells that pass the rule."""
    inside = counted.areas(choice)
    ordered = sorted(here, key=lambda one: inside.index(one.unit_id))
    passed = [cell for cell in short_answer.cells_in_view(choice) if cell.is_high]
    return Evidence(
        table([*ordered, *passed]),
        ("complaints/index_by_unit", "complaints/exposures", "complaints/places"),
        ("CMP07",),
        notes(choice),
        "complaints_by_area",
    )
