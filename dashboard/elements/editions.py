"""定版 on the meeting's page: the button with its post and reason, and the list of editions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import streamlit as st

from dashboard import editions, navigation
from dashboard.editions import Edition
from dashboard.elements import picture, signature, states
from dashboard.elements.choice_bar import address_of
from dashboard.filters import Filters
from dashboard.texts import dates, t

HEIGHT = 300  # px of the list, which scrolls


@dataclass(frozen=True)
class Asked:
    """Who freezes, and why an edition in force is to be superseded."""

    post: str
    reason: str


def form(name: str, before: Edition | None) -> Asked | None:
    """Draws the form; what was asked when the button was just clicked, else None.

    `name` says which month is to be frozen; `before` is the edition that would be superseded.
    """
    with picture.card("freeze"):
        picture.title(t("editions.form.title", name=name), t("editions.form.subtitle"))
        # A key pressed in a field must not fix a month for good.
        with st.form("freeze", border=False, enter_to_submit=False):
            reason = ""
            post = signature.ask("freeze")
            if before is not None:
                states.said(t("editions.form.before", name=editions.name(before)))
                reason = str(st.text_input(t("editions.form.reason"), key="freeze_reason") or "")
            if not st.form_submit_button(t("editions.form.freeze"), type="primary"):
                return None
    signature.keep(post)
    return Asked(post, reason)


@contextmanager
def progress(words: str) -> Iterator[Callable[[float], None]]:
    """A bar while something takes longer; gives the function that is told the share done."""
    bar = st.progress(0.0, words)

    def told(share: float) -> None:
        bar.progress(min(share, 1.0), words)

    try:
        yield told
    finally:
        bar.empty()


def listed(found: Sequence[Edition], choice: Filters) -> str:
    """Draws every edition with replay and check; the one whose check was just clicked, or ""."""
    clicked = ""
    with picture.card("editions"):
        picture.title(t("editions.list.title", n=len(found)))
        if not found:
            states.said(t("editions.list.none"))
        for one in reversed(found):
            with st.container(key=f"edition_{one.edition_id}"):
                st.markdown(_described(one))
                with st.container(horizontal=True):
                    st.page_link(
                        navigation.path_of(navigation.FULL_SCREEN),
                        label=t("editions.list.replay"),
                        query_params=address_of(choice) | {"edition": one.edition_id},
                    )
                    if st.button(
                        t("editions.list.check"), key=f"check_{one.edition_id}", type="tertiary"
                    ):
                        clicked = one.edition_id
                    told = st.session_state.get(f"checked_{one.edition_id}", "")
                if told:
                    states.said(told)
    return clicked


def keep_outcome(edition_id: str, words: str) -> None:
    """Remembers for this session what a check found, and draws the list anew with it."""
    st.session_state[f"checked_{edition_id}"] = words
    st.rerun()


def frozen(edition: Edition | None) -> None:
    """Says that it is done, and draws the page anew."""
    if edition is not None:
        st.toast(t("editions.form.done", name=editions.name(edition)))
    st.rerun()


def refused(why: str) -> None:
    """Why nothing was frozen."""
    st.error(why)


def _described(one: Edition) -> str:
    said = t(
        "editions.list.line",
        name=editions.name(one),
        post=one.frozen_by,
        cutoff=dates.cutoff(one.cutoff),
        snapshot=one.snapshot_id,
    )
    if one.reason:
        said += t("editions.list.reason", before=one.supersedes, reason=one.reason)
    if one.superseded_by:
        said = f"~~{said}~~ {t('editions.list.superseded', by=one.superseded_by)}"
    return said
