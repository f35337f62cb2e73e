"""The full screen of a meeting: all scenes drawn once, laid over each other, one of them shown.

Each scene is laid out on 1920 × 1080 px and scaled to the window. Which one is shown, when it
changes, keys, and what happens while the server is gone is decided in the browser (stage.js), so
that neither rotation nor a lost network needs the server.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard import theme
from dashboard.elements import in_step
from dashboard.texts import t

EVERY = 2.0  # seconds after which a live scene is asked anew
IN_STEP = 1.0  # seconds after which a window asks what those on other machines show
SOONEST = 0.5  # the same where the clock runs faster
_WORDS = ("reconnecting", "previous", "next", "pause", "resume", "held", "by_hand")
_TITLES = ("next_scene", "no_next_scene", "spent", "spent_here")
_DARK = """
export default function () {
  // The wall is dark whatever the reader's own pages are: so is what Streamlit draws itself.
  const name = "stActiveTheme-" + window.location.pathname + "-v2";
  const isDark = localStorage.getItem(name) === '"Dark"';
  const before = sessionStorage.getItem("darkened");
  localStorage.setItem(name, '"Dark"');
  sessionStorage.setItem("darkened", "yes");
  if (isDark || before) return;
  window.__darkening = true;
  window.location.reload();
}
"""
_CONFIG = {"staticPlot": True, "displayModeBar": False, "showSendToCloud": False}


@dataclass(frozen=True)
class Box:
    """A place on the stage, in its px."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True)
class Slide:
    """A scene as it is drawn: HTML already escaped, beside it a figure and its place.

    `live` gives the HTML anew, for a scene that is written while it is shown.
    """

    title: str
    html: str
    figure: go.Figure | None = None
    box: Box = Box(0, 0, 0, 0)
    live: Callable[[], str] | None = None


def clear() -> None:
    """Takes the frame off the page and makes it dark, before anything is worked out."""
    st.html(f"<style>{_rules()}</style>")
    with st.container(key="darkened"):
        st.html(f'<h1 class="unseen">{escape(t("screen.question"))}</h1>')
        _dark()(key="dark")


def show(
    slides: Sequence[Slide],
    foot: str,
    seconds: int,
    channel: str,
    note: Callable[[int], None] | None = None,
    pace: float = 1.0,
) -> None:
    """Draws all slides; the browser shows one after the other, each for `seconds` (0: by hand).

    `foot` is said on every slide. Windows of one `channel` show the same slide at the same time.
    With `note`, which draws what belongs to the slide of a number, it is the presenter's screen.
    `pace` makes the clock run faster, for tests.
    """
    with st.container(key="stage"):
        for place, slide in enumerate(slides):
            with st.container(key=f"scene_{place}"):
                _scene(place, slide, max(SOONEST, EVERY / pace))
    with st.container(key="over"):
        st.html(f'<div class="footline">{escape(foot)}</div>')
        _player()(
            key="player",
            data={
                "scenes": [
                    {"title": slide.title, "width": slide.box.width if slide.figure else 0}
                    for slide in slides
                ],
                "run": time.monotonic_ns(),
                "seconds": seconds,
                "pace": pace,
                "channel": channel,
                "presenter": note is not None,
                "words": {name: t(f"screen.{name}", time="{time}") for name in _WORDS + _TITLES},
            },
        )
    in_step.keep(channel, max(SOONEST, IN_STEP / pace))
    if note is not None:
        with st.container(key="notes"):
            for place in range(len(slides)):
                with st.container(key=f"note_{place}"):
                    note(place)


def _scene(place: int, slide: Slide, every: float) -> None:
    if slide.live is None:
        st.html(slide.html)
    else:
        st.fragment(_live, run_every=every)(slide.live)
    if slide.figure is not None:
        box = slide.box
        with st.container(key=f"drawn_{place}"):
            st.html(
                f"<style>.st-key-drawn_{place}{{left:{box.left}px;top:{box.top}px;"
                f"width:{box.width}px!important;height:{box.height}px}}</style>",
            )
            st.plotly_chart(
                slide.figure,
                width=box.width,
                height=box.height,
                theme=None,
                key=f"picture_{place}",
                config=_CONFIG,
                alt=slide.title,
            )


def _live(written: Callable[[], str]) -> None:
    with theme.drawn_as("dark"):
        st.html(written())


@cache
def _dark() -> Any:
    return st.components.v2.component("dark", js=_DARK, html="<i></i>")


@cache
def _player() -> Any:
    script = (Path(__file__).parent / "stage.js").read_text(encoding="utf-8")
    return st.components.v2.component("player", js=script, html="", isolate_styles=False)


@cache
def _rules() -> str:
    folder = Path(__file__).parent
    return "".join(
        (folder / name).read_text(encoding="utf-8") for name in ("wall.css", "stage.css")
    )
