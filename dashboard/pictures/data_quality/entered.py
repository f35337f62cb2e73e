"""What people noted and set themselves: how much is in force, and the last of it."""

from html import escape
from typing import Any

from dashboard import entered as journal
from dashboard import indicators, units
from dashboard.answers import remembered
from dashboard.elements.entries.opening import open_page
from dashboard.elements.heading import ShortAnswer
from dashboard.elements.picture import Action, Picture
from dashboard.filters import Filters
from dashboard.texts import codes, dates, t

LAST = 5
OWN = {"explanation": "said", "verified": "verified"}


@remembered
def counts() -> dict[str, int]:
    """How many notes, explanations, verifications and targets are in force."""
    kinds = journal.in_force("annotations")["kind"].to_list()
    found = {"notes": 0, "said": 0, "verified": 0}
    for kind in kinds:
        found[OWN.get(kind, "notes")] += 1
    return found | {"targets": journal.in_force("targets").height}


def entries_answer() -> ShortAnswer:
    """The short answer of the page of entries."""
    return ShortAnswer(t("entries.lead", **counts()), t("entries.rest"))


@remembered
def entered(choice: Filters) -> Picture:
    """The last notes; the page of entries stands behind its button."""
    found = counts()
    action = Action(t("data_quality.entered.open"), open_page)
    rows = journal.in_force("annotations").sort("created_at", descending=True, maintain_order=True)
    if rows.is_empty() and not found["targets"]:
        nothing = t("data_quality.entered.none")
        return Picture(t("data_quality.entered.title", **found), state=nothing, action=action)
    lines = "".join(_line(row) for row in rows.head(LAST).iter_rows(named=True))
    return Picture(
        t("data_quality.entered.title", **found),
        t("data_quality.entered.subtitle", **found),
        body=f'<div class="lines tight">{lines}</div>',
        action=action,
    )


def _line(row: dict[str, Any]) -> str:
    unit = units.names().get(row["scope_unit_id"] or "", t("entries.target.everybody"))
    known = indicators.every().get(row["indicator_id"] or "")
    about = f"{unit} {known.name}" if known else unit
    words = f"{codes.label('annotations.kind', row['kind'])}　{about}　{row['text']}"
    day = dates.full(row["created_at"].date())
    return (
        f'<div class="line"><span class="grow clipped">{escape(words)}</span>'
        f"<span>{escape(day)}</span></div>"
    )
