"""The privacy guard: headers and values that must be refused, and those that must pass."""

import random

import polars as pl
import pytest

from data.contract import TABLES
from data.errors import PrivacyError
from data.privacy import (
    check_headers,
    check_values,
    forbidden_word,
    personal_values,
    personal_words,
)

REFUSED_HEADERS = """
name | victim_name | victimName | Officer Name | full name | Complainant | caller | suspect-id
respondent | id_card | IDCard | id_no | IdNumber | passport | ssn | phone | phone2 | mobile_no
Tel | e-mail | WeChat | QQ号 | home_address | addr | street_name | house_no | Longitude | lat
x | Y | coord_x | geom | dob | birth_date | plate_no | badge | police_no | IBAN | narrative
xm | bjrxm | BJRXM | bjrlxdh | LXDH | lx_dh | gmsfhm | SFZH | zjhm | sjhm | jtzz | fadz | xzb
csrq | CPH | mjxm | jyaq | 姓名 | 姓 名 | 報案人姓名 | 报警人 | 受害人性别 | 身份证号 | 身分證字號
公民身份号码
id_num | identity_card | dianhua | shoujihao | shenfenzheng | dizhi | baoanren | 联系人 | 承办人
办案民警 | 监护人 | 来电号码 | 出生年月 | 電話 | 联系电话
手机号码 | 聯絡方式 | 微信号 | 住址 | 门牌号 | 户籍地址 | 經度 | 座標
當事人 | 主办民警 | 警号 | 出生日期 | 車牌號碼 | 简要案情 | 诉求内容 | ｎａｍｅ | Name 1
"""

PASSING_HEADERS = """
unit_name | item_name | assessment_name | 单位名称 | 事项名称 | y_n | unit_x | x_axis | 受害人数
报案人数 | 受害人数(人) | 电话回访率 | 手机报警次数 | 当事人数 | 投诉件数 | 信访人次 | 案件编号
case_id | received_at | 接报时间 | channel | 接报渠道 | officers | victims | station_name
LSOA name | file name | Crime type | Reported by | Falls within | 編號 | 案類 | 發生時段 | 發生地點
method | 方式 | q1_01 | telephony_share | latency | bypass | celldom | platelet | zzjgdm | ajlbdm
jqlbdm | GAJGJGDM | bjsj | ASJFSKSSJ | jd | month | 层级 | 民警数(折算) | number | named
联系企业数 | household_visit | emailed_n | zbrq | 户数 | 名称 | barrier | relation
"""

REFUSED_VALUES = [
    "13800000000",
    "19912345678",
    "138 0000 0000",
    "138-0000-0000",
    "138.0000.0000",
    " 13800000000 ",
    "１３８００００００００",
    "１３８ ００００ ００００",
    "+8613800000000",
    "+86-138 0000 0000",
    "+86 138-0000-0000",
    "(+86)13800000000",
    "（+86）138 0000 0000",
    "＋86 13800000000",
    "008613800000000",
    "0086-138-0000-0000",
    "8613800000000",
    "86 138 0000 0000",
    "13800000000.0",
    "13800000000.00",
    "'13800000000",
    "138–0000–0000",
    "138\u00a00000\u00a00000",
    "\ufeff13800000000",
    "138\u3000000000 00",
    "1 3 8 0 0 0 0 0 0 0 0",
    "13800000000，13900000000",
    "13800000000/139-0000-0000",
    "13800000000；",
    "010-62345678",
    "(010)62345678",
    "（０１０）６２３４５６７８",
    "010 6234 5678",
    "0531-86012345",
    "0531—8601234",
    "+86-531-86012345",
    "0531-86012345-801",
    "0531-86012345转801",
]

PASSING_VALUES = [
    "",
    "m0018842",
    "110",
    "12345",
    "990103520000",
    "990103000000",
    "12800000000",
    "10086000000",
    "1380000000",
    "138000000000",
    "23800000000",
    "8512800000000",
    "A3301855500002016090001",
    "A33018513800000000090001",
    "案件13800000000",
    "13800000000号",
    "2026-03-03 07:41",
    "2026-03-03 07:41:00",
    "2026/3/3 7:41",
    "20260303074100",
    "1.3812345678",
    "0.13800000000",
    "13800000000.5",
    "1772523660",
    "1772523660000",
    "1,380,000,000,000",
    "202603030000000001",
    "123456789012345678",
    "990103202613010012",
    "999999999999999999",
    "000000000000000000",
    "1380000000013900000000",
    "010-20260302",
    "0531-20260302",
    "0101-12345678",
    "053186012345",
    "0900-1730",
    "+8512345678",
    "3701022603020012",
    "370102260302001",
    "370102850650123",
    "990102850615123",
    "theft_ebike",
    "安全、比较安全计满意",
    "12389",
    "3.14159265358979",
    "550e8400-e29b-41d4-a716-446655440000",
    "0xdeadbeefcafe",
]


def listed(text: str) -> list[str]:
    return [header.strip() for header in text.replace("\n", "|").split("|") if header.strip()]


def identity(first_seventeen: str) -> str:
    """An identity number made up from its first 17 digits, with the right check digit."""
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(d) * w for d, w in zip(first_seventeen, weights, strict=True))
    return first_seventeen + "10X98765432"[total % 11]


def with_check_digit_x() -> str:
    draw = random.Random(1)
    while True:
        number = identity(f"99010319{draw.randint(50, 99)}0101{draw.randint(100, 999)}")
        if number.endswith("X"):
            return number


