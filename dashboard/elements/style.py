"""The one style block, and light and dark: noticing a live switch, keeping it on every page."""

from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import theme
from dashboard.texts import DEFAULT, language, t

SHEETS = ("style.css", "phone.css")  # the later one holds over the earlier

# The title of a dialog of Streamlit's own; ours hold Markdown. Neither :has(*) nor .stApp:has(…)
# anywhere: with one the browser weighs the whole page anew for each word of a figure, 25 ms each.
_TITLE = '[role="dialog"] > h2[slot="title"]:not(:has([data-testid="stMarkdownContainer"]))'
_LOST = f'body:has([data-testid="stConnectionStatus"]) {_TITLE}'
# Places where Streamlit says something in English only, with our words for them and their size.
OWN_WORDS = {
    **{
        f'[data-testid="stMainMenuItem-theme-{name}"]': (f"frame.theme_{name.lower()}", 14)
        for name in ("System", "Light", "Dark")
    },
    '[role="listbox"][data-empty="true"] [role="option"] span': ("state.no_option", 14),
    '[data-testid="stConnectionStatus"] label': ("state.reconnecting", 14),
    _TITLE: ("state.no_page", 22),
    f"{_TITLE} + div": ("state.no_page_text", 16),
    _LOST: ("state.lost", 22),
    f"{_LOST} + div": ("state.lost_text", 16),
}

_WATCH = """
export default function (component) {
  const { data, setStateValue } = component;
  const app = document.querySelector(".stApp");
  const seen = () => getComputedStyle(app).colorScheme.includes("dark") ? "dark" : "light";
  const name = (path) => "stActiveTheme-" + path + "-v2";
  // Streamlit keeps the reader's look by the path it was loaded at; every page is to have it.
  const share = () => {
    const own = localStorage.getItem(name(window.__loadedAt));
    if (own) data.paths.split(" ").forEach((path) => localStorage.setItem(name(path), own));
  };
  window.__loadedAt = window.__loadedAt || window.location.pathname;
  let told = data.kind;
  const look = () => {
    if (seen() !== told) { told = seen(); setStateValue("kind", told); }
    setTimeout(share, 300);
  };
  const observer = new MutationObserver(look);
  observer.observe(app, { attributes: true, attributeFilter: ["class"] });
  document.addEventListener("click", share);
  // A figure has the size of the screen; on paper it is scaled, and never light words on white.
  const figures = () => document.querySelectorAll(".js-plotly-plot .main-svg");
  const before = () => {
    app.classList.toggle("printed-dark", seen() === "dark");
    figures().forEach((figure) => figure.setAttribute("viewBox",
      `0 0 ${figure.getAttribute("width")} ${figure.getAttribute("height")}`));
  };
  const after = () => {
    app.classList.remove("printed-dark");
    figures().forEach((figure) => figure.removeAttribute("viewBox"));
  };
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  look();
  return () => {
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    observer.disconnect(); document.removeEventListener("click", share);
  };
}
"""


@cache
def _rules() -> str:
    folder = Path(__file__).parent
    return "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)


def apply() -> None:
    """Puts the style block on the page."""
    # Chinese fonts draw the quotation marks of other languages as wide as a letter of their own;
    # what is still Chinese there is names, which stay whole; longer words take other places.
    others = (
        "font-variant-east-asian:proportional-width;"
        "--names:keep-all;--hang:20px;--badge:static;--question:auto;--card-name:14px"
    )
    own = "" if language() == DEFAULT else f".stApp{{{others}}}"
    words = "".join(
        f'{place}{{font-size:0}}{place}::after{{content:"{t(key)}";font-size:{size}px}}'
        for place, (key, size) in OWN_WORDS.items()
    )
    st.html(f"<style>.stApp{{{theme.variables()}}}{own}{words}{_rules()}</style>")


def watch_theme(paths: Iterable[str]) -> None:
    """Draws anew when the reader switches light and dark; `paths` are those of all pages."""
    # Streamlit holds a list for a table perhaps, and loads Pandas, which nothing else does, to see.
    told = {"kind": theme.kind(), "paths": " ".join(paths)}
    watch: Any = st.components.v2.component("theme_watch", js=_WATCH, html="<i></i>")
    with st.container(key="theme_watch"):
        watch(
            key="theme_seen",
            data=told,
            on_kind_change=lambda: None,
        )


def tag(kind: str, word: str) -> str:
    """A coloured word: kind is good, watch, bad, neutral or accent."""
    return f'<span class="tag {kind}">{escape(word)}</span>'
