"""Whether an indicator truly changed, and whether it reached its target: two verdicts apart.

judged.change("FLW06", choice)     # V1 … V6b; None where there is no data or no test
judged.goal("FLW06", choice)       # V7 …; None without a light
judged.everything(choice)          # every change of the chosen unit and those right under it
"""

from dataclasses import dataclass, replace
from datetime import date

from dashboard.answers import remembered
from dashboard.completeness import DONE_BY, Completeness, completeness, source_of
from dashboard.completeness import restated as records_restated
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.judged import judging
from dashboard.judged.courses import Course, below, of_unit, under
from dashboard.judged.goals import goal_of
from dashboard.judged.restated import restated
from dashboard.judged.surroundings import around
from dashboard.statistics.completeness import expected_count
from dashboard.statistics.estimates import added
from dashboard.texts import dates, numbers, t
from dashboard.units import names
from dashboard.verdicts import Verdict, Working, reading
from dashboard.verdicts.change import PAGES, Judgement, source_words, worded
from dashboard.verdicts.stock import stock_verdict

STOCK = "CAS04"  # its change is an account of flows, V10
ARRIVED = 0.97  # a month of which less has arrived is not judged by its counts


@remembered
def change(indicator_id: str, choice: Filters, candidates: int = 1) -> Verdict | None:
    """What changed in the chosen unit against the window that 对比 names.

    `candidates`: how many a headline was picked from (Bonferroni). None without data or test.
    """
    if indicator_id == STOCK:
        return stock_verdict(choice)
    found = judgement(indicator_id, choice, candidates)
    if found is None:
        return None
    return arriving(found, choice) or worded(found, choice)


@remembered
def _arrived(choice: Filters, source: str) -> Completeness | None:
    return completeness(choice, source)


def arriving(found: Judgement, choice: Filters) -> Verdict | None:
    """到数未齐 of a count whose month has not arrived well enough; None of all else.

    Late records make a count look low and hardly move a share, but for one whose doing is itself
    a record that comes late. What has already risen beyond chance can only rise further, so that
    is judged.
    """
    indicator = found.indicator
    is_count = indicator.interval == "poisson" and indicator.kind == "flow"
    is_undone = indicator.id in DONE_BY
    if (
        not (is_count or is_undone)
        or found.month != choice.month
        or found.window > 1
        or found.now is None
    ):
        return None
    has_risen = found.run.side > 0 if found.run else found.difference > 0
    if found.is_real and has_risen:
        return None
    source = source_of(indicator.id)
    known = _arrived(choice, source)
    if known is None or known.share >= ARRIVED:
        return None
    if is_undone:
        return reading.incomplete(
            choice.month, known.share, None, restated_words(indicator.id, choice)
        )
    counted = expected_count(found.now.numerator, known.arrived)
    per = indicator.scale / found.now.denominator
    low, high = (
        numbers.plain(end * per, indicator.decimals) for end in (counted.low, counted.high)
    )
    moved = _restated_records(choice, source)
    working = Working(
        inputs=t(
            "verdict.arriving_working.inputs",
            month=dates.month(choice.month),
            ind=indicator.name,
            n=numbers.count(found.now.numerator),
            pct=numbers.rate(known.share),
            low=numbers.rate(known.arrived.low),
            high=numbers.rate(known.arrived.high),
        ),
        formula=t("verdict.arriving_working.formula"),
        result=t(
            "verdict.arriving_working.result",
            range=numbers.DASH.join((low, high)),
            restated=t("verdict.arriving_working.restated", adj=moved) if moved else "",
        ),
        rule=t("verdict.arriving_working.rule", least=numbers.rate(ARRIVED)),
        source=source_words("queries/measured/arrivals.sql"),
        page=PAGES.get(indicator.id[:3], ""),
        choice=choice,
    )
    since = t("verdict.judged.restated", adj=moved) if moved else ""
    return replace(
        reading.incomplete(choice.month, known.share, (low, high), since), working=working
    )


@dataclass(frozen=True)
class Arriving:
    """A count of a month whose records still come: the share here now (0 to 1), the range it is
    likely to end in, and how the month before has moved since, worded."""

    share: float
    low: float
    high: float
    restated: str


