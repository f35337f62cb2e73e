"""Stored rows that mean something else since other tables changed.

A code that was unknown resolves once its unit is known; an orphan finds its matter or wave; a
matter that was withdrawn leaves orphans. Such rows are staged again like delivered ones, and
their stored form is dropped.
"""

from pathlib import Path

import polars as pl

from data.contract import Table
from data.keys import key_columns, key_text, row_hashes
from data.plan import Dropped, Plan, Stored
from data.resolution import delivered_text, resolve
from data.staging import Staging, with_soft_flags
from data.stored import read

ORPHAN_FLAG = "orphan"

# Child table → the column that names the parent row, the parent table.
PARENTS = {
    "case_events": ("case_id", "cases"),
    "survey_fieldwork": ("wave_id", "survey_waves"),
    "survey_answers": ("wave_id", "survey_waves"),
}


def restage(staging: Staging, stored: Stored, units_changed: bool, parent: Plan | None) -> Dropped:
    """Stage again what must be, and say which stored rows that drops."""
    dropped: Dropped = {}
    if not stored.files:
        return dropped
    come, gone = _parents(staging.table, parent)
    if not (units_changed and staging.table.unit_columns) and come is None and gone is None:
        return dropped
    for file in stored.files:
        moved = _moved(staging, file, come, gone)
        if not moved.any():
            continue
        rows = read(file, staging.table.name).filter(moved)
        dropped[file] = rows.select(key_text(staging.table)).to_series()
        staging.keep_again(_resolved(rows, staging))
    return dropped


def _parents(table: Table, parent: Plan | None) -> tuple[pl.Series | None, pl.Series | None]:
    """Keys of parent rows that came, and of those that went; None where none did."""
    if parent is None or parent.is_idle or table.name not in PARENTS:
        return None, None
    written, dropped = parent.written["key"], parent.dropped.values()
    went = pl.concat([pl.Series("key", [], pl.String), *dropped])
    went = went.to_frame().join(written.to_frame(), on="key", how="anti")["key"]
    return written, went


def _moved(
    staging: Staging, file: Path, come: pl.Series | None, gone: pl.Series | None
) -> pl.Series:
    """Which rows of a stored file mean something else now."""
    table = staging.table
    sources = [f"source_{name}" for name in table.unit_columns]
    times = [table.event_time] if table.event_time else []
    parent = [PARENTS[table.name][0]] if table.name in PARENTS else []
    columns = dict.fromkeys(
        [*key_columns(table), *table.unit_columns, *sources, *times, *parent, "flags"]
    )
    rows = read(file, table.name, columns)
    resolved, _ = resolve(_as_delivered(rows, table), table, staging.units)
    names = [*table.unit_columns, *sources]
    moved = pl.Series([False], dtype=pl.Boolean).new_from_index(0, rows.height)
    for name in names:
        moved = moved | rows[name].ne_missing(resolved[name])
    if come is not None:
        was_orphan = rows["flags"].str.contains(ORPHAN_FLAG, literal=True)
        moved = moved | (was_orphan & _among(rows[parent[0]], come))
    if gone is not None and gone.len():
        moved = moved | _among(rows[parent[0]], gone)
    return moved


def _resolved(rows: pl.DataFrame, staging: Staging) -> pl.DataFrame:
    """Rows as they are to be stored now; they keep when they were delivered and first loaded."""
    table = staging.table
    resolved, flags = resolve(_as_delivered(rows, table), table, staging.units)
    resolved = resolved.with_columns(
        flags, pl.lit(staging.loaded_at, pl.Datetime("us")).alias("loaded_at")
    )
    resolved = with_soft_flags(resolved, table, staging.units.units)
    return resolved.with_columns(row_hashes(resolved, table))


def _as_delivered(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    return rows.with_columns(delivered_text(name).alias(name) for name in table.unit_columns)


def _among(values: pl.Series, keys: pl.Series) -> pl.Series:
    found = values.to_frame("key").join(
        keys.unique().to_frame("key").with_columns(found=pl.lit(True)),
        on="key",
        how="left",
        maintain_order="left",
    )
    return found["found"].fill_null(False)
