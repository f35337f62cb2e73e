"""双测评: sense of safety and satisfaction with police work, each in its own series."""

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard import judged, measured, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.statistics.trends import mann_kendall
from dashboard.texts import codes, dates, numbers, t
from dashboard.verdicts.change import reference_words

RATED = ("SAT01", "SAT02")
LEAST_FOR_TREND = 10  # months, below which Mann-Kendall's normal approximation is poor


@remembered
def picture(choice: Filters) -> Picture:
    """Two lines with Wilson bands, broken by series, assessment windows as grey bands."""
    asked = {name: measured.by_month(name, choice) for name in RATED}
    courses = {name: _within(course, choice) for name, course in asked.items()}
    courses = {name: course for name, course in courses.items() if not course.is_empty()}
    if not courses:
        title = t("overview.ratings.missing_title")
        if measured.is_connected(choice, "external_scores"):
            return Picture(title, state=t("overview.ratings.only_published"))
        if measured.is_connected(choice, "survey_answers"):
            return Picture(title, state=t("overview.ratings.none_here"))
        return Picture(title, missing="survey_answers")
    first = min(course["month"][0] for course in courses.values())
    months = dates.months_between(max(first, _start(choice)), choice.month)
    bands = windows(choice)
    figure = line.over_time(
        [_line(get(name), course, choice) for name, course in courses.items()],
        months=months,
        bands=bands,
        breaks=_breaks(asked, months, choice),
        label_width=128,
        palette=theme.palette(),
    )
    return Picture(
        _title(courses, choice),
        _subtitle(courses, bool(bands), choice),
        figure,
        evidence=_told(courses),
    )


def _start(choice: Filters) -> date:
    return dates.add_months(choice.month, 1 - choice.span)


