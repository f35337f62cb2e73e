"""Journal rows that files bring: checked like any other, then appended instead of stored."""

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from data import journal
from data.contract import Table
from data.intake import Delivery
from data.report import FileReport
from data.staging import Staging

AUTHOR = "import"


@dataclass
class Entries:
    """Rows of one journal table that no entry in force says already."""

    table: Table
    rows: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self, delivery: Delivery, report: FileReport, staging: Staging, path: Path, at: datetime
    ) -> None:
        """Check one part; `staging` keeps what is refused, `path` is the journal."""
        frame = journal.completed(self.table.name, delivery.frame, AUTHOR, at)
        journal.refuse_personal(self.table.name, frame)
        good = staging.checked(frame, delivery, report).drop("line")
        present = journal.entries(path, self.table.name, withdrawn_too=True)
        # A file delivered again does not bring back what was withdrawn since.
        repeated = present.with_columns(withdrawn=pl.lit(None, pl.Boolean))
        known = pl.concat([present, repeated, *self.rows])
        said = [name for name in self.table.dtypes if name not in ("author", "created_at")]
        fresh = good.join(known, on=said, how="anti", nulls_equal=True, maintain_order="left")
        fresh = fresh.unique(said, keep="last", maintain_order=True)
        identity = journal.IDENTITY.get(self.table.name, self.table.key)
        corrected = fresh.join(known, on=identity, how="semi", nulls_equal=True).height
        report.unchanged += good.height - fresh.height
        report.corrected += corrected
        report.new += fresh.height - corrected
        self.rows.append(fresh)

    def append(self, path: Path) -> None:
        """Write the new entries into the journal."""
        if self.rows:
            journal.add(path, self.table.name, pl.concat(self.rows))
