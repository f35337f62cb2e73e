"""The ten matters as figures: what fell due, what was done in time, and what was promised."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard import judged, measured, promised, units
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.measured import Limits
from dashboard.statistics.estimates import Estimate
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.target import standing as standing_of

MONTHLY = ("C05",)  # counted from what units send once a month
BEFORE = 3  # months that tell how many units usually report
JUDGED = ("met", "crossing", "watch", "beyond")
LEAST = 30  # due, for a rate
MONTHS = {"bureau": 1, "branch": 3, "station": 12}
SLOW = {"C07": 3, "C08": 1}  # months at the bureau of what is rare
WEEK = timedelta(days=7)
SHAPES = {"met": "●", "crossing": "◐", "watch": "▲", "beyond": "■", "too_few": "○"}
COLOURS = {"met": "good", "crossing": "watch", "watch": "watch", "beyond": "bad"}
ABSENT = ("not_connected", "not_here")
ORDER = ("met", "crossing", "watch", "beyond", "incomplete", "too_few")


@dataclass(frozen=True)
class Promise:
    """One of the ten. `standing` is a key of [tag]: met, crossing, watch, beyond, incomplete,
    too_few, not_here (of units above only) or not_connected; `value` in per cent, `months` added
    up to the last one, `month`.
    """

    code: str
    standing: str = "not_connected"
    value: float | None = None
    low: float | None = None
    high: float | None = None
    kept: float = 0.0
    due: float = 0.0
    month: date | None = None
    months: int = 1
    limits: Limits | None = None
    course: tuple[float | None, ...] = ()
    basis: str = ""  # the indicator's id, counted, told


@dataclass(frozen=True)
class Next:
    """What is due next: the day, how many within seven days; a month's end has no number."""

    day: date
    n: int = 0
    is_month_end: bool = False


@remembered
def promises(choice: Filters) -> tuple[Promise, ...]:
    """C01 to C10 of the chosen unit, in that order."""
    told = ask_if_connected("promises/kept_by_month", choice)
    shown = [_measured(code, choice) or _kept(code, told, choice) for code in promised.every()]
    top = units.root(choice.unit_id)
    if top == choice.unit_id:
        return tuple(shown)
    return tuple(map(_placed, shown, promises(choice.but(unit_id=top))))


def _placed(own: Promise, of_all: Promise) -> Promise:
    """What the bureau shows and this unit does not is shown at other levels, and is connected."""
    is_elsewhere = own.standing == "not_connected" != of_all.standing
    return replace(own, standing="not_here") if is_elsewhere else own


def _measured(code: str, choice: Filters) -> Promise | None:
    """A promise that has an indicator of its own; None where that shows nothing."""
    indicator_id = promised.every()[code].indicator
    if not indicator_id:
        return None
    indicator = get(indicator_id)
    course = measured.by_month(indicator_id, choice)
    figure = measured.latest(course, choice)
    if figure is None:
        return None
    limits = measured.limits(indicator, choice, figure.series)
    estimate = Estimate(figure.value, figure.low, figure.high)
    standing = _standing(indicator.direction, estimate, limits, figure.is_enough)
    if figure.is_enough and is_incomplete(indicator_id, choice):
        standing = "incomplete"
    shown = dict(course.filter("is_enough").select("month", "value").iter_rows())
    return Promise(
        code,
        standing,
        figure.value,
        figure.low,
        figure.high,
        figure.numerator,
        figure.denominator,
        figure.month,
        indicator.window(measured.level_of(choice.unit_id)),
        limits,
        tuple(shown.get(month) for month in _span(figure.month, choice)),
        indicator_id,
    )


def is_incomplete(indicator_id: str, choice: Filters) -> bool:
    """Whether so much of the month is still to come that its figure is not judged yet."""
    changed = judged.change(indicator_id, choice)
    return changed is not None and changed.tag == "incomplete"


def _kept(code: str, told: pl.DataFrame, choice: Filters) -> Promise:
    """A promise counted from the records or, where there are none, as units tell it."""
    limits = limits_of(code, choice)
    if told.is_empty():
        return Promise(code, limits=limits)
    own = told.filter(pl.col("commitment_id") == code)
    for basis in ("counted", "told"):
        rows = own.filter(pl.col("basis") == basis)
        if rows["due_n"].sum() > 0:
            return _summed(code, basis, rows, limits, choice)
    return Promise(code, limits=limits)


