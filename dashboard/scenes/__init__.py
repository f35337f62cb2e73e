"""Scenes of the monthly meeting: one message each, for a wall that is read from eight metres.

A scene is everything the wall, the presenter's screen, the deck and an edition need of one message:
its computed verdict as headline, figures, picture or table, what to say, and what to decide.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import plotly.graph_objects as go

from dashboard.elements.evidence import Evidence
from dashboard.filters import Filters
from dashboard.verdicts import Working


@dataclass(frozen=True)
class Big:
    """A figure of 120 px with what it is and lines below it, all worded; **bold** as Markdown."""

    value: str
    unit: str = ""
    label: str = ""
    lines: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True)
class Cell:
    """A cell of a table; with a `tag` (good, watch, bad, neutral) it is a coloured word."""

    words: str
    tag: str = ""


@dataclass(frozen=True)
class Table:
    """A table of words."""

    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True)
class Scene:
    """One message. Beside `bigs` exactly one of figure, table and state is its content."""

    id: str
    headline: str  # the computed verdict, at most 26 Chinese characters
    subtitle: str = ""
    bigs: Sequence[Big] = field(default_factory=tuple)  # one left of the picture, or several above
    figure: go.Figure | None = None  # drawn for the wall: dark, texts of 26 px and more
    table: Table | None = None
    state: str = ""  # a sentence in the place of a picture
    question: str = ""  # what the meeting is asked to decide
    script: str = ""  # what to say in 40 to 60 seconds
    evidence: Evidence | None = None
    working: Sequence[Working] = field(default_factory=tuple)
    page: str = ""  # where to look closer, with `choice`
    choice: Filters = field(default_factory=Filters)
    indicator_id: str = ""  # by which a decision would be judged
