"""The way to the page of entries, from a button of a card."""

import streamlit as st

from dashboard import navigation
from dashboard.elements import choice_bar


def open_page() -> None:
    """Goes to the page of entries with the choice of this run."""
    address = choice_bar.address_of(choice_bar.current())
    st.switch_page(navigation.path_of("entries"), query_params=address)
