"""The journal: append-only, with author and time, outside every rollback."""

import threading
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from data import journal
from data.errors import JournalError, PrivacyError
from data.warehouse import history
from tests.warehouse.conftest import Warehouse

NOW = datetime(2026, 11, 5, 9, 0)


def remark(number: str, text: str = "问卷改版", **more: object) -> pl.DataFrame:
    """One annotation as a page would hand it over."""
    said = {"annotation_id": number, "start_date": date(2026, 1, 1), "kind": "law_change"}
    return pl.DataFrame([{**said, "text": text, **more}])


def texts(path: Path, until: int | None = None) -> list[str]:
    return journal.entries(path, "annotations", until)["text"].to_list()


def test_an_entry_bears_author_and_time(tmp_path: Path) -> None:
    position = journal.append(tmp_path, "annotations", remark("n1"), "民意办")
    (entry,) = journal.entries(tmp_path, "annotations").rows(named=True)
    assert position == 1
    assert entry["author"] == "民意办"
    assert abs((datetime.now() - entry["created_at"]).total_seconds()) < 60


def test_a_later_entry_supersedes_and_the_earlier_stays_on_file(tmp_path: Path) -> None:
    journal.append(tmp_path, "annotations", remark("n1", "第一稿"), "甲")
    journal.append(tmp_path, "annotations", remark("n2", "另一条"), "甲")
    journal.append(tmp_path, "annotations", remark("n3", "第二稿", supersedes="n1"), "乙")
    journal.append(tmp_path, "annotations", remark("n2", "另一条, 改"), "乙")
    assert texts(tmp_path) == ["第二稿", "另一条, 改"]
    assert texts(tmp_path, until=2) == ["第一稿", "另一条"]
    assert journal.history(tmp_path, "annotations")["entry"].to_list() == [1, 2, 3, 4]


def test_what_is_withdrawn_stays_on_file_and_does_not_come_back_with_the_same_file(
    with_units: Warehouse,
) -> None:
    path = with_units.path / "journal"
    with_units.bring(annotations="annotation_id\nn1")
    entry = journal.entries(path, "annotations").drop("author", "created_at")
    journal.append(path, "annotations", entry.with_columns(withdrawn=True), "民意办")
    assert texts(path) == []
    assert texts(path, until=1) == ["治安管理处罚法修订施行"]
    again = with_units.bring(at="2026-05-01", annotations="annotation_id\nn1")
    assert (again.unchanged, texts(path)) == (1, [])
    assert journal.history(path, "annotations").height == 2


@pytest.mark.parametrize(
    "text", ["回访 13812345678 未接", "（138-1234-5678）", "身份证11010519491231002X核实"]
)
def test_a_number_of_a_person_is_refused_and_not_repeated(tmp_path: Path, text: str) -> None:
    with pytest.raises(JournalError, match=r"像.+的数字") as refused:
        journal.append(tmp_path, "annotations", remark("n1", text), "民意办")
    assert "138" not in str(refused.value) and "1949" not in str(refused.value)
    assert journal.entries(tmp_path, "annotations").is_empty()


@pytest.mark.parametrize(
    "text", ["2025年3月至2026年10月共 138 起", "编号13812345678901", "单位 990121000000 补录"]
)
def test_other_numbers_are_no_numbers_of_a_person(tmp_path: Path, text: str) -> None:
    assert journal.append(tmp_path, "annotations", remark("n1", text), "民意办") == 1


def test_a_name_of_a_post_may_hold_no_number_of_a_person_either(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="手机号码"):
        journal.append(tmp_path, "annotations", remark("n1"), "值班 13812345678")


def test_a_file_with_a_number_within_a_remark_is_refused(with_units: Warehouse) -> None:
    with pytest.raises(PrivacyError, match="手机号码"):
        with_units.bring(annotations="annotation_id | text\nn1 | 请拨 13812345678 核实")
    assert journal.position(with_units.path / "journal") == 0


