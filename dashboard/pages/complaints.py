"""Where, and why, are people unhappy?"""

import streamlit as st

from dashboard.elements import cards, choice_bar, evidence, heading, picture
from dashboard.pictures import complaints
from dashboard.texts import t

# The choice.
choice = choice_bar.show("complaint_category", "structure")

# The question and its short answer.
heading.show(t("complaints.question"), complaints.verdict(choice), choice)
cards.show(complaints.cards(choice))

# The long answer, as far as the source goes.
area = cell = reason = None
source = complaints.source(choice)
if source == "absent":
    with picture.row("absent", [1], 140):
        picture.show("areas", complaints.areas(choice))
else:
    with picture.row("tall_where", [4.15, 5.85], 692):
        area = picture.show("areas", complaints.areas(choice), clickable=True)
        with st.container(key="stack_why"):
            if source == "sorted":
                with picture.row("what", [3.4, 2.3], 339):
                    cell = picture.show("cells", complaints.by_category(choice), clickable=True)
                    why = complaints.by_frequency(choice)
                    reason = picture.show("reasons", why, clickable=True)
                with picture.row("watched", [3.2, 2.5], 339):
                    picture.show("register", complaints.register(choice))
                    picture.show("cooling", complaints.cooling(choice))
            else:
                with picture.row("received", [1], 339):
                    picture.show("received", complaints.received(choice))
                with picture.row("closed", [1], 339):
                    picture.show("in_time", complaints.in_time(choice))
    if source == "sorted":
        with picture.row("course", [1, 1], 339):
            picture.show("difficulties", complaints.difficulties(choice))
            picture.show("in_time", complaints.in_time(choice))
    with picture.row("lists", [4.4, 2.8, 2.8], 350):
        picture.show("due", complaints.due(choice))
        picture.show("state", complaints.state(choice))
        picture.show("silent", complaints.silent(choice))
picture.foot(t("complaints.fairness"))

# What stands behind a number.
if area:
    st.session_state["behind"] = (area, choice.complaint_category)
    choice_bar.go(unit_id=area)
if cell:
    evidence.open_dialog(*complaints.behind(choice, *cell.split("|")))
elif reason:
    evidence.open_dialog(*complaints.behind(choice, choice.unit_id, *reason.split("|")))
elif behind := st.session_state.pop("behind", None):
    evidence.open_dialog(*complaints.behind(choice, *behind))
