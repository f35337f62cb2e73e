"""The scenes of a meeting as they are played: computed, with what somebody wrote instead."""

import logging
from collections.abc import Callable
from dataclasses import replace

from dashboard.elements.decide import Draft
from dashboard.errors import DashboardError
from dashboard.filters import Filters
from dashboard.meetings import Meeting, Played
from dashboard.scenes import Scene, build
from dashboard.texts import t

log = logging.getLogger(__name__)
Told = Callable[[int, int], None]  # done, of how many


def scenes_of(meeting: Meeting, told: Told | None = None) -> list[Scene]:
    """All of them, in order; one that cannot be drawn says why in its place."""
    made = []
    for place, one in enumerate(meeting.scenes):
        if told is not None:
            told(place, len(meeting.scenes))
        made.append(scene_of(meeting, one))
    if told is not None:
        told(len(made), len(made))
    return made


def scene_of(meeting: Meeting, played: Played) -> Scene:
    """One of them."""
    choice = meeting.choice_of(played)
    if played.scene not in build.known():
        return Scene(played.scene, played.headline or played.scene, state=t("screen.unknown_scene"))
    try:
        computed = build.scene(played.scene, choice, meeting.meeting_id)
    except DashboardError as error:
        log.error("the scene %s cannot be drawn: %s", played.scene, error)
        computed = _instead(played.scene, t(error.key, **error.holes), choice)
    except Exception:
        # One broken scene must not take the wall from the others.
        log.exception("the scene %s cannot be drawn", played.scene)
        computed = _instead(played.scene, t("error.unexpected"), choice)
    return replace(
        computed,
        headline=played.headline or computed.headline,
        script=played.script or computed.script,
    )


def _instead(scene_id: str, why: str, choice: Filters) -> Scene:
    return Scene(scene_id, build.title(scene_id), state=why, choice=choice)


def draft(scene: Scene, meeting_id: str = "") -> Draft:
    """What is to be decided of a scene, as the form of 转督办 starts with it."""
    measures = [scene.indicator_id] if scene.indicator_id else []
    matter = scene.question or scene.headline
    return Draft(matter, measures, scene.page, scene.choice, meeting_id)
