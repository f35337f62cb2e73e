"""The five figures of 总览 and the sentence made of them."""

from dashboard import measured, texts
from dashboard.answers import remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.measured import Latest
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names
from dashboard.verdicts import Working

SHOWN = {"SAT01": 1, "SAT02": 2, "CAS04": 1, "CAS02": 1, "CMP01": 1}  # with the colour's place
YEAR_ON_YEAR = 12  # months more that a stock needs before its year-on-year means anything


@remembered
def cards(choice: Filters) -> list[Card]:
    """群众安全感, 公安工作满意率, 未破小案存量, 小案90日破案率, 万人投诉信访."""
    return [card(indicator_id, choice, colour) for indicator_id, colour in SHOWN.items()]


def card(indicator_id: str, choice: Filters, colour: int = 1) -> Card:
    """The card of any indicator: value, interval, course, change as plain arithmetic."""
    indicator = get(indicator_id)
    course = measured.by_month(indicator_id, choice)
    figure = measured.latest(course, choice)
    if figure is None:
        return Card(indicator.name, state=t("tag.not_connected"))
    goal = measured.goal_words(indicator, choice, figure.series)
    if not figure.is_enough:
        least = t("state.minimum", n=numbers.count(figure.n), minimum=indicator.minimum_n)
        return Card(indicator.name, state=t("tag.too_few"), aside=goal, note=least)
    shown = course.tail(choice.span)
    span = dates.months_between(shown["month"][0], shown["month"][-1])
    enough = shown.filter("is_enough")
    by_month = dict(enough.select("month", "value").iter_rows())
    return Card(
        name=indicator.name,
        value=numbers.plain(figure.value, indicator.decimals),
        unit=indicator.unit,
        margin=measured.margin_words(indicator, figure.value, figure.low, figure.high),
        aside=goal,
        tag=_tag(indicator, choice),
        note=_note(indicator, figure, choice),
        course=[by_month.get(month) for month in span if month <= figure.month],
        colour=colour,
    )


def _tag(indicator: Indicator, choice: Filters) -> tuple[str, str] | None:
    if indicator.history_months and _history(choice) < indicator.history_months:
        return "neutral", t("tag.short_history")
    return None


def _history(choice: Filters) -> int:
    return measured.months_of_history(choice, "cases")


def _note(indicator: Indicator, figure: Latest, choice: Filters) -> str:
    parts = []
    window = indicator.window(measured.level_of(choice.unit_id))
    if window > 1 and indicator.roll == "sum":
        parts.append(t("overview.card.window", n=window))
    elif indicator.maturity_days >= 30:
        n = numbers.count(figure.n, "case")
        parts.append(t("overview.card.cohort", month=dates.month(figure.month), n=n))
    elif figure.month != choice.month:
        parts.append(dates.month(figure.month))
    needed = indicator.history_months and indicator.history_months + YEAR_ON_YEAR
    if not (needed and choice.compare == "yoy" and _history(choice) < needed):
        parts.append(measured.change_words(indicator, figure, choice.compare))
    return " · ".join(parts)


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Figures, intervals and cut-off; not a word of change."""
    figures = {}
    for indicator_id in SHOWN:
        figure = measured.latest(measured.by_month(indicator_id, choice), choice)
        if figure is not None and figure.is_enough:
            figures[indicator_id] = figure
    working = [_working(get(name), figure, choice) for name, figure in figures.items()]
    return ShortAnswer(_lead(figures, choice), _rest(figures, choice), tuple(working))


def _lead(figures: dict[str, Latest], choice: Filters) -> str:
    rated = [(get(name), figures[name]) for name in ("SAT01", "SAT02") if name in figures]
    holes: dict[str, object] = {"month": dates.month(choice.month)}
    if not rated:
        return t("overview.verdict.lead_none", **holes) if not figures else ""
    for place, (indicator, figure) in zip(("first", "second"), rated, strict=False):
        holes[place] = indicator.name
        holes[f"{place}_value"] = measured.words(indicator, figure)
    holes["month"] = dates.month(rated[0][1].month)
    return t(f"overview.verdict.lead_{'two' if len(rated) == 2 else 'one'}", **holes)


def _rest(figures: dict[str, Latest], choice: Filters) -> str:
    sentence = ""
    for name, key in (("CAS04", "stock"), ("CAS02", "cohort"), ("CMP01", "complaints")):
        if name in figures:
            indicator = get(name)
            spoken = measured.words if texts.language() == "zh" else measured.bare_words
            value = spoken(indicator, figures[name])
            month = dates.month(figures[name].month)
            sentence += t(f"overview.verdict.{key}", value=value, month=month)
    unit = unit_names().get(choice.unit_id, "")
    return sentence + t("overview.verdict.last", unit=unit, cutoff=dates.cutoff(snapshot().cutoff))


def _working(indicator: Indicator, figure: Latest, choice: Filters) -> Working:
    decimals = indicator.decimals
    kind = "share" if indicator.interval == "wilson" else "rate"
    arithmetic = t(
        f"overview.working.{'stock' if indicator.kind == 'stock' else kind}",
        name=indicator.name,
        numerator=indicator.numerator,
        denominator=indicator.denominator,
        a=numbers.plain(figure.numerator, 0 if figure.numerator % 1 == 0 else 1),
        b=numbers.plain(figure.denominator or 0),
        n=numbers.count(figure.n),
        scale=numbers.plain(indicator.scale),
        value=measured.value_words(indicator, figure.value),
        month=dates.month(figure.month),
        low=numbers.plain(figure.low or 0, decimals),
        high=numbers.plain(figure.high or 0, decimals),
    )
    source = t(
        "overview.working.source",
        question="queries/measured/by_month.sql",
        unit=unit_names().get(choice.unit_id, ""),
        month=dates.month(figure.month),
        cutoff=dates.cutoff(snapshot().cutoff),
        snapshot=snapshot().id,
    )
    return Working(formula=arithmetic, source=source)
