"""The five figures of 总览, each with what changed and, apart from it, its target."""

from dataclasses import replace
from datetime import date

from dashboard import editions, judged, measured
from dashboard.answers import remembered
from dashboard.completeness import completeness, source_of
from dashboard.elements.cards import Card, tag_of
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.measured import Latest
from dashboard.pictures.small_cases import undated
from dashboard.statistics.completeness import expected_count
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict
from dashboard.verdicts.change import Judgement
from dashboard.verdicts.stock import cause_words, stock_change

SHOWN = {"SAT01": 1, "SAT02": 2, "CAS04": 1, "CAS02": 1, "CMP01": 1}  # with the colour's place
OF_ENDS = ("CAS04", "CAS02")  # not there where a source does not say when a case ended
STANDINGS = ("met", "crossing", "watch", "beyond")


def cards(choice: Filters) -> list[Card]:
    """群众安全感, 公安工作满意率, 未破小案存量, 小案90日破案率, 万人投诉信访."""
    made = _cards(choice)
    changed = [editions.between(indicator_id, choice) for indicator_id in SHOWN]
    return [
        replace(one, strip=was.strip) if was else one
        for one, was in zip(made, changed, strict=True)
    ]


@remembered
def _cards(choice: Filters) -> list[Card]:
    return [card(indicator_id, choice, colour) for indicator_id, colour in SHOWN.items()]


def card(indicator_id: str, choice: Filters, colour: int = 1) -> Card:
    """The card of any indicator: value, interval, course, judged change, target word."""
    indicator = get(indicator_id)
    course = measured.by_month(indicator_id, choice)
    figure = measured.latest(course, choice)
    if figure is None:
        is_lacking = indicator_id in OF_ENDS and undated.is_undated(choice)
        note = t("overview.card.no_ends") if is_lacking else ""
        return Card(indicator.name, state=measured.absent_words(indicator, choice), note=note)
    goal = measured.goal_words(indicator, choice, figure.series)
    if not figure.is_enough:
        least = t("state.minimum", n=numbers.count(figure.n), minimum=indicator.minimum_n)
        return Card(indicator.name, state=t("tag.too_few"), aside=goal, note=least)
    shown = course.tail(choice.span)
    span = dates.months_between(shown["month"][0], shown["month"][-1])
    enough = shown.filter("is_enough")
    by_month = dict(enough.select("month", "value").iter_rows())
    changed = judged.change(indicator_id, choice)
    margin = measured.margin_words(indicator, figure.value, figure.low, figure.high)
    return Card(
        name=indicator.name,
        value=numbers.plain(figure.value, indicator.decimals),
        unit=indicator.unit,
        margin=margin,
        aside=goal,
        tag=tag_of(changed),
        note=_note(indicator, figure, changed, choice),
        brief=_brief(indicator, figure, changed, margin, choice),
        course=[by_month.get(month) for month in span if month <= figure.month],
        is_open=changed is not None and changed.tag == "incomplete",
        colour=colour,
    )


def _note(indicator: Indicator, figure: Latest, changed: Verdict | None, choice: Filters) -> str:
    """What the figure is of, how it differs from what it is held against, and the target's word."""
    parts = []
    window = indicator.window(measured.level_of(choice.unit_id))
    if window > 1 and indicator.roll == "sum":
        parts.append(t("overview.card.window", n=window))
    elif indicator.maturity_days >= 30:
        n = numbers.count(figure.n, "case")
        parts.append(t("overview.card.cohort", month=_short(figure.month, choice), n=n))
    elif figure.month != choice.month:
        parts.append(dates.month(figure.month))
    parts.append(_change(indicator, figure, changed, choice))
    goal = judged.goal(indicator.id, choice)
    if goal is not None and goal.tag in STANDINGS:
        parts.append(t(f"tag.{goal.tag}"))
    return " · ".join(part for part in parts if part)


def expected_words(indicator_id: str, choice: Filters) -> str:
    """预计 23.4–24.0，暂不判断: of a count whose month is still arriving; "" of all else."""
    return _arrived(get(indicator_id), choice)


