"""Cards: a figure with its interval, its course and one line about change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from unicodedata import east_asian_width
from urllib.parse import quote

import streamlit as st

from dashboard.elements.style import tag
from dashboard.texts import t
from dashboard.verdicts import Verdict

STRIP_HEIGHT = 22  # px that a line about published figures makes all cards higher by
LINE = 40  # letters of Latin width that stand in one line of a card
LONGEST_UNIT = 8
LONG_UNIT = 5  # characters that a phone has no room for; then, too, the name says it
# The colour of a verdict's tag where it is not neutral.
COLOURS = {
    "better": "good",
    "met": "good",
    "watch": "watch",
    "check": "watch",
    "to_do": "watch",
    "note": "accent",
    "verified": "accent",
    "more": "accent",
    "fewer": "accent",
    "worse": "bad",
    "beyond": "bad",
    "new": "bad",
    "lasting": "bad",
    "growing": "bad",
}


def tag_of(verdict: Verdict | None) -> tuple[str, str] | None:
    """The coloured word of a verdict, as a card's tag wants it; None without one."""
    if verdict is None:
        return None
    return COLOURS.get(verdict.tag, "neutral"), t(f"tag.{verdict.tag}")


@dataclass(frozen=True)
class Card:
    """One figure, already worded. Where there is none, `state` says why (未接入, 样本不足 …)."""

    name: str
    value: str = ""
    unit: str = ""  # % or 起, small beside the value
    margin: str = ""  # ±2.2 or 95.0–98.3
    aside: str = ""  # top right: target or 参考值
    tag: tuple[str, str] | None = None  # kind of colour, word
    note: str = ""  # the line of change
    course: Sequence[float | None] = field(default_factory=tuple)  # sparkline, oldest first
    is_open: bool = False  # the last point is not final
    colour: int = 1  # its place among the categorical colours, from 1
    state: str = ""
    leads_to: str = ""  # the place on this page that the aside is a link to
    strip: str = ""  # how the figure differs from the one that was published
    brief: str = ""  # on a phone: what stands under the value instead of the margin


def show(cards: Sequence[Card]) -> None:
    """Draws up to five cards in a row; three and two on a narrower screen."""
    body = "".join(_card(card) for card in cards)
    st.html(f'<div class="cards" style="--n:{len(cards)}">{body}</div>')


def strip_height(cards: Sequence[Card]) -> int:
    """The px these cards are higher than cards without a line about published figures."""
    return STRIP_HEIGHT if any(card.strip for card in cards) else 0


def _card(card: Card) -> str:
    if card.state:
        middle = f'<div class="none">{escape(card.state)}</div>'
    else:
        unit = card.unit if len(card.unit) <= LONGEST_UNIT else ""  # then the name says it
        middle = f'<div class="value">{escape(card.value)}{_small(unit, card.margin)}</div>'
        middle += sparkline(card.course, card.is_open, card.colour)
    bottom = tag(*card.tag) if card.tag else ""
    bottom += f'<span class="told">{_parts(card.note)}</span>' if card.note else ""
    bottom += f'<span class="brief">{escape(card.brief)}</span>' if card.brief else ""
    strip = f'<div class="strip" title="{escape(card.strip)}">{escape(card.strip)}</div>'
    name = escape(card.name)
    return (
        f'<div class="card"><div class="top"><span title="{name}">{name}</span>'
        f"<span>{_aside(card)}</span></div>"
        f'<div class="middle">{middle}</div><div class="bottom">{bottom}</div>'
        f"{strip if card.strip else ''}</div>"
    )


def _parts(note: str) -> str:
    """The note's parts, each kept whole where it has room in a line."""
    *first, last = note.split(" · ")
    parts = [*(f"{part} ·" for part in first), last]
    return " ".join(
        f"<span>{escape(part)}</span>" if _width(part) <= LINE else escape(part) for part in parts
    )


def _width(words: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in words)


def _small(unit: str, margin: str) -> str:
    """Unit and interval beside the value."""
    long = " long" if len(unit) > LONG_UNIT else ""
    parts = [f'<span class="unit{long}">{escape(unit)}</span>'] if unit else []
    parts += [f'<span class="margin">{escape(margin)}</span>'] if margin else []
    return f"<small>{' '.join(parts)}</small>"


def _aside(card: Card) -> str:
    if not card.leads_to:
        return escape(card.aside)
    return f'<a href="#{escape(card.leads_to)}" target="_self">{escape(card.aside)}</a>'


def place(name: str) -> None:
    """A place on the page that a card can lead to."""
    st.html(f'<span id="{escape(name)}"></span>')


def sparkline(values: Sequence[float | None], is_open: bool, colour: int) -> str:
    """A line without axes as SVG; gaps stay gaps, a last point that is not final is hollow."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return '<div class="spark"></div>'
    low, high = min(known), max(known)
    scale = (high - low) or 1.0
    spots = [
        None if value is None else (i * 100 / (len(values) - 1), 30 - (value - low) / scale * 26)
        for i, value in enumerate(values)
    ]
    closed = spots[:-1] if is_open else spots
    paths = f"<path d='{_path(closed)}'/>"
    if is_open:
        paths += f"<path stroke-dasharray='3 4' d='{_path(spots[-2:])}'/>"
    # Drawings inside HTML are taken out by Streamlit; as a mask the line takes the theme's colour.
    drawing = (
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 34' preserveAspectRatio='none'>"
        "<g fill='none' stroke='black' stroke-width='2' vector-effect='non-scaling-stroke' "
        f"stroke-linejoin='round'>{paths}</g></svg>"
    ).replace("<path", "<path vector-effect='non-scaling-stroke'")
    end = spots[-1]
    dot = ""
    if end is not None:
        hollow = ' class="open"' if is_open else ""
        place = f"left:{end[0]:.1f}%;top:{end[1] / 34 * 100:.1f}%"
        dot = f'<i{hollow} style="{place};--dot:var(--category-{colour})"></i>'
    line = f"--line:url(&quot;data:image/svg+xml,{quote(drawing)}&quot;)"
    return f'<div class="spark"><u style="{line}"></u>{dot}</div>'


def _path(spots: Sequence[tuple[float, float] | None]) -> str:
    steps = []
    pen_is_down = False
    for spot in spots:
        if spot is not None:
            steps.append(f"{'L' if pen_is_down else 'M'}{spot[0]:.1f},{spot[1]:.1f}")
        pen_is_down = spot is not None
    return "".join(steps)
