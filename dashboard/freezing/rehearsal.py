"""若今天定版，哪些数还会变: which figures of the chosen month still move, and between which ends.

A figure moves while records of its last month are still to come; how many, earlier months of the
same age tell (statistics/completeness). Where the ends cannot be told, that is said.
"""

from dataclasses import dataclass
from datetime import date

from dashboard.answers import remembered
from dashboard.completeness import DONE_BY, completeness, source_of
from dashboard.filters import Filters
from dashboard.indicators import Indicator, every
from dashboard.judged.courses import Course, Window, of_unit
from dashboard.judged.judging import is_enough, length_of
from dashboard.statistics.completeness import Arrived, Expected, expected_count, expected_share
from dashboard.texts import numbers
from dashboard.verdicts.change import figure

ALL_ARRIVED = 0.9995  # from here on a month has come as a whole


@dataclass(frozen=True)
class Moving:
    """A figure that would still move: its value now, and its ends where they can be told.

    `share` of the records of `month` has arrived.
    """

    indicator: Indicator
    month: date
    value: float
    share: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Rehearsal:
    """All figures of a unit: those that move, those that stand, those that nobody can tell of.

    `unknown` have no time of entry or too few earlier months; of `waiting` the chosen month is
    not due yet, so that an earlier one is shown.
    """

    moving: tuple[Moving, ...]
    settled: tuple[Indicator, ...]
    unknown: tuple[Indicator, ...]
    waiting: tuple[Indicator, ...]


@remembered
def moving(choice: Filters) -> Rehearsal:
    """The rehearsal of the chosen unit's edition of the chosen month, in the registry's order."""
    found: list[Moving] = []
    settled, unknown, waiting = [], [], []
    courses = of_unit(choice)
    for indicator in every().values():
        course = courses.get((choice.unit_id, indicator.id))
        window = _window(course) if course else None
        if course is None or window is None or not is_enough(indicator, window.sums):
            continue
        if window.last < choice.month:
            waiting.append(indicator)
        known = _arrived(indicator, choice.but(month=window.last))
        if known is None:
            unknown.append(indicator)
            continue
        moved = _moving(indicator, window, known)
        if moved is None:
            settled.append(indicator)
        else:
            found.append(moved)
    return Rehearsal(tuple(found), tuple(settled), tuple(unknown), tuple(waiting))


def _window(course: Course) -> Window | None:
    length = length_of(course.indicator, course.unit_id)
    if not length or not course.judged:
        return None
    last = course.judged[-1]
    return course.window(last.month, length, last.series)


def _arrived(indicator: Indicator, choice: Filters) -> Arrived | None:
    source = source_of(indicator.id)
    known = completeness(choice, source) if source else None
    return known.arrived if known else None


def _moving(indicator: Indicator, window: Window, known: Arrived) -> Moving | None:
    """None where what is still to come does not show at the figure's decimals."""
    value = figure(indicator, window.sums).value
    if value is None or known.share >= ALL_ARRIVED:
        return None
    expected = _expected(indicator, window, known)
    if expected is None:
        return Moving(indicator, window.last, value, known.share, None, None)
    ends = [numbers.plain(end, indicator.decimals) for end in (expected.low, expected.high)]
    if all(end == numbers.plain(value, indicator.decimals) for end in ends):
        return None
    return Moving(indicator, window.last, value, known.share, expected.low, expected.high)


def _expected(indicator: Indicator, window: Window, known: Arrived) -> Expected | None:
    """The figure once all has come, in its own scale; None where no rule says.

    Of several months only the last is still coming in. A stock holds cases of two years, a ratio
    of amounts or of two flows has no limits here, and how much of what looks undone was done in
    time nobody knows yet.
    """
    last, sums = window.months[-1].sums, window.sums
    if indicator.kind != "flow" or indicator.id in DONE_BY or sums.denominator <= 0:
        return None
    if indicator.interval == "poisson":
        counted = expected_count(last.numerator, known)
        rest, per = sums.numerator - last.numerator, indicator.scale / sums.denominator
        return Expected(*((rest + end) * per for end in (counted.value, counted.low, counted.high)))
    if indicator.interval != "wilson":
        return None
    found = expected_share(sums.numerator, sums.denominator, _widened(known, last.n, sums.n))
    if found is None:
        return None
    scale = indicator.scale
    return Expected(found.value * scale, found.low * scale, found.high * scale)


def _widened(known: Arrived, last: float, whole: float) -> Arrived:
    """The share arrived of a whole window of which only the last month is still coming in."""
    late, rest = expected_count(last, known), whole - last
    if whole <= 0 or late.high == float("inf"):
        return known
    share, low, high = (whole / (rest + end) for end in (late.value, late.high, late.low))
    return Arrived(share, low, high, known.months)
