"""One indicator in one unit: the last window that counts against the one it is held against."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from math import inf

from dashboard import units
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.judged.courses import QUARTER, Course, Month, Window
from dashboard.judged.surroundings import Surroundings
from dashboard.statistics.control_charts import RUN
from dashboard.statistics.estimates import Run, Sums, run, tested
from dashboard.statistics.oddities import jump, rises, together
from dashboard.texts import dates
from dashboard.verdicts.change import NEUTRAL, Judgement, Outcome, figure

YEAR = 12
CHARTED = 24  # months of the chart that a run is looked for in
LEVEL = 0.05


def with_reason(found: Judgement, reason: str) -> Judgement:
    """The judgement with where to look first."""
    return replace(found, reason=reason)


def length_of(indicator: Indicator, unit_id: str) -> int:
    """Months the figure is shown over at the unit's level; 0 where it is not shown."""
    window = indicator.window(units.levels().get(unit_id, ""))
    return window if indicator.roll == "sum" else min(window, 1)


def judge(
    course: Course, choice: Filters, around: Surroundings, candidates: int = 1
) -> Judgement | None:
    """The change of the last mature window; None where nothing is shown or can be tested.

    A stock counted as cases is no sample: its change is an account of flows (V10).
    """
    indicator, length = course.indicator, length_of(course.indicator, course.unit_id)
    is_tested = indicator.interval != "none" and not _is_stock(indicator)
    if not length or not course.months or not is_tested:
        return None
    if indicator.history_months > around.history:
        return Judgement(
            "short_history", indicator, course.unit_id, choice.month,
            have=around.history, need=indicator.history_months,
        )  # fmt: skip
    if not course.judged:
        return Judgement("immature", indicator, course.unit_id, course.months[-1].month)
    last = course.judged[-1]
    now = course.window(last.month, length, last.series)
    if now is None or now.sums.denominator <= 0:
        return None
    plain = Judgement(
        "level", indicator, course.unit_id, last.month, length, now.sums, candidates=candidates
    )
    if not is_enough(indicator, now.sums):
        return replace(plain, outcome="too_few")
    return _against(plain, course, now, choice, around)


def is_enough(indicator: Indicator, sums: Sums) -> bool:
    """Whether a rate may be judged on so few."""
    return sums.n >= indicator.minimum_n


def _against(
    plain: Judgement, course: Course, now: Window, choice: Filters, around: Surroundings
) -> Judgement:
    indicator, series = plain.indicator, now.months[-1].series
    span, last = _held_against(plain, choice.compare)
    before = course.window(last, span, series)
    whole = span // QUARTER if indicator.month_basis == "quarter_end" else span
    if before is None or len(before.months) < (whole if span >= YEAR else len(now.months)):
        before = _round_before(course, now)
        if before is None:
            return _nothing_to_compare(plain, course, now, span, last, around)
        span, last = 1, before.last
    reference = (dates.add_months(last, 1 - span), last)
    plain = replace(plain, before=before.sums, reference=reference)
    if not is_enough(indicator, before.sums):
        return replace(plain, outcome="too_few_before")
    inside, inside_before = around.assessed(indicator, now), around.assessed(indicator, before)
    if span < YEAR and bool(inside) != bool(inside_before):
        if inside:
            lift = _lift(course, now, around)
            return replace(plain, outcome="in_window", start=inside, lift=lift)
        return replace(plain, outcome="after_window")
    if span >= YEAR and inside and choice.compare == "mean12":
        lift = _lift(course, now, around)
        return replace(plain, outcome="in_window", start=inside, lift=lift)
    return _tested(plain, course, now, before, around)


def _round_before(course: Course, now: Window) -> Window | None:
    """The round before of a survey that is not held monthly; None of one that is."""
    rounds = [month for month in course.judged if month.series == now.months[-1].series]
    is_monthly = any(
        dates.add_months(early.month, 1) == late.month for early, late in pairwise(rounds)
    )
    if is_monthly or not course.indicator.is_survey or len(now.months) > 1 or len(rounds) < 2:
        return None
    return Window((rounds[-2],))


def _held_against(plain: Judgement, compare: str) -> tuple[int, date]:
    """How many months, and the last of them; windows never overlap."""
    if compare == "mean12":
        return YEAR, dates.add_months(plain.month, -plain.window)
    if compare == "yoy":
        return plain.window, dates.add_months(plain.month, -YEAR)
    back = QUARTER if plain.indicator.month_basis == "quarter_end" else plain.window
    return plain.window, dates.add_months(plain.month, -back)


