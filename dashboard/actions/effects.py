"""Whether an action helped, by the rule that was written down when it was raised.

The months after the one it was due in stand against the year before it was raised, and against
the last months of that year as well: what had moved before is no effect, and a bad month that
made somebody act proves nothing by being followed by an ordinary one.
"""

from dataclasses import dataclass, replace
from datetime import date

from dashboard import actions, judged, measured
from dashboard.actions import Action, Report, hot, is_tested
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.judged.courses import Course, Window, of_unit
from dashboard.judged.judging import LEVEL, YEAR, is_enough
from dashboard.judged.spans import Span, against
from dashboard.judged.surroundings import around
from dashboard.measured import Limits
from dashboard.statistics.estimates import added
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working
from dashboard.verdicts.change import Judgement, figure, figure_words, source_words, worded
from dashboard.verdicts.hot_list import cooling
from dashboard.verdicts.target import target_verdict

RECENT = 3  # months before it was raised that must be bettered too


@dataclass(frozen=True)
class Effect:
    """`kind` is a key of [verdict.effect]; figures are worded, "" where there is none."""

    kind: str
    before: str = ""
    now: str = ""
    working: Working | None = None


def effect(action: Action, report: Report | None, choice: Filters) -> Effect:
    """What the rule says at the end of the chosen month."""
    category = hot.category_of(action.address)
    choice = choice.but(unit_id=action.unit_id, compare="yoy", complaint_category=category)
    plain = Effect("done_only", *_as_they_are(action, choice))
    if report is not None and report.status == "withdrawn":
        return replace(plain, kind="withdrawn")
    if action.rule == "done_only":
        return plain
    if action.judged_from is None or choice.month < action.judged_from:
        return replace(plain, kind="immature")
    if action.indicator_id == hot.INDEX:
        cooled = _cooled(action, choice)
        return cooled if cooled.now else replace(plain, kind=cooled.kind)
    course = of_unit(choice).get((action.unit_id, action.indicator_id))
    if course is None or not is_tested(action.indicator_id):
        return replace(plain, kind="untested")
    course = _outside_assessments(course, choice)
    if not any(_since(action, choice)[0] <= month.month for month in course.judged):
        return replace(plain, kind="immature")
    found = (_reached if action.rule == "reaches_target" else _moved)(action, course, choice)
    if found is None:
        return replace(plain, kind="too_few")
    return found if found.now else replace(plain, kind=found.kind)


def _as_they_are(action: Action, choice: Filters) -> tuple[str, str]:
    """The figure written down, and the last one since."""
    if not action.indicator_id or action.before_value is None or action.before_month is None:
        return "", ""
    indicator = get(action.indicator_id)
    last = actions.figure(action.indicator_id, choice)
    is_later = last is not None and last[0] > action.before_month
    return (
        measured.value_words(indicator, action.before_value),
        measured.value_words(indicator, last[1]) if last is not None and is_later else "",
    )


def _cooled(action: Action, choice: Filters) -> Effect:
    """A hot spot by its own rule: the last three months against the three before it was raised."""
    cell = hot.cell(choice)
    if cell is None:
        return Effect("too_few")
    found = cooling(cell.steps, action.effect_from, choice.month, _before(action))
    if found.before is None or found.after is None or found.ratio is None:
        return Effect("immature")
    kind = "better" if found.outcome == "cooled" else "no_clear_change"
    if found.ratio.p < LEVEL and found.ratio.value > 1:
        kind = "worse"
    counts = {
        "before": numbers.count(found.before.observed, "complaint"),
        "before_expected": numbers.plain(found.before.expected, 1),
        "after": numbers.count(found.after.observed, "complaint"),
        "after_expected": numbers.plain(found.after.expected, 1),
    }
    working = Working(
        inputs=t("complaints.cooling.test", **counts),
        result=t("actions.cooling_result", p=numbers.plain(found.ratio.p, 4)),
        rule=_written(action) + t("complaints.cooling.rule"),
        source=source_words("queries/complaints/index_by_month.sql"),
        page=action.page,
        choice=choice,
    )
    indicator = get(hot.INDEX)
    before, now = (
        measured.value_words(indicator, hot.index(step)) for step in (found.before, found.after)
    )
    return Effect(kind, before, now, working)


