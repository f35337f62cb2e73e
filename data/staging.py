"""One table of a delivery on its way in: checked part by part, kept on disk, indexed in memory.

Every part becomes one Parquet file in exactly the form the table is stored in, sorted by time,
so that a part of nothing but new rows can join the table as it is. The index holds what is
needed to tell new from known rows: key, hash, delivery and place, nothing else.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import polars as pl

from data.contract import Table, across, stored_dtypes
from data.contract.check import check, complete
from data.intake import Delivery
from data.keys import Ordinals, key_text, row_hashes, scope_text, with_generated_keys
from data.quarantine import reasons
from data.report import FileReport
from data.resolution import Resolver, add_flag, resolve

INDEX: dict[str, pl.DataType] = {
    "key": pl.String(),
    "row_hash": pl.Int64(),
    "delivery_at": pl.Datetime("us"),
    "part": pl.UInt32(),
    "position": pl.UInt32(),
    "line": pl.UInt32(),
    "first_loaded_at": pl.Datetime("us"),  # of a stored row staged again, else null
}


@dataclass
class Part:
    """A staged file: where it lies, whose rows it holds, how many."""

    path: Path
    report: FileReport | None  # None for stored rows that are staged to be resolved again
    rows: int


@dataclass
class Staging:
    """One table's parts, their index, and the rows refused so far."""

    table: Table
    folder: Path
    loaded_at: datetime
    units: Resolver
    parts: list[Part] = field(default_factory=list)
    indexes: list[pl.DataFrame] = field(default_factory=list)
    refused: list[Path] = field(default_factory=list)
    refused_scopes: list[pl.Series] = field(default_factory=list)
    ordinals: Ordinals = field(default_factory=Ordinals)

    def add(self, delivery: Delivery, report: FileReport) -> None:
        """Check one part and keep it on disk."""
        frame = with_generated_keys(complete(self.table, delivery.frame), self.table)
        frame = self.ordinals.numbered(frame, self.table, delivery.part)
        good = self.checked(frame, delivery, report)
        if good.height:
            self._keep(self._as_stored(good, delivery.delivery_at, report), good["line"], report)

    def checked(self, frame: pl.DataFrame, delivery: Delivery, report: FileReport) -> pl.DataFrame:
        """The rows that keep every hard rule of a row by itself; others are refused."""
        frame = self._without_bad_values(frame, delivery, report)
        good = self._without_broken_rules(frame, report)
        return self._received_in_time(good, delivery, report)

    def refuse(self, rejected: pl.DataFrame, report: FileReport, count: int) -> None:
        """Keep rows with their reasons for the quarantine.

        A row stands once for every reason; `count` is how many rows they are.
        """
        resolved = self._resolved_again(rejected)
        rows = reasons(resolved, rejected, self.table, report.file)
        rows = rows.with_columns(quarantined_at=pl.lit(self.loaded_at, pl.Datetime("us")))
        report.refuse(rows, count)
        path = self.folder / f"{self.table.name}-refused-{len(self.refused):05d}.parquet"
        rows.write_parquet(path, compression_level=1)
        self.refused.append(path)
        if self.table.replace_scope:
            self.refused_scopes.append(resolved.select(scope_text(self.table)).to_series())

    def index(self) -> pl.DataFrame:
        """Every staged row, in the order delivered; can be asked once."""
        columns = {**INDEX, "scope": pl.String()} if self.table.replace_scope else INDEX
        whole = pl.concat([pl.DataFrame(schema=columns), *self.indexes])
        self.indexes = []  # a second index of millions of rows is more than memory need hold
        return whole

    def rows(
        self,
        part: int,
        positions: pl.Series | None = None,
        columns: Sequence[str] | None = None,
    ) -> pl.DataFrame:
        """Rows of a staged part, all or some."""
        wanted = None if columns is None else list(columns)
        frame = pl.read_parquet(self.parts[part].path, columns=wanted)
        return frame if positions is None else frame[positions]

    def keep_again(self, frame: pl.DataFrame) -> None:
        """Stage stored rows that changed without being delivered."""
        self._keep(frame, pl.Series("line", [0], pl.Int64).new_from_index(0, frame.height), None)

    def _resolved_again(self, rejected: pl.DataFrame) -> pl.DataFrame:
        """Rejected rows with their units as stored rows have them, whether staged or not."""
        sources = [f"source_{name}" for name in self.table.unit_columns]
        if all(name in rejected.columns for name in sources):
            return rejected
        return resolve(rejected, self.table, self.units)[0]

    def _without_bad_values(
        self, frame: pl.DataFrame, delivery: Delivery, report: FileReport
    ) -> pl.DataFrame:
        bad = delivery.bad_values
        if bad.is_empty():
            return frame
        bad = said(bad.with_columns(pl.col("line").cast(pl.Int64)))
        kept = frame.join(bad, on="line", how="anti", maintain_order="left")
        alone = bad.join(frame, on="line", how="anti")["line"].n_unique()
        rejected = bad.join(frame, on="line", how="left", maintain_order="left")
        self.refuse(rejected, report, frame.height - kept.height + alone)
        return kept

    def _without_broken_rules(self, frame: pl.DataFrame, report: FileReport) -> pl.DataFrame:
        # One line of a wide file makes several rows: for the check each has a number of its own.
        numbered = frame.with_columns(pl.int_range(pl.len()).alias("line"))
        checked = check(self.table, numbered)
        if checked.broken.is_empty():
            return frame
        broken = numbered.join(said(checked.broken), on="line", maintain_order="left")
        count = checked.broken["line"].n_unique()
        self.refuse(broken.with_columns(frame["line"].gather(broken["line"])), report, count)
        return checked.good.with_columns(frame["line"].gather(checked.good["line"]))

    def _received_in_time(
        self, good: pl.DataFrame, delivery: Delivery, report: FileReport
    ) -> pl.DataFrame:
        if "received_in_future" not in across.HARD.get(self.table.name, ()):
            return good
        # The delivery's own time counts too: a clerk's clock may be behind the source's.
        latest = max(self.loaded_at, delivery.delivery_at)
        late = across.received_in_future(good, latest).fill_null(False)
        if not late.any():
            return good
        rejected = named(good.filter(late), "received_at", "received_in_future")
        self.refuse(rejected, report, rejected.height)
        return good.filter(~late)

    def _as_stored(
        self, good: pl.DataFrame, delivery_at: datetime, report: FileReport
    ) -> pl.DataFrame:
        """The rows as the table keeps them, and `line`."""
        moment = pl.Datetime("us")
        resolved, flags = resolve(good, self.table, self.units)
        stored = resolved.with_columns(
            flags,
            pl.lit(delivery_at, moment).alias("delivery_at"),
            pl.lit(self.loaded_at, moment).alias("first_loaded_at"),
            pl.lit(self.loaded_at, moment).alias("loaded_at"),
        )
        stored = with_soft_flags(stored, self.table, self.units.units)
        report.flag(stored["flags"])
        report.seen(stored, self.table)
        return stored.with_columns(row_hashes(stored, self.table))

    def _keep(self, stored: pl.DataFrame, lines: pl.Series, report: FileReport | None) -> None:
        stored = stored.with_columns(lines.alias("line"))
        time = self.table.event_time
        if time and not stored[time].is_sorted():
            stored = stored.sort(time, maintain_order=True, nulls_last=True)
        number = len(self.parts)
        path = self.folder / f"{self.table.name}-{number:05d}.parquet"
        dtypes = stored_dtypes(self.table.name)
        stored.select(pl.col(name).cast(dtype) for name, dtype in dtypes.items()).write_parquet(
            path, compression_level=1
        )
        self.parts.append(Part(path, report, stored.height))
        scope = [scope_text(self.table)] if self.table.replace_scope else []
        never = pl.lit(None, pl.Datetime("us"))
        first_loaded_at = pl.col("first_loaded_at") if report is None else never
        self.indexes.append(
            stored.select(
                key_text(self.table),
                "row_hash",
                "delivery_at",
                pl.lit(number, pl.UInt32).alias("part"),
                pl.int_range(pl.len(), dtype=pl.UInt32).alias("position"),
                pl.col("line").cast(pl.UInt32),
                first_loaded_at.alias("first_loaded_at"),
                *scope,
            )
        )


def with_soft_flags(stored: pl.DataFrame, table: Table, units: pl.DataFrame) -> pl.DataFrame:
    """The rows with the names of the soft rules they break added to `flags`."""
    broken = stored.select(
        expression.fill_null(False).alias(name) for name, expression in table.soft_rules.items()
    )
    if "handling_unit_not_valid" in across.SOFT.get(table.name, ()) and units.height:
        invalid = across.handling_unit_not_valid(stored, units)
        broken = broken.with_columns(invalid.alias("handling_unit_not_valid"))
    for series in broken.iter_columns():
        if series.any():
            flagged = add_flag(stored.with_columns(series.alias("_where")), "_where", series.name)
            stored = stored.with_columns(flagged)
    return stored


def said(broken: pl.DataFrame) -> pl.DataFrame:
    """What is wrong with lines, under names no contract column has."""
    return broken.select("line", _column="column", _value="value", _rule="rule")


def named(rejected: pl.DataFrame, columns: str, rule: str) -> pl.DataFrame:
    """Rejected rows with the rule they broke and what stood in the columns it reads."""
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in columns.split(", ")]
    return rejected.with_columns(
        _column=pl.lit(columns), _rule=pl.lit(rule), _value=pl.concat_str(texts, separator=", ")
    )
