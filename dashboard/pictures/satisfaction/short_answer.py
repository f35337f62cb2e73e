"""The question and the short answer of 满意度: did anything move, and by more than chance?"""

from collections.abc import Sequence

import polars as pl

from dashboard import indicators, judged, measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.heading import ShortAnswer
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.pictures.satisfaction.assessed import added
from dashboard.statistics.proportions import bounds
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, reading

PAIR = ("SAT01", "SAT02")
APART = ("V6", "V6b")  # said once, beside the figures, in place of a change


def question() -> str:
    """The page's question."""
    return t("satisfaction.question")


def has_answers(choice: Filters) -> bool:
    """Whether any answers were counted for the unit (else only published figures can be shown)."""
    return not rates.by_month(choice).is_empty()


@remembered
def verdict(choice: Filters) -> ShortAnswer:
    """Whether 双测评 moved beyond chance, what stands against comparing, who did not answer."""
    found = {name: said for name in PAIR if (said := judged.change(name, choice)) is not None}
    if not found:
        return _published_only(choice)
    headlines = _once([said.headline for said in found.values()])
    sentences = [_sentence(name, said, choice) for name, said in found.items()]
    apart = _once([said.sentence for said in found.values() if said.template == "V6"])
    inside = _in_window(choice)
    response, arithmetic = _response(choice)
    rest = "".join(t("satisfaction.sentence", words=each) for each in (
        *_once(sentences), *apart, *([inside.sentence] if inside else []), *response
    ) if each)  # fmt: skip
    goals = [judged.goal(name, choice) for name in PAIR]
    workings = [said.working for said in (*found.values(), *goals) if said is not None]
    return ShortAnswer(
        t("satisfaction.lead", parts=t("satisfaction.and").join(headlines)),
        rest,
        tuple(each for each in (*workings, *arithmetic) if each is not None),
    )


def _sentence(indicator_id: str, said: Verdict, choice: Filters) -> str:
    """The verdict's own; a figure where it may not be compared, a name where it names none."""
    if said.template in APART:
        return _figure(indicator_id, choice)
    if said.template == "V4":
        name = indicators.get(indicator_id).name
        return t("satisfaction.named", name=name, words=said.sentence)
    return said.sentence


def _once(words: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _figure(indicator_id: str, choice: Filters) -> str:
    """What stands where no change may be told: the month's figure with its interval."""
    indicator = indicators.get(indicator_id)
    figure = measured.latest(measured.by_month(indicator_id, choice), choice)
    if figure is None or not figure.is_enough:
        return ""
    return t(
        "satisfaction.figure",
        month=dates.month(figure.month),
        name=indicator.name,
        rate=measured.words(indicator, figure),
    )


def _in_window(choice: Filters) -> Verdict | None:
    """V6b where the last month lies in an assessment, with what windows add beyond chance."""
    found = judged.judgement("SAT02", choice.but(compare="mom"))
    if found is None or found.outcome != "in_window" or found.start is None:
        return None
    gain = added(choice).get("SAT02")
    lift = gain.value * 100 if gain is not None and gain.is_beyond_chance else None
    return reading.in_window(found.start, lift)


def _published_only(choice: Filters) -> ShortAnswer:
    """V11: what was published last, without a judgement."""
    published = ask_if_connected("satisfaction/published_scores", choice)
    if published.is_empty():
        is_loaded = measured.is_connected(choice, "survey_answers")
        return ShortAnswer(t("satisfaction.nothing" if is_loaded else "satisfaction.absent"))
    latest = published.filter(pl.col("period_end") == pl.col("period_end").max())
    is_ours = pl.col("construct") == "police_satisfaction"
    last = latest.sort(is_ours, descending=True, maintain_order=True).row(0, named=True)
    said = reading.published(str(last["source"]), f"{numbers.plain(last['value'], 1)}%")
    day = t("satisfaction.published_day", day=dates.full(last["period_end"]))
    return ShortAnswer(t("satisfaction.lead", parts=said.headline), f"{said.sentence}{day}")


def _response(choice: Filters) -> tuple[list[str], list[Working]]:
    """What those who did not answer could change, at worst and at best; and the arithmetic."""
    joined = rates.asked(choice)
    if joined.is_empty():
        return [], []
    row = joined.row(-1, named=True)
    if row["respondent_count"] < rates.least("SAT02"):
        return [], []
    share, satisfied = row["completed"] / row["contacted"], row["positive"] / row["weight"]
    low, high = bounds(satisfied, share)
    holes = {
        "rate": numbers.rate(share),
        "low": numbers.rate(low),
        "high": numbers.rate(high),
        "completed": numbers.count(row["completed"]),
        "contacted": numbers.count(row["contacted"]),
        "satisfied": numbers.rate(satisfied),
        "missing": numbers.rate(1 - share),
    }
    said = t("satisfaction.response", **holes)
    arithmetic = Working(
        inputs=t("satisfaction.response_inputs", **holes),
        formula=t("satisfaction.response_formula", **holes),
        rule=t("satisfaction.response_rule"),
    )
    return [said], [arithmetic]
