"""Writes the demo's deliveries as files and takes them in as any bureau's files are taken in."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from data.checksums import Checksums
from data.contract import TABLES
from data.demo import deliveries
from data.demo.city import copies, shared_tables, with_kept_promises
from data.demo.deliveries import exports
from data.demo.kept import kept_promises
from data.demo.parameters import city
from data.imports import take_in
from data.intake import Delivery, prepare
from data.preparation import Progress
from data.report import Report


@dataclass(frozen=True)
class Written:
    """One file of a delivery."""

    path: Path
    table: str
    exported: datetime


def write(folder: Path | str, scale: int = 1) -> list[Path]:
    """Write every delivery's files into the folder, one folder a delivery, and name them.

    The same scale gives the same files, byte for byte.
    """
    return [file.path for file in written(Path(folder), scale)]


def load(
    warehouse: Path | str,
    scale: int = 1,
    progress: Progress | None = None,
) -> Report:
    """Write the demo's files aside and import them into the warehouse, marked as the demo's."""
    with tempfile.TemporaryDirectory() as folder:
        files = written(Path(folder), scale)
        return take_in(
            prepared(files),
            warehouse,
            cutoff=city().cutoff,
            progress=progress,
            demo=True,
            checksums=Checksums([file.path for file in files]),
        )


def prepared(files: list[Written]) -> Iterator[Delivery]:
    """The files' rows in the order of tables, each with the time of its own export."""
    for table in TABLES:
        for at in exports():
            paths = [file.path for file in files if file.table == table and file.exported == at]
            if paths:
                yield from prepare(paths, delivered_at=at)


def written(folder: Path, scale: int) -> list[Written]:
    """Writes all files, copy by copy, so that memory does not grow with the scale."""
    files: list[Written] = []
    kept = []
    for copy, tables in enumerate(copies(scale)):
        for number in range(len(exports())):
            files += matter_files(folder, tables, number, copy)
        kept.append(kept_promises(tables))
    shared = shared_tables()
    shared["commitment_progress"] = with_kept_promises(shared["commitment_progress"], kept)
    for number in range(len(exports())):
        files += shared_files(folder, shared, number)
    return files


def matter_files(
    folder: Path, tables: dict[str, pl.DataFrame], number: int, copy: int
) -> list[Written]:
    """Cases, events and complaints of one copy and delivery."""
    part = f"_{copy + 1:03d}"
    cases = deliveries.delivered_cases(tables["cases"], number, copy)
    new_source, others = deliveries.from_new_source(cases)
    events = deliveries.entered_or_changed("case_events", tables["case_events"], number)
    complaints = deliveries.entered_or_changed("complaints", tables["complaints"], number)
    last = number == len(exports()) - 1
    files = [
        saved(folder, "cases", others, number, part),
        saved(folder, "case_events", events, number, part),
        saved(folder, "complaints", complaints, number, part, as_text=last),
    ]
    if len(new_source):
        files.append(saved(folder, "cases", new_source, number, f"{part}_new_source", as_text=True))
    if last:
        lost = deliveries.orphans(events, copy)
        files.append(saved(folder, "case_events", lost, number, f"{part}_orphans", as_text=True))
    return files


def shared_files(folder: Path, tables: dict[str, pl.DataFrame], number: int) -> list[Written]:
    """The other tables of one delivery; what people typed comes with the last one."""
    at, last = exports()[number], number == len(exports()) - 1
    rows = {
        "units": deliveries.units_as_of(tables["units"], at),
        "survey_waves": deliveries.monthly(tables["survey_waves"], "period_start", number),
        "survey_fieldwork": deliveries.monthly(tables["survey_fieldwork"], "period_month", number),
        "survey_answers": deliveries.delivered_answers(tables["survey_answers"], number),
        "external_scores": deliveries.monthly(tables["external_scores"], "period_end", number),
        "activities": deliveries.entered_or_changed("activities", tables["activities"], number),
        "service_monthly": deliveries.monthly(tables["service_monthly"], "month", number),
        "commitment_progress": deliveries.monthly(tables["commitment_progress"], "month", number),
    }
    if not number:
        rows |= {name: tables[name] for name in ("unit_lineage", "survey_questions", "commitments")}
    if last:
        rows |= {name: tables[name] for name in ("targets", "annotations", "calendar")}
    large = ("survey_answers", "activities", "service_monthly")
    return [
        saved(folder, name, frame, number, "", as_text=name not in large)
        for name, frame in rows.items()
    ]


def saved(
    folder: Path, table: str, rows: pl.DataFrame, number: int, part: str, *, as_text: bool = False
) -> Written:
    """One file, Parquet or CSV, with the columns that hold anything."""
    at = exports()[number]
    filled = [name for name in rows.columns if name in TABLES[table].key or holds(rows, name)]
    form = "csv" if as_text else "parquet"
    target = folder / f"{at:%Y-%m-%d}" / f"{table}.{at:%Y%m%d}{part}.{form}"
    target.parent.mkdir(parents=True, exist_ok=True)
    if as_text:
        rows.select(filled).write_csv(target, include_bom=True, datetime_format="%Y-%m-%d %H:%M:%S")
    else:
        rows.select(filled).write_parquet(target, compression="zstd")
    return Written(target, table, at)


def holds(rows: pl.DataFrame, name: str) -> bool:
    """Whether any row has a value in the column, or must have one."""
    return rows[name].null_count() < len(rows)
