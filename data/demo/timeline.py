"""Days of the demo as numbers: day 0 is the first day of burn-in, minutes count from there."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache

import numpy as np
import polars as pl

from data.codes import shipped
from data.demo.chance import Flags, Floats, Ints
from data.demo.parameters import city

DAY = 1440.0  # minutes


def day_of(day: date) -> int:
    """The number of a date."""
    return (day - city().burn_in_month).days


def minute_of(day: date) -> float:
    """The minute at which a date begins."""
    return day_of(day) * DAY


@cache
def days() -> pl.DataFrame:
    """One row per day from burn-in to the cut-off: date, month number, weekday, festival, window.

    `month` counts from the first month of burn-in; `festival` is days since the nearest Spring
    Festival (negative before it); `window` marks assessment windows.
    """
    first, cutoff = city().burn_in_month, city().cutoff
    dates = pl.date_range(first, cutoff, closed="left", eager=True)
    frame = pl.DataFrame({"date": dates})
    festivals = np.array([day_of(day) for day in city().spring_festivals])
    since = np.arange(len(frame))[:, None] - festivals[None, :]
    nearest = since[np.arange(len(frame)), np.argmin(np.abs(since), axis=1)]
    month = (pl.col("date").dt.year() - first.year) * 12 + pl.col("date").dt.month() - first.month
    return frame.with_columns(
        month.cast(pl.Int64).alias("month"),
        pl.col("date").dt.weekday().cast(pl.Int64).alias("weekday"),
        pl.Series("festival", nearest, dtype=pl.Int64),
        pl.Series("window", in_window(dates), dtype=pl.Boolean),
    )


def in_window(dates: pl.Series) -> Flags:
    """Which days lie in an assessment window (both ends included)."""
    number = (dates.dt.month().cast(pl.Int64) * 100 + dates.dt.day()).to_numpy()
    inside = np.zeros(len(dates), dtype=bool)
    for window in city().assessment:
        start = window["from_month"] * 100 + window["from_day"]
        end = window["to_month"] * 100 + window["to_day"]
        inside |= (number >= start) & (number <= end)
    return inside


def assessment_calendar() -> pl.DataFrame:
    """The shipped calendar's days inside assessment windows, marked and named by their year."""
    days_known = shipped("calendar").filter(
        (pl.col("date") >= city().first_month) & (pl.col("date") < city().cutoff)
    )
    return days_known.filter(pl.Series(in_window(days_known["date"]))).with_columns(
        assessment_window=pl.lit(True),
        assessment_name=pl.format(city().names["assessment"], pl.col("date").dt.year()),
    )


@cache
def months() -> list[date]:
    """The months shown, first days."""
    first = city().first_month
    return pl.date_range(first, city().cutoff, "1mo", closed="left", eager=True).to_list()


def window_share(month: date) -> float:
    """The part of a month's days that lies in an assessment window."""
    inside = days().filter(pl.col("date").dt.month_start() == month)["window"].to_numpy()
    return float(inside.mean())


def moments(minutes: Floats, name: str = "") -> pl.Series:
    """Minutes since day 0 as naive times to the minute; NaN becomes null."""
    start = datetime.combine(city().burn_in_month, datetime.min.time())
    base = int((start - datetime(1970, 1, 1)) / timedelta(minutes=1))
    known = ~np.isnan(minutes)
    whole = np.where(known, np.floor(np.where(known, minutes, 0.0)), 0).astype(np.int64)
    micros = pl.Series(name, (whole + base) * 60_000_000, dtype=pl.Int64)
    times = micros.cast(pl.Datetime("us"))
    return times.zip_with(pl.Series(known), pl.Series([None], dtype=pl.Datetime("us")))


def first_days(month_numbers: Ints) -> pl.Series:
    """Month numbers counted from the first month of burn-in as dates."""
    first = city().burn_in_month
    count = first.year * 12 + first.month - 1 + month_numbers
    year, month = pl.Series(count // 12), pl.Series(count % 12 + 1)
    frame = pl.DataFrame({"y": year, "m": month})
    return frame.select(pl.date(pl.col("y"), pl.col("m"), 1)).to_series()
