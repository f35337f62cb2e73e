"""Numbers and yes/no as people write them."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.numbers import to_boolean, to_number


def read(*written: str | None, decimal: str = ".", percent: float = 0.01) -> list[float | None]:
    text = pl.Series("n", written, dtype=pl.String)
    return to_number(text, decimal=decimal, percent=percent).to_list()


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1850", 1850),
        ("1850.5", 1850.5),
        (" 12 ", 12),
        ("-3", -3),
        ("1,850.50", 1850.5),
        ("1,234,567", 1234567),
        ("１２．５", 12.5),
        ("3万", 30000),
        ("1.2亿", 1.2e8),
        ("¥1,850元", 1850),
        ("97.8%", 0.978),
        ("28400人", 28400),
        ("1e3", 1000),
    ],
)
def test_numbers(written: str, number: float) -> None:
    assert read(written) == [pytest.approx(number)]
    assert read("1", written)[1] == pytest.approx(number)


@pytest.mark.parametrize("written", ["不详", "1,85", "12,34,5", "--", "nan", "inf", "1 2x", "%"])
def test_what_is_no_number_is_null(written: str) -> None:
    assert read(written) == [None]


def test_decimal_comma() -> None:
    assert read("0,56", "1.234,5", "12", decimal=",") == [0.56, 1234.5, 12]


def test_percent_keeps_its_size_where_the_unit_is_percent() -> None:
    assert read("97.8%", percent=1.0) == [97.8]


# No deadline: a busy machine is not a wrong answer.
@settings(deadline=None, derandomize=True)
@given(st.floats(-1e12, 1e12).map(lambda number: round(number, 2)))
def test_grouped_numbers_come_back(number: float) -> None:
    assert read(f"{number:,.2f}") == [number]


def test_yes_and_no() -> None:
    words = ["是", "否", "Y", "n", "1", "0", "TRUE", "false", "1.0", " 是 ", "涉企", None]
    expected = [True, False] * 4 + [True, True, True, None]
    assert to_boolean(pl.Series("b", words)).to_list() == expected
    assert to_boolean(pl.Series("b", ["也许", "2"])).to_list() == [None, None]
    assert to_boolean(pl.Series("b", [1, 0, None])).to_list() == [True, False, None]