def _written(action: Action) -> str:
    return t("actions.rule_written", date=dates.full(action.written_on or action.raised_on))


def _outside_assessments(course: Course, choice: Filters) -> Course:
    """Without the months of a survey in which people knew they were assessed."""
    near = around(choice, (course.unit_id,))
    kept = [
        month
        for month in course.months
        if near.assessed(course.indicator, Window((month,))) is None
    ]
    return replace(course, months=tuple(kept))


def _since(action: Action, choice: Filters) -> Span:
    """From the month after it was due, at most a year: then the judgement stands."""
    first = action.effect_from
    return first, min(choice.month, dates.add_months(first, YEAR - 1))


def _before(action: Action) -> date:
    """The last month before it was raised."""
    return action.before_month or dates.add_months(dates.month_start(action.raised_on), -1)


def _moved(action: Action, course: Course, choice: Filters) -> Effect | None:
    """None where there are too few to say."""
    since, last = _since(action, choice), _before(action)
    year = (dates.add_months(last, 1 - YEAR), last)
    found = against(course, year, since, 1)
    if found is not None and judged.arriving(replace(found, window=1), choice) is not None:
        since = (since[0], dates.add_months(choice.month, -1))  # the last month has not all come
        found = against(course, year, since, 1)
        if found is None:
            return Effect("immature")
    if found is None:
        return Effect("definition_changed") if _is_another_series(course, year) else None
    if found.now is None or found.before is None or found.test is None:
        return None
    recent = _recent(course, last, since)
    is_lasting = found.is_real and (recent is None or recent.outcome == found.outcome)
    return Effect(
        found.outcome if is_lasting else "no_clear_change",
        _value(course.indicator, found.before.numerator, found.before.denominator),
        _value(course.indicator, found.now.numerator, found.now.denominator),
        _working(action, found, recent, choice),
    )


def _is_another_series(course: Course, year: Span) -> bool:
    return any(year[0] <= month.month <= year[1] for month in course.judged)


def _recent(course: Course, last: date, since: Span) -> Judgement | None:
    """Against the last three months, or as many more as it takes to have enough."""
    for length in range(RECENT, YEAR):
        found = against(course, (dates.add_months(last, 1 - length), last), since, 1)
        if found is not None and found.test is not None:
            return found
    return None


def _reached(action: Action, course: Course, choice: Filters) -> Effect | None:
    first, last = _since(action, choice)
    since = [month for month in course.judged if first <= month.month <= last]
    series = since[-1].series
    sums = added([month.sums for month in since if month.series == series])
    limits = measured.limits(course.indicator, choice, series)
    if action.target is not None:  # what was to be reached then, whatever is aimed at today
        limits = Limits(action.target)
    if not is_enough(course.indicator, sums) or limits is None:
        return None
    verdict = target_verdict(
        course.indicator,
        figure(course.indicator, sums),
        limits,
        figure_words(course.indicator, sums),
        source_words("queries/measured/courses.sql"),
    )
    before = measured.value_words(course.indicator, action.before_value or 0.0)
    now = _value(course.indicator, sums.numerator, sums.denominator)
    working = verdict.working
    if working is not None:
        working = replace(working, rule=_written(action) + working.rule)
    return Effect(verdict.tag, before if action.before_value is not None else "", now, working)


def _value(indicator: Indicator, numerator: float, denominator: float) -> str:
    return measured.value_words(indicator, numerator / denominator * indicator.scale)


def _working(
    action: Action, found: Judgement, recent: Judgement | None, choice: Filters
) -> Working | None:
    """The arithmetic of both comparisons, and the rule as it was written down."""
    working = worded(found, choice).working
    if working is None:
        return None
    result = working.result
    if recent is not None and recent.reference is not None:
        also = worded(recent, choice).working
        span = dates.span(*recent.reference)
        result += t("actions.also", span=span, result=also.result if also else "")
    rule = _written(action) + t("actions.rule_moved")
    return replace(working, result=result, rule=rule + working.rule)
