"""帮扶: where a figure lay wholly beyond its alert line three months in a row; and since when."""

from dataclasses import dataclass
from datetime import date
from html import escape

import polars as pl

from dashboard import measured, units
from dashboard.answers import remembered
from dashboard.elements.cards import COLOURS
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.judged.courses import Course, below, of_unit, under
from dashboard.judged.helped import Helped, since_help
from dashboard.judged.judging import is_enough, length_of
from dashboard.judged.noted import AT_LEAST, explained
from dashboard.pictures.unit_profile.lists import noted
from dashboard.statistics.estimates import Estimate
from dashboard.texts import dates, t
from dashboard.verdicts.change import Judgement, figure, figure_words, unit_words
from dashboard.verdicts.target import standing

MONTHS = 3  # in a row
LONGEST = 8  # lines
MOST_HELPED = 5


@dataclass(frozen=True)
class Case:
    """One indicator of one unit that is on the list, its last figure and first month beyond."""

    unit_id: str
    indicator_id: str
    indicator_name: str
    figure: str
    warn: float
    since: date
    months: int


@remembered
def cases(choice: Filters) -> tuple[Case, ...]:
    """Of the units right under the chosen one (of itself where none is), in name order."""
    courses = below(choice) if under(choice) else of_unit(choice)
    found = [_case(course, choice) for course in courses.values()]
    named = units.names()
    listed = [case for case in found if case is not None]
    return tuple(
        sorted(
            listed,
            key=lambda case: (units.name_order(named.get(case.unit_id, "")), case.indicator_name),
        )
    )


def _case(course: Course, choice: Filters) -> Case | None:
    indicator = course.indicator
    length = length_of(indicator, course.unit_id)
    is_level = indicator.status == "light" and indicator.value_kind == "level"
    if not length or not is_level or len(course.judged) < MONTHS:
        return None
    series = course.judged[-1].series
    limits = measured.limits(indicator, choice.but(unit_id=course.unit_id), series)
    if limits is None or limits.warn is None:
        return None
    beyond: list[date] = []
    last: Estimate | None = None
    words = ""
    for month in reversed(course.judged):
        window = course.window(month.month, length, series)
        if month.series != series or window is None or not is_enough(indicator, window.sums):
            break
        value = figure(indicator, window.sums)
        if value.low is None or standing(indicator.direction, value, limits) != "beyond":
            break
        if last is None:
            last, words = value, figure_words(indicator, window.sums)
        beyond.append(month.month)
    if len(beyond) < MONTHS or not _in_a_row(beyond):
        return None
    since, n = beyond[-1], len(beyond)
    return Case(course.unit_id, indicator.id, indicator.name, words, limits.warn, since, n)


def _in_a_row(months: list[date]) -> bool:
    """The newest three follow one another."""
    return months[MONTHS - 1] == dates.add_months(months[0], 1 - MONTHS)


@remembered
def picture(choice: Filters) -> Picture:
    """The list, the rule it is made by, and what became of what help was given for."""
    found = cases(choice)
    helped = since_help(choice, tuple((case.unit_id, case.indicator_id) for case in found))
    title = t("unit_profile.helped.title", n=len(found))
    subtitle = t("unit_profile.helped.subtitle")
    none = t("unit_profile.helped.none" if under(choice) else "unit_profile.helped.none_here")
    if not found:
        title = t("unit_profile.helped.title_none")
        if not helped:
            return Picture(title, subtitle, state=none)
    more = t("unit_profile.more", n=len(found) - LONGEST) if len(found) > LONGEST else ""
    lines = "".join(
        f'<div class="line"><span class="grow">{escape(unit_words(case.unit_id))}　'
        f"{escape(case.indicator_name)} <b>{escape(case.figure)}</b></span>"
        f"<span>{escape(_since(case))}</span></div>"
        for case in found[:LONGEST]
    )
    body = f'<div class="lines">{lines}</div>' + noted(more) if found else noted(none)
    return Picture(
        title,
        subtitle,
        body=body + _after(helped),
        evidence=Evidence(
            pl.DataFrame([*map(_row, found), *map(_row_after, helped)]),
            ("measured/courses", "measured/targets", "measured/notes"),
            (),
            (
                t("unit_profile.helped.subtitle"),
                t("unit_profile.helped.after_rule", least=AT_LEAST),
                t("peers.fairness"),
            ),
            "help_list",
        ),
    )


