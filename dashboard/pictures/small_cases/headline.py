"""The short answer of the page: its question, a sentence, and the arithmetic behind it."""

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.measured import months_of_history
from dashboard.pictures.small_cases import amounts, course, lists, stock, undated
from dashboard.statistics import estimates
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working


def question() -> str:
    """The page's title."""
    return t("small_cases.question")


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Figure, interval and cut-off; words of change come with the full statistics."""
    known = undated.source(choice)
    if known == "none":
        return ShortAnswer(t("small_cases.verdict.no_data"))
    if known != "ended":
        return undated.verdict(choice)
    frame = stock.by_month(choice)
    if frame.is_empty():
        return ShortAnswer(t("state.nothing"))
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
    return ShortAnswer(lead, "".join(part for part in parts if part), _working(choice, frame))


def _history_sentence(choice: Filters) -> str:
    have = months_of_history(choice, "case_dockets")
    if have >= stock.HISTORY:
        return ""
    name = indicators.get("CAS04").name
    return t("state.short_history_text", indicator=name, need=stock.HISTORY, have=have)


def _clearance_sentence(choice: Filters) -> str:
    last = course.last_judged(choice)
    if last is None or last["docketed"] < amounts.LEAST:
        return ""
    return t(
        "small_cases.verdict.clearance",
        cohort=course.docketed_in(last),
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


def _working(choice: Filters, frame: pl.DataFrame) -> list[Working]:
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
    last = course.last_judged(choice)
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
    return [*(Working(formula=words) for words in paragraphs), Working(source=source)]


def _cutoff() -> str:
    return dates.cutoff(snapshot().cutoff)
