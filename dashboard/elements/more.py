"""⋮ in the head of a picture: what can be done with it, the same on every page."""

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from dashboard.elements import to_meeting
from dashboard.elements.evidence import Evidence
from dashboard.texts import t

# Each takes the picture's id "page.name", its title and its evidence; named by texts more.<name>.
Taken = Callable[[str, str, Evidence | None], None]
OFFERED: Mapping[str, Taken] = {"to_meeting": to_meeting.add}


def stand_on(page: str, scenes: Collection[str]) -> None:
    """Which page is drawn in this run, and which pictures can be scenes; the frame calls it."""
    st.session_state["page_drawn"] = page
    st.session_state["scenes_known"] = scenes
    to_meeting.say()


def page() -> str:
    """The page that is drawn in this run."""
    return str(st.session_state["page_drawn"])


def show(name: str, title: str, evidence: Evidence | None) -> None:
    """Draws the menu of the picture of this name, if it can be a scene, and does what is picked."""
    scene = f"{page()}.{name}"
    if scene not in st.session_state["scenes_known"]:
        return
    picked = st.menu_button(
        "⋮",
        list(OFFERED),
        key=f"more_{name}",
        type="tertiary",
        format_func=lambda offered: t(f"more.{offered}"),
        help=t("more.open"),
    )
    if picked is not None:
        OFFERED[picked](scene, title, evidence)
