"""帮扶: what became of a figure since help began, against the year before. Order, never cause."""

from dataclasses import dataclass
from datetime import date

from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.judged.courses import Course, below, of_unit, under
from dashboard.judged.judging import YEAR, length_of
from dashboard.judged.noted import AT_LEAST, OLDEST
from dashboard.judged.spans import against
from dashboard.judged.surroundings import around
from dashboard.texts import dates
from dashboard.verdicts.change import Judgement, Note

HELP = "assistance"


@dataclass(frozen=True)
class Helped:
    """A figure that help was given for; `change` is None while too few months have passed."""

    unit_id: str
    indicator_id: str
    note: Note
    change: Judgement | None
    months: int  # that count since help began


@remembered
def since_help(choice: Filters, listed: tuple[tuple[str, str], ...] = ()) -> list[Helped]:
    """Of the chosen unit and those right under it, what help was noted for, the newest first.

    Help noted without an indicator is for those of the unit that are `listed` (unit, indicator).
    """
    ids = (choice.unit_id, *under(choice))
    notes = around(choice, ids).notes
    courses = dict(of_unit(choice)) | dict(below(choice))
    oldest = dates.add_months(choice.month, -OLDEST)
    found = []
    for unit_id in ids:
        for note in notes.get(unit_id, ()):
            if note.kind != HELP or not note.is_own or note.start < oldest:
                continue
            own = [indicator for unit, indicator in listed if unit == unit_id]
            for indicator_id in [note.indicator_id] if note.indicator_id else own:
                course = courses.get((unit_id, indicator_id))
                if course is not None and length_of(course.indicator, unit_id):
                    found.append(_helped(course, note, choice))
    return sorted(found, key=lambda one: (-one.note.start.toordinal(), one.unit_id))


def _helped(course: Course, note: Note, choice: Filters) -> Helped:
    start = dates.month_start(note.start)
    year = (dates.add_months(start, -YEAR), dates.add_months(start, -1))
    end: date = note.end or choice.month
    months = sum(start <= month.month <= end for month in course.judged)
    change = against(course, year, (start, end), AT_LEAST)
    return Helped(course.unit_id, course.indicator.id, note, change, months)
