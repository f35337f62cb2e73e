"""Are people satisfied, and did it really change?"""

import streamlit as st

from dashboard import navigation
from dashboard.elements import cards, choice_bar, heading, picture
from dashboard.pictures import satisfaction

WIDTHS = ((5, 3.7, 3.6), (4.4, 4, 3.9), (5, 3.7, 3.6))
HEIGHTS = (384, 348, 348)

# The choice.
choice = choice_bar.show("programme", "structure")

# The short answer.
heading.show(satisfaction.question(), satisfaction.verdict(choice))
cards.show(satisfaction.cards(choice))

# The long answer: what can be drawn, three a row; then what is lacking, named.
drawn, lacking = satisfaction.pictures(choice)
clicked = None
for place in range(0, len(drawn), 3):
    row = drawn[place : place + 3]
    at = place // 3
    height = max([HEIGHTS[at], *(picture.least_height(shown) for _, shown, _ in row)])
    with picture.row(f"answers_{at}", WIDTHS[at][: len(row)], height):
        for name, shown, is_clickable in row:
            clicked = picture.show(name, shown, clickable=is_clickable) or clicked
if lacking:
    with picture.row("lacking", [1.0] * len(lacking), 96):
        for name, shown, _ in lacking:
            picture.show(name, shown)

# A unit was clicked.
if clicked:
    st.switch_page(
        navigation.path_of("satisfaction"),
        query_params=choice_bar.address_of(choice.but(unit_id=clicked)),
    )
