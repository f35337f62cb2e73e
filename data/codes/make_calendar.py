"""Writes calendar.csv: `python -m data.codes.make_calendar`.

Holidays and make-up workdays come from `chinesecalendar`, which learns one more year each
November, when the State Council has announced it. After the last day of the file Monday to
Friday count as workdays; import a `calendar` file or run this again with a newer release.
"""

from datetime import date, timedelta

import chinese_calendar
import polars as pl
from chinese_calendar import constants

from data.codes import FOLDER

# First day of the lunar year; it cannot be told from holidays, which often begin on its eve.
_FIRST_DAYS = """
2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26 2010-02-14
2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16
2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17
2027-02-06 2028-01-26 2029-02-13 2030-02-03
"""
SPRING_FESTIVALS = [date.fromisoformat(day) for day in _FIRST_DAYS.split()]

# Our codes (enum_labels.csv) for the library's names.
HOLIDAYS = {
    "New Year's Day": "new_year",
    "Spring Festival": "spring_festival",
    "Tomb-sweeping Day": "tomb_sweeping",
    "Labour Day": "labour",
    "Dragon Boat Festival": "dragon_boat",
    "Mid-autumn Festival": "mid_autumn",
    "National Day": "national_day",
    "Anti-Fascist 70th Day": "anti_fascist",
}


def calendar() -> pl.DataFrame:
    """One row per day of every year the library knows; assessment columns are the bureau's."""
    first = date(min(constants.holidays).year, 1, 1)
    last = date(max(constants.holidays).year, 12, 31)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return pl.DataFrame(
        {
            "date": days,
            "is_workday": [chinese_calendar.is_workday(day) for day in days],
            "holiday": [_holiday(day) for day in days],
            "days_to_spring_festival": [_days_to_spring_festival(day) for day in days],
            "assessment_window": [None] * len(days),
            "assessment_name": [None] * len(days),
        }
    )


def _holiday(day: date) -> str | None:
    is_free, name = chinese_calendar.get_holiday_detail(day)
    return HOLIDAYS[name] if is_free and name else None


def _days_to_spring_festival(day: date) -> int:
    return min(((festival - day).days for festival in SPRING_FESTIVALS), key=abs)


if __name__ == "__main__":
    calendar().write_csv(FOLDER / "calendar.csv")
