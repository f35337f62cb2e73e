"""Some months of an indicator against earlier ones, whatever lies between them left out."""

from dataclasses import replace
from datetime import date

from dashboard.judged.courses import Course
from dashboard.judged.judging import LEVEL, is_enough, length_of, outcome_of
from dashboard.statistics.estimates import Sums, added, tested
from dashboard.verdicts.change import Judgement

Span = tuple[date, date]  # first and last month


def against(course: Course, early: Span, late: Span, least: int) -> Judgement | None:
    """The months of `late` added up against those of `early`, in the series of the last one.

    `least`: how many mature months each must have. None where there are too few months, nothing
    is shown at the unit's level, or the kind of figure has no test.
    """
    indicator = course.indicator
    if not length_of(indicator, course.unit_id) or indicator.interval == "none":
        return None
    since = [month for month in course.judged if late[0] <= month.month <= late[1]]
    series = since[-1].series if since else ""
    since = [month for month in since if month.series == series]
    before = [
        month
        for month in course.judged
        if early[0] <= month.month <= early[1] and month.series == series
    ]
    if min(len(before), len(since)) < least:
        return None
    was, now = (added([month.sums for month in part]) for part in (before, since))
    plain = Judgement(
        "level", indicator, course.unit_id, since[-1].month, len(since), now,
        before=was, reference=(before[0].month, before[-1].month),
    )  # fmt: skip
    if not is_enough(indicator, now):
        return replace(plain, outcome="too_few")
    if not is_enough(indicator, was):
        return replace(plain, outcome="too_few_before")
    past: list[Sums] = [
        month.sums
        for month in course.judged
        if month.month < since[0].month and month.series == series
    ]
    test = tested(indicator.estimated_by, indicator.scale, was, now, past)
    if test is None:
        return None
    outcome = outcome_of(indicator, test.difference) if test.p < LEVEL else "level"
    return replace(plain, outcome=outcome, test=test, p=test.p)
