"""The rows of the ledger, and what they come to."""

from collections.abc import Sequence
from typing import Literal

import polars as pl

from dashboard import actions, indicators, units
from dashboard.actions import following
from dashboard.actions.following import Followed
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t

Kind = Literal["all", "open", "overdue", "done", "judged"]
KINDS: tuple[Kind, ...] = ("all", "open", "overdue", "done", "judged")


def rows(choice: Filters, kind: str = "all") -> list[Followed]:
    """The actions of the chosen unit and below, the last raised first."""
    found = following.follow(actions.every(choice), choice)
    return [one for one in found if _is(one, kind)]


def _is(one: Followed, kind: str) -> bool:
    return {
        "open": one.is_open,
        "overdue": one.is_open and one.days > 0,
        "done": one.state in ("done", "late"),
        "judged": one.is_judged,
    }.get(kind, True)


def short_answer(found: Sequence[Followed]) -> ShortAnswer:
    """How many were done, and how many truly worked: two matters, never mixed."""
    if not found:
        return ShortAnswer(t("actions.answer.none"), t("actions.answer.how"))
    counts = {kind: numbers.count(sum(_is(one, kind) for one in found)) for kind in KINDS}
    worked = sum(one.effect.kind in ("better", "met") for one in found)
    lead = t("actions.answer.lead", **counts)
    judged = t("actions.answer.judged", judged=counts["judged"], worked=numbers.count(worked))
    return ShortAnswer(lead, judged + t("actions.answer.apart"))


def table(found: Sequence[Followed]) -> pl.DataFrame:
    """A row an action, in words, in the columns of the meeting's table and the rule."""
    return pl.DataFrame(
        [
            {
                "matter": one.action.matter,
                "owner": actions.owner_words(one.action),
                "due_on": dates.full(one.action.due_on),
                "done_words": [one.done_words],
                "figures": one.figures,
                "helped_words": [one.helped_words],
                "rule": actions.rule_words(one.action.rule, one.action.indicator_id),
            }
            for one in found
        ],
        schema={
            "matter": pl.String,
            "owner": pl.String,
            "due_on": pl.String,
            "done_words": pl.List(pl.String),
            "figures": pl.String,
            "helped_words": pl.List(pl.String),
            "rule": pl.String,
        },
    )


def sheets(found: Sequence[Followed]) -> dict[str, pl.DataFrame]:
    """The ledger as a sheet of a workbook, with all that was written down."""
    names = indicators.every()
    written = []
    for one in found:
        action, report = one.action, one.report
        written.append(
            {
                "matter": action.matter,
                "instruction": action.instruction,
                "unit_id": units.names().get(action.unit_id, action.unit_id),
                "owner_post": action.owner_post,
                "raised_on": action.raised_on,
                "due_on": action.due_on,
                "done_words": one.done_words,
                "done_on": report.done_on if report else None,
                "report_remark": report.remark if report else "",
                "indicator_id": names[action.indicator_id].name if action.indicator_id else "",
                "figures": one.figures,
                "helped_words": one.helped_words,
                "rule": actions.rule_words(action.rule, action.indicator_id),
                "judged_from": action.judged_from,
                "written_on": action.written_on,
                "verdict_sentence": one.verdict.sentence,
                "author": action.author,
            }
        )
    sheet = pl.DataFrame(written, infer_schema_length=None)
    labelled = sheet.rename({name: t(f"actions.column.{name}") for name in sheet.columns})
    return {t("actions.ledger"): labelled}
