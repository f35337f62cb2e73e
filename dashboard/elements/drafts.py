"""Meetings as they stand on the reader's screen, saved or not yet.

What was changed and not saved stays in the session, so that another page may be looked at.
"""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard import meetings, units
from dashboard.filters import Filters
from dashboard.meetings import Meeting


def kept(unit_id: str, month: date, cutoff: date) -> Meeting:
    """The meeting of a month as it was saved: the unit's own, else its bureau's, else a new one
    of the bureau, not saved yet."""
    bureau = units.root(unit_id)
    found = meetings.of_month(unit_id, month) or meetings.of_month(bureau, month)
    return found or meetings.default(bureau, month, cutoff)


def draft(meeting: Meeting) -> Meeting:
    """The meeting as the reader has changed it; as it was saved where nothing is changed."""
    return _drafts().get(meeting.meeting_id, meeting)


def change(meeting: Meeting) -> None:
    """Keeps a change for this session."""
    _drafts()[meeting.meeting_id] = meeting


def forget(meeting_id: str) -> None:
    """What is not saved of a meeting is given up."""
    _drafts().pop(meeting_id, None)


def follow(saved: Meeting, scene: str, choice: Filters) -> None:
    """A scene that was added and saved stands in what the reader has not saved yet as well."""
    if saved.meeting_id in _drafts():
        own = _drafts()[saved.meeting_id].with_scene(scene, choice)
        change(replace(own, revision=saved.revision))


def _drafts() -> dict[str, Meeting]:
    found: dict[str, Meeting] = st.session_state.setdefault("meeting_drafts", {})
    return found
