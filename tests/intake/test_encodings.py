"""Encodings told from bytes, short files included."""

import pytest

from data.intake.encodings import detect

SIMPLIFIED = "案件编号,接警时间,案件类别,办案单位\nA1,2026-03-02 07:41,盗窃电动自行车,柳堤派出所\n"
TRADITIONAL = "編號,案類,發生日期,發生地點\n1,住宅竊盜,1040101,臺北市中正區廈門街91號\n"


@pytest.mark.parametrize(
    ("text", "written", "found"),
    [
        (SIMPLIFIED, "utf-8", "utf-8"),
        (SIMPLIFIED, "utf-8-sig", "utf-8-sig"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-16", "utf-16"),
        (SIMPLIFIED, "utf-16-le", "utf-16-le"),
        (SIMPLIFIED, "utf-16-be", "utf-16-be"),
        (TRADITIONAL, "cp950", "cp950"),
        (TRADITIONAL, "utf-8", "utf-8"),
        (TRADITIONAL, "gbk", "gb18030"),
        ("a,b\n1,2\n", "ascii", "ascii"),
        ("ville,n\nOrléans,3\nNîmes,4\n", "cp1252", "cp1252"),
    ],
)
def test_encoding(text: str, written: str, found: str) -> None:
    assert detect([text.encode(written)]) == found


@pytest.mark.parametrize(
    ("header", "codec"),
    [
        ("案件编号,报警时间", "gb18030"),
        ("单位,人口", "gb18030"),
        ("投诉编号,性质,来源渠道,收到时间", "gb18030"),
        ("派出所,三月", "gb18030"),
        ("編號,案類,發生日期,發生時段,發生地點", "cp950"),
        ("單位,件數", "cp950"),
        ("行政區,年度,件數", "cp950"),
        ("臺北市中山區", "cp950"),
    ],
)
def test_a_header_alone_is_enough(header: str, codec: str) -> None:
    """Both encodings decode most such bytes without complaint; only one gives common words."""
    assert detect([(header + "\n").encode(codec)]) == codec


def test_nothing_fits_noise() -> None:
    assert detect([b"\x81\xff\xfe\xfd\xff\xff\x80\xff" * 40]) is None