WITH_X = with_check_digit_x()
PLAIN = identity("99010320000229123")
REFUSED_IDENTITIES = [
    PLAIN,
    WITH_X,
    WITH_X.lower(),
    f"{WITH_X[:-1]}Ｘ",
    f"{PLAIN[:6]} {PLAIN[6:14]} {PLAIN[14:]}",
    f"{PLAIN[:6]}-{PLAIN[6:14]}-{PLAIN[14:]}",
    f" {PLAIN}",
    f"'{PLAIN}",
    "".join(chr(ord(c) + 0xFEE0) for c in PLAIN),
    identity("11010519000101002"),
    identity("65010019991231998"),
    identity("33018520260101001"),
    f"{PLAIN}.0",
    f"{PLAIN}　",
    "370102850615123",
    "370102 850615 123",
    "３７０１０２８５０６１５１２３",
]


def test_the_lists_are_as_long_as_the_issue_asks() -> None:
    lists = [listed(REFUSED_HEADERS), listed(PASSING_HEADERS), PASSING_VALUES]
    assert all(len(items) >= 40 for items in lists)
    assert len(REFUSED_VALUES + REFUSED_IDENTITIES) >= 40


@pytest.mark.parametrize("header", listed(REFUSED_HEADERS))
def test_a_header_about_a_person_is_refused(header: str) -> None:
    with pytest.raises(PrivacyError) as caught:
        check_headers(["case_id", header], "raw", "cases.csv")
    for language in ("zh", "en"):
        assert header in caught.value.text(language)
        assert "cases.csv" in caught.value.text(language)


@pytest.mark.parametrize("header", listed(PASSING_HEADERS))
def test_a_header_about_matters_passes(header: str) -> None:
    check_headers([header], "raw")


def test_every_name_and_label_of_the_contract_passes() -> None:
    for table in TABLES.values():
        for column in table.columns() if table.is_brought else ():
            check_headers([column.name, column.zh, column.en], "renamed")


def test_jd_and_wd_are_refused_only_together() -> None:
    check_headers(["jd", "ajbh"], "raw")
    check_headers(["wd", "ajbh"], "raw")
    with pytest.raises(PrivacyError) as caught:
        check_headers(["JD", "ajbh", "WD"], "raw", "a.csv")
    assert "JD" in str(caught.value) and "WD" in str(caught.value)


@pytest.mark.parametrize("value", REFUSED_VALUES + REFUSED_IDENTITIES)
def test_a_personal_number_is_refused_in_any_usual_writing(value: str) -> None:
    frame = pl.DataFrame({"case_id": ["m1", "m2", "m3"], "note": ["", value, None]})
    with pytest.raises(PrivacyError) as caught:
        check_values(frame, "cases.csv")
    message = str(caught.value)
    assert "note" in message and "cases.csv" in message and "3" in message
    assert value.strip() not in message


@pytest.mark.parametrize("value", PASSING_VALUES)
def test_other_numbers_pass(value: str) -> None:
    check_values(pl.DataFrame({"note": ["", value, None]}))


def test_serials_of_fifteen_digits_pass_where_one_looks_like_an_old_identity_number() -> None:
    serials = [f"{370102850000000 + 997 * step:015d}" for step in range(3000)]
    assert personal_values(pl.Series("serial", serials)) is None
    assert personal_values(pl.Series("serial", ["370102850615123", "120000000000001"])) is not None


def test_a_number_anywhere_in_words_that_are_stored_is_found() -> None:
    words = ["有事打139 1234 5678找他", "共13912345678901条", f"证号{PLAIN}", None, "无"]
    assert personal_words(pl.Series(words)) is not None
    assert personal_words(pl.Series(words[1:2] + words[3:])) is None
    kind, rows = personal_words(pl.Series(words[1:])) or ("", pl.Series())
    assert (kind, rows.to_list()) == ("identity", [1])


def test_an_identity_number_with_a_wrong_check_digit_or_date_passes() -> None:
    wrong_digit = PLAIN[:-1] + ("0" if PLAIN[-1] != "0" else "1")
    unborn = identity("99010320990101123")
    no_day = identity("99010320010229123")
    check_values(pl.DataFrame({"note": [wrong_digit, unborn, no_day]}))


@pytest.mark.parametrize(
    "values",
    [
        pl.Series([1, 13800000000], dtype=pl.Int64),
        pl.Series([1, 8613800000000], dtype=pl.UInt64),
        pl.Series([1.5, 13800000000.0]),
        pl.Series([1, int(PLAIN)] if PLAIN.isdigit() else [1, 13800000000]),
        pl.Series(["1", "13800000000"], dtype=pl.Categorical),
    ],
)
def test_number_columns_are_looked_at_too(values: pl.Series) -> None:
    found = personal_values(values)
    assert found is not None
    assert found[1].to_list() == [1]


def test_amounts_and_dates_are_no_phone_numbers() -> None:
    frame = pl.DataFrame({"loss": [1850.0, 13800000000.5, None], "n": [1, 2, 3]})
    check_values(frame.with_columns(day=pl.lit("2026-03-03").str.to_date()))


def test_the_word_that_refuses_a_header_is_named() -> None:
    assert forbidden_word("報案人姓名") in ("报案人", "姓名")
    assert forbidden_word("bjrlxdh") == "bjrlxdh"
    assert forbidden_word("unit_name") is None
