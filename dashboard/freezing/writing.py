"""Writing an edition: figures, scenes and definitions first, and last the row that makes it one."""

import json
from datetime import datetime
from typing import Any

from dashboard import editions, entered, settings
from dashboard.answers import noted, snapshot
from dashboard.editions.defined import definitions
from dashboard.editions.kept import Edition
from dashboard.errors import NotEnteredError
from dashboard.filters import Filters, written
from dashboard.freezing.figures import Progress, figures
from dashboard.meetings import Meeting, Played
from dashboard.scenes import Scene, content
from dashboard.scenes.played import scene_of
from dashboard.texts import LANGUAGES, dates, spoken_in, t

DEFINED, FIGURED = 0.05, 0.7  # shares of the time by which these are done
BESIDE = ("computed_headline", "computed_script", "remark")  # kept with a scene, not part of it


def freeze(meeting: Meeting, post: str, reason: str = "", progress: Progress | None = None) -> str:
    """Freezes what the meeting is shown now, for its unit and all below; the edition's name.

    It exists only from its last row on: what an interruption left behind is never read.
    NotEnteredError, worded, without a post, before the month is over, where an edition is in
    force and no reason is given, and where nothing can be written.
    """
    told = progress or (lambda share: None)
    choice = Filters(unit_id=meeting.unit_id, month=meeting.month)
    before = _superseded(meeting, post, reason)
    edition_id = _free_name(meeting)
    named = {"edition_id": edition_id}
    entered.enter("published_definitions", [named | row for row in definitions(choice)], post)
    told(DEFINED)
    kept = figures(choice, lambda share: told(DEFINED + (FIGURED - DEFINED) * share))
    entered.enter("published_values", [named | row for row in kept.to_dicts()], post)
    if meeting.scenes:
        entered.enter("published_scenes", _scenes(meeting, edition_id, told), post)
    entered.enter("editions", [named | _row(meeting, post, reason, before)], post)
    told(1.0)
    return edition_id


def _superseded(meeting: Meeting, post: str, reason: str) -> Edition | None:
    """The edition this one takes the place of; NotEnteredError where it may not be made."""
    if not post.strip():
        raise NotEnteredError(why=t("signature.missing"))
    if dates.add_months(meeting.month, 1) > snapshot().cutoff:
        raise NotEnteredError(why=t("editions.month_open", month=dates.month(meeting.month)))
    before = editions.of_month(meeting.unit_id, meeting.month)
    if before is None or before.unit_id != meeting.unit_id:
        return None
    if not reason.strip():
        raise NotEnteredError(why=t("editions.reason_missing", name=editions.name(before)))
    return before


def _free_name(meeting: Meeting) -> str:
    """2026-10-1: a name nothing was ever written under, not even by an interrupted freeze."""
    taken = set(entered.every("published_definitions")["edition_id"].unique())
    number, month = 1, written(meeting.month)
    while f"{month}-{number}" in taken:
        number += 1
    return f"{month}-{number}"


def _row(meeting: Meeting, post: str, reason: str, before: Edition | None) -> dict[str, Any]:
    held = snapshot()
    return {
        "month": meeting.month,
        "unit_id": meeting.unit_id,
        "meeting_id": meeting.meeting_id or None,
        "cutoff": held.cutoff,
        "supersedes": before.edition_id if before else None,
        "reason": reason.strip() or None,
        "frozen_by": post.strip(),
        "frozen_at": datetime.now().replace(microsecond=0),
        "snapshot_id": held.id,
        "journal_position": noted(),
        "code_version": settings.version(),
    }


def _scenes(meeting: Meeting, edition_id: str, told: Progress) -> list[dict[str, Any]]:
    """Every scene of the meeting in both languages, as text."""
    rows = []
    count = len(LANGUAGES) * len(meeting.scenes)
    for language in LANGUAGES:
        with spoken_in(language):
            for position, one in enumerate(meeting.scenes, start=1):
                rows.append(
                    {
                        "edition_id": edition_id,
                        "language": language,
                        "position": position,
                        "scene": one.scene,
                        "content": _content(meeting, one),
                    }
                )
                told(FIGURED + (1 - FIGURED) * len(rows) / (count + 1))
    return rows


def _content(meeting: Meeting, played: Played) -> str:
    """The scene as it is played, with what the program had computed beside what was written."""
    scene: Scene = scene_of(meeting, played)
    computed = scene_of(meeting, Played(played.scene, played.address))
    beside = {
        "computed_headline": computed.headline,
        "computed_script": computed.script,
        "remark": played.remark,
    }
    return json.dumps(
        json.loads(content.written(scene)) | beside, ensure_ascii=False, separators=(",", ":")
    )
