"""What an import did with every row: read = accepted + unchanged + rejected + filtered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.contract import Table


@dataclass
class FileReport:
    """One file's rows of one table."""

    table: str
    file: str
    delivery_at: datetime
    read: int = 0  # rows to account for
    source_rows: int = 0  # rows of the file; differs from `read` where one makes several
    new: int = 0
    corrected: int = 0
    unchanged: int = 0
    rejected: int = 0
    filtered: Counter[str] = field(default_factory=Counter)
    source_filtered: Counter[str] = field(default_factory=Counter)
    reasons: Counter[tuple[str, str]] = field(default_factory=Counter)  # (rule, columns) → rows
    flagged: Counter[str] = field(default_factory=Counter)
    coded: Counter[tuple[str, str]] = field(default_factory=Counter)  # (column, value) → rows
    unused: tuple[str, ...] = ()  # headers of columns that were not taken in
    first_event: datetime | None = None
    last_event: datetime | None = None

    @property
    def accepted(self) -> int:
        """Rows that changed the warehouse."""
        return self.new + self.corrected

    @property
    def is_balanced(self) -> bool:
        """Whether every row read is accounted for."""
        done = self.accepted + self.unchanged + self.rejected + self.filtered.total()
        return self.read == done

    def refuse(self, rows: pl.DataFrame, count: int) -> None:
        """Count refused rows by reason; `count` rows, some perhaps for several reasons."""
        self.rejected += count
        for rule, column, n in rows.group_by("rule", "column").len().iter_rows():
            self.reasons[rule, column or ""] += n

    def flag(self, flags: pl.Series) -> None:
        """Count the soft rules that kept rows break."""
        some = flags.filter(flags != "")
        for flag, n in some.str.split(",").explode().value_counts().iter_rows():
            self.flagged[flag] += n

    def seen(self, stored: pl.DataFrame, table: Table) -> None:
        """Widen the span of events."""
        if table.event_time is None:
            return
        events = stored[table.event_time].cast(pl.Datetime("us"))
        self.first_event = _least([self.first_event, events.min()])
        self.last_event = _most([self.last_event, events.max()])


@dataclass
class Report:
    """One import."""

    files: list[FileReport] = field(default_factory=list)
    snapshot: int | None = None  # the snapshot made, None where nothing changed
    current: int | None = None  # the snapshot in force afterwards
    cutoff: date | None = None
    dry_run: bool = False
    restored: list[str] = field(default_factory=list)  # tables a dead import had left different
    resolved: Counter[str] = field(default_factory=Counter)  # stored rows that found their match
    withdrawn: Counter[str] = field(default_factory=Counter)
    withdrawn_unknown: int = 0  # keys of the list that no row had
    replaced: Counter[str] = field(default_factory=Counter)  # rows a newer scope no longer has
    closed: int = 0  # quarantined rows made good
    quarantine: Path | None = None  # the refused rows as a file for people
    marts_rebuilt: bool = False

    @property
    def read(self) -> int:
        return sum(file.read for file in self.files)

    @property
    def accepted(self) -> int:
        return sum(file.accepted for file in self.files)

    @property
    def unchanged(self) -> int:
        return sum(file.unchanged for file in self.files)

    @property
    def rejected(self) -> int:
        return sum(file.rejected for file in self.files)

    @property
    def filtered(self) -> int:
        return sum(file.filtered.total() for file in self.files)

    @property
    def exit_code(self) -> int:
        """1 where all that a file brought was refused; refused rows alone are only a warning."""
        return 1 if self.refused_whole() else 0

    def refused_whole(self) -> list[FileReport]:
        """Files of which nothing but refused rows came."""
        return [
            file for file in self.files if file.rejected and not (file.accepted or file.unchanged)
        ]

    def total(self, *counters: str, table: str = "") -> Counter[Any]:
        """The sum over all files, or those of one table, of their counters of these names."""
        total: Counter[Any] = Counter()
        for file in self.files:
            if table in ("", file.table):
                for name in counters:
                    total.update(getattr(file, name))
        return total

    def top_reasons(self, most: int = 10) -> list[tuple[str, str, str, int]]:
        """The commonest reasons: table, rule, columns, rows."""
        total: Counter[tuple[str, str, str]] = Counter()
        for file in self.files:
            for (rule, columns), n in file.reasons.items():
                total[file.table, rule, columns] += n
        return [(*what, n) for what, n in total.most_common(most)]


def _least(times: Iterable[object]) -> datetime | None:
    return min((time for time in times if isinstance(time, datetime)), default=None)


def _most(times: Iterable[object]) -> datetime | None:
    return max((time for time in times if isinstance(time, datetime)), default=None)
