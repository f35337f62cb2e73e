"""`python -m dashboard brief` as a schedule runs it, and 导出 as a reader presses it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.exports import brief
from tests.pages.city import ROOT, opened


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
    assert done.stderr.strip() == "还没有可用数据。"
    assert not done.stdout


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"unit_id": "000"}, brief.UnknownUnitError),
        ({"meeting_id": "1999-01"}, brief.NoSuchMeetingError),
        ({"edition_id": "1999-01-1"}, brief.NoSuchMeetingError),
    ],
)
def test_what_is_not_there_is_named(
    demo_warehouse: Path, asked: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        list(brief.files(brief.Asked(demo_warehouse, **asked), lambda *_: None))  # type: ignore[arg-type]


def test_a_reader_takes_a_page_away(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    app = opened("promises")
    app.button(key="take_away_page").click().run()
    assert not app.exception
    _, made = app.session_state["take_away_made"]
    assert made.name.endswith("十件实事.xlsx")
    assert made.content.startswith(b"PK")
