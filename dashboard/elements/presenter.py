"""What lies before the presenter beside the scenes: what to say, and the arithmetic behind it."""

from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from dashboard.elements import signature
from dashboard.elements.heading import PARTS
from dashboard.texts import t
from dashboard.verdicts import Working

HEIGHT = 170  # px of the script at the least


def note(
    place: int,
    script: str,
    remark: str,
    working: Sequence[Working],
    save: Callable[[str, str], None] | None = None,
    more: Callable[[], None] | None = None,
) -> None:
    """What belongs to the scene of this number.

    `save` keeps another script under a post; without it the script is only read. `more` draws
    what can be done about the scene.
    """
    with st.container(key=f"said_{place}"):
        _script(place, script, save)
        if remark:
            st.caption(t("screen.remark"))
            _read(remark)
    with st.container(key=f"sums_{place}"):
        if more is not None:
            st.fragment(more)()
        if working:
            st.caption(t("screen.working"))
        for each in working:
            for name in PARTS:
                if words := getattr(each, name):
                    st.markdown(f"**{t(f'working.{name}')}**　{words}")


@st.fragment
def _script(place: int, script: str, save: Callable[[str, str], None] | None) -> None:
    st.caption(t("screen.script"))
    if save is None:
        _read(script)
        return
    with st.form(f"script_{place}", border=False):
        written = st.text_area(
            t("screen.script"),
            script,
            height=HEIGHT,
            key=f"script_text_{place}",
            label_visibility="collapsed",
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            post = signature.ask(f"script_{place}")
            is_sent = st.form_submit_button(t("screen.script_save"))
    if is_sent:
        script = str(written or "").strip()
        if signature.entering(post, lambda: save(script, post)):
            st.caption(t("screen.script_saved"))


def _read(words: str) -> None:
    """Words as somebody wrote them, with their lines; nothing in them is a mark."""
    st.html(f"<p>{escape(words).replace(chr(10), '<br>')}</p>")
