"""Every page opens: in each language, without data, without any one table, with a cut file."""

import json
from pathlib import Path

import pytest

from dashboard import texts
from dashboard.scenes import build
from tests.cities import copied
from tests.pages.city import PAGES, damaged, opened, pointed_at, said, without

# Of what more than one page reads, the pages without it; 例会 draws nine pictures of the others at
# once and is opened without what most of these read.
FOR_SOME = {
    "callback_weeks": ("overview", "small_cases"),
    "complaint_weeks": ("overview", "complaints"),
    "loss_chain": ("small_cases", "unit_profile"),
    "survey_designs": ("overview", "satisfaction", "unit_profile"),
}
FOR_ALL = (
    "data_months",
    "indicator_months",
    "indicator_totals",
    "small_spells",
    "stock_flow",
    "unit_list",
    "unit_map",
)
MEETING = "meeting"
OF_SCENES = ("indicator_months", "indicator_totals", "small_spells")
WITHOUT_CHARTS = ("actions", "entries", "meeting")
ENTERED = ("actions", "meeting")  # of what people enter, which needs no data
WITHOUT_SCENES = ("actions", "entries", "meeting", "screen")


@pytest.fixture
def city(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    return demo_warehouse


@pytest.mark.parametrize("lang", texts.LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_on_the_demo_city(city: Path, page: str, lang: str) -> None:
    app = opened(page, lang=lang)
    assert not app.exception
    assert not app.error
    assert texts.every(lang)["frame.demo"] in said(app)
    assert texts.every(lang)[f"{page}.question"] in said(app)
    assert page in WITHOUT_CHARTS or app.get("plotly_chart")
    keys = [str(button.key) for button in app.button]
    shown = {key.removeprefix("evidence_") for key in keys if key.startswith("evidence_")}
    # Any picture of any page can be a scene of a meeting.
    assert page in WITHOUT_SCENES or {f"{page}.{name}" for name in shown} <= set(build.known())


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_for_a_station(city: Path, page: str) -> None:
    app = opened(page, lang="zh", unit_id="990101560000")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_the_first_month_there_is(city: Path, page: str) -> None:
    app = opened(page, lang="zh", month="2023-11", span="12")
    assert not app.exception
    assert not app.error


@pytest.mark.parametrize("page", PAGES)
def test_without_a_warehouse_a_page_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(tmp_path / "nothing"))
    app = opened(page)
    assert not app.exception
    assert texts.every("zh")["state.no_data"] in said(app)


def test_an_empty_snapshot_is_no_error(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = json.loads(pointed_at(demo_warehouse).read_text("utf-8"))
    names = [*manifest["tables"], *manifest["marts"]]
    bare = without(demo_warehouse, tmp_path / "bare", *names)
    monkeypatch.setenv("MINYI_WAREHOUSE", str(bare))
    app = opened("overview", lang="zh")
    for page in PAGES:
        app.switch_page(f"dashboard/pages/{page}.py").run()
        assert not app.exception
        assert not app.error, page
        assert page in ENTERED or texts.every("zh")["tag.not_connected"] in said(app)


@pytest.mark.parametrize("mart", [*FOR_ALL, *FOR_SOME])
def test_every_page_opens_without_any_one_mart(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mart: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(without(demo_warehouse, tmp_path / "less", mart)))
    app = opened("overview", lang="zh")
    for page in FOR_SOME.get(mart, PAGES):
        if page == MEETING and mart not in OF_SCENES:
            continue
        app.switch_page(f"dashboard/pages/{page}.py").run()
        assert not app.exception
        assert not app.error, page


@pytest.mark.parametrize("mart", ["indicator_months", "unit_list"])
def test_a_cut_file_is_named_with_what_to_do(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mart: str
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(damaged(demo_warehouse, tmp_path / "cut", mart)))
    app = opened("overview", lang="zh")
    assert not app.exception
    words = said(app)
    assert f"{mart}.parquet" in words
    assert "python -m data rollback" in words
    assert len(app.error) == 1


@pytest.mark.parametrize("table", ["targets", "actions"])
def test_a_cut_entry_of_the_journal_is_named_with_what_to_do(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    city = copied(demo_warehouse, tmp_path / "cut")
    entry = city / "journal" / table / "00000099.parquet"
    entry.parent.mkdir(exist_ok=True)
    entry.write_bytes(b"PAR1")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(city))
    app = opened("actions", lang="zh")
    assert not app.exception
    assert [str(entry) in error.value and "备份" in error.value for error in app.error] == [True]


def test_a_lost_manifest_is_said_and_nothing_else_breaks(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "CURRENT").write_text("000009.json")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(tmp_path))
    app = opened("overview", lang="zh")
    assert not app.exception
    assert "python -m data status" in said(app)


def test_rubbish_in_the_address_is_named_and_passed_over(city: Path) -> None:
    app = opened("overview", lang="zh", unit_id="nobody", month="<b>", span="-1")
    assert not app.exception
    assert not app.error
    for rubbish in ("nobody", "<b>", "-1"):
        assert texts.every("zh")["state.unknown_in_address"].format(what=rubbish) in said(app)
