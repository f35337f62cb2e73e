"""V1, V2, V3 and why a change is not judged: what differs from an earlier window, in words."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from dashboard import designs, measured, units
from dashboard.answers import snapshot
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.statistics.discoveries import headline_z
from dashboard.statistics.estimates import Estimate, Run, Sums, Tested, estimate, share_of, stock
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, reading, say

NEUTRAL = ("CAS01", "CAS02", "CAS03", "CAS04")  # reference figures: more or fewer, never better
PAGES = {
    "SAT": "satisfaction",
    "CMP": "complaints",
    "CAS": "small_cases",
    "FLW": "small_cases",
    "SVC": "promises",
    "GRD": "data_quality",
}
COUNTED = {"SAT": "person", "CMP": "complaint", "CAS": "case", "FLW": "case", "GRD": "row"}

Outcome = Literal[
    "better", "worse", "more", "fewer", "level", "explained", "too_few", "too_few_before",
    "short_history", "too_young", "immature", "definition_changed", "in_window", "after_window",
]  # fmt: skip


@dataclass(frozen=True)
class Note:
    """Something noted in the journal that may have moved a figure."""

    start: date
    kind: str
    text: str
    indicator_id: str = ""
    is_own: bool = False
    end: date | None = None

    @property
    def name(self) -> str:
        """What it is called: the text up to its first colon."""
        return re.split("[:\uff1a]", self.text)[0]


@dataclass(frozen=True)
class Judgement:
    """A change judged, not yet worded.

    `month` ends the window judged, `reference` the one before it; `run` is set where the run is
    what is judged, else the test of the difference. `start` is where a series or an assessment
    began; `lift` by how much assessments stood above other months of the series.
    """

    outcome: Outcome
    indicator: Indicator
    unit_id: str
    month: date
    window: int = 1
    now: Sums | None = None
    before: Sums | None = None
    reference: tuple[date, date] | None = None  # first and last month held against
    test: Tested | None = None
    run: Run | None = None
    p: float = 1.0
    candidates: int = 1
    note: Note | None = None
    start: date | None = None
    have: int = 0
    need: int = 0
    lift: float | None = None
    reason: str = ""

    @property
    def is_real(self) -> bool:
        """Whether it is more than chance."""
        return self.outcome in ("better", "worse", "more", "fewer", "explained")

    @property
    def difference(self) -> float:
        """In the indicator's scale; 0 where nothing was tested."""
        return self.test.difference if self.test else 0.0


def figure(indicator: Indicator, sums: Sums) -> Estimate:
    """The estimate of a window."""
    if indicator.kind == "stock" and indicator.interval == "poisson":
        return stock(sums.numerator)
    if indicator.kind == "stock" and not sums.denominator:
        return Estimate(sums.numerator)  # measured against nothing: its own figure, no sample
    return estimate(indicator.estimated_by, indicator.scale, sums)


def figure_words(indicator: Indicator, sums: Sums) -> str:
    """88.1%(±2.0)"""
    found = figure(indicator, sums)
    if found.value is None:
        return ""
    value = measured.value_words(indicator, found.value)
    margin = measured.margin_words(indicator, found.value, found.low, found.high)
    return t("number.rate_with_interval", rate=value, interval=f"({margin})") if margin else value


def moved_words(indicator: Indicator, difference: float) -> str:
    """升 2.1 个百分点; 持平 where nothing of it is left after rounding."""
    size = abs(difference)
    if not numbers.rounded(size, 1 if indicator.is_share else indicator.decimals):
        return t("verdict.word.same")
    if indicator.is_share:
        d = t("number.points", n=numbers.plain(size, 1))
    else:
        d = t("number.with_unit", n=numbers.plain(size, indicator.decimals), unit=indicator.unit)
    return t(f"verdict.word.{'up' if difference >= 0 else 'down'}", d=d)


def unit_words(unit_id: str) -> str:
    """云岭县局; a root is 全市."""
    if units.levels().get(unit_id) == "bureau":
        return t("verdict.judged.whole")
    return units.names().get(unit_id, unit_id)


def reference_words(judgement: Judgement, choice: Filters) -> str:
    """2025年10月, 前12个月均值, 2024年11月—2025年10月."""
    if judgement.reference is None:
        return ""
    first, last = judgement.reference
    if choice.compare == "mean12" and first != last:
        return t("verdict.ref.mean12")
    return dates.month(last) if first == last else dates.span(first, last)


def source_words(question: str) -> str:
    """The question asked, the cut-off and the snapshot."""
    held = snapshot()
    cutoff = dates.cutoff(held.cutoff)
    return t("verdict.working.source", question=question, cutoff=cutoff, snapshot=held.id)


