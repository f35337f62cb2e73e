"""A unit's indicators judged on control charts, month by month (stations: quarter by quarter)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard import judged, measured, units
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.judged.courses import Course, Month
from dashboard.pictures.unit_profile.assessed import in_order
from dashboard.pictures.unit_profile.runs import without_chance
from dashboard.statistics.change_points import change_points
from dashboard.statistics.control_charts import Chart, p_prime, xmr
from dashboard.statistics.estimates import Sums, added, share_of
from dashboard.texts import dates

FEWEST_ANSWERS = 5  # answers of fewer respondents are not shown
SHORTEST = 4  # points worth a chart
# A stock is what earlier months left: its months are no samples of their own.
NOT_CHARTED = ("CAS04", "SVC01")
SIGMAS = 3  # from the mean to a limit
QUARTERLY = ("CAS05",)  # stored as trailing quarters; only whole ones are charted


@dataclass(frozen=True)
class Arriving:
    """The chosen month where it has not arrived well enough: shown, and judged by nothing."""

    month: date
    value: float  # as the chart's own
    sentence: str  # what is expected in the end


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
    arriving: Arriving | None = None

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
    arriving = None if is_quarterly or not points else _arriving(indicator, points[-1], choice)
    points = points[:-1] if arriving is not None else points
    if len(points) < SHORTEST:
        return None
    series = [name for _, name, _ in points]
    rebase = [i for i in range(1, len(series)) if series[i] != series[i - 1]]
    sums = [each for _, _, each in points]
    segments = tuple(sum(place <= i for place in rebase) for i in range(len(points)))
    limits = measured.limits(indicator, choice, series[-1])
    is_level = indicator.status == "light" and indicator.value_kind == "level"
    return Charted(
        indicator,
        tuple(month for month, _, _ in points),
        segments,
        tuple(sums),
        without_chance(_chart(indicator, sums, rebase), indicator, sums, segments),
        indicator.scale,
        limits.target if limits is not None and is_level else None,
        is_quarterly,
        arriving,
    )


def _arriving(
    indicator: Indicator, last: tuple[date, str, Sums], choice: Filters
) -> Arriving | None:
    """The last month, where cards say 到数未齐 of it too."""
    month, _, sums = last
    changed = judged.change(indicator.id, choice) if month == choice.month else None
    if changed is None or changed.tag != "incomplete":
        return None
    return Arriving(month, sums.numerator / sums.denominator, changed.sentence)


def _chart(indicator: Indicator, sums: Sequence[Sums], rebase: Sequence[int]) -> Chart:
    """p' for shares, with the effective number of answers; XmR for rates and ratios."""
    if indicator.interval != "wilson":
        return xmr([each.numerator / each.denominator for each in sums], rebase=rebase)
    shares = [share_of(each) for each in sums]
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
