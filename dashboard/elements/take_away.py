"""导出 ▾: one button in the choice bar; what is pressed is made then, and offered for saving.

The makers come from above: an element knows no exports.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import entered
from dashboard.answers import snapshot
from dashboard.elements import states
from dashboard.filters import Filters
from dashboard.texts import language, t

KEY = "take_away"

_PRINT = """
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button");
  button.textContent = data.words;
  button.onclick = () => {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    setTimeout(() => window.print(), 300);
  };
}
"""
_BUTTON = """button { font: inherit; font-size: 14px; color: inherit; background: none; border: 0;
  padding: 4px 0; cursor: pointer; } button:hover { text-decoration: underline; }"""


@dataclass(frozen=True)
class File:
    """A file that was made: its name, its content, its kind and what it holds, worded."""

    name: str
    content: bytes
    mime: str
    holds: str = ""


@dataclass(frozen=True)
class Form:
    """One line of the menu: a text under take_away, about how long it takes, and its maker."""

    name: str
    seconds: int
    make: Callable[[Filters], File]


def offer(forms: Sequence[Form]) -> None:
    """What can be taken away from the page of this run; the frame says it before the page."""
    st.session_state[KEY] = tuple(forms)


def show(choice: Filters) -> None:
    """The button, at the end of the choice bar; nothing where nothing is offered."""
    forms: tuple[Form, ...] = st.session_state.get(KEY, ())
    if forms:
        with st.popover(t("take_away.open"), key="export"):
            _menu(forms, choice)


@st.fragment
def _menu(forms: Sequence[Form], choice: Filters) -> None:
    """Its lines; only they run anew when one is pressed."""
    for form in forms:
        if form.name == "deck":
            _print()
        if st.button(t(f"take_away.{form.name}"), key=f"{KEY}_{form.name}", type="tertiary"):
            _make(form, choice)
        _saved(form, choice)


def _make(form: Form, choice: Filters) -> None:
    with states.guarded(), st.spinner(t("take_away.making", seconds=form.seconds)):
        st.session_state[f"{KEY}_made"] = (_asked(form, choice), form.make(choice))


def _saved(form: Form, choice: Filters) -> None:
    """The file made last, if it is this form's and of this choice."""
    asked, made = st.session_state.get(f"{KEY}_made", (None, None))
    if made is None or asked != _asked(form, choice):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(t("take_away.made", what=made.holds or made.name))
        st.download_button(
            t("take_away.save"),
            made.content,
            made.name,
            made.mime,
            on_click="ignore",
            type="primary",
            key=f"{KEY}_save_{form.name}",
        )


def _asked(form: Form, choice: Filters) -> tuple[object, ...]:
    """All that a file depends on: one made before something was imported or entered is another."""
    page = st.session_state.get("page_drawn", "")
    return form.name, page, choice, language(), snapshot().id, entered.position()


def _print() -> None:
    """The browser's own printing, which also makes a PDF."""
    button: Any = st.components.v2.component(
        "print_page", html="<button></button>", css=_BUTTON, js=_PRINT
    )
    button(key=f"{KEY}_print", data={"words": t("take_away.print")})
