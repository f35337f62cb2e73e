"""The target verdict of an indicator: its last window that counts against the target in force."""

from dashboard import measured
from dashboard.filters import Filters
from dashboard.judged.courses import Course
from dashboard.judged.judging import YEAR, is_enough, length_of
from dashboard.judged.surroundings import Surroundings
from dashboard.statistics.counts import dispersion
from dashboard.statistics.estimates import relative_change
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, reading
from dashboard.verdicts.change import COUNTED, figure, figure_words, source_words
from dashboard.verdicts.target import target_verdict


def goal_of(course: Course, choice: Filters, around: Surroundings) -> Verdict | None:
    """V7 …, or why there is none yet; None where no target is set or nothing is shown."""
    indicator, length = course.indicator, length_of(course.indicator, course.unit_id)
    if not length or not course.months:
        return None
    if indicator.history_months > around.history:
        return reading.short_history(indicator.name, indicator.history_months, around.history)
    if not course.judged:
        return reading.immature(indicator, course.months[-1].month)
    last = course.judged[-1]
    now = course.window(last.month, length, last.series)
    limits = measured.limits(indicator, choice, last.series)
    if now is None or limits is None:
        return None
    if not is_enough(indicator, now.sums):
        unit = COUNTED.get(indicator.id[:3], "item")
        return reading.too_few(now.sums.n, unit, indicator.minimum_n)
    source = source_words("queries/measured/courses.sql")
    if indicator.value_kind != "yoy":
        words = figure_words(indicator, now.sums)
        return target_verdict(indicator, figure(indicator, now.sums), limits, words, source, choice)
    before = course.window(dates.add_months(last.month, -YEAR), length, last.series)
    if before is None or not is_enough(indicator, before.sums):
        return None
    past = [month.sums.numerator for month in course.judged if month.month < now.first]
    found = relative_change(before.sums, now.sums, dispersion(past))
    if found.value is None or found.low is None or found.high is None:
        return None
    words = t(
        "verdict.judged.yoy",
        d=f"{numbers.plain(found.value, 1, sign=True)}%",
        range=numbers.between(found.low, found.high, 1),
    )
    return target_verdict(indicator, found, limits, words, source, choice)
