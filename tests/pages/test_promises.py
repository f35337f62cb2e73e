"""十件实事 on the demo city: its figures against Polars on the imported tables, its states."""

import html
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest
from scipy.stats import norm
from streamlit.testing.v1 import AppTest

from dashboard import texts, workdays
from dashboard.filters import Filters
from dashboard.measured import Limits
from dashboard.pictures.promises import figures
from dashboard.pictures.promises.figures import Promise
from dashboard.statistics.estimates import Estimate
from data.snapshot import Manifest, current
from tests.cities import in_hand
from tests.pages.city import opened, said, without

CUTOFF = date(2026, 11, 1)
OCTOBER = date(2026, 10, 1)
Z = float(norm.ppf(0.975))


@pytest.fixture(scope="module")
def manifest(demo_warehouse: Path) -> Manifest:
    found = current(demo_warehouse)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def page(demo_warehouse: Path) -> Iterator[AppTest]:
    """The page on the demo city, opened once."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
        yield opened("promises", lang="zh")


@pytest.fixture(scope="module")
def shown(page: AppTest) -> str:
    """What the page says."""
    assert not page.exception
    assert not page.error
    return words(page)


def table(manifest: Manifest, name: str) -> pl.DataFrame:
    return pl.read_parquet(manifest.tables[name])


def words(app: AppTest) -> str:
    """What the page says, without tags and style."""
    bare = re.sub(r"<style>.*?</style>", " ", said(app), flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split())


def total(rows: pl.DataFrame, column: str) -> int:
    return int(rows[column].sum())


def rate(kept: float, due: float) -> str:
    """81.2%(±2.2) or 97.1%(95.0–98.3), by the textbook formula of Wilson."""
    p = kept / due
    centre = (p + Z**2 / (2 * due)) / (1 + Z**2 / due)
    half = Z * (p * (1 - p) / due + Z**2 / (4 * due**2)) ** 0.5 / (1 + Z**2 / due)
    low, high = 100 * (centre - half), 100 * (centre + half)
    if p <= 0.95 and abs((high - 100 * p) - (100 * p - low)) < 0.5:
        return f"{100 * p:.1f}%(±{(high - low) / 2:.1f})"
    return f"{100 * p:.1f}%({low:.1f}–{high:.1f})"


def test_promises_told_by_the_units_are_summed(shown: str, manifest: Manifest) -> None:
    told = table(manifest, "commitment_progress").filter(month=OCTOBER)
    visits = told.filter(commitment_id="C04")
    of_visits = rate(total(visits, "on_time_n"), total(visits, "due_n"))
    assert f"关注民生民警走访 {of_visits} 95%" in shown
    for code, name in (("C06", "重点项目领导联系"), ("C09", "主动汇报提升信任")):
        own = told.filter(commitment_id=code)
        kept, due = total(own, "on_time_n"), total(own, "due_n")
        assert f"{name} {100 * kept / due:.1f}%({kept}/{due}) 100%" in shown


def test_the_green_channel_and_first_releases_are_counted(shown: str, manifest: Manifest) -> None:
    services = table(manifest, "service_monthly").filter(month=OCTOBER, is_green_channel=True)
    releases = table(manifest, "activities").filter(
        (pl.col("activity_type") == "press_release")
        & pl.col("reference_at").is_not_null()
        & (pl.col("reference_at").dt.truncate("1mo").dt.date() == OCTOBER)
        & (pl.col("reference_at") + timedelta(hours=24) < CUTOFF)
    )
    in_time = (releases["released_at"] - releases["reference_at"]) <= timedelta(hours=24)
    green = rate(total(services, "on_time_n"), total(services, "completed_n"))
    assert f"办事办证绿色通道 {green} 99%" in shown
    released = rate(int(in_time.sum()), releases.height)
    assert f"重大事项新闻发布 {released} 10月有的未到期 95%" in shown


def test_petitions_are_counted_by_their_due_day(shown: str, manifest: Manifest) -> None:
    due_day = pl.col("due_at").dt.date()
    due = table(manifest, "complaints").filter(
        (pl.col("kind") == "petition") & (due_day >= OCTOBER) & (due_day < CUTOFF)
    )
    kept = due.filter(pl.col("closed_at").dt.date() <= due_day)
    assert f"公安信访限期办结 {rate(kept.height, due.height)} 10月到数约 93.1% 98%" in shown


def test_what_comes_online_is_answered_by_the_next_working_day(
    shown: str, manifest: Manifest
) -> None:
    days = pl.read_csv("data/codes/calendar.csv", try_parse_dates=True)
    calendar = days.filter("is_workday")["date"].sort().to_list()
    online = table(manifest, "complaints").filter(
        (pl.col("channel") == "online")
        & pl.col("received_at").dt.date().is_between(date(2026, 8, 1), date(2026, 10, 31))
    )
    kept = n = 0
    for received, notice in online.select(
        pl.col("received_at").dt.date(), pl.col("notice_at").dt.date()
    ).iter_rows():
        due = next((day for day in calendar if day > received), None)
        if due is not None and due < CUTOFF:
            n += 1
            kept += notice is not None and notice <= due
    assert f"公安外网警民互动 {rate(kept, n)} 近3个月 · 10月有的未到期 95%" in shown


def test_the_four_steps_the_backlog_and_the_ratings(shown: str, manifest: Manifest) -> None:
    visits = table(manifest, "activities").filter(
        (pl.col("activity_type") == "household_visit")
        & (pl.col("held_on").dt.truncate("1mo") == OCTOBER)
    )
    steps = [total(visits, f"{step}_n") for step in ("planned", "reached", "effective", "resolved")]
    of_hundred = [f"{100 * step / steps[0]:.0f}" for step in steps[1:]]
    services = table(manifest, "service_monthly").filter(month=OCTOBER)
    stars = [total(services, f"rating_{star}_n") for star in (5, 4, 3, 2, 1)]
    assert "计划 100 户，见到 {}，说上话 {}，办成事 {}".format(*of_hundred) in shown
    assert f"2026年10月底超期 {services['overdue_end_n'].sum()} 件" in shown
    assert f"窗口好评率 {rate(sum(stars[:3]), sum(stars))}" in shown
    assert f"差评（1、2星） {100 * sum(stars[3:]) / sum(stars):.1f}% {sum(stars[3:])}" in shown


def test_issues_are_added_up_over_a_year_by_occasion(shown: str, manifest: Manifest) -> None:
    issues = table(manifest, "activities").filter(
        (pl.col("issues_n") > 0) & (pl.col("held_on") >= date(2025, 11, 1))
    )
    talks = issues.filter(activity_type="police_public_talk")
    raised, closed = total(issues, "issues_n"), total(issues, "issues_closed_n")
    assert f"群众提出意见 {raised:,} 条，已办结 {rate(closed, raised)}" in shown
    assert f"警民恳谈 {talks['issues_n'].sum():,} {talks['issues_closed_n'].sum():,}" in shown


def test_ten_rows_due_first_each_with_target_owner_and_light(page: AppTest) -> None:
    body = next(e.proto.body for e in page.get("html") if 'class="table ten"' in e.proto.body)
    found = [
        [html.unescape(re.sub(r"<[^>]+>", " ", cell)).strip() for cell in row.split("<td>")[1:]]
        for row in body.split("<tr>")[2:]
    ]
    assert len(found) == 10
    days = [tuple(map(int, re.findall(r"\d+", row[0])[:2])) for row in found]
    assert days == sorted(days)
    assert found[0][1] == "未破案件限期回访"
    for row in found:
        assert row[3].endswith("%")
        assert row[5].endswith("负责人")
        assert re.search("[●◐▲■○]", row[6])


def test_clearance_has_no_light_among_the_side_frames(page: AppTest) -> None:
    lists = [e.proto.body for e in page.get("html") if 'class="lines small"' in e.proto.body]
    lines = [line for body in lists for line in body.split('<div class="line">')[1:]]
    lines = [line.split('<div class="note">')[0] for line in lines]
    assert len(lines) == 9
    for line in lines:
        has_light = 'class="tag' in line or re.search("[●◐▲■]", line)
        assert not (has_light and ("破案" in line or "发案" in line)), line


def test_in_english_and_without_data_it_says_what_to_load(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    absent = (
        "promise_months", "promises_due", "activity_months", "help_months", "cohorts",
        "service_monthly", "commitments",
    )  # fmt: skip
    bare = without(demo_warehouse, tmp_path / "less", *absent)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(bare))
    app = opened("promises", lang="en")
    assert not app.exception
    assert not app.error
    assert texts.every("en")["dataset.service_monthly"] in said(app)
    assert texts.every("en")["dataset.activities"] in said(app)


def test_a_station_sees_its_own_and_few_are_few(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("promises", lang="zh", unit_id="990101560000")
    assert not app.exception
    assert not app.error
    assert "样本不足" in words(app)


def promise(standing: str) -> Promise:
    return Promise("C04", standing)


def test_only_what_there_is_is_counted_in_words() -> None:
    judged = [promise("met"), promise("met"), promise("beyond"), promise("not_connected")]
    assert figures.count_words(judged) == "2件达标，1件预警"


def test_two_promises_leave_nothing_to_chance() -> None:
    limits = Limits(100, 90)
    assert figures._standing("up", Estimate(100.0), limits, True) == "met"
    assert figures._standing("up", Estimate(96.8), limits, True) == "watch"
    assert figures._standing("up", Estimate(80.0), limits, True) == "beyond"
    assert figures._standing("up", Estimate(100.0), limits, False) == "too_few"


def test_a_promise_told_by_units_keeps_the_target_of_its_indicator(demo_warehouse: Path) -> None:
    with in_hand(demo_warehouse):
        choice = Filters(unit_id="990100000000", month=OCTOBER)
        assert figures.limits_of("C01", choice) == Limits(90, 80)
        assert figures.limits_of("C10", choice) == Limits(98, 95)


def test_months_without_a_row_add_nothing() -> None:
    sums = {OCTOBER: (10.0, 9.0), date(2026, 8, 1): (4.0, 4.0)}
    assert figures.added(sums, OCTOBER, 3) == (14.0, 13.0)
    assert figures.added(sums, date(2026, 9, 1), 1) == (0.0, 0.0)


def calendar(monkeypatch: pytest.MonkeyPatch, **columns: list[object]) -> None:
    monkeypatch.setattr(workdays, "ask_if_connected", lambda *_, **__: pl.DataFrame(columns))


def test_the_page_says_where_the_calendar_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar(monkeypatch, last_day=[date(2026, 12, 31)])
    assert workdays.calendar_words([date(2026, 12, 31), date.max]) == ""
    assert "2026年12月31日" in workdays.calendar_words([date(2027, 1, 4)])


def test_where_the_bureaus_calendar_is_short_the_shipped_one_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    national_day = date(2025, 10, 1)
    calendar(monkeypatch)
    assert workdays.next_workday(national_day) == date(2025, 10, 9)
    calendar(monkeypatch, day=[national_day], is_workday=[True])
    assert workdays.next_workday(national_day) == national_day


def test_a_month_that_units_have_not_told_yet_is_not_judged() -> None:
    told = pl.DataFrame(
        {
            "month": [date(2026, month, 1) for month in (7, 8, 9, 10)],
            "due_n": [100.0] * 4,
            "kept_n": [98.0] * 4,
            "units_n": [9, 9, 9, 9],
        }
    )
    assert not figures.is_short(told)
    assert figures.is_short(told.with_columns(units_n=pl.Series([9, 9, 9, 7])))
    assert not figures.is_short(told.with_columns(units_n=pl.Series([2, 9, 8, 9])))


def test_what_other_levels_keep_is_not_called_unconnected(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    shown = words(opened("promises", lang="zh", unit_id="990101560000"))
    for name in ("十件实事兑现率", "公安工作民意主导", "关注民生民警走访"):
        assert re.search(f"{name} .{{0,30}}本级不显示", shown), shown
    assert re.findall("(?<!快处）)未接入", shown) == []
    assert "联系企业每月走访满2次：样本不足" in shown  # fifteen, as the card above says
