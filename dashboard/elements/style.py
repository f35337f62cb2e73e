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

_WATCH = """
export default function (component) {
  const { data, setStateValue } = component;
  const app = document.querySelector(".stApp");
  const seen = () => getComputedStyle(app).colorScheme.includes("dark") ? "dark" : "light";
  const name = (path) => "stActiveTheme-" + path + "-v2";
  // Streamlit keeps the reader's look by the path it was loaded at; every page is to have it.
  const share = () => {
    const own = localStorage.getItem(name(window.__loadedAt));
    if (own) data.paths.forEach((path) => localStorage.setItem(name(path), own));
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
  look();
  return () => { observer.disconnect(); document.removeEventListener("click", share); };
}
"""


@cache
def _rules() -> str:
    folder = Path(__file__).parent
    return "".join((folder / name).read_text(encoding="utf-8") for name in SHEETS)


def apply() -> None:
    """Puts the style block on the page."""
    names = "".join(
        f'[data-testid="stMainMenuItem-theme-{name}"]{{font-size:0}}'
        f'[data-testid="stMainMenuItem-theme-{name}"]::after'
        f'{{content:"{t("frame.theme_" + name.lower())}";font-size:14px}}'
        for name in ("System", "Light", "Dark")
    )
    # Chinese fonts draw the quotation marks of other languages as wide as a letter of their own.
    narrow = "" if language() == DEFAULT else ".stApp{font-variant-east-asian:proportional-width}"
    st.html(f"<style>.stApp{{{theme.variables()}}}{narrow}{names}{_rules()}</style>")


def watch_theme(paths: Iterable[str]) -> None:
    """Draws anew when the reader switches light and dark; `paths` are those of all pages."""
    watch: Any = st.components.v2.component("theme_watch", js=_WATCH, html="<i></i>")
    with st.container(key="theme_watch"):
        watch(
            key="theme_seen",
            data={"kind": theme.kind(), "paths": list(paths)},
            on_kind_change=lambda: None,
        )


def tag(kind: str, word: str) -> str:
    """A coloured word: kind is good, watch, bad, neutral or accent."""
    return f'<span class="tag {kind}">{escape(word)}</span>'
