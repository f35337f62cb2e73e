"""Lists by unit as a zip of workbooks: callbacks due, complaints due, the oldest open cases."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO

import polars as pl

from dashboard.answers import ask_if_connected, snapshot
from dashboard.elements.evidence import with_labels
from dashboard.elements.workbook import FORBIDDEN, of_sheets
from dashboard.filters import Filters
from dashboard.pictures import small_cases
from dashboard.pictures.complaints.lists import due_table
from dashboard.pictures.small_cases.units import full_names
from dashboard.texts import t

OLDEST = 20  # cases a unit


def _callbacks(choice: Filters) -> pl.DataFrame:
    evidence = small_cases.due(choice).evidence
    return evidence.table if evidence is not None else pl.DataFrame()


def _complaints(choice: Filters) -> pl.DataFrame:
    found = ask_if_connected("complaints/due_within_seven_days", choice)
    if found.is_empty():
        return pl.DataFrame()
    names = full_names()
    units = [names.get(unit, unit) for unit in found["unit_id"].to_list()]
    return due_table(found).drop("handling_unit").insert_column(0, pl.Series("unit_id", units))


def _oldest(choice: Filters) -> pl.DataFrame:
    told = small_cases.behind(choice, f"stock|{choice.month.isoformat()}")
    if told is None or told[1].table.is_empty():
        return pl.DataFrame()
    return told[1].table.group_by("unit_id", maintain_order=True).head(OLDEST)


LISTS: Mapping[str, Callable[[Filters], pl.DataFrame]] = {
    "callbacks_due": _callbacks,
    "complaints_due": _complaints,
    "oldest": _oldest,
}


def by_unit(choice: Filters) -> dict[str, dict[str, pl.DataFrame]]:
    """The lists of each unit by its name, units in name order."""
    found: dict[str, dict[str, pl.DataFrame]] = {}
    for name, asked in LISTS.items():
        table = asked(choice)
        if table.is_empty():
            continue
        units = table["unit_id"].alias("\0unit")  # beside its label, in a name no label has
        parts = (
            with_labels(table)
            .with_columns(units)
            .partition_by(units.name, maintain_order=True, include_key=False, as_dict=True)
        )
        for (unit,), own in parts.items():
            found.setdefault(str(unit), {})[t(f"exports.list.{name}")] = own
    return dict(sorted(found.items()))


def archive(lists: Mapping[str, Mapping[str, pl.DataFrame]]) -> bytes:
    """A workbook a unit, each with a sheet for every list the unit has something on."""
    content = BytesIO()
    day = snapshot().cutoff
    moment = datetime(day.year, day.month, day.day).timetuple()[:6]
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archived:
        for unit, sheets in lists.items():
            entry = zipfile.ZipInfo(f"{plain(unit)}.xlsx", moment)
            archived.writestr(entry, of_sheets(sheets))
    return content.getvalue()


def plain(name: str) -> str:
    """A name that every file system takes."""
    return "".join("_" if letter in FORBIDDEN + '<>|"\\' else letter for letter in name).strip()
