"""Steps 4 to 7 of an import: tables, marts, manifest, pointer; and what lies beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from data import cutoff as cutoffs
from data import journal, marts, quarantine
from data.checksums import Checksums
from data.contract import stored_dtypes
from data.preparation import Preparation
from data.report import FileReport
from data.warehouse import apply, ledger, publish, steps
from data.withdrawal import Withdrawal


@dataclass(frozen=True)
class Order:
    """What whoever called the import asked for beside the files."""

    cutoff: date | None = None
    demo: bool = False
    withdrawal: Withdrawal | None = None
    checksums: Checksums = field(default_factory=lambda: Checksums(()))


def commit(work: Preparation, order: Order) -> None:
    """Publish what was prepared; only the side records where nothing would change."""
    current = work.current
    if not _needs_snapshot(work, order):
        _write_records(work, current.id if current else 0, order)
        return
    number = current.id + 1 if current else 1
    tables = _write_tables(work, order, number)
    steps.reached("tables")
    files = {name: [str(file) for file in table["files"]] for name, table in tables.items()}
    cutoff, given = _cutoff(work, order, files)
    built = marts.build(
        files,
        work.warehouse / "marts" / f"{number:06d}",
        cutoff,
        lambda mart, done, total: work.progress("marts", mart, done, total),
    )
    steps.reached("marts")
    _write_records(work, number, order)
    said = publish.described(
        work.warehouse,
        snapshot=number,
        parent=current,
        loaded_at=work.loaded_at,
        cutoff=cutoff,
        cutoff_given=given,
        is_demo=order.demo,
        tables=tables,
        marts=built,
        mart_hashes=marts.SQL_HASHES,
        journal_position=journal.position(work.warehouse / "journal"),
        loads=[_load(file) for file in work.report.files],
    )
    publish.publish(work.warehouse, said)
    work.report.snapshot = work.report.current = number
    work.report.cutoff = cutoff


def _needs_snapshot(work: Preparation, order: Order) -> bool:
    """Whether a table changes, the cut-off moves, or the program's marts do."""
    current = work.current
    if current is None or not work.is_idle:
        return not work.is_idle
    moved = order.cutoff is not None and order.cutoff != current.cutoff
    return moved or current.mart_hashes != marts.SQL_HASHES


def _write_tables(work: Preparation, order: Order, number: int) -> dict[str, dict[str, Any]]:
    """One commit per table that changes; how every table of the snapshot stands."""
    tables = publish.unchanged_tables(work.current)
    for name, plan in work.plans.items():
        if not plan.is_idle:
            work.progress("write", name, work.done)
            tables[name] = apply.apply(plan, work.warehouse, f"snapshot {number}")
            steps.reached("table")
    if not work.is_idle:
        loads = _loads(work, order)
        tables["data_loads"] = apply.append(
            work.warehouse, "data_loads", loads, f"snapshot {number}"
        )
    return tables


def _cutoff(work: Preparation, order: Order, files: Mapping[str, list[str]]) -> tuple[date, bool]:
    """The cut-off, and whether somebody said it: the order, the one in force, the data."""
    if order.cutoff is not None:
        return order.cutoff, True
    if work.is_idle and work.current is not None:
        return work.current.cutoff, work.current.cutoff_given
    return cutoffs.derived(files, work.loaded_at), False


def _write_records(work: Preparation, stamp: int, order: Order) -> None:
    """What an import leaves beside the tables: quarantine, closings, known keys, entries."""
    closed = work.closed()
    work.report.closed = closed.height
    ledger.write(work.warehouse, "closed", closed, stamp)
    known = work.newly_known()
    if order.withdrawal is not None:
        known = pl.concat([known, order.withdrawal.known(work.units)])
    ledger.write(work.warehouse, "known", known, stamp)
    refused = [path for staging in work.stagings for path in staging.refused]
    work.report.quarantine = quarantine.keep(work.warehouse, work.current, refused, stamp)
    for entries in work.entries:
        entries.append(work.warehouse / "journal")


def _loads(work: Preparation, order: Order) -> pl.DataFrame:
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
            "sha256": order.checksums.of(file.file),
            "withdrawn_n": 0,
            "issues_n": file.rejected + file.flagged.total(),
        }
        for file in work.report.files
    ]
    withdrawal = order.withdrawal
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
