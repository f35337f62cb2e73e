"""请核实 on the demo city: what was planted is found and named, and nothing else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import findings
from dashboard.filters import Filters
from dashboard.findings import Finding
from data.demo.parameters import quirk
from tests.cities import in_hand

CHOICE = Filters(unit_id="990100000000", month=date(2026, 10, 1))


@pytest.fixture
def held(demo_warehouse: Path) -> Iterator[None]:
    """The demo city, in the hands of this process."""
    with in_hand(demo_warehouse):
        yield


def named(found: list[Finding]) -> dict[str, set[str]]:
    return {
        kind: {each.unit_id for each in found if each.kind == kind}
        for kind in {each.kind for each in found}
    }


def test_what_was_planted_is_found_and_only_that(held: None) -> None:
    assert named(findings.found(CHOICE)) == {
        "late_records": set(quirk("batch_upload").units),
        "year_end": {CHOICE.unit_id},
        "perfect_scores": set(quirk("perfect_scores").units),
        "silent_complaints": set(quirk("zero_complaints").units),
        "better_while_assessed": {CHOICE.unit_id},
        "busier_while_assessed": {CHOICE.unit_id},
        "under_filing": set(quirk("under_filing").units),
    }


def test_findings_are_worded_and_judge_nobody(held: None) -> None:
    for finding in findings.found(CHOICE):
        verdict = finding.verdict
        assert (verdict.template, verdict.tag) == ("V12", "check")
        assert len(verdict.headline) <= 24, verdict.headline
        assert verdict.working is not None and verdict.working.rule
        assert finding.choice == CHOICE.but(unit_id=finding.unit_id)
        assert not finding.table.is_empty()
        assert "{" not in verdict.sentence + verdict.working.inputs


def test_the_batch_names_its_month_and_the_silence_its_length(held: None) -> None:
    by_kind = {each.kind: each.verdict for each in findings.found(CHOICE)}
    assert "2026年3月" in by_kind["late_records"].headline
    assert "连续 9 个月" in by_kind["silent_complaints"].headline


def test_a_unit_sees_its_own_findings_and_those_below(held: None) -> None:
    (coached, other) = quirk("perfect_scores").units
    branch = findings.found(CHOICE.but(unit_id="990104000000"))
    assert {each.unit_id for each in branch} <= {coached, "990104000000"}
    assert coached in {each.unit_id for each in branch}
    kept = findings.found(CHOICE.but(scope=(other,)))
    assert {each.unit_id for each in kept} == {other}


@pytest.mark.parametrize("innocent", ["few_cases", "filing_drive", "short_handed"])
def test_the_innocent_raise_none(held: None, innocent: str) -> None:
    assert not {each.unit_id for each in findings.found(CHOICE)} & set(quirk(innocent).units)


def test_a_quiet_month_before_the_plants_has_fewer(held: None) -> None:
    earlier = named(findings.found(CHOICE.but(month=date(2025, 9, 1))))
    assert "silent_complaints" not in earlier
    assert "late_records" not in earlier
    assert earlier["under_filing"] == set(quirk("under_filing").units)
