"""The essays' side frames 四小, 三率 and 三清: short lists of figures with their course."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.cards import sparkline
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.measured import Latest
from dashboard.pictures.promises.figures import light
from dashboard.statistics.estimates import Estimate
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.target import standing

LEAST = 30
DAYS = 30


@dataclass(frozen=True)
class Entry:
    """A line: what it is, its figure worded, a light or what stands in its place, its course."""

    name: str
    words: str
    aside: str = ""  # HTML: a light, or a reference in words
    course: tuple[float | None, ...] = ()
    row: dict[str, object] | None = None


@remembered
def four_small(choice: Filters) -> Picture:
    """小案件 小纠纷 小问题; 小事故 only where it is loaded, which it never is by default."""
    entries = [
        _of("CAS02", t("promises.four_small.cases"), choice),
        _of("CAS10", t("promises.four_small.disputes"), choice),
        _help(choice),
    ]
    return _listed("four_small", entries, ("CAS02", "CAS10"), ("promises/help_by_month",))


@remembered
def three_rates(choice: Filters) -> Picture:
    """破案率, 调处率 and 发案率 side by side; the first and the last without a light."""
    entries = [
        _of("CAS02", t("promises.three_rates.solved"), choice),
        _of("CAS10", t("promises.three_rates.settled"), choice),
        _of("CAS01", t("promises.three_rates.reported"), choice),
    ]
    return _listed("three_rates", entries, ("CAS02", "CAS10", "CAS01"), ())


@remembered
def three_clearings(choice: Filters) -> Picture:
    """警情日清零, 立案月清仓, 积案季清底."""
    entries = [
        _of("FLW01", t("promises.three_clearings.day"), choice),
        _month(choice),
        _of("CAS05", t("promises.three_clearings.quarter"), choice),
    ]
    return _listed(
        "three_clearings", entries, ("FLW01", "CAS05"), ("small_cases/cohorts_by_month",)
    )


def _of(indicator_id: str, name: str, choice: Filters) -> Entry | None:
    """The line of an indicator; None where it has no figure."""
    indicator = get(indicator_id)
    course = measured.by_month(indicator_id, choice)
    if indicator.month_basis == "quarter_end":
        course = course.filter(pl.col("month").dt.month() % 3 == 0)  # finished quarters only
    figure = measured.latest(course, choice)
    if figure is None:
        return None
    shown = course.filter(pl.col("month") <= figure.month).tail(choice.span)
    return Entry(
        t("promises.small.name", name=name, month=_when(indicator, figure, choice)),
        measured.words(indicator, figure) if figure.is_enough else t("tag.too_few"),
        _aside(indicator, figure, choice),
        tuple(shown.filter("is_enough")["value"].to_list()),
        {"name": name, "indicator": indicator.name, "month": figure.month}
        | {part: getattr(figure, part) for part in ("numerator", "denominator", "low", "high")}
        | {"figure": figure.value},
    )


def _when(indicator: Indicator, figure: Latest, choice: Filters) -> str:
    window = indicator.window(measured.level_of(choice.unit_id))
    if indicator.roll == "sum" and window > 1:
        return t("promises.ten.months", n=window)
    if indicator.month_basis == "quarter_end":
        return dates.quarter(figure.month)
    return dates.month(figure.month)


def _aside(indicator: Indicator, figure: Latest, choice: Filters) -> str:
    if not figure.is_enough:
        return ""
    if indicator.status != "light":
        words = measured.goal_words(indicator, choice, figure.series)
        return f"<small>{escape(words or t('promises.small.context'))}</small>"
    if indicator.history_months > measured.months_of_history(choice, "case_dockets"):
        return light("short_history")
    limits = measured.limits(indicator, choice, figure.series)
    if limits is None:
        return ""
    estimate = Estimate(figure.value, figure.low, figure.high)
    return light(standing(indicator.direction, estimate, limits))


def _help(choice: Filters) -> Entry | None:
    found = ask_if_connected("promises/help_by_month", choice)
    return _share(found, "n", "closed_30", t("promises.four_small.help"))


def _month(choice: Filters) -> Entry | None:
    """Cases solved within thirty days of docketing, by month of docketing: no light."""
    found = ask_if_connected("small_cases/cohorts_by_month", choice.but(category_code=""))
    if found.is_empty():
        return None
    first = found.filter(pl.col("step") == DAYS).rename({"is_mature": "is_over"})
    return _share(first, "docketed", "solved", t("promises.three_clearings.month"))


def _share(found: pl.DataFrame, whole: str, part: str, name: str) -> Entry | None:
    """A share by month that no indicator counts, of the last month that is over."""
    if found.is_empty():
        return None
    over = found.filter(pl.col("is_over") & (pl.col(whole) > 0)).sort("month")
    if over.is_empty():
        return None
    last = over.row(-1, named=True)
    n, done = last[whole], last[part]
    low, high = wilson(done, n)
    enough = over.filter(pl.col(whole) >= LEAST)
    rate = numbers.rate_with_interval(done / n, low, high)
    return Entry(
        t("promises.small.name", name=name, month=dates.month(last["month"])),
        rate if n >= LEAST else t("tag.too_few"),
        f"<small>{escape(t('promises.small.context'))}</small>" if n >= LEAST else "",
        tuple((enough[part] / enough[whole] * 100).to_list()),
        {"name": name, "indicator": "", "month": last["month"], "numerator": done}
        | {"denominator": n, "low": low * 100, "high": high * 100, "figure": done / n * 100},
    )


def _listed(
    key: str,
    entries: Sequence[Entry | None],
    indicators: Sequence[str],
    questions: Sequence[str],
) -> Picture:
    known = [entry for entry in entries if entry is not None]
    title = t(f"promises.{key}.title")
    if not known:
        return Picture(title, missing="cases")
    body = "".join(_line(entry) for entry in known)
    rows = [entry.row for entry in known if entry.row is not None]
    return Picture(
        title,
        t(f"promises.{key}.subtitle"),
        body=f'<div class="lines small">{body}</div>'
        f'<div class="note">{escape(t(f"promises.{key}.note"))}</div>',
        evidence=Evidence(
            pl.DataFrame(rows, infer_schema_length=None),
            ("measured/by_month", *questions),
            indicators,
            name=key,
        ),
    )


def _line(entry: Entry) -> str:
    return (
        f'<div class="line"><span class="grow">{escape(entry.name)}<br>'
        f'<b class="figure">{escape(entry.words)}</b> {entry.aside}</span>'
        f"{sparkline(entry.course, is_open=False, colour=1)}</div>"
    )
