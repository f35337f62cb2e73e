"""The control charts of a unit drawn side by side, and the table behind them."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from dashboard import measured, theme, units
from dashboard.answers import remembered
from dashboard.charts import control
from dashboard.charts.control import Panel, Point
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.unit_profile.assessed import assessed
from dashboard.pictures.unit_profile.charted import Charted, charted
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.change import unit_words

COLUMNS = 4
AROUND = 190  # px of title, note and margins
EMPTY = 130
KINDS = {"improvement": "improvement", "concern": "concern", "high": "neutral", "low": "neutral"}


@remembered
def picture(choice: Filters) -> Picture:
    """All charts of the unit; a click gives the indicator."""
    drawn = charted(choice)
    if not drawn:
        return Picture(t("unit_profile.charts.title_none"), state=t("unit_profile.charts.none"))
    counted = [each.variation for each in drawn]
    quiet = counted.count("common") + counted.count("high") + counted.count("low")
    title = t(
        "unit_profile.charts.title",
        k=len(drawn),
        a=quiet,
        b=counted.count("improvement"),
        c=counted.count("concern"),
    )
    others = _others(choice)
    grain = "quarters" if units.levels().get(choice.unit_id) == "station" else "months"
    other = unit_words(choice.other_unit_id) if others else ""
    return Picture(
        title,
        t(f"unit_profile.charts.subtitle_{grain}")
        + (t("unit_profile.charts.other", unit=other) if other else ""),
        control.multiples(
            [_panel(each, others.get(each.indicator.id)) for each in drawn],
            columns=COLUMNS,
            palette=theme.palette(),
        ),
        note=t("unit_profile.charts.note") + _marks_words(drawn) + _left_out(drawn, choice),
        evidence=_evidence(drawn),
    )


def _marks_words(drawn: Sequence[Charted]) -> str:
    """What hollow points and dotted lines are, where there are any."""
    n = sum(len(each.breaks) for each in drawn)
    words = t("unit_profile.charts.arriving") if any(each.arriving for each in drawn) else ""
    return words + (t("unit_profile.charts.breaks", n=n) if n else "")


def _left_out(drawn: Sequence[Charted], choice: Filters) -> str:
    """What the page's answer counts and no chart shows: the two numbers are to be told apart."""
    shown = {each.indicator.id for each in drawn}
    names = [each.indicator.name for each in assessed(choice) if each.indicator.id not in shown]
    listed = t("peers.listed").join(names)
    return t("unit_profile.charts.left_out", names=listed) if names else ""


def height(choice: Filters) -> int:
    """px of the card: all rows of charts with title and note."""
    rows = -(-len(charted(choice)) // COLUMNS)
    return rows * control.ROW_HEIGHT + AROUND if rows else EMPTY


def _others(choice: Filters) -> dict[str, Charted]:
    if not choice.other_unit_id or choice.other_unit_id == choice.unit_id:
        return {}
    beside = choice.but(unit_id=choice.other_unit_id, other_unit_id="")
    return {each.indicator.id: each for each in charted(beside)}


def verdict_words(each: Charted) -> str:
    """稳 · 时达时不达（试用限）"""
    parts = [t(f"unit_profile.variation.{each.variation}")]
    if each.assurance != "none":
        parts.append(t(f"unit_profile.assurance.{each.assurance}"))
    said = t("unit_profile.joined").join(parts)
    return said + (t("unit_profile.trial") if each.chart.is_trial else "")


def _panel(each: Charted, other: Charted | None) -> Panel:
    indicator = each.indicator
    factor, ceiling = each.scale, 100.0 if indicator.interval == "wilson" else None
    points = [
        Point(
            month,
            point.value * factor,
            point.mean * factor,
            max(point.low * factor, 0.0),
            point.high * factor if ceiling is None else min(point.high * factor, ceiling),
            segment,
            KINDS.get(_class(each, point.side), "common") if point.rule else "common",
            _hover(each, month, place),
        )
        for place, (month, segment, point) in enumerate(
            zip(each.months, each.segments, each.chart.points, strict=True)
        )
    ]
    line = []
    if other is not None and other.is_quarterly == each.is_quarterly:
        values = [point.value * factor for point in other.chart.points]
        line = list(zip(other.months, values, strict=True))
    return Panel(
        indicator.id,
        indicator.name,
        verdict_words(each),
        KINDS.get(each.variation, "common"),
        points,
        each.target,
        line,
        "%" if indicator.is_share else "",
        [each.months[place] for place in each.breaks],
        _arriving_point(each),
    )


def _arriving_point(each: Charted) -> Point | None:
    """The month still arriving, against the limits of the months before."""
    if each.arriving is None:
        return None
    last = each.chart.points[-1]
    return Point(
        each.arriving.month,
        each.arriving.value * each.scale,
        last.mean * each.scale,
        last.low * each.scale,
        last.high * each.scale,
        hover=each.arriving.sentence,
    )


def _class(each: Charted, side: int) -> str:
    direction = each.indicator.direction if each.indicator.status == "light" else "none"
    if direction not in ("up", "down"):
        return "high"
    return "improvement" if (side > 0) == (direction == "up") else "concern"


def _hover(each: Charted, month: date, place: int) -> str:
    point, sums = each.chart.points[place], each.sums[place]
    indicator = each.indicator
    return t(
        "unit_profile.charts.hover",
        month=dates.quarter(dates.add_months(month, 2))
        if each.is_quarterly
        else dates.month(month),
        value=measured.value_words(indicator, point.value * each.scale),
        mean=measured.value_words(indicator, point.mean * each.scale),
        low=numbers.plain(max(point.low * each.scale, 0.0), 1),
        high=numbers.plain(point.high * each.scale, 1),
        n=numbers.count(sums.n),
        rule=_rule_words(each, place),
    )


def _rule_words(each: Charted, place: int) -> str:
    """What is more than chance about a point, and whether another level may begin there."""
    words = t(f"unit_profile.rule.{each.chart.points[place].rule or 'none'}")
    return words + (t("unit_profile.charts.break") if place in each.breaks else "")


def _evidence(drawn: Sequence[Charted]) -> Evidence:
    rows = [
        {
            "indicator": each.indicator.name,
            "month": month,
            "value": point.value * each.scale,
            "mean": point.mean * each.scale,
            "low": point.low * each.scale,
            "high": point.high * each.scale,
            "n": sums.n,
            "rule": _rule_words(each, place),
        }
        for each in drawn
        for place, (month, point, sums) in enumerate(
            zip(each.months, each.chart.points, each.sums, strict=True)
        )
    ]
    notes = (t("unit_profile.charts.rules"),)
    return Evidence(pl.DataFrame(rows), ("measured/courses",), (), notes, "unit_control_charts")
