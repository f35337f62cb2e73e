"""How the figure of the month before has changed since it was the newest whole one."""

from dataclasses import dataclass
from datetime import date

from dashboard.answers import as_of, earlier, remembered
from dashboard.filters import Filters
from dashboard.judged.courses import of_unit
from dashboard.judged.judging import is_enough, length_of
from dashboard.texts import dates
from dashboard.verdicts.change import figure


@dataclass(frozen=True)
class Restated:
    """A figure as the last snapshot of its time knew it, and as it is known now, in its scale."""

    month: date
    known_then: float
    known_now: float
    snapshot_id: int

    @property
    def change(self) -> float:
        """By how much it is more now; of a share in its points."""
        return self.known_now - self.known_then


@remembered
def restated(indicator_id: str, choice: Filters) -> Restated | None:
    """The month before the chosen one, for counts and shares alike.

    `then` is read from the last retained snapshot in which that month was the newest whole one: a
    clean-up keeps the last of each month. None where there is none, or nothing to show on a side.
    """
    before = choice.but(month=dates.add_months(choice.month, -1))
    held = earlier(choice.month, dates.add_months(choice.month, 1))
    if held is None:
        return None
    now = _value(indicator_id, before)
    if now is None:
        return None
    with as_of(held, held.journal_position):
        then = _value(indicator_id, before)
    return None if then is None else Restated(before.month, then, now, held.id)


def _value(indicator_id: str, choice: Filters) -> float | None:
    course = of_unit(choice).get((choice.unit_id, indicator_id))
    if course is None or not course.judged:
        return None
    indicator, last = course.indicator, course.judged[-1]
    length = length_of(indicator, choice.unit_id)
    window = course.window(last.month, length, last.series) if length else None
    if window is None or not is_enough(indicator, window.sums):
        return None
    return figure(indicator, window.sums).value
