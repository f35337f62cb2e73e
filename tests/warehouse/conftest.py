"""A warehouse of its own for each test, and deliveries drawn as tables.

Marts are built by a stand-in that counts rows, except where a test asks for the real ones:
what the warehouse promises does not depend on what the marts say.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import imports, marts, snapshot
from data.contract import stored_dtypes
from data.report import Report

# Columns every row of a table must have; a drawing shows only what matters.
SOUND = {
    "units": {
        "unit_name": "市公安局",
        "short_name": "市局",
        "level": "bureau",
        "unit_kind": "urban",
        "valid_from": "2020-01-01",
    },
    "cases": {
        "matter_kind": "public_security",
        "category_code": "theft_ebike",
        "jurisdiction_unit_id": "U1",
        "handling_unit_id": "U1",
        "channel": "110",
        "received_at": "2026-03-03 07:41",
        "decision": "pending",
    },
    "case_events": {
        "event_type": "callback_unsolved",
        "event_at": "2026-03-06 10:12",
        "unit_id": "U1",
    },
    "survey_waves": {
        "programme": "bureau_cati",
        "mode": "cati",
        "questionnaire_version": "v1",
        "period_start": "2026-03-01",
        "period_end": "2026-03-31",
    },
    "survey_answers": {
        "wave_id": "w1",
        "unit_id": "U1",
        "period_month": "2026-03-01",
        "question_code": "q1",
        "answer_code": "1",
        "n": "10",
    },
    "complaints": {
        "kind": "complaint",
        "channel": "12345",
        "category_l1": "attitude",
        "unit_id": "U1",
        "received_at": "2026-03-05 10:00",
    },
    "service_monthly": {
        "month": "2026-03-01",
        "unit_id": "U1",
        "item_code": "HZ01",
        "item_name": "出生登记",
    },
    "annotations": {
        "start_date": "2026-01-01",
        "kind": "law_change",
        "text": "治安管理处罚法修订施行",
    },
    "targets": {
        "indicator_id": "SAT02",
        "value_kind": "level",
        "scope": "bureau",
        "period_start": "2026-01-01",
        "target": "80",
    },
}


def table(drawing: str) -> list[dict[str, str]]:
    """The rows of a table drawn as text; an empty cell is an empty cell."""
    lines = [line for line in drawing.strip().splitlines() if line.strip()]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def counted(
    tables: Mapping[str, Sequence[str]], folder: Path, cutoff: date, progress: Any = None
) -> dict[str, list[str]]:
    """Stands in for the marts: how many rows each table has."""
    folder.mkdir(parents=True)
    rows = {
        name: pl.scan_parquet(list(files)).select(pl.len()).collect().item() if files else 0
        for name, files in tables.items()
    }
    path = folder / "table_rows.parquet"
    pl.DataFrame({"name": list(rows), "rows": list(rows.values())}).write_parquet(path)
    return {"table_rows": [str(path)]}


class Warehouse:
    """A warehouse in a folder, with the verbs of a test."""

    def __init__(self, path: Path, inbox: Path) -> None:
        self.path = path
        self.inbox = inbox
        self.deliveries = 0

    def write(self, name: str, drawing: str, folder: str | None = None) -> Path:
        """A CSV of a table in a folder of its own; the table is the name up to a dash."""
        rows = [SOUND.get(name.split("-")[0], {}) | row for row in table(drawing)]
        self.deliveries += folder is None
        target = self.inbox / (folder or f"{self.deliveries:03d}") / f"{name}.csv"
        target.parent.mkdir(parents=True, exist_ok=True)
        pl.DataFrame(rows).write_csv(target)
        return target

    def bring(self, at: str = "2026-04-01", **drawings: str) -> Report:
        """Import drawings of tables as one delivery, exported at a day."""
        self.deliveries += 1
        folder = f"{self.deliveries:03d}"
        paths = [self.write(name, drawing, folder) for name, drawing in drawings.items()]
        return self.take(*paths, at=at)

    def take(self, *paths: Path, at: str = "2026-04-01", **more: Any) -> Report:
        """Import files, exported at a day."""
        report = imports.run_import(
            paths, self.path, delivered_at=datetime.fromisoformat(at), **more
        )
        for file in report.files:
            assert file.is_balanced, file
        return report

    def rows(self, name: str, *columns: str) -> list[tuple[Any, ...]]:
        """These columns of a table in force, in the order of the first."""
        frame = self.frame(name)
        return sorted(frame.select(columns or frame.columns).rows(), key=str)

    def frame(self, name: str) -> pl.DataFrame:
        """A table in force."""
        current = snapshot.current(self.path)
        files = current.tables.get(name, []) if current else []
        if not files:
            return pl.DataFrame(schema=stored_dtypes(name))
        return pl.concat(pl.read_parquet(file) for file in files)

    @property
    def current(self) -> snapshot.Manifest:
        """The snapshot in force."""
        current = snapshot.current(self.path)
        assert current is not None
        return current


@pytest.fixture
def warehouse(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """An empty warehouse with stand-in marts."""
    monkeypatch.setattr(marts, "build", counted)
    return Warehouse(tmp_path / "warehouse", tmp_path / "inbox")


@pytest.fixture
def with_units(warehouse: Warehouse) -> Warehouse:
    """A warehouse that knows unit U1 and the branch U2 below it."""
    warehouse.bring(
        units="""
        unit_id | level  | parent_unit_id
        U1      | bureau |
        U2      | branch | U1
        """
    )
    return warehouse
