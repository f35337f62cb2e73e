"""The frame of every page: language, choice, navigation, and the last word on errors."""

import streamlit as st

from dashboard import answers, navigation
from dashboard.elements import choice_bar, decide, header, more, states, style, take_away
from dashboard.errors import DashboardError
from dashboard.exports import forms
from dashboard.scenes import build
from dashboard.settings import ICON
from dashboard.texts import t


def draw() -> None:
    """One run of the script; what goes wrong is said on the page."""
    with states.guarded():
        _draw()


def _draw() -> None:
    """What holds for every page, then the page."""
    st.set_page_config(
        page_title=t("frame.brand_without_data"),
        page_icon=str(ICON),
        layout="wide",
        # With no entry of its own the menu, and with it light and dark, would not be there.
        menu_items={"About": t("frame.brand_without_data")},
    )
    failure = None
    try:
        answers.hold(choice_bar.warehouse())
        choice_bar.settle()
    except DashboardError as error:
        failure = error
    style.apply()
    page = st.navigation([*navigation.pages(), navigation.by_name()], position="top")
    if failure is not None:  # without a choice there is nothing more to draw
        st.space("small")  # the navigation lies over the page's upper edge
        states.failed(failure)
        return
    if page.url_path == navigation.PAGES[0]:
        choice_bar.to_front()
    more.stand_on(page.url_path or navigation.PAGES[0], build.known())
    if page.url_path != navigation.FULL_SCREEN:
        style.watch_theme(["/", *(f"/{name}" for name in (*navigation.PAGES, *navigation.BEHIND))])
        header.show(choice_bar.bureau(), answers.is_demo())
    if not answers.has_snapshot():
        states.no_data()
        return
    take_away.offer(forms.offered(more.page()))
    with st.spinner(t("state.loading")):
        page.run()
    decide.open_pending()
