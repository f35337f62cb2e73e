"""The loss chain: where a cohort of small matters, old enough to judge, was lost on its way."""

from typing import Any

from dashboard import measured, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import steps
from dashboard.charts.steps import Stage
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t

# Each step: what it keeps, of what, the step whose bar the loss stands beside.
BASES = {
    "acted_24h": "timed",
    "decided_in_limit": "decided_n",
    "docketed": "received",
    "solved_90": "docketed",
    "notified_7": "solved_90",
}
LAWFUL = "docketed"
# Steps that need nothing but doing them: to act, to decide in time, to tell.
IN_HAND = ("acted_24h", "decided_in_limit", "notified_7")
LEAST = 30  # fewer reports are told, not judged
STATION_MONTHS = 12  # a station has too few in one month


@remembered
def picture(choice: Filters) -> Picture:
    """Bars with what each step loses, each loss with its own denominator."""
    window = STATION_MONTHS if measured.level_of(choice.unit_id) == "station" else 1
    rows = ask_if_connected("overview/loss_chain", choice, window=window)
    if not rows.width or not measured.is_connected(choice, "cases"):
        return Picture(t("overview.chain.title_missing"), missing="cases")
    if rows.is_empty() or not rows["received"][0]:
        return Picture(t("overview.chain.title_missing"), state=t("overview.chain.none_mature"))
    cohort = rows.row(0, named=True)
    if cohort["received"] < LEAST:
        n = numbers.count(cohort["received"], "case")
        words = t("state.too_few_text", n=n, minimum=LEAST)
        return Picture(t("overview.chain.title_missing"), state=words)
    losses = {step: _lost(cohort, step) for step in BASES if cohort[step] is not None}
    return Picture(
        _title(losses, cohort),
        t("overview.chain.subtitle", month=_months(cohort)),
        steps.chain(_stages(cohort, losses), palette=theme.palette()),
        evidence=Evidence(
            rows,
            ("overview/loss_chain",),
            ("FLW03", "FLW02", "CAS02", "FLW04"),
            (_bases(cohort, losses),),
            name="loss_chain",
        ),
    )


def _months(cohort: dict[str, Any]) -> str:
    first, last = cohort["first_month"], cohort["received_month"]
    return dates.month(last) if first == last else dates.span(first, last)


def _lost(cohort: dict[str, Any], step: str) -> float:
    if step == LAWFUL:
        return float(cohort["diverted"] or 0)
    return max(float(cohort[BASES[step]] or 0) - float(cohort[step]), 0.0)


def _stages(cohort: dict[str, Any], losses: dict[str, float]) -> list[Stage]:
    received = float(cohort["received"])
    stages = [Stage("received", t("overview.chain.received"), received, numbers.count(received))]
    for step, lost in losses.items():
        base, n = float(cohort[BASES[step]] or 0), float(cohort[step])
        share = numbers.rate(lost / base) if base >= LEAST else ""
        name = t(f"overview.chain.loss_{step}")
        kind = "lawful" if step == LAWFUL else "loss" if share else "loss_without_share"
        words = t(f"overview.chain.{kind}", name=name, n=numbers.count(lost), share=share)
        stages.append(
            Stage(
                step,
                t(f"overview.chain.{step}"),
                n,
                numbers.count(n),
                lost,
                words if lost >= 0.5 else "",
                "lawful" if step == LAWFUL else "loss",
            )
        )
    return stages


def _title(losses: dict[str, float], cohort: dict[str, Any]) -> str:
    """Where most is lost, and which other loss weighs most among those a reminder can mend."""
    judged = {step: lost for step, lost in losses.items() if step != LAWFUL}
    if not any(judged.values()):
        return t("overview.chain.title_even")
    worst = max(judged, key=lambda step: judged[step])
    base = float(cohort[BASES[worst]])
    holes = {"step": t(f"overview.chain.loss_{worst}"), "n": numbers.count(judged[worst])}
    if base < LEAST:
        return t("overview.chain.title_without_share", **holes)
    easiest = _easiest(judged, cohort, worst)
    if easiest:
        return t("overview.chain.title", next=t(f"overview.chain.loss_{easiest}"), **holes)
    return t("overview.chain.title_alone", share=numbers.rate(judged[worst] / base), **holes)


def _easiest(judged: dict[str, float], cohort: dict[str, Any], worst: str) -> str:
    shares = {
        step: judged[step] / float(cohort[BASES[step]])
        for step in IN_HAND
        if step != worst and judged.get(step) and float(cohort[BASES[step]] or 0) >= LEAST
    }
    return max(shares, key=lambda step: shares[step]) if shares else ""


def _bases(cohort: dict[str, Any], losses: dict[str, float]) -> str:
    lines = [
        t(
            "overview.chain.own_base",
            name=t(f"overview.chain.loss_{step}"),
            n=numbers.count(lost),
            base=numbers.count(float(cohort[BASES[step]] or 0)),
        )
        for step, lost in losses.items()
    ]
    return t("overview.chain.note_bases") + "\n\n" + "\n\n".join(lines)
