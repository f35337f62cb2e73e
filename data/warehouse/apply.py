"""Write what a plan says: one Delta commit per table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl

from data.contract import stored_dtypes
from data.keys import hash_recipe, key_text, row_hashes
from data.plan import CORRECTED, PLACE, Plan
from data.resolution import add_flag
from data.stored import read
from data.warehouse import tables

# Beyond so many files a reader spends its time opening them; the smallest are then made one.
MOST_FILES = 48
SMALL_FILE = 200_000  # rows


def apply(plan: Plan, warehouse: Path, note: str) -> dict[str, Any]:
    """Commit the plan and say how the table stands: version, files, rows, hash recipe."""
    name = plan.stored.table.name
    folder = tables.folder(warehouse, name)
    delta = tables.open_or_create(folder, stored_dtypes(name))
    added: dict[Path, int] = {}
    replaced: list[Path] = []
    crowded = _crowded(plan)
    gathered: list[pl.DataFrame] = []
    for file, kept in _kept(plan, crowded):
        replaced.append(file)
        if file not in crowded:
            added |= _write_some(kept, folder)
            continue
        gathered.append(kept)
        if sum(rows.height for rows in gathered) >= SMALL_FILE:
            added |= _write_some(_joined(gathered, plan), folder)
            gathered = []
    if gathered:
        added |= _write_some(_joined(gathered, plan), folder)
    for path, rows in _written(plan, folder):
        added[path] = rows
    tables.commit(delta, added, replaced, note)
    files = tables.files(delta)
    return {
        "version": delta.version(),
        "files": files,
        "rows": sum(_rows(file) for file in files),
        "hash_recipe": hash_recipe(plan.stored.table),
    }


def append(warehouse: Path, name: str, rows: pl.DataFrame, note: str) -> dict[str, Any]:
    """Add rows to a table that has no key."""
    folder = tables.folder(warehouse, name)
    delta = tables.open_or_create(folder, stored_dtypes(name))
    tables.commit(delta, {_write(rows, folder): rows.height}, [], note)
    files = tables.files(delta)
    counts = sum(_rows(file) for file in files)
    return {"version": delta.version(), "files": files, "rows": counts, "hash_recipe": ""}


def _kept(plan: Plan, crowded: set[Path]) -> Iterator[tuple[Path, pl.DataFrame]]:
    """Stored files that must be written anew, with the rows that stay."""
    table = plan.stored.table
    stale = plan.stored.has_other_hashes
    for file in plan.stored.files:
        if not (file in plan.dropped or stale or file in crowded):
            continue
        frame = read(file, table.name)
        if stale:
            frame = frame.with_columns(row_hashes(frame, table))
        if file in plan.dropped:
            keys = plan.dropped[file].to_frame("key")
            frame = (
                frame.with_columns(key_text(table))
                .join(keys, on="key", how="anti", maintain_order="left")
                .drop("key")
            )
        yield file, frame


def _written(plan: Plan, folder: Path) -> Iterator[tuple[Path, int]]:
    """Staged rows as files of the table; a part of nothing but new rows just moves in."""
    older = plan.written.filter(outcome=CORRECTED).select(*PLACE, older="first_loaded_at")
    for part, positions in plan.written_by_part():
        staged = plan.staging.parts[part]
        flags = [(places.filter(part=part), flag) for places, flag in plan.flags]
        flags = [(places, flag) for places, flag in flags if places.height]
        corrected = older.filter(part=part)
        if positions.len() == staged.rows and not flags and corrected.is_empty():
            path = tables.new_file(folder)
            staged.path.replace(path)
            yield path, staged.rows
            continue
        rows = plan.staging.rows(part, positions).with_columns(positions)
        for places, flag in flags:
            marked = rows.join(
                places.select("position", _where=pl.lit(True)),
                on="position",
                how="left",
                maintain_order="left",
            ).with_columns(pl.col("_where").fill_null(False))
            rows = rows.with_columns(add_flag(marked, "_where", flag))
        if corrected.height:
            rows = (
                rows.join(corrected.drop("part"), on="position", how="left", maintain_order="left")
                .with_columns(first_loaded_at=pl.coalesce("older", "first_loaded_at"))
                .drop("older")
            )
        rows = rows.drop("position")
        yield _write(rows, folder), rows.height


def _crowded(plan: Plan) -> set[Path]:
    """Small files to be written anew, where a table has too many."""
    if len(plan.stored.files) <= MOST_FILES:
        return set()
    return {file for file in plan.stored.files if _rows(file) < SMALL_FILE}


def _joined(gathered: list[pl.DataFrame], plan: Plan) -> pl.DataFrame:
    """Rows of several small files in the order of time."""
    rows = pl.concat(gathered)
    time = plan.stored.table.event_time
    return rows.sort(time, maintain_order=True, nulls_last=True) if time else rows


def _write_some(rows: pl.DataFrame, folder: Path) -> dict[Path, int]:
    return {_write(rows, folder): rows.height} if rows.height else {}


def _write(rows: pl.DataFrame, folder: Path) -> Path:
    path = tables.new_file(folder)
    rows.write_parquet(path, compression_level=1)
    return path


def _rows(file: Path) -> int:
    return int(pl.scan_parquet(file).select(pl.len()).collect().item())
