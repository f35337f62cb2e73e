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
    "data_quality",
)


def pages() -> list[Any]:
    """The pages that exist, titled in the reader's language; the first is the front page."""
    folder = ROOT / "dashboard" / "pages"
    return [
        st.Page(
            folder / f"{name}.py",
            title=t(f"navigation.{name}") if known(f"navigation.{name}") else name,
            url_path=name,
            default=name == PAGES[0],
        )
        for name in PAGES
        if (folder / f"{name}.py").is_file()
    ]


def path_of(name: str) -> str:
    """What st.page_link and st.switch_page call a page."""
    return f"dashboard/pages/{name}.py"


@cache
def exists(name: str) -> bool:
    """Whether there is such a page yet."""
    return name in PAGES and (ROOT / path_of(name)).is_file()
