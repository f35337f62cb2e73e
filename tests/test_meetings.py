"""Meetings rest in the journal, can be copied and changed, and nothing that was said is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard import entered, meetings
from dashboard.errors import NotEnteredError
from dashboard.filters import Filters
from dashboard.meetings import Meeting, Played
from tests.cities import copied, in_hand

BUREAU = "990100000000"
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
CUTOFF = date(2026, 11, 1)
POST = "指挥中心"


@pytest.fixture
def warehouse(demo_warehouse: Path, tmp_path: Path) -> Iterator[Path]:
    """The demo city with a journal of its own, held as a page holds it."""
    with in_hand(copied(demo_warehouse, tmp_path / "warehouse")) as own:
        yield own


def untouched() -> Meeting:
    return meetings.default(BUREAU, OCTOBER, CUTOFF)


def test_nobody_need_build_anything(warehouse: Path) -> None:
    meeting = untouched()
    assert [one.scene for one in meeting.scenes] == list(meetings.DEFAULT)
    assert meeting.scenes[0].scene == "followed" and meeting.scenes[-1].scene == "decisions"
    assert meeting.meeting_id == "2026-10" and meeting.revision == 0
    assert meetings.every() == () and meetings.load("2026-10") is None


def test_what_was_saved_is_read_as_it_was(warehouse: Path) -> None:
    said = Played(
        "stock",
        address="unit_id=990121000000",
        headline="少了，但没有破得更快",
        computed_headline="存量减 641 起，主因是新立案少",
        remark="请刑侦先说",
    )
    meeting = replace(
        untouched(), scenes=(said, Played("decisions")), held_on=date(2026, 11, 8), remarks="二楼"
    )
    kept = meetings.save(meeting, POST)
    assert meetings.load("2026-10") == kept == replace(meeting, revision=kept.revision)
    assert meetings.of_month(BUREAU, OCTOBER) == kept
    assert entered.every("meetings")["author"].to_list() == [POST]


def test_a_change_of_one_thing_is_one_entry_and_the_old_plan_stays(warehouse: Path) -> None:
    first = meetings.save(untouched(), POST)
    before = entered.position()
    second = meetings.save(replace(first, scenes=first.scenes[::-1]), POST)
    assert entered.position() == before + 1
    third = meetings.save(replace(second, seconds=60), POST)
    assert entered.position() == before + 2
    assert meetings.save(third, POST) == third and entered.position() == before + 2
    assert [one.scene for one in meetings.every()[0].scenes] == list(meetings.DEFAULT)[::-1]
    old = entered.every("meeting_scenes").filter(entry=first.revision - 1)
    assert old.sort("position")["scene"].to_list() == list(meetings.DEFAULT)


def test_two_who_change_the_same_meeting_do_not_overwrite_each_other(warehouse: Path) -> None:
    mine = theirs = meetings.save(untouched(), POST)
    meetings.save(replace(theirs, remarks="改到三楼"), "办公室")
    with pytest.raises(NotEnteredError):
        meetings.save(replace(mine, remarks="二楼"), POST)
    assert meetings.every()[0].remarks == "改到三楼"


@pytest.mark.parametrize("post", ["", "  "])
def test_nothing_is_kept_without_a_post(warehouse: Path, post: str) -> None:
    with pytest.raises(NotEnteredError):
        meetings.save(untouched(), post)
    assert meetings.every() == ()


def test_a_meeting_without_scenes_is_refused_not_forgotten(warehouse: Path) -> None:
    kept = meetings.save(untouched(), POST)
    with pytest.raises(NotEnteredError):
        meetings.save(replace(kept, scenes=()), POST)
    assert meetings.load("2026-10") == kept


def test_a_journal_that_cannot_be_written_is_said(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError("no space left")

    monkeypatch.setattr(entered.journal, "append", full)
    with pytest.raises(NotEnteredError):
        meetings.save(untouched(), POST)
    assert meetings.every() == ()


def test_a_new_meeting_is_never_half_there(
    warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    append = entered.journal.append

    def interrupted(journal: object, table: str, *rest: object) -> int:
        if table == "meetings":
            raise OSError("power cut")
        return append(journal, table, *rest)  # type: ignore[arg-type]

    with monkeypatch.context() as patched, pytest.raises(NotEnteredError):
        patched.setattr(entered.journal, "append", interrupted)
        meetings.save(untouched(), POST)
    assert meetings.every() == ()
    meetings.save(untouched(), POST)
    assert len(meetings.every()[0].scenes) == len(meetings.DEFAULT)


def test_a_copy_keeps_the_order_and_moves_the_month(warehouse: Path) -> None:
    first = meetings.save(
        replace(
            untouched(),
            scenes=(
                Played("stock", headline="十月的话", script="十月的稿", remark="先看这个"),
                Played("small_cases.flows", address="unit_id=990121000000&month=2025-12"),
            ),
            remarks="全体",
            held_on=date(2026, 11, 8),
        ),
        POST,
    )
    copy = meetings.copied(first, NOVEMBER, date(2026, 12, 1))
    assert (copy.meeting_id, copy.copied_from, copy.month) == ("2026-11", "2026-10", NOVEMBER)
    assert copy.held_on is None and copy.remarks == "全体" and copy.revision == 0
    assert copy.scenes[0] == Played("stock", remark="先看这个")
    assert copy.choice_of(copy.scenes[0]) == Filters(unit_id=BUREAU, month=NOVEMBER)
    assert copy.choice_of(copy.scenes[1]).month == date(2026, 1, 1)
    assert copy.choice_of(copy.scenes[1]).unit_id == "990121000000"
    assert meetings.before(BUREAU, NOVEMBER) == first
    assert meetings.before(BUREAU, OCTOBER) is None


def test_a_further_meeting_of_a_month_has_its_own_name(warehouse: Path) -> None:
    meetings.save(untouched(), POST)
    second = untouched()
    assert second.meeting_id == "2026-10-2"
    meetings.save(second, POST)
    assert untouched().meeting_id == "2026-10-3"
    found = meetings.of_month(BUREAU, OCTOBER)
    assert found is not None and found.meeting_id == "2026-10-2"


def test_a_picture_is_added_with_its_choice_before_what_is_decided(warehouse: Path) -> None:
    meeting = untouched()
    seen = meeting.choice.but(unit_id="990121000000", category_code="burglary", span=12)
    added = meeting.with_scene("small_cases.flows", seen)
    assert [one.scene for one in added.scenes][-2:] == ["small_cases.flows", "decisions"]
    assert added.choice_of(added.scenes[-2]) == seen
    assert meeting.address_of(meeting.choice) == ""


def test_rubbish_in_a_scene_is_left_out() -> None:
    meeting = Meeting("2026-10", BUREAU, OCTOBER, CUTOFF)
    rubbish = Played("stock", address="month=soon&span=many&unit_id=990121000000&scope=all")
    assert meeting.choice_of(rubbish) == Filters(unit_id="990121000000", month=OCTOBER)
