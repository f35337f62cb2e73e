"""How dates are written (words.md, "Dates"). Months are dates of their first day."""

from collections.abc import Sequence
from datetime import date, timedelta

from dashboard.texts import t


def add_months(month: date, n: int) -> date:
    """The first day of the month n months later."""
    index = month.year * 12 + month.month - 1 + n
    return date(index // 12, index % 12 + 1, 1)


def months_between(first: date, last: date) -> list[date]:
    """Every month from `first` to `last`, both included."""
    length = (last.year - first.year) * 12 + last.month - first.month
    return [add_months(first, i) for i in range(length + 1)]


def _holes(day: date) -> dict[str, object]:
    return {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "name": t(f"date.month_name.{day.month}"),
    }


def month(day: date) -> str:
    """2026年10月"""
    return t("date.month", **_holes(day))


def month_only(day: date) -> str:
    """10月"""
    return t("date.month_only", **_holes(day))


def full(day: date) -> str:
    """2026年11月1日"""
    return t("date.day", **_holes(day))


def in_year(day: date) -> str:
    """11月3日"""
    return t("date.in_year", **_holes(day))


def cutoff(day: date) -> str:
    """2026年11月1日 0时 (= everything before it)"""
    return t("date.cutoff", day=full(day))


def span(first: date, last: date) -> str:
    """2025年11月—2026年10月"""
    return t("date.span", first=month(first), last=month(last))


def rolling(n: int, last: date) -> str:
    """近12个月（2025年11月—2026年10月）"""
    return t("date.rolling", n=n, span=span(add_months(last, 1 - n), last))


def quarter(last_month: date) -> str:
    """2026年三季度, from any month of it."""
    which = t(f"date.quarter_name.{(last_month.month + 2) // 3}")
    return t("date.quarter", year=last_month.year, quarter=which)


def month_end(day: date) -> str:
    """2026年10月底"""
    return t("date.month_end", month=month(day))


def last_day(month_start: date) -> date:
    """The last day of a month."""
    return add_months(month_start, 1) - timedelta(days=1)


def axis(months: Sequence[date], most: int = 13) -> tuple[list[date], list[str]]:
    """Ticks of a month axis and their words: the year in bold beneath its first tick of a year.

    Up to `most` months each has a tick; of more, the first of every quarter; of more than five
    years, every January, as its year.
    """
    if len(months) > 60:
        every = 1 + len(months) // 240
        ticks = [day for day in months if day.month == 1 and day.year % every == 0]
        return ticks, [f"<b>{t('date.year', year=day.year)}</b>" for day in ticks]
    ticks = [day for day in months if len(months) <= most or day.month in (1, 4, 7, 10)]
    words = []
    for position, day in enumerate(ticks):
        word = month_only(day)
        if position == 0 or day.month == 1 or ticks[position - 1].year != day.year:
            word += f"<br><b>{t('date.year', year=day.year)}</b>"
        words.append(word)
    return ticks, words


def month_start(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)
