"""总览 on the demo city: its figures are those of the marts, its parts add up."""

import re
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
    assert card(overview, "公安工作满意率")[0] == f"{share * 100:.1f}"


def test_the_stock_is_the_sum_of_all_flows(overview: AppTest, manifest: Manifest) -> None:
    flows = mart(manifest, "stock_flow").filter(pl.col("month") <= date(2026, 10, 1))
    known = mart(manifest, "unit_map").filter(pl.col("ancestor_id") == ROOT_UNIT)["unit_id"]
    flows = flows.filter(pl.col("unit_id").is_in(known.unique().to_list()))
    stock = sum(flows[name].sum() for name in FLOWS_IN) - sum(
        flows[name].sum() for name in FLOWS_OUT
    )
    assert card(overview, "未破小案存量")[0] == f"{stock:,}"


def card(app: AppTest, name: str) -> tuple[str, str]:
    """The figure of a card and the line below it."""
    inside = said(app).split(f'title="{name}"')[1].split('<div class="card">')[0]
    value = inside.split('class="value">')[1].split("<")[0]
    return value, re.sub("<[^>]+>", " ", inside.split('class="bottom">')[1])


def verdict(app: AppTest) -> str:
    """The short answer."""
    words = said(app)
    inside = words.split('class="verdict">')[1].split("</div>")[0]
    return re.sub("<[^>]+>", "", inside)


def test_the_short_answer_names_what_was_planted_and_is_short(overview: AppTest) -> None:
    words = verdict(overview)
    assert words.startswith("10月总体平稳：")
    for planted in (
        "未破案件限期回访率连续 8 个月高于平均线",
        "云岭县局“进展反馈”",
        "滨江所“服务态度”",
    ):
        assert planted in words
    assert len(words) <= 120


def test_what_is_worth_a_look_names_what_was_planted(overview: AppTest) -> None:
    lines = [link.proto.label for link in overview.get("page_link")]
    lines += [line for line in (str(each.value) for each in overview.markdown) if "badge" in line]
    lines = [line for line in lines if "badge" in line]
    assert 1 <= len(lines) <= 5
    for kind, planted in (
        ("变好", "限期回访率"),
        ("变差", "云岭县局** “进展反馈”"),
        ("变差", "滨江所** “服务态度”"),
        ("请核实", "双塔所"),
        ("说明", "如实立案专项"),
    ):
        assert any(f"[{kind}]" in line and planted in line for line in lines), planted


def test_clearance_and_stock_have_no_light(overview: AppTest) -> None:
    for name in ("未破小案存量", "小案90日破案率"):
        line = card(overview, name)[1]
        assert not any(word in line for word in ("达标", "临界", "关注", "预警", "变好", "变差"))


def test_change_and_target_stand_apart(overview: AppTest) -> None:
    line = card(overview, "公安工作满意率")[1]
    assert "无明显变化" in line and line.rstrip().endswith("临界")


def test_ten_promises_have_their_place(overview: AppTest) -> None:
    words = said(overview)
    assert "待接入" not in words
    shown = words.split('<div class="lines pairs">')[1].split("</div></div>")[0]
    assert len(re.findall("[●◐▲■] (?:达标|临界|关注|预警)", shown)) == 10
    for promise in ("未破案件限期回访", "案件物品及时发还", "公安信访限期办结"):
        assert promise in shown


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
    line = card(app, "公安工作满意率")[1]
    assert "口径已变" in line and "同比" not in line
    assert "双测评2025年1月起口径已变，与2024年3月不可比" in verdict(app)


def test_a_small_station_is_told_and_not_judged(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("overview", lang="zh", unit_id="990101560000", month="2024-02")
    assert "样本不足" in said(app)
