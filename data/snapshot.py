"""What a warehouse holds at one moment: the manifest that CURRENT points to.

Standard library only, so that a reader needs nothing of the import. A reader asks `current`
once, holds the manifest while it works and caches by its id; files named by a manifest are
never changed, and stay at least until the snapshot falls out of retention.

    <warehouse>/CURRENT                 the name of the manifest in force
    <warehouse>/snapshots/000012.json   one manifest per snapshot
    <warehouse>/tables/<table>/         Delta tables
    <warehouse>/marts/000012/           marts of a snapshot
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.errors import WarehouseError

POINTER = "CURRENT"
SNAPSHOTS = "snapshots"


@dataclass(frozen=True)
class Manifest:
    """One snapshot: which files make up each table and each mart, and what made them."""

    id: int
    parent: int | None
    rollback_of: int | None  # the snapshot this one repeats
    loaded_at: datetime  # local wall time at which it was made
    cutoff: date  # what "today" means in it
    cutoff_given: bool  # by the reader or a profile, not derived from the last event
    is_demo: bool
    tables: dict[str, list[str]]  # absolute paths of Parquet files
    marts: dict[str, list[str]]
    counts: dict[str, int]  # rows by table
    versions: dict[str, int]  # Delta version by table
    hash_recipes: dict[str, str]  # what made the row hashes of a table
    mart_hashes: dict[str, str]  # of the SQL and registry line each mart was built from
    contract_version: str
    code_version: str
    journal_position: int
    undone: tuple[tuple[int, int], ...]  # spans of ids a rollback left behind: first, last
    loads: list[dict[str, Any]] = field(default_factory=list)  # files this import took in

    def is_in_force(self, stamp: int) -> bool:
        """Whether what snapshot `stamp` did still stands in this one."""
        return stamp <= self.id and not any(first <= stamp <= last for first, last in self.undone)


def current(warehouse: Path | str) -> Manifest | None:
    """The snapshot in force, None where nothing was imported yet."""
    pointer = Path(warehouse) / POINTER
    try:
        name = pointer.read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return _read(Path(warehouse), name)


def manifest(warehouse: Path | str, snapshot: int) -> Manifest:
    """A retained snapshot by its id; WarehouseError where there is none."""
    return _read(Path(warehouse), f"{snapshot:06d}.json")


def retained(warehouse: Path | str) -> list[Manifest]:
    """Every snapshot that can still be read, oldest first."""
    folder = Path(warehouse) / SNAPSHOTS
    newest = current(warehouse)
    if newest is None:
        return []
    names = sorted(path.name for path in folder.glob("[0-9]*.json"))
    # A manifest above the pointer was left by an import that never finished.
    return [_read(Path(warehouse), name) for name in names if int(name[:-5]) <= newest.id]


def records(warehouse: Path | str, kind: str, newest: Manifest) -> list[str]:
    """The files of the imports' side records of a kind (rejected, closed) that still stand."""
    folder = Path(warehouse).absolute() / "ledgers" / kind
    found = sorted(folder.glob("[0-9]*.parquet"))
    return [str(path) for path in found if newest.is_in_force(int(path.name[:6]))]


def _read(warehouse: Path, name: str) -> Manifest:
    path = warehouse / SNAPSHOTS / name
    try:
        said = json.loads(path.read_text("utf-8"))
        return _manifest(warehouse.absolute(), said)
    except FileNotFoundError as error:
        raise WarehouseError("warehouse.no_snapshot", snapshot=name[:-5]) from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WarehouseError("warehouse.damaged_manifest", path=path) from error


def _manifest(warehouse: Path, said: Mapping[str, Any]) -> Manifest:
    tables: Mapping[str, Any] = said["tables"]
    return Manifest(
        id=said["id"],
        parent=said["parent"],
        rollback_of=said["rollback_of"],
        loaded_at=datetime.fromisoformat(said["loaded_at"]),
        cutoff=date.fromisoformat(said["cutoff"]),
        cutoff_given=said["cutoff_given"],
        is_demo=said["is_demo"],
        tables={name: _absolute(warehouse, table["files"]) for name, table in tables.items()},
        marts={name: _absolute(warehouse, files) for name, files in said["marts"].items()},
        counts={name: table["rows"] for name, table in tables.items()},
        versions={name: table["version"] for name, table in tables.items()},
        hash_recipes={name: table["hash_recipe"] for name, table in tables.items()},
        mart_hashes=said["mart_hashes"],
        contract_version=said["contract_version"],
        code_version=said["code_version"],
        journal_position=said["journal_position"],
        undone=tuple((first, last) for first, last in said["undone"]),
        loads=said["loads"],
    )


def _absolute(warehouse: Path, files: list[str]) -> list[str]:
    return [str(warehouse / file) for file in files]
