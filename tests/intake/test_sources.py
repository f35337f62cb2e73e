"""Files, folders, archives: told by their bytes, with a clear word for every damage."""

import gzip
import zipfile
from pathlib import Path

import pytest

from data.errors import IntakeError
from data.intake import prepare
from data.intake.sources import Source, find_sources

CASES = "案件编号,接警时间,案件类别,办案单位\nA1,2026-03-02,盗窃,X\n".encode()


def sources(*paths: Path) -> list[Source]:
    return find_sources(list(paths), lambda name: False)


def refused(path: Path) -> str:
    """The key of the error a file is refused with, raised before any row is handed on."""
    with pytest.raises(IntakeError) as caught:
        list(prepare([path]))
    assert path.name in str(caught.value)
    return caught.value.key


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_folders_are_walked_in_order_without_what_lies_beside(tmp_path: Path) -> None:
    for name in (
        "b/10.csv",
        "b/2.csv",
        "a.csv",
        "README.txt",
        ".hidden.csv",
        "~$open.xlsx",
        "x.pdf",
    ):
        put(tmp_path, name, CASES)
    assert [source.name for source in sources(tmp_path)] == [
        f"{tmp_path.name}/a.csv",
        f"{tmp_path.name}/b/2.csv",
        f"{tmp_path.name}/b/10.csv",
    ]


def test_zip_with_several_members_and_chinese_names(tmp_path: Path) -> None:
    path = tmp_path / "导出.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("案件/二月.csv", CASES)
        archive.writestr("案件/一月.csv.gz", gzip.compress(CASES))
        archive.writestr("__MACOSX/._x.csv", b"junk")
    assert [source.name for source in sources(path)] == [
        "导出.zip/案件/一月.csv.gz",
        "导出.zip/案件/二月.csv",
    ]
    assert [source.read() for source in sources(path)] == [CASES, CASES]


def test_member_names_in_gbk(tmp_path: Path) -> None:
    """Chinese Windows writes GBK names without saying so; Python takes them for CP437."""
    path = tmp_path / "a.zip"
    name = "案件.csv".encode("gbk")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x" * len(name), CASES)
    path.write_bytes(path.read_bytes().replace(b"x" * len(name), name))
    assert [source.name for source in sources(path)] == ["a.zip/案件.csv"]


def test_kind_is_told_by_bytes_and_not_by_name(tmp_path: Path) -> None:
    zipped = gzip.compress(CASES)
    assert sources(put(tmp_path, "案件.xlsx", zipped))[0].kind == "delimited"
    assert sources(put(tmp_path, "a.csv", b'{"type":"FeatureCollection"}'))[0].kind == "geojson"


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 90
NO_UNIT = "案件编号,接警时间,案件类别\nA1,2026-03-02,x\n".encode()
SHAPES = b'{"type":"FeatureCollection","features":[]}'


@pytest.mark.parametrize(
    ("name", "content", "key"),
    [
        ("空.csv", b"", "intake.empty_file"),
        ("空.csv", b"\xef\xbb\xbf\r\n\r\n", "intake.empty_file"),
        ("空.csv.gz", gzip.compress(b"", mtime=0), "intake.empty_file"),
        ("截断.csv.gz", gzip.compress(CASES * 500, mtime=0)[:60], "intake.damaged_archive"),
        ("坏.csv.gz", gzip.compress(CASES, mtime=0)[:-6] + b"abcdef", "intake.damaged_archive"),
        ("坏.zip", b"PK\x03\x04" + b"\x00" * 60, "intake.damaged_archive"),
        ("坏.xls", OLE, "intake.damaged_workbook"),
        ("坏.parquet", b"PAR1" + b"\x00" * 90, "intake.damaged_parquet"),
        ("网页.xls", b"<html><table><tr><td>a</td></tr></table>", "intake.web_page"),
        ("文件.csv", b"%PDF-1.7 ...", "intake.foreign_format"),
        ("单列.csv", CASES.replace(b",", b"^"), "intake.wrong_separator"),
        ("别的.csv", b"colour,shape\nred,round\n", "intake.unknown_table"),
        ("缺列.csv", NO_UNIT, "intake.missing_columns"),
        ("编码.csv", b"a,b\n\x81\xff,\xff\xff\x80\xff\n" * 9, "intake.unknown_encoding"),
        ("图.geojson", SHAPES, "intake.shapes_need_units"),
    ],
)
def test_damage_is_told_in_words(tmp_path: Path, name: str, content: bytes, key: str) -> None:
    assert refused(put(tmp_path, name, content)) == key


def test_damaged_xlsx(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook")
    assert refused(path) == "intake.damaged_workbook"


def test_truncated_gzip_found_at_its_end_only(tmp_path: Path) -> None:
    """A long file is refused too where its end is missing, however much was readable."""
    whole = gzip.compress("".join(f"A{n},2026-03-02,盗窃,X\n" for n in range(200_000)).encode())
    head = gzip.compress("案件编号,接警时间,案件类别,办案单位\n".encode())
    assert refused(put(tmp_path, "案件.csv.gz", (head + whole)[:-40])) == "intake.damaged_archive"


def test_a_folder_without_files(tmp_path: Path) -> None:
    assert refused(tmp_path) == "intake.no_files"


def test_no_such_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "没有.csv") == "intake.no_such_file"
