"""V12: what to check about the data, with its innocent explanations; no judgement.

Once somebody has written what came of the check it reads 已核实, with those words.
"""

from collections.abc import Mapping
from dataclasses import replace

from dashboard import units
from dashboard.answers import snapshot
from dashboard.explanations import Explanation
from dashboard.filters import Filters
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, say

SMALLEST_P = 1e-6  # below, a p value says no more


def check(
    kind: str,
    variant: str,
    unit_id: str,
    p: float,
    holes: Mapping[str, str],
    choice: Filters,
    answer: Explanation | None = None,
) -> Verdict:
    """The finding of a kind about a unit, worded; `holes` fill its texts, `answer` was verified."""
    key = f"finding.{kind}.{variant}" if variant else f"finding.{kind}"
    unit = units.names().get(unit_id, unit_id)
    filled = {"unit": unit, **holes}
    working = Working(
        inputs=t(f"{key}.inputs", **filled),
        formula=t(f"{key}.formula", **filled),
        result=t("finding.result", p=numbers.p_value(p, SMALLEST_P)),
        rule=t("finding.rule"),
        source=t("finding.source", cutoff=dates.cutoff(snapshot().cutoff), id=snapshot().id),
        page="data_quality",
        choice=choice,
    )
    seen, headline = t(f"{key}.finding", **filled), t(f"{key}.headline", **filled)
    if answer is not None:
        said = answer.sentence().rstrip(t("finding.verified.stop"))
        verdict = say("V12_verified", "verified", working, p, finding=seen, said=said)
        checked = t("finding.verified.checked")
        return replace(verdict, headline=headline.replace(t("finding.verified.to_check"), checked))
    verdict = say("V12", "check", working, p, finding=seen, innocent_reasons=t(f"{key}.reasons"))
    return replace(verdict, headline=headline)
