"""Workbooks and Parquet files."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from data.errors import IntakeError
from data.intake import Delivery, prepare

HEADERS = ["案件编号", "接警时间", "案件类别", "办案单位", "立案时间", "涉案价值"]


def workbook(path: Path) -> Path:
    """Two sheets of data: one with a title above, one blank row, dates as cells and as numbers."""
    with xlsxwriter.Workbook(str(path)) as book:
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy/m/d"})
        cases = book.add_worksheet("刑事案件")
        cases.merge_range(0, 0, 0, 5, "某分局案件一览")
        cases.write_row(2, 0, HEADERS)
        cases.write_row(3, 0, ["A1", "", "盗窃", "990103520000"])
        cases.write_datetime(3, 1, datetime(2026, 3, 2, 7, 41, 5), clock)
        cases.write_datetime(3, 4, datetime(2026, 3, 3), day)
        cases.write_number(3, 5, 1850)
        cases.write_row(5, 0, ["A2", 46084.5, "扒窃", "990103520000", "2026年3月4日", "1.2万"])
        complaints = book.add_worksheet("投诉")
        complaints.write_row(
            0, 0, ["投诉编号", "性质", "来源渠道", "一级类别", "被反映单位", "收到时间"]
        )
        complaints.write_row(
            1, 0, ["T1", "投诉", "12345", "服务态度类", "990103520000", "2026-03-05 10:00"]
        )
        book.add_worksheet("空表")
    return path


def test_all_sheets_with_titles_blank_rows_and_dates(tmp_path: Path) -> None:
    cases, complaints = prepare([workbook(tmp_path / "导出.xlsx")])
    assert (cases.table, cases.file) == ("cases", "导出.xlsx[刑事案件]")
    assert (cases.read, cases.filtered, cases.bad_values.height) == (3, {"blank": 1}, 0)
    assert cases.frame["line"].to_list() == [4, 6]
    assert cases.frame["received_at"].to_list() == [
        datetime(2026, 3, 2, 7, 41, 5),
        datetime(2026, 3, 3, 12),
    ]
    assert cases.frame["filed_at"].to_list() == [datetime(2026, 3, 3), datetime(2026, 3, 4)]
    assert cases.frame["property_loss_yuan"].to_list() == [1850.0, 12000.0]
    assert (complaints.table, complaints.frame.height) == ("complaints", 1)


def test_headers_merged_over_two_rows(tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("案件")
        for at, title in enumerate(["案件编号", "案件类别", "办案单位"]):
            sheet.merge_range(0, at, 1, at, title)
        sheet.merge_range(0, 3, 0, 4, "时间信息")
        sheet.write_row(1, 3, ["接警时间", "立案时间"])
        sheet.write_row(2, 0, ["A1", "盗窃", "990103520000", "2026-03-02", "2026-03-03"])
    (cases,) = prepare([path])
    assert (cases.read, cases.frame["line"].to_list()) == (1, [3])
    assert cases.frame["case_id"].item() != "案件编号"
    assert cases.frame["filed_at"].to_list() == [datetime(2026, 3, 3)]


def test_a_sheet_the_profile_skips(tmp_path: Path) -> None:
    path = tmp_path / "导出.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("投诉").write_column(0, 0, ["投诉编号"])
        sheet = book.get_worksheet_by_name("投诉")
        sheet.write_row(0, 1, ["性质", "来源渠道", "一级类别", "被反映单位", "收到时间"])
        book.add_worksheet("透视1").write_row(0, 0, ["行标签", "计数"])
    with pytest.raises(IntakeError, match="透视1"):
        list(prepare([path]))
    rules = tmp_path / "本局.toml"
    rules.write_text('skip = ["透视*"]', "utf-8")
    (found,) = prepare([path], rules)
    assert (found.table, found.read) == ("complaints", 0)


def test_parquet_without_rows_is_named(tmp_path: Path) -> None:
    path = tmp_path / "投诉.parquet"
    names = ["complaint_id", "kind", "unit_id", "received_at"]
    pl.DataFrame(schema=dict.fromkeys(names, pl.String)).write_parquet(path)
    (found,) = prepare([path])
    assert (found.table, found.read) == ("complaints", 0)


def test_parquet_keeps_its_types(tmp_path: Path) -> None:
    path = tmp_path / "export.parquet"
    pl.DataFrame(
        {
            "complaint_id": [1, 2],
            "kind": ["complaint", "投诉"],
            "unit_id": ["990103520000", None],
            "received_at": [datetime(2026, 3, 2, 7, 41), datetime(2026, 3, 3, 8)],
            "closed_at": [date(2026, 3, 4), None],
            "extended": [True, False],
            "category_l1": pl.Series(["attitude", "attitude"], dtype=pl.Categorical),
        }
    ).write_parquet(path)
    (part,) = prepare([path])
    assert part.frame["complaint_id"].to_list() == ["1", "2"]
    assert part.frame["kind"].to_list() == ["complaint", "complaint"]
    assert part.frame["unit_id"].to_list() == ["990103520000", "UNKNOWN"]
    assert part.frame["closed_at"].to_list() == [datetime(2026, 3, 4), None]
    assert part.frame["extended"].to_list() == [True, False]
    assert part.frame["line"].to_list() == [1, 2]


def test_deliveries_come_in_the_order_tables_depend_whatever_the_names(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("event_id,case_id,event_type,event_at,unit_id\n")
    (tmp_path / "b.csv").write_text("案件编号,接警时间,案件类别,办案单位\n", "utf-8")
    (tmp_path / "c.csv").write_text(
        "单位标识,单位名称,层级,类型,生效日期\n1,某所,派出所,城区,2020-01-01\n", "gb18030"
    )
    found: list[Delivery] = list(prepare([tmp_path]))
    assert [(one.table, one.read) for one in found] == [
        ("units", 1),
        ("cases", 0),
        ("case_events", 0),
    ]
    for name in ("a.csv", "b.csv"):
        path = tmp_path / name
        rows = {
            "a.csv": "E1,A1,callback_unsolved,2026-03-05,1\n",
            "b.csv": "A1,2026-03-02,盗窃,1\n",
        }
        path.write_text(path.read_text("utf-8") + rows[name], "utf-8")
    assert [one.table for one in prepare([tmp_path])] == ["units", "cases", "case_events"]
