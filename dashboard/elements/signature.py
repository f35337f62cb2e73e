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
    _fill_in(f"post_{key}")
    typed = st.text_input(
        t("signature.post"), max_chars=30, help=t("signature.post_help"), key=f"post_{key}"
    )
    return str(typed or "").strip()


def _fill_in(field: str) -> None:
    """Writes the post kept into a field that is still empty, once: who clears it leaves it so.

    A default would not do: a field that stands on the page already keeps what it holds.
    """
    state, post, held = st.session_state, entered.post(), st.session_state.get(field)
    if post and (held is None or (not held and state.get(f"filled_{field}") != post)):
        state[field] = state[f"filled_{field}"] = post


def keep(post: str) -> None:
    """Remembers the post for the other forms of this session."""
    st.session_state["post_kept"] = post


def entering(post: str, write: Callable[[], object]) -> bool:
    """Does what enters something under a post; whether it was kept, with the reason where not."""
    try:
        write()
    except NotEnteredError as error:
        st.error(t(error.key, **error.holes))
        return False
    keep(post)
    return True
