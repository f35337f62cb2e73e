"""`python -m dashboard brief` as a schedule runs it, and 导出 as a reader presses it."""

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.exports import brief
from tests.pages.city import ROOT, opened

BRANCH = "990124000000"  # less to reckon than the bureau, and all forms all the same


def run(*words: object) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    environment.pop("MINYI_WAREHOUSE", None)
    return subprocess.run(
        [sys.executable, "-m", "dashboard", "brief", *map(str, words)],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_all_forms_are_written_without_a_server(demo_warehouse: Path, tmp_path: Path) -> None:
    place = ("--warehouse", demo_warehouse, "--out", tmp_path / "out")
    done = run("--month", "2026-10", "--unit", BRANCH, *place)
    assert done.returncode == 0, done.stderr
    written = list((tmp_path / "out").iterdir())
    assert {path.suffix for path in written} == {".zip", ".docx", ".md", ".pptx", ".xlsx"}
    assert all(path.stat().st_size > 500 for path in written)
    assert sorted(done.stdout.split()) == sorted(map(str, written))
    assert "Warning" not in done.stderr


def test_where_there_is_nothing_it_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("brief", "--out", tmp_path, "--warehouse", tmp_path / "none")
    monkeypatch.setattr(sys, "argv", ["dashboard", *map(str, words)])
    with pytest.raises(SystemExit) as end:
        main()
    logging.disable(logging.NOTSET)
    assert end.value.code == 1
    assert "还没有可用数据" in capsys.readouterr().err


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
