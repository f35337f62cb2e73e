"""What is said on the dark screen until the scenes stand, so that nobody looks at a blank wall."""

from collections.abc import Callable
from html import escape

import streamlit as st

from dashboard.texts import t


def show(month: str) -> Callable[[int, int], None]:
    """Says that the meeting on a month is being prepared; gives what is told how far it is.

    The words stay: the scenes lie over them as soon as they are whole.
    """
    with st.container(key="preparing"):
        place = st.empty()

    def told(done: int, total: int) -> None:
        key = "screen.preparing" if done < total else "screen.drawing"
        words = t(key, meeting=month, n=done + 1, total=total)
        place.html(f"<p>{escape(words)}</p>")

    return told
