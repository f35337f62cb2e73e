"""Files in, marts out: the whole way once, with nothing standing in."""

from datetime import date, datetime
from pathlib import Path

import polars as pl

from data import imports, snapshot


def test_files_become_a_snapshot_with_real_marts(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "单位.csv").write_text(
        "单位标识,公安机关机构代码,单位名称,单位简称,层级,单位类型,上级单位,生效日期\n"
        "U1,990100000000,安澜市公安局,市局,bureau,urban,,2020-01-01\n"
        "U2,990103000000,河滨分局,河滨,branch,urban,U1,2020-01-01\n",
        "gb18030",
    )
    (inbox / "案事件.csv").write_text(
        "案事件标识,案事件类型,案件类别,发案辖区单位,主办单位,接报渠道,接报时间,接报处置结论,"
        "结论时间,受案时间,破案(查获)时间\n"
        "m1,public_security,theft_ebike,990103000000,河滨,110,2026/3/3 7:41,docketed,"
        "2026/3/3 9:20,2026/3/3 9:20,\n"
        "m2,public_security,theft_ebike,990103000000,河滨,110,2026/3/5 7:41,docketed,"
        "2026/3/5 9:20,2026/3/5 9:20,2026/3/9 16:00\n",
        "gb18030",
    )
    report = imports.run_import([inbox], tmp_path / "warehouse", delivered_at=datetime(2026, 4, 2))
    assert [(file.table, file.new) for file in report.files] == [("units", 2), ("cases", 2)]
    current = snapshot.current(tmp_path / "warehouse")
    assert current is not None
    assert current.cutoff == date(2026, 4, 1)
    assert set(current.marts) >= {"unit_map", "small_spells", "stock_flow", "indicator_months"}
    assert set(current.mart_hashes) == set(current.marts)
    flow = pl.read_parquet(current.marts["stock_flow"])
    assert (flow["docketed"].sum(), flow["solved"].sum()) == (2, 1)
    assert flow["unit_id"].unique().to_list() == ["U2"]


def test_an_empty_bureau_still_gets_its_marts(tmp_path: Path) -> None:
    path = tmp_path / "complaints.csv"
    path.write_text(
        "complaint_id,kind,channel,category_l1,unit_id,received_at\n"
        "t1,complaint,12345,attitude,U1,2026-03-05 10:00\n",
        "utf-8",
    )
    imports.run_import([path], tmp_path / "warehouse", delivered_at=datetime(2026, 4, 2))
    current = snapshot.current(tmp_path / "warehouse")
    assert current is not None
    assert pl.read_parquet(current.marts["complaint_months"])["n"].sum() == 1
