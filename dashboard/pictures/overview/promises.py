"""十件实事: ten rows; those whose indicator exists show its figure, the others 待接入."""

from html import escape

from dashboard import measured
from dashboard.answers import remembered
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import every, get
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
    """Ten short lines in two columns."""
    figures = {code: _figure(code, choice) for code in MEASURED_BY}
    known = sum(figure is not None for figure in figures.values())
    lines = "".join(_line(code, figure) for code, figure in figures.items())
    return Picture(
        t("overview.promises.title", known=known, pending=len(figures) - known),
        t("overview.promises.subtitle"),
        body=f'<div class="lines pairs">{lines}</div>',
    )


def _figure(code: str, choice: Filters) -> str | None:
    indicator_id = MEASURED_BY[code]
    if indicator_id is None or indicator_id not in every():
        return None
    figure = measured.latest(measured.by_month(indicator_id, choice), choice)
    if figure is None:
        return None
    return measured.words(get(indicator_id), figure) if figure.is_enough else t("tag.too_few")


def _line(code: str, figure: str | None) -> str:
    shown = (
        tag("neutral", t("tag.pending"))
        if figure is None
        else f'<b class="figure">{escape(figure)}</b>'
    )
    name = escape(t(f"overview.promises.{code}"))
    return f'<div class="line"><span class="grow">{name}</span>{shown}</div>'
