"""投诉热点 on the demo city: every figure against one counted from the raw tables by Polars."""

import json
import re
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import poisson
from streamlit.testing.v1 import AppTest

from dashboard import texts
from data.imports import run_import
from data.snapshot import Manifest, current
from tests.pages.city import ROOT, opened, said, without

CUTOFF = date(2026, 11, 1)
OCTOBER = pl.col("received_at").is_between(datetime(2026, 10, 1), datetime(2026, 11, 1), "left")
THREE_MONTHS = pl.col("received_at").is_between(datetime(2026, 8, 1), datetime(2026, 11, 1), "left")
DIFFICULT = ["access_service", "attitude", "inaction"]
REALDATA = ROOT.parent / "shared" / "realdata"
ZH = texts.every("zh")


@pytest.fixture(scope="module")
def manifest(demo_warehouse: Path) -> Manifest:
    found = current(demo_warehouse)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def complaints(manifest: Manifest) -> pl.DataFrame:
    rows = pl.read_parquet(manifest.tables["complaints"])
    return rows.filter(
        pl.col("kind").is_in(["complaint", "petition"]) & (pl.col("received_at") < CUTOFF)
    )


@pytest.fixture
def city(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    return demo_warehouse


def page(**address: str) -> AppTest:
    app = opened("complaints", lang="zh", **address)
    assert not app.exception
    assert not app.error
    return app


def card(app: AppTest, name: str) -> str:
    """What a card says, without its tags."""
    for html in said(app).split('<div class="card">')[1:]:
        words = re.sub(r"<[^>]+>", " ", html)
        if words.split()[0] == name:
            return " ".join(words.split())
    raise AssertionError(f"no card {name}")


def figures(app: AppTest) -> list[dict[str, object]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def told_by_area(app: AppTest) -> dict[str, str]:
    """What the map says of each unit when it is pointed at."""
    traces = [trace for figure in figures(app) for trace in figure["data"]]
    spots = [trace for trace in traces if trace.get("name") == "spots"]
    return {area["customdata"][0]: area["hovertext"] for area in spots}


def test_the_count_of_the_month_and_its_rate(
    city: Path, manifest: Manifest, complaints: pl.DataFrame
) -> None:
    n = complaints.filter(OCTOBER).height
    units = pl.read_parquet(manifest.tables["units"])
    standing = units.filter(
        (pl.col("level") == "station")
        & (pl.col("valid_from") <= date(2026, 10, 1))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") > date(2026, 10, 1)))
    )
    rate = n / (standing["population"].sum() / 12) * 10_000
    words = card(page(), "投诉信访")
    assert f" {n} 件 " in words
    assert f"年化每万人 {rate:.1f} 件，预计" in words  # the month is still arriving


def test_the_three_difficulties_of_three_months(city: Path, complaints: pl.DataFrame) -> None:
    recent = complaints.filter(THREE_MONTHS)
    difficult = recent.filter(pl.col("category_l1").is_in(DIFFICULT)).height
    words = card(page(), "“三难”占比")
    assert f"{difficult / recent.height * 100:.1f} %" in words
    assert f"{difficult:,} / {recent.height:,} 件" in words


def test_closing_in_time_of_what_was_due_in_the_month(city: Path, complaints: pl.DataFrame) -> None:
    due = complaints.filter(
        pl.col("due_at").dt.date().is_between(date(2026, 10, 1), date(2026, 10, 31))
    )
    in_time = due.filter(pl.col("closed_at").dt.date() <= pl.col("due_at").dt.date()).height
    words = card(page(), "按期办结率")
    assert f"{in_time / due.height * 100:.1f} %" in words
    assert f"应办结 {due.height}，未按期 {due.height - in_time} 件" in words


def test_what_falls_due_in_seven_days(city: Path, complaints: pl.DataFrame) -> None:
    still_open = complaints.filter(pl.col("closed_at").is_null() | (pl.col("closed_at") >= CUTOFF))
    days = pl.col("due_at").dt.date().is_between(CUTOFF, CUTOFF + timedelta(days=6))
    soon = still_open.filter(days).sort("due_at")
    app = page()
    assert f" {soon.height} 件 " in card(app, "未来7天将超期办结")
    words = said(app)
    assert f"未来7天将超期办结 {soon.height} 件" in words
    listed = re.findall(r"<td>(t\d+)</td>", words)
    assert len(listed) == min(6, soon.height)
    assert set(listed) <= set(soon["complaint_id"])
    assert soon["complaint_id"][0] in listed


def cells(manifest: Manifest, complaints: pl.DataFrame) -> pl.DataFrame:
    """Observed and expected of each station and category by its share of matters a month."""
    cases = pl.read_parquet(manifest.tables["cases"]).filter(THREE_MONTHS)
    month = pl.col("received_at").dt.month().alias("month")
    matters = (
        cases.filter(pl.col("jurisdiction_unit_id") != "UNKNOWN")
        .group_by(pl.col("jurisdiction_unit_id").alias("unit_id"), month)
        .agg(weight=pl.len().cast(pl.Float64))
        .with_columns(share=pl.col("weight") / pl.col("weight").sum().over("month"))
    )
    counted = (
        complaints.filter(THREE_MONTHS)
        .group_by("unit_id", month, "category_l1")
        .agg(observed=pl.len())
        .join(matters, on=["unit_id", "month"])
    )
    totals = counted.group_by("month", "category_l1").agg(total=pl.col("observed").sum())
    expected = (
        matters.join(totals, on="month")
        .group_by("unit_id", "category_l1")
        .agg(expected=(pl.col("share") * pl.col("total")).sum())
    )
    seen = counted.group_by("unit_id", "category_l1").agg(pl.col("observed").sum())
    return expected.join(seen, on=["unit_id", "category_l1"], how="left").with_columns(
        pl.col("observed").fill_null(0)
    )


def hot(rows: pl.DataFrame) -> set[tuple[str, str]]:
    """The cells of one level that pass, by hand: Poisson tail, Benjamini-Hochberg, lower bound."""
    found = rows.with_columns(
        p=pl.struct("observed", "expected").map_elements(
            lambda row: poisson.sf(row["observed"] - 1, row["expected"]), return_dtype=pl.Float64
        )
    ).sort("p", descending=True)
    steps = found["p"] * found.height / (found.height - pl.Series(range(found.height)))
    shape = found["observed"] + 4
    low = shape * (1 - 1 / (9 * shape) - 1.2815515655 / (3 * shape.sqrt())) ** 3
    passing = found.filter(
        (steps.cum_min() <= 0.05) & (found["observed"] >= 5) & (low > found["expected"] + 4)
    )
    return set(passing.select("unit_id", "category_l1").rows())


def test_the_planted_hot_spots_are_found_and_only_they(
    city: Path, manifest: Manifest, complaints: pl.DataFrame
) -> None:
    stations = cells(manifest, complaints)
    units = pl.read_parquet(manifest.tables["units"])
    parents = dict(units.select("unit_id", "parent_unit_id").iter_rows())
    branches = (
        stations.with_columns(pl.col("unit_id").replace_strict(parents))
        .group_by("unit_id", "category_l1")
        .agg(pl.sum("observed"), pl.sum("expected"))
    )
    assert hot(stations) == {("990103510000", "attitude")}
    assert hot(branches) == {("990121000000", "progress")}
    parts = [unit for unit, above in parents.items() if above == "990121000000"]
    within = stations.filter(pl.col("unit_id").is_in(parts) & (pl.col("category_l1") == "progress"))
    planted = {f"9901215{n}0000" for n in (2, 3, 4)}
    assert hot(within) == {(unit, "progress") for unit in planted}
    app = page()
    assert " 4 处 " in card(app, "经检验的热点")
    words = said(app)
    assert "86 个辖区中有 4 处投诉明显多于预期" in words
    assert "云岭县局 3 个所集中在“进展反馈”；滨江所是“服务态度”" in words
    assert "连同相邻辖区一起看也偏高（Gi*）：石桥所“进展反馈”、东岭所“进展反馈”" in words
    told = told_by_area(app)
    lasting = {unit for unit, text in told.items() if ZH["tag.lasting"] in text}
    assert lasting == planted | {"990103510000"}
    assert not [unit for unit, text in told.items() if ZH["tag.new"] in text]


def test_a_few_complaints_about_a_small_station_are_no_hot_spot(city: Path) -> None:
    words = told_by_area(page())["990122570000"]
    assert ZH["tag.too_few"] in words
    assert "热点" not in words


def test_a_station_is_told_its_own_standing(city: Path) -> None:
    hot_one = said(page(unit_id="990103510000"))
    assert "投诉热点（持续）：滨江所“服务态度”" in hot_one
    assert re.search(
        r"近3月 14 件，按办件量应有 3.4 件，校正后 2.4 倍\(1.7–3.2\)，不是偶然", hot_one
    )
    assert "与全市分不出高下" in said(page(unit_id="990101510000"))


def test_the_list_of_hot_spots_has_its_exit_rule_and_measures(city: Path) -> None:
    words = said(page())
    assert "上榜—销号：5 处在册，0 处可销" in words
    assert "销号条件（上榜时写定）：连续3个月下限≤1，且一次回访满意率不低于全市" in words
    assert "2026年9月起：云岭县局回访补办专班启动" in words
    assert "云岭县局：措施未到判断时间" in words


def test_what_the_reader_looks_at_changes_no_judgement(city: Path) -> None:
    whole, branch = told_by_area(page()), told_by_area(page(unit_id="990121000000"))
    assert branch
    assert all(
        ZH["tag.lasting"] in whole[unit] for unit in branch if ZH["tag.lasting"] in branch[unit]
    )
    assert "石桥所“进展反馈”" in said(page(unit_id="990121000000"))


def test_the_silent_station_is_a_fact_to_check(city: Path) -> None:
    words = said(page())
    assert re.search(r"西苑所连续 \d+ 个月没有一件投诉信访", words)
    assert ZH["tag.check"] in words


def test_parts_of_the_map_add_up_with_what_is_not_on_it(
    city: Path, complaints: pl.DataFrame
) -> None:
    app = page()
    told = told_by_area(app)
    assert len(told) == 86
    shown = sum(int(re.search(r"投诉信访 ([\d,]+) 件", text).group(1)) for text in told.values())
    outside = int(re.search(r"另有 (\d+) 件 ?不在图上", said(app)).group(1))
    assert shown + outside == complaints.filter(THREE_MONTHS).height


def test_the_verdict_has_figures_interval_and_cutoff_and_no_word_of_change(city: Path) -> None:
    words = said(page())
    verdict = words[words.index('class="verdict"') :].split("</div>")[0]
    assert "±" in verdict
    assert "数据截至2026年11月1日 0时" in verdict
    for word in ("变好", "变差", "上升", "下降", "增加", "减少", "提高", "降低"):
        assert word not in verdict


def test_fairness_is_said_on_the_page(city: Path) -> None:
    assert "投诉多不等于工作差" in said(page())


def test_a_category_narrows_what_can_follow_it_and_says_what_does_not(
    city: Path, complaints: pl.DataFrame
) -> None:
    app = page(complaint_category="attitude")
    n = complaints.filter(OCTOBER & (pl.col("category_l1") == "attitude")).height
    assert f" {n} 件 " in card(app, "投诉信访")
    assert ZH["complaints.all_categories"] in card(app, "按期办结率")


def test_a_rubbish_category_is_named_and_passed_over(city: Path) -> None:
    app = opened("overview", lang="zh", complaint_category="weather")
    assert ZH["state.unknown_in_address"].format(what="weather") in said(app)


def test_a_station_is_not_given_rates_on_too_few(city: Path) -> None:
    words = said(page(unit_id="990101560000"))
    assert ZH["complaints.not_at_level"] in words
    assert ZH["tag.too_few"] in words


def test_without_matters_residents_share_out(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = without(demo_warehouse, tmp_path / "less")
    path = (
        less
        / json.loads(next((less / "snapshots").iterdir()).read_text())["marts"]["indicator_months"][
            0
        ]
    )
    rows = pl.read_parquet(path).filter(~pl.col("series").str.ends_with("|matters"))
    path.unlink()
    rows.write_parquet(path)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(less))
    assert ZH["complaints.map.subtitle"].format(by="按人口", when="近3个月") in said(page())


def test_without_shapes_squares_stand_for_areas(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = without(demo_warehouse, tmp_path / "less")
    path = (
        less / json.loads(next((less / "snapshots").iterdir()).read_text())["marts"]["unit_list"][0]
    )
    rows = pl.read_parquet(path).with_columns(geometry_geojson=pl.lit(None, pl.String))
    path.unlink()
    rows.write_parquet(path)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(less))
    app = page()
    assert ZH["complaints.map.tiles"] in said(app)
    assert len(told_by_area(app)) == 86


@pytest.mark.parametrize("table", ["complaints", "complaint_months", "exposure_months"])
def test_without_a_table_the_page_opens(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(without(demo_warehouse, tmp_path / "less", table)))
    page()


@pytest.mark.skipif(not REALDATA.is_dir(), reason="the real files lie beside a checkout or not")
def test_a_real_source_of_dates_alone_fills_pictures_and_says_what_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = [
        REALDATA / "complaints" / "chicago",
        REALDATA / "units" / "chicago_police_districts.kml",
    ]
    run_import(files, tmp_path / "warehouse", profile="chicago")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(tmp_path / "warehouse"))
    app = page(month="2015-10")
    assert len(app.get("plotly_chart")) == 3
    assert "热点" not in "".join(told_by_area(app).values())
    words = said(app)
    assert "在办 1,949 件" in words
    for lacking in ("no_category", "no_due_day", "no_exposure", "no_people"):
        assert ZH[f"complaints.card.{lacking}"] in words
    assert " 341 件 " in card(app, "投诉信访")
    assert "倍" not in words