def worded(judged: Judgement, choice: Filters) -> Verdict:
    """The verdict of a judgement."""
    said = _not_judged(judged, choice)
    if said is not None:
        return said
    holes = _holes(judged, choice)
    working = _working(judged, choice, holes)
    if judged.outcome == "level":
        return say("V3", "no_clear_change", working, judged.p, **holes)
    if judged.outcome == "explained":
        note = judged.note.name if judged.note else ""
        word = t(f"verdict.word.{'rise' if judged.difference > 0 else 'fall'}")
        return say("V2b", "note", working, judged.p, note=note, word=word, **holes)
    is_neutral = judged.outcome in ("more", "fewer")
    if judged.run is not None:
        side = t(f"verdict.word.{'above' if judged.run.side > 0 else 'below'}")
        kind = {"better": "V1b", "worse": "V1b_worse"}.get(judged.outcome, "V1b_neutral")
        return say(kind, judged.outcome, working, judged.p, k=judged.run.length, side=side, **holes)
    if is_neutral:
        word = t(f"verdict.word.{judged.outcome}")
        return say("V1_neutral", judged.outcome, working, judged.p, word=word, **holes)
    template = "V1" if judged.outcome == "better" else "V2"
    return say(template, judged.outcome, working, judged.p, **holes)


def _holes(judged: Judgement, choice: Filters) -> dict[str, Any]:
    return {
        "ind": judged.indicator.name,
        "unit": unit_words(judged.unit_id),
        "v": figure_words(judged.indicator, judged.now) if judged.now else "",
        "ref": reference_words(judged, choice),
        "moved": moved_words(judged.indicator, judged.difference),
        "top_reason": judged.reason or t("verdict.judged.look"),
    }


def _not_judged(judged: Judgement, choice: Filters) -> Verdict | None:
    """Why there is no judgement of the change, where there is none."""
    indicator = judged.indicator
    unit = COUNTED.get(indicator.id[:3], "item")
    if judged.outcome in ("too_few", "too_few_before"):
        n = (judged.now if judged.outcome == "too_few" else judged.before) or Sums(0, 0, 0)
        if indicator.id.startswith("SAT") and 0 < n.n < 5:
            return reading.suppressed()
        when = reference_words(judged, choice) if judged.outcome == "too_few_before" else ""
        return reading.too_few(n.n, unit, indicator.minimum_n, when)
    if judged.outcome in ("short_history", "too_young"):
        return reading.short_history(indicator.name, judged.need, judged.have)
    if judged.outcome == "immature":
        return reading.immature(indicator, judged.month)
    if judged.outcome == "definition_changed" and judged.start is not None:
        words = judged.note.text if judged.note else t("verdict.judged.changed")
        words = words.removesuffix(t("verdict.judged.incomparable"))  # the verdict says so itself
        return reading.definition_changed(judged.start, words, judged.have)
    if judged.outcome == "in_window" and judged.start is not None:
        return reading.in_window(judged.start, judged.lift)
    if judged.outcome == "after_window":
        return reading.after_window(reference_words(judged, choice))
    return None


def _working(judged: Judgement, choice: Filters, holes: dict[str, Any]) -> Working:
    indicator = judged.indicator
    parts = []
    for key, sums in (("now", judged.now), ("before", judged.before)):
        if sums is not None:
            first = dates.add_months(judged.month, 1 - judged.window)
            when = (first, judged.month) if key == "now" else judged.reference or (first, first)
            parts.append(
                t(
                    "verdict.working.sums",
                    when=dates.month(when[1]) if when[0] == when[1] else dates.span(*when),
                    numerator=indicator.numerator,
                    a=numbers.plain(sums.numerator, 0 if sums.numerator % 1 == 0 else 1),
                    denominator=indicator.denominator,
                    b=numbers.plain(sums.denominator, 0 if sums.denominator % 1 == 0 else 1),
                    n=numbers.count(sums.n),
                    v=figure_words(indicator, sums),
                )
            )
    if indicator.is_survey and judged.now is not None and judged.now.n > 0:
        parts.append(designs.words(share_of(judged.now), judged.now.design))
    how, test, run = indicator.estimated_by, judged.test, judged.run
    kind = how if how in ("wilson", "poisson") else "ratio"
    formula = t(f"verdict.working.{kind}")
    result = ""
    if test is not None:
        result = t(
            "verdict.working.result",
            moved=holes["moved"],
            z=numbers.plain(test.z, 2),
            p=numbers.p_value(test.p),
            spread=numbers.plain(test.spread, 2),
        )
    if run is not None:
        result += t(
            "verdict.working.run",
            k=run.length,
            mean=measured.value_words(indicator, run.mean),
            p=numbers.p_value(run.p),
        )
    rule = t("verdict.working.rule", z=numbers.plain(headline_z(judged.candidates), 2))
    if judged.candidates > 1:
        rule += t("verdict.working.candidates", m=judged.candidates)
    return Working(
        inputs="\n\n".join(["", *parts]),
        formula=formula,
        result=result,
        rule=rule,
        source=source_words("queries/measured/courses.sql"),
        page=PAGES.get(indicator.id[:3], ""),
        choice=choice.but(unit_id=judged.unit_id),
    )
