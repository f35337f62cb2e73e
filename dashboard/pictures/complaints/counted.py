"""What the pictures of 投诉热点 have in common: what is looked at, over which months, and names."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import codes, dates, t
from dashboard.verdicts import hot_cells
from dashboard.verdicts.hot_cells import Cell


def records(choice: Filters, fact: str) -> bool:
    """Whether the bureau's source has a category, due_day or finding of its complaints at all."""
    found = ask_if_connected("complaints/recorded", choice)
    return bool(found.width and found[f"has_{fact}"][0])


def source(choice: Filters) -> str:
    """What there is to show: "sorted" by category, "dated" only, or "absent"."""
    if not measured.is_connected(choice, "complaints"):
        return "absent"
    return "sorted" if records(choice, "category") else "dated"


@remembered
def cells(choice: Filters) -> tuple[Cell, ...]:
    """The cells of the unit in view and of all under it; () where complaints are 未接入."""
    known = hot_cells.cells(choice)
    inside = hot_cells.under(in_view(choice), known)
    return tuple(cell for cell in known if cell.unit_id in inside)


def nothing(title: str, choice: Filters) -> Picture:
    """A picture without cells: the data set is absent, or these months have none."""
    if not measured.is_connected(choice, "complaints"):
        return Picture(title, missing="complaints")
    return Picture(title, state=t("complaints.table.nothing", when=when(choice)))


@remembered
def by_unit(choice: Filters) -> dict[str, Cell]:
    """Each unit's cell of the chosen category, or its cells of all added up before shrinking."""
    parts: dict[str, list[Cell]] = {}
    for cell in cells(choice):
        if choice.complaint_category in ("", cell.category):
            parts.setdefault(cell.unit_id, []).append(cell)
    return {unit_id: _summed(own) for unit_id, own in parts.items()}


def _summed(parts: Sequence[Cell]) -> Cell:
    if len(parts) == 1:
        return parts[0]
    expected = [part.expected for part in parts if part.expected is not None]
    return replace(
        parts[0],
        category="",
        observed=sum(part.observed for part in parts),
        compared=sum(part.compared for part in parts),
        expected=sum(expected) if expected else None,
        q=1.0,
        kind="",
        inside="",
        steps=(),
    )


@remembered
def places(choice: Filters) -> pl.DataFrame:
    """The units in view with their shapes; no columns where there are no units."""
    return ask_if_connected("complaints/places", choice)


def in_view(choice: Filters) -> str:
    """The unit whose parts are shown: the chosen one, or for a station the one above it."""
    found = places(choice)
    if not found.width:
        return choice.unit_id
    ids = found.filter(pl.col("is_in_view"))["unit_id"].to_list()
    return str(ids[0]) if ids else choice.unit_id


def root(choice: Filters) -> str:
    """The bureau the chosen unit belongs to."""
    found = places(choice)
    roots = found["root_id"].to_list() if "root_id" in found.columns else []
    return str(roots[0]) if roots else choice.unit_id


@remembered
def areas(choice: Filters) -> tuple[str, ...]:
    """The units a map is made of: the stations in view, or where there are none its parts."""
    found = places(choice)
    if not found.width:
        return ()
    stations = found.filter((pl.col("level") == "station") & ~pl.col("is_in_view"))
    if stations.is_empty():
        stations = found.filter(pl.col("parent_unit_id") == in_view(choice))
    return tuple(stations["unit_id"].to_list())


def months(choice: Filters) -> int:
    """Three, or fewer where the data are younger."""
    return max(1, min(hot_cells.WINDOW, measured.months_of_history(choice, "complaints")))


def window(choice: Filters) -> tuple[date, date]:
    """First and last month that are counted."""
    return dates.add_months(choice.month, 1 - months(choice)), choice.month


def when(choice: Filters) -> str:
    """近3个月"""
    return t("complaints.last_months", n=months(choice))


def span(choice: Filters) -> str:
    """近3个月（2026年8月—2026年10月）"""
    return dates.rolling(months(choice), choice.month)


def by_words(choice: Filters) -> str:
    """按办件量 or 按人口; "" where nothing can be shared out."""
    exposure = hot_cells.exposure(choice)
    return t(f"complaints.by.{exposure}") if exposure else ""


def category(code: str, short: bool = False) -> str:
    """A category's name; the short one stands over a column."""
    key = f"complaints.short.{code}"
    return t(key) if short else codes.label("complaints.category_l1", code)


def listed(names: Sequence[str]) -> str:
    """A、B、C, or A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return t("complaints.comma").join(names[:-1]) + t("complaints.and") + names[-1]


def named(name: str, code: str) -> str:
    """石桥所“进展反馈”"""
    return t("complaints.quoted", unit=name, category=category(code, short=True))


def reason(category_l1: str, category_l2: str) -> str:
    """What exactly was complained about; where the source does not say, its category."""
    if not category_l2:
        return t("complaints.unsplit", category=category(category_l1))
    name = codes.label("complaints.category_l2", f"{category_l1}.{category_l2}")
    if name != f"{category_l1}.{category_l2}":
        return name
    return codes.label("complaints.category_l2", category_l2)
