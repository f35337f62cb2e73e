"""The monthly meetings: what is played, in which order, and what was written beside it.

A meeting rests in the journal as two tables: its own row, and its scenes, which are replaced
together. What was saved is never lost: earlier entries stay in the journal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl, urlencode

import polars as pl

from dashboard import entered
from dashboard.answers import remembered
from dashboard.errors import NotEnteredError
from dashboard.filters import NAMES, Filters, read, written
from dashboard.texts import dates, t

TABLES = ("meetings", "meeting_scenes")
# The nine scenes a meeting starts from, in order.
DEFAULT = (
    "followed",  # 上次定的办了没有
    "figures",  # 总览五数
    "ratings",  # 双测评
    "stock",  # 小案进出账
    "chain",  # 漏斗
    "told",  # 告知与满意
    "hotspots",  # 热点地图
    "promises",  # 十件实事
    "decisions",  # 今天要定的事
)
SECONDS = 40  # a scene stays while it rotates by itself


@dataclass(frozen=True)
class Played:
    """One scene of a meeting: a scene's name or any picture as "page.picture".

    `address` names, as in a page's address, what its choice has otherwise than the meeting's own.
    `headline` and `script` are what somebody wrote instead of the computed ones, which are kept
    as they were at that moment.
    """

    scene: str
    address: str = ""
    headline: str = ""
    computed_headline: str = ""
    script: str = ""
    computed_script: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Meeting:
    """One meeting. `revision` is the journal's entry it was read from, 0 before it was saved."""

    meeting_id: str
    unit_id: str
    month: date
    cutoff: date
    held_on: date | None = None
    title: str = ""
    remarks: str = ""
    seconds: int = SECONDS
    copied_from: str = ""
    scenes: tuple[Played, ...] = field(default_factory=tuple)
    revision: int = 0

    @property
    def choice(self) -> Filters:
        """What a scene shows that says nothing else."""
        return Filters(unit_id=self.unit_id, month=self.month)

    def choice_of(self, played: Played) -> Filters:
        """What one scene shows; whatever in its address cannot be read is left out."""
        chosen = self.choice
        for name, text in parse_qsl(played.address):
            if name in NAMES:
                try:
                    chosen = chosen.but(**{name: read(name, text)})
                except ValueError:
                    continue
        return chosen

    def with_scene(self, scene: str, choice: Filters) -> "Meeting":
        """The meeting with one more scene, before the one where it is decided."""
        added = Played(scene, address=self.address_of(choice))
        kept = list(self.scenes)
        at = len(kept) - 1 if kept and kept[-1].scene == DEFAULT[-1] else len(kept)
        return replace(self, scenes=(*kept[:at], added, *kept[at:]))

    def address_of(self, choice: Filters) -> str:
        """What a choice has otherwise than the meeting, as `Played.address`."""
        own = self.choice
        return urlencode(
            {
                name: written(getattr(choice, name))
                for name in NAMES
                if getattr(choice, name) != getattr(own, name)
            }
        )


def default(unit_id: str, month: date, cutoff: date) -> Meeting:
    """A meeting that nobody has touched: the nine scenes that are always ready."""
    scenes = tuple(Played(name) for name in DEFAULT)
    return Meeting(free_id(month), unit_id, month, cutoff, scenes=scenes)


def every() -> tuple[Meeting, ...]:
    """All meetings that were saved, by their month and number."""
    return _every(entered.position(*TABLES))


def load(meeting_id: str) -> Meeting | None:
    """The meeting of this name; None where there is none."""
    return next((one for one in every() if one.meeting_id == meeting_id), None)


def of_month(unit_id: str, month: date) -> Meeting | None:
    """The last meeting of this unit on this month; None where there is none."""
    found = [one for one in every() if one.unit_id == unit_id and one.month == month]
    return found[-1] if found else None


def before(unit_id: str, month: date) -> Meeting | None:
    """The last meeting of this unit on an earlier month; None where there is none."""
    found = [one for one in every() if one.unit_id == unit_id and one.month < month]
    return found[-1] if found else None


def free_id(month: date) -> str:
    """A name no meeting has: 2026-10, and 2026-10-2 for a further one."""
    taken = {one.meeting_id for one in every()}
    name, number = written(month), 1
    while name in taken:
        number += 1
        name = f"{written(month)}-{number}"
    return name


