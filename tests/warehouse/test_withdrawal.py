"""Rows the source takes back, on the record."""

import pytest

from data.errors import DataError
from tests.warehouse.conftest import Warehouse


def withdraw(warehouse: Warehouse, text: str) -> object:
    path = warehouse.inbox / "withdrawn.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    return warehouse.take(withdrawn=path)


def test_withdrawn_keys_leave_and_the_loads_say_so(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2\nm3")
    report = withdraw(with_units, "case_id\nm1\nm3\nm9\n")
    assert report.withdrawn == {"cases": 2}
    assert report.withdrawn_unknown == 1
    assert with_units.rows("cases", "case_id") == [("m2",)]
    loads = with_units.rows("data_loads", "file", "dataset", "rows", "withdrawn_n")
    assert ("withdrawn.csv", "cases", 3, 2) in loads


def test_the_chinese_label_names_the_key_as_well(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2")
    withdraw(with_units, "案事件标识\nm1\n")
    assert with_units.rows("cases", "case_id") == [("m2",)]


def test_keys_of_several_columns(with_units: Warehouse) -> None:
    with_units.bring(service_monthly="month | accepted_n\n2026-03-01 | 5\n2026-02-01 | 6")
    withdraw(with_units, "month,unit_id,item_code\n2026年3月,U1,HZ01\n")
    assert with_units.rows("service_monthly", "accepted_n") == [(6,)]


def test_an_older_delivery_does_not_bring_a_withdrawn_row_back(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2")
    withdraw(with_units, "case_id\nm1\n")
    late = with_units.bring(at="2026-03-20", cases="case_id | channel\nm1 | online")
    assert late.files[0].filtered == {"outdated": 1}
    assert with_units.rows("cases", "case_id") == [("m2",)]


def test_a_newer_delivery_does(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2")
    withdraw(with_units, "case_id\nm1\n")
    with_units.bring(at="2199-01-01", cases="case_id\nm1")
    assert with_units.rows("cases", "case_id") == [("m1",), ("m2",)]


def test_a_withdrawn_matter_leaves_its_events_as_orphans(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1\nm2", case_events="event_id | case_id\ne1 | m1\ne2 | m2")
    withdraw(with_units, "case_id\nm1\n")
    assert with_units.rows("case_events", "event_id", "flags") == [("e1", "orphan"), ("e2", "")]


def test_a_question_withdrawn_whole_stays_away_from_older_deliveries(
    with_units: Warehouse,
) -> None:
    with_units.bring(survey_answers="answer_code | n\n1 | 10")
    header = (
        "wave_id,unit_id,period_month,question_code,answer_code,area_type,outcome_group,"
        "notice_group,stratum,psu"
    )
    withdraw(with_units, f"{header}\nw1,U1,2026-03,q1,1,all,na,na,,\n")
    assert with_units.rows("survey_answers") == []
    late = with_units.bring(at="2026-03-20", survey_answers="answer_code | n\n1 | 10\n2 | 5")
    assert late.files[0].filtered == {"outdated": 2}
    assert with_units.rows("survey_answers") == []


def test_a_list_that_is_no_key_is_refused(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1")
    with pytest.raises(DataError, match="case_id"):
        withdraw(with_units, "case_id,channel\nm1,110\n")
    with pytest.raises(DataError, match="2026-13"):
        withdraw(with_units, "month,unit_id,item_code\n2026-13-01,U1,HZ01\n")
    assert with_units.rows("cases", "case_id") == [("m1",)]
