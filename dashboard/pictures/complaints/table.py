"""Units against categories: counts in grey, colour only where more than expected."""

from dashboard import theme
from dashboard.answers import remembered
from dashboard.charts import heat
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted, rows, where
from dashboard.texts import codes, numbers, t
from dashboard.verdicts.hot_cells import Cell

MOST_ROWS = 13  # what the picture's height holds
NAMED_IN_TITLE, NAMED_IN_NOTE = 2, 4
BETWEEN = "|"  # of unit and category in what a click gives


@remembered
def by_category(choice: Filters) -> Picture:
    """The parts of the unit in view by category; a click gives unit|category."""
    known = counted.cells(choice)
    if not known:
        return counted.nothing(t("complaints.table.title_missing"), choice)
    units = _units(choice, known)
    cells = [cell for cell in known if cell.unit_id in units]
    columns = _columns(cells)
    if not columns:
        return counted.nothing(t("complaints.table.title_missing"), choice)
    if not counted.records(choice, "category"):
        return Picture(t("complaints.table.title_counts"), state=t("complaints.no_category"))
    is_compared = bool(counted.by_words(choice))
    shown = _shown(units, cells)
    names = {cell.unit_id: cell.name for cell in cells}
    found = {(cell.unit_id, cell.category): cell for cell in cells}
    drawn = [
        _cell(found.get((unit_id, code)), (row, column), (unit_id, names[unit_id]), code, choice)
        for row, unit_id in enumerate(shown)
        for column, code in enumerate(columns)
    ]
    figure = heat.cells(
        drawn,
        rows=[names[unit_id] for unit_id in shown],
        columns=[counted.category(code, short=True) for code in columns],
        strong_row=shown.index(choice.unit_id) if choice.unit_id in shown else None,
        palette=theme.palette(),
    )
    subtitle = "subtitle" if is_compared else "subtitle_counts"
    return Picture(
        _title(cells, is_compared),
        t(f"complaints.table.{subtitle}", when=counted.when(choice)),
        figure=figure,
        note=_note(choice, cells, len(units) - len(shown)),
        evidence=Evidence(
            rows.table(cells, choice),
            ("complaints/index_by_month", "complaints/exposures"),
            ("CMP07",),
            rows.notes(choice),
            "complaints_by_unit_and_category",
        ),
    )


def _units(choice: Filters, known: tuple[Cell, ...]) -> list[str]:
    """The units right under the one in view."""
    in_view = counted.in_view(choice)
    return list(dict.fromkeys(cell.unit_id for cell in known if cell.parent_id == in_view))


def _columns(cells: list[Cell]) -> list[str]:
    known = {cell.category for cell in cells if cell.observed}
    return sorted(known, key=lambda code: codes.order("complaints.category_l1", code))


def _shown(units: list[str], cells: list[Cell]) -> list[str]:
    """All, or of many those with a hot cell and then the first of the list, in its order."""
    if len(units) <= MOST_ROWS:
        return units
    hot = {cell.unit_id for cell in cells if cell.is_hot}
    chosen = [unit for unit in units if unit in hot] + [unit for unit in units if unit not in hot]
    return [unit for unit in units if unit in chosen[:MOST_ROWS]]


def _cell(
    one: Cell | None,
    place: tuple[int, int],
    unit: tuple[str, str],
    code: str,
    choice: Filters,
) -> heat.Cell:
    """`place` is row and column, `unit` its id and name."""
    observed = one.observed if one else 0.0
    n = numbers.count(observed, "complaint")
    words = {"unit": unit[1], "category": counted.category(code), "n": n}
    spot = one.spot if one else None
    if spot is None:
        hover = t("complaints.table.hover", **words)
    else:
        words |= {"by": counted.by_words(choice), **where.index_words(spot)}
        hover = t("complaints.table.hover_index", **words)
    is_hot = one is not None and one.is_hot and spot is not None
    index = spot.index if is_hot and spot else None
    return heat.Cell(
        f"{unit[0]}{BETWEEN}{code}",
        *place,
        numbers.plain(observed)
        if index is None
        else t("complaints.table.index", n=numbers.plain(index, 1)),
        index,
        f"{hover}<br>{t('complaints.map.hover_click')}",
        is_chosen=code == choice.complaint_category and bool(code),
    )


def _passed(cells: list[Cell]) -> list[Cell]:
    """The hot ones, the strongest evidence first."""
    return sorted((cell for cell in cells if cell.is_hot), key=lambda cell: cell.q)


def _title(cells: list[Cell], is_compared: bool) -> str:
    if not is_compared:
        return t("complaints.table.title_counts")
    passed = _passed(cells)
    if not passed:
        return t("complaints.table.title_none")
    words = counted.listed([_with_index(cell) for cell in passed[:NAMED_IN_TITLE]])
    return t(
        "complaints.table.title" if len(passed) > 1 else "complaints.table.title_one",
        n=len(passed),
        strongest=words,
    )


def _with_index(cell: Cell) -> str:
    """云岭县局“进展反馈” 1.9 倍(1.6–2.2)"""
    spot = cell.spot
    assert spot is not None
    words = {"index": numbers.times(spot.index, spot.low, spot.high)}
    return t("complaints.table.named", cell=counted.named(cell.name, cell.category), **words)


def _note(choice: Filters, cells: list[Cell], hidden: int) -> str:
    """Hot cells deeper down whose own row is not hot, and rows that find no room."""
    in_view = counted.in_view(choice)
    hot = {(cell.unit_id, cell.category) for cell in cells if cell.is_hot}
    below = [
        cell
        for cell in counted.cells(choice)
        if cell.is_hot
        and in_view not in (cell.unit_id, cell.parent_id)
        and (cell.parent_id, cell.category) not in hot
    ]
    parts = []
    if more := _passed(cells)[NAMED_IN_TITLE:]:
        words = counted.listed([_with_index(cell) for cell in more[:NAMED_IN_NOTE]])
        parts.append(t("complaints.table.also", cells=words))
    if below:
        words = counted.listed([_with_index(cell) for cell in below[:NAMED_IN_TITLE]])
        parts.append(t("complaints.table.below", cells=words))
    if hidden:
        parts.append(t("complaints.table.more", n=hidden))
    return " ".join(parts)
