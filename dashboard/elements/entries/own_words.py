"""说明: what the chosen unit says to its verdict, beside it, and the button that writes it."""

from html import escape

import streamlit as st

from dashboard import explanations, indicators
from dashboard.elements import signature, states
from dashboard.elements.entries import making
from dashboard.filters import Filters
from dashboard.judged.courses import of_unit
from dashboard.texts import dates, t
from dashboard.verdicts.change import unit_words

KEY = "own_words"
MONTHS = 12  # that an explanation may stand
SHOWN = 3


def show(choice: Filters) -> None:
    """The unit's own words that hold in the chosen month, the newest first."""
    said = explanations.of_unit(choice.unit_id, choice.month)[:SHOWN]
    lines = [each.named_sentence() for each in said] or [t("explanation.strip.none")]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines)
    with st.container(key=KEY, horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="own_words">{body}</div>')
        if st.button(t("explanation.strip.write"), key="explain", icon=":material/edit_note:"):
            _open(choice)


def _open(choice: Filters) -> None:
    @st.dialog(t("explanation.strip.title", unit=unit_words(choice.unit_id)), width="large")
    def opened() -> None:
        with states.guarded():
            _form(choice)

    opened()


def _form(choice: Filters) -> None:
    shown = ["", *(indicator_id for _, indicator_id in of_unit(choice))]
    until = dates.months_between(choice.month, dates.add_months(choice.month, MONTHS - 1))
    with st.form(KEY, border=False):
        st.caption(t("explanation.strip.hint"))
        text = st.text_area(
            t("explanation.strip.text"), max_chars=making.LONGEST, key=f"{KEY}_text"
        )
        about = st.selectbox(
            t("explanation.strip.about"),
            shown,
            format_func=lambda one: indicators.get(one).name if one else t("explanation.strip.all"),
            key=f"{KEY}_about",
        )
        last = st.selectbox(
            t("explanation.strip.until"), until, format_func=dates.month, key=f"{KEY}_until"
        )
        post = signature.ask(KEY)
        sent = st.form_submit_button(t("explanation.strip.submit"), type="primary")
    if sent:
        period = (choice.month, dates.last_day(last))
        row = making.remark("explanation", text, period, choice.unit_id, about)
        making.keep("annotations", [row], post, "" if text.strip() else t("entries.no_text"))
