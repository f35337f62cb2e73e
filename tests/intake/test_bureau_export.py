"""What a bureau exports goes in without a profile: Chinese headers, words for codes, gaps."""

from datetime import datetime
from pathlib import Path

import pytest

from data.contract import TABLES
from data.contract.check import check, complete
from data.errors import PrivacyError
from data.intake import Delivery, prepare


def taken(folder: Path, text: str, codec: str = "gb18030") -> Delivery:
    path = folder / "导出.csv"
    path.write_bytes(text.encode(codec))
    (delivery,) = prepare([path], delivered_at=datetime(2026, 3, 31))
    return delivery


def column(delivery: Delivery, name: str) -> list[object]:
    return delivery.frame[name].to_list()


CRIMINAL = (
    "案件编号,接警时间,案别,发案部位,发案辖区,办案单位,警情来源,"
    "立案日期,破案时间,结案日期,结案方式,案值,是否涉企\n"
    "A3301032026030001,2026/3/2 7:41,盗窃电动自行车,小区,柳堤所,刑侦大队,110,"
    '2026年3月3日,,,,"1,850元",否\n'
    "A3301032026030002,2026-03-02 16:00,入室盗窃,市场,柳堤所,,来电,"
    "2026/3/2,2026/3/2,2026/3/9,移送起诉,,是\n"
    "A3301032026030003,2026-03-04,邻里纠纷,,柳堤所,柳堤所,微信,,,,,不详,\n"
)


def test_criminal_cases(tmp_path: Path) -> None:
    found = taken(tmp_path, CRIMINAL)
    assert found.table == "cases"
    assert column(found, "category_code") == ["theft_ebike", "burglary", "dispute_neighbour"]
    assert column(found, "matter_kind") == ["criminal", "criminal", "dispute"]
    assert column(found, "decision") == ["docketed", "docketed", "pending"]
    assert column(found, "channel") == ["110", "110", "other"]
    assert column(found, "premises_type") == ["residence", "market", None]
    assert column(found, "handling_unit_id") == ["刑侦大队", "柳堤所", "柳堤所"]
    assert column(found, "is_enterprise") == [False, True, None]
    assert column(found, "property_loss_yuan") == [1850.0, None, None]
    assert column(found, "time_precision") == ["day", "day", "day"]
    assert found.bad_values.rows() == [(4, "property_loss_yuan", "不详", "not_a_number")]
    assert found.coded_to_other.rows() == [("channel", "微信", 1)]


def test_real_numbers_do_not_come_in(tmp_path: Path) -> None:
    """A real case number is hashed, alike in every table and on every machine."""
    cases = taken(tmp_path, CRIMINAL)
    events = taken(
        tmp_path, "案件编号,类型,回访时间,回访单位\nA3301032026030001,未破回访,2026-03-05,柳堤所\n"
    )
    assert column(events, "case_id")[0] == column(cases, "case_id")[0] == "6d5a3fcc6ac886cbd487"
    assert column(events, "event_type") == ["callback_unsolved"]


def test_the_contract_accepts_what_is_made(tmp_path: Path) -> None:
    found = taken(tmp_path, CRIMINAL)
    table = TABLES["cases"]
    assert check(table, complete(table, found.frame)).broken.is_empty()


def test_a_day_without_clock_is_not_before_the_report_of_that_day(tmp_path: Path) -> None:
    found = taken(tmp_path, CRIMINAL)
    assert column(found, "solved_at")[1] == datetime(2026, 3, 2, 16)
    assert column(found, "filed_at")[0] == datetime(2026, 3, 3)


def test_contract_names_and_labels_in_any_case(tmp_path: Path) -> None:
    text = "CASE_ID,接报时间*,类别 ,主办单位,案件性质\nm1,2026-03-02 07:41,theft_bike,X,行政案件\n"
    found = taken(tmp_path, text)
    assert column(found, "case_id") == ["m1"]
    assert column(found, "matter_kind") == ["public_security"]
    assert column(found, "time_precision") == ["minute"]


@pytest.mark.parametrize("codec", ["utf-8", "cp950"])
def test_labels_and_codes_in_traditional_characters(tmp_path: Path, codec: str) -> None:
    text = "案事件標識,接報時間,類別,主辦單位,案事件類型\nm1,2026-03-02,盜竊電動車,X,治安案件\n"
    path = tmp_path / "案件.csv"
    path.write_bytes(text.encode(codec))
    (found,) = prepare([path])
    assert column(found, "case_id") == ["m1"]
    assert column(found, "matter_kind") == ["public_security"]
    assert found.coded_to_other.height == 0


def test_unknown_and_empty_codes_become_other_and_are_counted(tmp_path: Path) -> None:
    rows = "".join(
        f"m{n},2026-03-02,{code},X\n" for n, code in enumerate(["外星人", "外星人", "", "扒窃"])
    )
    found = taken(tmp_path, "案事件标识,接报时间,案件类别,主办单位\n" + rows)
    assert column(found, "category_code") == ["other", "other", "other", "pickpocket"]
    counted = found.coded_to_other.filter(column="category_code").select("value", "n").rows()
    assert sorted(counted) == [("", 1), ("外星人", 2)]


def test_pinyin_field_names(tmp_path: Path) -> None:
    found = taken(
        tmp_path, "AJBH,JJSJ,AJLBDM,BLDW_GAJGJGDM,LASJ\nA1,20260302074105,snatch,1,20260303\n"
    )
    assert column(found, "received_at") == [datetime(2026, 3, 2, 7, 41, 5)]
    assert column(found, "filed_at") == [datetime(2026, 3, 3)]


@pytest.mark.parametrize(
    "text",
    [
        CRIMINAL.replace("发案部位", "报案人姓名"),
        CRIMINAL.replace("发案部位", "聯繫電話"),
        CRIMINAL.replace("小区", "13912345678"),
        CRIMINAL.replace("小区", "+86 139-1234-5678"),
    ],
)
def test_personal_data_refuse_the_file_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(PrivacyError) as caught:
        taken(tmp_path, text)
    assert "导出.csv" in str(caught.value)


def test_columns_that_are_not_taken_in_are_named(tmp_path: Path) -> None:
    text = "案事件标识,接报时间,接报时间,类别,主办单位,破案时问\nm1,2026-03-02,,盗窃,X,2026-03-03\n"
    assert taken(tmp_path, text).unused == ("接报时间 #2", "破案时问")


def test_every_row_is_accounted_for(tmp_path: Path) -> None:
    text = CRIMINAL + ",,,,,,,,,,,,\n\nA9,2026-03-05,扒窃\n"
    found = taken(tmp_path, text)
    assert found.read == found.frame.height + sum(found.filtered.values()) == 6
    assert found.filtered == {"blank": 2}
    assert found.bad_values.filter(rule="ragged_row").rows() == [(7, "", "3 / 13", "ragged_row")]
