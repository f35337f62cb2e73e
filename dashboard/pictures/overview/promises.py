"""十件实事 in short: ten lines with their figure and whether the target was met."""

from html import escape

from dashboard.answers import remembered
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.promises import figures, ten
from dashboard.pictures.promises.figures import Promise
from dashboard.texts import numbers, t


@remembered
def picture(choice: Filters) -> Picture:
    """Ten short lines in two columns; intervals, targets and what is next stand in the evidence."""
    shown = figures.promises(choice)
    if all(promise.standing == "not_connected" for promise in shown):
        return Picture(t("overview.promises.title_missing"), missing="commitment_progress")
    return Picture(
        t("overview.promises.title", counts=figures.count_words(shown)),
        t("overview.promises.subtitle"),
        body=f'<div class="lines pairs">{"".join(_line(promise) for promise in shown)}</div>',
        evidence=ten(choice).evidence,
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
