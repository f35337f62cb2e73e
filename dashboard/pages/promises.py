"""Were the promises kept?"""

import streamlit as st

from dashboard.elements import cards, choice_bar, heading, picture
from dashboard.pictures import promises
from dashboard.texts import t

# The choice.
choice = choice_bar.show("structure")

# The question and its short answer.
heading.show(promises.question(), promises.short_answer(choice), choice)
cards.show(promises.cards(choice))

# The long answer.
with picture.row("tall_ten", [6.4, 3.6], 536):
    picture.show("ten", promises.ten(choice))
    with st.container(key="stack_visits"):
        with picture.row("four_steps", [1], 224):
            picture.show("four_steps", promises.four_steps(choice))
        with picture.row("enterprises", [1], 298):
            unit = picture.show("enterprises", promises.enterprises(choice), clickable=True)
with picture.row("services", [4, 3.6, 4.4], 318):
    picture.show("backlog", promises.backlog(choice))
    picture.show("ratings", promises.ratings(choice))
    picture.show("issues", promises.issues(choice))
with picture.row("frames", [3, 3, 3, 3], 300):
    picture.show("four_small", promises.four_small(choice))
    picture.show("three_rates", promises.three_rates(choice))
    picture.show("three_clearings", promises.three_clearings(choice))
    picture.show("others", promises.others(choice))
picture.foot(t("promises.footer"))

# Deeper.
if unit:
    choice_bar.go(unit_id=unit)
