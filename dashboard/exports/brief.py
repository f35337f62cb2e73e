"""`brief`: a month's files from the command line, so that they can be made on a schedule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dashboard import editions, freezing, meetings
from dashboard.answers import has_snapshot, hold
from dashboard.elements import choice_bar
from dashboard.elements.take_away import File
from dashboard.errors import (
    EmptyWarehouseError,
    FormOfTodayError,
    NoSuchMeetingError,
    NoSuchMonthError,
    OtherMeetingError,
    UnknownUnitError,
)
from dashboard.exports import forms, told
from dashboard.filters import Filters
from dashboard.scenes import Scene
from dashboard.scenes.played import scenes_of
from dashboard.texts import dates, language
from dashboard.units import names

FORMS = ("deck", "workbook", "circular", "lists")
Step = Callable[[str, int, int], None]  # what is made, done, of how many


@dataclass(frozen=True)
class Asked:
    """What is to be made; "" where nothing was said."""

    warehouse: Path
    month: date | None = None
    unit_id: str = ""
    meeting_id: str = ""
    edition_id: str = ""
    forms: Sequence[str] = FORMS
    template: Path | None = None


def files(asked: Asked, step: Step) -> Iterator[File]:
    """The files one by one; DashboardError, worded, where there is nothing to make them of."""
    hold(asked.warehouse)
    if not has_snapshot():
        raise EmptyWarehouseError(folder=str(asked.warehouse))
    if asked.edition_id:
        yield from _of_edition(asked, step)
        return
    choice = _choice(asked)
    meeting = meetings.load(asked.meeting_id) if asked.meeting_id else forms.meeting_of(choice)
    if meeting is None:
        raise NoSuchMeetingError(name=asked.meeting_id)
    _refuse_other(asked, asked.meeting_id, meeting.unit_id, meeting.month)
    choice = choice.but(unit_id=meeting.unit_id, month=meeting.month)
    source = told.source(choice)
    if {"deck", "workbook"} & set(asked.forms):
        made = scenes_of(meeting, lambda done, total: step("scenes", done, total))
        yield from _of_scenes(asked, made, source, step)
    if "circular" in asked.forms:
        step("circular", 0, 1)
        yield from forms.of_circular(choice, source)
    if "lists" in asked.forms:
        step("lists", 0, 1)
        yield forms.of_lists(choice, source)


def _of_edition(asked: Asked, step: Step) -> Iterator[File]:
    """An edition exactly as it was; circular and lists are of today and left out."""
    edition = editions.get(asked.edition_id)
    made = freezing.replayed(asked.edition_id, language()) if edition else []
    if edition is None or not made:
        raise NoSuchMeetingError(name=asked.edition_id)
    _refuse_other(asked, edition.edition_id, edition.unit_id, edition.month)
    if not {"deck", "workbook"} & set(asked.forms):
        raise FormOfTodayError(name=edition.edition_id)
    yield from _of_scenes(asked, made, told.of_edition(edition), step)


def _of_scenes(
    asked: Asked, made: Sequence[Scene], source: told.Source, step: Step
) -> Iterator[File]:
    if "deck" in asked.forms:
        step("deck", 0, 1)
        yield forms.of_deck(made, source, asked.template)
    if "workbook" in asked.forms:
        step("workbook", 0, 1)
        yield forms.of_workbook(made, source)


def _refuse_other(asked: Asked, name: str, unit_id: str, month: date) -> None:
    """Nothing is made of another month or unit than was asked for beside the name."""
    if asked.month not in (None, month) or asked.unit_id not in ("", unit_id):
        unit = names().get(unit_id, unit_id)
        raise OtherMeetingError(name=name, unit=unit, month=dates.month(month))


def _choice(asked: Asked) -> Filters:
    offered = choice_bar.offer()
    if asked.unit_id and asked.unit_id not in offered.unit_ids:
        raise UnknownUnitError(unit=asked.unit_id)
    choice = offered.default(asked.unit_id)
    months = offered.months.get(choice.unit_id, ())
    if not months:
        raise EmptyWarehouseError(folder=str(asked.warehouse))
    if asked.month is None:
        return choice
    if asked.month not in months:
        ends = {"first": dates.month(months[0]), "last": dates.month(months[-1])}
        raise NoSuchMonthError(month=dates.month(asked.month), **ends)
    return choice.but(month=asked.month)
