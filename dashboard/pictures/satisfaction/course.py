"""双测评 over time, and how many of those asked gave an answer."""

from datetime import date
from itertools import pairwise
from typing import Any

import polars as pl

from dashboard import designs, indicators, measured, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.pictures.satisfaction.protected import alone
from dashboard.statistics.proportions import bounds
from dashboard.statistics.suppression import FEWEST
from dashboard.statistics.trends import LEAST_STEPS, Trend, mann_kendall
from dashboard.texts import dates, numbers, t

PAIR = (("SAT01", 1), ("SAT02", 2))


@remembered
def both(choice: Filters) -> Picture:
    """Safety and satisfaction, each series a line of its own, with their intervals."""
    title = t("satisfaction.both.title")
    everything = rates.by_month(choice)
    if everything.is_empty():
        return Picture(title, missing="survey_answers")
    frame = rates.shown(
        everything.filter(pl.col("indicator_id").is_in([name for name, _ in PAIR])), choice
    )
    lines = [drawn for name, colour in PAIR if (drawn := _line(frame, name, colour, choice)).points]
    if not lines:
        most = frame["respondent_count"].max() if frame.height else None
        key = "state.nothing" if most is None else "satisfaction.both.too_few"
        return Picture(title, state=t(key, least=rates.least(PAIR[0][0])))
    months = dates.months_between(dates.add_months(choice.month, 1 - choice.span), choice.month)
    first = min(point.month for drawn in lines for point in drawn.points)
    months = [month for month in months if month >= min(first, choice.month)]
    trends = {name: _trend(frame, name) for name, _ in PAIR}
    return Picture(
        _title({name: trend for name, trend in trends.items() if trend is not None}, frame),
        t("satisfaction.both.subtitle", series=rates.series_words(rates.latest_series(frame))),
        figure=line.over_time(
            lines,
            months=months,
            bands=_windows(choice),
            breaks=_breaks(frame, choice),
            campaigns=_campaigns(choice),
            suffix="%",
            label_width=128,
            palette=theme.palette(),
        ),
        note=t("satisfaction.both.note"),
        evidence=Evidence(
            _table(frame),
            ("satisfaction/rates_by_month", "satisfaction/campaigns"),
            [name for name, _ in PAIR],
            (t("satisfaction.interval"), *_design_notes(frame), *_trend_notes(trends)),
            "satisfaction_by_month",
        ),
    )


def _line(frame: pl.DataFrame, indicator_id: str, colour: int, choice: Filters) -> line.Line:
    points = []
    last: rates.Rate | None = None
    for row in _enough(frame, indicator_id).iter_rows(named=True):
        last = rates.of_row(row)
        assert last is not None
        points.append(_point(row["month"], row["series"], last, indicator_id))
    indicator = indicators.get(indicator_id)
    series = points[-1].segment if points else ""
    target = measured.target(indicator, choice, series) if points else None
    return line.Line(
        points,
        indicator.name,
        last.words if last else "",
        colour,
        target,
        t("satisfaction.target_line", value=numbers.plain(target)) if target is not None else "",
    )


def _enough(frame: pl.DataFrame, indicator_id: str) -> pl.DataFrame:
    """The months of an indicator with enough answers, in order."""
    least = max(rates.least(indicator_id), FEWEST)
    own = (pl.col("indicator_id") == indicator_id) & (pl.col("respondent_count") >= least)
    return frame.filter(own & (pl.col("weight") > 0)).sort("month", "series")


def _point(month: date, series: str, rate: rates.Rate, indicator_id: str) -> line.Point:
    hover = t(
        "satisfaction.point",
        month=dates.month(month),
        name=indicators.get(indicator_id).name,
        rate=numbers.rate(rate.value),
        low=numbers.plain(rate.low * 100, 1),
        high=numbers.plain(rate.high * 100, 1),
        n=numbers.count(rate.n, "person"),
        series=rates.series_words(series),
    )
    return line.Point(month, rate.value * 100, rate.low * 100, rate.high * 100, series, hover=hover)


def _trend(frame: pl.DataFrame, indicator_id: str) -> Trend | None:
    """Whether the months of the series now in force rise or fall throughout."""
    own = _enough(frame, indicator_id)
    if own.is_empty():
        return None
    own = own.filter(pl.col("series") == rates.latest_series(own))
    return mann_kendall((own["positive"] / own["weight"]).to_list())


def _title(trends: dict[str, Trend], frame: pl.DataFrame) -> str:
    """双测评：新问卷以来都在上升; never a trend across two series."""
    series = rates.latest_series(frame)
    own = frame.filter(pl.col("series") == series)
    since = "since_change" if own["month"].min() != frame["month"].min() else "since"
    started = t(f"satisfaction.both.{since}", month=dates.month(own["month"].min()))  # type: ignore[arg-type]
    shortest = min((trend.n for trend in trends.values()), default=0)
    if shortest < LEAST_STEPS:
        return t("satisfaction.both.short", since=started, k=shortest)
    directions = {trend.direction for trend in trends.values()}
    if len(directions) == 1:
        which = "both" if len(trends) > 1 else "one"
        key = f"satisfaction.both.{which}_{_way(directions.pop())}"
        name = indicators.get(next(iter(trends))).name
        return t(key, since=started, name=name)
    parts = [
        t(f"satisfaction.both.part_{_way(trend.direction)}", name=indicators.get(name).name)
        for name, trend in trends.items()
    ]
    return t("satisfaction.both.parts", since=started, parts=t("satisfaction.and").join(parts))


def _way(direction: int) -> str:
    return {1: "up", -1: "down", 0: "level"}[direction]


