"""One import, from files to a new snapshot, in numbered steps (data/warehouse/steps.py).

Nothing is committed before everything is validated; nothing is visible before the last step.
Whatever kills it on the way, the last good snapshot stays whole, and the next import repairs.
"""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data import cutoff as cutoffs
from data import journal, marts, quarantine, snapshot
from data.ahead import ahead
from data.checksums import Checksums
from data.contract import stored_dtypes
from data.errors import WarehouseError
from data.intake import Delivery, prepare
from data.intake.profile import load_profile
from data.preparation import Preparation, Progress
from data.report import FileReport, Report
from data.snapshot import Manifest
from data.warehouse import apply, disk, history, ledger, lock, publish, repair, steps
from data.withdrawal import Withdrawal, read_withdrawal


def run_import(
    paths: Sequence[Path | str],
    warehouse: Path | str,
    profile: str | Path | None = None,
    withdrawn: Path | str | None = None,
    dry_run: bool = False,
    cutoff: date | None = None,
    delivered_at: datetime | None = None,
    progress: Progress | None = None,
    demo: bool = False,
) -> Report:
    """Take files into the warehouse and say what became of every row.

    `withdrawn` names a file of keys to remove; `cutoff` what "today" means from now on. A dry
    run validates and reports without changing anything. `demo` marks the warehouse as the demo
    city's. DataError where nothing could be taken in: then nothing was changed.
    """
    deliveries = prepare(paths, profile=profile, delivered_at=delivered_at) if paths else ()
    return take_in(
        deliveries,
        warehouse,
        withdrawal=read_withdrawal(withdrawn) if withdrawn else None,
        dry_run=dry_run,
        cutoff=cutoff or load_profile(profile).cutoff,
        progress=progress,
        demo=demo,
        checksums=Checksums(paths),
    )


def take_in(
    deliveries: Iterable[Delivery],
    warehouse: Path | str,
    *,
    withdrawal: Withdrawal | None = None,
    dry_run: bool = False,
    cutoff: date | None = None,
    progress: Progress | None = None,
    demo: bool = False,
    checksums: Checksums | None = None,
) -> Report:
    """Take prepared deliveries, in the order of TABLES, into the warehouse."""
    warehouse = Path(warehouse)
    try:
        with disk.said(), ExitStack() as stack:
            if dry_run:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            else:
                stack.enter_context(lock.held(warehouse / "LOCK"))
                folder = repair.staging_folder(warehouse)
                stack.callback(repair.tidy, folder)
            work = _prepared(warehouse, folder, dry_run, demo, progress or _silent)
            upcoming = stack.enter_context(closing(ahead(iter(deliveries))))
            work.take(upcoming, withdrawal)
            steps.reached("staged")
            if not dry_run:
                _commit(work, cutoff, demo, withdrawal, checksums or Checksums(()))
                history.retire(warehouse, work.loaded_at)
            return work.report
    except KeyboardInterrupt:
        # One Ctrl-C arrives twice when it meets Polars at work, once from there and once from
        # Python, and the second can cut the tidying short.
        repair.tidy(repair.staging_folder(warehouse))
        raise


def _prepared(
    warehouse: Path, folder: Path, dry_run: bool, demo: bool, progress: Progress
) -> Preparation:
    """Steps 1 and 2: the only writer, and every table as CURRENT says."""
    steps.reached("lock")
    current = snapshot.current(warehouse)
    _refuse_mixture(warehouse, current, demo)
    if current is not None:
        repair.refuse_missing([current])
    restored = [] if dry_run else repair.repaired(warehouse, current)
    folder.mkdir(parents=True, exist_ok=True)
    steps.reached("restored")
    work = Preparation(warehouse, current, folder, progress)
    work.report.restored = restored
    work.report.dry_run = dry_run
    return work


def _silent(step: str, name: str, done: int, total: int | None = None) -> None:
    """Progress nobody watches."""


def _refuse_mixture(warehouse: Path, current: Manifest | None, demo: bool) -> None:
    """Nobody may mistake invented rows for a bureau's own, nor find them among his."""
    if current is not None and current.is_demo and not demo:
        raise WarehouseError("warehouse.is_demo", path=warehouse)
    if current is not None and demo and not current.is_demo:
        raise WarehouseError("warehouse.is_not_demo", path=warehouse)


