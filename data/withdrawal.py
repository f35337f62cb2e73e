"""Rows the source takes back: a file of keys, removed on the record.

A row that a later delivery merely lacks is not removed; only a list of keys removes rows.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from data.contract import TABLES, Table
from data.errors import IntakeError, WarehouseError
from data.intake.headers import column_names, is_known
from data.intake.profile import Feed
from data.intake.raw import RawTable
from data.intake.reading import open_tables
from data.intake.sources import find_sources
from data.intake.values import typed_frame
from data.intake.wording import plain
from data.keys import key_text, scope_text
from data.plan import KNOWN, Dropped, Stored, drop
from data.report import Report
from data.resolution import Resolver, resolve_codes


@dataclass
class Withdrawal:
    """The keys one file names, of one table."""

    table: str
    file: str
    rows: pl.DataFrame  # the key columns, typed, as delivered
    at: datetime = field(default_factory=datetime.now)

    def applied(self, stored: Stored, dropped: Dropped, units: Resolver, report: Report) -> Stored:
        """Add the keys' rows to `dropped`; the table with the keys known as of now."""
        keys = self.keys(units)
        removed = 0
        for file, index in zip(stored.files, stored.indexes(dropped), strict=True):
            met = index.join(keys, on="key", how="semi")["key"]
            if met.len():
                removed += met.len()
                drop(dropped, file, met)
        report.withdrawn[self.table] += removed
        report.withdrawn_unknown += keys.height - removed
        return replace(stored, known=pl.concat([stored.known, self.known(units)]))

    def keys(self, units: Resolver) -> pl.DataFrame:
        """The keys as stored rows have them, each once."""
        resolved = resolve_codes(self.rows, TABLES[self.table], units)
        return resolved.select(key_text(TABLES[self.table])).unique()

    def known(self, units: Resolver) -> pl.DataFrame:
        """The ledger's record: what was delivered until now does not bring the rows back."""
        table = TABLES[self.table]
        known_by = scope_text(table).alias("key") if table.replace_scope else key_text(table)
        # A delivery of the same moment does not outweigh the withdrawal.
        at = self.at + timedelta(microseconds=1)
        resolved = resolve_codes(self.rows, table, units)
        return (
            resolved.select(known_by)
            .unique()
            .select(
                pl.lit(self.table).alias("dataset"),
                "key",
                pl.lit(at, KNOWN["delivery_at"]).alias("delivery_at"),
            )
        )


def read_withdrawal(path: Path | str) -> Withdrawal:
    """The keys of a file whose columns are the key of one table, by name or Chinese label."""
    file = Path(path)
    pieces = []
    for source in find_sources([file], lambda short: False):
        for raw in open_tables(source, is_known):
            table, columns = _table(raw)
            pieces += [_typed(part.frame, part.lines, table, columns, raw) for part in raw.parts()]
    return Withdrawal(table.name, file.name, pl.concat(pieces))


def _table(raw: RawTable) -> tuple[Table, dict[str, str]]:
    """The table whose key the headers are, and the column each header means."""
    for table in TABLES.values():
        names = column_names(table.name)
        columns = {header: names.get(plain(header), "") for header in raw.headers}
        if table.store in ("warehouse", "shipped") and sorted(columns.values()) == sorted(
            table.key
        ):
            return table, columns
    raise WarehouseError(
        "warehouse.withdrawn_headers", file=raw.name, headers=", ".join(raw.headers)
    )


def _typed(
    frame: pl.DataFrame, lines: pl.Series, table: Table, columns: dict[str, str], raw: RawTable
) -> pl.DataFrame:
    rows = frame.rename(columns).with_columns(lines.alias("line"))
    rows = rows.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in table.key))
    typed = typed_frame(rows, table, Feed(table.name))
    if typed.bad.height:
        first = typed.bad.row(0, named=True)
        raise IntakeError("warehouse.withdrawn_values", file=raw.name, **_said(first))
    return typed.frame.select(table.key)


def _said(bad: dict[str, object]) -> dict[str, object]:
    return {name: bad[name] for name in ("line", "column", "value")}
