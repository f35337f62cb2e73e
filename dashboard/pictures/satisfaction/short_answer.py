"""The question, the verdict line and the five figures of 满意度."""

from datetime import date

import polars as pl

from dashboard import indicators
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working

COLOURS = {"SAT01": 1, "SAT02": 2, "SAT04": 3, "SAT05": 5}


def question() -> str:
    """The page's question."""
    return t("satisfaction.question")


def has_answers(choice: Filters) -> bool:
    """Whether any answers were counted for the unit (else only published figures can be shown)."""
    return not rates.by_month(choice).is_empty()


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Figures, intervals and cut-off; no word of change before there is a test of it."""
    frame = rates.shown(rates.by_month(choice), choice)
    if frame.is_empty():
        return _published_only(choice)
    parts: list[str] = []
    working: list[Working] = []
    told: date | None = None
    for indicator_id in ("SAT01", "SAT02"):
        found = _last(frame.filter(pl.col("indicator_id") == indicator_id))
        if found is None:
            continue
        month, series, row = found
        name = _name(indicator_id)
        rate = rates.of_row(row)
        if rate is None or rate.n < rates.least(indicator_id):
            parts.append(
                t(
                    "satisfaction.too_few",
                    name=name,
                    n=numbers.count(row["respondent_count"], "person"),
                )
            )
            continue
        when = "" if month == told else t("satisfaction.when", month=dates.month(month))
        told = month
        parts.append(t("satisfaction.figure", when=when, name=name, rate=rate.words))
        working.append(_working(name, series, row, rate))
    rest = _response(choice) + t("satisfaction.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    return ShortAnswer(
        t("satisfaction.lead", parts=t("satisfaction.and").join(parts)), rest, working
    )


def _published_only(choice: Filters) -> ShortAnswer:
    published = ask_if_connected("satisfaction/published_scores", choice)
    if published.is_empty():
        return ShortAnswer(t("satisfaction.nothing"))
    last = published.filter(pl.col("period_end") == published["period_end"].max()).row(
        0, named=True
    )
    return ShortAnswer(
        t("satisfaction.published_lead"),
        t(
            "satisfaction.published_rest",
            source=last["source"],
            value=numbers.plain(last["value"], 1),
            day=dates.full(last["period_end"]),
        ),
    )


def _last(frame: pl.DataFrame) -> tuple[date, str, dict[str, float]] | None:
    if frame.is_empty():
        return None
    series = rates.latest_series(frame)
    row = frame.filter(pl.col("series") == series).sort("month").row(-1, named=True)
    return row["month"], series, row


def _working(name: str, series: str, row: dict[str, float], rate: rates.Rate) -> Working:
    arithmetic = t(
        "satisfaction.working",
        name=name,
        series=rates.series_words(series),
        positive=numbers.plain(row["positive"], 1),
        weight=numbers.plain(row["weight"], 1),
        n=numbers.count(rate.n, "person"),
        rate=numbers.rate(rate.value),
        low=numbers.rate(rate.low),
        high=numbers.rate(rate.high),
    )
    return Working(formula=arithmetic)


def _response(choice: Filters) -> str:
    """What those who did not answer could change, at worst and at best."""
    joined = rates.asked(choice)
    if joined.is_empty():
        return ""
    row = joined.row(-1, named=True)
    share = row["completed"] / row["contacted"]
    satisfied = row["positive"] / row["weight"] if row["weight"] else 0.0
    return t(
        "satisfaction.response",
        rate=numbers.rate(share),
        low=numbers.rate(satisfied * share),
        high=numbers.rate(satisfied * share + 1 - share),
    )


@remembered
def cards(choice: Filters) -> list[Card]:
    """双测评, the two ratings after contact, and how many answered."""
    everything = rates.by_month(choice)
    if everything.is_empty():
        return []
    drawn = [
        _rate_card(i, rates.shown(_of(everything, i), choice), choice) for i in ("SAT01", "SAT02")
    ]
    drawn.append(_rate_card("SAT04", _of(everything, "SAT04"), choice))
    drawn.append(_handling_card(choice))
    drawn.append(_response_card(choice))
    return drawn


def _of(frame: pl.DataFrame, indicator_id: str) -> pl.DataFrame:
    return frame.filter(pl.col("indicator_id") == indicator_id)


def _name(indicator_id: str) -> str:
    return indicators.get(indicator_id).name


def _rate_card(indicator_id: str, frame: pl.DataFrame, choice: Filters) -> Card:
    name = _name(indicator_id)
    if frame.is_empty():
        return Card(name, state=t("tag.not_connected"))
    series = rates.latest_series(frame)
    own = frame.filter(pl.col("series") == series).sort("month")
    month, rate = own["month"][-1], rates.of_row(own.row(-1, named=True))
    if rate is None or rate.n < rates.least(indicator_id):
        return Card(
            name, state=t("tag.too_few"), note=numbers.count(own["respondent_count"][-1], "person")
        )
    course = [
        found.value if (found := rates.of_row(row)) else None for row in own.iter_rows(named=True)
    ]
    return Card(
        name,
        numbers.plain(rate.value * 100, 1),
        "%",
        numbers.margin(rate.value, rate.low, rate.high),
        aside=_target(indicator_id, series),
        note=_change(own, month, rate, choice),
        course=course,
        colour=COLOURS[indicator_id],
    )


def _target(indicator_id: str, series: str) -> str:
    """The target holds for the programme it was set for."""
    indicator = indicators.get(indicator_id)
    programmes = (indicator.default_programme, "callback_110", "callback_case")
    if indicator.target is None or rates.programme_of(series) not in programmes:
        return ""
    return t("satisfaction.target", value=numbers.plain(indicator.target))


def _change(own: pl.DataFrame, month: date, rate: rates.Rate, choice: Filters) -> str:
    """Against the month chosen for comparison, inside the series; without a verdict."""
    how = t(f"compare.{choice.compare}")
    before: float | None = None
    if choice.compare == "mean12":
        year = own.filter(
            (pl.col("month") < month) & (pl.col("month") >= dates.add_months(month, -12))
        )
        earlier = rates.total(year) if year.height >= 12 else None
    else:
        back = 12 if choice.compare == "yoy" else 1
        earlier = rates.at(own, str(own["series"][0]), dates.add_months(month, -back))
    before = earlier.value if earlier else None
    if before is None:
        return f"{dates.month(month)} · {t('compare.none', how=how)}"
    return f"{dates.month(month)} · {how} {numbers.points(rate.value - before)}"


def _handling_card(choice: Filters) -> Card:
    frame = ask_if_connected("satisfaction/by_outcome_and_notice", choice)
    name = _name("SAT05")
    if frame.is_empty():
        return Card(name, state=t("tag.not_connected"))
    own = frame.filter(pl.col("series") == frame["series"][-1])
    rate = rates.total(own)
    if rate is None or rate.n < rates.least("SAT05"):
        return Card(name, state=t("tag.too_few"))
    return Card(
        name,
        numbers.plain(rate.value * 100, 1),
        "%",
        numbers.margin(rate.value, rate.low, rate.high),
        aside=_target("SAT05", str(own["series"][0])),
        note=t("satisfaction.twelve_months", n=numbers.count(rate.n, "person")),
        colour=COLOURS["SAT05"],
    )


def _response_card(choice: Filters) -> Card:
    own = rates.asked(choice)
    name = _name("SAT08")
    if own.is_empty():
        return Card(name, state=t("tag.not_connected"))
    last = own.row(-1, named=True)
    return Card(
        name,
        numbers.plain(last["completed"] / last["contacted"] * 100, 1),
        "%",
        note=t(
            "satisfaction.asked",
            month=dates.month(last["month"]),
            completed=numbers.count(last["completed"]),
            contacted=numbers.count(last["contacted"], "person"),
        ),
        course=[row["completed"] / row["contacted"] for row in own.iter_rows(named=True)],
        colour=7,
    )
