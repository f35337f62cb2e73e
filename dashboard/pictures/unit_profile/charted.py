"""A unit's indicators as small control charts, month by month (stations: quarter by quarter)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import measured, theme, units
from dashboard.answers import remembered
from dashboard.charts import control
from dashboard.charts.control import Panel, Point
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.judged.courses import Course, Month
from dashboard.pictures.unit_profile.assessed import in_order
from dashboard.statistics.change_points import change_points
from dashboard.statistics.control_charts import Chart, p_prime, xmr
from dashboard.statistics.estimates import Sums, added
from dashboard.statistics.proportions import of_sums
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.change import unit_words

COLUMNS = 4
FEWEST_ANSWERS = 5  # answers of fewer respondents are not shown
SHORTEST = 4  # points worth a chart
AROUND = 190  # px of title, note and margins
EMPTY = 130
KINDS = {"improvement": "improvement", "concern": "concern", "high": "neutral", "low": "neutral"}
# A stock is what earlier months left: its months are no samples of their own.
NOT_CHARTED = ("CAS04", "SVC01")
SIGMAS = 3  # from the mean to a limit
QUARTERLY = ("CAS05",)  # stored as trailing quarters; only whole ones are charted


@dataclass(frozen=True)
class Charted:
    """An indicator's chart with the first month of each point, in the indicator's scale."""

    indicator: Indicator
    months: tuple[date, ...]
    segments: tuple[int, ...]
    sums: tuple[Sums, ...]
    chart: Chart
    scale: float
    target: float | None
    is_quarterly: bool

    @property
    def variation(self) -> str:
        """Class of the last point; neutral where the indicator has no light."""
        is_light = self.indicator.status == "light"
        return self.chart.variation(self.indicator.direction if is_light else "none")

    @property
    def assurance(self) -> str:
        """Whether the process keeps the target."""
        goal = self.target / self.scale if self.target is not None else None
        return self.chart.assurance(goal, self.indicator.direction)

    @property
    def breaks(self) -> tuple[int, ...]:
        """Points where another level may have begun, each in its own segment.

        They are only reported: limits start anew where a cause is on record, not here.
        """
        found: list[int] = []
        for segment in dict.fromkeys(self.segments):
            first = self.segments.index(segment)
            points = self.chart.points[first : first + self.segments.count(segment)]
            away = [
                (point.value - point.mean) * SIGMAS / (point.high - point.mean)
                for point in points
                if point.high > point.mean
            ]
            if len(away) == len(points):
                found += [first + place for place in change_points(away, sigma=1.0)]
        return tuple(found)


@remembered
def charted(choice: Filters) -> tuple[Charted, ...]:
    """Every indicator of the unit that has points enough."""
    level = units.levels().get(choice.unit_id, "")
    drawn = []
    for (_, indicator_id), course in in_order(choice).items():
        if course.indicator.window(level) and indicator_id not in NOT_CHARTED:
            found = _charted(course, choice, level)
            if found is not None:
                drawn.append(found)
    return tuple(drawn)


def _charted(course: Course, choice: Filters, level: str) -> Charted | None:
    indicator = course.indicator
    first = dates.add_months(choice.month, 1 - choice.span)
    months = [month for month in course.judged if month.month >= first]
    is_quarterly = level == "station" or indicator.id in QUARTERLY
    points = (
        _quarters(months, indicator)
        if is_quarterly
        else [(m.month, m.series, m.sums) for m in months]
    )
    points = [point for point in points if _is_shown(indicator, point[2])]
    if len(points) < SHORTEST:
        return None
    series = [name for _, name, _ in points]
    rebase = [i for i in range(1, len(series)) if series[i] != series[i - 1]]
    sums = [each for _, _, each in points]
    limits = measured.limits(indicator, choice, series[-1])
    is_level = indicator.status == "light" and indicator.value_kind == "level"
    return Charted(
        indicator,
        tuple(month for month, _, _ in points),
        tuple(sum(place <= i for place in rebase) for i in range(len(points))),
        tuple(sums),
        _chart(indicator, sums, rebase),
        indicator.scale,
        limits.target if limits is not None and is_level else None,
        is_quarterly,
    )


def _chart(indicator: Indicator, sums: Sequence[Sums], rebase: Sequence[int]) -> Chart:
    """p' for shares, with the effective number of answers; XmR for rates and ratios."""
    if indicator.interval != "wilson":
        return xmr([each.numerator / each.denominator for each in sums], rebase=rebase)
    shares = [
        of_sums(each.numerator, each.denominator, each.n, each.sum_weight_sq, each.numerator_sq)
        for each in sums
    ]
    sizes = [share.n_design for share in shares]
    return p_prime([share.value * share.n_design for share in shares], sizes, rebase=rebase)


def _is_shown(indicator: Indicator, sums: Sums) -> bool:
    least = FEWEST_ANSWERS if indicator.id.startswith("SAT") else 1
    return sums.denominator > 0 and sums.n >= least


def _quarters(months: Sequence[Month], indicator: Indicator) -> list[tuple[date, str, Sums]]:
    """Whole calendar quarters of one series; of trailing quarters their last month alone."""
    by_quarter: dict[tuple[date, str], list[Month]] = {}
    for month in months:
        start = month.month.replace(month=(month.month.month - 1) // 3 * 3 + 1)
        by_quarter.setdefault((start, month.series), []).append(month)
    found = []
    for (start, series), parts in sorted(by_quarter.items()):
        ends = [part for part in parts if part.month == dates.add_months(start, 2)]
        if indicator.roll == "sum" and len(parts) == 3:
            found.append((start, series, added([part.sums for part in parts])))
        elif indicator.roll != "sum" and ends:
            found.append((start, series, ends[0].sums))
    return found


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
        note=t("unit_profile.charts.note") + _breaks_words(drawn),
        evidence=_evidence(drawn),
    )


def _breaks_words(drawn: Sequence[Charted]) -> str:
    """What the dotted lines are, where there is one."""
    n = sum(len(each.breaks) for each in drawn)
    return t("unit_profile.charts.breaks", n=n) if n else ""


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
