"""双测评 over time, and how many of those asked gave an answer."""

from datetime import date

import polars as pl

from dashboard import indicators, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.texts import dates, numbers, t

PAIR = (("SAT01", 1), ("SAT02", 2))


@remembered
def both(choice: Filters) -> Picture:
    """Safety and satisfaction, each series a line of its own, with Wilson intervals."""
    title = t("satisfaction.both.title")
    everything = rates.by_month(choice)
    if everything.is_empty():
        return Picture(title, missing="survey_answers")
    frame = rates.shown(
        everything.filter(pl.col("indicator_id").is_in([name for name, _ in PAIR])), choice
    )
    lines = [drawn for name, colour in PAIR if (drawn := _line(frame, name, colour)).points]
    if not lines:
        return Picture(title, state=t("state.nothing"))
    months = dates.months_between(dates.add_months(choice.month, 1 - choice.span), choice.month)
    first = min(point.month for drawn in lines for point in drawn.points)
    months = [month for month in months if month >= min(first, choice.month)]
    return Picture(
        title,
        t("satisfaction.both.subtitle", series=rates.series_words(rates.latest_series(frame))),
        figure=line.over_time(
            lines,
            months=months,
            bands=_windows(choice),
            breaks=_breaks(frame),
            suffix="%",
            label_width=128,
            palette=theme.palette(),
        ),
        note=t("satisfaction.both.note"),
        evidence=Evidence(
            _table(frame),
            ("satisfaction/rates_by_month",),
            [name for name, _ in PAIR],
            (t("satisfaction.wilson"),),
            "satisfaction_by_month",
        ),
    )


def _line(frame: pl.DataFrame, indicator_id: str, colour: int) -> line.Line:
    own = frame.filter(pl.col("indicator_id") == indicator_id).sort("month", "series")
    points = []
    last: rates.Rate | None = None
    for row in own.iter_rows(named=True):
        rate = rates.of_row(row)
        if rate is None or rate.n < rates.least(indicator_id):
            continue
        last = rate
        points.append(_point(row["month"], row["series"], rate, indicator_id))
    indicator = indicators.get(indicator_id)
    is_own = bool(points) and rates.programme_of(points[-1].segment) == indicator.default_programme
    target = indicator.target if is_own else None
    return line.Line(
        points,
        indicator.name,
        last.words if last else "",
        colour,
        target,
        t("satisfaction.target_line", value=numbers.plain(target)) if target is not None else "",
    )


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


def _breaks(frame: pl.DataFrame) -> list[line.Mark]:
    """Where a new series begins while an older one ends."""
    starts = frame.group_by("series").agg(pl.col("month").min()).sort("month", "series")
    return [
        line.Mark(month, label=t("satisfaction.both.break", month=dates.month(month)))
        for month in starts["month"].to_list()[1:]
    ]


def _windows(choice: Filters) -> list[line.Mark]:
    days = ask_if_connected("satisfaction/windows", choice)
    return [line.Mark(first, last) for first, last in days.iter_rows()] if days.width else []


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    rows = []
    for row in frame.iter_rows(named=True):
        rate = rates.of_row(row)
        rows.append(
            {
                **row,
                "rate": rate.value if rate else None,
                "low": rate.low if rate else None,
                "high": rate.high if rate else None,
            }
        )
    return pl.DataFrame(rows, infer_schema_length=None)


@remembered
def response(choice: Filters) -> Picture:
    """The share of those reached who answered: the rest could have said anything."""
    title = t("satisfaction.response_course.title")
    if ask_if_connected("satisfaction/response_by_month", choice).is_empty():
        return Picture(title, missing="survey_fieldwork")
    joined = rates.asked(choice)
    if joined.is_empty():
        return Picture(title, state=t("state.nothing"))
    joined = joined.with_columns(
        response_rate=pl.col("completed") / pl.col("contacted"),
        satisfied=pl.col("positive") / pl.col("weight"),
    )
    points, bounds = [], []
    for row in joined.iter_rows(named=True):
        share = row["response_rate"]
        points.append(line.Point(row["month"], share * 100, segment=row["series"]))
        worst, best = row["satisfied"] * share, row["satisfied"] * share + 1 - share
        bounds.append(
            line.Point(row["month"], row["satisfied"] * 100, worst * 100, best * 100, row["series"])
        )
    months = dates.months_between(min(joined["month"].to_list()), choice.month)
    last = joined.row(-1, named=True)
    return Picture(
        title,
        t("satisfaction.response_course.subtitle"),
        figure=line.over_time(
            [
                line.Line(bounds, t("satisfaction.response_course.satisfied"), "", 2),
                line.Line(
                    points,
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
        evidence=Evidence(
            joined, ("satisfaction/response_by_month",), ("SAT08",), (), "response_by_month"
        ),
    )
