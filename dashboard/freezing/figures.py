"""Every figure of a unit and of all below it, with its verdict in words, as an edition keeps it."""

from collections.abc import Callable

import polars as pl

from dashboard import judged, units
from dashboard.editions import shown
from dashboard.filters import Filters
from dashboard.texts import DEFAULT, spoken_in, t
from dashboard.verdicts import Verdict

Progress = Callable[[float], None]  # told the share that is done, 0 to 1
FIGURES = 0.3  # of the time goes into the figures, the rest into the verdicts


def everyone(unit_id: str) -> list[str]:
    """A unit and all below it, in the order of the choice bar."""
    parents = units.parents()
    found = {unit_id}
    for unit, parent in parents.items():  # a unit stands after the one above it
        if parent in found:
            found.add(unit)
    return [unit for unit in parents if unit in found] or [unit_id]


def figures(choice: Filters, progress: Progress | None = None) -> pl.DataFrame:
    """The rows of `published_values` without the edition's name; verdicts in the bureau's tongue.

    `verdict` is the tag of the change and, after a comma, that of the target; `text` says both.
    """
    told = progress or (lambda share: None)
    unit_ids = everyone(choice.unit_id)
    rows = shown(choice, unit_ids, both=True)
    told(FIGURES)
    verdicts = []
    with spoken_in(DEFAULT):
        for number, unit_id in enumerate(unit_ids, start=1):
            ids = rows.filter(unit_id=unit_id, structure="current")["indicator_id"].unique()
            verdicts += [_judged(one, choice.but(unit_id=unit_id)) for one in sorted(ids)]
            told(FIGURES + (1 - FIGURES) * number / len(unit_ids))
    schema = dict.fromkeys(("indicator_id", "unit_id", "structure", "verdict", "text"), pl.String)
    return rows.join(
        pl.DataFrame(verdicts, schema=schema, orient="row"),
        on=("indicator_id", "unit_id", "structure"),
        how="left",
        maintain_order="left",
    )


def _judged(indicator_id: str, choice: Filters) -> dict[str, str | None]:
    found = [judged.change(indicator_id, choice), judged.goal(indicator_id, choice)]
    told = list({one.tag: one for one in found if one is not None}.values())
    return {
        "indicator_id": indicator_id,
        "unit_id": choice.unit_id,
        "structure": choice.structure,
        "verdict": ",".join(one.tag for one in told) or None,
        "text": " ".join(_said(one) for one in told) or None,
    }


def _said(verdict: Verdict) -> str:
    return t("editions.said", word=t(f"tag.{verdict.tag}"), sentence=verdict.sentence)
