"""Side records of the imports: Parquet files stamped with the snapshot they belong to.

They say what a table cannot, and an import that changes no table may still write them:
    known       what was delivered unchanged, or withdrawn, and as of which delivery; without
                it an older delivery that arrives late could overrule a newer one
    rejected    rows that were refused, with reasons (the quarantine)
    closed      quarantined rows whose key has been accepted since
A record counts only while its snapshot is in force (`Manifest.is_in_force`), so a rollback
takes it back too.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from data.snapshot import Manifest


def write(warehouse: Path, kind: str, frame: pl.DataFrame, stamp: int) -> Path | None:
    """Add a record file under a snapshot's stamp; nothing for an empty frame."""
    if frame.is_empty():
        return None
    folder = _folder(warehouse, kind)
    folder.mkdir(parents=True, exist_ok=True)
    path = _next(folder, stamp)
    draft = path.with_suffix(".tmp")
    frame.write_parquet(draft, compression_level=1)
    draft.replace(path)
    return path


def adopt(warehouse: Path, kind: str, rows: pl.LazyFrame, stamp: int, shown: Sequence[str]) -> Path:
    """Write a record too large for memory, and a copy people can open; the copy's path.

    `shown` are the columns of the copy.
    """
    folder = _folder(warehouse, kind)
    folder.mkdir(parents=True, exist_ok=True)
    path = _next(folder, stamp)
    copy, draft = path.with_suffix(".csv"), path.with_suffix(".tmp")
    rows.select(shown).sink_csv(draft, include_bom=True)
    draft.replace(copy)
    rows.sink_parquet(draft, compression_level=1)
    draft.replace(path)
    return copy


def files(warehouse: Path, kind: str, current: Manifest | None) -> list[Path]:
    """The record files of a kind that still stand, oldest first."""
    found = sorted(_folder(warehouse, kind).glob("*.parquet"))
    if current is None:
        return [path for path in found if stamp_of(path) == 0]
    return [path for path in found if current.is_in_force(stamp_of(path))]


def read(
    warehouse: Path,
    kind: str,
    current: Manifest | None,
    schema: Mapping[str, pl.DataType],
) -> pl.DataFrame:
    """These columns of every record of a kind that still stands."""
    frames = [
        pl.read_parquet(file, columns=list(schema)) for file in files(warehouse, kind, current)
    ]
    return pl.concat([pl.DataFrame(schema=schema), *frames])


def stamp_of(path: Path) -> int:
    """The snapshot a record file belongs to, 0 for before the first."""
    return int(path.name[:6])


def forget_after(warehouse: Path, snapshot: int) -> None:
    """Delete records of snapshots that never came to be."""
    for path in (warehouse / "ledgers").glob("*/*"):
        if path.suffix == ".tmp" or stamp_of(path) > snapshot:
            path.unlink()


def forget_undone(warehouse: Path, staying: Sequence[Manifest]) -> None:
    """Delete records that stand in no snapshot one could still go back to."""
    for path in (warehouse / "ledgers").glob("*/*"):
        if not any(one.is_in_force(stamp_of(path)) for one in staying):
            path.unlink()


def _next(folder: Path, stamp: int) -> Path:
    ordinal = len(list(folder.glob(f"{stamp:06d}-*.parquet"))) + 1
    return folder / f"{stamp:06d}-{ordinal:04d}.parquet"


def _folder(warehouse: Path, kind: str) -> Path:
    return warehouse / "ledgers" / kind
