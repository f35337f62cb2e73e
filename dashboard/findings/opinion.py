"""Findings in what people say: nobody dissatisfied, nobody complains, better while assessed."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.findings.suspicion import (
    ENOUGH,
    LEVEL,
    Suspicion,
    discovered,
    strongest,
)
from dashboard.indicators import get
from dashboard.statistics import oddities
from dashboard.texts import codes, dates, numbers, t

SPANS = (3, 6, 9, 12)  # months of quiet that are looked for
NORMAL = 1.959963984540054  # half the width of a 95 % interval, in standard errors
JUDGED = ("SAT02", "SAT04")  # whose rise inside a window is looked for
Tested = tuple[float, Suspicion]


def perfect_scores(choice: Filters) -> list[Suspicion]:
    """Units without one answer short of satisfied inside windows, or none dissatisfied for long."""
    rows = ask_if_connected("findings/answers_by_unit", choice)
    if rows.is_empty():
        return []
    perfect: list[Tested] = []
    nobody: list[Tested] = []
    for (series,), group in rows.group_by("series", maintain_order=True):
        if group["month"].max() == rows["month"].max():
            perfect += _perfect_in_windows(str(series), group)
            nobody += _nobody_dissatisfied(str(series), group)
    return strongest(discovered(perfect) + discovered(nobody))


def _perfect_in_windows(series: str, rows: pl.DataFrame) -> Iterator[Tested]:
    """Each unit's own ordinary months say how many should be short of satisfied.

    Looked at are units with enough answers in two months of windows, satisfied or not.
    """
    for (unit_id,), own in rows.group_by("unit_id", maintain_order=True):
        inside, outside = own.filter("is_inside"), own.filter(~pl.col("is_inside"))
        n, others = float(inside["n"].sum()), float(outside["n"].sum())
        if int((inside["n"] >= ENOUGH).sum()) < 2 or others < ENOUGH:
            continue
        short = float((own["n"] - own["satisfied"]).sum())
        is_perfect = int(inside["satisfied"].sum()) == n
        p = oddities.none_inside(short, n, others) if is_perfect else 1.0
        holes = _answers(series, n, others, short)
        holes |= {"months": numbers.count(inside.height), "last": dates.month(inside["month"][-1])}
        questions = ("findings/answers_by_unit",)
        yield p, Suspicion("perfect_scores", str(unit_id), p, holes, own, questions)


def _answers(series: str, n: float, others: float, short: float) -> dict[str, str]:
    return {
        "programme": codes.label("survey_waves.programme", series.split("|")[0]),
        "n": numbers.count(n, "person"),
        "others": numbers.count(others, "person"),
        "short": numbers.count(short, "person"),
        "usual": numbers.rate(1 - short / others),
    }


def _nobody_dissatisfied(series: str, rows: pl.DataFrame) -> Iterator[Tested]:
    whole = rows.group_by("month").agg(share=pl.col("dissatisfied").sum() / pl.col("n").sum())
    expected = rows.join(whole, on="month").with_columns(expected=pl.col("n") * pl.col("share"))
    sums = expected.group_by("unit_id").agg(pl.col("dissatisfied", "expected").sum())
    variance = oddities.between(sums["dissatisfied"].to_list(), sums["expected"].to_list())
    for (unit_id,), own in expected.sort("month").group_by("unit_id", maintain_order=True):
        p, span = oddities.silent_too_long(
            own["dissatisfied"].to_list(), own["expected"].to_list(), variance, SPANS[:1]
        )
        if float(own["expected"].tail(SPANS[0]).sum()) < oddities.LEAST_EXPECTED:
            continue
        n = float(own["n"].tail(span).sum()) if span else 0.0
        holes = _answers(series, n, float(own["n"].sum()) or 1.0, 0.0)
        holes |= {
            "months": numbers.count(span),
            "expected": numbers.plain(float(own["expected"].tail(span).sum()), 1),
            "last": dates.month(own["month"][-1]),
        }
        questions = ("findings/answers_by_unit",)
        found = Suspicion("perfect_scores", str(unit_id), p, holes, own, questions, "nobody")
        yield p, found


def silent_complaints(choice: Filters) -> list[Suspicion]:
    """Units about which nobody complained for months in which many should have."""
    rows = ask_if_connected("findings/complaints_by_unit", choice)
    if rows.is_empty():
        return []
    whole = rows.group_by("month").agg(rate=pl.col("complaints").sum() / pl.col("matters").sum())
    rows = rows.join(whole, on="month").sort("unit_id", "month")
    rows = rows.with_columns(expected=pl.col("matters") * pl.col("rate")).drop("rate")
    sums = rows.group_by("unit_id").agg(pl.col("complaints", "expected").sum())
    variance = oddities.between(sums["complaints"].to_list(), sums["expected"].to_list())
    tested = []
    for (unit_id,), own in rows.group_by("unit_id", maintain_order=True):
        is_lasting = own["month"][-1] == choice.month
        counts, expected = own["complaints"].to_list(), own["expected"].to_list()
        p, span = oddities.silent_too_long(counts, expected, variance, SPANS)
        holes = {
            "months": numbers.count(span),
            "expected": numbers.plain(_ordinary(counts, expected, span), 0),
            "by_matters": numbers.plain(sum(expected[-span:]) if span else 0.0, 0),
            "before": numbers.count(sum(counts[:-span]) if span else 0.0),
            "before_months": numbers.count(len(counts) - span),
        }
        found = Suspicion(
            "silent_complaints", str(unit_id), p, holes, own, ("findings/complaints_by_unit",)
        )
        tested.append((p if is_lasting else 1.0, found))
    return discovered(tested)


def _ordinary(counts: list[float], expected: list[float], span: int) -> float:
    """What the unit's own months before the quiet let expect; by matters where it had none."""
    seen, of, due = sum(counts[:-span]), sum(expected[:-span]), sum(expected[-span:])
    return seen / of * due if span and seen else due


