"""The five figures of the page."""

from datetime import date

import polars as pl

from dashboard import indicators, judged, measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.cards import Card, tag_of
from dashboard.filters import Filters
from dashboard.measured import months_of_history
from dashboard.pictures.small_cases import amounts, course, lists, stock, undated, units
from dashboard.statistics import estimates
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.stock import cause_words, stock_change, stock_verdict

MEASURED = ("CAS04", "CAS02", "CAS05", "FLW06")  # the first four, in their order
QUARTER_ENDS = (3, 6, 9, 12)
HISTORY_TO_COMPARE = 36  # months of data before a stock may be held against last year's


@remembered
def cards(choice: Filters) -> list[Card]:
    """Five figures; fewer where the source records no ends."""
    known = undated.source(choice)
    if known in ("reported", "stated"):
        return undated.cards(choice)
    if known == "none":
        names = [*(indicators.get(one).name for one in MEASURED), t("small_cases.card.due")]
        return [Card(name, state=t("tag.not_connected")) for name in names]
    return [
        _stock_card(choice),
        _clearance_card(choice),
        _digestion_card(choice),
        _callback_card(choice),
        _due_card(choice),
    ]


def _stock_card(choice: Filters) -> Card:
    indicator = indicators.get("CAS04")
    frame = stock.shown(choice)
    if frame.is_empty():
        return Card(indicator.name, state=t("tag.not_connected"))
    values = frame["stock"].to_list()
    now, have = values[-1], months_of_history(choice, "case_dockets")
    figure = estimates.stock(now)
    tag, note = _stock_change(choice, now, have)
    return Card(
        indicator.name,
        numbers.brief(now),
        numbers.unit_word("case", now),
        measured.margin_words(indicator, now, figure.low, figure.high),
        measured.goal_words(indicator, choice, ""),
        tag,
        note,
        values,
    )


def _stock_change(choice: Filters, now: float, have: int) -> tuple[tuple[str, str] | None, str]:
    """V10's tag and cause; before there is a full stock a year ago, that history is short."""
    if have < stock.HISTORY:
        words = t("small_cases.card.months_of", have=have, need=stock.HISTORY)
        return ("neutral", t("tag.short_history")), words
    found = tag_of(stock_verdict(choice))
    frame = stock.by_month(choice)
    before = _compared(dict(frame.select("month", "stock").iter_rows()), choice.month, choice)
    how = t(f"compare.{choice.compare}")
    if before is None or (choice.compare != "mom" and have < HISTORY_TO_COMPARE):
        return found, t("compare.none", how=how)
    words = _changed(choice, numbers.change(now, before, "case"))
    change = stock_change(choice)
    if choice.compare == "yoy" and change and change.account.cause:
        words += t("small_cases.card.cause", cause=cause_words(change.account.cause))
    return found, words


def _change_tag(indicator_id: str, choice: Filters) -> tuple[str, str] | None:
    """The tag of a change against chance; none of one category, for which nothing is tested."""
    return None if choice.category_code else tag_of(judged.change(indicator_id, choice))


def _changed(choice: Filters, difference: str) -> str:
    return t("compare.change", how=t(f"compare.{choice.compare}"), difference=difference)


def _compared(
    values: dict[date, float | None], month: date, choice: Filters, step: int = 1
) -> float | None:
    """The value the reader compares with; `step` is months from one value to the next."""
    if choice.compare == "mean12":
        earlier = [values.get(dates.add_months(month, -back)) for back in range(step, 13, step)]
        known = [value for value in earlier if value is not None]
        return sum(known) / len(known) if len(known) == 12 // step else None
    back = 12 if choice.compare == "yoy" else step
    return values.get(dates.add_months(month, -back))


def _clearance_card(choice: Filters) -> Card:
    indicator = indicators.get("CAS02")
    frame = course.judged(choice)
    if not frame.width:
        return Card(indicator.name, state=t("tag.not_connected"))
    if frame.is_empty():
        return Card(indicator.name, state=t("tag.immature"))
    last = frame.row(-1, named=True)
    several = "" if last["first_month"] == last["month"] else "_several"
    cohort = t(
        f"small_cases.card.cohort{several}",
        last=dates.month(last["month"]),
        n=amounts.cases(last["docketed"]),
    )
    if last["docketed"] < amounts.LEAST:
        return Card(indicator.name, state=t("tag.too_few"), note=cohort)
    rates = {
        row["month"]: row["solved"] / row["docketed"] if row["docketed"] else None
        for row in frame.iter_rows(named=True)
    }
    rate = last["solved"] / last["docketed"]
    low, high = wilson(last["solved"], last["docketed"])
    before = _compared(rates, last["month"], choice)
    changed = _changed(choice, numbers.points(rate - before)) if before is not None else ""
    return Card(
        indicator.name,
        numbers.plain(rate * 100, 1),
        "%",
        numbers.margin(rate, low, high),
        measured.goal_words(indicator, choice, "small"),
        _change_tag("CAS02", choice),
        note=" · ".join(words for words in (cohort, changed) if words),
        course=list(rates.values())[-choice.span :],
    )


