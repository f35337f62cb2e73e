"""Undo what an import that died left behind, before the next one starts. Holds the lock."""

import contextlib
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from data.errors import WarehouseError
from data.snapshot import SNAPSHOTS, Manifest
from data.warehouse import ledger, tables


def staging_folder(warehouse: Path) -> Path:
    """Where this process stages an import."""
    return warehouse / "staging" / str(os.getpid())


def tidy(folder: Path) -> None:
    """Remove a staging folder of this process, and the folder of all if it was the last."""
    shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        folder.parent.rmdir()


def refuse_missing(manifests: Sequence[Manifest]) -> None:
    """WarehouseError where a file that a manifest names is gone."""
    named = {
        file
        for one in manifests
        for files in (*one.tables.values(), *one.marts.values())
        for file in files
    }
    missing = sorted(file for file in named if not Path(file).exists())
    if missing:
        raise WarehouseError("warehouse.files_missing", count=len(missing), path=missing[0])


def repaired(warehouse: Path, current: Manifest | None) -> list[str]:
    """Make the warehouse what CURRENT says; the names of tables that were not."""
    newest = current.id if current else 0
    shutil.rmtree(warehouse / "staging", ignore_errors=True)
    for path in (warehouse / SNAPSHOTS).glob(".*.tmp"):
        path.unlink()
    for path in (warehouse / SNAPSHOTS).glob("[0-9]*.json"):
        if int(path.stem) > newest:
            path.unlink()
    for path in (warehouse / "marts").glob("[0-9]*"):
        if int(path.name) > newest:
            shutil.rmtree(path)
    ledger.forget_after(warehouse, newest)
    restored = []
    for path in sorted((warehouse / "tables").glob("*")):
        version = current.versions.get(path.name) if current else None
        pointed = current.tables.get(path.name, []) if current else []
        if tables.restore(path, version, [Path(file) for file in pointed]):
            restored.append(path.name)
    return restored
