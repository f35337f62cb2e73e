"""What stands around a figure: notes of the journal, assessment windows, months of history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.judged.courses import Window
from dashboard.texts import dates
from dashboard.verdicts.change import Note

EXCUSED = 6  # months after its start that a noted cause keeps a figure from being called worse
CHANGES = ("questionnaire_change", "mode_change")
# What a note without an indicator may explain: a campaign or a law changes how matters run,
# a reorganisation everything of the very unit it befell.
OF_MATTERS = ("campaign", "law_change")
# What may move the very figure it was noted for. A unit's own words explain nothing away.
CAUSES = ("campaign", "law_change", "reorg", "data_issue", "rectification")
MATTERS = ("CAS", "FLW")


@dataclass(frozen=True)
class Surroundings:
    """Of the chosen month: notes by unit, the days of assessment, the months cases go back."""

    notes: Mapping[str, Sequence[Note]]
    windows: Sequence[tuple[date, date]]
    history: int

    def cause(self, indicator: Indicator, unit_id: str, month: date) -> Note | None:
        """The latest noted cause that began within six months up to `month`."""
        first = dates.add_months(month, 1 - EXCUSED)
        return max(
            (
                note
                for note in self.notes.get(unit_id, ())
                if dates.month_start(note.start) >= first
                and dates.month_start(note.start) <= month
                and explains(note, indicator)
            ),
            key=lambda note: note.start,
            default=None,
        )

    def change(self, indicator: Indicator, unit_id: str, month: date) -> Note | None:
        """The noted change of questionnaire or mode that made a series begin in `month`."""
        near = (dates.add_months(month, -1), month)
        for note in self.notes.get(unit_id, ()):
            is_meant = note.indicator_id in ("", indicator.id)
            if note.kind in CHANGES and is_meant and dates.month_start(note.start) in near:
                return note
        return None

    def assessed(self, indicator: Indicator, window: Window) -> date | None:
        """The first day of the assessment a window of months lies in; None outside.

        A month lies inside with half its days or more. Only surveys; a year has all of it.
        """
        if not indicator.id.startswith("SAT") or len(window.months) >= 12:
            return None
        for month in reversed(window.months):
            first, last = month.month, dates.last_day(month.month)
            for begin, end in self.windows:
                days = (min(end, last) - max(begin, first)).days + 1
                if days * 2 >= last.day:
                    return begin
        return None

    def part(self, month: date) -> float:
        """The part of a month that assessments take, 0 to 1."""
        end = dates.last_day(month)
        days = [(min(last, end) - max(first, month)).days + 1 for first, last in self.windows]
        return sum(max(each, 0) for each in days) / end.day


def explains(note: Note, indicator: Indicator) -> bool:
    """Whether a note is a cause that may have moved the indicator, for better or worse."""
    if note.indicator_id:
        return note.indicator_id == indicator.id and note.kind in CAUSES
    if note.kind == "reorg":
        return note.is_own
    return note.kind in OF_MATTERS and indicator.id[:3] in MATTERS


@remembered
def around(choice: Filters, unit_ids: tuple[str, ...]) -> Surroundings:
    """Of some units up to the chosen month."""
    noted = _noted(Filters(choice.unit_id, choice.month))
    notes = {unit_id: noted[unit_id] for unit_id in unit_ids if unit_id in noted}
    windows = ask_if_connected("overview/windows", choice)
    days = windows.select("first_day", "last_day").rows() if windows.width else []
    return Surroundings(notes, days, measured.months_of_history(choice, "case_dockets"))


@remembered
def _noted(choice: Filters) -> dict[str, list[Note]]:
    """Of every unit, in one question for all who ask."""
    notes: dict[str, list[Note]] = {}
    for row in ask_if_connected("measured/notes", choice).iter_rows(named=True):
        note = Note(
            row["start_date"],
            row["kind"],
            row["text"],
            row["indicator_id"] or "",
            row["is_own"],
            row["end_date"],
        )
        notes.setdefault(row["unit_id"], []).append(note)
    return notes
