"""十件实事: ten rows; those whose indicator exists show its figure, the others 待接入."""

from html import escape

import polars as pl

from dashboard import measured
from dashboard.answers import remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import every, get
from dashboard.measured import Latest
from dashboard.texts import t

# The indicator each promise is measured by; None until it exists.
MEASURED_BY: dict[str, str | None] = {
    "C01": "FLW06",
    "C02": "FLW07",
    "C03": None,
    "C04": None,
    "C05": None,
    "C06": None,
    "C07": None,
    "C08": None,
    "C09": None,
    "C10": "CMP02",
}


@remembered
def picture(choice: Filters) -> Picture:
    """Ten short lines in two columns; intervals stand in the evidence."""
    figures = {code: _figure(code, choice) for code in MEASURED_BY}
    known = {code: figure for code, figure in figures.items() if figure is not None}
    lines = "".join(_line(code, figure) for code, figure in figures.items())
    return Picture(
        t("overview.promises.title", known=len(known), pending=len(figures) - len(known)),
        t("overview.promises.subtitle"),
        body=f'<div class="lines pairs">{lines}</div>',
        evidence=_told(known) if known else None,
    )


def _figure(code: str, choice: Filters) -> Latest | None:
    indicator_id = MEASURED_BY[code]
    if indicator_id is None or indicator_id not in every():
        return None
    return measured.latest(measured.by_month(indicator_id, choice), choice)


def _told(known: dict[str, Latest]) -> Evidence:
    columns = ("month", "numerator", "denominator", "low", "high")
    rows = [
        {"name": t(f"overview.promises.{code}"), "figure": figure.value}
        | {c: getattr(figure, c) for c in columns}
        for code, figure in known.items()
    ]
    ids = tuple(str(MEASURED_BY[code]) for code in known)
    return Evidence(pl.DataFrame(rows), ("measured/by_month",), ids, name="promises")


def _line(code: str, figure: Latest | None) -> str:
    shown = tag("neutral", t("tag.pending"))
    if figure is not None:
        indicator = get(str(MEASURED_BY[code]))
        value = measured.value_words(indicator, figure.value)
        words = value if figure.is_enough else t("tag.too_few")
        shown = f'<b class="figure">{escape(words)}</b>'
    name = escape(t(f"overview.promises.{code}"))
    return f'<div class="line"><span class="grow">{name}</span>{shown}</div>'
