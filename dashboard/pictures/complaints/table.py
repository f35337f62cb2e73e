"""Units against categories: counts in grey, colour only where more than expected."""

from dashboard import theme
from dashboard.answers import remembered
from dashboard.charts import heat
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted, short_answer, where
from dashboard.pictures.complaints.counted import Standing
from dashboard.texts import codes, numbers, t

MOST_ROWS = 13  # what the picture's height holds
NAMED_IN_TITLE = 2
BETWEEN = "|"  # of unit and category in what a click gives


@remembered
def by_category(choice: Filters) -> Picture:
    """The parts of the unit in view by category; a click gives unit|category."""
    standing = counted.standings(choice)
    if not standing:
        return Picture(t("complaints.table.title_missing"), missing="complaints")
    rows = _rows(choice, standing)
    cells = [cell for cell in standing if cell.unit_id in rows]
    columns = _columns(cells)
    if not columns:
        return Picture(
            t("complaints.table.title_missing"),
            state=t("complaints.table.nothing", when=counted.when(choice)),
        )
    if not counted.records(choice, "category"):
        return Picture(t("complaints.table.title_counts"), state=t("complaints.no_category"))
    is_compared = bool(counted.exposure(choice))
    shown = _shown(rows, cells)
    names = {cell.unit_id: cell.name for cell in cells}
    found = {(cell.unit_id, cell.category): cell for cell in cells}
    by = t(f"complaints.by.{counted.exposure(choice)}") if is_compared else ""
    drawn = [
        _cell(found.get((unit_id, code)), row, column, names[unit_id], f"{unit_id}{BETWEEN}{code}",
              code, by, choice)
        for row, unit_id in enumerate(shown)
        for column, code in enumerate(columns)
    ]  # fmt: skip
    figure = heat.cells(
        drawn,
        rows=[names[unit_id] for unit_id in shown],
        columns=[counted.category(code, short=True) for code in columns],
        strong_row=shown.index(choice.unit_id) if choice.unit_id in shown else None,
        palette=theme.palette(),
    )
    subtitle = "subtitle" if is_compared else "subtitle_counts"
    hidden = len(rows) - len(shown)
    return Picture(
        _title(cells, is_compared),
        t(f"complaints.table.{subtitle}", when=counted.when(choice)),
        figure=figure,
        note=t("complaints.table.more", n=hidden) if hidden else "",
        evidence=Evidence(
            where.table(cells),
            ("complaints/index_by_unit", "complaints/exposures"),
            ("CMP07",),
            where.notes(choice),
            "complaints_by_unit_and_category",
        ),
    )


def _rows(choice: Filters, standing: tuple[Standing, ...]) -> list[str]:
    """The units directly under the one in view, in the order of the list; else itself."""
    above = counted.in_view(choice)
    parts = list(dict.fromkeys(one.unit_id for one in standing if one.parent_id == above))
    return parts or [above]


def _columns(cells: list[Standing]) -> list[str]:
    known = {cell.category for cell in cells if cell.observed}
    return sorted(known, key=lambda code: codes.order("complaints.category_l1", code))


def _shown(rows: list[str], cells: list[Standing]) -> list[str]:
    """All, or of many those with a coloured cell and then the first of the list, in its order."""
    if len(rows) <= MOST_ROWS:
        return rows
    high = {cell.unit_id for cell in cells if cell.is_high}
    chosen = [unit for unit in rows if unit in high] + [unit for unit in rows if unit not in high]
    return [unit for unit in rows if unit in chosen[:MOST_ROWS]]


def _cell(
    one: Standing | None,
    row: int,
    column: int,
    unit: str,
    key: str,
    code: str,
    by: str,
    choice: Filters,
) -> heat.Cell:
    observed = one.observed if one else 0.0
    n = numbers.count(observed, "complaint")
    words = {"unit": unit, "category": counted.category(code), "n": n}
    spot = one.spot if one else None
    if spot is None:
        hover = t("complaints.table.hover", **words)
    else:
        hover = t(
            "complaints.table.hover_index",
            by=by,
            expected=numbers.plain(spot.expected, 1),
            index=numbers.times(spot.index),
            low=numbers.plain(spot.low, 1),
            **words,
        )
    index = spot.index if spot is not None and one is not None and one.is_high else None
    return heat.Cell(
        key,
        row,
        column,
        numbers.plain(observed)
        if index is None
        else t("complaints.table.index", n=numbers.plain(index, 1)),
        index,
        f"{hover}<br>{t('complaints.map.hover_click')}",
        is_chosen=code == choice.complaint_category and bool(code),
    )


def _title(cells: list[Standing], is_compared: bool) -> str:
    if not is_compared:
        return t("complaints.table.title_counts")
    passed = short_answer.strongest(cells)
    if not passed:
        return t("complaints.table.title_none")
    words = t("complaints.and").join(short_answer.named(cell) for cell in passed[:NAMED_IN_TITLE])
    key = "title" if len(passed) > 1 else "title_one"
    return t(f"complaints.table.{key}", n=len(passed), strongest=words)
