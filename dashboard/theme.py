"""Colours by name, and the Plotly templates "light" and "dark".

Colours that Streamlit's theme has a key for are read from .streamlit/config.toml; the others stand
here. Nothing outside these two files names a colour by its number.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Literal

import plotly.graph_objects as go
import plotly.io as pio
import streamlit as st

from dashboard.noticed import notice
from dashboard.settings import CONFIG

Kind = Literal["light", "dark"]

_OTHERS: dict[Kind, dict[str, str]] = {
    "light": {
        "muted": "#566273",
        "faint": "#75808D",
        "grid": "#EBEFF3",
        "context": "#B4BEC9",
        "bar": "#2D6AB2",
        "hot_new": "#F0A15E",
        "hot_lasting": "#D9653B",
        "hot_growing": "#A8281A",
        "hot_fading": "#9DB9D6",
        "hot_none": "#E6EAEF",
        "too_few": "#9AA5B1",
        "too_few_ground": "#F7F8FA",
        "aged_out": "#566273",
        "on_bar": "#FFFFFF",
    },
    "dark": {
        "muted": "#B3C0D0",
        "faint": "#8595A8",
        "grid": "#1D2C44",
        "context": "#66778C",
        "bar": "#6FB1F5",
        "hot_new": "#F2B84B",
        "hot_lasting": "#E8835A",
        "hot_growing": "#FF6A52",
        "hot_fading": "#5E83A8",
        "hot_none": "#24344D",
        "too_few": "#66778C",
        "too_few_ground": "#16243A",
        "aged_out": "#9DA9B8",
        "on_bar": "#0B1524",
    },
}

CHART_FONT_SIZE = 13  # nothing a reader must see is smaller


@dataclass(frozen=True)
class Palette:
    """The colours of one kind of light. Categorical places have fixed meanings (look.md)."""

    kind: Kind
    ink: str
    muted: str
    faint: str
    card: str
    page: str
    rule: str
    grid: str
    context: str  # 全市 and other company, never a category
    bar: str
    good: str
    watch: str
    bad: str
    neutral: str
    accent: str
    good_ground: str
    watch_ground: str
    bad_ground: str
    neutral_ground: str
    accent_ground: str
    good_text: str
    watch_text: str
    bad_text: str
    neutral_text: str
    hot_new: str
    hot_lasting: str
    hot_growing: str
    hot_fading: str
    hot_none: str
    too_few: str
    too_few_ground: str
    aged_out: str
    on_bar: str
    categorical: tuple[str, ...]
    sequential: tuple[str, ...]
    diverging: tuple[str, ...]
    band_opacity: float

    def band(self, colour: str, opacity: float | None = None) -> str:
        """A colour as a transparent area (of an interval, of an assessment window)."""
        red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
        return f"rgba({red},{green},{blue},{self.band_opacity if opacity is None else opacity})"


@cache
def _theme() -> dict[str, dict[str, object]]:
    theme: dict[str, dict[str, object]] = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"]
    return theme


@cache
def palette_of(kind: Kind) -> Palette:
    """The palette of light or dark."""
    theme = _theme()[kind]

    def colours(key: str) -> tuple[str, ...]:
        value = theme[key]
        assert isinstance(value, list)
        return tuple(value)

    tags = {"good": "green", "watch": "orange", "bad": "red", "neutral": "gray"}
    named = {name: str(theme[f"{key}Color"]) for name, key in tags.items()}
    named |= {f"{name}_ground": str(theme[f"{key}BackgroundColor"]) for name, key in tags.items()}
    named |= {f"{name}_text": str(theme[f"{key}TextColor"]) for name, key in tags.items()}
    return Palette(
        kind=kind,
        ink=str(theme["textColor"]),
        card=str(theme["secondaryBackgroundColor"]),
        page=str(theme["backgroundColor"]),
        rule=str(theme["borderColor"]),
        accent=str(theme["primaryColor"]),
        accent_ground=str(theme["blueBackgroundColor"]),
        categorical=colours("chartCategoricalColors"),
        sequential=colours("chartSequentialColors"),
        diverging=colours("chartDivergingColors"),
        band_opacity=0.16 if kind == "light" else 0.24,
        **named,
        **_OTHERS[kind],
    )


# Set while something is built for another place than the reader's own page (the wall, a printout).
_drawn_as: ContextVar[Kind | None] = ContextVar("drawn_as", default=None)


@contextmanager
def drawn_as(kind: Kind) -> Iterator[None]:
    """What is built inside is light or dark as said, whatever the reader's own page is."""
    token = _drawn_as.set(kind)
    try:
        yield
    finally:
        _drawn_as.reset(token)


def kind() -> Kind:
    """Light or dark, as the reader sees the page now."""
    notice("light")
    return _drawn_as.get() or ("dark" if st.context.theme.type == "dark" else "light")


def palette() -> Palette:
    """The palette the reader sees now."""
    return palette_of(kind())


def font() -> str:
    """The fonts of every text, figures included."""
    return str(_theme()["font"]).replace("'", "")


def variables() -> str:
    """The colours as style variables that follow a live switch by themselves."""
    light, dark = palette_of("light"), palette_of("dark")
    lines = []
    for name, value in vars(light).items():
        if isinstance(value, str) and value.startswith("#"):
            lines.append(f"--{name.replace('_', '-')}:light-dark({value},{getattr(dark, name)});")
    for place, value in enumerate(light.categorical):
        lines.append(f"--category-{place + 1}:light-dark({value},{dark.categorical[place]});")
    return "".join(lines)


def _template(palette: Palette) -> go.layout.Template:
    text = {"family": font(), "size": CHART_FONT_SIZE, "color": palette.muted}
    axis = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "tickfont": text,
        "automargin": False,
    }
    layout = go.Layout(
        font=text,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        colorway=palette.categorical,
        margin={"l": 44, "r": 16, "t": 8, "b": 40},
        showlegend=False,
        hovermode="closest",
        hoverlabel={
            "bgcolor": palette.card,
            "bordercolor": palette.rule,
            "font": {"family": font(), "size": CHART_FONT_SIZE, "color": palette.ink},
            "align": "left",
        },
        xaxis=axis,
        yaxis=axis | {"showgrid": True, "gridcolor": palette.grid, "nticks": 5},
        dragmode=False,
        separators=".,",
    )
    return go.layout.Template(layout=layout)


pio.templates["minyi_light"] = _template(palette_of("light"))
pio.templates["minyi_dark"] = _template(palette_of("dark"))


class Figure(go.Figure):
    """A figure that is put into words for the browser once; it is not changed after that."""

    def to_dict(self) -> dict[str, object]:
        """As any figure, and kept: this is what a rerun spends most of its time on."""
        if not hasattr(self, "_kept"):
            self._kept: dict[str, object] = super().to_dict()
        return self._kept

    def __repr__(self) -> str:
        """Short: Plotly's own would write over what is kept."""
        return f"Figure({len(self.data)} traces)"


def figure(palette: Palette) -> go.Figure:
    """An empty figure in this palette: what every chart starts from."""
    return Figure(layout={"template": f"minyi_{palette.kind}"})
