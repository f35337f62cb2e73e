"""A meeting on the wall, scene by scene, and the presenter's screen beside it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dashboard import answers, editions, freezing, meetings, theme
from dashboard.editions import Edition
from dashboard.elements import choice_bar, decide, preparing, presenter, stage, states
from dashboard.elements.stage import Slide
from dashboard.errors import NotEnteredError
from dashboard.meetings import Meeting
from dashboard.scenes import Scene
from dashboard.scenes.played import draft, scene_of, scenes_of
from dashboard.scenes.slides import slide
from dashboard.texts import dates, language, t

LIVE = "decisions"  # the scene that is written while it is shown


@dataclass(frozen=True)
class Show:
    """What is played. Without a meeting nothing can be written into it."""

    name: str
    scenes: Sequence[Scene]
    remarks: Sequence[str]
    cutoff: date
    said: str  # which meeting and which edition
    seconds: int
    meeting: Meeting | None = None
    live: Sequence[int] = field(default_factory=tuple)


def of_meeting() -> Show:
    """The meeting the address names, else the one of the month, else the standard scenes."""
    named, choice = choice_bar.named("meeting"), choice_bar.current()
    kept = meetings.load(named) if named else meetings.of_month(choice.unit_id, choice.month)
    cutoff = answers.snapshot().cutoff
    meeting = kept or meetings.default(choice.unit_id, choice.month, cutoff)
    frozen = editions.in_force(meeting.choice)
    month = dates.month_only(meeting.month)
    said = t("screen.meeting" if kept else "screen.preview", month=month)
    if frozen is not None:
        said = t("screen.today", month=month, day=dates.full(frozen.frozen_at.date()))
    if named and kept is None:
        said = t("screen.unknown", what=named[:40], meeting=said)
    return Show(
        meeting.meeting_id,
        scenes_of(meeting, preparing.show(month)),
        [one.remark for one in meeting.scenes],
        cutoff,
        said,
        meeting.seconds,
        meeting if kept else None,
        [place for place, one in enumerate(meeting.scenes) if one.scene == LIVE],
    )


def of_edition(edition: Edition) -> Show:
    """An old meeting exactly as it was: nothing of it is written any more."""
    told = freezing.published(edition.edition_id, language())
    said = editions.name(edition)
    if edition.superseded_by:
        said = t("screen.replaced", edition=said)
    preparing.show(dates.month_only(edition.month))(len(told), len(told))
    meeting = meetings.load(edition.meeting_id) if edition.meeting_id else None
    return Show(
        edition.edition_id,
        [one.scene for one in told],
        [one.remark for one in told],
        edition.cutoff,
        said,
        meeting.seconds if meeting else meetings.SECONDS,
    )


def slides(show: Show) -> list[Slide]:
    """Its scenes as they are drawn."""

    def live(place: int) -> Callable[[], Scene] | None:
        meeting = show.meeting
        if meeting is None or place not in show.live:
            return None
        return lambda: scene_of(meeting, meeting.scenes[place])

    return [slide(scene, live(place)) for place, scene in enumerate(show.scenes)]


def foot(show: Show) -> str:
    """Cut-off, meeting and edition, and whether the data are invented."""
    parts = [t("frame.cutoff", cutoff=dates.cutoff(show.cutoff)), show.said]
    return " · ".join([*parts, t("frame.demo")] if answers.is_demo() else parts)


def note(show: Show, place: int) -> None:
    """What lies before the presenter with a scene."""
    scene, meeting = show.scenes[place], show.meeting
    if meeting is None:
        presenter.note(place, scene.script, show.remarks[place], scene.working)
        return
    asked = draft(scene, meeting.meeting_id)

    def save(script: str, post: str) -> None:
        now = meetings.load(meeting.meeting_id) or meeting
        own = list(now.scenes)
        if [one.scene for one in own] != [one.scene for one in meeting.scenes]:
            raise NotEnteredError(why=t("meeting.changed_meanwhile"))
        before = own[place]
        computed = before.computed_script if before.script else scene.script
        own[place] = replace(before, script=script, computed_script=computed)
        meetings.save(replace(now, scenes=tuple(own)), post)

    presenter.note(
        place,
        scene.script,
        show.remarks[place],
        scene.working,
        save,
        lambda: decide.button(asked, f"scene_{place}"),
    )


def play(show: Show) -> None:
    """The whole screen."""
    with theme.drawn_as("dark"):
        drawn = slides(show)
    is_presenter = choice_bar.named("view") == "presenter"
    pace = choice_bar.named("pace")
    stage.show(
        drawn,
        foot=foot(show),
        seconds=show.seconds,
        channel=show.name,
        note=(lambda place: note(show, place)) if is_presenter else None,
        pace=float(pace) if pace.isdecimal() and int(pace) else 1.0,
    )


stage.clear()
named_edition = choice_bar.named("edition")
found = editions.get(named_edition) if named_edition else None
if named_edition and found is None:
    states.said(t("screen.no_edition", what=named_edition[:40]))
else:
    with theme.drawn_as("dark"):
        shown = of_edition(found) if found else of_meeting()
    play(shown)
