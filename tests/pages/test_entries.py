"""What people enter: kept, never overwritten, at once on every figure it concerns, no excuse."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import (
    answers,
    entered,
    explanations,
    findings,
    indicators,
    judged,
    measured,
    promised,
)
from dashboard.elements.entries import listed, making
from dashboard.exports import told
from dashboard.exports.circular import circular
from dashboard.filters import Filters
from dashboard.judged.surroundings import around
from dashboard.pictures import data_quality, small_cases, unit_profile
from dashboard.pictures.overview import candidates
from dashboard.pictures.promises.figures import promises
from dashboard.scenes import build
from data import journal
from tests.cities import copied, in_hand
from tests.pages.city import APP, opened, said

BUREAU, BRANCH, BATCH = "990100000000", "990121000000", "990124000000"
MONTH = date(2026, 10, 1)
CHOICE = Filters(unit_id=BUREAU, month=MONTH)
OF_BRANCH = CHOICE.but(unit_id=BRANCH)
PERIOD = (MONTH, date(2026, 10, 31))


@pytest.fixture
def copy(demo_warehouse: Path, tmp_path: Path) -> Path:
    """The demo city with a journal of its own; all other files are shared."""
    return copied(demo_warehouse, tmp_path / "city")


@pytest.fixture
def held(copy: Path) -> Iterator[Path]:
    """The copy, in the hands of this process."""
    with in_hand(copy):
        yield copy


def enter(path: Path, table: str, *rows: making.Row) -> None:
    """As a page does it: under a post; the next run sees it."""
    entered.enter(table, list(rows), "指挥中心")
    answers.hold(path)


def target(**more: object) -> making.Row:
    row = {
        "indicator_id": "FLW06",
        "series": None,
        "value_kind": "level",
        "scope": "unit",
        "scope_id": BRANCH,
        "period_start": date(2026, 1, 1),
        "period_end": None,
        "target": 99.5,
        "warn": 99.0,
    }
    return {**row, **more}


def test_own_words_stand_beside_the_verdict_and_change_none(held: Path) -> None:
    before = judged.change("CMP05", CHOICE), judged.goal("FLW06", OF_BRANCH)
    remark = making.remark("explanation", "回访专班 [已到位]*", PERIOD, BRANCH, "FLW06")
    enter(held, "annotations", remark)
    assert (judged.change("CMP05", CHOICE), judged.goal("FLW06", OF_BRANCH)) == before
    (own,) = explanations.of_unit(BRANCH, MONTH, "FLW06")
    assert own.words == "回访专班 ［已到位］＊"  # no mark of Markdown
    assert "指挥中心" in own.sentence()
    assert not explanations.of_unit(BRANCH, MONTH, "SAT02")
    assert not explanations.of_unit(BRANCH, date(2026, 11, 1))
    assert own.words in unit_profile.among(OF_BRANCH).note


def test_own_words_stand_beside_the_verdict_on_pages_and_exports(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_all, of_one = "上半年借调六人", "回访专班已到位"
    enter(
        held,
        "annotations",
        making.remark("explanation", of_all, PERIOD, BRANCH),
        making.remark("explanation", of_one, PERIOD, BRANCH, "FLW06"),
    )
    source = told.source(OF_BRANCH)
    assert of_all in "".join(source.said) and of_one in "".join(source.said)
    text = circular(OF_BRANCH, source)
    assert of_all in "".join(text.paragraphs[0][1])
    scene = build.scene("stock", OF_BRANCH)
    assert of_all in scene.subtitle and of_one not in scene.subtitle
    assert of_all in told.notes(scene, source)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(held))
    for page, shown in (("small_cases", True), ("complaints", False)):
        words = said(opened(page, lang="zh", unit_id=BRANCH))
        assert of_all in words
        assert (of_one in words) == shown


def cause() -> str:
    """What is noted that may have moved the figure of the branch."""
    note = around(OF_BRANCH, (BRANCH,)).cause(indicators.get("FLW06"), BRANCH, MONTH)
    return note.text if note else ""


@pytest.mark.parametrize("kind", ["explanation", "verified", "assistance"])
def test_words_are_no_cause(held: Path, kind: str) -> None:
    before = cause()
    for said_to_be in (kind, "campaign"):
        remark = making.remark(said_to_be, "另有原因", (date(2026, 8, 1), None), BRANCH, "FLW06")
        enter(held, "annotations", remark)
        assert cause() == ("另有原因" if said_to_be == "campaign" else before)


def test_a_finding_that_was_checked_reads_so_and_stays(held: Path) -> None:
    doubts = {(each.kind, each.unit_id) for each in findings.found(CHOICE)}
    words = "断网三周后集中补录，已核对纸质登记"
    enter(held, "annotations", making.remark("verified", words, PERIOD, BATCH, "", "late_records"))
    found = {(each.kind, each.unit_id): each for each in findings.found(CHOICE)}
    assert set(found) == doubts
    checked = found["late_records", BATCH].verdict
    assert checked.tag == "verified"
    assert "已核实" in checked.headline and words in checked.sentence
    assert "请核实" not in checked.headline + checked.sentence
    head, lines = data_quality.checks(CHOICE)
    assert f"{len(doubts) - 1} 处请核实，1 处已核实" in head.title
    (line,) = (line for line in lines if line.tag == "verified")
    assert words in line.said
    assert "1 处已核实" in data_quality.short_answer(CHOICE).rest
    assert words in data_quality.lateness(CHOICE).note


def test_what_was_verified_stands_under_every_picture_it_concerns(held: Path) -> None:
    words = "已逐件核对登记本"
    enter(held, "annotations", making.remark("verified", words, PERIOD, BRANCH, "", "under_filing"))
    assert words in small_cases.clearance(CHOICE).note
    assert words not in data_quality.lateness(CHOICE).note
    assert set(explanations.CONCERNED) == set(findings.TESTS)


def test_the_line_of_the_overview_reads_so_too(held: Path) -> None:
    of_district = CHOICE.but(unit_id="990104000000")
    words = "名单由市局抽取"
    (doubt,) = (one for one in findings.found(of_district) if one.kind == "perfect_scores")
    enter(
        held,
        "annotations",
        making.remark("verified", words, PERIOD, doubt.unit_id, "", "perfect_scores"),
        making.remark("explanation", "本月增派两人", PERIOD, doubt.unit_id),
    )
    items = {item.subject: item for item in candidates.candidates(of_district)}
    assert items["perfect_scores"].kind == "verified"
    assert words in items["perfect_scores"].words or "本月增派两人" in items["perfect_scores"].words


def test_a_target_counts_at_once_and_is_taken_back(held: Path) -> None:
    before = judged.goal("FLW06", OF_BRANCH)
    enter(held, "targets", target())
    raised = judged.goal("FLW06", OF_BRANCH)
    assert raised is not None and raised.tag == "beyond"
    enter(held, "targets", target(target=10.0, warn=5.0))
    lowered = judged.goal("FLW06", OF_BRANCH)
    assert lowered is not None and lowered.tag == "met"
    enter(held, "targets", target(scope="peer_group", scope_id="county", target=55.0, warn=50.0))
    assert judged.goal("FLW06", OF_BRANCH) == lowered  # a unit's own goes before
    of_peers = measured.limits(indicators.get("FLW06"), CHOICE.but(unit_id="990122000000"))
    assert of_peers == measured.Limits(55.0, 50.0)
    (row,) = (one for one in entered.in_force("targets").to_dicts() if one["scope"] == "unit")
    enter(held, "targets", target(target=None, warn=99.0))
    only_warned = measured.limits(indicators.get("FLW06"), OF_BRANCH)
    assert only_warned == measured.Limits(90, 99.0)  # the target stays the registry's
    enter(held, "targets", making.withdrawn(row))
    of_peers_row = {**target(scope="peer_group", scope_id="county", target=55.0, warn=50.0)}
    enter(held, "targets", making.withdrawn(of_peers_row))
    assert judged.goal("FLW06", OF_BRANCH) == before
    # A file may name the promise whose figure the indicator is.
    of_promise = target(target=97.0, warn=95.0) | {"indicator_id": "C01"}
    enter(held, "targets", of_promise)
    told = measured.limits(indicators.get("FLW06"), OF_BRANCH)
    assert told == measured.Limits(97.0, 95.0)
    enter(held, "targets", making.withdrawn(of_promise))
    matter = ("FLW06", "", "unit", BRANCH, "2026-01-01")
    steps = listed.history("targets", matter)
    assert [step["target"] for step in steps] == [99.5, 10.0, None, 10.0]
    assert [step["withdrawn"] for step in steps] == [None, None, None, True]


def test_the_page_enters_changes_and_withdraws(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(copy))
    app = AppTest.from_file(str(APP), default_timeout=60)  # straight to the page, as by a link
    app.switch_page("dashboard/pages/entries.py").run()
    notes = entered_on(copy, "annotations")

    def sent(key: str, text: str, post: str = "指挥中心") -> None:
        app.text_area(key=f"annotation_{key}_text").set_value(text)
        app.text_input(key=f"post_annotation_{key}").set_value(post)
        form = f"FormSubmitter:annotation_{key}"
        next(each for each in app.button if str(each.key).startswith(form)).click()
        app.run()

    sent("new", "请拨 13812345678 核实")
    assert "手机号码" in app.error[0].value
    sent("new", "专项行动开始", post="")
    assert app.error[0].value == "请先填岗位。"
    assert entered_on(copy, "annotations") == notes
    sent("new", "专项行动开始")
    assert not app.exception and not app.error
    (entry,) = set(entered_on(copy, "annotations")) - set(notes)
    assert f"批注 {len(notes) + 1} 条" in said(app)
    app.session_state["entry_chosen"] = ("annotations", (entry,))
    app.run()
    sent(entry, "专项行动开始，为期三个月")
    (changed,) = set(entered_on(copy, "annotations")) - set(notes)
    assert changed != entry
    app.session_state["entry_chosen"] = ("annotations", (changed,))
    app.run()
    assert "专项行动开始，为期三个月" in said(app)
    next(each for each in app.button if "withdraw_annotations" in str(each.key)).click()
    app.run()
    assert entered_on(copy, "annotations") == notes
    answers.hold(copy)
    steps = listed.history("annotations", (changed,))
    assert [bool(step["withdrawn"]) for step in steps] == [False, False, True]
    assert {step["author"] for step in steps} == {"指挥中心"}

    # Clearance takes no target, and the contract's sentence says why.
    app.selectbox(key="target_new_indicator").set_value("CAS02").run()
    app.number_input(key="target_new_CAS02_target").set_value(60.0)
    next(each for each in app.button if "target_new" in str(each.key)).click()
    app.run()
    assert "参考线" in app.error[0].value

    # A target may hold for a peer group, and for one survey of several.
    app.selectbox(key="target_new_indicator").set_value("SAT01").run()
    scopes = app.selectbox(key="target_new_scope")
    (of_counties,) = (n for n, one in enumerate(scopes.options) if "可比组 county（" in one)
    scopes.select_index(of_counties)
    surveys = app.selectbox(key="target_new_SAT01_series")
    surveys.select_index(surveys.options.index("12340调查(外部)"))
    app.number_input(key="target_new_SAT01_target").set_value(97.5)
    next(each for each in app.button if "target_new" in str(each.key)).click()
    app.run()
    assert not app.exception and not app.error
    row = journal.entries(copy / "journal", "targets").row(-1, named=True)
    assert (row["scope"], row["scope_id"]) == ("peer_group", "county")
    assert (row["series"], row["target"]) == ("external_12340", 97.5)


def test_a_promise_gets_its_target_on_the_page(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(copy))
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.switch_page("dashboard/pages/entries.py").run()
    offered = app.selectbox(key="target_new_indicator").options
    names = [one.name for one in promised.every().values()]
    assert len(names) == 10
    for name in names:
        assert sum(f"十件实事：{name}" in each for each in offered) == 1
    for one in indicators.every().values():
        assert one.status != "light" or any(each.startswith(one.name) for each in offered)

    def sent(code: str, goal: float, warn: float) -> None:
        app.selectbox(key="target_new_indicator").set_value(code).run()
        app.number_input(key=f"target_new_{code}_target").set_value(goal)
        app.number_input(key=f"target_new_{code}_warn").set_value(warn)
        app.text_input(key="post_target_new").set_value("指挥中心")
        next(each for each in app.button if "target_new" in str(each.key)).click()
        app.run()

    answers.hold(copy)
    before = {one.code: one for one in promises(CHOICE)}
    assert before["C10"].standing == "watch"
    sent("C10", 80.0, 85.0)
    assert "预警线应当比目标宽" in app.error[0].value
    sent("C10", 80.0, 70.0)
    assert not app.exception and not app.error
    assert "十件实事：公安信访限期办结" in set(table_of(app)["指标"])
    sent("C10", 75.0, 70.0)
    row = journal.entries(copy / "journal", "targets").row(-1, named=True)
    assert (row["indicator_id"], row["target"], row["author"]) == ("C10", 75.0, "指挥中心")
    matter = ("C10", "", "bureau", "", "2026-01-01")
    answers.hold(copy)
    assert [step["target"] for step in listed.history("targets", matter)] == [80.0, 75.0]
    now = {one.code: one for one in promises(CHOICE)}
    assert (now["C10"].standing, now["C10"].limits) == ("met", measured.Limits(75.0, 70.0))
    assert {**now, "C10": None} == {**before, "C10": None}
    sent("FLW06", 10.0, 5.0)  # by which the first promise is measured
    answers.hold(copy)
    assert promises(CHOICE)[0].standing == "met"
    page = opened("promises", lang="zh")
    assert not page.exception and "75%" in said(page)


def entered_on(path: Path, table: str) -> list[str]:
    """The ids of the annotations in force."""
    return journal.entries(path / "journal", table)["annotation_id"].to_list()


def table_of(app: AppTest) -> pl.DataFrame:
    """The list of targets as the page shows it."""
    return next(each.value for each in app.dataframe if "目标" in each.value.columns)
