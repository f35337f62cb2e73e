"""Working days as far as they are known: the bureau's own calendar, else the shipped one."""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import polars as pl

from dashboard.answers import ask_if_connected
from dashboard.settings import CODES
from dashboard.texts import dates, t


def next_workday(day: date) -> date:
    """The day itself or the first working day after it; plain weekdays where nothing is known."""
    own = ask_if_connected("actions/working_days", first_day=day)
    known = _shipped() | (dict(own.iter_rows()) if own.width else {})
    while not known.get(day, day.weekday() < 5):
        day += timedelta(days=1)
    return day


def known_until() -> date:
    """The last day whose holidays are known."""
    own = ask_if_connected("promises/calendar_end")
    days = [day for day in (own["last_day"] if own.width else ()) if day is not None]
    return max([*days, max(_shipped())])


def calendar_words(days: Iterable[date]) -> str:
    """That a day shown lies beyond what the calendar knows of holidays; "" where none does."""
    last = known_until()
    beyond = any(last < day < date.max for day in days)
    return t("promises.calendar_end", day=dates.full(last)) if beyond else ""


@cache
def _shipped() -> dict[date, bool]:
    """Whether each day of the shipped calendar is worked."""
    columns = ["date", "is_workday"]
    shipped = pl.read_csv(CODES / "calendar.csv", columns=columns, try_parse_dates=True)
    return {day: str(is_worked).lower() == "true" for day, is_worked in shipped.iter_rows()}
