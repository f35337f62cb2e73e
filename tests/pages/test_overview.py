"""总览 on the demo city: its figures are those of the marts, its parts add up."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from data.snapshot import Manifest, current
from tests.pages.city import opened, said

ROOT_UNIT = "990100000000"
FLOWS_IN = ("docketed", "reopened", "moved_in")
FLOWS_OUT = ("solved", "closed_unsolved", "aged_out", "moved_out")


@pytest.fixture(scope="module")
def manifest(demo_warehouse: Path) -> Manifest:
    found = current(demo_warehouse)
    assert found is not None
    return found


@pytest.fixture
def overview(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    return opened("overview", lang="zh")


def mart(manifest: Manifest, name: str) -> pl.DataFrame:
    return pl.read_parquet(manifest.marts[name])


def test_satisfaction_is_the_sum_of_the_answers(overview: AppTest, manifest: Manifest) -> None:
    rows = mart(manifest, "indicator_months").filter(
        (pl.col("indicator_id") == "SAT02")
        & (pl.col("month") == date(2026, 10, 1))
        & pl.col("series").str.starts_with("bureau_cati|")
    )
    share = rows["numerator"].sum() / rows["denominator"].sum()
    assert f"公安工作满意率 {share * 100:.1f}%(±" in said(overview)


def test_the_stock_is_the_sum_of_all_flows(overview: AppTest, manifest: Manifest) -> None:
    flows = mart(manifest, "stock_flow").filter(pl.col("month") <= date(2026, 10, 1))
    known = mart(manifest, "unit_map").filter(pl.col("ancestor_id") == ROOT_UNIT)["unit_id"]
    flows = flows.filter(pl.col("unit_id").is_in(known.unique().to_list()))
    stock = sum(flows[name].sum() for name in FLOWS_IN) - sum(
        flows[name].sum() for name in FLOWS_OUT
    )
    assert f"月末未破小案 {stock:,} 起" in said(overview)


def test_the_verdict_says_no_word_of_change(overview: AppTest) -> None:
    words = said(overview)
    verdict = words[words.index('class="verdict"') :].split("</div>")[0]
    assert "±" in verdict
    assert "数据截至 2026年11月1日 0时" in verdict
    for word in ("变好", "变差", "上升", "下降", "增加", "减少", "提高", "降低"):
        assert word not in verdict


def test_no_judgement_is_shown_before_it_is_tested(overview: AppTest) -> None:
    for word in ("变好", "变差", "达标", "预警", "临界"):
        assert word not in said(overview)


def test_ten_promises_have_their_place(overview: AppTest) -> None:
    words = said(overview)
    assert words.count("待接入") == 7 + 1  # and the title's
    for promise in ("未破案件限期回访", "案件物品及时发还", "公安信访限期办结"):
        assert promise in words


def test_what_is_due_leads_on_with_the_unit_set(overview: AppTest) -> None:
    links = overview.get("page_link")
    assert links
    assert any("unit_id=" in link.proto.query_string for link in links)


@pytest.mark.parametrize(
    ("compare", "word"), [("yoy", "同比"), ("mom", "环比"), ("mean12", "比前12月均值")]
)
def test_change_is_told_by_the_chosen_comparison(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch, compare: str, word: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("overview", lang="zh", compare=compare)
    assert f"{word} +" in said(app) or f"{word} −" in said(app)


def test_year_on_year_does_not_cross_a_questionnaire(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("overview", lang="zh", month="2025-03")
    assert "同比无可比数" in said(app)


def test_a_small_station_is_told_and_not_judged(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("overview", lang="zh", unit_id="990101560000", month="2024-02")
    assert "样本不足" in said(app)
