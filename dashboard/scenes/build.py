"""scene(id, choice): one message of a meeting, drawn for the wall."""

from dashboard import theme
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.scenes import Scene, general
from dashboard.scenes.playlist import DEFAULT
from dashboard.scenes.registry import OF_PAGES, PICTURES
from dashboard.texts import t

# The default scenes that are, until drawn for the wall themselves, a page's picture.
PAGES = {
    "followed": "overview",
    "figures": "overview",
    "ratings": "satisfaction",
    "stock": "small_cases",
    "chain": "small_cases",
    "told": "satisfaction",
    "hotspots": "complaints",
    "promises": "promises",
    "decisions": "overview",
}
FROM = {
    "ratings": "overview.ratings",
    "stock": "overview.bridge",
    "chain": "overview.chain",
    "told": "satisfaction.by_notice",
    "hotspots": "complaints.areas",
    "promises": "promises.ten",
    "figures": "overview.promises",
}


def known() -> dict[str, str]:
    """Every scene there can be, with the page where one looks closer."""
    pictures = {f"{page}.{name}": page for page, names in OF_PAGES.items() for name in names}
    return {scene_id: PAGES[scene_id] for scene_id in DEFAULT} | pictures


def title(scene_id: str) -> str:
    """What a scene is called in a list, in the reader's language; KeyError for an unknown one."""
    return t(f"scenes.name.{scene_id.replace('.', '_')}")


def scene(scene_id: str, choice: Filters, meeting_id: str = "") -> Scene:
    """One message, dark, for the wall; KeyError for an unknown id.

    `meeting_id`: the meeting whose decisions are collected, and before which others were taken.
    """
    with theme.drawn_as("dark"):
        return _scene(scene_id, choice)


@remembered
def _scene(scene_id: str, choice: Filters) -> Scene:
    if scene_id in PICTURES:
        return general.scene(scene_id, choice)
    if scene_id in FROM:
        return general.of_picture(scene_id, PICTURES[FROM[scene_id]](choice), choice)
    return Scene(
        scene_id, title(scene_id), state=t("state.nothing"), choice=choice, page=PAGES[scene_id]
    )
