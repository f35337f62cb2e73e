"""The page's question, its verdict, and the arithmetic behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from dashboard.texts import t


@dataclass(frozen=True)
class Verdict:
    """The short answer: `lead` in bold, then `rest`. `working` is shown behind 看算式."""

    lead: str = ""
    rest: str = ""
    working: Sequence[str] = field(default_factory=tuple)  # Markdown, one paragraph each


def show(question: str, verdict: Verdict) -> None:
    """Draws the question (already worded) beside the verdict."""
    body = (
        f'<div class="heading"><h1 class="question">{escape(question)}</h1>'
        f'<div class="verdict"><b>{escape(verdict.lead)}</b>{escape(verdict.rest)}</div></div>'
    )
    with st.container(key="heading", horizontal=True):
        st.html(body)
        if verdict.working and st.button(t("evidence.working_open"), key="working"):
            _working(verdict)


def _working(verdict: Verdict) -> None:
    @st.dialog(t("evidence.working_title"), width="large")
    def opened() -> None:
        for paragraph in verdict.working:
            st.markdown(paragraph)

    opened()
