"""Lines that are links: 值得关注."""

from collections.abc import Sequence
from math import ceil
from unicodedata import east_asian_width

import streamlit as st

from dashboard import navigation
from dashboard.elements.choice_bar import address_of
from dashboard.filters import Filters
from dashboard.texts import t

# px, at the size of letters that long lines have: a card's width, a badge, letters, rows.
CARD, BADGE, WIDE, NARROW, ROW, BETWEEN, HEAD = 400, 82, 14, 6.7, 20, 9, 72
COLOURS = {
    "worse": "red",
    "better": "green",
    "check": "orange",
    "verified": "blue",
    "note": "blue",
    "to_do": "orange",
}


def least_height(lines: Sequence[str]) -> int:
    """The px that a card of such lines needs in a third of a wide screen."""
    rows = 0
    for words in lines:
        length = sum(WIDE if east_asian_width(each) in "WF" else NARROW for each in words)
        rows += ceil(length / (CARD - BADGE))
    return ROW * rows + BETWEEN * len(lines) + HEAD


def show(number: int, kind: str, words: str, page: str, choice: Filters) -> None:
    """One line; a click opens `page` with this choice. A page that is not there yet is no link."""
    label = f":gray[{number}] {_badge(kind)} {words}"
    if navigation.exists(page):
        st.page_link(
            navigation.path_of(page),
            label=label,
            query_params=address_of(choice),
            width="stretch",
        )
    else:
        st.markdown(label)


def button(key: str, kind: str, words: str, said: str = "") -> bool:
    """One line that opens something; what was `said` to it stands below. Whether it was clicked."""
    is_clicked = st.button(f"{_badge(kind)} {words}", key=key, type="tertiary")
    if said:
        st.caption(said)
    return is_clicked


def _badge(kind: str) -> str:
    return f":{COLOURS[kind]}-badge[{t(f'tag.{kind}')}]"
