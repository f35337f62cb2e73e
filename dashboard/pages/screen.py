"""A meeting on the wall, scene by scene, and the presenter's screen beside it."""

from dataclasses import replace

from dashboard import answers, meetings, theme
from dashboard.elements import choice_bar, presenter, stage, states
from dashboard.meetings import Meeting
from dashboard.scenes import Scene
from dashboard.scenes.played import scene_of, scenes_of
from dashboard.scenes.slides import slides
from dashboard.texts import dates, t

LIVE = "decisions"  # the scene that is written while it is shown


def played() -> tuple[Meeting, bool]:
    """The meeting the address names, and whether it was saved; else the standard scenes."""
    named = choice_bar.named("meeting")
    found = meetings.load(named) if named else None
    if found is not None:
        return found, True
    if named:
        states.said(t("screen.unknown", what=named[:40]))
    choice = choice_bar.current()
    return meetings.default(choice.unit_id, choice.month, answers.snapshot().cutoff), False


def foot(meeting: Meeting, is_kept: bool) -> str:
    """Cut-off, meeting and edition, and whether the data are invented."""
    edition = t("frame.edition_none")
    month = dates.month_only(meeting.month)
    name = t("screen.meeting" if is_kept else "screen.preview", month=month, edition=edition)
    parts = [t("frame.cutoff", cutoff=dates.cutoff(meeting.cutoff)), name]
    return " · ".join([*parts, t("frame.demo")] if answers.is_demo() else parts)


def note(meeting: Meeting, scenes: list[Scene], is_kept: bool, place: int) -> None:
    """What lies before the presenter with a scene."""
    scene = scenes[place]

    def save(script: str, post: str) -> None:
        now = meetings.load(meeting.meeting_id) or meeting
        own = list(now.scenes)
        own[place] = replace(own[place], script=script, computed_script=scene.script)
        meetings.save(replace(now, scenes=tuple(own)), post)

    remark = meeting.scenes[place].remark
    presenter.note(place, scene.script, remark, scene.working, save if is_kept else None)


def show() -> None:
    """The whole screen."""
    stage.clear()
    meeting, is_kept = played()
    with theme.drawn_as("dark"):
        scenes = scenes_of(meeting)
        drawn = slides(
            scenes,
            lambda place: (
                (lambda: scene_of(meeting, meeting.scenes[place]))
                if meeting.scenes[place].scene == LIVE
                else None
            ),
        )
    stage.show(
        drawn,
        foot=foot(meeting, is_kept),
        seconds=meeting.seconds,
        channel=meeting.meeting_id,
        note=(lambda place: note(meeting, scenes, is_kept, place))
        if choice_bar.named("view") == "presenter"
        else None,
        pace=float(choice_bar.named("pace") or 1),
    )


show()
