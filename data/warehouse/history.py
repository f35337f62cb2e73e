"""Going back to an earlier snapshot, how long snapshots are kept, and giving up the rest."""

import shutil
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl

from data import journal, snapshot
from data.errors import WarehouseError
from data.snapshot import SNAPSHOTS, Manifest
from data.warehouse import disk, ledger, lock, publish, repair, tables

KEPT_LAST = 10
KEPT_FOR = timedelta(hours=48)


def rollback(warehouse: Path | str, target: int) -> Manifest:
    """A new snapshot equal to an earlier one; nothing is lost, and it can be rolled back too."""
    warehouse = Path(warehouse)
    with disk.said(), lock.held(warehouse / "LOCK"):
        current = snapshot.current(warehouse)
        if current is None:
            raise WarehouseError("warehouse.empty", path=warehouse)
        old = snapshot.manifest(warehouse, target)
        if target >= current.id:
            raise WarehouseError("warehouse.not_earlier", snapshot=target, current=current.id)
        repair.refuse_missing([old])
        repair.repaired(warehouse, current)
        said = publish.described(
            warehouse,
            snapshot=current.id + 1,
            parent=current,
            loaded_at=datetime.now(),
            cutoff=old.cutoff,
            cutoff_given=old.cutoff_given,
            is_demo=old.is_demo,
            tables=publish.unchanged_tables(old),
            marts=old.marts,
            mart_hashes=old.mart_hashes,
            journal_position=journal.position(warehouse / "journal"),
            rollback_of=old,
        )
        # Tables stay at their heads: the next import restores them to what CURRENT names.
        publish.publish(warehouse, said)
    return snapshot.manifest(warehouse, current.id + 1)


@dataclass(frozen=True)
class Cleaned:
    """What a clean-up gave up."""

    snapshots: list[int] = field(default_factory=list)
    files: int = 0


def kept(manifests: list[Manifest], now: datetime) -> set[int]:
    """The ids to keep: the last ten, those of the last 48 hours, and each month's last.

    The last of a month keeps its `indicator_months`: with it one can say how last month's
    figures have been restated since.
    """
    newest_first = sorted(manifests, key=lambda one: one.id, reverse=True)
    month_ends = {one.loaded_at.strftime("%Y-%m"): one.id for one in reversed(newest_first)}
    recent = {one.id for one in manifests if now - one.loaded_at <= KEPT_FOR}
    return {one.id for one in newest_first[:KEPT_LAST]} | recent | set(month_ends.values())


def clean(warehouse: Path | str, now: datetime | None = None) -> Cleaned:
    """Give up snapshots nobody needs any more, and the files only they name."""
    warehouse = Path(warehouse)
    with disk.said(), lock.held(warehouse / "LOCK"):
        repair.repaired(warehouse, snapshot.current(warehouse))
        return clean_up(warehouse, now or datetime.now())


def retire(warehouse: Path, now: datetime) -> None:
    """Clean up where a snapshot has fallen out of retention; for one that holds the lock."""
    manifests = snapshot.retained(warehouse)
    if len(kept(manifests, now)) < len(manifests):
        clean_up(warehouse, now)


def clean_up(warehouse: Path, now: datetime) -> Cleaned:
    """`clean` for one that holds the lock and has repaired the warehouse."""
    manifests = snapshot.retained(warehouse)
    keep = kept(manifests, now)
    staying = [one for one in manifests if one.id in keep]
    given_up = [one.id for one in manifests if one.id not in keep]
    # Manifests first: none must ever name a file that is gone.
    for number in given_up:
        (warehouse / SNAPSHOTS / f"{number:06d}.json").unlink()
    removed = _vacuum(warehouse, staying) + _remove_marts(warehouse, staying)
    ledger.forget_undone(warehouse, staying)
    _compact_known(warehouse, staying)
    repair.refuse_missing(staying)
    return Cleaned(given_up, removed)


def _vacuum(warehouse: Path, staying: list[Manifest]) -> int:
    removed = 0
    for folder in sorted((warehouse / "tables").glob("*")):
        versions = [one.versions[folder.name] for one in staying if folder.name in one.versions]
        removed += len(tables.vacuum(folder, versions))
    return removed


def _remove_marts(warehouse: Path, staying: list[Manifest]) -> int:
    """A rollback names the marts of the snapshot it repeats: what counts is who names a file."""
    named = {
        str(Path(file).parent) for one in staying for files in one.marts.values() for file in files
    }
    removed = 0
    for folder in (warehouse / "marts").glob("*"):
        if str(folder.absolute()) not in named:
            removed += len(list(folder.iterdir()))
            shutil.rmtree(folder)
    return removed


def _compact_known(warehouse: Path, staying: list[Manifest]) -> None:
    """Make one record of those no rollback can tell apart any more."""
    current = staying[-1]
    groups: dict[int, list[Path]] = defaultdict(list)
    for path in ledger.files(warehouse, "known", current):
        stamp = ledger.stamp_of(path)
        groups[next(one.id for one in staying if one.id >= stamp)].append(path)
    for stamp, paths in groups.items():
        if len(paths) > 1:
            rows = pl.concat(pl.read_parquet(path) for path in paths)
            newest = rows.group_by("dataset", "key").agg(pl.col("delivery_at").max())
            ledger.write(warehouse, "known", newest.sort("dataset", "key"), stamp)
            for path in paths:
                path.unlink()
