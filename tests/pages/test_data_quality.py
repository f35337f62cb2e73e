"""数据与口径 on the demo city: what is missing, refused and to be checked, and what is meant."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dashboard import findings, indicators
from dashboard.filters import Filters
from dashboard.pictures import data_quality
from dashboard.pictures.data_quality import loads
from data import quarantine, snapshot
from tests.cities import in_hand
from tests.pages.city import opened, said

CHOICE = Filters(unit_id="990100000000", month=date(2026, 10, 1))


@pytest.fixture
def held(demo_warehouse: Path) -> Iterator[Path]:
    """The demo city, in the hands of this process."""
    with in_hand(demo_warehouse):
        yield demo_warehouse


def test_the_first_sentence_counts_data_sets(held: Path) -> None:
    answer = data_quality.short_answer(CHOICE)
    n = len(loads.known_datasets(CHOICE))
    assert answer.lead == f"{n} 个数据集，{n} 个正常，0 个晚到。"
    assert f"有 {len(findings.found(CHOICE))} 处请核实" in answer.rest


def test_a_month_that_has_not_come_makes_data_sets_late(held: Path) -> None:
    later = loads.known_datasets(CHOICE.but(month=date(2026, 11, 1)))
    assert {each.name for each in later if each.is_late} == set(loads.MONTHLY)


def test_refused_rows_are_those_of_the_quarantine(held: Path) -> None:
    waiting, closed = quarantine.counts(held, snapshot.current(held))
    assert loads.refused_rows(CHOICE) == waiting + closed > 0
    table = data_quality.refusals(CHOICE).evidence
    assert table is not None
    assert set(table.table.columns) & {"value", "row", "key"} == set()
    assert table.table["open_n"].sum() >= waiting


def test_a_share_of_the_month_is_still_to_come(held: Path) -> None:
    picture = data_quality.arrived(CHOICE)
    assert picture.evidence is not None
    shares = dict(picture.evidence.table.select("dataset", "share").iter_rows())
    assert all(0.88 < share < 0.97 for share in shares.values())
    assert (
        "各单位约差（行）：城东分局 " in picture.body
    )  # from whom, in the order of the choice bar
    assert picture.body.index("城东分局") < picture.body.index("白杨县局")
    of_branch = data_quality.arrived(CHOICE.but(unit_id="990121000000"))
    assert "各单位约差" not in of_branch.body


def test_every_indicator_is_defined_and_every_term_has_two_names(held: Path) -> None:
    definitions, glossary = data_quality.definitions(CHOICE), data_quality.glossary(CHOICE)
    assert definitions.evidence is not None and glossary.evidence is not None
    assert set(definitions.evidence.table["code"]) == set(indicators.every())
    assert glossary.evidence.table.null_count().sum_horizontal()[0] == 0


@pytest.mark.parametrize(("month", "law"), [(12, "PS_HANDLE_OLD"), (1, "PS_HANDLE_NEW")])
def test_the_law_of_2026_switches_by_itself(held: Path, month: int, law: str) -> None:
    picture = data_quality.rules(CHOICE.but(month=date(2026 if month == 1 else 2025, month, 1)))
    assert picture.evidence is not None
    rules = picture.evidence.table["rule_id"].to_list()
    assert [rule for rule in rules if rule.startswith("PS_HANDLE")] == [law]
    assert "节假日日历到 2026年12月31日 为止，之后按周一到周五算工作日" in picture.body


def test_a_check_opens_its_evidence_and_innocent_reasons(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("data_quality", lang="zh")
    (line,) = (button for button in app.button if "零投诉" in button.label)
    line.click().run()
    assert not app.exception
    assert "渠道不通" in said(app)
