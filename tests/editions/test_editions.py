"""定版: what was published stays as it was, and today's figures are told apart from it."""

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from dashboard import answers, editions, entered, errors, freezing, indicators, texts
from dashboard.completeness import completeness
from dashboard.editions.changes import Counts, since
from dashboard.editions.compared import Difference
from dashboard.editions.rules import LANGUAGE
from dashboard.errors import NotEnteredError
from dashboard.exports import brief
from dashboard.filters import Filters
from dashboard.freezing import writing
from dashboard.indicators import get
from dashboard.pictures import data_quality
from dashboard.scenes import build, content
from dashboard.statistics.completeness import expected_count
from dashboard.texts import spoken_in
from dashboard.texts.dates import months_between
from data.snapshot import current
from tests.cities import copied, in_hand
from tests.editions.conftest import (
    BRANCH,
    LATE,
    MEETING,
    OCTOBER,
    OWN,
    POST,
    STATION,
    Frozen,
)

CHOICE = Filters(unit_id=BRANCH, month=OCTOBER)


@pytest.mark.parametrize(
    ("indicator_id", "unit_id", "months", "series"),
    [
        ("CAS02", STATION, months_between(date(2025, 8, 1), date(2026, 7, 1)), "small"),
        ("FLW02", BRANCH, [date(2026, 9, 1)], ""),
        ("CMP02", BRANCH, [OCTOBER], ""),
        ("FLW06", STATION, [date(2026, 8, 1), date(2026, 9, 1), OCTOBER], ""),
    ],
)
def test_a_published_figure_is_the_sum_of_the_marts(
    frozen: Frozen, indicator_id: str, unit_id: str, months: list[date], series: str
) -> None:
    manifest = current(frozen.warehouse)
    assert manifest is not None
    places = pl.read_parquet(manifest.marts["unit_map"]).filter(
        structure="current", ancestor_id=unit_id
    )
    rows = (
        pl.read_parquet(manifest.marts["indicator_months"])
        .filter(pl.col("month").is_in(months), indicator_id=indicator_id, component="main")
        .filter(pl.col("series") == series if series else pl.lit(True))
        .join(places, on=["unit_id", "month"])
    )
    numerator, denominator = (
        float((rows[name] * rows["share"]).sum()) for name in ("numerator", "denominator")
    )
    answers.hold(frozen.warehouse)
    edition = editions.get(frozen.edition_id)
    assert edition is not None
    found = editions.value(edition, indicator_id, unit_id)
    assert found is not None
    assert (found["month"], found["numerator"]) == (months[-1], pytest.approx(numerator))
    assert found["denominator"] == pytest.approx(denominator)
    assert found["value"] == pytest.approx(numerator / denominator * 100)
    assert found["lower"] < found["value"] < found["upper"]


def test_every_indicator_of_every_unit_is_there_and_too_few_have_no_figure(
    frozen: Frozen,
) -> None:
    answers.hold(frozen.warehouse)
    rows = editions.published(frozen.edition_id)
    assert rows["unit_id"].n_unique() == 8
    shown = {i for i, known in indicators.every().items() if known.window("branch")}
    assert set(rows.filter(unit_id=BRANCH)["indicator_id"]) == shown
    few = rows.filter(
        pl.struct("indicator_id", "n").map_elements(
            lambda row: (row["n"] or 0) < get(row["indicator_id"]).minimum_n,
            return_dtype=pl.Boolean,
        )
    )
    assert few.height > 20
    bare = few.select("value", "lower", "upper", "numerator", "denominator")
    assert bare.null_count().row(0) == (few.height,) * 5
    people = rows.filter(pl.col("indicator_id").str.starts_with("SAT"))
    assert not people["n"].is_between(1, 4).any()


