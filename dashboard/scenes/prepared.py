"""A meeting as its page prepares it: the list of its scenes, and the chosen one."""

from dataclasses import replace

from dashboard.actions import following
from dashboard.elements.heading import ShortAnswer
from dashboard.elements.playlist import Line
from dashboard.elements.stage import Slide
from dashboard.meetings import Meeting
from dashboard.scenes import Scene, build
from dashboard.scenes.played import scene_of
from dashboard.scenes.slides import slide
from dashboard.texts import dates, known, t
from dashboard.units import names as unit_names


def short_answer(meeting: Meeting) -> ShortAnswer:
    """What became of what was decided last time, and how long today will take."""
    found = following.followed(meeting.choice, meeting.meeting_id if meeting.revision else "")
    number = len(meeting.scenes)
    minutes = max(1, round(number * meeting.seconds / 60))
    key = "meeting.today" if meeting.seconds else "meeting.today_by_hand"
    rest = t(key, n=number, minutes=minutes, month=dates.month(meeting.month))
    return ShortAnswer(f"{following.headline(found)}{t('meeting.stop')}", rest)


def lines(meeting: Meeting) -> list[Line]:
    """The list: what each scene says, and of what it tells where that is not the meeting's own."""
    own = meeting.choice
    found = []
    for played in meeting.scenes:
        choice = meeting.choice_of(played)
        others = []
        if choice.unit_id != own.unit_id:
            others.append(unit_names().get(choice.unit_id, choice.unit_id))
        if choice.month != own.month:
            others.append(dates.month(choice.month))
        if played.headline:
            others.append(t("meeting.own_headline"))
        headline = scene_of(meeting, played).headline
        found.append(Line(headline, _name(played.scene), " · ".join(others)))
    return found


def shown(meeting: Meeting, place: int) -> tuple[Scene, Slide]:
    """The scene at a place as it is computed, and as it will be shown."""
    played = meeting.scenes[place]
    computed = scene_of(meeting, replace(played, headline="", script=""))
    headline, script = played.headline or computed.headline, played.script or computed.script
    return computed, slide(replace(computed, headline=headline, script=script))


def names() -> dict[str, str]:
    """Every scene there can be by its id, as the list of what may be added calls it."""
    found = {}
    for scene_id, page in build.known().items():
        where = t(f"navigation.{page}") if "." in scene_id else t("meeting.ready")
        found[scene_id] = t("meeting.of_page", page=where, name=_name(scene_id))
    return found


def _name(scene_id: str) -> str:
    key = f"scenes.name.{scene_id.replace('.', '_')}"
    return t(key) if known(key) else scene_id
