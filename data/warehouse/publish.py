"""Manifests and the pointer: the one instant at which an import becomes visible."""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from data.contract import TABLES, stored_dtypes
from data.snapshot import POINTER, SNAPSHOTS, Manifest
from data.warehouse import steps

PROJECT = Path(__file__).parents[2] / "pyproject.toml"


@cache
def contract_version() -> str:
    """A fingerprint of every table's columns and types."""
    columns = {name: {k: str(v) for k, v in stored_dtypes(name).items()} for name in TABLES}
    return hashlib.sha256(json.dumps(columns).encode()).hexdigest()[:16]


@cache
def code_version() -> str:
    """The program's version."""
    return str(tomllib.loads(PROJECT.read_text("utf-8"))["project"]["version"])


def relative(warehouse: Path, files: Sequence[str | Path]) -> list[str]:
    """Paths as a manifest keeps them, so that a warehouse can be moved."""
    root = warehouse.absolute()
    return [Path(file).absolute().relative_to(root).as_posix() for file in files]


def described(
    warehouse: Path,
    *,
    snapshot: int,
    parent: Manifest | None,
    loaded_at: datetime,
    cutoff: date,
    cutoff_given: bool,
    is_demo: bool,
    tables: Mapping[str, Mapping[str, Any]],
    marts: Mapping[str, Sequence[str]],
    mart_hashes: Mapping[str, str],
    journal_position: int,
    loads: Sequence[Mapping[str, Any]] = (),
    rollback_of: Manifest | None = None,
) -> dict[str, Any]:
    """A manifest as it is written. `tables` gives version, files, rows, hash_recipe."""
    undone = [list(span) for span in parent.undone] if parent else []
    if rollback_of is not None and parent is not None:
        undone = [list(span) for span in rollback_of.undone]
        undone.append([rollback_of.id + 1, parent.id])
    return {
        "id": snapshot,
        "parent": parent.id if parent else None,
        "rollback_of": rollback_of.id if rollback_of else None,
        "loaded_at": loaded_at.isoformat(),
        "cutoff": cutoff.isoformat(),
        "cutoff_given": cutoff_given,
        "is_demo": is_demo,
        "tables": {
            name: {**table, "files": relative(warehouse, table["files"])}
            for name, table in tables.items()
        },
        "marts": {name: relative(warehouse, files) for name, files in marts.items()},
        "mart_hashes": dict(mart_hashes),
        "contract_version": contract_version(),
        "code_version": code_version(),
        "journal_position": journal_position,
        "undone": undone,
        "loads": [dict(load) for load in loads],
    }


def unchanged_tables(manifest: Manifest | None) -> dict[str, dict[str, Any]]:
    """What a manifest says of its tables, in the form `described` takes."""
    if manifest is None:
        return {}
    return {
        name: {
            "version": manifest.versions[name],
            "files": files,
            "rows": manifest.counts[name],
            "hash_recipe": manifest.hash_recipes[name],
        }
        for name, files in manifest.tables.items()
    }


def publish(warehouse: Path, said: Mapping[str, Any]) -> None:
    """Put the manifest in place, then point to it. Whole at every instant."""
    sync_files(warehouse, said)
    name = f"{said['id']:06d}.json"
    folder = warehouse / SNAPSHOTS
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{name}.tmp"
    _write_through(draft, json.dumps(said, ensure_ascii=False, indent=1))
    os.link(draft, folder / name)  # unlike a rename, never over a manifest that is there
    draft.unlink()
    _sync_folder(folder)
    steps.reached("linked")
    pointer = warehouse / f".{POINTER}.tmp"
    _write_through(pointer, name + "\n")
    pointer.replace(warehouse / POINTER)
    _sync_folder(warehouse)
    steps.reached("pointed")


def sync_files(warehouse: Path, said: Mapping[str, Any]) -> None:
    """See that every new file a manifest names is on the disk before the manifest is."""
    parent = warehouse / SNAPSHOTS / f"{said['parent'] or 0:06d}.json"
    known = parent.read_text("utf-8") if parent.exists() else ""
    named = [file for table in said["tables"].values() for file in table["files"]]
    named += [file for files in said["marts"].values() for file in files]
    for file in named:
        if f'"{file}"' not in known:
            _sync_file(warehouse / file)
    for folder in {(warehouse / file).parent for file in named}:
        _sync_folder(folder)


def _write_through(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_file(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_folder(path: Path) -> None:
    _sync_file(path)
