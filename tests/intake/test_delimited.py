"""Delimited text: separators, quotes, blocks, damage."""

import gzip
import io
from pathlib import Path

import polars as pl
import pytest

from data.errors import IntakeError
from data.intake import delimited
from data.intake.headers import is_known
from data.intake.raw import Part
from data.intake.reading import open_tables
from data.intake.sources import find_sources

ROWS = "案件编号,接警时间,案件类别\nA1,2026-03-02,盗窃\nA2,2026-03-03,扒窃\n"


def read(path: Path, nulls: tuple[str, ...] = ("NULL",)) -> tuple[tuple[str, ...], Part]:
    """Headers and all rows of the only table of a file."""
    (source,) = find_sources([path], lambda name: False)
    (table,) = open_tables(source, is_known, nulls)
    parts = list(table.parts())
    ragged = tuple(row for part in parts for row in part.ragged)
    frame = pl.concat([part.frame for part in parts])
    return table.headers, Part(frame, pl.concat([part.lines for part in parts]), ragged)


def written(folder: Path, text: str, codec: str = "utf-8", name: str = "案件.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(codec))
    return path


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_every_encoding_reads_the_same(tmp_path: Path, codec: str) -> None:
    headers, part = read(written(tmp_path, ROWS, codec))
    assert headers == ("案件编号", "接警时间", "案件类别")
    assert part.frame.rows() == [("A1", "2026-03-02", "盗窃"), ("A2", "2026-03-03", "扒窃")]
    assert part.lines.to_list() == [2, 3]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_every_separator(tmp_path: Path, separator: str) -> None:
    text = ROWS.replace(",", separator).replace("盗窃", '"盗窃,入户;两次|"')
    headers, part = read(written(tmp_path, text))
    assert len(headers) == 3
    assert part.frame["案件类别"].to_list() == ["盗窃,入户;两次|", "扒窃"]
    assert part.ragged == ()


def test_decimal_commas_do_not_hide_semicolons(tmp_path: Path) -> None:
    text = "Date;Borough;Value\n" + "31/12/2014;Camden;0,56\n" * 5
    headers, part = read(written(tmp_path, text))
    assert headers == ("Date", "Borough", "Value")
    assert part.frame["Value"].to_list() == ["0,56"] * 5


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("block", [40, 200, 1 << 20])
def test_line_breaks_inside_quotes_survive_any_block(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: str, block: int
) -> None:
    monkeypatch.setattr(delimited, "BLOCK", block)
    rows = "".join(f'{n},"第一行\n第二行, 说""{n}""",尾\n' for n in range(60))
    _, part = read(written(tmp_path, "编号,内容,备注\n" + rows, codec))
    assert part.frame.height == 60
    assert part.frame["内容"].to_list() == [f'第一行\n第二行, 说"{n}"' for n in range(60)]
    assert part.lines.to_list() == [2 + 2 * n for n in range(60)]
    assert part.ragged == ()


def test_windows_and_old_mac_line_ends(tmp_path: Path) -> None:
    for ending in ("\r\n", "\r"):
        _, part = read(written(tmp_path, ROWS.replace("\n", ending)))
        assert part.frame["案件类别"].to_list() == ["盗窃", "扒窃"]
        assert part.lines.to_list() == [2, 3]


def test_blank_lines_keep_the_numbers_of_the_others(tmp_path: Path) -> None:
    _, part = read(written(tmp_path, "a,b\n1,2\n\n,\n  \n3,4\n\n"))
    filled = part.frame["a"].is_not_null()
    assert part.lines.filter(filled).to_list() == [2, 6]
    assert part.ragged == ()


def test_uneven_rows_are_named_by_line(tmp_path: Path) -> None:
    _, part = read(written(tmp_path, "a,b,c\n1,2,3\n1,2\n1,2,3,4\n1,2,3,\n5,6,7\n"))
    assert part.ragged == ((3, "2 / 3"), (4, "4 / 3"))
    assert part.frame.rows()[-1] == ("5", "6", "7")


def test_one_missing_separator_among_quoted_ones_is_seen(tmp_path: Path) -> None:
    """The count of separators alone would balance: one row has one inside quotes."""
    _, part = read(written(tmp_path, 'a,b,c\n"1,1",2,3\n4,5\n'))
    assert part.ragged == ((3, "2 / 3"),)
    assert part.frame["a"].to_list() == ["1,1", "4"]


def test_stray_quotes_inside_cells_are_text(tmp_path: Path) -> None:
    _, part = read(written(tmp_path, 'a,b\n1,5" 管\n2,6" 管\n3,平\n'))
    assert part.frame["b"].to_list() == ['5" 管', '6" 管', "平"]


def test_nulls_are_nothing(tmp_path: Path) -> None:
    _, part = read(written(tmp_path, 'a,b\nNULL,1\n"",2\n无,3\n'), nulls=("NULL", "无"))
    assert part.frame["a"].to_list() == [None, None, None]


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "某局案件导出,,\n导出日期:2026-03-05,,\n\n" + ROWS
    headers, part = read(written(tmp_path, text))
    assert headers[0] == "案件编号"
    assert part.lines.to_list() == [5, 6]


def test_repeated_and_missing_headers_get_names(tmp_path: Path) -> None:
    headers, _ = read(written(tmp_path, "时间,时间,,单位\n1,2,3,4\n"))
    assert headers == ("时间", "时间 #2", "#3", "单位")


def test_wrong_separator_names_the_one_that_was_found(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read(written(tmp_path, ROWS.replace(",", "^")))
    assert caught.value.key == "intake.wrong_separator"
    assert "^" in str(caught.value) and "案件.csv" in str(caught.value)


def test_quote_never_closed(tmp_path: Path) -> None:
    with pytest.raises(IntakeError) as caught:
        read(written(tmp_path, ROWS + 'A3,2026-03-04,"盗窃\nA4,2026-03-05,扒窃\n'))
    assert caught.value.key == "intake.unbalanced_quote"


@pytest.mark.parametrize("rows", [1, 20_000])
def test_zero_bytes_are_refused_wherever_they_stand(tmp_path: Path, rows: int) -> None:
    with pytest.raises(IntakeError) as caught:
        read(written(tmp_path, ROWS * rows + "A\x003,2026-03-04,盗窃\n"))
    assert (caught.value.key, caught.value.holes["line"]) == ("intake.zero_byte", 3 * rows + 1)


def test_one_broken_byte_near_the_beginning_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_bytes(ROWS.encode() * 3 + b"A3,\xff\xfe,x\n")
    with pytest.raises(IntakeError) as caught:
        read(path)
    assert (caught.value.key, caught.value.holes["line"]) == ("intake.broken_encoding", 10)


def test_broken_bytes_name_their_line(tmp_path: Path) -> None:
    path = tmp_path / "坏.csv"
    path.write_bytes(ROWS.encode() * 20000 + b"A3,\xff\xfe,x\n")
    with pytest.raises(IntakeError) as caught:
        read(path)
    assert caught.value.key == "intake.broken_encoding"
    assert caught.value.holes["line"] == 60001


def test_encoding_shown_only_far_into_a_compressed_file(tmp_path: Path) -> None:
    text = "id,place\n" + "1,x\n" * 200_000 + "2,臺北市中山區\n"
    path = tmp_path / "a.csv.gz"
    path.write_bytes(gzip.compress(text.encode("cp950"), 1))
    _, part = read(path)
    assert part.frame["place"].to_list()[-1] == "臺北市中山區"


def test_a_large_file_comes_in_parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "BLOCK", 1 << 16)
    frame = pl.DataFrame({"n": range(50_000), "t": ["文字"] * 50_000})
    text = io.StringIO()
    frame.write_csv(text)
    path = written(tmp_path, text.getvalue(), "gb18030")
    (source,) = find_sources([path], lambda name: False)
    (table,) = open_tables(source, is_known)
    parts = list(table.parts())
    assert len(parts) > 5
    assert pl.concat([part.frame for part in parts])["n"].cast(int).to_list() == list(range(50_000))
    assert pl.concat([part.lines for part in parts]).to_list() == list(range(2, 50_002))


def test_numbers_guarded_against_spreadsheets(tmp_path: Path) -> None:
    text = '编号,单位\n="0012",\'330185550000\n="0013",\t330185550000\n其=\'1,a=\'2\n'
    _, part = read(written(tmp_path, text))
    assert part.frame["编号"].to_list() == ["0012", "0013", "其='1"]
    assert part.frame["单位"].to_list() == ["330185550000", "\t330185550000", "a='2"]
