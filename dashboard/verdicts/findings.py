"""V12: what to check about the data, with its innocent explanations; no judgement."""

from collections.abc import Mapping
from dataclasses import replace

from dashboard import units
from dashboard.answers import snapshot
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, say

SMALLEST_P = 1e-6  # below, a p value says no more


def check(
    kind: str, variant: str, unit_id: str, p: float, holes: Mapping[str, str], choice: Filters
) -> Verdict:
    """The finding of a kind about a unit, worded; `holes` fill its texts."""
    key = f"finding.{kind}.{variant}" if variant else f"finding.{kind}"
    unit = units.names().get(unit_id, unit_id)
    filled = {"unit": unit, **holes}
    working = Working(
        inputs=t(f"{key}.inputs", **filled),
        formula=t(f"{key}.formula", **filled),
        result=t("finding.result", p=_p_words(p)),
        rule=t("finding.rule"),
        source=t("finding.source", cutoff=dates.cutoff(snapshot().cutoff), id=snapshot().id),
        page="data_quality",
        choice=choice,
    )
    verdict = say(
        "V12",
        "check",
        working,
        p,
        finding=t(f"{key}.finding", **filled),
        innocent_reasons=t(f"{key}.reasons"),
    )
    return replace(verdict, headline=t(f"{key}.headline", **filled))


def _p_words(p: float) -> str:
    if p < SMALLEST_P:
        return f"< {SMALLEST_P:.6f}"
    return numbers.plain(p, 6)