def test_an_edition_says_what_it_was_frozen_from(frozen: Frozen) -> None:
    answers.hold(frozen.warehouse)
    edition = editions.in_force(CHOICE)
    assert edition is not None
    assert edition.edition_id == frozen.edition_id == "2026-10-1"
    assert (edition.snapshot_id, edition.cutoff) == (1, date(2026, 11, 1))
    assert (edition.frozen_by, edition.meeting_id) == (POST, "2026-10")
    assert editions.of_month(STATION, OCTOBER) == edition
    assert editions.of_month("990102000000", OCTOBER) is None
    assert editions.in_force(CHOICE.but(month=date(2026, 9, 1))) is None
    assert list(frozen.shares) == sorted(frozen.shares)
    assert frozen.shares[-1] == 1.0
    rows = entered.in_force("published_definitions", edition_id=frozen.edition_id)
    told = rows.filter(language=LANGUAGE, indicator_id="FLW02").row(0, named=True)
    assert told["name"] == get("FLW02").name
    assert "as indicator_id" in told["formula"]
    assert rows.height == 2 * len(indicators.every())


def test_a_freeze_that_was_interrupted_is_no_edition(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(copied(frozen.warehouse, tmp_path / "warehouse"))

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "figures", killed)
    with pytest.raises(KeyboardInterrupt):
        freezing.freeze(MEETING, POST, "重新定版")
    assert [one.edition_id for one in editions.every()] == ["2026-10-1"]
    assert writing._free_name(MEETING) == "2026-10-3"


