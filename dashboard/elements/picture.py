"""A picture in a card: its own conclusion as title, the figure, 依据; and rows of such cards."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard.answers import snapshot
from dashboard.elements import decide, more, states
from dashboard.elements import evidence as evidence_element
from dashboard.elements.decide import Draft
from dashboard.elements.evidence import Evidence
from dashboard.texts import t

ROW_HEIGHT = 22  # px a line of words needs

_CONFIG = {"displayModeBar": False, "showSendToCloud": False, "displaylogo": False}


@dataclass(frozen=True)
class Action:
    """A further button beside 依据: its words and what it opens."""

    label: str
    open: Callable[[], None]


@dataclass(frozen=True)
class Picture:
    """All a card shows. Exactly one of figure, body, state and missing is its content."""

    title: str
    subtitle: str = ""
    figure: go.Figure | None = None
    body: str = ""  # HTML already escaped, in the place of a figure
    state: str = ""  # a sentence in the place of a figure
    missing: str = ""  # the data set that is 未接入, a key of [dataset]
    note: str = ""  # a line under the figure
    evidence: Evidence | None = None
    action: Action | None = None


@contextmanager
def row(name: str, widths: Sequence[float], height: int, least: int = 0) -> Iterator[None]:
    """A row of cards: relative widths on a wide screen, two a row on a laptop; px high.

    `least` is what its pictures need on any screen.
    """
    columns = " ".join(f"minmax(0,{width}fr)" for width in widths)
    own = f".st-key-row_{name}"
    tall = f"{own}{own} > *{{min-height:{least}px}}" if least else ""
    st.html(f"<style>{own}{{--columns:{columns};--height:{max(height, least)}px}}{tall}</style>")
    with st.container(key=f"row_{name}"):
        yield


def least_height(picture: Picture) -> int:
    """The height in px at which the rows of a figure with one word a row do not touch."""
    rows = picture.figure.layout.yaxis.ticktext if picture.figure is not None else None
    return len(rows) * ROW_HEIGHT + 110 if rows else 0


@contextmanager
def card(name: str) -> Iterator[None]:
    """An empty card of a row, for what is not a picture."""
    with st.container(key=f"card_{name}"):
        yield


def show(name: str, picture: Picture, clickable: bool = False) -> Any:
    """Draws the picture as a card; gives the customdata of the part just clicked, once.

    A clickable figure must carry customdata on the traces that may be clicked.
    """
    with card(name):
        head(name, picture)
        if picture.missing:
            states.not_connected(picture.missing)
        elif picture.state:
            states.said(picture.state)
        elif picture.body:
            st.html(picture.body)
        elif picture.figure is not None:
            return _figure(name, picture, clickable)
    return None


def title(words: str, subtitle: str = "") -> None:
    """The title of a card that is no picture."""
    below = f"<p>{escape(subtitle)}</p>" if subtitle else ""
    st.html(f'<div class="picture"><h3>{escape(words)}</h3>{below}</div>')


def said(words: str) -> None:
    """A quiet sentence in a card."""
    states.said(words)


def foot(words: str) -> None:
    """The last line of a page: what is marked and left out, and the snapshot."""
    number = t("frame.snapshot", id=snapshot().id)
    st.html(f'<div class="foot"><span>{escape(words)}</span><span>{escape(number)}</span></div>')


def head(name: str, picture: Picture) -> None:
    """The title of a card, 依据 and what else can be done with its picture."""
    with st.container(key=f"head_{name}", horizontal=True):
        title(picture.title)
        if picture.action is not None and st.button(
            picture.action.label, key=f"action_{name}", type="tertiary"
        ):
            picture.action.open()
        if picture.evidence is not None and st.button(
            t("evidence.open"), key=f"evidence_{name}", type="tertiary"
        ):
            evidence_element.open_dialog(picture.evidence, picture.title, picture.figure)
        if not picture.missing:
            about = picture.evidence.indicators if picture.evidence else ()
            decide.button(Draft(picture.title, about, more.page()), name)
            more.show(name, picture.title, picture.evidence)
    if picture.subtitle:  # under the buttons, where it has the whole width
        st.html(f'<div class="picture"><p>{escape(picture.subtitle)}</p></div>')


def _figure(name: str, picture: Picture, clickable: bool) -> Any:
    state = st.session_state
    count_key, click_key = f"clicks_{name}", f"clicked_{name}"
    key = f"figure_{name}_{state.get(count_key, 0)}"

    def clicked() -> None:
        points = state[key].selection.points
        if points:
            state[click_key] = points[0].get("customdata")
            # A new key forgets the selection, so that the same part can be clicked again.
            state[count_key] = state.get(count_key, 0) + 1

    with st.container(key=f"frame_{name}", height="stretch"):
        st.plotly_chart(
            picture.figure,
            width="stretch",
            height="stretch",
            theme=None,
            key=key,
            on_select=clicked if clickable else "ignore",
            selection_mode="points",
            config=_CONFIG,
            alt=picture.title,
        )
        if picture.note:
            st.html(f'<div class="note">{escape(picture.note)}</div>')
    return state.pop(click_key, None)
