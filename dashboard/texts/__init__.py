"""Every word a reader sees: t("overview.title"), in the reader's language.

The words stand in <subject>.zh.toml and <subject>.en.toml beside this file, as nested tables whose
dotted path is the key. A test compares the keys and {holes} of both languages.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.noticed import notice

LANGUAGES = ("zh", "en")
DEFAULT = "zh"


# Set while something is built in another language than the reader's own (an edition keeps both).
_spoken: ContextVar[str | None] = ContextVar("spoken", default=None)


@contextmanager
def spoken_in(lang: str) -> Iterator[None]:
    """What is built inside is in this language."""
    token = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(token)


def language() -> str:
    """The reader's language; the default outside a session."""
    notice("language")
    spoken = _spoken.get()
    if spoken is not None:
        return spoken
    if get_script_run_ctx(suppress_warning=True) is None:
        return DEFAULT
    chosen = st.session_state.get("lang", DEFAULT)
    return chosen if chosen in LANGUAGES else DEFAULT


@cache
def every(lang: str) -> dict[str, str]:
    """All texts of a language by dotted key."""
    found: dict[str, str] = {}
    for path in sorted(Path(__file__).parent.glob(f"*.{lang}.toml")):
        for key, text in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if key in found:
                raise ValueError(f"{path.name}: the key {key} stands in two files")
            found[key] = text
    return found


def _flat(table: dict[str, object], above: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        key = f"{above}{name}"
        if isinstance(value, dict):
            pairs.extend(_flat(value, f"{key}."))
        else:
            pairs.append((key, str(value)))
    return pairs


def t(key: str, **holes: object) -> str:
    """The text under `key` with its {holes} filled."""
    return every(language())[key].format(**holes)


def known(key: str) -> bool:
    """Whether there is such a text."""
    return key in every(language())