def copied(meeting: Meeting, to_month: date, cutoff: date) -> Meeting:
    """The same order, choices and remarks for another month.

    What somebody wrote as headline or to be said spoke of the old figures and is left out; a scene
    of another month than the meeting's stays as far from it as it was.
    """
    moved = _months(to_month) - _months(meeting.month)
    scenes = tuple(
        Played(one.scene, _shifted(one.address, moved), remark=one.remark) for one in meeting.scenes
    )
    return replace(
        meeting,
        meeting_id=free_id(to_month),
        month=to_month,
        cutoff=cutoff,
        held_on=None,
        title="",
        copied_from=meeting.meeting_id,
        scenes=scenes,
        revision=0,
    )


def save(meeting: Meeting, post: str) -> Meeting:
    """Keeps the meeting under a post and gives it as it is kept.

    NotEnteredError, worded, where nothing can be written, where it has no scene, or where somebody
    else has saved it since it was read.
    """
    kept = load(meeting.meeting_id)
    if (kept.revision if kept else 0) != meeting.revision:
        raise NotEnteredError(why=t("meeting.changed_meanwhile"))
    if not post.strip():
        raise NotEnteredError(why=t("signature.missing"))
    if not meeting.scenes:
        raise NotEnteredError(why=t("meeting.no_scene"))
    # Scenes first: without its own row a new meeting is not there yet, so it is never half there.
    position = meeting.revision
    if kept is None or kept.scenes != meeting.scenes:
        position = entered.enter("meeting_scenes", _scene_rows(meeting), post)
    if kept is None or _row(kept) != _row(meeting):
        position = entered.enter("meetings", [_row(meeting)], post)
    return replace(meeting, revision=position)


def _row(meeting: Meeting) -> dict[str, object]:
    names = ("meeting_id", "unit_id", "month", "cutoff", "held_on", "title", "remarks", "seconds")
    row = {name: getattr(meeting, name) for name in (*names, "copied_from")}
    return {name: None if value == "" else value for name, value in row.items()}


def _scene_rows(meeting: Meeting) -> list[dict[str, object]]:
    return [
        {"meeting_id": meeting.meeting_id, "position": place, "scene": one.scene}
        | {"address": one.address}
        | {name: getattr(one, name) or None for name in _WRITTEN}
        for place, one in enumerate(meeting.scenes, start=1)
    ]


_WRITTEN = ("headline", "computed_headline", "script", "computed_script", "remark")


@remembered
def _every(position: int) -> tuple[Meeting, ...]:
    """`position` is the journal's, so that what is kept is asked anew after each save."""
    revisions: dict[str, int] = {}
    for table in TABLES:
        for meeting_id, entry in entered.every(table).select("meeting_id", "entry").iter_rows():
            revisions[meeting_id] = max(entry, revisions.get(meeting_id, 0))
    scenes = entered.in_force("meeting_scenes").sort("meeting_id", "position")
    found = [
        _meeting(row, scenes.filter(meeting_id=row["meeting_id"]), revisions[row["meeting_id"]])
        for row in entered.in_force("meetings").iter_rows(named=True)
    ]
    return tuple(sorted(found, key=lambda one: (one.month, _number(one.meeting_id))))


def _meeting(row: dict[str, object], scenes: pl.DataFrame, revision: int) -> Meeting:
    names = [name for name in Meeting.__dataclass_fields__ if name in row]
    plain = {name: "" if row[name] is None else row[name] for name in names}
    plain["held_on"] = row["held_on"]
    return Meeting(**plain, scenes=_played(scenes), revision=revision)  # type: ignore[arg-type]


def _played(scenes: pl.DataFrame) -> tuple[Played, ...]:
    rows: Sequence[dict[str, str | None]] = scenes.select(list(Played.__dataclass_fields__)).rows(
        named=True
    )
    return tuple(Played(**{name: text or "" for name, text in row.items()}) for row in rows)


def _number(meeting_id: str) -> int:
    last = meeting_id.split("-")[-1]
    return int(last) if meeting_id.count("-") > 1 and last.isdigit() else 1


def _months(month: date) -> int:
    return 12 * month.year + month.month - 1


def _shifted(address: str, months: int) -> str:
    """The address with the month it names, if any, moved; a month that is none is left out."""
    named = dict(parse_qsl(address))
    try:
        moved = dates.add_months(read("month", named.pop("month")), months)
    except (KeyError, ValueError):
        return urlencode(named)
    return urlencode(named | {"month": written(moved)})
