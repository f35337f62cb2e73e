"""`python -m dashboard brief` as a schedule runs it, and 导出 as a reader presses it."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import answers, errors, meetings
from dashboard.elements import choice_bar
from dashboard.exports import brief, forms
from dashboard.scenes import Scene
from tests.pages.city import ROOT, opened

HELD, BUREAU, BRANCH = "2026-09", "990100000000", "990104000000"


def test_without_data_the_command_says_so_and_fails(tmp_path: Path) -> None:
    words = ("brief", "--out", str(tmp_path), "--warehouse", str(tmp_path / "none"))
    done = subprocess.run(
        [sys.executable, "-m", "dashboard", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert f"{tmp_path / 'none'} 里还没有可用数据。" in done.stderr
    assert not done.stdout


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"unit_id": "000"}, errors.UnknownUnitError),
        ({"meeting_id": "1999-01"}, errors.NoSuchMeetingError),
        ({"edition_id": "1999-01-1"}, errors.NoSuchMeetingError),
        ({"meeting_id": HELD, "month": date(2026, 8, 1)}, errors.OtherMeetingError),
        ({"meeting_id": HELD, "unit_id": BRANCH}, errors.OtherMeetingError),
    ],
)
def test_what_is_not_there_is_named(
    demo_warehouse: Path,
    asked: dict[str, Any],
    error: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    held = meetings.Meeting(HELD, BUREAU, date(2026, 9, 1), date(2026, 11, 1))
    monkeypatch.setattr(meetings, "load", {HELD: held}.get)
    with pytest.raises(error):
        list(brief.files(brief.Asked(demo_warehouse, **asked), lambda *_: None))


def test_a_reader_takes_a_page_away(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("promises")
    app.button(key="take_away_page").click().run()
    assert not app.exception
    _, made = app.session_state["take_away_made"]
    assert made.name.endswith("十件实事.xlsx")
    assert made.content.startswith(b"PK")


def test_a_branch_takes_away_the_meeting_that_its_page_shows(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers.hold(demo_warehouse)
    held: list[meetings.Meeting] = []

    def scenes_of(meeting: meetings.Meeting) -> list[Scene]:
        held.append(meeting)
        return []

    monkeypatch.setattr(forms, "scenes_of", scenes_of)
    choice = choice_bar.offer().default(BRANCH)
    for page in ("meeting", "overview"):
        forms.from_page("workbook", page, choice)
    assert [one.unit_id for one in held] == [BUREAU, BRANCH]
