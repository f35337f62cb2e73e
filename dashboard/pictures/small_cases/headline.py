"""The short answer of the page: question, verdict and five cards."""

from datetime import date

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.heading import Verdict
from dashboard.filters import Filters
from dashboard.measured import months_of_history
from dashboard.pictures.small_cases import amounts, course, lists, stock, undated
from dashboard.statistics import estimates
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t

QUARTER_ENDS = (3, 6, 9, 12)
HISTORY_TO_COMPARE = 36  # months of data before a stock may be held against last year's


def question() -> str:
    """The page's title."""
    return t("small_cases.question")


@remembered
def verdict(choice: Filters) -> Verdict:
    """Figure, interval and cut-off; words of change come with the full statistics."""
    known = undated.source(choice)
    if known == "none":
        return Verdict(t("small_cases.verdict.no_data"))
    if known != "ended":
        return undated.verdict(choice)
    frame = stock.by_month(choice)
    if frame.is_empty():
        return Verdict(t("state.nothing"))
    now = float(frame["stock"][-1])
    figure = estimates.stock(now)
    margin = measured.margin_words(indicators.get("CAS04"), now, figure.low, figure.high)
    lead = t(
        "small_cases.verdict.lead",
        month=dates.month_end(choice.month),
        n=amounts.cases(now),
        margin=margin,
    )
    parts = [_history_sentence(choice), _clearance_sentence(choice), *_loss_sentences(choice)]
    parts += [_due_sentence(choice), t("small_cases.verdict.cutoff", cutoff=_cutoff())]
    return Verdict(lead, "".join(part for part in parts if part), _working(choice, frame))


def _history_sentence(choice: Filters) -> str:
    have = months_of_history(choice, "case_dockets")
    if have >= stock.HISTORY:
        return ""
    name = indicators.get("CAS04").name
    return t("state.short_history_text", indicator=name, need=stock.HISTORY, have=have)


def _clearance_sentence(choice: Filters) -> str:
    last = _last_clearance(choice)
    if last is None or last["docketed"] < amounts.LEAST:
        return ""
    return t(
        "small_cases.verdict.clearance",
        cohort=_cohort(last),
        n=amounts.cases(last["docketed"]),
        rate=amounts.share_with_interval(last["solved"], last["docketed"]),
    )


def _loss_sentences(choice: Filters) -> list[str]:
    row = course.chain_row(choice)
    worst = course.largest_loss(row) if row else None
    if row is None or worst is None:
        return []
    name, lost, of = worst
    said = [
        t(
            "small_cases.verdict.loss",
            cohort=course.cohort_words(row),
            loss=t(f"small_cases.loss.{name}"),
            lost=numbers.count(lost),
            of=numbers.count(of),
        )
    ]
    told = [loss for loss in course.losses(row) if loss[0] == "not_told" and loss[1]]
    if told and name != "not_told":
        said.append(
            t(
                "small_cases.verdict.not_told",
                solved=amounts.cases(told[0][2]),
                n=amounts.cases(told[0][1]),
            )
        )
    return said


def _due_sentence(choice: Filters) -> str:
    if not ask_if_connected("small_cases/callbacks_due", choice, rows=1).width:
        return ""
    total = sum(n for _, n in lists.due_by_unit(choice))
    if not total:
        return t("small_cases.due.none")
    return t("small_cases.verdict.due", n=amounts.cases(total))


def _working(choice: Filters, frame: pl.DataFrame) -> list[str]:
    """The identity of the stock over the span, with its figures, and where they come from."""
    span = frame.tail(choice.span)
    sums = {
        name: numbers.count(float(span[name].sum()))
        for name in ("docketed", "reopened", "solved", "closed_unsolved", "aged_out")
    }
    moved = numbers.plain(float(span["moved"].sum()), sign=True)
    paragraphs = [
        t(
            "small_cases.verdict.working",
            first=dates.month_end(dates.add_months(span["month"][0], -1)),
            last=dates.month_end(choice.month),
            before=numbers.count(float(span["stock_before"][0])),
            after=numbers.count(float(span["stock"][-1])),
            moved=moved,
            **sums,
        )
    ]
    last = _last_clearance(choice)
    if last is not None and last["docketed"] >= amounts.LEAST:
        low, high = wilson(last["solved"], last["docketed"])
        paragraphs.append(
            t(
                "small_cases.verdict.working_clearance",
                solved=numbers.count(last["solved"]),
                docketed=numbers.count(last["docketed"]),
                rate=numbers.rate(last["solved"] / last["docketed"]),
                low=numbers.rate(low),
                high=numbers.rate(high),
            )
        )
    source = t("small_cases.verdict.working_source", cutoff=_cutoff(), id=snapshot().id)
    return [*paragraphs, source]


