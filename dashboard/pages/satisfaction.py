"""Are people satisfied, and did it really change?"""

import streamlit as st

from dashboard import navigation
from dashboard.elements import cards, choice_bar, heading, lines, picture
from dashboard.pictures import satisfaction

WIDTHS = ((5, 3.7, 3.6), (4.4, 4, 3.9))
HEIGHTS = (384, 348)

# The choice.
choice = choice_bar.show("programme", "structure")

# The short answer.
heading.show(satisfaction.question(), satisfaction.verdict(choice), choice)
cards.show(satisfaction.cards(choice))

# The long answer: what can be drawn, three a row; then what is lacking, named.
drawn, lacking = satisfaction.pictures(choice)
clicked = None
for place in range(0, len(drawn), 3):
    row = drawn[place : place + 3]
    at = place // 3 % 2
    tall = [
        picture.least_height(shown)
        if isinstance(shown, picture.Picture)
        else lines.least_height([line[1] for line in shown.lines])
        for _, shown, _ in row
    ]
    with picture.row(f"answers_{place}", WIDTHS[at][: len(row)], HEIGHTS[at], max(tall)):
        for name, shown, is_clickable in row:
            if isinstance(shown, picture.Picture):
                clicked = picture.show(name, shown, clickable=is_clickable) or clicked
                continue
            with picture.card(name):
                picture.title(shown.title, shown.subtitle)
                for number, (kind, words, its_choice) in enumerate(shown.lines, 1):
                    lines.show(number, kind, words, "satisfaction", its_choice)
if lacking:
    with picture.row("lacking", [1.0] * len(lacking), 128):
        for name, shown, _ in lacking:
            if isinstance(shown, picture.Picture):
                picture.show(name, shown)

# A unit was clicked.
if clicked:
    st.switch_page(
        navigation.path_of("satisfaction"),
        query_params=choice_bar.address_of(choice.but(unit_id=clicked)),
    )
