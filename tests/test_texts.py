"""Every word a reader sees: the same keys in each language, no stray mark, numbers as agreed."""

import ast
import re
from datetime import date

import pytest

from dashboard import texts
from dashboard.texts import dates, numbers
from tests.test_architecture import DASHBOARD, source

HOLES = re.compile(r"\{(\w+)\}")
ZH, EN = texts.every("zh"), texts.every("en")


def test_both_languages_have_the_same_keys() -> None:
    assert set(ZH) == set(EN)


def test_a_text_has_the_same_holes_in_both_languages() -> None:
    differ = {
        key
        for key in ZH
        if set(HOLES.findall(ZH[key])) != set(HOLES.findall(EN[key])) and key not in MAY_DIFFER
    }
    assert not differ


# English says the month's name where Chinese counts, and puts no unit where none is spoken.
MAY_DIFFER = {key for key in ZH if key.startswith(("date.", "number.", "overview.verdict."))}


@pytest.mark.parametrize("word", ["排名第", "倒数", "垫底", "最差", "落后", "严重", "！", "!"])
def test_no_text_ranks_blames_or_shouts(word: str) -> None:
    assert not [key for texts in (ZH, EN) for key, text in texts.items() if word in text]


def test_chinese_uses_full_width_marks_between_chinese() -> None:
    found = {
        key: text for key, text in ZH.items()
        if re.search(r"[\u4e00-\u9fff][,;:?][\u4e00-\u9fff]", text)
    }  # fmt: skip
    assert not found


def test_english_has_no_chinese() -> None:
    spoken = {key: text for key, text in EN.items() if not key.startswith("language.")}
    assert not {key for key, text in spoken.items() if re.search(r"[\u4e00-\u9fff]", text)}


def asked_keys() -> set[tuple[str, str]]:
    """Every key that stands literally in a call of t(), with its module."""
    found = set()
    for module in DASHBOARD:
        for node in ast.walk(ast.parse(source(module).read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "t"
                and isinstance(node.args[0], ast.Constant)
            ):
                found.add((module, str(node.args[0].value)))
    return found


def test_every_text_that_is_asked_for_exists() -> None:
    assert not {(module, key) for module, key in asked_keys() if key not in ZH}


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (numbers.count(5086, "case"), "5,086 起"),
        (numbers.count(26143), "26,143"),
        (numbers.brief(26143, "household"), "2.6万户"),
        (numbers.rate(0.812), "81.2%"),
        (numbers.rate_with_interval(0.812, 0.790, 0.834), "81.2%(±2.2)"),
        (numbers.rate_with_interval(0.971, 0.950, 0.983), "97.1%(95.0–98.3)"),
        (numbers.points(0.006), "+0.6 个百分点"),
        (numbers.points(-0.003), "−0.3 个百分点"),
        (numbers.change(5086, 5727, "case"), "−641 起(−11.2%)"),
        (numbers.times(1.9, 1.5, 2.5), "1.9 倍(1.5–2.5)"),
        (numbers.plain(-3), "−3"),
        (numbers.plain(-0.04, 1), "0.0"),
        (dates.month(date(2026, 10, 1)), "2026年10月"),
        (dates.rolling(12, date(2026, 10, 1)), "近12个月（2025年11月—2026年10月）"),
        (dates.cutoff(date(2026, 11, 1)), "2026年11月1日 0时"),
        (dates.quarter(date(2026, 9, 1)), "2026年三季度"),
        (dates.in_year(date(2026, 11, 3)), "11月3日"),
    ],
)
def test_numbers_and_dates_are_written_as_agreed(said: str, wanted: str) -> None:
    assert said == wanted


@pytest.mark.parametrize(
    ("value", "decimals", "wanted"),
    [(0.5, 0, "1"), (2.5, 0, "3"), (-2.5, 0, "−3"), (0.05, 1, "0.1"), (1.005, 2, "1.01")],
)
def test_rounding_is_half_away_from_zero(value: float, decimals: int, wanted: str) -> None:
    assert numbers.plain(value, decimals) == wanted


def test_parts_of_a_whole_add_up() -> None:
    assert numbers.apportioned([1, 1, 1], 100) == [34, 33, 33]
    assert sum(numbers.apportioned([0.6, 0.3, 0.1], 7)) == 7
    assert numbers.apportioned([0, 0], 5) == [0, 0]


def test_an_axis_names_each_year_once() -> None:
    months = dates.months_between(date(2024, 11, 1), date(2026, 10, 1))
    ticks, words = dates.axis(months)
    assert [tick.month for tick in ticks] == [1, 4, 7, 10, 1, 4, 7, 10]
    assert [word for word in words if "<b>" in word] == [
        "1月<br><b>2025年</b>",
        "1月<br><b>2026年</b>",
    ]
