"""Step 3 of an import: every delivery validated, on disk, and settled; nothing committed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from data import quarantine, relations
from data.contract import TABLES, Table
from data.entries import Entries
from data.intake import Delivery
from data.keys import hash_recipe
from data.plan import (
    CORRECTED,
    KNOWN,
    NEW,
    REJECTED,
    RESOLVED,
    UNCHANGED,
    Dropped,
    Plan,
    Stored,
)
from data.report import FileReport, Report
from data.resolution import Resolver, resolver
from data.restaging import PARENTS, restage
from data.settlement import drop_replaced, newly_known, settle
from data.snapshot import Manifest
from data.staging import Staging
from data.warehouse import ledger, steps
from data.withdrawal import Withdrawal


class Progress(Protocol):
    """What an import says while it works."""

    def __call__(self, step: str, name: str, done: int, total: int | None = None) -> None:
        """The step, the table or mart in hand, and how many rows or marts are done."""


class Preparation:
    """What one import is going to change."""

    def __init__(
        self, warehouse: Path, current: Manifest | None, folder: Path, progress: Progress
    ) -> None:
        self.warehouse = warehouse
        self.current = current
        self.folder = folder
        self.progress = progress
        self.loaded_at = datetime.now()
        self.report = Report(current=current.id if current else None)
        self.plans: dict[str, Plan] = {}
        self.entries: list[Entries] = []
        self.stagings: list[Staging] = []
        self.units = Resolver()
        self.done = 0

    def take(self, deliveries: Iterator[Delivery], withdrawal: Withdrawal | None) -> None:
        """Go through the deliveries table by table, in the order tables depend."""
        waiting = next(deliveries, None)
        for table in TABLES.values():
            if table.store == "written":
                continue
            staging = Staging(table, self.folder, self.loaded_at, self.units)
            self.stagings.append(staging)
            entries = Entries(table)
            while waiting is not None and waiting.table == table.name:
                self._take_one(waiting, staging, entries)
                waiting = next(deliveries, None)
            if table.store == "journal":
                self.entries.append(entries)
            else:
                self._settle(staging, withdrawal)
        if waiting is not None:
            raise ValueError(f"{waiting.file}: {waiting.table} came after a table it precedes")

    @property
    def is_idle(self) -> bool:
        """Whether no table changes."""
        return all(plan.is_idle for plan in self.plans.values())

    def _take_one(self, delivery: Delivery, staging: Staging, entries: Entries) -> None:
        report = self._report(delivery)
        if staging.table.store == "journal":
            entries.add(delivery, report, staging, self.warehouse / "journal", self.loaded_at)
        else:
            staging.add(delivery, report)
        self.done += delivery.read
        self.progress("read", delivery.table, self.done)
        steps.reached("staging")

    def _report(self, delivery: Delivery) -> FileReport:
        """The file's report, with what the intake already counted."""
        for report in self.report.files:
            if (report.table, report.file, report.delivery_at) == (
                delivery.table,
                delivery.file,
                delivery.delivery_at,
            ):
                break
        else:
            report = FileReport(delivery.table, delivery.file, delivery.delivery_at)
            self.report.files.append(report)
        report.unused = delivery.unused
        report.source_rows += delivery.read
        if delivery.made is None:
            report.read += delivery.read
            report.filtered.update(delivery.filtered)
        else:
            report.read += delivery.made
            report.source_filtered.update(delivery.filtered)
        for column, value, n in delivery.coded_to_other.select("column", "value", "n").iter_rows():
            report.coded[column, str(value)] += n
        return report

    def _settle(self, staging: Staging, withdrawal: Withdrawal | None) -> None:
        name = staging.table.name
        stored = self._stored(staging.table)
        units_changed = name != "units" and not self.plans["units"].is_idle
        parent = self.plans[PARENTS[name][1]] if name in PARENTS else None
        if staging.parts:
            known = ledger.read(self.warehouse, "known", self.current, KNOWN)
            stored = replace(stored, known=known.filter(dataset=name))
        dropped: Dropped = restage(staging, stored, units_changed, parent)
        if withdrawal is not None and withdrawal.table == name:
            stored = withdrawal.applied(stored, dropped, self.units, self.report)
        self.progress("settle", name, self.done)
        plan = settle(staging, stored, dropped)
        self.plans[name] = plan
        relations.refuse_across(plan, self.plans)
        relations.flag_across(plan, self.plans)
        self._count(plan)
        if name == "units":
            self.units = resolver(relations.standing(plan))

    def _stored(self, table: Table) -> Stored:
        if self.current is None or table.name not in self.current.tables:
            files: list[Path] = []
            recipe = hash_recipe(table)
        else:
            files = [Path(file) for file in self.current.tables[table.name]]
            recipe = self.current.hash_recipes[table.name]
        return Stored(table, files, recipe, pl.DataFrame(schema=KNOWN))

    def _count(self, plan: Plan) -> None:
        name = plan.stored.table.name
        for part, outcome, n in plan.outcomes.group_by("part", "outcome").len().iter_rows():
            report = plan.staging.parts[part].report
            if report is None:
                if outcome == RESOLVED:
                    self.report.resolved[name] += n
            elif outcome in (NEW, CORRECTED, UNCHANGED):
                setattr(report, outcome, getattr(report, outcome) + n)
            elif outcome != REJECTED:  # those were counted when refused
                report.filtered[outcome] += n
        gone = drop_replaced(plan)
        if gone:
            self.report.replaced[name] += gone

    def closed(self) -> pl.DataFrame:
        """Quarantined rows whose key this import accepted."""
        waiting = quarantine.open_keys(self.warehouse, self.current)
        pieces = [pl.DataFrame(schema=quarantine.CLOSED)]
        for name, plan in self.plans.items():
            keys = waiting.filter(dataset=name).select("key")
            if keys.is_empty() or plan.outcomes.is_empty():
                continue
            good = [NEW, CORRECTED, UNCHANGED]
            accepted = plan.outcomes.filter(pl.col("outcome").is_in(good)).select("key")
            met = keys.join(accepted, on="key", how="semi")
            pieces.append(
                met.select(
                    pl.lit(name).alias("dataset"),
                    "key",
                    pl.lit(self.loaded_at, pl.Datetime("us")).alias("closed_at"),
                )
            )
        return pl.concat(pieces)

    def newly_known(self) -> pl.DataFrame:
        """Keys a newer delivery repeated or withdrew, as the ledger keeps them."""
        pieces = [newly_known(plan) for plan in self.plans.values()]
        return pl.concat([pl.DataFrame(schema=KNOWN), *pieces])
