"""One import, from files to a new snapshot, in numbered steps (data/warehouse/steps.py).

Nothing is committed before everything is validated; nothing is visible before the last step.
Whatever kills it on the way, the last good snapshot stays whole, and the next import repairs.
"""

import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from datetime import date, datetime
from pathlib import Path

from data import snapshot
from data.ahead import ahead
from data.case_key import case_key
from data.checksums import Checksums
from data.commit import Order, commit
from data.errors import WarehouseError
from data.intake import Delivery, prepare
from data.intake.profile import load_profile
from data.preparation import Preparation, Progress
from data.report import Report
from data.snapshot import Manifest
from data.warehouse import disk, history, lock, repair, steps
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
    key = case_key(Path(warehouse), make=not dry_run)
    deliveries = prepare(paths, profile, delivered_at, key) if paths else ()
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
                commit(work, Order(cutoff, demo, withdrawal, checksums or Checksums(())))
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