def _within(course: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    return course.filter((pl.col("month") >= _start(choice)) & pl.col("is_enough"))


def windows(choice: Filters) -> list[line.Mark]:
    """The assessment windows up to the cut-off, as bands."""
    rows = ask_if_connected("overview/windows", choice)
    return [line.Mark(row["first_day"], row["last_day"]) for row in rows.iter_rows(named=True)]


def _line(indicator: Indicator, course: pl.DataFrame, choice: Filters) -> line.Line:
    last = course.row(-1, named=True)
    goal = measured.target(indicator, choice, last["series"])
    value = measured.value_words(indicator, last["value"])
    margin = measured.margin_words(indicator, last["value"], last["low"], last["high"])
    return line.Line(
        [_point(indicator, row) for row in course.iter_rows(named=True)],
        label=indicator.name,
        detail=t("number.rate_with_interval", rate=value, interval=f"({margin})"),
        colour=RATED.index(indicator.id) + 1,
        target=goal,
        target_label=t("overview.ratings.target", value=numbers.plain(goal)) if goal else "",
    )


def _point(indicator: Indicator, row: dict[str, Any]) -> line.Point:
    hover = t(
        "overview.ratings.hover",
        month=dates.month(row["month"]),
        name=indicator.name,
        value=measured.value_words(indicator, row["value"]),
        low=numbers.plain(row["low"], 1),
        high=numbers.plain(row["high"], 1),
        n=numbers.count(row["n"], "person"),
        programme=_programme(row["series"]),
        version=_version(row["series"]),
    )
    return line.Point(
        row["month"],
        row["value"],
        row["low"],
        row["high"],
        segment=row["series"],
        is_open=not row["is_mature"],
        hover=hover,
    )


def _programme(series: str) -> str:
    return codes.label("survey_waves.programme", series.split("|")[0])


def _version(series: str) -> str:
    parts = series.split("|")
    return parts[1] if len(parts) > 1 else ""


def _breaks(
    courses: dict[str, pl.DataFrame], months: list[date], choice: Filters
) -> list[line.Mark]:
    """Where a series follows another: the noted reason, else what in its name changed."""
    noted = ask_if_connected("overview/breaks", choice)
    found: dict[date, str] = {}
    for name, course in courses.items():
        meant = (
            noted
            if noted.is_empty()
            else noted.filter(pl.col("indicator_id").is_null() | (pl.col("indicator_id") == name))
        )
        reasons = dict(meant.select("start_date", "text").iter_rows()) if meant.height else {}
        rows = course.select("month", "series").rows()
        for (_, before), (month, after) in pairwise(rows):
            if before != after and month in months[1:]:
                change = "version" if _version(before) != _version(after) else "mode"
                words = t(f"overview.ratings.break_{change}", month=dates.month(month))
                found[month] = reasons.get(month, words)
    return [line.Mark(month, label=words) for month, words in sorted(found.items())]


def _title(courses: dict[str, pl.DataFrame], choice: Filters) -> str:
    """Whether the ratings go one way since the series began, and what the last month differs."""
    name = (
        t("overview.ratings.both") if len(courses) == len(RATED) else get(next(iter(courses))).name
    )
    last = next(iter(courses.values())).row(-1, named=True)
    return t(
        "overview.ratings.title",
        name=name,
        trend=_trend(courses),
        month=dates.month_only(last["month"]),
        against=_against(list(courses), choice),
    )


def _trend(courses: dict[str, pl.DataFrame]) -> str:
    """Mann-Kendall on the months of the series in force."""
    ways: dict[str, int] = {}
    since = None
    for name, course in courses.items():
        own = course.filter(pl.col("series") == course["series"][-1]).sort("month")
        since = own["month"][0]
        found = mann_kendall(own["value"].to_list()) if own.height >= LEAST_FOR_TREND else None
        if found is not None and found.p < 0.05:
            ways[name] = 1 if found.z > 0 else -1
    words = {"since": dates.month(since) if since else ""}
    if len(ways) > 1 and len(set(ways.values())) == 1:
        key = "trend_both" if set(ways.values()) == {1} else "trend_both_down"
        return t(f"overview.ratings.{key}", **words)
    if len(ways) == 1:
        name, way = next(iter(ways.items()))
        rising = t(f"verdict.word.{'rise' if way > 0 else 'fall'}")
        return t("overview.ratings.trend_one", ind=get(name).name, way=rising, **words)
    return t("overview.ratings.trend_none", **words)


def _against(names: list[str], choice: Filters) -> str:
    found = [one for name in names if (one := judged.judgement(name, choice)) is not None]
    tested = [one for one in found if one.test is not None]
    if tested:
        key = "against_real" if any(one.is_real for one in tested) else "against_level"
        return t(f"overview.ratings.{key}", ref=reference_words(tested[0], choice))
    if any(one.outcome in ("in_window", "after_window") for one in found):
        return t("overview.ratings.against_window", ref=reference_words(found[0], choice))
    return t("overview.ratings.against_none")


def _subtitle(courses: dict[str, pl.DataFrame], has_bands: bool, choice: Filters) -> str:
    last = next(iter(courses.values())).row(-1, named=True)
    words = t(
        "overview.ratings.subtitle",
        programme=_programme(last["series"]),
        month=dates.month(last["month"]),
        n=numbers.count(last["n"], "person"),
    )
    window = get(RATED[0]).window(measured.level_of(choice.unit_id))
    rolled = " · " + t("overview.card.window", n=window) if window > 1 else ""
    return words + rolled + (t("overview.ratings.bands") if has_bands else "")


def _told(courses: dict[str, pl.DataFrame]) -> Evidence:
    columns = ("month", "series", "numerator", "denominator", "n", "value", "low", "high")
    table = pl.concat(
        [
            course.select(pl.lit(get(name).name).alias("indicator"), *columns).rename(
                {"value": "figure"}
            )
            for name, course in courses.items()
        ]
    )
    return Evidence(table, ("measured/by_month",), tuple(courses), name="ratings")