@pytest.mark.parametrize(("length", "is_kept"), [(200, True), (201, False)])
def test_an_explanation_is_short(tmp_path: Path, length: int, is_kept: bool) -> None:
    said = remark("n1", "说" * length, kind="explanation")
    if is_kept:
        assert journal.append(tmp_path, "annotations", said, "所长") == 1
        return
    with pytest.raises(JournalError, match="200"):
        journal.append(tmp_path, "annotations", said, "所长")


def test_a_target_set_again_counts_once(tmp_path: Path) -> None:
    for target in (80.0, 82.0):
        row = {
            "indicator_id": "SAT02",
            "value_kind": "level",
            "scope": "bureau",
            "period_start": date(2026, 1, 1),
            "target": target,
        }
        journal.append(tmp_path, "targets", pl.DataFrame([row]), "民意办")
    assert journal.entries(tmp_path, "targets")["target"].to_list() == [82.0]


@pytest.mark.parametrize("indicator", ["CAS01", "CAS02", "CAS03", "CAS04"])
def test_targets_for_clearance_are_refused(tmp_path: Path, indicator: str) -> None:
    row = {
        "indicator_id": indicator,
        "value_kind": "level",
        "scope": "bureau",
        "period_start": date(2026, 1, 1),
        "target": 60.0,
    }
    with pytest.raises(JournalError, match="参考线"):
        journal.append(tmp_path, "targets", pl.DataFrame([row]), "民意办")
    assert journal.entries(tmp_path, "targets").is_empty()