def better_while_assessed(choice: Filters) -> list[Suspicion]:
    """The chosen unit's satisfaction is higher in assessment windows than before and after."""
    lasting = _window_parts(choice)
    steps, courses, names = [], [], []
    for indicator_id in JUDGED:
        course = measured.by_month(indicator_id, choice.but(span=36), 1)
        course = course.filter(pl.col("is_enough"), pl.col("high") > pl.col("low"))
        if course.is_empty():
            continue
        own = course.filter(pl.col("series") == course["series"][-1])
        scale = get(indicator_id).scale
        error = (own["high"] - own["low"]) / (2 * NORMAL * scale)
        parts = [lasting.get(month, 0.0) for month in own["month"]]
        step = oddities.jump((own["value"] / scale).to_list(), (error**2).to_list(), parts)
        if step is not None:
            steps.append(step)
            courses.append(own.select("month", "series", "value", "low", "high", "n"))
            names.append(get(indicator_id).name)
    if not steps:
        return []
    step = oddities.together(steps)
    p = oddities.rises(step)
    if p >= LEVEL:
        return []
    holes = {
        "indicators": t("finding.and").join(names),
        "points": numbers.plain(step.step * 100, 1),
        "error": numbers.plain(step.error * 100, 1),
        "parts": t("finding.and").join(numbers.points(each.step) for each in steps),
    }
    questions = ("measured/by_month", "overview/windows")
    kind = "better_while_assessed"
    table = pl.concat(courses)
    return [Suspicion(kind, choice.unit_id, p, holes, table, questions, indicators=JUDGED)]


def _window_parts(choice: Filters) -> dict[date, float]:
    """The part of each month that an assessment window takes."""
    windows = ask_if_connected("overview/windows", choice)
    parts: dict[date, float] = {}
    if windows.is_empty():
        return parts
    for first, last in windows.select("first_day", "last_day").iter_rows():
        for month in dates.months_between(dates.month_start(first), dates.month_start(last)):
            end = dates.last_day(month)
            days = (min(last, end) - max(first, month)).days + 1
            parts[month] = parts.get(month, 0.0) + days / end.day
    return parts


def busier_while_assessed(choice: Filters) -> list[Suspicion]:
    """The chosen unit does more among the people a day inside windows than outside."""
    rows = ask_if_connected("findings/activities_in_windows", choice)
    if rows.is_empty():
        return []
    allowed = measured.target(get("GRD01"), choice) or 1.0
    peak = oddities.busier(
        rows["inside_n"].to_list(),
        rows["inside_days"].to_list(),
        rows["outside_n"].to_list(),
        rows["outside_days"].to_list(),
        allowed,
    )
    if peak is None or peak.p >= LEVEL:
        return []
    inside_days, outside_days = float(rows["inside_days"].sum()), float(rows["outside_days"].sum())
    holes = {
        "times": numbers.times(peak.ratio, peak.low, peak.high),
        "ratio": numbers.times(peak.ratio),
        "inside": numbers.plain(float(rows["inside_n"].sum()) / inside_days, 1),
        "outside": numbers.plain(float(rows["outside_n"].sum()) / outside_days, 1),
        "days": numbers.count(inside_days),
        "other_days": numbers.count(outside_days),
        "allowed": numbers.plain(allowed, 1),
    }
    questions = ("findings/activities_in_windows",)
    kind = "busier_while_assessed"
    return [Suspicion(kind, choice.unit_id, peak.p, holes, rows, questions, indicators=("GRD01",))]