def still_arriving(indicator_id: str, n: float, choice: Filters) -> Arriving | None:
    """What `n` records of the chosen month are likely to become; None where all are there."""
    source = source_of(indicator_id)
    known = _arrived(choice, source)
    if known is None or known.share >= ARRIVED or n <= 0:
        return None
    counted = expected_count(n, known.arrived)
    moved = _restated_records(choice, source)
    restated = t("verdict.judged.restated", adj=moved) if moved else ""
    return Arriving(known.share, counted.low, counted.high, restated)


def _restated_records(choice: Filters, source: str) -> str:
    """+7.2%: what has come of the month before since it was as old as the chosen one is now."""
    before = records_restated(choice, source)
    return f"{numbers.plain(before.change * 100, 1, sign=True)}%" if before else ""


def restated_words(indicator_id: str, choice: Filters) -> str:
    """How the share of the month before has moved since, as a sentence; "" where nobody knows.

    An earlier snapshot knows what it was; without one only how many records have come since.
    """
    before = restated(indicator_id, choice)
    if before is not None:
        return t("verdict.judged.restated", adj=numbers.points(before.change / 100))
    moved = _restated_records(choice, source_of(indicator_id))
    return t("verdict.judged.restated_records", adj=moved) if moved else ""


@remembered
def judgement(indicator_id: str, choice: Filters, candidates: int = 1) -> Judgement | None:
    """The change as numbers; see `change`."""
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None:
        return None
    reason = ""
    found = judging.judge(course, choice, around(choice, (choice.unit_id,)), candidates)
    if found is not None and found.outcome == "worse":
        reason = _most_of_it(found, choice)
    return judging.with_reason(found, reason) if found and reason else found


@remembered
def goal(indicator_id: str, choice: Filters) -> Verdict | None:
    """The target verdict of the last window that counts; None where the status is no light."""
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None or get(indicator_id).status != "light":
        return None
    found = judgement(indicator_id, choice)
    late = arriving(found, choice) if found else None
    return late or goal_of(course, choice, around(choice, (choice.unit_id,)))


@remembered
def everything(choice: Filters) -> list[Judgement]:
    """Every change that can be tested: the chosen unit's and of those right under it.

    Each is judged as if it were the only one; how many there are is len() of the list.
    """
    ids = (choice.unit_id, *under(choice))
    notes = around(choice, ids)
    courses: list[Course] = [*of_unit(choice).values(), *below(choice).values()]
    found = [judging.judge(course, choice, notes, 1) for course in courses]
    tested = [judged for judged in found if judged is not None and judged.test is not None]
    return [judged for judged in tested if arriving(judged, choice) is None]


@remembered
def assessed(indicator_id: str, choice: Filters) -> date | None:
    """The first day of the assessment the last window of a survey lies in; None outside."""
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None or not course.judged:
        return None
    last = course.judged[-1]
    length = judging.length_of(course.indicator, choice.unit_id)
    window = course.window(last.month, length, last.series) if length else None
    notes = around(choice, (choice.unit_id,))
    return notes.assessed(course.indicator, window) if window else None


def _most_of_it(found: Judgement, choice: Filters) -> str:
    """The unit below that moved the figure most in the same direction."""
    sign = 1 if found.difference > 0 else -1
    moved: dict[str, float] = {}
    for (unit_id, indicator_id), course in below(choice).items():
        if indicator_id != found.indicator.id or found.reference is None:
            continue
        last, length = found.month, found.window
        first_before, last_before = found.reference
        span = (last_before.year - first_before.year) * 12 + last_before.month - first_before.month
        series = course.judged[-1].series if course.judged else ""
        now = course.window(last, length, series)
        before = course.window(last_before, span + 1, series)
        if now is None or before is None:
            continue
        late, early = now.sums, added([before.sums])
        if late.denominator > 0 and early.denominator > 0:
            gap = late.numerator / late.denominator - early.numerator / early.denominator
            moved[unit_id] = gap * late.denominator * sign
    if not moved or max(moved.values()) <= 0:
        return ""
    return names().get(max(moved, key=lambda unit: moved[unit]), "")
