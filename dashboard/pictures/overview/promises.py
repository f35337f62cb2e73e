"""十件实事 in short: ten lines with their figure and whether the target was met."""

from html import escape

import polars as pl

from dashboard.answers import remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.promises import figures
from dashboard.pictures.promises.figures import Promise
from dashboard.texts import numbers, t


@remembered
def picture(choice: Filters) -> Picture:
    """Ten short lines in two columns; intervals and targets stand in the evidence."""
    shown = figures.promises(choice)
    if all(promise.standing == "not_connected" for promise in shown):
        return Picture(t("overview.promises.title_missing"), missing="commitment_progress")
    return Picture(
        t("overview.promises.title", counts=figures.count_words(shown)),
        t("overview.promises.subtitle"),
        body=f'<div class="lines pairs">{"".join(_line(promise) for promise in shown)}</div>',
        evidence=_told([promise for promise in shown if promise.value is not None]),
    )


def _told(known: list[Promise]) -> Evidence:
    rows = [
        {
            "promise": t(f"overview.promises.{promise.code}"),
            "month": promise.month,
            "kept_n": promise.kept,
            "promised_n": promise.due,
            "figure": promise.value,
            "low": promise.low,
            "high": promise.high,
            "target": promise.limits.target if promise.limits else None,
        }
        for promise in known
    ]
    return Evidence(
        pl.DataFrame(rows, infer_schema_length=None),
        ("measured/by_month", "promises/kept_by_month"),
        tuple(figures.MEASURED_BY.values()),
        [t("promises.ten.note_bases"), t("promises.ten.note_exact")],
        name="promises",
    )


def _line(promise: Promise) -> str:
    name = escape(t(f"overview.promises.{promise.code}"))
    shown = "" if promise.value is None else numbers.rate(promise.value / 100)
    figure = f'<b class="figure">{escape(shown)}</b>' if _is_judged(promise) else ""
    return (
        f'<div class="line"><span class="grow">{name}</span>{figure}'
        f"{figures.light(promise.standing)}</div>"
    )


def _is_judged(promise: Promise) -> bool:
    return promise.standing in figures.COLOURS