def _brief(
    indicator: Indicator, figure: Latest, changed: Verdict | None, margin: str, choice: Filters
) -> str:
    """The one thing of the note that a phone has room for; "" leaves the margin there."""
    if indicator.id == judged.STOCK:
        cause = _cause(choice)
        return t("overview.card.cause_alone", cause=cause) if cause else ""
    if changed is not None and changed.tag == "incomplete":
        return _arrived(indicator, choice, "expected_alone")
    if figure.month == choice.month:
        return ""
    key = "cohort_alone" if indicator.maturity_days >= 30 else "month_alone"
    return t(f"overview.card.{key}", month=_short(figure.month, choice), margin=margin)


def _short(month: date, choice: Filters) -> str:
    """7月, or with its year where that is another one."""
    return dates.month_only(month) if month.year == choice.month.year else dates.month(month)


def _change(indicator: Indicator, figure: Latest, changed: Verdict | None, choice: Filters) -> str:
    if indicator.id == judged.STOCK:
        return _stock_change(changed, choice)
    if changed is not None and changed.tag in ("short_history", "immature"):
        return ""
    if changed is not None and changed.tag == "incomplete":
        return _arrived(indicator, choice)
    found = judged.judgement(indicator.id, choice)
    if found is not None and found.outcome == "definition_changed":
        return ""
    if found is not None and found.outcome in ("in_window", "after_window"):
        return t("overview.card.in_window")
    if found is not None and found.outcome == "too_few_before":
        return t("overview.card.too_few_before")
    if found is None or found.test is None or found.before is None or found.now is None:
        return measured.change_words(indicator, figure, choice.compare)
    if found.run is not None:
        side = t(f"verdict.word.{'above' if found.run.side > 0 else 'below'}")
        return t("overview.card.run", k=found.run.length, side=side)
    if indicator.is_share:
        difference = numbers.points(found.difference / 100)
    else:
        before = found.before.numerator / found.before.denominator * indicator.scale
        difference = numbers.change(before + found.difference, before, decimals=indicator.decimals)
    return t("compare.change", how=_held_against(found, choice), difference=difference)


def _held_against(found: Judgement, choice: Filters) -> str:
    """同比, 环比, 比前12月均值; of a survey held in rounds the month of the round before."""
    first, last = found.reference or (found.month, found.month)
    usual = (found.month, dates.add_months(found.month, -1), dates.add_months(found.month, -12))
    is_survey = found.indicator.month_basis == "fieldwork" and found.window == 1
    if is_survey and first == last and last not in usual:
        return t("compare.round", month=dates.month(last))
    return t(f"compare.{choice.compare}")


def _stock_change(changed: Verdict | None, choice: Filters) -> str:
    """Against a year ago, with the flow that moved it; nothing before there are two years."""
    found = stock_change(choice)
    if found is None or changed is None:
        return ""
    difference = numbers.relative(found.now, found.before) if found.before else ""
    words = t("compare.change", how=t("compare.yoy"), difference=difference)
    cause = _cause(choice)
    return words + t("overview.card.cause", cause=cause) if cause else words


def _cause(choice: Filters) -> str:
    """The flow that moved the stock, worded; "" where it did not move beyond chance."""
    found = stock_change(choice)
    if found is None or not found.account.is_beyond_chance:
        return ""
    return cause_words(found.account.cause) if found.account.cause else t("verdict.cause.mixed")


def _arrived(indicator: Indicator, choice: Filters, key: str = "expected") -> str:
    known = completeness(choice, source_of(indicator.id))
    found = judged.judgement(indicator.id, choice)
    is_count = indicator.interval == "poisson"
    if known is None or found is None or found.now is None or not is_count:
        return ""
    counted = expected_count(found.now.numerator, known.arrived)
    per = indicator.scale / found.now.denominator
    between = numbers.between(counted.low * per, counted.high * per, indicator.decimals)
    return t(f"overview.card.{key}", range=between)
