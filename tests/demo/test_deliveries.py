"""The demo's files: the same every time, fit for the intake, and in the end what was generated."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.contract import TABLES, UNKNOWN_UNIT
from data.contract.check import check, complete
from data.demo.city import scaled_tables
from data.demo.deliveries import exports
from data.demo.files import load, write
from data.demo.parameters import quirk, settings
from data.errors import DataError
from data.intake import prepare
from data.journal import entries
from data.report import Report
from data.snapshot import Manifest, current
from tests.demo.conftest import CUTOFF, Tables

PLANTED_RULES = {"solved_before_received", "closed_before_received"}


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report, Manifest]:
    """The demo city taken in: the folder, what the import said, the snapshot."""
    folder = tmp_path_factory.mktemp("demo") / "warehouse"
    report = load(folder)
    manifest = current(folder)
    assert manifest is not None
    return folder, report, manifest


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All deliveries' files."""
    folder = tmp_path_factory.mktemp("files")
    write(folder)
    return folder


def hashes(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_two_runs_write_the_same_bytes(files: Path, tmp_path: Path) -> None:
    """In another process, which orders its sets differently."""
    code = f"from data.demo import write; write({str(tmp_path)!r})"
    environment = {**os.environ, "PYTHONHASHSEED": "4711"}
    subprocess.run([sys.executable, "-c", code], check=True, env=environment)
    first = hashes(files)
    assert len(first) > 40
    assert first == hashes(tmp_path)


def test_larger_scale_draws_more_matters_with_their_own_keys(tables: Tables) -> None:
    second = scaled_tables(1)
    for name in ("cases", "case_events", "complaints"):
        (key,) = TABLES[name].key
        assert second[name].height == pytest.approx(tables[name].height, rel=0.02)
        assert not set(second[name][key]) & set(tables[name][key])
    units = set(second["cases"]["jurisdiction_unit_id"])
    assert units == set(tables["cases"]["jurisdiction_unit_id"])


def test_contract_accepts_all_but_the_planted_rows(tables: Tables) -> None:
    for name, frame in tables.items():
        table = TABLES[name]
        checked = check(table, complete(table, frame))
        assert set(checked.broken["rule"]) <= PLANTED_RULES, name
        assert frame.select(table.key).is_duplicated().sum() == 0, name
        if name != "cases":
            assert checked.good.height == frame.height, name


def test_every_code_is_known_to_the_contract(tables: Tables) -> None:
    for name, frame in tables.items():
        for column, allowed in TABLES[name].coded.items():
            used = set(frame[column].drop_nulls()) - set(allowed)
            assert not used, (name, column)


def test_import_rejects_only_what_was_planted(
    warehouse: tuple[Path, Report, Manifest], tables: Tables, cases: pl.DataFrame
) -> None:
    _, report, manifest = warehouse
    assert manifest.is_demo
    assert manifest.cutoff == CUTOFF
    assert all(file.is_balanced for file in report.files)
    rejected = [file for file in report.files if file.rejected]
    assert {file.table for file in rejected} == {"cases"}
    assert {rule for file in rejected for rule, _ in file.reasons} == PLANTED_RULES
    assert tables["cases"].height - cases.height == pytest.approx(
        tables["cases"].height * quirk("missing_values")["impossible_order"], abs=1
    )


@pytest.mark.parametrize("name", [n for n in TABLES if TABLES[n].store == "warehouse"])
def test_warehouse_holds_in_the_end_what_was_generated(
    warehouse: tuple[Path, Report, Manifest], tables: Tables, cases: pl.DataFrame, name: str
) -> None:
    """Late rows, corrections, replaced scopes and changed units have all come right."""
    _, _, manifest = warehouse
    wanted = cases if name == "cases" else tables[name]
    stored = pl.read_parquet(manifest.tables[name]).select(wanted.columns)
    if name == "case_events":
        stored = stored.filter(pl.col("event_id").str.starts_with("e"))
    known = tables["units"]["unit_id"].unique().to_list()
    for column in TABLES[name].unit_columns:
        unknown = pl.col(column).is_not_null() & ~pl.col(column).is_in(known)
        wanted = wanted.with_columns(
            pl.when(unknown).then(pl.lit(UNKNOWN_UNIT)).otherwise(column).alias(column)
        )
    key = list(TABLES[name].key)
    assert_frame_equal(stored.sort(key), wanted.sort(key), check_dtypes=False)


def test_some_rows_are_corrected_by_a_later_delivery(tables: Tables, files: Path) -> None:
    named = {path.name: path for path in files.rglob("*.parquet")}
    first = pl.read_parquet(named[f"cases.{exports()[0]:%Y%m%d}_001.parquet"])
    last = pl.read_parquet(named[f"cases.{exports()[-1]:%Y%m%d}_001.parquet"])
    again = first.join(last, on="case_id", suffix="_last")
    corrected = again.filter(pl.col("premises_type") != pl.col("premises_type_last"))
    share = corrected.height / tables["cases"].height
    assert share == pytest.approx(quirk("missing_values")["corrected"], rel=0.25)
    losses = corrected.filter(pl.col("property_loss_yuan").is_not_null())
    assert losses.height > 10
    assert (losses["property_loss_yuan"] == losses["property_loss_yuan_last"] * 10).all()
    answers = named[f"survey_answers.{exports()[-1]:%Y%m%d}.parquet"]
    wrong = settings("deliveries")["wrong_survey"]["wave"]
    assert pl.read_parquet(answers).filter(pl.col("wave_id") == wrong).height > 1


def test_new_source_brings_a_value_the_contract_does_not_know(
    warehouse: tuple[Path, Report, Manifest],
) -> None:
    _, report, _ = warehouse
    value = settings("deliveries")["new_source_channel"]
    counted = [file.coded["channel", value] for file in report.files if file.coded]
    assert len(counted) == 1
    assert 5 <= counted[0] <= quirk("unknown_value")["rows"]


def test_events_without_a_case_are_kept_and_flagged(
    warehouse: tuple[Path, Report, Manifest],
) -> None:
    _, report, _ = warehouse
    (lost,) = [file for file in report.files if "orphans" in file.file]
    assert lost.accepted == lost.flagged["orphan"] == quirk("missing_values")["orphan_events"]


def test_what_people_typed_lands_in_the_journal(
    warehouse: tuple[Path, Report, Manifest], tables: Tables
) -> None:
    folder, _, _ = warehouse
    for name in ("annotations", "targets"):
        assert entries(folder / "journal", name).height == tables[name].height


def test_file_with_a_forbidden_column_is_refused(tables: Tables, tmp_path: Path) -> None:
    """The bad file of quirk 13 is made here and is no part of the demo."""
    path = tmp_path / "cases.csv"
    named = tables["cases"].head(5).with_columns(pl.lit("某某").alias("报案人姓名"))
    named.write_csv(path)
    with pytest.raises(DataError, match="报案人姓名"):
        list(prepare([path]))
