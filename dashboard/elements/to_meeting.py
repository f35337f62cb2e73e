"""加入例会: any picture, as it stands, becomes a scene of the month's meeting."""

import streamlit as st

from dashboard import entered, meetings
from dashboard.answers import snapshot
from dashboard.elements import choice_bar, drafts, signature
from dashboard.elements.evidence import Evidence
from dashboard.errors import NotEnteredError
from dashboard.texts import dates, t

_SAID = "to_meeting_said"  # what is still to be told; a run that is broken off tells nothing


def say() -> None:
    """Tells once that a picture was added; the frame calls it in every run."""
    sentence = st.session_state.pop(_SAID, "")
    if sentence:
        st.toast(sentence, icon=":material/playlist_add_check:")


def add(scene: str, title: str, evidence: Evidence | None) -> None:
    """Adds the picture with the present choice; asks for a post where none was given yet."""
    if entered.post():
        try:
            _kept(scene, entered.post())
            say()
        except NotEnteredError as error:
            st.toast(t(error.key, **error.holes), icon=":material/error:")
    else:
        _ask(scene, title)


def _kept(scene: str, post: str) -> None:
    choice = choice_bar.current()
    meeting = drafts.kept(choice.unit_id, choice.month, snapshot().cutoff)
    saved = meetings.save(meeting.with_scene(scene, choice), post)
    drafts.follow(saved, scene, choice)
    st.session_state[_SAID] = t("meeting.added", month=dates.month(saved.month))


def _ask(scene: str, title: str) -> None:
    @st.dialog(t("more.to_meeting"))
    def asked() -> None:
        st.markdown(title)
        with st.form("to_meeting", border=False):
            post = signature.ask("to_meeting")
            is_sent = st.form_submit_button(t("more.to_meeting"), type="primary")
        if is_sent and signature.entering(post, lambda: _kept(scene, post)):
            st.rerun()

    asked()
