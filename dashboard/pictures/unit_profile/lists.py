"""做得稳的 and 要帮的: two short lists, each line with its evidence; and the short answer."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import polars as pl

from dashboard import peers
from dashboard.answers import remembered
from dashboard.elements.cards import COLOURS
from dashboard.elements.evidence import Evidence
from dashboard.elements.heading import ShortAnswer
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.pictures.unit_profile import pairs, workload
from dashboard.pictures.unit_profile.assessed import Assessed, assessed, needing, steady
from dashboard.texts import t
from dashboard.verdicts.change import unit_words
from dashboard.verdicts.hot_spots import hot_spots

LONGEST = 5  # lines of a list
WORKED = 8  # workings behind the short answer
NAMED = 3  # indicators in the short answer


@remembered
def question(choice: Filters) -> str:
    """云岭县局怎么样，要帮什么？"""
    return unit_words(choice.unit_id) + t("unit_profile.question")


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """How many stand well and where help is needed; workload; what it is for."""
    every = assessed(choice)
    if not every:
        return ShortAnswer(t("unit_profile.lead_none"))
    bad, good = needing(choice), steady(choice)
    names = t("peers.listed").join(each.indicator.name for each in bad[:NAMED])
    more = t("peers.and_more") if len(bad) > NAMED else ""
    holes = {"k": len(every), "good": len(good), "bad": len(bad), "names": names + more}
    lead = t("unit_profile.lead_bad" if bad else "unit_profile.lead", **holes)
    rest = t("unit_profile.rest", rest=len(every) - len(good) - len(bad)) + _hot(choice)
    working = [one for each in (*bad, *good) for one in each.workings][:WORKED]
    return ShortAnswer(lead, rest + workload.sentence(choice) + t("peers.fairness"), working)


@remembered
def well(choice: Filters) -> Picture:
    """做得稳的"""
    return _list("steady", steady(choice), choice)


@remembered
def help_needed(choice: Filters) -> Picture:
    """要帮的"""
    drawn = _list("needing", needing(choice), choice)
    watched = [each.indicator.name for each in assessed(choice) if each.is_watched]
    said = _hot(choice)
    if others := pairs.off_target(choice):
        said = t("unit_profile.needing.others", names=t("peers.listed").join(others)) + said
    if watched:
        said = t("unit_profile.needing.watched", names=t("peers.listed").join(watched)) + said
    if not said:
        return drawn
    if drawn.state:
        return replace(drawn, state=drawn.state + said)
    return replace(drawn, body=drawn.body + noted(said))


def _hot(choice: Filters) -> str:
    """Where complaints are hot: no indicator of its own here, and nothing to pass over either."""
    found = [
        t(
            "overview.attention.hot_spot_name",
            unit=spot.name,
            category=t(f"complaints.short.{spot.category}"),
        )
        for spot in hot_spots(choice.but(complaint_category=""))
        if spot.kind != "fading" and not spot.inside
    ]
    return t("unit_profile.hot", names=t("peers.listed").join(found)) if found else ""


def noted(words: str) -> str:
    """A quiet line beneath a list."""
    return f'<div class="note">{escape(words)}</div>' if words else ""


def _list(kind: str, found: Sequence[Assessed], choice: Filters) -> Picture:
    title = t(f"unit_profile.{kind}.title", n=len(found))
    if not assessed(choice):
        return Picture(title, missing="cases")
    if not found:
        return Picture(title, state=t(f"unit_profile.{kind}.none"))
    body = "".join(_line(each) for each in found[:LONGEST])
    rest = len(found) - LONGEST
    return Picture(
        title,
        t(f"unit_profile.{kind}.subtitle"),
        body=f'<div class="lines">{body}</div>'
        + noted(t("unit_profile.more", n=rest) if rest > 0 else ""),
        evidence=_evidence(choice),
    )


def _line(each: Assessed) -> str:
    tags = "".join(tag(_colour(each, key), words) for key, words in each.evidence)
    return (
        f'<div class="line"><span class="grow">{escape(each.indicator.name)} '
        f"<b>{escape(each.figure)}</b></span><span>{tags}</span></div>"
    )


def _colour(each: Assessed, key: str) -> str:
    if key not in ("above_peers", "below_peers"):
        return COLOURS.get(key, "neutral")
    good = peers.good_side(each.indicator)
    if not good:
        return "accent"
    return "good" if key == f"{good}_peers" else "bad"


def _evidence(choice: Filters) -> Evidence:
    """All indicators of the unit with all three verdicts in words."""
    rows = [
        {
            "indicator": each.indicator.name,
            "value_words": each.figure,
            "goal_words": each.goal.sentence if each.goal else "",
            "standing": each.beside.sentence if each.beside else "",
            "change_words": each.change.sentence if each.change else "",
        }
        for each in assessed(choice)
    ]
    questions = ("measured/courses", "measured/by_unit", "measured/peer_groups")
    return Evidence(
        pl.DataFrame(rows), questions, (), (t("peers.fairness"),), f"unit_{choice.unit_id}"
    )
