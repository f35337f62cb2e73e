"""Who enters something: a post (岗位), asked once a session and never a name."""

from collections.abc import Callable

import streamlit as st

from dashboard import entered
from dashboard.errors import NotEnteredError
from dashboard.texts import t


def ask(key: str) -> str:
    """Draws the field inside a form; the post typed, "" while there is none.

    `key` is the form's, so that several forms of a page each have their own field.
    """
    typed = st.text_input(
        t("signature.post"),
        value=entered.post(),
        max_chars=30,
        help=t("signature.post_help"),
        key=f"post_{key}",
    )
    return str(typed or "").strip()


def keep(post: str) -> None:
    """Remembers the post for the other forms of this session, those already drawn included."""
    state = st.session_state
    state["post_kept"] = post
    for key in [name for name in state if str(name).startswith("post_") and not state[name]]:
        del state[key]


def entering(post: str, write: Callable[[], object]) -> bool:
    """Does what enters something under a post; whether it was kept, with the reason where not."""
    try:
        write()
    except NotEnteredError as error:
        st.error(t(error.key, **error.holes))
        return False
    keep(post)
    return True
