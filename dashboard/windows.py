"""The sums of indicators over their windows: all of them are asked for together, and kept.

What a page wants of one indicator it mostly wants of several, and one question for all of them
takes little longer than one for a single one.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from dashboard import units
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import SPANS, Filters
from dashboard.indicators import every, get
from dashboard.texts.dates import add_months

LONGEST = max(SPANS)  # months that are asked for, whatever the span: one answer serves them all
Windows = tuple[tuple[str, int], ...]  # indicators with the months of their windows
Sums = Mapping[str, pl.DataFrame]  # the rows of each indicator


def by_month(indicator_id: str, window: int, choice: Filters, first: date) -> pl.DataFrame:
    """Windows ending in each month since the first, of the chosen unit; see the question."""
    asked = _together(indicator_id, window, units.levels().get(choice.unit_id, ""))
    found = _by_month(asked, _plain(choice)).get(indicator_id, pl.DataFrame())
    return found.filter(pl.col("month") >= first) if found.width else found


def by_unit(indicator_id: str, window: int, choice: Filters, level: str) -> pl.DataFrame:
    """The last window of each unit of a level under the chosen one; see the question."""
    asked = _together(indicator_id, window, level)
    return _by_unit(asked, _plain(choice), level).get(indicator_id, pl.DataFrame())


def _plain(choice: Filters) -> Filters:
    """What of a choice the two questions take."""
    return Filters(choice.unit_id, choice.month, structure=choice.structure, scope=choice.scope)


def _together(indicator_id: str, window: int, level: str) -> Windows:
    """All indicators with their usual windows at a level, if this is one; else it alone."""
    whole = {name: known.window(level) for name, known in every().items()}
    usual = {name: n for name, n in whole.items() if n and every()[name].kind != "composed"}
    return tuple((usual if usual.get(indicator_id) == window else {indicator_id: window}).items())


@remembered
def _by_month(asked: Windows, choice: Filters) -> Sums:
    found = ask_if_connected(
        "measured/by_month",
        choice,
        indicator_ids=[name for name, _ in asked],
        windows=_months(asked),
        maturities=[get(name).maturity_days for name, _ in asked],
        first_month=add_months(choice.month, 1 - LONGEST),
    )
    return _apart(found)


@remembered
def _by_unit(asked: Windows, choice: Filters, level: str) -> Sums:
    found = ask_if_connected(
        "measured/by_unit",
        choice,
        indicator_ids=[name for name, _ in asked],
        windows=_months(asked),
        level=level,
    )
    return _apart(found)


def _months(asked: Windows) -> list[int]:
    """What is no sum is not added up over months; what is composed is, before it is."""
    known = every()
    return [
        window if known[name].roll == "sum" or known[name].kind == "composed" else 1
        for name, window in asked
    ]


def _apart(rows: pl.DataFrame) -> Sums:
    if rows.is_empty():
        return {}
    parts = rows.partition_by("indicator_id", as_dict=True, include_key=False)
    return {str(name): own for (name,), own in parts.items()}
