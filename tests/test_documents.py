"""The data dictionary and the workbook for clerks are printed from the contract, whole."""

from pathlib import Path

import fastexcel
import polars as pl
import pytest
import xlsxwriter

from data import dictionary, template
from data.codes import shipped
from data.contract import TABLES
from data.contract.aliases import value_aliases
from data.contract.check import check, complete
from data.intake import prepare
from data.privacy import check_headers, check_values


def sheet(path: Path, name: str, header: int | None = 0) -> pl.DataFrame:
    book = fastexcel.read_excel(str(path))
    return book.load_sheet(name, header_row=header, dtypes="string").to_polars()


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return dictionary.write(tmp_path_factory.mktemp("docs"))


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return template.write(tmp_path_factory.mktemp("template") / "模板.xlsx")


def test_the_dictionary_names_every_table_column_and_rule(documents: list[Path]) -> None:
    text = documents[0].read_text("utf-8")
    for name, table in TABLES.items():
        section = text.split(f"\n## {name}\n")[1].split("\n## ")[0]
        for column in table.columns():
            assert f"| `{column.name}` | {column.zh} | {column.en} |" in section
        for rule in table.soft_rules:
            assert f"| {rule} | 保留并标记 / kept and flagged |" in section
    for code in shipped("category_map")["category_code"]:
        assert f"| {code} |" in text


def test_every_line_of_a_dictionary_table_has_the_same_cells(documents: list[Path]) -> None:
    for block in documents[0].read_text("utf-8").split("\n\n"):
        if block.startswith("| "):
            lines = block.strip().replace("\\|", "").splitlines()
            assert len({line.count("|") for line in lines}) == 1


def test_the_chinese_excel_lists_every_column_and_code(documents: list[Path]) -> None:
    columns = sheet(documents[1], "字段")
    assert columns.height == sum(len(table.columns()) for table in TABLES.values())
    codes = shipped("enum_labels").height + shipped("category_map").height
    assert sheet(documents[1], "代码").height == codes
    assert sheet(documents[1], "数据表").height == len(TABLES)
    assert not sheet(documents[1], "规则")["原因与办法"].str.contains("[{}]").any()


def test_the_workbook_has_a_sheet_for_every_table_a_clerk_fills(workbook: Path) -> None:
    names = fastexcel.read_excel(str(workbook)).sheet_names
    expected = [template.sheet_name(name) for name in template.fillable()]
    assert names == [template.OTHER_SHEETS[0], *expected, template.OTHER_SHEETS[1]]
    assert "calendar" not in template.fillable()


@pytest.mark.parametrize("name", template.fillable())
def test_a_sheet_has_chinese_headers_and_one_marked_example(workbook: Path, name: str) -> None:
    table = TABLES[name]
    rows = sheet(workbook, template.sheet_name(name), header=None)
    headers = [cell.removesuffix(template.REQUIRED_MARK) for cell in rows.row(0)]
    assert headers == [column.zh for column in table.columns()]
    marked = [cell.endswith(template.REQUIRED_MARK) for cell in rows.row(0)]
    assert marked == [column.required for column in table.columns()]
    assert rows.height == 2
    assert rows.row(1)[0].startswith(template.EXAMPLE_MARK)


@pytest.mark.parametrize("name", template.fillable())
def test_labels_in_the_example_stand_for_codes(workbook: Path, name: str) -> None:
    rows = sheet(workbook, template.sheet_name(name), header=None)
    for place, column in enumerate(TABLES[name].columns()):
        cell = rows.row(1)[place]
        if column.allowed and cell is not None and place > 0:
            assert value_aliases(name, column.name)[cell.lower()] == column.example


def test_the_workbook_passes_the_privacy_guard(workbook: Path) -> None:
    for name in template.fillable():
        rows = sheet(workbook, template.sheet_name(name))
        check_headers(rows.columns, "raw")
        check_values(rows)


def test_drop_downs_hold_every_label_of_their_column(workbook: Path) -> None:
    codes = sheet(workbook, template.OTHER_SHEETS[1], header=None)
    lists = {tuple(codes[column].drop_nulls()) for column in codes.columns}
    kinds = shipped("enum_labels").filter(table_name="cases", column_name="matter_kind")
    assert tuple(kinds["label_zh"]) in lists
    assert ("是", "否") in lists


def test_the_untouched_workbook_brings_no_row(workbook: Path) -> None:
    deliveries = list(prepare([workbook]))
    assert [delivery.table for delivery in deliveries] == template.fillable()
    for delivery in deliveries:
        assert delivery.frame.is_empty() and delivery.bad_values.is_empty()
        assert delivery.filtered == {"example": 1}


def test_rows_filled_in_like_the_example_come_in_whole(workbook: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.xlsx"
    with xlsxwriter.Workbook(str(filled)) as book:
        for name in template.fillable():
            page = book.add_worksheet(template.sheet_name(name))
            headers, example = sheet(workbook, template.sheet_name(name), header=None).rows()
            page.write_row(0, 0, headers)
            for place, cell in enumerate(example):
                if cell is not None:
                    page.write_string(1, place, cell.removeprefix(template.EXAMPLE_MARK).strip())
    for delivery in prepare([filled]):
        table = TABLES[delivery.table]
        assert delivery.bad_values.is_empty() and delivery.coded_to_other.is_empty()
        checked = check(table, complete(table, delivery.frame))
        assert checked.broken.rows() == []
        for column in table.columns():
            if column.allowed and column.example:
                assert checked.good[column.name].to_list() == [column.example]
