"""Going back, keeping and giving up snapshots."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from data import quarantine, snapshot
from data.errors import WarehouseError
from data.warehouse import history
from tests.warehouse.conftest import Warehouse


@pytest.fixture
def grown(with_units: Warehouse) -> Warehouse:
    """Snapshot 1 has units, 2 to 4 each a case more and m0 corrected."""
    for number, channel in ((2, "110"), (3, "online"), (4, "walk_in")):
        with_units.bring(
            at=f"2026-04-0{number}",
            cases=f"case_id | channel\nm0 | {channel}\nm{number} | 110",
        )
    return with_units


CASES = ("case_id", "channel")


def test_a_rollback_is_a_new_snapshot_equal_to_the_old_one(grown: Warehouse) -> None:
    old = snapshot.manifest(grown.path, 2)
    new = history.rollback(grown.path, 2)
    assert (new.id, new.parent, new.rollback_of) == (5, 4, 2)
    assert (new.tables, new.marts, new.cutoff) == (old.tables, old.marts, old.cutoff)
    assert grown.rows("cases", *CASES) == [("m0", "110"), ("m2", "110")]


def test_an_import_after_a_rollback_builds_on_what_it_went_back_to(grown: Warehouse) -> None:
    history.rollback(grown.path, 2)
    report = grown.bring(at="2026-04-05", cases="case_id | channel\nm5 | 110")
    assert report.restored == ["cases", "data_loads"]
    assert grown.rows("cases", *CASES) == [("m0", "110"), ("m2", "110"), ("m5", "110")]


def test_a_rollback_can_be_rolled_back(grown: Warehouse) -> None:
    history.rollback(grown.path, 2)
    history.rollback(grown.path, 4)
    assert len(grown.rows("cases", *CASES)) == 4


def test_a_rollback_before_a_table_existed_leaves_it_empty(grown: Warehouse) -> None:
    history.rollback(grown.path, 1)
    assert grown.rows("cases", *CASES) == []
    grown.bring(at="2026-04-05", cases="case_id\nm9")
    assert [row[0] for row in grown.rows("cases", *CASES)] == ["m9"]
    history.rollback(grown.path, 4)
    assert len(grown.rows("cases", *CASES)) == 4


def test_what_a_rollback_undid_can_be_delivered_again(grown: Warehouse) -> None:
    same = "case_id | channel\nm0 | walk_in\nm4 | 110"
    grown.bring(at="2026-05-01", cases=same)  # confirms what is there
    history.rollback(grown.path, 2)
    report = grown.bring(at="2026-04-03", cases="case_id | channel\nm0 | online")
    # The confirmation of May went with the rollback: April is newer than what stands.
    assert report.files[0].corrected == 1


def test_quarantine_goes_back_too(grown: Warehouse) -> None:
    grown.bring(cases="case_id | decision\nx1 | docketed")
    assert quarantine.counts(grown.path, grown.current) == (1, 0)
    grown.bring(cases="case_id\nx1", at="2026-04-06")
    assert quarantine.counts(grown.path, grown.current) == (0, 1)
    history.rollback(grown.path, 4)
    assert quarantine.counts(grown.path, grown.current) == (1, 0)


@pytest.mark.parametrize("target", [4, 5, 99])
def test_only_an_earlier_snapshot_can_be_gone_back_to(grown: Warehouse, target: int) -> None:
    with pytest.raises(WarehouseError):
        history.rollback(grown.path, target)
    assert grown.current.id == 4


def aged(warehouse: Warehouse, days: dict[int, float]) -> None:
    """Make snapshots look so many days old."""
    for path in warehouse.path.glob("snapshots/*.json"):
        text = path.read_text("utf-8")
        said = snapshot.manifest(warehouse.path, int(path.stem)).loaded_at
        then = NOW - timedelta(days=days.get(int(path.stem), 0))
        draft = path.with_suffix(".aged")
        draft.write_text(text.replace(said.isoformat(), then.isoformat()), "utf-8")
        draft.replace(path)


NOW = datetime(2026, 6, 20, 12)


def test_kept_are_the_last_ten_those_of_48_hours_and_each_months_last(
    with_units: Warehouse,
) -> None:
    for number in range(2, 17):
        with_units.bring(cases=f"case_id\nm{number}")
    # 1-3 in April, 4-5 in May, 6 on, one a day in June; the last two within the last 48 hours.
    ages = {1: 70, 2: 65, 3: 60, 4: 40, 5: 30} | {n: 17.0 - n for n in range(6, 17)}
    aged(with_units, ages)
    keep = history.kept(snapshot.retained(with_units.path), NOW)
    assert keep == {3, 5, *range(7, 17)}


def test_a_clean_up_gives_up_only_what_no_kept_snapshot_names(grown: Warehouse) -> None:
    for number in range(5, 16):
        grown.bring(
            at=f"2026-04-{number:02d}", cases=f"case_id | channel\nm0 | 110\nm{number} | 110"
        )
    aged(grown, {number: 20.0 for number in range(1, 16)})
    before = {one.id: one for one in snapshot.retained(grown.path)}
    cleaned = history.clean(grown.path, NOW)
    assert cleaned.snapshots == [1, 2, 3, 4, 5]
    assert cleaned.files > 0
    kept = snapshot.retained(grown.path)
    assert [one.id for one in kept] == list(range(6, 16))
    for one in kept:
        assert one.tables == before[one.id].tables
        rows = pl.concat(pl.read_parquet(file) for file in one.tables["cases"])
        assert rows.height == one.counts["cases"]
    assert {path.name for path in grown.path.glob("marts/*")} == {f"{n:06d}" for n in range(6, 16)}
    history.rollback(grown.path, 6)
    grown.bring(at="2026-04-20", cases="case_id\nz")


def test_a_clean_up_removes_what_dead_imports_left(grown: Warehouse) -> None:
    orphan = grown.path / "tables" / "cases" / "left.parquet"
    orphan.write_bytes(b"half a file")
    history.clean(grown.path)
    assert not orphan.exists()
    assert len(grown.rows("cases", *CASES)) == 4


def test_marts_a_rollback_shares_outlive_their_first_snapshot(grown: Warehouse) -> None:
    history.rollback(grown.path, 2)
    for number in range(6, 18):
        grown.bring(at=f"2026-04-{number:02d}", cases=f"case_id\nm{number}")
    aged(grown, {number: 20.0 for number in range(1, 18)} | {5: 1.0})
    history.clean(grown.path, NOW)
    kept = snapshot.manifest(grown.path, 5)
    assert all(Path(file).exists() for files in kept.marts.values() for file in files)


def test_known_deliveries_survive_a_clean_up(grown: Warehouse) -> None:
    for day in (10, 11, 12):
        grown.bring(at=f"2026-04-{day}", cases="case_id | channel\nm0 | walk_in")
    assert len(list(grown.path.glob("ledgers/known/*"))) == 3
    history.clean(grown.path)
    assert len(list(grown.path.glob("ledgers/known/*"))) == 1
    late = grown.bring(at="2026-04-11", cases="case_id | channel\nm0 | 110")
    assert late.files[0].filtered == {"outdated": 1}


def test_a_clean_up_during_a_reading_takes_nothing_from_it(grown: Warehouse) -> None:
    errors: list[BaseException] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            try:
                files = grown.current.tables["cases"]
                pl.concat(pl.read_parquet(file) for file in files)
            except BaseException as error:
                errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        for number in range(12):
            grown.bring(
                at=f"2026-05-{number + 1:02d}",
                cases=f"case_id | channel\nm0 | 110\nn{number} | 110",
            )
            aged(grown, {n: 60.0 for n in range(1, 4 + number)})
            history.clean(grown.path, NOW)
    finally:
        stop.set()
        thread.join()
    assert not errors, errors[0]


def test_missing_files_are_reported_after_a_clean_up(grown: Warehouse) -> None:
    Path(grown.current.tables["cases"][0]).unlink()
    with pytest.raises(WarehouseError, match="parquet"):
        history.clean(grown.path)


def test_records_of_what_was_undone_go_with_the_last_snapshot_that_had_them(
    grown: Warehouse,
) -> None:
    grown.bring(cases="case_id | decision\nx1 | docketed\nm9 | pending")
    history.rollback(grown.path, 4)
    for number in range(7, 18):
        grown.bring(at=f"2026-04-{number:02d}", cases=f"case_id\nm{number}")
    history.clean(grown.path)
    assert len(list(grown.path.glob("ledgers/rejected/*.parquet"))) == 1
    aged(grown, {number: 20.0 for number in range(1, 18)})
    history.clean(grown.path, NOW)
    assert not list(grown.path.glob("ledgers/rejected/*"))


def test_a_missing_file_is_named_and_a_whole_snapshot_can_be_gone_back_to(
    grown: Warehouse,
) -> None:
    before = snapshot.manifest(grown.path, 3).tables["cases"]
    newest = [file for file in grown.current.tables["cases"] if file not in before]
    Path(newest[0]).unlink()
    with pytest.raises(WarehouseError, match="rollback"):
        grown.bring(cases="case_id\nm9")
    history.rollback(grown.path, 3)
    assert grown.bring(at="2026-04-05", cases="case_id\nm9").accepted == 1
    assert len(grown.rows("cases", *CASES)) == 4


@pytest.fixture(autouse=True)
def readable_history(grown: Warehouse) -> Iterator[None]:
    """Whatever a test did, every retained snapshot's manifest can be read."""
    yield
    assert snapshot.retained(grown.path)
