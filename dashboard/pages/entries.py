"""What was noted, and which targets are set?"""

import streamlit as st

from dashboard import navigation
from dashboard.elements import choice_bar, heading, picture, states
from dashboard.elements.entries import annotations, listed, targets
from dashboard.pictures import data_quality
from dashboard.texts import t

# The choice.
choice = choice_bar.show()

# The question and its short answer.
st.page_link(
    navigation.path_of("data_quality"),
    label=t("entries.back"),
    query_params=choice_bar.address_of(choice),
)
heading.show(t("entries.question"), data_quality.entries_answer())

# What can be entered, and what was.
if choice_bar.offer().months.get(choice.unit_id):
    with picture.row("entry_forms", [1, 1], 420):
        with picture.card("annotation"):
            picture.title(t("entries.annotation.title"), t("entries.annotation.subtitle"))
            annotations.form(choice)
        with picture.card("target"):
            picture.title(t("entries.target.title"), t("entries.target.subtitle"))
            targets.form(choice)
    listed.show(choice)
else:
    states.not_connected("units")
picture.foot(t("entries.footer"))