def _nothing_to_compare(
    plain: Judgement, course: Course, now: Window, span: int, last: date, around: Surroundings
) -> Judgement:
    """The series began too late: another one stood before, or there was none at all."""
    series = now.months[-1].series
    since = next(month.month for month in course.months if month.series == series)
    have = sum(1 for month in course.months if month.series == series and month.is_mature)
    if any(month.month < since for month in course.months):
        note = around.change(plain.indicator, plain.unit_id, since)
        held = (dates.add_months(last, 1 - span), last)
        return replace(
            plain,
            outcome="definition_changed",
            start=since,
            note=note,
            have=have,
            reference=held,
        )
    need = span + (plain.month.year - last.year) * 12 + plain.month.month - last.month
    return replace(plain, outcome="too_young", need=need, have=min(have, need - 1))


def _tested(
    plain: Judgement, course: Course, now: Window, before: Window, around: Surroundings
) -> Judgement:
    indicator = plain.indicator
    how, scale = indicator.estimated_by, indicator.scale
    chart = _chart(course, now, around)
    past = [month.sums for month in _before(course, now, chart)]
    test = tested(how, scale, before.sums, now.sums, past)
    if test is None:
        return plain
    found = _run(indicator, plain, chart)
    level = LEVEL / plain.candidates
    # Near 0 or 100 % most months stand on one side of the mean by themselves, so a run is only
    # one where its months also differ from those before.
    is_run = found is not None and found.p < level
    is_point = test.p < level
    if found and is_run and is_point:  # the stronger evidence is told
        is_point = test.p < found.p
    if is_point or not is_run or found is None:
        outcome = outcome_of(indicator, test.difference) if is_point else "level"
        judged = replace(plain, outcome=outcome, test=test, p=test.p)
    else:
        outcome = outcome_of(indicator, found.side)
        judged = replace(plain, outcome=outcome, test=test, run=found, p=found.p)
    if judged.outcome == "worse":
        note = around.cause(indicator, plain.unit_id, plain.month)
        if note is not None:
            return replace(judged, outcome="explained", note=note)
    return judged


def _is_stock(indicator: Indicator) -> bool:
    return indicator.kind == "stock" and indicator.interval == "poisson"


def _chart(course: Course, now: Window, around: Surroundings) -> list[Month]:
    """The single months of the same series that a chart would show, oldest first.

    Months of an assessment only beside others of one.
    """
    series, inside = now.months[-1].series, around.assessed(course.indicator, now) is not None
    months = [
        month
        for month in course.judged
        if month.series == series
        and (around.assessed(course.indicator, Window((month,))) is not None) == inside
    ]
    return months[-CHARTED:]


def _before(course: Course, now: Window, chart: list[Month]) -> list[Month]:
    """The months that say how much the series spreads by itself.

    The chart's own, unless they are less than a year: the few rounds of assessments say little
    about that, so all months of the series do.
    """
    past = [month for month in chart if month.month < now.first]
    if len(past) >= YEAR:
        return past
    series = now.months[-1].series
    return [m for m in course.judged if m.series == series and m.month < now.first][-CHARTED:]


def _run(indicator: Indicator, plain: Judgement, chart: list[Month]) -> Run | None:
    """Only where single months are figures of their own, and of flows: the same open cases
    stand in many month ends."""
    if plain.window != 1 or indicator.kind == "stock" or len(chart) <= RUN:
        return None
    if any(not is_enough(indicator, month.sums) for month in chart[-RUN:]):
        return None
    return run(indicator.estimated_by, indicator.scale, [month.sums for month in chart])


def outcome_of(indicator: Indicator, difference: float) -> Outcome:
    """Better or worse by the direction; more or fewer of what only stands for reference."""
    if indicator.id in NEUTRAL or indicator.direction == "none":
        return "more" if difference > 0 else "fewer"
    return "better" if (difference > 0) == (indicator.direction == "up") else "worse"


def _lift(course: Course, now: Window, around: Surroundings) -> float | None:
    """By how much assessments before this one raised the figure; None where not beyond chance.

    Each series in itself, a steady change taken out, months by the part of them that was
    assessed; the series are then put together.
    """
    indicator = course.indicator
    earlier = [month for month in course.judged if month.month < now.first]
    steps = []
    for series in dict.fromkeys(month.series for month in earlier):
        months = [month for month in earlier if month.series == series]
        figures = [figure(indicator, month.sums) for month in months]
        if any(each.value is None or not 0 < each.error < inf for each in figures):
            continue
        step = jump(
            [each.value or 0.0 for each in figures],
            [each.error**2 for each in figures],
            [around.part(month.month) for month in months],
        )
        steps += [step] if step is not None else []
    if not steps:
        return None
    whole = together(steps)
    return whole.step if rises(whole) < LEVEL / 2 else None