def test_an_edition_is_superseded_only_with_a_reason(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(copied(frozen.warehouse, tmp_path / "warehouse"))
    first = editions.published(frozen.edition_id)
    position = entered.position()
    for post, reason in ((POST, " "), ("", "数有误")):
        with pytest.raises(NotEnteredError):
            freezing.freeze(MEETING, post, reason)
    assert entered.position() == position
    monkeypatch.setattr(writing, "figures", lambda choice, told: first.drop("edition_id"))
    second = freezing.freeze(replace(MEETING, scenes=()), POST, "数有误")
    found = editions.in_force(CHOICE)
    assert found is not None
    assert (found.edition_id, found.supersedes, found.reason) == (
        second, frozen.edition_id, "数有误",
    )  # fmt: skip
    old = editions.get(frozen.edition_id)
    assert old is not None
    assert old.superseded_by == second
    assert editions.published(frozen.edition_id).equals(first)


def test_a_month_that_is_not_over_is_not_frozen(frozen: Frozen) -> None:
    answers.hold(frozen.warehouse)
    with pytest.raises(NotEnteredError) as refused:
        freezing.freeze(replace(MEETING, month=date(2026, 11, 1)), POST)
    assert "2026年11月" in refused.value.holes["why"]


def test_a_replay_takes_nothing_from_data_words_or_program(
    frozen: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(frozen.warehouse)
    before = {
        language: [content.written(one) for one in freezing.replayed(frozen.edition_id, language)]
        for language in texts.LANGUAGES
    }
    copy = copied(frozen.warehouse, tmp_path / "warehouse")
    shutil.rmtree(copy / "marts")
    shutil.rmtree(copy / "tables")
    answers.hold(copy)
    said = texts.every

    def otherwise(language: str) -> dict[str, str]:
        return {key: "X" for key in said(language)}

    monkeypatch.setattr(texts, "every", otherwise)
    monkeypatch.setattr(indicators, "every", dict)
    for language, scenes in before.items():
        again = freezing.replayed(frozen.edition_id, language)
        assert [content.written(one) for one in again] == scenes
        assert len(again) == len(MEETING.scenes)
        assert again[0].headline == OWN
        assert any(one.figure is not None for one in again)
    zh, en = (freezing.replayed(frozen.edition_id, language)[1] for language in ("zh", "en"))
    assert zh.headline != en.headline
    kept = freezing.published(frozen.edition_id, "zh")[0]
    assert kept.computed_headline not in ("", OWN)
    assert kept.remark == "先讲这一幕"
    assert freezing.replayed("2026-10-9", "zh") == []


def test_late_corrected_and_withdrawn_records_are_told_with_their_numbers(later: Frozen) -> None:
    answers.hold(later.warehouse)
    found = editions.differences(CHOICE)
    assert found
    assert not [one for one in found if "unknown" in one.why]
    own = {one.indicator.id: one for one in found if one.unit_id == BRANCH}
    reported = own["CAS01"]
    assert (reported.why, reported.counts.late) == (("late",), LATE)
    assert reported.change > 0
    # A case of March solved in September is not open any more at the end of October.
    stock = own["CAS04"]
    assert stock.why == ("late", "corrected")
    assert (stock.counts.late, stock.counts.corrected) == (LATE, 1)
    complained = own["CMP01"]
    assert complained.why == ("corrected", "withdrawn")
    assert (complained.counts.corrected, complained.counts.withdrawn) == (1, 1)
    assert complained.change < 0
    assert f"晚到 {LATE} 起" in reported.strip
    assert {one.unit_id for one in found} >= {BRANCH, STATION}
    assert "SAT02" not in own
    shown = editions.between("CAS01", CHOICE)
    assert shown is not None
    assert shown.strip.startswith(f"定版 {shown.then_words} → 现值 ")
    assert editions.between("SAT02", CHOICE) is None
    # What was published has not moved.
    assert editions.published(later.edition_id).height > 300


def test_a_changed_definition_is_told_and_nothing_is_made_up(
    later: Frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(later.warehouse)
    edition = editions.get(later.edition_id)
    assert edition is not None
    monkeypatch.setattr("dashboard.editions.defined._formula", lambda one: f"-- {one.id}")
    changes = since.__wrapped__(edition, CHOICE, (BRANCH,))
    assert {"CAS01", "SAT02"} <= changes.redefined
    assert changes.counts("SAT02", BRANCH, (OCTOBER, OCTOBER)).late == 0


def test_a_changed_target_is_told_though_every_figure_stands(
    frozen: Frozen, tmp_path: Path
) -> None:
    warehouse = copied(frozen.warehouse, tmp_path / "city")
    row = {
        "indicator_id": "FLW06",
        "value_kind": "level",
        "scope": "bureau",
        "period_start": date(2026, 10, 1),
        "target": 92.5,
        "warn": 80.0,
    }
    with in_hand(warehouse):
        edition = editions.get(frozen.edition_id)
        assert edition is not None
        before = {one.indicator.id for one in editions.rewritten(edition)}
        assert "FLW06" not in before
        of_station = CHOICE.but(unit_id=STATION)
        entered.enter("targets", [row, row | {"scope": "unit", "scope_id": STATION}], POST)
        answers.hold(warehouse)
        (told,) = (one for one in editions.rewritten(edition) if one.indicator.id == "FLW06")
        assert (told.what, told.then, told.now, told.words) == (
            "target",
            90,
            92.5,
            "目标 90 → 92.5",
        )
        for choice in (CHOICE, of_station):
            picture = data_quality.published(choice)
            assert "1 项目标或口径已改" in picture.title
            assert "目标 90 → 92.5" in picture.body
            assert picture.evidence is not None
            assert picture.evidence.table.row(-1, named=True)["present_value"] == 92.5
            assert "定版值与现值一致" in data_quality.short_answer(choice).rest
        with spoken_in("en"):
            assert "Target 90 → 92.5" in data_quality.published(CHOICE).body


def test_the_page_opens_with_how_many_published_figures_were_adjusted(later: Frozen) -> None:
    answers.hold(later.warehouse)
    seen = [one for one in editions.differences(CHOICE) if one.is_seen]
    rest = data_quality.short_answer(CHOICE).rest
    assert f"定版值与现值：{len(seen)} 项有调整，最大的是" in rest
    assert "定版值" not in data_quality.short_answer(CHOICE.but(month=date(2026, 9, 1))).rest


def test_the_wall_says_what_was_frozen_beside_what_is(later: Frozen) -> None:
    answers.hold(later.warehouse)
    drawn, was = build.scene("figures", CHOICE), editions.between("CMP01", CHOICE)
    assert was is not None
    then_and_now = f"定版 {was.then_words} → 现值 {was.now_words}"
    assert then_and_now in drawn.bigs[4].lines
    assert was.strip in drawn.script


def _unjudged(indicator_id: str, choice: Filters) -> dict[str, str | None]:
    return {"indicator_id": indicator_id, "unit_id": choice.unit_id, "structure": "current"}


def test_the_check_says_the_same_and_after_a_clean_up_names_what_differs(
    later: Frozen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(later.warehouse)
    same = freezing.checked(later.edition_id)
    assert (same.basis, same.is_same, same.is_same_program) == ("snapshot", True, True)
    assert same.compared == editions.published(later.edition_id).height
    copy = copied(later.warehouse, tmp_path / "warehouse")
    (copy / "snapshots" / "000001.json").unlink()
    shutil.rmtree(copy / "marts" / "000001")
    answers.hold(copy)
    monkeypatch.setattr("dashboard.freezing.figures._judged", _unjudged)
    other = freezing.checked(later.edition_id)
    assert (other.basis, other.is_same) == ("present", False)
    named = {one.indicator.id for one in other.figures if one.unit_id == BRANCH}
    assert {"CAS01", "CMP01"} <= named
    assert "SAT02" not in named
    withdrawn = [one for one in other.figures if one.indicator.id == "CMP01"]
    assert all(one.counts.withdrawn is None for one in withdrawn)
    with pytest.raises(LookupError):
        freezing.checked("2026-10-9")


def test_the_rehearsal_names_what_records_still_to_come_would_move(frozen: Frozen) -> None:
    answers.hold(frozen.warehouse)
    told = freezing.moving(CHOICE)
    moving = {one.indicator.id: one for one in told.moving}
    known = completeness(CHOICE, "complaints")
    assert known is not None
    edition = editions.get(frozen.edition_id)
    assert edition is not None
    row = editions.value(edition, "CMP01", BRANCH)
    assert row is not None
    ends = expected_count(row["numerator"], known.arrived)
    per = row["value"] / row["numerator"]
    assert moving["CMP01"].low == pytest.approx(ends.low * per)
    assert moving["CMP01"].high == pytest.approx(ends.high * per)
    assert moving["CAS04"].low is None  # a stock of two years has no simple limits
    assert "SAT04" in {one.id for one in told.unknown}
    assert "CAS07" in {one.id for one in told.waiting}
    shares = {one.indicator.id: one for one in told.moving if one.indicator.is_share}
    assert any(one.low is not None and one.low < one.value for one in shares.values())


def test_the_header_names_the_edition_in_both_languages(frozen: Frozen) -> None:
    answers.hold(frozen.warehouse)
    edition = editions.in_force(CHOICE)
    assert edition is not None
    day = edition.frozen_at
    assert editions.name(edition) == f"10月例会定版（{day.year}年{day.month}月{day.day}日）"
    with spoken_in("en"):
        assert editions.name(edition).isascii()


def test_an_edition_is_named_on_its_files_and_has_no_form_of_today(frozen: Frozen) -> None:
    def made(*forms: str) -> list[str]:
        asked = brief.Asked(frozen.warehouse, edition_id=frozen.edition_id, forms=forms)
        return [file.name for file in brief.files(asked, lambda *_: None)]

    (name,) = made("workbook", "circular")
    assert name.endswith(f"2026年10月例会_定版{frozen.edition_id}.xlsx")
    with pytest.raises(errors.FormOfTodayError):
        made("circular", "lists")


def test_the_journal_alone_holds_an_edition(frozen: Frozen) -> None:
    files = [path for path in (frozen.warehouse / "journal").glob("*/*.parquet")]
    tables = {path.parent.name for path in files}
    assert {"editions", "published_values", "published_scenes", "published_definitions"} <= tables
    rows = pl.read_parquet(next((frozen.warehouse / "journal" / "published_scenes").glob("*")))
    assert json.loads(rows["content"][0])["headline"] == OWN


def test_a_median_that_is_not_reached_is_no_lack_of_cases() -> None:
    days = get("CAS06")

    def said(n: int) -> str:
        return Difference(
            days, BRANCH, "", OCTOBER, "m12", None, 350.0, n, n, (), Counts()
        ).then_words

    with spoken_in("zh"):
        assert said(days.minimum_n) == "未达到"
        assert said(days.minimum_n - 1) == "样本不足"
