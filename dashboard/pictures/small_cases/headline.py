"""The short answer of the page: its question, a sentence, and the arithmetic behind it."""

import polars as pl

from dashboard import indicators, judged, measured
from dashboard.answers import remembered, snapshot
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.small_cases import amounts, course, lists, loss_chain, stock, undated
from dashboard.statistics import estimates
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working
from dashboard.verdicts.stock import lead, outflow, stock_change, stock_verdict


def question() -> str:
    """The page's title."""
    return t("small_cases.question")


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """V10 first; then where the last cohort was lost and what is due."""
    known = undated.source(choice)
    if known == "none":
        return ShortAnswer(t("small_cases.verdict.no_data"))
    if known != "ended":
        return undated.verdict(choice)
    frame = stock.by_month(choice)
    if frame.is_empty():
        return ShortAnswer(t("state.nothing"))
    change = stock_change(choice)
    first = [lead(change), outflow(change)] if change else _undecided(choice, frame)
    parts = [*first[1:], *_loss_sentences(choice), _kept_sentence(choice), _due_sentence(choice)]
    return ShortAnswer(first[0], "".join(part for part in parts if part), _working(choice, frame))


def _undecided(choice: Filters, frame: pl.DataFrame) -> list[str]:
    """Without two comparable years: the figure with its interval, and that it is not judged."""
    now = float(frame["stock"][-1])
    figure = estimates.stock(now)
    margin = measured.margin_words(indicators.get("CAS04"), now, figure.low, figure.high)
    said = t(
        "small_cases.verdict.lead",
        month=dates.month_end(choice.month),
        n=amounts.cases(now),
        margin=margin,
    )
    short = stock_verdict(choice)
    return [said, short.sentence if short else "", _clearance_sentence(choice)]


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
    row = loss_chain.cohort(choice)
    worst = loss_chain.largest_loss(row) if row else None
    if row is None or worst is None:
        return []
    name, lost, of = worst
    said = [
        t(
            "small_cases.verdict.loss",
            cohort=loss_chain.cohort_words(row),
            loss=t(f"small_cases.loss.{name}"),
            lost=numbers.count(lost),
            of=numbers.count(of),
        )
    ]
    told = [loss for loss in loss_chain.losses(row) if loss[0] == "not_told" and loss[1]]
    if told and name != "not_told":
        said.append(
            t(
                "small_cases.verdict.not_told",
                solved=amounts.cases(told[0][2]),
                n=amounts.cases(told[0][1]),
            )
        )
    return said


def _kept_sentence(choice: Filters) -> str:
    """Whether callbacks are truly kept better or worse; nothing where that is chance."""
    found = judged.change("FLW06", choice)
    if found is None or found.tag not in ("better", "worse"):
        return ""
    return t("small_cases.verdict.kept", sentence=found.sentence)


def _due_sentence(choice: Filters) -> str:
    if lists.lacking(choice):
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
    verdicts = [stock_verdict(choice)]
    if not choice.category_code:
        verdicts += [judged.change(name, choice) for name in ("CAS02", "FLW06")]
    first = [found.working for found in verdicts if found and found.working]
    return [*first, *(Working(formula=words) for words in paragraphs), Working(source=source)]


def _cutoff() -> str:
    return dates.cutoff(snapshot().cutoff)
