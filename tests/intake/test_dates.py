"""Dates as people write them."""

from datetime import date, datetime, timedelta, timezone

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.intake.dates import DateForm, date_in_name, to_moment


def read(*written: str | None, form: DateForm = "auto") -> list[tuple[datetime | None, str]]:
    values, precision = to_moment(pl.Series("t", written, dtype=pl.String), form)
    return list(zip(values, precision, strict=True))


DAY = datetime(2026, 3, 2)
MORNING = datetime(2026, 3, 2, 7, 41)
SECOND = datetime(2026, 3, 2, 7, 41, 5)


@pytest.mark.parametrize(
    ("written", "moment", "precision"),
    [
        ("2026-03-02", DAY, "day"),
        ("2026-3-2", DAY, "day"),
        ("2026/3/2", DAY, "day"),
        ("2026.3.2", DAY, "day"),
        ("20260302", DAY, "day"),
        ("2026年3月2日", DAY, "day"),
        ("2026年03月02日", DAY, "day"),
        ("２０２６－０３－０２", DAY, "day"),
        (" 2026-03-02 ", DAY, "day"),
        ("46083", DAY, "day"),
        ("2026-03-02 07:41", MORNING, "minute"),
        ("2026/3/2 7:41", MORNING, "minute"),
        ("2026-03-02T07:41:05", SECOND, "minute"),
        ("2026-03-02 07:41:05.000", SECOND, "minute"),
        ("2026-03-02 07:41:05.0000000", SECOND, "minute"),
        ("2026-03-02 07:41:05+08:00", SECOND, "minute"),
        ("2026-03-01T23:41:05Z", SECOND, "minute"),
        ("2026-03-01T18:11:05.5-0530", SECOND, "minute"),
        ("2026 年 3 月 2 日", DAY, "day"),
        ("2026年3月份", datetime(2026, 3, 1), "month"),
        ("20260302074105", SECOND, "minute"),
        ("2026年3月2日7时41分5秒", SECOND, "minute"),
        ("2026年3月2日 7:41", MORNING, "minute"),
        ("46083.320196759", SECOND, "minute"),
        ("2026/3/2 上午 7:41", MORNING, "minute"),
        ("2026-03-02 07:41:05 AM", SECOND, "minute"),
        ("2026/3/2 下午11:41", datetime(2026, 3, 2, 23, 41), "minute"),
        ("2026/3/2 12:41 am", datetime(2026, 3, 2, 0, 41), "minute"),
        ("2026-03", datetime(2026, 3, 1), "month"),
        ("2026年3月", datetime(2026, 3, 1), "month"),
        ("202603", datetime(2026, 3, 1), "month"),
    ],
)
@pytest.mark.parametrize("beside", [None, "2025-12-31", "2025/12/31 8:00"])
def test_every_form_alone_and_beside_others(
    written: str, moment: datetime, precision: str, beside: str | None
) -> None:
    assert read(beside, written)[1] == (moment, precision)
    if beside is None:
        assert read(written, None)[0] == (moment, precision)


@pytest.mark.parametrize(
    "written",
    ["2026-02-30", "2026-13-01", "31/12/2014", "不详", "1040101", "12", "2026-03-02 24:01",
     "1066-01-01", "2100-01-01", "2026-03-02 25:00", "13912345678", "2026-3-2-1"],
)  # fmt: skip
def test_what_is_no_date_is_null(written: str) -> None:
    assert read(written)[0][0] is None
    assert read("2026-03-02", written)[1][0] is None


def test_24_00_is_the_midnight_that_ends_the_day() -> None:
    assert read("2026-03-01 07:41", "2026-03-01 24:00")[1] == (DAY, "minute")


def test_day_or_month_first_is_said_by_the_profile() -> None:
    assert read("31/12/2014", form="dmy") == [(datetime(2014, 12, 31), "day")]
    assert read("12/31/2014 7:05", form="mdy") == [(datetime(2014, 12, 31, 7, 5), "minute")]
    assert read("31/12/2014", form="mdy")[0][0] is None
    clock = "12/31/2014 11:05:00 PM"
    assert read(clock, form="mdy") == [(datetime(2014, 12, 31, 23, 5), "minute")]


@pytest.mark.parametrize(
    "written", ["1040102", "104/01/02", "104.1.2", "104-1-2", "104年1月2日", "民國104年1月2日"]
)
def test_roc_years(written: str) -> None:
    assert read(written, form="roc") == [(datetime(2015, 1, 2), "day")]


def test_roc_dates_with_a_digit_missing_or_a_century_too_far() -> None:
    assert read("110420", form="roc")[0][0] is None
    assert read("1550222", form="roc")[0][0] == datetime(2066, 2, 22)
    assert read("99/12/31", form="roc")[0][0] == datetime(2010, 12, 31)
    assert read("10401", form="roc") == [(datetime(2015, 1, 1), "month")]


def test_counted_days_and_seconds() -> None:
    assert read("46083.5", "46083", form="excel") == [
        (datetime(2026, 3, 2, 12), "minute"),
        (DAY, "day"),
    ]
    stamp = datetime(2026, 3, 2, 7, 41, tzinfo=timezone(timedelta(hours=8))).timestamp()
    assert read(f"{stamp:.0f}", form="epoch_s")[0][0] == MORNING
    assert read(f"{stamp * 1000:.0f}", form="epoch_ms")[0][0] == MORNING


def test_a_clock_that_never_moves_is_a_day() -> None:
    assert read("2026-03-02 00:00:00", "2026-03-03 00:00:00")[0] == (DAY, "day")
    assert read("2026-03-02 00:00:00", "2026-03-03 00:01:00")[0] == (DAY, "minute")


def test_typed_columns_of_parquet() -> None:
    days, precision = to_moment(pl.Series("d", [date(2026, 3, 2)]))
    assert (days[0], precision[0]) == (DAY, "day")
    zoned = pl.Series("z", [datetime(2026, 3, 1, 23, 41)]).dt.replace_time_zone("UTC")
    assert to_moment(zoned)[0][0] == MORNING


# No deadline: a busy machine is not a wrong answer.
@settings(deadline=None, derandomize=True)
@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31)))
def test_any_second_comes_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for form in (
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y年%m月%d日%H时%M分%S秒",
        "%Y%m%d%H%M%S",
    ):
        assert read(moment.strftime(form), "2026-03-02 01:02:03")[0][0] == moment


@pytest.mark.parametrize(
    ("name", "moment"),
    [
        ("案件20260302.csv", DAY),
        ("导出/案件_2026-03-02_0741.xlsx", MORNING),
        ("20260302074105.csv.gz", MORNING),
        ("案件2026年03月02日.csv", DAY),
        ("export-2026-03-02.zip/cases.csv", DAY),
        ("2026-03-south-yorkshire-street.csv", None),
        ("案件20270302.csv", None),
        ("案件20261302.csv", None),
        ("编号1202603021.csv", None),
    ],
)
def test_the_day_of_delivery_in_a_file_name(name: str, moment: datetime | None) -> None:
    assert date_in_name(name, datetime(2026, 4, 1)) == moment
