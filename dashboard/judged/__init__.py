"""Whether an indicator truly changed, and whether it reached its target: two verdicts apart.

judged.change("FLW06", choice)     # V1 … V6b; None where there is no data or no test
judged.goal("FLW06", choice)       # V7 …; None without a light
judged.everything(choice)          # every change of the chosen unit and those right under it
"""

from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.judged import tests
from dashboard.judged.courses import Course, below, of_unit, under
from dashboard.judged.goals import goal_of
from dashboard.judged.surroundings import around
from dashboard.statistics.estimates import added
from dashboard.units import names
from dashboard.verdicts import Verdict
from dashboard.verdicts.change import Judgement, worded
from dashboard.verdicts.stock import stock_verdict

STOCK = "CAS04"  # its change is an account of flows, V10


@remembered
def change(indicator_id: str, choice: Filters, candidates: int = 1) -> Verdict | None:
    """What changed in the chosen unit against the window that 对比 names.

    `candidates`: how many a headline was picked from (Bonferroni). None without data or test.
    """
    if indicator_id == STOCK:
        return stock_verdict(choice)
    found = judgement(indicator_id, choice, candidates)
    return worded(found, choice) if found else None


@remembered
def judgement(indicator_id: str, choice: Filters, candidates: int = 1) -> Judgement | None:
    """The change as numbers; see `change`."""
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None:
        return None
    reason = ""
    found = tests.judge(course, choice, around(choice, (choice.unit_id,)), candidates)
    if found is not None and found.outcome == "worse":
        reason = _most_of_it(found, choice)
    return tests.with_reason(found, reason) if found and reason else found


@remembered
def goal(indicator_id: str, choice: Filters) -> Verdict | None:
    """The target verdict of the last window that counts; None where the status is no light."""
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None or get(indicator_id).status != "light":
        return None
    return goal_of(course, choice, around(choice, (choice.unit_id,)))


@remembered
def everything(choice: Filters) -> list[Judgement]:
    """Every change that can be tested: the chosen unit's and of those right under it.

    Each is judged as if it were the only one; how many there are is len() of the list.
    """
    ids = (choice.unit_id, *under(choice))
    notes = around(choice, ids)
    courses: list[Course] = [*of_unit(choice).values(), *below(choice).values()]
    found = [tests.judge(course, choice, notes, 1) for course in courses]
    return [judged for judged in found if judged is not None and judged.test is not None]


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
