"""小案积案 on the demo city: its figures against Polars on the imported tables, its states."""

import io
import re
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import texts
from data.snapshot import Manifest, current
from tests.pages.city import opened, said, without

CUTOFF = date(2026, 11, 1)
POINTS = (3, 30, 60, 90, *range(180, 721, 90))
ABSENT = [
    "open_bands",
    "open_ages",
    "cohorts",
    "series_days",
    "docketed_ends",
    "premises_categories",
    "callback_weeks",
    "category_map",
]
SOLVES = ("prosecuted", "penalised", "mediated", "resolved")


@pytest.fixture(scope="module")
def manifest(demo_warehouse: Path) -> Manifest:
    found = current(demo_warehouse)
    assert found is not None
    return found


@pytest.fixture
def city(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    return demo_warehouse


@pytest.fixture(scope="module")
def events(manifest: Manifest) -> pl.DataFrame:
    known = pl.read_parquet(manifest.tables["case_events"])
    return known.filter(pl.col("event_at").dt.date() < CUTOFF)


@pytest.fixture(scope="module")
def small(manifest: Manifest) -> pl.DataFrame:
    """Docketed small cases of the whole city, by today's category, in whole days."""
    cases = pl.read_parquet(manifest.tables["cases"])
    categories = pl.read_csv("data/codes/category_map.csv", infer_schema=False)
    docket = (
        pl.when(pl.col("matter_kind") == "criminal")
        .then(pl.col("filed_at"))
        .when(pl.col("matter_kind") == "public_security")
        .then(pl.coalesce("accepted_at", "filed_at"))
    )
    solved_by_closing = pl.when(pl.col("closure_kind").is_in(SOLVES)).then("closed_at")
    loss, unknown = pl.col("property_loss_yuan"), pl.col("small_when_loss_unknown") == "true"
    limit = pl.col("small_loss_below_yuan").cast(pl.Float64)
    return (
        cases.join(categories, on="category_code")
        .filter(
            (pl.col("is_small") == "true")
            & pl.when(loss.is_null()).then(unknown).otherwise(limit.is_null() | (loss < limit))
        )
        .with_columns(
            docket=docket.dt.date(),
            solved=pl.coalesce("solved_at", solved_by_closing).dt.date(),
            end=pl.min_horizontal("solved_at", "closed_at").dt.date(),
        )
        .filter(pl.col("docket") < CUTOFF)
        .with_columns(aged=pl.col("docket").dt.offset_by("24mo"))
    )


def open_at(small: pl.DataFrame, day: date) -> pl.DataFrame:
    """Open when this day begins: not ended, and not two years old the day before."""
    return small.filter(
        (pl.col("docket") < day)
        & (pl.col("end").is_null() | (pl.max_horizontal("end", "docket") >= day))
        & (pl.col("aged") >= day)
    )


def card(app: AppTest, name: str) -> str:
    """The text of a card, tags taken out."""
    found = next(e.proto.body for e in app.get("html") if 'class="cards"' in e.proto.body)
    body = next(part for part in found.split('<div class="card">') if name in part)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def test_the_stock_is_what_is_open_at_the_cutoff(city: Path, small: pl.DataFrame) -> None:
    app = opened("small_cases", lang="zh")
    n = open_at(small, CUTOFF).height
    assert n > 4000
    assert f"{n:,} 起" in card(app, "未破小案存量")
    assert f"存量 {n:,} 起，同比" in said(app)


def test_a_branch_has_the_open_cases_of_its_stations(
    city: Path, small: pl.DataFrame, manifest: Manifest
) -> None:
    units = pl.read_parquet(manifest.tables["units"])
    # No station of this branch was ever reorganised, so its cases are those of its units.
    own = units.filter(
        (pl.col("parent_unit_id") == "990122000000") | (pl.col("unit_id") == "990122000000")
    )["unit_id"].to_list()
    app = opened("small_cases", lang="zh", unit_id="990122000000")
    n = open_at(small, CUTOFF).filter(pl.col("handling_unit_id").is_in(own)).height
    assert f"{n:,} 起" in card(app, "未破小案存量")


def test_ninety_day_clearance_is_that_of_the_last_whole_cohort(
    city: Path, small: pl.DataFrame, events: pl.DataFrame
) -> None:
    # A case's category may have changed since: the cohort is of what was small when docketed.
    changed = events.filter(pl.col("event_type") == "recategorised")["case_id"].to_list()
    july = small.filter(
        (pl.col("docket") >= date(2026, 7, 1))
        & (pl.col("docket") < date(2026, 8, 1))
        & ~pl.col("case_id").is_in(changed)
    )
    in_time = july.filter((pl.col("solved") - pl.col("docket")).dt.total_days() <= 90)
    words = card(opened("small_cases", lang="zh"), "小案90日破案率")
    found = re.search(r"([\d.]+) % ±([\d.]+).*2026年7月立案 (\d+) 起", words)
    assert found, words
    docketed = int(found[3])
    assert 0 <= docketed - july.height <= 12  # those whose category changed
    assert float(found[1]) == pytest.approx(in_time.height / july.height * 100, abs=1.5)


def test_digestion_of_the_last_quarter(city: Path, small: pl.DataFrame) -> None:
    begin, end = date(2026, 7, 1), date(2026, 10, 1)
    old = open_at(small, begin).filter(pl.col("docket") < begin - timedelta(days=90))
    handled = old.filter(pl.col("end").is_not_null() & (pl.col("end") < end))
    words = card(opened("small_cases", lang="zh"), "积案季消化率")
    found = re.search(r"2026年三季度 ([\d,]+)/([\d,]+) 起 · 带破占 (\d+)%", words)
    assert found, words
    # Reopened cases lost their first end and changed categories their first kind: a handful.
    assert int(found[1].replace(",", "")) == pytest.approx(handled.height, abs=8)
    assert int(found[2].replace(",", "")) == pytest.approx(old.height, abs=25)
    series = handled.filter(pl.col("solve_mode") == "series").height / handled.height
    assert int(found[3]) == pytest.approx(series * 100, abs=3)


def due_points(small: pl.DataFrame, events: pl.DataFrame) -> pl.DataFrame:
    """Points of the schedule at which a case was open, with whether somebody called back."""
    points = pl.DataFrame({"point": POINTS, "before": (-1, *POINTS[:-1])})
    called = events.filter(pl.col("event_type") == "callback_unsolved").select(
        "case_id", called=pl.col("event_at").dt.date()
    )
    due = small.join(points, how="cross").with_columns(
        due=pl.col("docket") + pl.duration(days=pl.col("point")),
        last=pl.col("docket") + pl.duration(days=pl.col("point") + 3),
        first=pl.col("docket") + pl.duration(days=pl.col("before") + 1),
    )
    due = due.filter(
        (pl.col("end").is_null() | (pl.col("due") < pl.col("end")))
        & (pl.col("due") < pl.col("aged"))
    )
    done = (
        due.join(called, on="case_id")
        .filter(pl.col("called").is_between("first", "last"))
        .select("case_id", "point", done=True)
        .unique()
    )
    return due.join(done, on=["case_id", "point"], how="left").with_columns(
        pl.col("done").fill_null(value=False)
    )


def test_callbacks_due_in_a_week(city: Path, small: pl.DataFrame, events: pl.DataFrame) -> None:
    points = due_points(small, events)
    week = points.filter(
        pl.col("end").is_null()
        & ~pl.col("done")
        & pl.col("last").is_between(CUTOFF, CUTOFF + timedelta(days=6))
        & (pl.col("aged") >= CUTOFF)
    )
    app = opened("small_cases", lang="zh")
    words = card(app, "未来7天将超期回访")
    shown = int(re.search(r"([\d,]+) 起", words)[1].replace(",", ""))  # type: ignore[index]
    assert shown == week.height
    assert f"共 {shown:,} 起，显示最紧的 6 起" in said(app)


def test_at_an_earlier_month_the_week_follows_its_end(
    city: Path, small: pl.DataFrame, events: pl.DataFrame
) -> None:
    first = date(2026, 7, 1)
    then = small.filter(pl.col("docket") < first).with_columns(
        end=pl.when(pl.col("end") < first).then("end")
    )
    points = due_points(then, events.filter(pl.col("event_at").dt.date() < first))
    week = points.filter(
        pl.col("end").is_null()
        & ~pl.col("done")
        & pl.col("last").is_between(first, first + timedelta(days=6))
        & (pl.col("aged") >= first)
    )
    app = opened("small_cases", lang="zh", month="2026-06")
    shown = int(re.search(r"([\d,]+) 起", card(app, "未来7天将超期回访"))[1].replace(",", ""))  # type: ignore[index]
    assert shown == pytest.approx(week.height, abs=2)  # reopened cases have lost their first end
    assert "2026年7月1日起7天，到7月7日" in said(app)


def test_callbacks_on_schedule_in_the_last_month(
    city: Path, small: pl.DataFrame, events: pl.DataFrame
) -> None:
    points = due_points(small, events)
    october = points.filter(pl.col("last").is_between(date(2026, 10, 1), date(2026, 10, 31)))
    words = card(opened("small_cases", lang="zh"), "未破案件限期回访率")
    found = re.search(r"2026年10月到期 ([\d,]+) 次，按期 ([\d,]+) 次", words)
    assert found, words
    assert int(found[1].replace(",", "")) == pytest.approx(october.height, rel=0.01)
    assert int(found[2].replace(",", "")) == pytest.approx(october["done"].sum(), rel=0.01)


def test_the_main_cause_is_that_fewer_were_docketed(city: Path, small: pl.DataFrame) -> None:
    words = said(opened("small_cases", lang="zh"))
    verdict = words[words.index('class="verdict"') :].split("</div>")[0]
    year, before = (
        small.filter(pl.col("docket").is_between(first, last)).height
        for first, last in (
            (date(2025, 11, 1), date(2026, 10, 31)),
            (date(2024, 11, 1), date(2025, 10, 31)),
        )
    )
    found = re.search(r"新立案少 ([\d,]+) 起", verdict)
    assert found, verdict
    assert int(found[1]) == pytest.approx(before - year, abs=12)  # those whose category changed
    assert "主因：新立案少，破案没有加快" in verdict


def test_too_short_a_history_is_said(city: Path) -> None:
    words = said(opened("small_cases", lang="zh", month="2023-03"))
    assert "历史不足" in words
    assert "要有 24 个月数据才能判断，现在只有 17 个月" in words


def test_a_station_month_has_no_rate_of_its_own(city: Path) -> None:
    app = opened("small_cases", lang="zh", unit_id="990101560000")
    assert "派出所不单列" in card(app, "积案季消化率")
    assert "12个月立案" in card(app, "小案90日破案率")


def test_a_category_is_a_smaller_whole(city: Path, small: pl.DataFrame) -> None:
    app = opened("small_cases", lang="zh", category_code="burglary")
    n = open_at(small, CUTOFF).filter(pl.col("category_code") == "burglary").height
    assert f"{n:,} 起" in card(app, "未破小案存量")
    assert "不分类别" in card(app, "未破案件限期回访率")


@pytest.mark.parametrize("compare", ["yoy", "mom", "mean12"])
def test_the_stock_is_compared_as_chosen(city: Path, compare: str) -> None:
    words = card(opened("small_cases", lang="zh", compare=compare), "未破小案存量")
    assert {"yoy": "同比 −", "mom": "环比 −", "mean12": "比前12月均值 −"}[compare] in words


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("mart", ABSENT)
def test_what_is_absent_is_named_and_the_rest_stands(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mart: str, lang: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(without(demo_warehouse, tmp_path / "less", mart)))
    app = opened("small_cases", lang=lang)
    assert not app.exception
    assert not app.error
    if mart not in ("open_ages", "category_map"):
        assert texts.every(lang)["tag.not_connected"].lower() in said(app).lower()
    assert len(app.get("plotly_chart")) >= 4


def test_nothing_is_due_or_old_where_nothing_is_known(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = without(demo_warehouse, tmp_path / "bare", "data_months")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(bare))
    app = opened("small_cases", lang="zh")
    assert not app.exception and not app.error
    words = said(app)
    assert "未接入" in words
    for none in ("没有到期的回访", "没有在办的小案", "还没到时候", "没有一日带破", "下翻"):
        assert none not in words
    assert "满意度数据未接入" in said(opened("satisfaction", lang="zh"))


def test_a_source_without_ends_shows_counts_and_says_why(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manifest: Manifest
) -> None:
    less = without(demo_warehouse, tmp_path / "less", "stock_flow")
    months = pl.read_parquet(manifest.marts["data_months"])
    for name in manifest.marts["data_months"]:
        path = less / Path(name).relative_to(demo_warehouse)
        path.unlink()  # a hard link: the city's own file stays
        months.filter(pl.col("dataset") != "case_ends").write_parquet(path)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(less))
    app = opened("small_cases", lang="zh")
    assert not app.exception
    assert "来源文件没有破案时间，只能显示立案数；破案率、存量、漏斗不显示。" in said(app)
    assert len(app.get("plotly_chart")) == 3
    assert "小案90日破案率" not in said(app)
    front = said(opened("overview", lang="zh"))  # there are cases, so nobody is told to load them
    assert "来源文件没有破案时间，只能显示立案数" in front and "**未接入**：案事件" not in front


def test_the_workbook_has_a_sheet_for_each_unit_with_callbacks(city: Path) -> None:
    from dashboard.elements import workbook

    frame = pl.DataFrame({"case_id": ["m1", "=m2"]})
    sheets = {"甲分局 一所": frame, "甲分局/一所": frame, "x" * 40: frame}
    content = workbook.of_sheets(sheets)
    read = pl.read_excel(io.BytesIO(content), sheet_id=0, engine="calamine")
    assert list(read) == ["甲分局 一所", "甲分局 一所 2", "x" * 31]
    assert read["甲分局 一所"].to_series().to_list() == ["m1", "'=m2"]
