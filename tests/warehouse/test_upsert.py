"""Upsert by key: the newest delivery wins, whatever the order of arrival."""

from itertools import permutations

import polars as pl
import pytest

from data import snapshot
from tests.warehouse.conftest import Warehouse


def test_the_same_file_again_changes_nothing_and_makes_no_version(with_units: Warehouse) -> None:
    path = with_units.write("cases", "case_id\nm1\nm2")
    first = with_units.take(path)
    before = sorted(str(file) for file in with_units.path.glob("tables/**/*"))
    again = with_units.take(path, at="2026-05-01")
    assert (first.accepted, again.unchanged, again.accepted) == (2, 2, 0)
    assert again.snapshot is None
    assert with_units.current.id == first.snapshot
    assert sorted(str(file) for file in with_units.path.glob("tables/**/*")) == before


def test_a_corrected_row_replaces_the_old_one_even_when_its_month_changed(
    with_units: Warehouse,
) -> None:
    with_units.bring(
        cases="""
        case_id | received_at
        m1      | 2026-02-27 10:00
        m2      | 2026-02-28 10:00
        """
    )
    report = with_units.bring(
        at="2026-04-02",
        cases="""
        case_id | received_at
        m1      | 2026-03-01 10:00
        """,
    )
    (file,) = report.files
    assert (file.new, file.corrected, file.unchanged) == (0, 1, 0)
    months = with_units.frame("cases").select("case_id", pl.col("received_at").dt.month())
    assert sorted(months.rows()) == [("m1", 3), ("m2", 2)]


