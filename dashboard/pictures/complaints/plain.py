"""What can be drawn of a source that has neither categories nor due days: dates alone."""

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.statistics.proportions import wilson
from dashboard.statistics.ratios import poisson
from dashboard.texts import dates, numbers, t

LEAST = 30  # complaints of a month below which no share of them is shown


@remembered
def received(choice: Filters) -> Picture:
    """How many came in each month, with the interval of a count."""
    found = ask_if_connected("complaints/counts_by_month", choice)
    title = t("complaints.plain.received_missing")
    if not found.width:
        return Picture(title, missing="complaints")
    shown = found.filter(pl.col("month") > dates.add_months(choice.month, -choice.span))
    if shown.is_empty():
        return Picture(title, state=t("state.nothing"))
    points = []
    for month, n in shown.select("month", "complaint_count").iter_rows():
        low, high = poisson(n)
        words = t(
            "complaints.plain.received_hover",
            month=dates.month(month),
            n=numbers.count(n, "complaint"),
            interval=numbers.between(low, high, 0),
        )
        points.append(line.Point(month, n, low, high, hover=words))
    return Picture(
        t(
            "complaints.plain.received_title",
            month=dates.month(points[-1].month),
            n=numbers.count(points[-1].value, "complaint"),
        ),
        t("complaints.plain.received_subtitle"),
        figure=line.over_time(
            [line.Line(points)],
            months=[point.month for point in points],
            from_zero=True,
            palette=theme.palette(),
        ),
        evidence=Evidence(
            shown,
            ("complaints/counts_by_month",),
            ("CMP01",),
            [t("complaints.evidence.role")],
            "complaints_by_month",
        ),
    )


@remembered
def closed_in_90_days(choice: Filters) -> Picture:
    """Of those received each month the share closed within 90 days, where that can be judged."""
    found = ask_if_connected("complaints/closed_in_90_days_by_month", choice)
    title = t("complaints.plain.closed_missing")
    if not found.width:
        return Picture(title, missing="complaints")
    enough = found.filter(pl.col("complaint_count") >= LEAST)
    if enough.is_empty():
        return Picture(title, state=t("complaints.plain.closed_few", n=LEAST))
    points = []
    for month, n, closed in enough.select("month", "complaint_count", "closed_count").iter_rows():
        low, high = wilson(closed, n)
        words = t(
            "complaints.course.hover",
            month=dates.month(month),
            rate=numbers.rate(closed / n),
            interval=numbers.between(low * 100, high * 100, 1),
            numerator=numbers.count(closed),
            denominator=numbers.count(n, "complaint"),
        )
        points.append(line.Point(month, closed / n * 100, low * 100, high * 100, hover=words))
    last = points[-1]
    low, high = (last.low or 0.0) / 100, (last.high or 0.0) / 100
    return Picture(
        t(
            "complaints.plain.closed_title",
            month=dates.month(last.month),
            rate=numbers.rate_with_interval(last.value / 100, low, high),
        ),
        t("complaints.plain.closed_subtitle"),
        figure=line.over_time(
            [line.Line(points)],
            months=dates.months_between(points[0].month, last.month),
            palette=theme.palette(),
        ),
        evidence=Evidence(
            found,
            ("complaints/closed_in_90_days_by_month",),
            (),
            [t("complaints.evidence.role")],
            "complaints_closed_in_90_days",
        ),
    )
