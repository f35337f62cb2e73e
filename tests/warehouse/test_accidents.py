"""Bad luck of every other kind: the message says what to do and nothing is lost."""

import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data import snapshot
from data.errors import DataError, WarehouseError
from data.warehouse import lock
from tests.warehouse.conftest import Warehouse


def command(*words: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m data …`."""
    return subprocess.run(
        [sys.executable, "-m", "data", *map(str, words)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
        timeout=120,
    )


@pytest.fixture
def loaded(with_units: Warehouse) -> Warehouse:
    """A warehouse with a few cases."""
    with_units.bring(cases="case_id\nm1\nm2")
    return with_units


def state(warehouse: Warehouse) -> object:
    """What a reader sees."""
    current = warehouse.current
    return current.id, current.tables, warehouse.rows("cases", "case_id")


def test_a_second_import_exits_at_once_and_names_the_first(loaded: Warehouse) -> None:
    before = state(loaded)
    with (
        lock.held(loaded.path / "LOCK"),
        pytest.raises(WarehouseError, match=f"{os.getpid()}"),
    ):
        loaded.bring(cases="case_id\nm3")
    assert state(loaded) == before
    loaded.bring(cases="case_id\nm3")


def test_a_full_disk_leaves_the_last_snapshot_whole(loaded: Warehouse) -> None:
    before = state(loaded)
    path = loaded.write("cases", "case_id\n" + "\n".join(f"x{n}" for n in range(60_000)))
    # A limit on the size of any file stands in for the disk.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, limits[1]))
    try:
        with pytest.raises(WarehouseError, match="磁盘"):
            loaded.take(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert state(loaded) == before
    assert not (loaded.path / "staging").exists()
    assert loaded.take(path).accepted == 60_000


def test_a_disk_that_fills_while_tables_are_written_leaves_no_mixture(
    loaded: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = state(loaded)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patched:
        patched.setattr("data.commit.marts.build", full)
        with pytest.raises(WarehouseError, match="full"):
            loaded.bring(cases="case_id\nm3", complaints="complaint_id\nt1")
    assert state(loaded) == before
    report = loaded.bring(cases="case_id\nm4")
    assert "cases" in report.restored
    assert loaded.rows("cases", "case_id") == [("m1",), ("m2",), ("m4",)]


BAD_FILES = {
    "zero bytes": ("cases.csv", b""),
    "a header only of another separator": ("cases.csv", b"case_id^received_at\nm1^x\n"),
    "a cut workbook": ("cases.xlsx", b"PK\x03\x04" + b"\x00" * 200),
    "a cut Parquet file": ("cases.parquet", b"PAR1" + b"\x00" * 200),
    "a cut archive": ("cases.csv.gz", b"\x1f\x8b\x08\x00" + b"\x00" * 20),
    "headers nobody knows": ("cases.csv", b"a,b,c\n1,2,3\n"),
    "a personal column": ("cases.csv", "case_id,姓名,received_at\nm9,张三,2026-03-01\n".encode()),
}


@pytest.mark.parametrize(("name", "content"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_bad_file_is_refused_by_name_and_nothing_of_the_delivery_is_taken(
    loaded: Warehouse, name: str, content: bytes
) -> None:
    before = state(loaded)
    bad = loaded.inbox / name
    bad.write_bytes(content)
    good = loaded.write("complaints", "complaint_id\nt1")
    with pytest.raises(DataError, match=name):
        loaded.take(good, bad)
    assert state(loaded) == before


def test_rows_cut_off_at_the_end_are_refused_and_the_rest_is_taken(loaded: Warehouse) -> None:
    path = loaded.write("cases", "case_id\nm3\nm4")
    path.write_bytes(path.read_bytes()[:-30])
    report = loaded.take(path)
    assert (report.accepted, report.rejected) == (1, 1)


def test_ctrl_c_leaves_nothing_half_done(loaded: Warehouse) -> None:
    before = state(loaded)
    path = loaded.write("cases", "case_id\n" + "\n".join(f"x{n}" for n in range(300_000)))
    process = subprocess.Popen(
        [sys.executable, "-m", "data", "import", str(path), "--warehouse", str(loaded.path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    staged = loaded.path / "staging"
    while not any(staged.glob("*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "已中断" in said
    assert "Traceback" not in said
    assert state(loaded) == before
    assert not staged.exists()
    assert loaded.bring(cases="case_id\nm3").accepted == 1


def test_a_hundred_thousand_refused_rows_are_all_kept(loaded: Warehouse) -> None:
    rows = "\n".join(f"x{n} | docketed" for n in range(100_000))
    report = loaded.bring(cases=f"case_id | decision\n{rows}\nm3 | pending")
    assert (report.rejected, report.accepted) == (100_000, 1)
    from data import quarantine

    assert quarantine.counts(loaded.path, loaded.current) == (100_000, 0)
    assert loaded.rows("cases", "case_id") == [("m1",), ("m2",), ("m3",)]


def test_a_dry_run_reports_and_changes_nothing(loaded: Warehouse) -> None:
    files = sorted(str(path) for path in loaded.path.rglob("*"))
    report = loaded.take(
        loaded.write("cases", "case_id | decision\nm2 | pending\nm3 | pending\nm4 | docketed"),
        dry_run=True,
    )
    assert (report.accepted, report.unchanged, report.rejected) == (1, 1, 1)
    assert report.snapshot is None
    assert sorted(str(path) for path in loaded.path.rglob("*")) == files


def test_a_dry_run_needs_no_warehouse(warehouse: Warehouse) -> None:
    report = warehouse.take(warehouse.write("cases", "case_id\nm1"), dry_run=True)
    assert report.accepted == 1
    assert not warehouse.path.exists()


def test_own_data_and_the_demo_city_do_not_mix(warehouse: Warehouse) -> None:
    path = warehouse.write("cases", "case_id\nm1")
    warehouse.take(path, demo=True)
    assert warehouse.current.is_demo
    other = warehouse.write("cases", "case_id\nm2")
    with pytest.raises(WarehouseError, match="--warehouse"):
        warehouse.take(other)
    warehouse.take(other, demo=True)
    assert warehouse.current.is_demo


def test_a_damaged_manifest_is_named(loaded: Warehouse) -> None:
    (path,) = loaded.path.glob(f"snapshots/{loaded.current.id:06d}.json")
    path.write_text(path.read_text("utf-8")[:200], "utf-8")
    with pytest.raises(WarehouseError, match=path.name):
        snapshot.current(loaded.path)


def test_a_warehouse_can_be_moved(loaded: Warehouse, tmp_path: Path) -> None:
    rows = loaded.rows("cases", "case_id")
    loaded.path = loaded.path.rename(tmp_path / "elsewhere")
    assert loaded.rows("cases", "case_id") == rows
    loaded.bring(cases="case_id\nm3")
    assert len(loaded.rows("cases", "case_id")) == 3
