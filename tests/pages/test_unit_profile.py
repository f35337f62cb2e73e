"""单位画像 on the demo city: lists with evidence, charts, pairs, help list, two units."""

from pathlib import Path

import pytest

from dashboard import texts
from tests.pages.city import opened, said

BRANCH, OTHER, STATION = "990121000000", "990122000000", "990101560000"
HOT = "990103510000"  # 滨江所


@pytest.fixture
def city(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))


@pytest.mark.usefixtures("city")
def test_a_branch_is_named_with_lists_workload_and_purpose() -> None:
    words = said(opened("unit_profile", lang="zh", unit_id=BRANCH))
    assert "云岭县局怎么样，要帮什么？" in words
    for part in ("要帮的：", "做得稳的：", "每名民警", "4 个同类单位中位", "张控制图："):
        assert part in words
    assert texts.every("zh")["peers.fairness"] in words
    for name in ("daily", "prevent", "small", "manage", "serve", "tell"):
        assert texts.every("zh")[f"unit_profile.pairs.{name}.constant"] in words
        assert texts.every("zh")[f"unit_profile.pairs.{name}.neglect"] in words


@pytest.mark.usefixtures("city")
def test_a_hot_spot_is_not_passed_over_where_no_indicator_needs_help() -> None:
    words = said(opened("unit_profile", lang="zh", unit_id=HOT))
    assert words.count("投诉热点（比应有的明显多）：滨江所“服务态度”。") == 2  # answer and list
    assert "本单位没有哪一项连续3个月" in words  # a station has no units below


@pytest.mark.usefixtures("city")
def test_two_units_stand_side_by_side() -> None:
    app = opened("unit_profile", lang="zh", unit_id=BRANCH, other_unit_id=OTHER)
    words = said(app)
    assert not app.exception
    assert "云岭县局与望川县局并排看" in words
    assert "分不出高下" in words
    assert "灰线：望川县局" in words


@pytest.mark.usefixtures("city")
def test_a_station_is_compared_by_the_indicator_of_the_address() -> None:
    app = opened(
        "unit_profile", lang="zh", unit_id=STATION, indicator_id="SAT02", structure="as_was"
    )
    words = said(app)
    assert not app.exception
    assert "公安工作满意率 · 近12个月" in words
    assert "个同类单位相比：" in words
    assert "逐季" in words  # months are too few for a station
    assert "本级不显示" in words
    assert texts.every("zh")["unit_profile.history.as_was"] in words


@pytest.mark.usefixtures("city")
def test_a_month_still_arriving_is_judged_by_no_chart() -> None:
    words = said(opened("unit_profile", lang="zh"))
    assert "空心点：到数未齐，先不判断。" in words
    assert "另见“六常与六重”：突击指数（预警）" in words  # an alert below is named above
    assert "处可能的变化点，只提示，请查原因；不据此重算" in words
    assert "件，预计 23.4–24.0，暂不判断" in said(opened("complaints", lang="zh"))
