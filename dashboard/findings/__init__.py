"""请核实: what looks doubtful about the data, each with its evidence and innocent explanations.

Never a light and never a judgement of a unit: only what is beyond chance after correction for all
that was looked at, and always with what it may innocently come from.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from dashboard import explanations
from dashboard.answers import remembered
from dashboard.explanations import Explanation
from dashboard.filters import Filters
from dashboard.findings import cases, opinion, records
from dashboard.findings.suspicion import Suspicion, units_under
from dashboard.verdicts import Verdict
from dashboard.verdicts.findings import check


@dataclass(frozen=True, eq=False)
class Finding:
    """One finding, worded; `page` and `choice` lead to it, `table` is the evidence."""

    kind: str
    unit_id: str
    verdict: Verdict
    page: str
    choice: Filters
    table: pl.DataFrame
    questions: tuple[str, ...]
    indicators: tuple[str, ...]
    answer: Explanation | None = None  # what somebody found when checking it


# Every test by the kind of finding it makes, in the order the page lists them.
TESTS: dict[str, Callable[[Filters], list[Suspicion]]] = {
    "late_records": records.late_records,
    "year_end": cases.year_end,
    "inverted_dockets": cases.inverted_dockets,
    "perfect_scores": opinion.perfect_scores,
    "silent_complaints": opinion.silent_complaints,
    "better_while_assessed": opinion.better_while_assessed,
    "busier_while_assessed": opinion.busier_while_assessed,
    "unknown_values": records.unknown_values,
    "under_filing": cases.under_filing,
    "repeated_figures": records.repeated_figures,
    "callbacks": records.callbacks,
}
PAGE = "data_quality"


@remembered
def found(choice: Filters) -> list[Finding]:
    """All findings about the chosen unit and those below it, the strongest first."""
    today = choice.but(structure="current")  # a unit of today can explain itself
    mine = units_under(choice)
    suspicions = [each for test in TESTS.values() for each in test(today) if each.unit_id in mine]
    return sorted((_worded(each, choice) for each in suspicions), key=_order)


def _worded(suspicion: Suspicion, choice: Filters) -> Finding:
    place = choice.but(unit_id=suspicion.unit_id)
    answer = explanations.verified(suspicion.kind, suspicion.unit_id, choice.month)
    verdict = check(
        suspicion.kind,
        suspicion.variant,
        suspicion.unit_id,
        suspicion.p,
        suspicion.holes,
        place,
        answer,
    )
    return Finding(
        suspicion.kind,
        suspicion.unit_id,
        verdict,
        PAGE,
        place,
        suspicion.table,
        suspicion.questions,
        suspicion.indicators,
        answer,
    )


def _order(finding: Finding) -> tuple[float, str, str]:
    return finding.verdict.p, finding.kind, finding.unit_id