def _trend_notes(trends: dict[str, Trend | None]) -> list[str]:
    return [
        t(
            "satisfaction.both.trend",
            name=indicators.get(name).name,
            n=trend.n,
            s=numbers.plain(trend.s, sign=True),
            z=numbers.plain(trend.z, 2),
            p=numbers.p_value(trend.p),
        )
        for name, trend in trends.items()
        if trend is not None and trend.n >= LEAST_STEPS
    ]


def _design_notes(frame: pl.DataFrame) -> list[str]:
    """Of the last month of each line, which variance its margin has, and why."""
    said = {}
    for name, _ in PAIR:
        own = _enough(frame, name)
        row = own.row(-1, named=True) if own.height else {}
        rate = rates.of_row(row) if row else None
        if rate is not None:
            line = t("design.of", name=indicators.get(name).name, month=dates.month(row["month"]))
            said[line] = designs.words(rate.share, designs.of_row(row))
    return designs.told(said)


def _breaks(frame: pl.DataFrame, choice: Filters) -> list[line.Mark]:
    """Where a new series follows an older one: what was noted, else what in its name changed."""
    starts = frame.group_by("series").agg(pl.col("month").min()).sort("month", "series")
    noted = ask_if_connected("overview/breaks", choice)
    reasons = (
        {}
        if noted.is_empty()
        else dict(
            noted.filter(
                pl.col("indicator_id").is_null()
                | pl.col("indicator_id").is_in([name for name, _ in PAIR])
            )
            .select("start_date", "text")
            .iter_rows()
        )
    )
    marks = {}
    for (before, _), (after, month) in pairwise(starts.iter_rows()):
        kind = "version" if before.split("|")[1:2] != after.split("|")[1:2] else "mode"
        words = t(f"satisfaction.both.break_{kind}", month=dates.month(month))
        if month in reasons:
            words = t("satisfaction.both.noted", month=dates.month(month), words=reasons[month])
        marks[month] = line.Mark(month, label=words)
    return list(marks.values())


def _windows(choice: Filters) -> list[line.Mark]:
    days = ask_if_connected("overview/windows", choice)
    return [line.Mark(row["first_day"], row["last_day"]) for row in days.iter_rows(named=True)]


def _campaigns(choice: Filters) -> list[line.Mark]:
    """Campaigns by the name before the colon; what they were about stands in their note."""
    noted = ask_if_connected("satisfaction/campaigns", choice)
    return [
        line.Mark(row["first_day"], row["last_day"], row["words"].split("：")[0].split(":")[0])
        for row in noted.iter_rows(named=True)
    ]


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in frame.iter_rows(named=True):
        rate = rates.of_row(row)
        figures: dict[str, Any] = {"rate": None, "low": None, "high": None}
        if rate is not None:
            figures = {"rate": rate.value, "low": rate.low, "high": rate.high}
        rows.append({**row, **figures})
    return designs.for_reading(alone(pl.DataFrame(rows, infer_schema_length=None)))


@remembered
def response(choice: Filters) -> Picture:
    """The share of those reached who answered: the rest could have said anything."""
    title = t("satisfaction.response_course.title_none")
    if ask_if_connected("satisfaction/response_by_month", choice).is_empty():
        return Picture(title, missing="survey_fieldwork")
    joined = rates.asked(choice).filter(pl.col("respondent_count") >= FEWEST)
    if joined.is_empty():
        return Picture(title, state=t("state.nothing"))
    joined = joined.with_columns(
        response_rate=pl.col("completed") / pl.col("contacted"),
        satisfied=pl.col("positive") / pl.col("weight"),
    )
    answered, satisfied = zip(*map(_response_points, joined.iter_rows(named=True)), strict=True)
    months = dates.months_between(min(joined["month"].to_list()), choice.month)
    last = joined.row(-1, named=True)
    worst, best = bounds(last["satisfied"], last["response_rate"])
    return Picture(
        t("satisfaction.response_course.title", low=numbers.rate(worst), high=numbers.rate(best)),
        t("satisfaction.response_course.subtitle", month=dates.month(last["month"])),
        figure=line.over_time(
            [
                line.Line(satisfied, t("satisfaction.response_course.satisfied"), "", 2),
                line.Line(
                    answered,
                    t("satisfaction.response_course.answered"),
                    numbers.rate(last["response_rate"]),
                    7,
                ),
            ],
            months=months,
            suffix="%",
            from_zero=True,
            label_width=116,
            palette=theme.palette(),
        ),
        note=t("satisfaction.response_course.note"),
        evidence=Evidence(
            designs.for_reading(alone(joined)),
            ("satisfaction/response_by_month",),
            ("SAT08",),
            (),
            "response_by_month",
        ),
    )


def _response_points(row: dict[str, Any]) -> tuple[line.Point, line.Point]:
    """Of one month the share who answered, and the rate with where the others could take it."""
    month, series, share, rate = (
        row[name] for name in ("month", "series", "response_rate", "satisfied")
    )
    worst, best = bounds(rate, share)
    answered = t(
        "satisfaction.response_course.hover_answered",
        month=dates.month(month),
        rate=numbers.rate(share),
        completed=numbers.count(row["completed"]),
        contacted=numbers.count(row["contacted"], "person"),
    )
    satisfied = t(
        "satisfaction.response_course.hover_satisfied",
        month=dates.month(month),
        rate=numbers.rate(rate),
        low=numbers.rate(worst),
        high=numbers.rate(best),
    )
    return (
        line.Point(month, share * 100, segment=series, hover=answered),
        line.Point(month, rate * 100, worst * 100, best * 100, series, hover=satisfied),
    )
