"""The reader: small, alone, and never wrong about what is in force."""

import subprocess
import sys
from pathlib import Path

import polars as pl

from data import marts, snapshot
from data.contract import TABLES
from data.warehouse import publish
from tests.warehouse.conftest import Warehouse


def test_there_is_none_before_the_first_import(tmp_path: Path) -> None:
    assert snapshot.current(tmp_path / "nothing") is None
    assert snapshot.retained(tmp_path / "nothing") == []


def test_it_needs_only_the_standard_library() -> None:
    code = "import sys, data.snapshot; print({'polars', 'duckdb', 'deltalake'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


def test_it_says_what_the_snapshot_holds(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2", annotations="annotation_id\nn1")
    current = with_units.current
    assert (current.id, current.parent, current.is_demo) == (2, 1, False)
    assert current.counts == {"units": 2, "cases": 2, "data_loads": 3}
    assert all(Path(file).is_absolute() for files in current.tables.values() for file in files)
    assert current.contract_version == publish.contract_version()
    assert current.code_version == publish.code_version()
    assert current.mart_hashes == marts.SQL_HASHES
    assert current.journal_position == 1
    assert {load["table"] for load in current.loads} == {"cases", "annotations"}


def test_every_file_taken_in_is_on_record(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id | decision\nm1 | pending\nm2 | docketed")
    (row,) = with_units.frame("data_loads").filter(pl.col("dataset") == "cases").rows(named=True)
    assert (row["rows"], row["issues_n"], row["file"]) == (2, 1, "cases.csv")
    assert f"{row['min_event']:%Y-%m-%d %H:%M}" == "2026-03-03 07:41"
    assert len(row["sha256"]) == 64


def test_files_hold_just_the_contracts_columns(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id | handling_unit_id\nm1 | X9\nm2 | U1")
    with_units.bring(at="2026-04-02", cases="case_id | channel\nm1 | online")
    from data.contract import stored_dtypes

    for name, files in with_units.current.tables.items():
        assert name in TABLES
        for file in files:
            assert dict(pl.read_parquet_schema(file)) == stored_dtypes(name)
