"""What a profile says of a bureau's files, section by section (docs/profiles.md)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fnmatch import fnmatch
from typing import Any

from data.intake.dates import DateForm
from data.intake.wording import plain

Section = Mapping[str, Any]


@dataclass(frozen=True)
class Condition:
    """Rows where a column's text is as said; exactly one test is set."""

    column: str
    test: str  # in, not_in, matches, empty
    value: Any


@dataclass(frozen=True)
class Derivation:
    """How a new column is made; `kind` names which of the ways, `say` its words."""

    kind: str  # from, join, hash, period_start
    columns: tuple[str, ...]
    patterns: tuple[str, ...] = ()
    divide: int = 0
    between: str = ""
    skip_empty: bool = False
    prefix: str = ""
    months: int = 0
    form: DateForm = "auto"
    where: Condition | None = None


@dataclass(frozen=True)
class Questions:
    """Questions that share one scale: column → construct, and the answers of the scale."""

    constructs: Mapping[str, str]
    answers: tuple[Section, ...]  # code, label, valid, weight, score


@dataclass(frozen=True)
class Microdata:
    """One row a respondent, to be counted."""

    wave: Section
    labels: Section  # file, column, text
    version: str
    questions: tuple[Questions, ...]
    weight: str = ""


@dataclass(frozen=True)
class Wide:
    """Columns with matching headers hold one value each; groups of the pattern become columns."""

    columns: str
    value: str


@dataclass(frozen=True)
class Feed:
    """How one kind of file fills one table."""

    table: str
    files: tuple[str, ...] = ("*",)
    sheets: tuple[str, ...] = ("*",)
    separator: str | None = None
    decimal: str = "."
    drop: tuple[str, ...] = ()
    rename: Mapping[str, str] = field(default_factory=dict)
    leave_out: Mapping[str, Condition] = field(default_factory=dict)
    derive: Mapping[str, Derivation] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, Any] = field(default_factory=dict)
    dates: Mapping[str, DateForm] = field(default_factory=dict)
    scale: Mapping[str, float] = field(default_factory=dict)
    wide: Wide | None = None
    microdata: Microdata | None = None

    @property
    def used(self) -> set[str]:
        """Columns the feed's own rules ask for."""
        conditions = [*self.leave_out.values(), *(how.where for how in self.derive.values())]
        used = {one.column for one in conditions if one is not None}
        used |= {column for how in self.derive.values() for column in how.columns}
        if self.wide is not None:
            used |= {self.wide.value, *re.compile(self.wide.columns).groupindex}
        if self.microdata is not None:
            used |= {column for scale in self.microdata.questions for column in scale.constructs}
            used.add(self.microdata.weight)
        return used

    def kept(self, headers: Iterable[str]) -> list[str]:
        """The headers that are not dropped; a dropped one may be a pattern (q36*)."""
        gone = [plain(header) for header in self.drop]
        wild = [header for header in self.drop if "*" in header]
        return [
            header
            for header in headers
            if plain(header) not in gone and not any(fnmatch(header, one) for one in wild)
        ]

    def takes(self, file: str, sheet: str) -> bool:
        """Whether the feed reads this file, known by its short name, and sheet."""
        short = file.rsplit("/", 1)[-1]
        return any(fnmatch(short, pattern) for pattern in self.files) and any(
            fnmatch(sheet, pattern) for pattern in self.sheets
        )


@dataclass(frozen=True)
class Shapes:
    """Which files hold the shapes of units, and which property names the unit."""

    files: tuple[str, ...]
    name: str
    make_units: bool = False
    points: int = 300

    def takes(self, file: str) -> bool:
        """Whether the file holds these shapes."""
        return any(fnmatch(file.rsplit("/", 1)[-1], pattern) for pattern in self.files)


@dataclass(frozen=True)
class Units:
    """Units a profile makes, and how texts in the data name them."""

    prefix: str = ""
    root: Section = field(default_factory=dict)
    level: str = "station"
    kind: str = "other"
    valid_from: date = date(1950, 1, 1)
    from_values: str = ""  # table.column whose distinct values are units
    rows: tuple[Section, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    shapes: tuple[Shapes, ...] = ()


@dataclass(frozen=True)
class Profile:
    """Everything a profile says."""

    name: str
    title: str = ""
    cutoff: date | None = None
    delivered: datetime | None = None
    skip: tuple[str, ...] = ()
    nulls: tuple[str, ...] | None = None
    feeds: tuple[Feed, ...] = ()
    units: Units | None = None
    rows: Mapping[str, tuple[Section, ...]] = field(default_factory=dict)

    def skips(self, short: str) -> bool:
        """Whether a file of this short name is none of the profile's business."""
        return any(fnmatch(short, pattern) for pattern in self.skip)
