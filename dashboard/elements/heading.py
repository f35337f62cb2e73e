"""The page's question, its short answer, and the arithmetic behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from dashboard import explanations, navigation, promised
from dashboard.elements import more
from dashboard.elements.choice_bar import address_of
from dashboard.filters import Filters
from dashboard.texts import t
from dashboard.verdicts import Working
from dashboard.verdicts.change import PAGES

MOST = 2  # remarks of the unit; all of them stand in 单位画像
PARTS = ("inputs", "formula", "result", "rule", "source")


@dataclass(frozen=True)
class ShortAnswer:
    """`lead` in bold, then `rest`. `working` is shown behind 看算式, one part a verdict."""

    lead: str = ""
    rest: str = ""
    working: Sequence[Working] = field(default_factory=tuple)


def show(question: str, answer: ShortAnswer, choice: Filters | None = None) -> None:
    """Draws the question (already worded) beside the short answer.

    With `choice` the chosen unit's own words on what the page shows stand below its answer.
    """
    said = _own_words(choice) if choice is not None else []
    lines = "".join(f'<div class="note">{escape(line)}</div>' for line in said)
    body = (
        f'<div class="heading"><h1 class="question">{escape(question)}</h1>'
        f'<div class="verdict"><b>{escape(answer.lead)}</b>{escape(answer.rest)}{lines}</div></div>'
    )
    with st.container(key="heading", horizontal=True):
        st.html(body)
        if answer.working and st.button(t("evidence.working_open"), key="working"):
            open_working(answer.working)


def _own_words(choice: Filters) -> list[str]:
    """What the unit says of itself, the newest first: of all, and of the page's own figures."""
    page = more.page()
    promises = {one.indicator for one in promised.every().values()} if page == "promises" else set()
    return [
        each.named_sentence()
        for each in explanations.of_unit(choice.unit_id, choice.month)
        if page == navigation.PAGES[0]
        or (not each.about and not each.finding)
        or any(PAGES.get(one[:3]) == page or one in promises for one in each.about)
    ][:MOST]


def open_working(workings: Sequence[Working]) -> None:
    """看算式 over the page."""

    @st.dialog(t("evidence.working_title"), width="large")
    def opened() -> None:
        for place, working in enumerate(workings):
            if place:
                st.divider()
            show_working(working)

    opened()


def show_working(working: Working) -> None:
    """One verdict's inputs, formula, result, rule and source, and a link to the rows behind it."""
    told = [(name, getattr(working, name)) for name in PARTS if getattr(working, name)]
    for name, words in told:
        st.markdown(words if len(told) == 1 else f"**{t(f'working.{name}')}**　{words}")
    if working.choice is not None and navigation.exists(working.page):
        st.page_link(
            navigation.path_of(working.page),
            label=t("working.rows"),
            query_params=address_of(working.choice),
        )
