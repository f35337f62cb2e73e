"""The figure that is shown of every indicator in some units, as an edition keeps it.

Nothing is computed here: single indicators come from the courses that verdicts are made of,
composed ones from `measured`, the hot-spot index from its own statistics.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import polars as pl

from dashboard import composed, measured, units, windows
from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every, get
from dashboard.judged.courses import MONTHS, Course, of_unit
from dashboard.judged.judging import is_enough, length_of
from dashboard.statistics.hotspots import hotspot
from dashboard.statistics.suppression import FEWEST
from dashboard.texts import dates
from dashboard.verdicts.change import figure

SCHEMA: dict[str, Any] = {
    "indicator_id": pl.String,
    "series": pl.String,
    "unit_id": pl.String,
    "month": pl.Date,  # the last of the window
    "window": pl.String,  # m, m3, m12: months added up
    "structure": pl.String,
    "value": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "n": pl.Int64,
    "lower": pl.Float64,
    "upper": pl.Float64,
}
KEY = ("indicator_id", "series", "unit_id", "structure")
OF_PEOPLE = ("SAT", "SVC02")  # those whose n are people who answered
HOT_SPOTS = "CMP07"
SOLVING_DAYS = "CAS06"
Row = dict[str, Any]
Progress = Callable[[float], None]


def shown(choice: Filters, unit_ids: Sequence[str], both: bool = False) -> pl.DataFrame:
    """What is shown of every indicator in each unit at the chosen month; one row a series.

    With `both`, figures that differ under the structure as it was stand beside today's. Below the
    least n, and of one to four people, there is a row without a figure.
    """
    rows = _of_courses(choice, unit_ids)
    rows += _of_composed(choice, unit_ids)
    rows += _of_hot_spots(choice, unit_ids)
    if both:
        rows += _as_was(choice, unit_ids, rows)
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort(KEY)


def _of_courses(choice: Filters, unit_ids: Iterable[str]) -> list[Row]:
    """Unit by unit, as verdicts ask for them too, so that both share the answers."""
    found = [of_unit(choice.but(unit_id=unit_id)) for unit_id in unit_ids]
    rows = [_of_course(course, choice) for courses in found for course in courses.values()]
    return [row for row in rows if row is not None]


def _of_course(course: Course, choice: Filters) -> Row | None:
    indicator, length = course.indicator, length_of(course.indicator, course.unit_id)
    if not length or not course.judged:
        return None
    last = course.judged[-1]
    window = course.window(last.month, length, last.series)
    if window is None:
        return None
    sums = window.sums
    row = _row(indicator, course.unit_id, last.month, length, choice) | {"series": last.series}
    if not is_enough(indicator, sums):
        return row | {"n": _people(indicator, sums.n)}
    told = figure(indicator, sums)
    return row | {
        "value": told.value,
        "numerator": sums.numerator,
        "denominator": sums.denominator,
        "n": round(sums.n),
        "lower": told.low,
        "upper": told.high,
    }


def _row(indicator: Indicator, unit_id: str, month: object, length: int, choice: Filters) -> Row:
    return {
        "indicator_id": indicator.id,
        "series": "",
        "unit_id": unit_id,
        "month": month,
        "window": "m" if length == 1 else f"m{length}",
        "structure": choice.structure,
    } | dict.fromkeys(("value", "numerator", "denominator", "n", "lower", "upper"))


def _people(indicator: Indicator, n: float) -> int | None:
    """How many there were; of one to four people who answered not even that."""
    is_hidden = indicator.id.startswith(OF_PEOPLE) and 0 < n < FEWEST
    return None if is_hidden else round(n)


def _of_composed(choice: Filters, unit_ids: Iterable[str]) -> list[Row]:
    rows = []
    for indicator in every().values():
        if indicator.kind != "composed":
            continue
        for unit_id in unit_ids:
            length = indicator.window(units.levels().get(unit_id, ""))
            if not length:
                continue
            row = _solving_days if indicator.id == SOLVING_DAYS else _composed
            rows.append(row(indicator, length, choice.but(unit_id=unit_id)))
    return [row for row in rows if row is not None]


def _composed(indicator: Indicator, length: int, choice: Filters) -> Row | None:
    last = measured.latest(measured.by_month(indicator.id, choice), choice)
    if last is None:
        return None
    row = _row(indicator, choice.unit_id, last.month, length, choice) | {"series": last.series}
    if not last.is_enough:
        return row | {"n": _people(indicator, last.n)}
    return row | {
        "value": last.value,
        "numerator": last.numerator,
        "denominator": last.denominator,
        "n": round(last.n),
        "lower": last.low,
        "upper": last.high,
    }


def _solving_days(indicator: Indicator, length: int, choice: Filters) -> Row | None:
    asked = choice.but(category_code="")
    table = ask_if_connected(
        "small_cases/solving_times", asked, reference_id=choice.unit_id, window=length
    )
    if table.is_empty():
        return None
    n = float(table["own"].sum())
    row = _row(indicator, choice.unit_id, choice.month, length, choice) | {"n": round(n)}
    if n < indicator.minimum_n:
        return row
    median = composed.median_days(table)
    return row | {"value": median.value, "lower": median.low, "upper": median.high}


def _of_hot_spots(choice: Filters, unit_ids: Iterable[str]) -> list[Row]:
    indicator, wanted = get(HOT_SPOTS), set(unit_ids)
    rows = []
    for level, length in indicator.windows.items():
        asked = windows.by_unit(HOT_SPOTS, length, choice, level)
        for cell in asked.iter_rows(named=True):
            if cell["unit_id"] in wanted and cell["denominator"]:
                rows.append(_cell(indicator, cell, length, choice))
    return rows


def _cell(indicator: Indicator, cell: Row, length: int, choice: Filters) -> Row:
    row = _row(indicator, cell["unit_id"], choice.month, length, choice)
    row |= {"series": cell["series"], "n": round(cell["n"] or 0)}
    if row["n"] < indicator.minimum_n:
        return row
    spot = hotspot(float(cell["numerator"]), float(cell["denominator"]))
    return row | {
        "value": spot.index,
        "numerator": spot.observed,
        "denominator": spot.expected,
        "lower": spot.low,
        "upper": spot.high,
    }


def _as_was(choice: Filters, unit_ids: Sequence[str], current: Sequence[Row]) -> list[Row]:
    """The figures of courses under the structure as it was, where they differ from today's."""
    names = [name for name in SCHEMA if name != "structure"]
    known = {tuple(row[name] for name in names) for row in current}
    first = dates.add_months(choice.month, -MONTHS)
    asked = list(unit_ids)
    moved = ask_if_connected("editions/moved", choice, unit_ids=asked, first_month=first)
    rows = _of_courses(choice.but(structure="as_was"), moved.to_series(0) if moved.width else ())
    return [row for row in rows if tuple(row[name] for name in names) not in known]
