"""From 总览 to 转督办 in three clicks, and from there to the ledger."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from data import journal
from tests.browser.conftest import served
from tests.browser.reader import Reader
from tests.cities import copied

BRANCH, DUE = "990121000000", date(2026, 12, 1)
pytestmark = pytest.mark.browser


@pytest.fixture
def own_city(demo_warehouse: Path, tmp_path: Path) -> Iterator[str]:
    """A server on the demo city with a journal of its own."""
    with served(copied(demo_warehouse, tmp_path / "city"), tmp_path) as address:
        yield address


def test_three_clicks_lead_from_what_deserves_a_look_to_an_action(
    own_city: str, tmp_path: Path, page: Page
) -> None:
    page.set_viewport_size({"width": 1366, "height": 900})
    reader = Reader(page, own_city).opens("/?lang=zh")
    hot = page.locator(".st-key-card_attention a").filter(has_text="进展反馈").first
    reader.clicks(hot)  # one
    assert reader.path == "/complaints" and reader.address["complaint_category"] == "progress"
    unit = reader.chosen("unit_id")
    reader.clicks(
        page.locator(".st-key-decide_cells button")
    )  # two; from a cell's list it is three
    form = page.get_by_role("dialog")
    form.get_by_label("要办什么").wait_for()
    assert form.locator(".st-key-decide_field_unit input").input_value() == unit
    form.get_by_label("岗位", exact=True).fill("指挥中心")
    form.get_by_label("岗位", exact=True).press("Tab")
    reader.rests()
    reader.clicks(form.get_by_role("button", name="立项"))
    expect(form).to_contain_text("已立项", timeout=60_000)
    reader.clicks(form.get_by_text("去督办台账看"))
    (kept,) = journal.entries(tmp_path / "city" / "journal", "actions").to_dicts()
    assert (kept["unit_id"], kept["page"], kept["due_on"]) == (BRANCH, "complaints", DUE)
    assert reader.path == "/actions" and reader.address["action"]
    assert "未到期" in page.locator(".st-key-card_action_told").inner_text()
