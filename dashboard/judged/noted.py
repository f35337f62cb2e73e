"""What moved since something was noted for a unit: the year before the note against all since.

A drive to docket truthfully raises what is reported and lowers what is solved; both stand beside
the note and neither is called better or worse.
"""

from dataclasses import dataclass, replace
from datetime import date

from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.judged.courses import Course, below, of_unit, under
from dashboard.judged.judging import LEVEL, YEAR
from dashboard.judged.spans import against
from dashboard.judged.surroundings import around, explains
from dashboard.texts import dates
from dashboard.verdicts.change import Judgement, Note

AT_LEAST = 3  # months since the note and before it
OLDEST = 24  # months that a note is told after it began


@dataclass(frozen=True)
class Explained:
    """A note and what truly moved with it in its unit, the strongest first."""

    unit_id: str
    note: Note
    changes: tuple[Judgement, ...]

    @property
    def p(self) -> float:
        """Of the strongest change."""
        return self.changes[0].p


@remembered
def explained(choice: Filters) -> list[Explained]:
    """Notes of the chosen unit's parts whose own indicators moved beyond chance since."""
    ids = (choice.unit_id, *under(choice))
    notes = around(choice, ids).notes
    courses = dict(of_unit(choice)) | dict(below(choice))
    oldest = dates.add_months(choice.month, -OLDEST)
    found: dict[tuple[str, date, str], list[Judgement]] = {}
    asked = 0
    for unit_id in ids:
        for note in notes.get(unit_id, ()):
            course = courses.get((unit_id, note.indicator_id))
            if course is None or not note.is_own or note.start < oldest:
                continue
            if not explains(note, course.indicator):
                continue
            asked += 1
            judged = _since(course, note, choice)
            if judged is not None:
                found.setdefault((unit_id, note.start, note.name), []).append(judged)
    told = []
    for (unit_id, _, _), changes in found.items():
        real = sorted(
            (replace(one, candidates=asked) for one in changes if one.p < LEVEL / asked),
            key=lambda one: one.p,
        )
        if real and real[0].note is not None:
            told.append(Explained(unit_id, real[0].note, tuple(real)))
    return sorted(told, key=lambda one: (one.p, one.unit_id))


def _since(course: Course, note: Note, choice: Filters) -> Judgement | None:
    """The months since the note, up to its end, against the year before."""
    start = dates.month_start(note.start)
    year = (dates.add_months(start, -YEAR), dates.add_months(start, -1))
    found = against(course, year, (start, note.end or choice.month), AT_LEAST)
    if found is None or found.test is None:
        return None
    return replace(found, outcome="explained", note=note)