def _summed(
    code: str, basis: str, rows: pl.DataFrame, limits: Limits | None, choice: Filters
) -> Promise:
    level = measured.level_of(choice.unit_id)
    window = SLOW.get(code, 1) if level == "bureau" else MONTHS.get(level, 12)
    if level == "branch" and code in SLOW:
        window = 12
    sums = {
        month: (due, kept) for month, due, kept in rows.select("month", "due_n", "kept_n").rows()
    }
    last = max(sums)
    is_exact = promised.every()[code].interval == "none"
    least = 1 if is_exact else LEAST
    span = [added(sums, month, window) for month in _span(last, choice)]
    due, kept = added(sums, last, window)
    value = kept / due * 100 if due else None
    low = high = None
    if due and not is_exact:
        low, high = (end * 100 for end in wilson(kept, due))
    standing = _standing("up", Estimate(value, low, high), limits, due >= least)
    if standing in JUDGED and window == 1 and (basis == "told" or code in MONTHLY):
        standing = "incomplete" if is_short(rows) else standing
    return Promise(
        code,
        standing,
        value,
        low,
        high,
        kept,
        due,
        last,
        window,
        limits,
        tuple(k / d * 100 if d >= least else None for d, k in span),
        basis,
    )


def is_short(told: pl.DataFrame) -> bool:
    """Whether fewer units have told the last month than told each of the three before it."""
    by_month = told.sort("month")["units_n"].to_list()
    return len(by_month) > BEFORE and by_month[-1] < min(by_month[-1 - BEFORE : -1])


def added(sums: Mapping[date, tuple[float, float]], last: date, months: int) -> tuple[float, float]:
    """Due and kept of the months up to `last`; months without a row add nothing."""
    parts = [sums.get(dates.add_months(last, -back), (0.0, 0.0)) for back in range(months)]
    return sum(due for due, _ in parts), sum(kept for _, kept in parts)


def _standing(direction: str, figure: Estimate, limits: Limits | None, is_enough: bool) -> str:
    if not is_enough or figure.value is None:
        return "too_few"
    return standing_of(direction, figure, limits) if limits else "note"


def _span(last: date, choice: Filters) -> list[date]:
    return dates.months_between(dates.add_months(last, 1 - choice.span), last)


def limits_of(code: str, choice: Filters) -> Limits | None:
    """The target of the indicator a promise is, else the most specific one set for it by its code,
    else what was promised.
    """
    own = promised.every()[code]
    if own.indicator:
        return measured.limits(get(own.indicator), choice)
    for row in measured.targets_in_force(code, choice):
        aim = own.target if row["target"] is None else float(row["target"])
        if aim is not None:
            return Limits(aim, row["warn"])
    return None if own.target is None else Limits(own.target, own.warn)


@remembered
def due_next(choice: Filters) -> Mapping[str, Next]:
    """What each promise makes due next, by code; a promise that has ended has nothing due."""
    cutoff = snapshot().cutoff
    found: dict[str, Next] = {}
    rows = ask_if_connected("promises/due_next", choice)
    for row in rows.iter_rows(named=True):
        before = found.get(row["commitment_id"])
        within = row["n"] if row["due_day"] < cutoff + WEEK else 0
        day = before.day if before else row["due_day"]
        found[row["commitment_id"]] = Next(day, (before.n if before else 0) + within)
    month_end = dates.last_day(dates.month_start(cutoff))
    ends = {row["commitment_id"]: row["due_date"] for row in commitments(choice)}
    for code in promised.every():
        end = ends.get(code) or date.max
        if end >= cutoff:
            found.setdefault(code, Next(min(month_end, end), is_month_end=True))
    return found


@remembered
def commitments(choice: Filters) -> Sequence[Mapping[str, Any]]:
    """Every commitment on record, the ten matters first."""
    return ask_if_connected("promises/commitments", choice).to_dicts()


def light(standing: str) -> str:
    """The standing as a coloured word with its shape."""
    shape = SHAPES.get(standing, "")
    return tag(COLOURS.get(standing, "neutral"), f"{shape} {t(f'tag.{standing}')}".strip())


def value_words(promise: Promise) -> str:
    """90.1%(±1.2), or how many of how many where nothing is left to chance."""
    if promise.value is None:
        return ""
    rate = numbers.rate(promise.value / 100)
    if promise.low is None or promise.high is None:
        parts = {"kept": numbers.count(promise.kept), "due": numbers.count(promise.due)}
        return t("promises.exact", rate=rate, **parts)
    return numbers.rate_with_interval(promise.value / 100, promise.low / 100, promise.high / 100)


def count_words(shown: Sequence[Promise]) -> str:
    """7件达标，1件临界，2件预警: only what there is."""
    words = []
    for name in ORDER:
        n = sum(promise.standing == name for promise in shown)
        if n:
            words.append(t(f"promises.count.{name}", n=n))
    return t("promises.count.separator").join(words)
