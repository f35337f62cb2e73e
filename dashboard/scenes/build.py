"""scene(id, choice): one message of a meeting, drawn for the wall."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from dashboard import entered, explanations, meetings, theme, units
from dashboard.actions import TABLES
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.scenes import (
    Scene,
    chain,
    decided,
    figures,
    general,
    hotspots,
    promises,
    ratings,
    stock,
    told,
)
from dashboard.scenes.playlist import DEFAULT
from dashboard.scenes.registry import PICTURES
from dashboard.scenes.worded import subtitled
from dashboard.texts import t

OWN: Mapping[str, Callable[[Filters], Scene]] = {
    "figures": figures.scene,
    "ratings": ratings.scene,
    "stock": stock.scene,
    "chain": chain.scene,
    "told": told.scene,
    "hotspots": hotspots.scene,
    "promises": promises.scene,
}
# Where one looks closer.
PAGES = {
    "followed": "actions",
    "figures": "overview",
    "ratings": "satisfaction",
    "stock": "small_cases",
    "chain": "small_cases",
    "told": "satisfaction",
    "hotspots": "complaints",
    "promises": "promises",
    "decisions": "actions",
}
# What is read from the journal beyond notes and targets is not remembered by its snapshot.
SHORT = 24  # characters of a unit's own words on the wall
UNKEPT = ("data_quality.published", "data_quality.entered")


def known() -> dict[str, str]:
    """Every scene there can be, with the page where one looks closer."""
    own = {scene_id: PAGES[scene_id] for scene_id in DEFAULT}
    return own | {scene_id: scene_id.partition(".")[0] for scene_id in PICTURES}


def title(scene_id: str) -> str:
    """What a scene is called in a list, in the reader's language; KeyError for an unknown one."""
    return t(f"scenes.name.{scene_id.replace('.', '_')}")


def scene(scene_id: str, choice: Filters, meeting_id: str = "") -> Scene:
    """One message, dark, for the wall; KeyError for an unknown id.

    `meeting_id`: the meeting whose decisions are collected, and before which others were taken.
    """
    with theme.drawn_as("dark"):
        if scene_id in ("followed", "decisions"):
            position = entered.position(*TABLES, *meetings.TABLES)
            return _of_meeting(scene_id, choice, meeting_id, position)
        if scene_id in UNKEPT:
            return _placed(general.scene(scene_id, choice))
        drawn = _of_data(scene_id, choice)
        return figures.restated(drawn, choice) if scene_id == "figures" else drawn


@remembered
def _of_data(scene_id: str, choice: Filters) -> Scene:
    if scene_id not in OWN:
        return _placed(general.scene(scene_id, choice))
    return _placed(replace(OWN[scene_id](choice), page=PAGES[scene_id]))


@remembered
def _of_meeting(scene_id: str, choice: Filters, meeting_id: str, position: int) -> Scene:
    """`position` of the journal: what is remembered of it holds until something is entered."""
    if scene_id == "followed":
        drawn = decided.followed(choice, meeting_id)
    else:
        drawn = decided.decisions(choice, meeting_id, _agenda(choice, meeting_id))
    return _placed(replace(drawn, page=PAGES[scene_id]))


def _agenda(choice: Filters, meeting_id: str) -> tuple[decided.Asked, ...]:
    """What the default scenes of the meeting ask, in its order; one without data asks nothing."""
    meeting = meetings.load(meeting_id) if meeting_id else None
    ids = [one.scene for one in meeting.scenes] if meeting else list(DEFAULT)
    drawn = [_of_data(scene_id, choice) for scene_id in ids if scene_id in OWN]
    return tuple(decided.Asked(title(one.id), one.question) for one in drawn if not one.state)


def _placed(drawn: Scene) -> Scene:
    """Which unit it is about, where that is not the whole, and what it says to it itself."""
    unit_id = drawn.choice.unit_id
    words = _with_own_words(drawn)
    if units.levels().get(unit_id) not in (None, "bureau"):
        unit = units.names().get(unit_id, unit_id)
        words = t("scenes.of_unit", unit=unit, words=words) if words else unit
    return replace(drawn, subtitle=words)


def _with_own_words(drawn: Scene) -> str:
    """The subtitle; before it, where the unit said something to the figure, the start of that."""
    choice = drawn.choice
    said = explanations.of_unit(choice.unit_id, choice.month, drawn.indicator_id)
    if not said:
        return drawn.subtitle
    return subtitled((said[0].sentence(SHORT), *drawn.subtitle.split(t("scenes.semicolon"))))
