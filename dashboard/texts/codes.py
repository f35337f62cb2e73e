"""The names of coded values, from the code lists in data/codes."""

import csv
from functools import cache

from dashboard.settings import CODES
from dashboard.texts import language

_FOLDER = CODES


@cache
def _labels() -> dict[tuple[str, str], tuple[dict[str, str], int]]:
    with (_FOLDER / "enum_labels.csv").open(encoding="utf-8") as lines:
        found = {}
        for place, row in enumerate(csv.DictReader(lines)):
            column = f"{row['table_name']}.{row['column_name']}"
            # The same code may stand under two parents (overdue: a case, or a service).
            found[column, f"{row['parent_code']}.{row['code']}"] = row, place
            found.setdefault((column, row["code"]), (row, place))
        return found


@cache
def _categories() -> dict[str, tuple[dict[str, str], int]]:
    with (_FOLDER / "category_map.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return {row["category_code"]: (row, place) for place, row in enumerate(rows)}


def label(column: str, code: str) -> str:
    """The name of a code of "complaints.category_l1" and the like; the code itself if unknown.

    A code that stands under several parents is written with its own: "procedure.overdue".
    """
    found = _labels().get((column, code))
    return found[0][f"label_{language()}"] if found else code


def category(code: str) -> str:
    """The name of a category of matters; the code itself if unknown."""
    found = _categories().get(code)
    return found[0][f"label_{language()}"] if found else code


def category_order(code: str) -> int:
    """Where a category stands in the list; unknown ones last."""
    found = _categories().get(code)
    return found[1] if found else len(_categories())


def order(column: str, code: str) -> int:
    """Where a code stands in its list; unknown ones last."""
    found = _labels().get((column, code))
    return found[1] if found else len(_labels())
