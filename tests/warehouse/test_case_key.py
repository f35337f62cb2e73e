"""Case numbers are hidden under the warehouse's own key."""

from pathlib import Path

from data.case_key import FILE, case_key
from tests.warehouse.conftest import Warehouse

NUMBERS = "A4401021234567890", "A4401021234567891"


def real_cases(warehouse: Warehouse) -> Path:
    """A file whose only key is the real case number."""
    path = warehouse.write(
        "cases",
        f"""
        case_id
        {NUMBERS[0]}
        {NUMBERS[1]}
        """,
    )
    path.write_text(path.read_text("utf-8").replace("case_id", "案件编号", 1), "utf-8")
    return path


def ids(warehouse: Warehouse) -> set[str]:
    return set(warehouse.frame("cases")["case_id"])


def test_the_first_import_makes_a_key_nobody_else_may_read(warehouse: Warehouse) -> None:
    warehouse.take(real_cases(warehouse))
    key = warehouse.path / FILE
    assert key.stat().st_mode & 0o777 == 0o600
    assert len(case_key(warehouse.path)) == 32
    assert not any(number in str(ids(warehouse)) for number in NUMBERS)


def test_the_same_numbers_come_in_once_whatever_the_day(warehouse: Warehouse) -> None:
    warehouse.take(real_cases(warehouse))
    before = ids(warehouse)
    report = warehouse.take(real_cases(warehouse), at="2026-05-01")
    assert (report.files[0].new, report.files[0].unchanged) == (0, 2)
    assert ids(warehouse) == before


def test_two_warehouses_have_two_keys(tmp_path: Path, warehouse: Warehouse) -> None:
    other = Warehouse(tmp_path / "other", tmp_path / "inbox")
    for one in (warehouse, other):
        one.take(real_cases(one))
    assert len(ids(warehouse) | ids(other)) == 4


def test_a_warehouse_begun_without_a_key_keeps_its_ids(warehouse: Warehouse) -> None:
    warehouse.take(real_cases(warehouse))
    (warehouse.path / FILE).unlink()
    assert case_key(warehouse.path) == b""
    assert not (warehouse.path / FILE).exists()


def test_a_dry_run_leaves_no_key(warehouse: Warehouse) -> None:
    warehouse.take(real_cases(warehouse), dry_run=True)
    assert not warehouse.path.exists()
