"""The short answer and the cards of 数据与口径."""

from dashboard import completeness, findings, measured
from dashboard.answers import remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.data_quality import loads, published
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Working

COLOUR = 5  # of case handling


def short_answer(choice: Filters) -> ShortAnswer:
    """Data sets and how many are late; then the month, the edition and the checks."""
    return _short_answer(choice, published.lead(choice))


@remembered
def _short_answer(choice: Filters, of_edition: str) -> ShortAnswer:
    known = loads.known_datasets(choice)
    if not known:
        return ShortAnswer(t("data_quality.answer.nothing"))
    late = sum(1 for each in known if each.is_late)
    lead = t("data_quality.answer.lead", n=len(known), a=len(known) - late, b=late)
    whole = completeness.completeness(choice)
    rest = ""
    if whole is not None:
        month = dates.month_only(choice.month)
        rest = t("data_quality.answer.arrived", month=month, share=numbers.rate(whole.share))
    rest += of_edition
    found = findings.found(choice)
    waiting = sum(each.answer is None for each in found)
    key = "no_checks" if not found else "checks" if waiting == len(found) else "some_checks"
    kinds = len(findings.TESTS)
    rest += t(f"data_quality.answer.{key}", n=waiting, k=len(found) - waiting, kinds=kinds)
    working = [
        Working(
            rule=t("data_quality.datasets.rule"),
            source=t(
                "data_quality.answer.source",
                cutoff=dates.cutoff(snapshot().cutoff),
                id=snapshot().id,
            ),
        )
    ]
    return ShortAnswer(lead, rest, working)


@remembered
def cards(choice: Filters) -> list[Card]:
    """Data sets, share arrived, refused rows, late records, things to check."""
    known = loads.known_datasets(choice)
    late = sum(1 for each in known if each.is_late)
    whole = completeness.completeness(choice)
    refused, read = loads.refused_rows(choice), sum(each.rows for each in known)
    found = findings.found(choice)
    waiting = sum(each.answer is None for each in found)
    key = "no_verdict" if waiting == len(found) else "some_verified"
    return [
        Card(
            t("data_quality.card.datasets"),
            numbers.count(len(known)),
            note=t("data_quality.card.late", n=late),
            state="" if known else t("tag.not_connected"),
        ),
        _arrived(choice, whole),
        Card(
            t("data_quality.card.refused"),
            numbers.brief(refused),
            unit=numbers.unit_word("row"),
            note=t("data_quality.card.of_read", share=numbers.rate(refused / read)) if read else "",
            state="" if known else t("tag.not_connected"),
        ),
        _late(choice),
        Card(
            t("data_quality.card.checks"),
            numbers.count(waiting),
            unit=numbers.unit_word("place"),
            note=t(f"data_quality.card.{key}", k=len(found) - waiting),
        ),
    ]


def _arrived(choice: Filters, whole: completeness.Completeness | None) -> Card:
    name = t("data_quality.card.arrived", month=dates.month_only(choice.month))
    if whole is None:
        return Card(name, state=t("tag.too_few"))
    share = numbers.plain(whole.share * 100, 1)
    usual = numbers.between(whole.arrived.low * 100, whole.arrived.high * 100, 1)
    return Card(name, share, unit="%", note=t("data_quality.card.usual", range=usual))


def _late(choice: Filters) -> Card:
    indicator = get("GRD02")
    course = measured.by_month("GRD02", choice, 1)
    figure = measured.latest(course, choice)
    name = t("data_quality.card.lateness")
    if figure is None:
        return Card(name, state=t("tag.not_connected"))
    return Card(
        name,
        numbers.plain(figure.value, indicator.decimals),
        unit=indicator.unit,
        margin=measured.margin_words(indicator, figure.value, figure.low, figure.high),
        aside=measured.goal_words(indicator, choice, figure.series),
        note=t("data_quality.card.of_month", month=dates.month(figure.month)),
        course=course["value"].to_list(),
        colour=COLOUR,
    )
