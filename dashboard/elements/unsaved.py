"""What was written and not saved rests in the session, which ends when a window is reloaded or
closed: the browser asks first."""

from functools import cache
from typing import Any

import streamlit as st

_ASK = """
const ask = (event) => event.preventDefault();

export default function () {
  window.addEventListener("beforeunload", ask);
  return () => window.removeEventListener("beforeunload", ask);
}
"""


def ask_before_leaving() -> None:
    """Has the browser ask, as long as a run of the page draws this."""
    with st.container(key="unsaved"):
        _component()(key="unsaved_asks")


@cache
def _component() -> Any:
    return st.components.v2.component("unsaved", js=_ASK, html="<i></i>")