def _commit(
    work: Preparation,
    cutoff: date | None,
    demo: bool,
    withdrawal: Withdrawal | None,
    checksums: Checksums,
) -> None:
    """Steps 4 to 7, or only the side records where no table changes."""
    current = work.current
    moved = cutoff is not None and current is not None and cutoff != current.cutoff
    stale = current is not None and current.mart_hashes != marts.SQL_HASHES
    if work.is_idle and not moved and not stale:
        _write_records(work, current.id if current else 0, withdrawal)
        return
    parent = current.id if current else None
    number = (parent or 0) + 1
    tables = publish.unchanged_tables(current)
    for name, plan in work.plans.items():
        if not plan.is_idle:
            work.progress("write", name, work.done)
            tables[name] = apply.apply(plan, work.warehouse, f"snapshot {number}")
            steps.reached("table")
    if not work.is_idle:
        loads = _loads(work, withdrawal, checksums)
        tables["data_loads"] = apply.append(work.warehouse, "data_loads", loads, "loads")
    steps.reached("tables")
    files = {name: [str(file) for file in table["files"]] for name, table in tables.items()}
    given = cutoff is not None
    if cutoff is None and work.is_idle and current is not None:
        cutoff, given = current.cutoff, current.cutoff_given
    cutoff = cutoff or cutoffs.derived(files, work.loaded_at)
    built = marts.build(
        files,
        work.warehouse / "marts" / f"{number:06d}",
        cutoff,
        lambda mart, done, total: work.progress("marts", mart, done, total),
    )
    steps.reached("marts")
    _write_records(work, number, withdrawal)
    said = publish.described(
        work.warehouse,
        snapshot=number,
        parent=current,
        loaded_at=work.loaded_at,
        cutoff=cutoff,
        cutoff_given=given,
        is_demo=demo,
        tables=tables,
        marts=built,
        mart_hashes=marts.SQL_HASHES,
        journal_position=journal.position(work.warehouse / "journal"),
        loads=[_load(file) for file in work.report.files],
    )
    publish.publish(work.warehouse, said)
    work.report.snapshot = work.report.current = number
    work.report.cutoff = cutoff


def _write_records(work: Preparation, stamp: int, withdrawal: Withdrawal | None) -> None:
    """What an import leaves beside the tables: quarantine, closings, known keys, entries."""
    closed = work.closed()
    work.report.closed = closed.height
    ledger.write(work.warehouse, "closed", closed, stamp)
    known = work.newly_known()
    if withdrawal is not None:
        known = pl.concat([known, withdrawal.known(work.units)])
    ledger.write(work.warehouse, "known", known, stamp)
    refused = [path for staging in work.stagings for path in staging.refused]
    work.report.quarantine = quarantine.keep(work.warehouse, work.current, refused, stamp)
    for entries in work.entries:
        entries.append(work.warehouse / "journal")


def _loads(work: Preparation, withdrawal: Withdrawal | None, checksums: Checksums) -> pl.DataFrame:
    """The rows of data_loads this import writes."""
    rows = [
        {
            "dataset": file.table,
            "file": file.file,
            "rows": file.read,
            "min_event": file.first_event,
            "max_event": file.last_event,
            "delivery_at": file.delivery_at,
            "loaded_at": work.loaded_at,
            "sha256": checksums.of(file.file),
            "withdrawn_n": 0,
            "issues_n": file.rejected + file.flagged.total(),
        }
        for file in work.report.files
    ]
    if withdrawal is not None:
        rows.append(
            {
                "dataset": withdrawal.table,
                "file": withdrawal.file,
                "rows": withdrawal.rows.height,
                "loaded_at": work.loaded_at,
                "delivery_at": withdrawal.at,
                "withdrawn_n": work.report.withdrawn[withdrawal.table],
                "issues_n": work.report.withdrawn_unknown,
            }
        )
    return pl.DataFrame(rows, schema=stored_dtypes("data_loads"))


def _load(file: FileReport) -> dict[str, Any]:
    """A file's report as the manifest keeps it."""
    return {
        "table": file.table,
        "file": file.file,
        "delivery_at": file.delivery_at.isoformat(),
        "read": file.read,
        "new": file.new,
        "corrected": file.corrected,
        "unchanged": file.unchanged,
        "rejected": file.rejected,
        "filtered": dict(file.filtered),
    }