def _cutoff() -> str:
    return dates.cutoff(snapshot().cutoff)


@remembered
def cards(choice: Filters) -> list[Card]:
    """Five figures; fewer where the source records no ends."""
    known = undated.source(choice)
    if known in ("reported", "stated"):
        return undated.cards(choice)
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
    """A tag where history is short, and the change as plain arithmetic."""
    if have < stock.HISTORY:
        words = t("small_cases.card.months_of", have=have, need=stock.HISTORY)
        return ("neutral", t("tag.short_history")), words
    frame = stock.by_month(choice)
    before = _compared(dict(frame.select("month", "stock").iter_rows()), choice.month, choice)
    how = t(f"compare.{choice.compare}")
    if before is None or (choice.compare != "mom" and have < HISTORY_TO_COMPARE):
        return None, t("compare.none", how=how)
    return None, _changed(choice, numbers.change(now, before, "case"))


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


def _clearance_course(choice: Filters) -> pl.DataFrame:
    """Docketed and solved over the unit's window, the judged months only."""
    frame = ask_if_connected("small_cases/clearance_by_month", choice)
    if frame.is_empty():
        return frame
    judged, window = frame.filter(pl.col("is_mature")), amounts.window(choice)
    sums = [
        pl.col(name).rolling_sum(window, min_samples=1).alias(name)
        for name in ("docketed", "solved")
    ]
    first = pl.col("month").shift(window - 1).fill_null(pl.col("month").first())
    return judged.with_columns(*sums, first_month=first)


def _last_clearance(choice: Filters) -> dict[str, float] | None:
    frame = _clearance_course(choice)
    return frame.row(-1, named=True) if frame.height else None


def _cohort(last: dict[str, float]) -> str:
    first, month = last["first_month"], last["month"]
    assert isinstance(first, date) and isinstance(month, date)
    return dates.month(month) if first == month else dates.span(first, month)


def _clearance_card(choice: Filters) -> Card:
    indicator = indicators.get("CAS02")
    frame = _clearance_course(choice)
    if frame.is_empty():
        return Card(indicator.name, state=t("tag.not_connected"))
    last = frame.row(-1, named=True)
    cohort = t("small_cases.card.cohort", cohort=_cohort(last), n=amounts.cases(last["docketed"]))
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
        note=" · ".join(words for words in (cohort, changed) if words),
        course=list(rates.values())[-choice.span :],
    )


def _digestion_card(choice: Filters) -> Card:
    indicator = indicators.get("CAS05")
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
        of=amounts.cases(last["denominator"]),
    )
    return Card(
        indicator.name,
        numbers.plain(last["value"], 1),
        "%",
        measured.margin_words(indicator, last["value"], last["low"], last["high"]),
        measured.goal_words(indicator, choice, ""),
        note=note + _series_words(choice, last["month"]),
        course=ends["value"].to_list(),
    )


def _series_words(choice: Filters, quarter: date) -> str:
    """How much of the quarter's digestion was 带破."""
    every = choice.but(category_code="")
    found = ask_if_connected("small_cases/digestion_by_mode", every, quarter_month=quarter)
    if found.is_empty() or not found["handled"][0]:
        return ""
    share = found["by_series"][0] / found["handled"][0]
    return t("small_cases.card.by_series", share=f"{numbers.plain(share * 100)}%")


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
    if not found.is_enough:
        return Card(indicator.name, state=t("tag.too_few"), note=note)
    return Card(
        indicator.name,
        numbers.plain(found.value, 1),
        "%",
        measured.margin_words(indicator, found.value, found.low, found.high),
        measured.goal_words(indicator, choice, ""),
        note=note,
        course=frame["value"].tail(choice.span).to_list(),
        is_open=not frame["is_mature"][-1],
    )


def _due_card(choice: Filters) -> Card:
    name = t("small_cases.card.due")
    if not ask_if_connected("small_cases/callbacks_due", choice, rows=1).width:
        return Card(name, state=t("tag.not_connected"))
    units = lists.due_by_unit(choice)
    total = sum(n for _, n in units)
    if not total:
        return Card(name, "0", numbers.unit_word("case", 0), note=t("small_cases.due.none"))
    short = course.short_names([unit for unit, _ in units])
    words = [
        t("small_cases.card.due_unit", unit=short[unit], n=numbers.count(n))
        for unit, n in units[:2]
        if unit != choice.unit_id
    ]
    note = t("small_cases.card.due_most", units=" · ".join(words)) if words else ""
    return Card(
        name,
        numbers.brief(total),
        numbers.unit_word("case", total),
        aside=t("small_cases.card.due_list"),
        tag=("watch", t("tag.to_do")),
        note=note,
    )
