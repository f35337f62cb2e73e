"""The first scene and the last: what became of the last decisions, and what is decided today."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from dashboard import actions, indicators, units
from dashboard.actions import following
from dashboard.actions.following import Followed
from dashboard.elements.evidence import Evidence
from dashboard.filters import Filters
from dashboard.scenes import Cell, Scene, Table
from dashboard.scenes.worded import fitted, script, subtitled
from dashboard.texts import dates, numbers, t

MOST = 8  # rows that have room
ASKED = 3  # matters the question names
DONE = ("done", "late")
LATE = ("overdue", "not_done")
HEADS = ("matter", "owner", "due", "done", "figures", "helped")
TODAY = ("matter", "owner", "due", "indicator")
MARKS = "①②③④⑤⑥⑦⑧⑨"


@dataclass(frozen=True)
class Asked:
    """What another scene of the meeting asks: its name, its question."""

    name: str
    question: str


def followed(choice: Filters, meeting_id: str = "") -> Scene:
    """Done or not and whether it helped, each in its own column."""
    found = following.followed(choice, meeting_id)
    if not found:
        question = t("scenes.followed.question_none")
        said = script((t("scenes.followed.none"), t("scenes.followed.rule")), question)
        return Scene(
            "followed", t("scenes.followed.headline_none"), state=t("scenes.followed.none"),
            question=question, script=said, choice=choice,
        )  # fmt: skip
    headline, more = fitted(following.headline(found))
    rest = len(found) - MOST
    also = t("scenes.followed.more", n=numbers.count(rest)) if rest > 0 else ""
    question = _question(found)
    parts = (following.headline(found), *(one.verdict.sentence for one in _telling(found)))
    workings = (one.effect.working for one in found)
    return Scene(
        "followed",
        headline,
        subtitled((more, t("scenes.followed.rule"), also)),
        table=Table(
            tuple(t(f"scenes.followed.head_{name}") for name in HEADS),
            tuple(_followed_row(one) for one in found[:MOST]),
        ),
        question=question,
        script=script((*parts, t("scenes.followed.rule")), question),
        evidence=_evidence(found),
        working=tuple(working for working in workings if working is not None),
        choice=choice,
    )


def _followed_row(one: Followed) -> tuple[Cell, ...]:
    action = one.action
    return (
        Cell(action.matter),
        Cell(_owner(one)),
        Cell(dates.in_year(action.due_on)),
        Cell(one.done_words, one.done_tag),
        Cell(one.figures),
        Cell(one.helped_words, one.helped_tag),
    )


def _owner(one: Followed) -> str:
    unit = units.names().get(one.action.unit_id, "")
    return one.action.owner_post or unit


def _telling(found: Sequence[Followed]) -> list[Followed]:
    """Those that something must be said about first: late ones, then those that did not help."""
    return sorted(found, key=lambda one: (one.state not in LATE, one.effect.kind == "better"))


def _question(found: Sequence[Followed]) -> str:
    """① 逾期的“防盗登记”怎么办 ② “告知提醒”没见效，改不改做法"""
    asked = [
        t("scenes.followed.ask_late", matter=one.action.matter)
        for one in found
        if one.state in LATE
    ]
    asked += [
        t("scenes.followed.ask_helpless", matter=one.action.matter)
        for one in found
        if one.state in DONE and one.effect.kind in ("no_clear_change", "worse")
    ]
    if not asked:
        return t("scenes.followed.question_fine")
    shown = asked[:ASKED]
    if len(shown) == 1:
        return shown[0]
    return " ".join(f"{mark} {words}" for mark, words in zip(MARKS, shown, strict=False))


def decisions(choice: Filters, meeting_id: str, agenda: Sequence[Asked]) -> Scene:
    """What was decided so far; before anything was, what the other scenes ask."""
    found = following.follow(actions.of_meeting(meeting_id), choice) if meeting_id else []
    if found:
        headline = t("scenes.decisions.headline", n=numbers.count(len(found)))
        table = Table(
            tuple(t(f"scenes.decisions.head_{name}") for name in TODAY),
            tuple(_decided_row(one) for one in found[-MOST:]),
        )
        said = [t("scenes.decisions.one", matter=one.action.matter, owner=_owner(one),
                  day=dates.in_year(one.action.due_on)) for one in found]  # fmt: skip
    else:
        headline = t("scenes.decisions.headline_none", n=numbers.count(len(agenda)))
        table = Table(
            tuple(
                t(f"scenes.decisions.head_{name}") for name in ("scene", "asked", "owner", "due")
            ),
            tuple(_asked_row(one) for one in agenda[:MOST]),
        )
        said = [t("scenes.decisions.asked", name=one.name, question=one.question) for one in agenda]
    question = t("scenes.decisions.question")
    return Scene(
        "decisions",
        headline,
        t("scenes.decisions.rule"),
        table=table if table.rows else None,
        state="" if table.rows else t("scenes.decisions.none"),
        question=question,
        script=script((headline, t("scenes.decisions.rule"), *said), question),
        evidence=_evidence(found) if found else None,
        choice=choice,
    )


def _decided_row(one: Followed) -> tuple[Cell, ...]:
    action = one.action
    name = indicators.get(action.indicator_id).name if action.indicator_id else ""
    return (
        Cell(action.matter),
        Cell(_owner(one)),
        Cell(dates.in_year(action.due_on)),
        Cell(name or t("scenes.decisions.done_only")),
    )


def _asked_row(one: Asked) -> tuple[Cell, ...]:
    open_word = t("scenes.decisions.open")
    return (
        Cell(one.name),
        Cell(one.question),
        Cell(open_word, "neutral"),
        Cell(open_word, "neutral"),
    )


def _evidence(found: Sequence[Followed]) -> Evidence:
    names = units.names()
    rows = [
        {
            "matter": one.action.matter,
            "unit_id": names.get(one.action.unit_id, one.action.unit_id),
            "owner_post": one.action.owner_post,
            "raised_on": one.action.raised_on,
            "due_on": one.action.due_on,
            "done_words": one.done_words,
            "figures": one.figures,
            "helped_words": one.helped_words,
        }
        for one in found
    ]
    ids = dict.fromkeys(one.action.indicator_id for one in found if one.action.indicator_id)
    return Evidence(pl.DataFrame(rows, infer_schema_length=None), (), tuple(ids), (), "decisions")
