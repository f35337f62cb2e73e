"""The course of an action's indicator, with the days it was decided and due."""

from datetime import date

import polars as pl

from dashboard import indicators, measured, theme
from dashboard.actions import hot
from dashboard.actions.following import Followed
from dashboard.answers import remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import dates, t
from dashboard.verdicts.change import unit_words

AHEAD = 3  # months after the last one that are shown where the action is due in them
NEAR = 90  # days between two lines whose words would touch


def course(one: Followed, choice: Filters) -> Picture:
    """Its own unit's figure over the chosen span."""
    action = one.action
    if not action.indicator_id:
        return Picture(action.matter, state=t("actions.course.no_indicator"))
    days = (action.raised_on, action.due_on)
    verdict = t("actions.course.verdict", done=one.done_words, helped=one.helped_words)
    category = hot.category_of(action.address)
    own = choice.but(unit_id=action.unit_id, complaint_category=category)
    return _course(action.indicator_id, own, days, action.matter, verdict)


@remembered
def _course(
    indicator_id: str, choice: Filters, days: tuple[date, date], matter: str, verdict: str
) -> Picture:
    indicator = indicators.get(indicator_id)
    title = t("actions.course.title", matter=matter, verdict=verdict)
    is_hot = indicator_id == hot.INDEX
    frame = hot.by_month(choice) if is_hot else measured.by_month(indicator_id, choice)
    ahead = min(max(choice.month, days[1]), dates.add_months(choice.month, AHEAD))
    months = dates.months_between(
        dates.add_months(choice.month, 1 - choice.span), dates.month_start(ahead)
    )
    frame = frame.filter(pl.col("is_enough") & pl.col("value").is_not_null())
    frame = frame.filter(pl.col("month") >= months[0])
    if frame.is_empty():
        return Picture(title, state=t("tag.too_few"))
    points = [
        line.Point(
            row["month"], row["value"], row["low"], row["high"], row["series"],
            not row["is_mature"],
            t("actions.course.hover", month=dates.month(row["month"]),
              v=measured.value_words(indicator, row["value"])),
        )
        for row in frame.iter_rows(named=True)
    ]  # fmt: skip
    last = measured.value_words(indicator, points[-1].value)
    drawing = line.over_time(
        [line.Line(points, last)],
        months=months,
        breaks=_marks(days, months),
        suffix="%" if indicator.is_share else "",
        label_width=100,
        palette=theme.palette(),
    )
    subtitle = t("actions.course.subtitle", unit=unit_words(choice.unit_id), ind=indicator.name)
    question = "complaints/index_by_month" if is_hot else "measured/by_month"
    shown = frame.select("month", "value", "low", "high", "n", "is_mature")
    evidence = Evidence(shown, (question,), (indicator_id,), name="action")
    return Picture(title, subtitle, drawing, evidence=evidence)


def _marks(days: tuple[date, date], months: list[date]) -> list[line.Mark]:
    """The two days as lines; one set of words where they stand too near for two."""
    words = (t("actions.course.raised"), t("actions.course.due"))
    if (days[1] - days[0]).days < NEAR:
        words = (t("actions.course.both"), "")
    shown = dates.last_day(months[-1])
    return [
        line.Mark(day, label=word)
        for day, word in zip(days, words, strict=True)
        if months[0] <= day <= shown
    ]
