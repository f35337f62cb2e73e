"""The full screen without a browser: what is drawn, what is said at its foot, what cannot be."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dashboard import entered, meetings, texts
from dashboard.elements import in_step
from dashboard.meetings import Meeting, Played
from dashboard.scenes import build
from dashboard.scenes import content as scene_content
from tests.cities import copied, in_hand
from tests.pages.city import opened, said, without

BUREAU, OCTOBER, CUTOFF = "990100000000", date(2026, 10, 1), date(2026, 11, 1)
POST = "指挥中心"
ZH = texts.every("zh")
EDITION = {
    "edition_id": "2026-10-1",
    "month": OCTOBER,
    "unit_id": BUREAU,
    "meeting_id": "2026-10",
    "cutoff": CUTOFF,
    "frozen_by": POST,
    "frozen_at": datetime(2026, 11, 8, 9),
    "snapshot_id": 1,
    "journal_position": 2,
    "code_version": "1",
}


@pytest.fixture(scope="module")
def frozen(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A meeting that was frozen, then a headline was written for it; the edition."""
    warehouse = copied(demo_warehouse, tmp_path_factory.mktemp("screen") / "warehouse")
    with in_hand(warehouse):
        scenes = (Played("stock"), Played("decisions"))
        meeting = meetings.save(Meeting("2026-10", BUREAU, OCTOBER, CUTOFF, scenes=scenes), POST)
        entered.enter("editions", [EDITION], POST)
        content = scene_content.written(build.scene("stock", meeting.choice))
        row = {"edition_id": "2026-10-1", "language": "zh", "position": 1, "scene": "stock"}
        entered.enter("published_scenes", [row | {"content": content}], POST)
        own = (Played("stock", headline="两年以上的先清"), Played("decisions"), Played("gone.away"))
        meetings.save(
            Meeting("2026-10", BUREAU, OCTOBER, CUTOFF, scenes=own, revision=meeting.revision), POST
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MINYI_WAREHOUSE", str(warehouse))
        yield "2026-10-1"


def test_a_meeting_is_drawn_with_its_own_words(frozen: str) -> None:
    app = opened("screen", lang="zh", meeting="2026-10")
    assert not app.exception and not app.error
    words = said(app)
    assert "两年以上的先清" in words
    assert ZH["screen.unknown_scene"] in words
    assert "数据截至 2026年11月1日 0时 · 10月例会 · 现值" in words
    assert len(app.get("plotly_chart")) == 1


def test_an_edition_is_shown_as_it_was(frozen: str) -> None:
    app = opened("screen", lang="zh", edition=frozen)
    assert not app.exception and not app.error
    words = said(app)
    assert "两年以上的先清" not in words and "10月例会定版" in words
    assert len(app.get("plotly_chart")) == 1


def test_the_presenter_reads_what_to_say_and_may_write_it(frozen: str) -> None:
    app = opened("screen", lang="zh", meeting="2026-10", view="presenter")
    assert not app.exception and not app.error
    script = app.text_area(key="script_text_0")
    assert "请各位定" in script.value
    script.set_value("先清两年以上的。")
    app.text_input(key="post_script_0").set_value(POST)
    next(one for one in app.button if one.label == ZH["screen.script_save"]).click().run()
    assert not app.exception and not app.error
    again = opened("screen", lang="zh", meeting="2026-10", view="presenter")
    assert again.text_area(key="script_text_0").value == "先清两年以上的。"


def test_names_nobody_knows_are_said(frozen: str) -> None:
    assert "没有“nothing”这次例会" in said(opened("screen", lang="zh", meeting="nothing"))
    assert "没有“nothing”这个定版" in said(opened("screen", lang="zh", edition="nothing"))


def test_the_nine_scenes_stand_where_tables_are_absent(
    demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = without(demo_warehouse, tmp_path / "less", "indicator_months", "stock_flow")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(less))
    app = opened("screen", lang="en", unit_id="990101560000")
    assert not app.exception and not app.error
    words = said(app)
    assert texts.every("en")["screen.question"] in words
    assert words.count('<div class="wall') == len(meetings.DEFAULT)
    assert texts.every("en")["error.unexpected"] not in words


def test_without_a_warehouse_it_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(tmp_path / "nothing"))
    app = opened("screen", lang="zh")
    assert not app.exception
    assert ZH["state.no_data"] in said(app)


def test_windows_of_several_machines_hear_what_one_of_them_said_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [100.0]
    monkeypatch.setattr(in_step, "_rooms", {})
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    assert in_step.told("october") is None
    for rubbish in ("a", {"id": "x"}, {"id": "x", "at": "?", "held": 1, "spent": 0, "began": 0}):
        in_step.take("october", rubbish)
    assert in_step.told("october") is None
    said = {"id": "1", "at": 3, "held": False, "spent": 20.0, "began": 900.0}
    in_step.take("october", said)
    clock[0] += 2
    in_step.take("october", said)  # the same told by another window of that machine
    assert in_step.told("october") == said | {"ago": 2000.0, "taken": ["1"]}
    in_step.take("october", said | {"id": "2", "at": 5})
    in_step.take("october", said)  # said again by a machine that has not heard it was taken
    heard = in_step.told("october")
    assert heard is not None and (heard["at"], heard["taken"]) == (5, ["1", "2"])
    assert in_step.told("september") is None
    clock[0] += in_step.FORGOTTEN + 1  # nobody shows it any more
    assert in_step.told("october") is None
