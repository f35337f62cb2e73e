"""例会: built from what is ready, changed, kept under a post, and copied for the next month."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dashboard import answers, meetings
from dashboard.meetings import DEFAULT, Played
from dashboard.texts import every
from data import journal
from tests.cities import copied
from tests.pages.city import opened, said

ZH = every("zh")
BUREAU = "990100000000"
POST = "指挥中心"


@pytest.fixture(scope="module")
def copy(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city with a journal of its own; all other files are shared."""
    return copied(demo_warehouse, tmp_path_factory.mktemp("meeting") / "city")


@pytest.fixture
def city(copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That city as pages find it; each test prepares months of its own."""
    monkeypatch.setenv("MINYI_WAREHOUSE", str(copy))
    return copy


def rows(city: Path, table: str, meeting_id: str) -> pl.DataFrame:
    return journal.entries(city / "journal", table).filter(meeting_id=meeting_id)


def titles(app: AppTest) -> list[str]:
    """The list of scenes as it reads."""
    return [str(option) for option in app.radio(key="meeting_place").options]


def press(app: AppTest, name: str) -> None:
    app.button(key=name).click().run()


def test_a_meeting_is_built_changed_and_kept(city: Path) -> None:
    app = opened("meeting", lang="zh")
    assert not app.exception and not app.error
    assert ZH["meeting.question"] in said(app)
    assert ZH["actions.headline.none"] in said(app)
    assert ZH["meeting.state.new"] in said(app)
    assert len(titles(app)) == len(DEFAULT)
    first = titles(app)[0].split("　")[1]

    # Another headline: the computed one stays beside it.
    field = next(one for one in app.text_input if one.label == ZH["meeting.headline"])
    field.set_value("先看上个月定的*三件*事").run()
    assert "先看上个月定的\\*三件\\*事" in titles(app)[0]
    assert f"</span>{first}" in said(app)

    # Another order, one scene less, one more with the present choice.
    press(app, "meeting_down")
    assert "先看上个月定的" in titles(app)[1]
    app.radio(key="meeting_place").set_value(2).run()
    press(app, "meeting_remove")
    assert len(titles(app)) == len(DEFAULT) - 1
    app.selectbox(key="meeting_added").set_value("small_cases.flows").run()
    press(app, "meeting_add_it")
    assert len(titles(app)) == len(DEFAULT)
    assert app.radio(key="meeting_place").value == len(DEFAULT) - 2
    assert ZH["meeting.state.changed"] in said(app)

    # What is not saved is not frozen without it.
    freeze = next(one for one in app.button if one.label == ZH["editions.form.freeze"])
    freeze.click().run()
    assert ZH["editions.form.unsaved"] in app.error[0].value

    # Without a post nothing is kept, and nothing that was written is gone.
    press(app, "save_meeting")
    assert ZH["signature.missing"] in app.error[0].value
    assert rows(city, "meetings", "2026-10").is_empty()
    app.text_input(key="post_meeting").set_value(POST).run()
    press(app, "save_meeting")
    assert not app.error and ZH["meeting.state.kept"] in said(app)
    kept = rows(city, "meeting_scenes", "2026-10").sort("position")
    assert kept["scene"][1] == "followed" and kept["scene"][-2] == "small_cases.flows"
    assert "ratings" not in kept["scene"].to_list()
    assert kept["headline"][1] == "先看上个月定的*三件*事"
    assert kept["computed_headline"][1] == first
    assert kept["author"].unique().to_list() == [POST]
    # Signed once: the other form of the page, empty before, has the post.
    assert app.text_input(key="post_freeze").value == POST


def test_last_months_plan_is_taken_over(city: Path) -> None:
    st.session_state.clear()
    answers.hold(city)
    plan = meetings.default(BUREAU, date(2026, 5, 1), date(2026, 11, 1))
    own = (Played("stock", headline="五月的话", remark="请刑侦先说"), Played("decisions"))
    meetings.save(replace(plan, scenes=own), POST)
    st.session_state.clear()

    app = opened("meeting", lang="zh", month="2026-06")
    assert len(titles(app)) == len(DEFAULT)
    press(app, "copy_meeting")
    assert len(titles(app)) == 2 and "五月的话" not in titles(app)[0]
    remark = next(one for one in app.text_input if one.label == ZH["meeting.remark"])
    assert remark.value == "请刑侦先说"

    # Given up, the standard scenes are back; taken again and kept, it says where it came from.
    press(app, "meeting_give_up")
    assert len(titles(app)) == len(DEFAULT)
    press(app, "copy_meeting")
    app.text_input(key="post_meeting").set_value(POST).run()
    press(app, "save_meeting")
    assert rows(city, "meetings", "2026-06")["copied_from"].to_list() == ["2026-05"]
    assert rows(city, "meeting_scenes", "2026-05")["headline"][0] == "五月的话"
