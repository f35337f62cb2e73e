"""Units beside each other by how much they solve: intervals in list order, no ranking."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.small_cases import amounts
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names

UNKNOWN = "UNKNOWN"  # the reserved unit of cases whose unit is not known
MOST_ROWS = 11  # units of a picture, those with too few cases included
ROWS_WITH_NOTE = 10  # more leave no room for a line under the picture
MOST_DRAWN = 13  # units that a picture can hold


@remembered
def clearance(choice: Filters) -> Picture:
    """Units by the bureau's list, each with its interval; no ranking and no light."""
    frame = ask_if_connected("small_cases/clearance_by_unit", choice)
    if frame.is_empty() or frame["last_month"].drop_nulls().is_empty():
        return Picture(t("small_cases.clearance.title"), missing="cases")
    reference, units = frame.row(0, named=True), frame.filter(~pl.col("is_reference"))
    if units.is_empty():
        units = frame
    enough = units.filter(pl.col("docketed") >= amounts.LEAST)
    few = units.filter(pl.col("docketed") < amounts.LEAST)
    months = dates.span(frame["first_month"].min(), frame["last_month"].max())  # type: ignore[arg-type]
    evidence = Evidence(
        amounts.whole(_named_units(frame)),
        ("small_cases/clearance_by_unit",),
        ("CAS02",),
        (t("small_cases.clearance.note"), t("small_cases.wilson")),
        "small_case_clearance",
    )
    shown = units if units.height <= MOST_ROWS else enough
    rows = [_unit_row(row, choice) for row in shown.iter_rows(named=True)]
    left_out = 0 if shown is units else few.height
    picture = Picture(
        t("small_cases.clearance.title"),
        t("small_cases.clearance.subtitle", months=months) + _left_out(left_out),
        note=t("small_cases.clearance.note") if len(rows) <= ROWS_WITH_NOTE else "",
        evidence=evidence,
    )
    if enough.is_empty():
        return replace(picture, state=amounts.too_few(float(units["docketed"].max())))  # type: ignore[arg-type]
    if len(rows) > MOST_DRAWN:
        return replace(picture, body=_unit_lines(rows))
    rate = None
    if reference["docketed"] >= amounts.LEAST:
        rate = reference["solved"] / reference["docketed"]
    name = full_names().get(reference["unit_id"], reference["unit_id"])
    return replace(
        picture,
        figure=intervals.dots(
            rows,
            reference=rate * 100 if rate is not None else None,
            reference_label=_reference_words(name, rate),
            suffix="%",
            palette=theme.palette(),
        ),
    )


def _reference_words(name: str, rate: float | None) -> str:
    if rate is None:
        return ""
    return t("small_cases.clearance.reference", name=name, rate=numbers.rate(rate))


def _left_out(n: int) -> str:
    """How many units are not drawn because they have too few cases; the evidence has them."""
    if not n:
        return ""
    return t("small_cases.clearance.left_out", units=numbers.count(n, "unit"))


def _unit_lines(rows: Sequence[intervals.Row]) -> str:
    """More units than a picture holds: their names and figures, to be scrolled."""
    lines = "".join(
        f'<div class="line"><span class="grow">{escape(row.name)}</span>'
        f"<span>{escape(row.words or row.state)}</span></div>"
        for row in rows
    )
    return f'<div class="lines" style="overflow:auto;height:230px">{lines}</div>'


def _named_units(frame: pl.DataFrame) -> pl.DataFrame:
    names = full_names()
    words = [names.get(unit, unit) for unit in frame["unit_id"].to_list()]
    return frame.with_columns(unit_id=pl.Series(words, dtype=pl.String))


@remembered
def full_names() -> dict[str, str]:
    """As the choice bar calls them; units that are no more, and the unknown one, included."""
    closed = ask_if_connected("small_cases/unit_names")
    names = dict(closed.iter_rows()) if closed.height else {}
    return {**names, UNKNOWN: t("small_cases.unknown_unit"), **unit_names()}


def short_names(unit_ids: Sequence[str]) -> dict[str, str]:
    """Unit names without the branch before a station's."""
    names, separator = full_names(), t("choice.level_separator")
    return {unit: names.get(unit, unit).split(separator)[-1] for unit in unit_ids}


def _unit_row(row: dict[str, Any], choice: Filters) -> intervals.Row:
    name = short_names([row["unit_id"]])[row["unit_id"]]
    is_own = row["unit_id"] == choice.unit_id
    docketed, solved = row["docketed"], row["solved"]
    if docketed < amounts.LEAST:
        state = t("small_cases.clearance.too_few", n=amounts.cases(docketed))
        return intervals.Row(row["unit_id"], name, state=state, is_strong=is_own)
    low, high = wilson(solved, docketed)
    hover = t(
        "small_cases.clearance.hover",
        unit=name,
        docketed=amounts.cases(docketed),
        solved=amounts.cases(solved),
        rate=amounts.share_with_interval(solved, docketed),
    )
    words = numbers.rate_with_interval(solved / docketed, low, high)
    return intervals.Row(
        row["unit_id"],
        name,
        solved / docketed * 100,
        low * 100,
        high * 100,
        words,
        hover=hover,
        is_strong=is_own,
    )
