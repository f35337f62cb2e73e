"""The question, its short answer with the arithmetic behind it, and the five figures."""

from dashboard import measured, promised
from dashboard.answers import remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.overview.cards import card
from dashboard.pictures.promises import figures, rows
from dashboard.pictures.promises.figures import Promise
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working

SHOWN = {"SVC03": 1, "SVC01": 6, "SVC02": 6, "SVC04": 4, "SVC05": 2}  # with the colour's place


def question() -> str:
    """承诺的兑现了吗？"""
    return t("promises.question")


@remembered
def cards(choice: Filters) -> list[Card]:
    """十件实事兑现率, 服务超期积压, 窗口好评率, 企业走访达标率, 群众意见办结率."""
    return [card(indicator_id, choice, colour) for indicator_id, colour in SHOWN.items()]


@remembered
def short_answer(choice: Filters) -> ShortAnswer:
    """How many are kept, which one is due first, and what is overdue at the windows."""
    shown = figures.promises(choice)
    if all(promise.standing == "not_connected" for promise in shown):
        return ShortAnswer(t("promises.verdict.nothing"))
    lead = t("promises.verdict.lead", counts=figures.count_words(shown))
    workings = [_working(promise, choice) for promise in shown if promise.value is not None]
    return ShortAnswer(lead, _beyond(shown) + _first(choice) + _overdue(choice), workings)


def _beyond(shown: tuple[Promise, ...]) -> str:
    """The promises beyond the line of alert, in the order of their numbers."""
    beyond = [promise for promise in shown if promise.standing == "beyond"]
    words = [
        t(
            "promises.verdict.figure",
            name=t(f"overview.promises.{promise.code}"),
            value=figures.value_words(promise),
        )
        for promise in beyond
    ]
    return t("promises.verdict.beyond", names=t("promises.separator").join(words)) if words else ""


def _first(choice: Filters) -> str:
    dated = {
        code: due for code, due in figures.due_next(choice).items()
        if code in promised.every() and not due.is_month_end
    }  # fmt: skip
    if not dated:
        return ""
    code = min(dated, key=lambda one: (dated[one].day, one))
    return t(
        "promises.verdict.first",
        name=t(f"overview.promises.{code}"),
        due=rows.due_words(dated[code]),
    )


def _overdue(choice: Filters) -> str:
    figure = measured.latest(measured.by_month("SVC01", choice), choice)
    if figure is None:
        return ""
    key = "overdue" if figure.value else "none_overdue"
    n = numbers.count(figure.value)
    return t(f"promises.verdict.{key}", month=dates.month_end(figure.month), n=n)


def _working(promise: Promise, choice: Filters) -> Working:
    limits = promise.limits
    name = t(f"overview.promises.{promise.code}")
    has_interval = promise.low is not None and promise.high is not None
    between = numbers.between(promise.low or 0, promise.high or 0, 1) if has_interval else ""
    basis = promise.basis if promise.basis in ("counted", "told") else "indicator"
    indicator_id = promised.every()[promise.code].indicator
    return Working(
        inputs=t(
            "promises.working.inputs",
            name=name,
            kept=numbers.count(promise.kept),
            due=numbers.count(promise.due),
            month=dates.rolling(promise.months, promise.month)
            if promise.months > 1 and promise.month
            else dates.month(promise.month or choice.month),
        ),
        formula=t("promises.working.formula", value=figures.value_words(promise), range=between)
        if has_interval
        else t("promises.working.formula_exact", value=figures.value_words(promise)),
        result=t(f"tag.{promise.standing}")
        if limits is None
        else t(
            "promises.working.result",
            target=numbers.plain(limits.target),
            warn=numbers.plain(limits.warn if limits.warn is not None else limits.target),
            standing=t(f"tag.{promise.standing}"),
        ),
        rule=t("verdict.goal_working.rule"),
        source=t(
            "promises.working.source",
            basis=get(indicator_id).name if indicator_id and basis == "indicator"
            else t(f"promises.basis.{basis}"),
            cutoff=dates.cutoff(snapshot().cutoff),
            snapshot=snapshot().id,
        ),
    )  # fmt: skip
