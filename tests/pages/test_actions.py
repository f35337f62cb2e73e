"""转督办 from a picture, and the ledger: what was filled in, what is kept, what is taken away."""

from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Selectbox

from dashboard import texts
from dashboard.elements import choice_bar
from dashboard.elements.workbook import of_sheets
from dashboard.pictures import actions as pictures
from dashboard.pictures.overview import attention
from data import journal
from tests.cities import copied, in_hand
from tests.pages.city import opened, said

BUREAU, BRANCH, STATION = "990100000000", "990121000000", "990101560000"
PAST = {
    "raised_on": date(2026, 1, 1),
    "owner_post": "刑侦",
    "due_on": date(2026, 1, 31),
    "judged_from": date(2026, 2, 1),
    "before_month": date(2025, 12, 1),
    "before_value": 76.4,
    "indicator_id": "FLW06",
    "rule": "beyond_chance",
    "created_at": datetime(2026, 1, 1, 9),
}


@pytest.fixture
def city(demo_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The demo city with a journal of its own."""
    copy = copied(demo_warehouse, tmp_path / "city")
    monkeypatch.setenv("MINYI_WAREHOUSE", str(copy))
    yield copy


def plant(city: Path, *rows: dict[str, object]) -> None:
    frame = pl.DataFrame([PAST | row for row in rows], infer_schema_length=None)
    journal.append(city / "journal", "actions", frame, "指挥中心")


def test_one_click_fills_the_form_from_the_picture(city: Path) -> None:
    app = opened("small_cases", lang="zh", unit_id=BRANCH)
    app.button("decide_chain").click().run()
    matter = app.text_area("decide_field_matter").value
    assert matter and matter in said(app)
    assert app.selectbox("decide_field_unit").value == BRANCH
    assert app.text_input(f"decide_field_owner_{BRANCH}").value == "分管副局长"
    assert app.date_input("decide_field_due").value == date(2026, 12, 1)
    assert app.selectbox("decide_field_indicator").value == "FLW03"
    assert _rule(app).value == "beyond_chance"
    assert "最早看 2027年2月的数" in said(app)  # January, and a day to ripen


def _rule(app: AppTest) -> "Selectbox[str]":
    return next(box for box in app.selectbox if str(box.key).startswith("decide_field_rule"))


def test_the_ledger_tells_done_and_helped_apart_and_takes_reports(city: Path) -> None:
    plant(city, {"action_id": "a1", "matter": "补办回访", "unit_id": BUREAU})
    app = opened("actions", lang="zh")
    assert "在册 1 件：办结 0 件，未办结 1 件，其中逾期 1 件。" in said(app)
    assert "已到判断时间的 1 件，真见效 1 件。" in said(app)
    assert "逾期 274 天" in said(app) and "真变好" in said(app)
    app.date_input("report_a1_day").set_value(date(2026, 1, 30))
    app.text_input("post_report_a1").set_value("刑侦")
    app.button[-1].click().run()
    assert "办结 1 件，未办结 0 件" in said(app) and "按期完成" in said(app)
    app.segmented_control("actions_kind").set_value("overdue").run()
    assert texts.every("zh")["actions.empty"] in said(app)


def test_what_is_overdue_is_to_be_done_where_there_is_room(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attention, "candidates", lambda choice: [])
    with in_hand(city):
        choice = choice_bar.offer().default()
        plant(city, {"action_id": "a1", "matter": "补办[回访](x)", "unit_id": STATION})
        (line,) = attention.items(choice)
    assert (line.kind, line.page, line.unit_id) == ("to_do", "actions", STATION)
    assert "逾期 274 天" in line.words and "[回访]" not in line.words


def test_what_is_taken_away_runs_nothing(city: Path) -> None:
    plant(city, {"action_id": "a1", "matter": "=cmd|' /C calc'!A0", "unit_id": BUREAU})
    with in_hand(city):
        sheets = pictures.sheets(pictures.rows(choice_bar.offer().default()))
    with ZipFile(BytesIO(of_sheets(sheets))) as file:
        cells = file.read("xl/worksheets/sheet1.xml").decode()
        words = file.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in cells and "'=cmd" in words