def test_a_corrected_row_keeps_the_time_it_was_first_loaded(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1")
    (before,) = with_units.rows("cases", "first_loaded_at", "loaded_at")
    with_units.bring(at="2026-04-02", cases="case_id | channel\nm1 | online")
    (after,) = with_units.rows("cases", "first_loaded_at", "loaded_at")
    assert after[0] == before[0]
    assert after[1] > before[1]


DELIVERIES = {
    # The third repeats the first: what was there before is the newest again.
    "back to the first": ["110", "online", "110"],
    "three different": ["110", "online", "walk_in"],
    "the last two equal": ["110", "online", "online"],
}


@pytest.mark.parametrize("channels", DELIVERIES.values(), ids=DELIVERIES.keys())
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_newest_delivery_wins_in_every_order_of_arrival(
    with_units: Warehouse, channels: list[str], order: tuple[int, ...]
) -> None:
    for number in order:
        with_units.bring(
            at=f"2026-04-0{number + 1}",
            cases=f"case_id | channel\nm1 | {channels[number]}\nn{number} | 110",
        )
    assert with_units.rows("cases", "case_id", "channel") == [
        ("m1", channels[2]),
        ("n0", "110"),
        ("n1", "110"),
        ("n2", "110"),
    ]


def test_an_older_delivery_that_arrives_late_is_counted_as_outdated(with_units: Warehouse) -> None:
    with_units.bring(at="2026-04-02", cases="case_id | channel\nm1 | online")
    report = with_units.bring(at="2026-04-01", cases="case_id | channel\nm1 | 110")
    assert report.files[0].filtered == {"outdated": 1}
    assert report.snapshot is None
    assert with_units.rows("cases", "channel") == [("online",)]


def test_a_key_repeated_in_a_delivery_counts_once(with_units: Warehouse) -> None:
    report = with_units.bring(
        cases="""
        case_id | channel
        m1      | 110
        m1      | online
        m1      | online
        m2      | 110
        m2      | 110
        """
    )
    (file,) = report.files
    assert (file.read, file.new, file.unchanged) == (5, 2, 2)
    assert file.filtered == {"superseded": 1}
    assert with_units.rows("cases", "case_id", "channel") == [("m1", "online"), ("m2", "110")]


def test_of_two_files_of_one_delivery_the_later_wins(with_units: Warehouse) -> None:
    first = with_units.write("cases-1", "case_id | channel\nm1 | 110", "both")
    second = with_units.write("cases-2", "case_id | channel\nm1 | online", "both")
    report = with_units.take(first, second)
    assert [file.filtered.total() for file in report.files] == [1, 0]
    assert with_units.rows("cases", "channel") == [("online",)]


def test_unknown_codes_become_other_and_are_counted(with_units: Warehouse) -> None:
    report = with_units.bring(cases="case_id | channel\nm1 | pigeon")
    assert report.files[0].coded == {("channel", "pigeon"): 1}
    assert with_units.rows("cases", "channel") == [("other",)]


def test_rows_without_a_key_get_one_from_their_content(with_units: Warehouse) -> None:
    drawing = """
        received_at      | channel
        2026-03-01 10:00 | 110
        2026-03-01 10:00 | 110
        2026-03-01 10:00 | online
        2026-04-01 10:00 | 110
        """
    report = with_units.bring(cases=drawing)
    assert report.files[0].new == 4
    keys = with_units.frame("cases")["case_id"]
    assert keys.n_unique() == 4
    again = with_units.bring(at="2026-04-02", cases=drawing)
    assert (again.files[0].unchanged, again.snapshot) == (4, None)


def test_files_that_overlap_agree_on_rows_without_a_key(with_units: Warehouse) -> None:
    march = "received_at\n2026-03-01 10:00\n2026-03-01 10:00"
    together = [
        with_units.write("cases-1", march, "both"),
        with_units.write("cases-2", march + "\n2026-04-01 10:00", "both"),
    ]
    report = with_units.take(*together)
    assert report.accepted == 3
    assert report.unchanged == 2


def test_hashes_of_another_recipe_are_made_anew_without_changing_a_row(
    with_units: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = with_units.write("cases", "case_id | channel\nm1 | 110\nm2 | 110")
    with_units.take(path)
    monkeypatch.setattr("data.keys.HASHED_BY", "another")
    monkeypatch.setattr("data.keys.SEED", 7)
    assert with_units.take(path, at="2026-04-02").unchanged == 2
    report = with_units.bring(at="2026-04-03", cases="case_id | channel\nm1 | online")
    assert report.files[0].corrected == 1
    assert with_units.current.hash_recipes["cases"].startswith("another")
    assert with_units.take(path, at="2026-04-01").files[0].filtered == {"outdated": 1}
    assert with_units.take(path, at="2026-04-01").unchanged == 1


def test_rows_of_an_older_contract_are_kept_and_compared(with_units: Warehouse) -> None:
    path = with_units.write("cases", "case_id | channel\nm1 | 110\nm2 | 110")
    with_units.take(path)
    (file,) = with_units.current.tables["cases"]
    # As a program wrote it that did not know the last column of the contract yet.
    pl.read_parquet(file).drop("stated_outcome").write_parquet(file)
    (manifest,) = with_units.path.glob(f"snapshots/{with_units.current.id:06d}.json")
    text = manifest.read_text("utf-8").replace(", stated_outcome", "")
    manifest.write_text(text, "utf-8")
    assert with_units.take(path, at="2026-04-02").snapshot is None
    report = with_units.bring(at="2026-04-03", cases="case_id | stated_outcome\nm1 | solved")
    assert report.files[0].corrected == 1
    assert with_units.rows("cases", "case_id", "stated_outcome") == [("m1", "solved"), ("m2", None)]


def test_row_hashes_are_the_same_in_another_process(with_units: Warehouse) -> None:
    import subprocess
    import sys

    with_units.bring(cases="case_id | channel\nm1 | 110")
    file = with_units.current.tables["cases"][0]
    code = (
        "import sys, polars as pl; from data.contract import TABLES; from data import keys;"
        "f = pl.read_parquet(sys.argv[1]);"
        "print(keys.row_hashes(f, TABLES['cases'])[0], f['row_hash'][0])"
    )
    said = subprocess.run(
        [sys.executable, "-c", code, file], capture_output=True, text=True, check=True
    )
    computed, stored = said.stdout.split()
    assert computed == stored


def test_many_small_deliveries_do_not_leave_many_small_files(
    with_units: Warehouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.warehouse.apply.MOST_FILES", 4)
    for number in range(8):
        with_units.bring(cases=f"case_id\nm{number}")
        assert len(with_units.current.tables["cases"]) <= 5
    assert len(with_units.rows("cases", "case_id")) == 8
    assert snapshot.current(with_units.path) is not None
