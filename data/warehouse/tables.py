"""One Delta table: create it, bring it back to a version, commit a change, give files up.

A change is one commit that adds Parquet files and drops others. Delta answers for its
atomicity and history; which rows the files hold is settled before (data/settle.py). Tables
are not partitioned: a correction may change any column but the key, and would leave the old
row in the old partition.
"""

import json
import shutil
import time
import uuid
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import unquote

import polars as pl
from deltalake import DeltaTable, Field, Schema
from deltalake.exceptions import TableNotFoundError
from deltalake.schema import PrimitiveType
from deltalake.transaction import AddAction, CommitProperties, RemoveAction

# Only our own clean-up may give a file or a log entry up.
KEPT = {
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 36500 days",
    "delta.enableExpiredLogCleanup": "false",
}

DELTA_TYPES: dict[pl.DataType, str] = {
    pl.String(): "string",
    pl.Int64(): "long",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us"): "timestamp_ntz",
}


def folder(warehouse: Path, table: str) -> Path:
    """Where a table lives."""
    return warehouse / "tables" / table


def opened(path: Path) -> DeltaTable | None:
    """The table at its head, None where there is none."""
    try:
        return DeltaTable(path)
    except TableNotFoundError:
        return None


def files(table: DeltaTable) -> list[Path]:
    """The Parquet files of the version the table stands at."""
    return [Path(unquote(uri.removeprefix("file://"))) for uri in table.file_uris()]


def open_or_create(path: Path, dtypes: Mapping[str, pl.DataType]) -> DeltaTable:
    """The table at its head, made or widened to hold these columns."""
    fields = [
        Field(name, PrimitiveType(DELTA_TYPES[dtype]), nullable=True)
        for name, dtype in dtypes.items()
    ]
    table = opened(path)
    if table is None:
        # What is there without a log was left by a process that died while creating it.
        shutil.rmtree(path, ignore_errors=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        return DeltaTable.create(path, Schema(fields), configuration=KEPT)
    present = {field.name for field in table.schema().fields}
    missing = [field for field in fields if field.name not in present]
    if missing:
        table.alter.add_columns(missing)
        table.update_incremental()
    return table


def new_file(path: Path) -> Path:
    """A name no file of the table has."""
    return path / f"{uuid.uuid4().hex}.parquet"


def commit(
    table: DeltaTable, added: Mapping[Path, int], dropped: Sequence[Path], note: str
) -> None:
    """One commit: files in with their row counts, files out."""
    now = int(time.time() * 1000)
    actions: list[AddAction | RemoveAction] = [
        RemoveAction(path=path.name, deletion_timestamp=now, data_change=True) for path in dropped
    ]
    actions += [
        AddAction(
            path.name,
            path.stat().st_size,
            {},
            now,
            True,
            json.dumps({"numRecords": rows}),
        )
        for path, rows in added.items()
    ]
    table.create_write_transaction(
        actions,
        mode="append",
        schema=table.schema(),
        partition_by=[],
        commit_properties=CommitProperties(custom_metadata={"note": note}),
    )
    table.update_incremental()


def restore(path: Path, version: int | None, pointed: Sequence[Path]) -> bool:
    """Bring a table whose head is not what the snapshot names back to it; True if it was not.

    `version` None stands for a table the snapshot does not have: its head is emptied, for an
    older snapshot may still name its files.
    """
    table = opened(path)
    if table is None:
        return False
    if {file.name for file in files(table)} == {file.name for file in pointed}:
        return False
    if version is None:
        table.delete()
    else:
        table.restore(version)
    return True


def vacuum(path: Path, versions: Sequence[int]) -> list[str]:
    """Delete files that neither the head nor any of these versions names."""
    table = opened(path)
    if table is None:
        return []
    return table.vacuum(
        retention_hours=0,
        dry_run=False,
        enforce_retention_duration=False,
        full=True,
        keep_versions=sorted(set(versions)),
    )