def _row(case: Case) -> dict[str, object]:
    return {
        "unit_id": unit_words(case.unit_id),
        "indicator": case.indicator_name,
        "value_words": case.figure,
        "warn": case.warn,
        "first_month": case.since,
        "months_n": case.months,
        "help_since": None,
        "before_help": "",
        "since_help": "",
        "help_outcome": "",
    }


def _row_after(each: Helped) -> dict[str, object]:
    before, now = _figures(each)
    return {
        "unit_id": unit_words(each.unit_id),
        "indicator": get(each.indicator_id).name,
        "value_words": "",
        "warn": None,
        "first_month": None,
        "months_n": each.months,
        "help_since": each.note.start,
        "before_help": before,
        "since_help": now,
        "help_outcome": _outcome(each)[1],
    }


def _after(helped: list[Helped]) -> str:
    """A line for each figure that help was given for: the year before, and since."""
    if not helped:
        return ""
    lines = "".join(_line_after(each) for each in helped[:MOST_HELPED])
    return (
        f'<div class="picture"><h3>{escape(t("unit_profile.helped.after"))}</h3></div>'
        f'<div class="lines">{lines}</div>' + noted(t("unit_profile.history.note"))
    )


def _line_after(each: Helped) -> str:
    words = t(
        "unit_profile.helped.after_line",
        unit=unit_words(each.unit_id),
        ind=get(each.indicator_id).name,
        month=dates.month(each.note.start),
    )
    before, now = _figures(each)
    if before and now:
        words += t("unit_profile.helped.after_moved", before=before, now=now)
    mark = tag(*_outcome(each))
    return f'<div class="line"><span class="grow">{escape(words)}</span><span>{mark}</span></div>'


def _figures(each: Helped) -> tuple[str, str]:
    """Before and since; empty where there is too little of either."""
    change = each.change
    if change is None or change.test is None or change.before is None or change.now is None:
        return "", ""
    indicator = change.indicator
    return figure_words(indicator, change.before), figure_words(indicator, change.now)


def _outcome(each: Helped) -> tuple[str, str]:
    """The colour and word of what became of it."""
    if each.change is None:
        n = t("unit_profile.helped.too_early", n=each.months, least=AT_LEAST)
        return "neutral", n
    outcome = each.change.outcome
    if outcome in ("too_few", "too_few_before"):
        return "neutral", t("tag.too_few")
    key = outcome if outcome in ("better", "worse", "more", "fewer") else "no_clear_change"
    return COLOURS.get(key, "neutral"), t(f"tag.{key}")


def _since(case: Case) -> str:
    return t("unit_profile.helped.since", month=dates.month(case.since), n=case.months)


@remembered
def history(choice: Filters) -> Picture:
    """What was noted for this unit (help, reorganisation, campaign) and what moved since."""
    own = [each for each in explained(choice) if each.unit_id == choice.unit_id]
    structure = t(f"unit_profile.history.{choice.structure}")
    if not own:
        return Picture(
            t("unit_profile.history.title_none"), structure, state=t("unit_profile.history.none")
        )
    lines = ""
    for each in own[:4]:
        moved = "".join(_moved(change) for change in each.changes[:3])
        lines += (
            f'<div class="line"><span class="grow">{escape(dates.month(each.note.start))}　'
            f"{escape(each.note.text)}<br>{moved}</span></div>"
        )
    return Picture(
        t("unit_profile.history.title", n=len(own)),
        structure,
        body=f'<div class="lines">{lines}</div>' + noted(t("unit_profile.history.note")),
    )


def _moved(change: Judgement) -> str:
    indicator = change.indicator
    if change.before is None or change.now is None:
        return ""
    words = t(
        "unit_profile.history.moved",
        ind=indicator.name,
        before=figure_words(indicator, change.before),
        now=figure_words(indicator, change.now),
    )
    return tag("neutral", words)
