"""The pages, in reading order."""

from functools import cache
from typing import Any

import streamlit as st

from dashboard.settings import ROOT
from dashboard.texts import known, t

PAGES = (
    "overview",
    "satisfaction",
    "small_cases",
    "complaints",
    "unit_profile",
    "promises",
    "meeting",
    "data_quality",
)
BEHIND = ("actions", "entries")  # reached from other pages; their names would crowd the head
FULL_SCREEN = "screen"  # reached by a link only, and without the frame of the other pages
FRONT = "front"  # the front page stands at the root; its name is kept for `by_name`


def pages() -> list[Any]:
    """The pages that exist, titled in the reader's language; the first is the front page."""
    folder = ROOT / "dashboard" / "pages"
    return [
        st.Page(
            folder / f"{name}.py",
            title=t(f"navigation.{name}") if known(f"navigation.{name}") else name,
            url_path=FRONT if name == PAGES[0] else name,
            default=name == PAGES[0],
            visibility="visible" if name in PAGES else "hidden",
        )
        for name in (*PAGES, *BEHIND, FULL_SCREEN)
        if (folder / f"{name}.py").is_file()
    ]


def by_name() -> Any:
    """The front page where somebody types its name: nobody is to read that there is none."""
    return st.Page(ROOT / path_of(PAGES[0]), url_path=PAGES[0], visibility="hidden")


def path_of(name: str) -> str:
    """What st.page_link and st.switch_page call a page."""
    return f"dashboard/pages/{name}.py"


@cache
def exists(name: str) -> bool:
    """Whether there is such a page yet."""
    return name in (*PAGES, *BEHIND) and (ROOT / path_of(name)).is_file()
