"""六常/六重: six paired cards, what is done constantly beside what warns of its neglect."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

import polars as pl

from dashboard import judged, measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.cards import COLOURS
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.measured import Latest
from dashboard.pictures.promises.figures import JUDGED, promises, value_words
from dashboard.statistics import counts
from dashboard.statistics.estimates import Estimate
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.target import standing

WINDOW = 3  # months of complaints
YEAR = 12
PARTS = ("constant", "neglect")
INDICATORS = (
    "GRD01", "CAS02", "CAS08", "FLW04", "FLW05", "FLW06", "SVC01", "SVC02", "SVC03", "CMP06",
    "SAT06",
)  # fmt: skip
QUESTIONS = (
    "unit_profile/activities_by_month",
    "unit_profile/prevention_by_month",
    "unit_profile/manners_by_month",
    "promises/kept_by_month",
)


@dataclass(frozen=True)
class Side:
    """One side of a card: its name, its figure or a state, and the words that judge it."""

    name: str
    figure: str
    tag: str = ""  # key under [tag]


def _indicator(indicator_id: str) -> Callable[[Filters], Side]:
    def side(choice: Filters) -> Side:
        indicator = get(indicator_id)
        figure = measured.latest(measured.by_month(indicator_id, choice), choice)
        if figure is None:
            return Side(indicator.name, measured.absent_words(indicator, choice))
        if not figure.is_enough:
            return Side(indicator.name, t("tag.too_few"))
        word = _against_target(indicator, figure, choice)
        return Side(indicator.name, measured.words(indicator, figure), word)

    return side


def _against_target(indicator: Indicator, figure: Latest, choice: Filters) -> str:
    """met, crossing, watch or beyond; "" without a target, or where nothing can be told yet."""
    if indicator.kind != "composed":
        goal = judged.goal(indicator.id, choice)
        return goal.tag if goal is not None and goal.tag in JUDGED else ""
    limits = measured.limits(indicator, choice, figure.series)
    if indicator.status != "light" or limits is None or figure.low is None:
        return ""
    estimate = Estimate(figure.value, figure.low, figure.high)
    return standing(indicator.direction, estimate, limits)


def _first_release(choice: Filters) -> Side:
    """How often the first release on a major event came within a day: the eighth promise."""
    name = t("unit_profile.pairs.first_release")
    promise = next(one for one in promises(choice) if one.code == "C08")
    if promise.value is None or promise.standing == "too_few":
        return Side(name, t(f"tag.{promise.standing}"))
    return Side(name, value_words(promise), promise.standing if promise.standing in JUDGED else "")


def _activities(choice: Filters, *kinds: str) -> pl.DataFrame:
    """Activities by month over two years, of all kinds where none is named."""
    return ask_if_connected("unit_profile/activities_by_month", choice, activity_types=list(kinds))


def _evenness(choice: Filters) -> Side:
    """The month with the fewest activities against the mean month: 100 % is quite even."""
    name = t("unit_profile.pairs.evenness")
    frame = _activities(choice)
    if frame.width:
        frame = frame.filter(pl.col("month") > dates.add_months(choice.month, -YEAR))
    if frame.height < YEAR:
        return Side(name, t("tag.not_connected" if frame.is_empty() else "tag.short_history"))
    months = frame["activity_count"].to_list()
    share = min(months) / (sum(months) / len(months))
    return Side(name, t("unit_profile.pairs.evenness_value", share=numbers.rate(share)))


def _manners(choice: Filters) -> Side:
    """Complaints about attitude and procedure in three months against the same a year ago."""
    name = t("unit_profile.pairs.manners")
    frame = ask_if_connected("unit_profile/manners_by_month", choice)
    if frame.is_empty():
        connected = measured.is_connected(choice, "complaints")
        return Side(name, numbers.count(0, "complaint") if connected else t("tag.not_connected"))
    by_month = dict(frame.iter_rows())

    def total(back: int) -> float:
        months = (dates.add_months(choice.month, -back - place) for place in range(WINDOW))
        return float(sum(by_month.get(month, 0.0) for month in months))

    now, before = total(0), total(YEAR)
    past = [total(back) for back in range(WINDOW, 8 * WINDOW, WINDOW)]
    found = counts.change(now, before, past)
    word = "no_clear_change"
    if found.is_real:
        word = "more" if now > before else "fewer"
    value = t(
        "unit_profile.pairs.manners_value",
        n=numbers.count(now, "complaint"),
        before=numbers.count(before, "complaint"),
    )
    return Side(name, value, word)


@dataclass(frozen=True)
class Year:
    """Cases that could be prevented and preventive activities, this year and the one before."""

    cases: tuple[float, float]
    activities: tuple[float, float]


def _prevention(choice: Filters) -> Year | None:
    frame = ask_if_connected("unit_profile/prevention_by_month", choice)
    history = measured.months_of_history(choice, "activities")
    if frame.is_empty() or history < 2 * YEAR:
        return None
    is_late = frame["month"] > dates.add_months(choice.month, -YEAR)

    def both(column: str) -> tuple[float, float]:
        late, early = frame[column].filter(is_late), frame[column].filter(~is_late)
        return float(late.sum()), float(early.sum())

    return Year(both("case_count"), both("activity_count"))


def _prevented(choice: Filters) -> Side:
    """Preventive activities for each hundred small cases, over a year."""
    name = t("unit_profile.pairs.prevention")
    year = _prevention(choice)
    if year is None or not all(year.cases):
        return Side(name, t("tag.not_connected" if year is None else "tag.too_few"))
    now, before = (a / c * 100 for a, c in zip(year.activities, year.cases, strict=True))
    return Side(
        name,
        t(
            "unit_profile.pairs.prevention_value",
            now=numbers.plain(now, 1),
            before=numbers.plain(before, 1),
        ),
    )


def _quadrant(choice: Filters) -> Side:
    """Warns where clearance and preventable cases rose and prevention fell, beyond chance."""
    name = t("unit_profile.pairs.quadrant")
    year = _prevention(choice)
    if year is None:
        return Side(name, t("tag.not_connected"))
    cases, activities = counts.change(*year.cases), counts.change(*year.activities)
    clearance = judged.change("CAS02", choice)
    is_solved_more = clearance is not None and clearance.tag in ("better", "more")
    warns = is_solved_more and cases.is_real and cases.z > 0
    warns = warns and activities.is_real and activities.z < 0
    value = t(
        "unit_profile.pairs.quadrant_value",
        cases=numbers.change(*year.cases, "case"),
        activities=numbers.change(*year.activities),
    )
    return Side(name, value, "watch" if warns else "")


def _publicity(choice: Filters) -> Side:
    """How often the public was told something, this year and the one before.

    What was reported inwards is in no table, so the two cannot be held against each other.
    """
    name = t("unit_profile.pairs.publicity")
    frame = _activities(choice, "press_release", "publicity")
    if frame.is_empty() or measured.months_of_history(choice, "activities") < 2 * YEAR:
        return Side(name, t("tag.not_connected" if frame.is_empty() else "tag.short_history"))
    is_late = frame["month"] > dates.add_months(choice.month, -YEAR)
    now, before = (
        float(frame["activity_count"].filter(part).sum()) for part in (is_late, ~is_late)
    )
    found = counts.change(now, before)
    word = "no_clear_change"
    if found.is_real:
        word = "more" if now > before else "fewer"
    value = t(
        "unit_profile.pairs.publicity_value",
        now=numbers.count(now),
        before=numbers.count(before),
    )
    return Side(name, value, word)


# Evidence of what is done constantly, and what warns; domain.md, A7.
PAIRS: dict[str, tuple[list[Callable[[Filters], Side]], list[Callable[[Filters], Side]]]] = {
    "daily": ([_evenness], [_indicator("GRD01")]),
    "prevent": ([_prevented], [_quadrant]),
    "small": ([_indicator("CAS02")], [_indicator("CAS08")]),
    "manage": (
        [_indicator("FLW04"), _indicator("FLW05"), _indicator("FLW06")],
        [_manners],
    ),
    "serve": (
        [_indicator("SVC01"), _indicator("SVC02"), _indicator("SVC03")],
        [_indicator("CMP06")],
    ),
    "tell": ([_indicator("SAT06"), _first_release], [_publicity]),
}


def off_target(choice: Filters) -> list[str]:
    """What lies off its target and is not judged, as its windows overlap: 突击指数（预警）."""
    composed = [name for name in INDICATORS if get(name).kind == "composed"]
    sides = [_indicator(name)(choice) for name in composed]
    return [
        t("unit_profile.needing.tagged", name=side.name, word=t(f"tag.{side.tag}"))
        for side in sides
        if side.tag in ("watch", "beyond")
    ]


@remembered
def picture(choice: Filters) -> Picture:
    """Six cards in a row, three on a narrower screen."""
    told = [
        (name, part, [side(choice) for side in sides])
        for name, pair in PAIRS.items()
        for part, sides in zip(PARTS, pair, strict=True)
    ]
    halves = [_half(name, part, sides) for name, part, sides in told]
    pairs = zip(halves[::2], halves[1::2], strict=True)
    cards = "".join(f"<div>{constant}{neglect}</div>" for constant, neglect in pairs)
    rows = [
        {
            "pair": t(f"unit_profile.pairs.{name}.{part}"),
            "name": side.name,
            "figure": side.figure,
            "goal_words": t(f"tag.{side.tag}") if side.tag else "",
        }
        for name, part, sides in told
        for side in sides
    ]
    return Picture(
        t("unit_profile.pairs.title"),
        t("unit_profile.pairs.subtitle"),
        body=f'<div class="paired">{cards}</div>',
        evidence=Evidence(pl.DataFrame(rows), QUESTIONS, INDICATORS, name="six_constants"),
    )


def _half(name: str, part: str, sides: Sequence[Side]) -> str:
    warns = ' class="warns"' if part == "neglect" else ""
    heading = f"<h4{warns}>{escape(t(f'unit_profile.pairs.{name}.{part}'))}</h4>"
    return heading + "".join(_side(side) for side in sides)


def _side(side: Side) -> str:
    word = tag(COLOURS.get(side.tag, "neutral"), t(f"tag.{side.tag}")) if side.tag else ""
    return f"<p><span>{escape(side.name)}</span><br><b>{escape(side.figure)}</b> {word}</p>"