def _digestion_card(choice: Filters) -> Card:
    indicator = indicators.get("CAS05")
    if not indicator.window(measured.level_of(choice.unit_id)):
        return Card(indicator.name, state=t("small_cases.card.not_at_level"))
    frame = measured.by_month("CAS05", choice)
    if frame.is_empty():
        return Card(indicator.name, state=t("tag.not_connected"))
    ends = frame.filter(pl.col("month").dt.month().is_in(QUARTER_ENDS) & pl.col("is_mature"))
    if ends.is_empty():
        return Card(indicator.name, state=t("tag.immature"))
    last = ends.row(-1, named=True)
    quarter = dates.quarter(last["month"])
    if months_of_history(choice, "case_dockets") < indicator.history_months:
        return Card(indicator.name, state=t("tag.short_history"), note=quarter)
    if not last["is_enough"]:
        return Card(indicator.name, state=t("tag.too_few"), note=quarter)
    note = t(
        "small_cases.card.digested",
        quarter=quarter,
        handled=numbers.count(last["numerator"]),
        of=numbers.count(last["denominator"]),
    )
    return Card(
        indicator.name,
        numbers.plain(last["value"], 1),
        "%",
        measured.margin_words(indicator, last["value"], last["low"], last["high"]),
        measured.goal_words(indicator, choice, "") + _goal_verdict("CAS05", choice),
        tag_of(judged.change("CAS05", choice)),
        note=note + _series_words(choice, last["month"]) + _undivided(choice),
        course=ends["value"].to_list(),
    )


def _goal_verdict(indicator_id: str, choice: Filters) -> str:
    """达标, 临界, 关注 or 预警 as a plain word; "" where there is none."""
    found = judged.goal(indicator_id, choice)
    return t("small_cases.card.goal", word=t(f"tag.{found.tag}")) if found else ""


def _series_words(choice: Filters, quarter: date) -> str:
    """How much of the quarter's digestion was 带破."""
    every = choice.but(category_code="")
    found = ask_if_connected("small_cases/digestion_by_mode", every, quarter_month=quarter)
    if found.is_empty() or not found["handled"][0]:
        return ""
    share = found["by_series"][0] / found["handled"][0]
    return t("small_cases.card.by_series", share=f"{numbers.plain(share * 100)}%")


def _undivided(choice: Filters) -> str:
    """Said where a category is chosen and the figure is of all small cases."""
    return t("small_cases.card.undivided") if choice.category_code else ""


def _callback_card(choice: Filters) -> Card:
    indicator = indicators.get("FLW06")
    frame = measured.by_month("FLW06", choice)
    found = measured.latest(frame, choice)
    if found is None:
        return Card(indicator.name, state=t("tag.not_connected"))
    note = t(
        "small_cases.card.called_back",
        month=dates.month(found.month),
        done=numbers.count(found.numerator),
        of=numbers.count(found.denominator),
    )
    note += _undivided(choice)
    if not found.is_enough:
        return Card(indicator.name, state=t("tag.too_few"), note=note)
    return Card(
        indicator.name,
        numbers.plain(found.value, 1),
        "%",
        measured.margin_words(indicator, found.value, found.low, found.high),
        measured.goal_words(indicator, choice, "") + _goal_verdict("FLW06", choice),
        tag_of(judged.change("FLW06", choice)),
        note=note,
        course=frame["value"].tail(choice.span).to_list(),
        is_open=not frame["is_mature"][-1],
    )


def _due_card(choice: Filters) -> Card:
    name = t("small_cases.card.due")
    if lists.lacking(choice):
        return Card(name, state=t("tag.not_connected"))
    by_unit = lists.due_by_unit(choice)
    total = sum(n for _, n in by_unit)
    if not total:
        return Card(name, "0", numbers.unit_word("case", 0), note=t("small_cases.due.none"))
    short = units.short_names([unit for unit, _ in by_unit])
    words = [
        t("small_cases.card.due_unit", unit=short[unit], n=numbers.count(n))
        for unit, n in by_unit[:2]
        if unit != choice.unit_id
    ]
    note = t("small_cases.card.due_most", units=" · ".join(words)) if words else ""
    forecast = lists.misses(choice)
    if forecast is not None:
        low, high = forecast.expected.low, forecast.expected.high
        missed = t("small_cases.card.due_missed", range=numbers.between(low, high, 0))
        note = " · ".join(words for words in (missed, note) if words)
    return Card(
        name,
        numbers.brief(total),
        numbers.unit_word("case", total),
        aside=t("small_cases.card.due_list"),
        leads_to="list_callbacks_due",
        tag=("watch", t("tag.to_do")),
        note=note,
    )