def test_entries_made_at_once_are_all_kept(tmp_path: Path) -> None:
    def enter(number: int) -> None:
        journal.append(tmp_path, "annotations", remark(f"n{number}"), "民意办")

    threads = [threading.Thread(target=enter, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert journal.position(tmp_path) == 12
    assert journal.entries(tmp_path, "annotations").height == 12


def test_positions_run_over_all_tables(tmp_path: Path) -> None:
    journal.append(tmp_path, "annotations", remark("n1"), "甲")
    edition = {
        "edition_id": "2026-03-1",
        "month": date(2026, 3, 1),
        "frozen_by": "甲",
        "frozen_at": datetime(2026, 4, 8),
        "snapshot_id": 3,
        "code_version": "0.1.0",
    }
    assert journal.append(tmp_path, "editions", pl.DataFrame([edition]), "甲") == 2


def test_files_bring_targets_and_annotations_into_the_journal(with_units: Warehouse) -> None:
    path = with_units.path / "journal"
    report = with_units.bring(
        targets="indicator_id | series\nSAT02 | bureau_cati\nCAS02 |",
        annotations="annotation_id\nn1",
    )
    by_table = {file.table: file for file in report.files}
    assert (by_table["targets"].new, by_table["targets"].rejected) == (1, 1)
    assert journal.entries(path, "targets")["author"].to_list() == ["import"]
    again = with_units.bring(
        at="2026-05-01",
        targets="indicator_id | series\nSAT02 | bureau_cati",
        annotations="annotation_id\nn1",
    )
    assert (again.unchanged, again.accepted, again.snapshot) == (2, 0, None)
    assert journal.position(path) == 2


def of_safety(target: float) -> pl.DataFrame:
    """A target as the page of entries hands it over."""
    row = {
        "indicator_id": "SAT01",
        "value_kind": "level",
        "scope": "bureau",
        "period_start": date(2026, 1, 1),
        "target": target,
        "created_at": datetime(2026, 4, 20),
    }
    return pl.DataFrame([row])


@pytest.mark.parametrize(
    ("entered", "target", "count"),
    [
        pytest.param("", 85.0, "unchanged", id="the same file again"),
        pytest.param("2026-01-05 09:00", 85.0, "outdated", id="an older decision"),
        pytest.param("2026-06-05 09:00", 81.0, "corrected", id="a later decision"),
    ],
)
def test_a_file_undoes_no_target_that_was_entered_on_the_page_later(
    with_units: Warehouse, entered: str, target: float, count: str
) -> None:
    path = with_units.path / "journal"
    with_units.bring(targets="indicator_id | target\nSAT01 | 80")
    journal.append(path, "targets", of_safety(85.0), "民意办")
    said = "80" if not entered else "81"
    again = with_units.bring(
        at="2026-07-01", targets=f"indicator_id | target | created_at\nSAT01 | {said} | {entered}"
    )
    assert journal.entries(path, "targets")["target"].to_list() == [target]
    (file,) = again.files
    assert (file.unchanged, file.filtered["outdated"], file.corrected) == tuple(
        int(count == name) for name in ("unchanged", "outdated", "corrected")
    )
    assert journal.history(path, "targets").height == 2 + (count == "corrected")


def test_a_target_is_set_back_by_a_row_that_says_when(with_units: Warehouse) -> None:
    path = with_units.path / "journal"
    for at, target in (("2026-01-05", 80), ("2026-03-05", 82), ("2026-06-05", 80)):
        with_units.bring(
            at="2026-07-01",
            targets=f"indicator_id | target | created_at\nSAT01 | {target} | {at} 09:00",
        )
    assert journal.entries(path, "targets")["target"].to_list() == [80.0]
    assert journal.history(path, "targets").height == 3


def test_entries_survive_a_rollback(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1", annotations="annotation_id\nn1")
    made = history.rollback(with_units.path, 1)
    assert journal.entries(with_units.path / "journal", "annotations").height == 1
    assert made.journal_position == 1


def test_what_people_entered_before_and_after_survives_a_rollback(with_units: Warehouse) -> None:
    path = with_units.path / "journal"
    journal.append(path, "annotations", remark("n1", "甲所说明", kind="explanation"), "所长")
    with_units.bring(cases="case_id\nm1")
    journal.append(path, "annotations", remark("n2", "乙所说明", kind="explanation"), "所长")
    target = {
        "indicator_id": "SAT02",
        "value_kind": "level",
        "scope": "bureau",
        "period_start": date(2026, 1, 1),
        "target": 82.0,
    }
    journal.append(path, "targets", pl.DataFrame([target]), "民意办")
    history.rollback(with_units.path, 1)
    assert with_units.rows("cases", "case_id") == []
    assert texts(path) == ["甲所说明", "乙所说明"]
    assert journal.entries(path, "targets")["target"].to_list() == [82.0]


def decided(number: str, matter: str) -> pl.DataFrame:
    """One thing that was decided, judged by doing alone."""
    row = {
        "action_id": number,
        "raised_on": date(2026, 11, 5),
        "matter": matter,
        "unit_id": "990101000000",
        "owner_post": "分局副局长",
        "due_on": date(2026, 12, 5),
        "rule": "done_only",
    }
    return pl.DataFrame([row])


def test_what_was_decided_is_never_changed(tmp_path: Path) -> None:
    journal.append(tmp_path, "actions", decided("a1", "补办回访"), "指挥中心")
    with pytest.raises(JournalError, match="a1"):
        journal.append(tmp_path, "actions", decided("a1", "补办回访，改规则"), "指挥中心")
    journal.add(tmp_path, "actions", journal.completed("actions", decided("a1", "x"), "甲", NOW))
    assert journal.entries(tmp_path, "actions")["matter"].to_list() == ["补办回访"]


def test_the_scenes_of_a_meeting_are_replaced_together(tmp_path: Path) -> None:
    for scenes in (["ratings", "stock", "chain"], ["chain", "stock"]):
        rows = [
            {"meeting_id": "2026-10", "position": place, "scene": scene, "address": ""}
            for place, scene in enumerate(scenes, start=1)
        ]
        journal.append(tmp_path, "meeting_scenes", pl.DataFrame(rows), "指挥中心")
    assert journal.entries(tmp_path, "meeting_scenes")["scene"].to_list() == ["chain", "stock"]


def test_the_position_of_some_tables_is_that_of_their_last_entry(tmp_path: Path) -> None:
    journal.append(tmp_path, "annotations", remark("n1"), "甲")
    journal.append(tmp_path, "actions", decided("a1", "补办回访"), "甲")
    assert journal.position(tmp_path, "annotations", "targets") == 1
    assert journal.position(tmp_path) == 2
