"""How a table is to be changed: what is stored, what is staged, and what becomes of each row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from data.contract import Table
from data.keys import hash_recipe, key_columns, key_text, row_hashes, scope_text
from data.staging import Staging
from data.stored import read

NEW, CORRECTED, UNCHANGED = "new", "corrected", "unchanged"
SUPERSEDED = "superseded"  # another row of the same delivery took its place
OUTDATED = "outdated"  # a newer delivery was here before
REJECTED = "rejected"  # by a rule across rows
RESOLVED = "resolved"  # a stored row that found its unit or its matter
LEFT = "left"  # one that did, and that the newer delivery of its scope no longer has

# A byte a row, where a text would take sixteen.
OUTCOME = pl.Enum([NEW, CORRECTED, UNCHANGED, SUPERSEDED, OUTDATED, REJECTED, RESOLVED, LEFT])

PLACE = ["part", "position"]
KNOWN: dict[str, pl.DataType] = {
    "dataset": pl.String(),
    "key": pl.String(),
    "delivery_at": pl.Datetime("us"),
}
MATCHED: dict[str, pl.DataType] = {
    "key": pl.String(),
    "stored_hash": pl.Int64(),
    "stored_delivery": pl.Datetime("us"),
    "first_loaded_at": pl.Datetime("us"),
    "file": pl.Int64(),  # number of the stored file, -1 for a row staged again
}

# Keys that go, by stored file.
Dropped = dict[Path, pl.Series]
_NOWHERE = [pl.lit(None, pl.UInt32).alias(name) for name in PLACE]


def drop(dropped: Dropped, file: Path, keys: pl.Series) -> None:
    """Add keys to those that go from a file."""
    dropped[file] = pl.concat([dropped[file], keys]).unique() if file in dropped else keys


@dataclass(frozen=True)
class Stored:
    """A table as the snapshot in force has it."""

    table: Table
    files: Sequence[Path]
    hash_recipe: str
    # Keys (or scopes) known as of a later delivery than their row says, or withdrawn.
    known: pl.DataFrame

    def indexes(self, dropped: Mapping[Path, pl.Series]) -> Iterator[pl.DataFrame]:
        """For each file the rows not dropped: as MATCHED, and their scope."""
        for number, file in enumerate(self.files):
            frame = self._read(file)
            index = frame.select(
                key_text(self.table),
                pl.col("row_hash").alias("stored_hash"),
                pl.col("delivery_at").alias("stored_delivery"),
                "first_loaded_at",
                pl.lit(number, pl.Int64).alias("file"),
                *self.scope,
            )
            if file in dropped:
                index = index.join(dropped[file].to_frame("key"), on="key", how="anti")
            yield index

    @property
    def scope(self) -> list[pl.Expr]:
        """The scope of a row, where the table has one."""
        return [scope_text(self.table)] if self.table.replace_scope else []

    @property
    def has_other_hashes(self) -> bool:
        """Whether row hashes as stored cannot be compared with new ones."""
        return self.hash_recipe != hash_recipe(self.table)

    def _read(self, file: Path) -> pl.DataFrame:
        if self.has_other_hashes:
            frame = read(file, self.table.name)
            return frame.with_columns(row_hashes(frame, self.table))
        sources = [f"source_{name}" for name in self.table.unit_columns]
        columns = dict.fromkeys([*key_columns(self.table), *self.table.replace_scope, *sources])
        times = ["row_hash", "delivery_at", "first_loaded_at"]
        return read(file, self.table.name, [*columns, *times])


@dataclass
class Plan:
    """How a table is to be changed; nothing is changed yet."""

    stored: Stored
    staging: Staging
    outcomes: pl.DataFrame  # every staged row: its index, outcome, newest_known, first_loaded_at
    matched: pl.DataFrame  # stored rows of the same keys or scopes
    dropped_before: Dropped  # stored rows withdrawn or staged again
    dropped: Dropped = field(default_factory=dict)  # all keys that go, by stored file
    flags: list[tuple[pl.DataFrame, str]] = field(default_factory=list)  # places, flag to add

    @property
    def written(self) -> pl.DataFrame:
        """The rows to write."""
        if self.outcomes.is_empty():
            return self.outcomes
        return self.outcomes.filter(pl.col("outcome").is_in([NEW, CORRECTED, RESOLVED]))

    def after(self, columns: Sequence[str]) -> Iterator[pl.DataFrame]:
        """These columns of the table as it will stand, in pieces; with part and position.

        Part and position are null for rows that are stored already.
        """
        needed = dict.fromkeys([*columns, *key_columns(self.stored.table)])
        for file in self.stored.files:
            frame = read(file, self.stored.table.name, needed).with_columns(_NOWHERE)
            if file in self.dropped:
                keys = self.dropped[file].to_frame("key")
                frame = frame.with_columns(key_text(self.stored.table)).join(
                    keys, on="key", how="anti", maintain_order="left"
                )
            yield frame.select(*columns, *PLACE)
        for part, positions in self.written_by_part():
            rows = self.staging.rows(part, positions, columns)
            yield rows.with_columns(pl.lit(part, pl.UInt32).alias("part"), positions)

    def written_by_part(self) -> Iterator[tuple[int, pl.Series]]:
        """The positions to write, in order, part by part."""
        written = self.written.select(PLACE).sort(PLACE)
        for rows in written.partition_by("part", maintain_order=True):
            yield int(rows["part"][0]), rows["position"]

    @property
    def is_idle(self) -> bool:
        """Whether the table stays as it is."""
        return self.written.is_empty() and not any(keys.len() for keys in self.dropped.values())
