"""Are people satisfied, and did it really change?"""

import streamlit as st

from dashboard import navigation
from dashboard.elements import cards, choice_bar, heading, picture
from dashboard.pictures import satisfaction

# The choice.
choice = choice_bar.show("programme", "structure")

# The short answer.
heading.show(satisfaction.question(), satisfaction.verdict(choice))
cards.show(satisfaction.cards(choice))

# The long answer.
clicked = None
published, published_units = (
    satisfaction.course_of_published(choice),
    satisfaction.published_units(choice),
)
if satisfaction.has_answers(choice) or published is None:
    with picture.row("answers", [5, 3.7, 3.6], 384):
        picture.show("both", satisfaction.both(choice))
        picture.show("by_notice", satisfaction.by_notice(choice))
        picture.show("grades", satisfaction.grades(choice))
    with picture.row("places", [4.4, 4, 3.9], 348):
        clicked = picture.show("units", satisfaction.units(choice), clickable=True)
        picture.show("response", satisfaction.response(choice))
        clicked = picture.show("effort", satisfaction.effort(choice), clickable=True) or clicked
    with picture.row("windows", [5, 3.7], 348):
        picture.show("inside_windows", satisfaction.windows(choice))
        if published is not None:
            picture.show("published", published)
elif published is not None:
    with picture.row("published", [5, 4], 520):
        picture.show("published", published)
        if published_units is not None:
            clicked = picture.show("published_units", published_units, clickable=True)
if clicked:
    st.switch_page(
        navigation.path_of("satisfaction"),
        query_params=choice_bar.address_of(choice.but(unit_id=clicked)),
    )
