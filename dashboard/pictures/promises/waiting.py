"""Whether the last month of a promise counted from records is whole: all over, all entered."""

from datetime import date, timedelta
from math import ceil

import polars as pl

from dashboard import workdays
from dashboard.answers import ask_if_connected, snapshot
from dashboard.completeness import completeness
from dashboard.filters import Filters
from dashboard.judged import ARRIVED
from dashboard.pictures.promises.figures import Promise
from dashboard.texts import dates, numbers, t

# The limit that runs from the day a thing begins, for promises counted in that day's month.
LIMITS = {"C07": "ONLINE_NOTICE", "C08": "FIRST_RELEASE"}
SOURCES = {"C07": "complaints", "C08": "activities", "C10": "complaints"}
HOURS = 24


def words(promise: Promise, choice: Filters) -> str:
    """What of the last month is still to come; "" where nothing is, or none can tell."""
    if promise.basis != "counted" or promise.month is None or promise.code not in SOURCES:
        return ""
    month = dates.month_only(promise.month)
    if snapshot().cutoff <= _last_end(promise.code, promise.month, choice):
        return t("promises.waiting.maturing", month=month)
    source = SOURCES[promise.code]
    known = completeness(choice, source) if promise.month == choice.month else None
    if known is None or known.share >= ARRIVED:
        return ""
    return t("promises.waiting.arriving", month=month, share=numbers.rate(known.share))


def _last_end(code: str, month: date, choice: Filters) -> date:
    """The day on which the limit of what began last in the month ends."""
    day = dates.last_day(month)
    rules = ask_if_connected("data_quality/rules_in_force", choice)
    if code not in LIMITS or rules.is_empty():
        return day
    own = rules.filter(pl.col("rule_id") == LIMITS[code])
    for n, unit in own.select("limit_value", "limit_unit").head(1).iter_rows():
        if unit == "workday":
            for _ in range(int(n)):
                day = workdays.next_workday(day + timedelta(days=1))
        else:
            day += timedelta(days=ceil(n / HOURS) if unit == "hour" else int(n))
    return day
