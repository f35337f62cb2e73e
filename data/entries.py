"""Journal rows that files bring: checked like any other, then appended instead of stored."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from data import journal
from data.contract import Table
from data.intake import Delivery
from data.plan import OUTDATED
from data.report import FileReport
from data.staging import Staging

AUTHOR = "import"
STAMPS = ("author", "created_at")


@dataclass
class Entries:
    """Rows of one journal table that are news to the journal."""

    table: Table
    rows: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self, delivery: Delivery, report: FileReport, staging: Staging, path: Path, at: datetime
    ) -> None:
        """Check one part; `staging` keeps what is refused, `path` is the journal.

        A row was entered when it says so, else when its file was exported. It is news unless
        something was entered later on the same matter, or the journal was told the same before:
        a file delivered again undoes nothing that people entered since. To go back to what was,
        a row names its own, later, created_at.
        """
        exported = min(delivery.delivery_at, at)
        frame = journal.completed(self.table.name, delivery.frame, AUTHOR, exported)
        journal.refuse_personal(self.table.name, frame)
        good = staging.checked(frame, delivery, report)
        good = good.with_columns(is_stated=pl.col("line").is_in(_stated(delivery.frame)))
        known = self._known(path)
        rows = self._compared(good.drop("line"), known)
        is_new = ~pl.col("is_said") & ~pl.col("is_old")
        fresh = rows.filter(is_new).sort("created_at", maintain_order=True)
        fresh = fresh.unique(self._said, keep="last", maintain_order=True).select(known.columns)
        outdated = rows.filter(~pl.col("is_said"), pl.col("is_old")).height
        corrected = fresh.join(known, on=self._matter, how="semi", nulls_equal=True).height
        if outdated:
            report.filtered[OUTDATED] += outdated
        report.unchanged += good.height - outdated - fresh.height
        report.corrected += corrected
        report.new += fresh.height - corrected
        self.rows.append(fresh)

    def append(self, path: Path) -> None:
        """Write the new entries into the journal."""
        if self.rows:
            journal.add(path, self.table.name, pl.concat(self.rows))

    @property
    def _said(self) -> list[str]:
        return [name for name in self.table.dtypes if name not in STAMPS]

    @property
    def _matter(self) -> list[str]:
        return list(journal.IDENTITY.get(self.table.name, self.table.key))

    def _known(self, path: Path) -> pl.DataFrame:
        """All that was ever entered, and what this import brought so far."""
        return pl.concat([journal.history(path, self.table.name).drop("entry"), *self.rows])

    def _compared(self, rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
        """The rows, and whether each is said already or older than what was entered since."""
        said = known.group_by(self._said).agg(said_at=pl.col("created_at").max())
        matters = known.group_by(self._matter).agg(entered_at=pl.col("created_at").max())
        at = pl.col("created_at")
        is_repeated = ~pl.col("is_stated") | (at <= pl.col("said_at"))
        return (
            rows.join(said, on=self._said, how="left", nulls_equal=True, maintain_order="left")
            .join(matters, on=self._matter, how="left", nulls_equal=True, maintain_order="left")
            .with_columns(
                is_said=pl.col("said_at").is_not_null() & is_repeated,
                is_old=(at < pl.col("entered_at")).fill_null(False),
            )
        )


def _stated(delivered: pl.DataFrame) -> list[int]:
    """The lines that say themselves when they were entered."""
    if "created_at" not in delivered.columns:
        return []
    return delivered.filter(pl.col("created_at").is_not_null())["line"].to_list()
