"""例会 in a browser: built from what is ready and any page, rewritten, taken over next month."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import served
from tests.browser.reader import Reader
from tests.cities import copied

pytestmark = pytest.mark.browser

OWN = "群众等的是破案，不是立案"
# Every ⋮ that is not wholly inside its card, and every card whose title it covers.
OUTSIDE = """
() => [...document.querySelectorAll('[class*="st-key-more_"]')].filter((menu) => {
  const own = menu.getBoundingClientRect();
  const head = menu.closest('[class*="st-key-head_"]');
  const card = menu.closest('[class*="st-key-card_"]').getBoundingClientRect();
  const title = head.querySelector("h3").getBoundingClientRect();
  const covers = own.left < title.right && own.top < title.bottom && own.bottom > title.top;
  return own.right > card.right || own.width === 0 || covers;
}).map((menu) => menu.className)
"""


@pytest.fixture
def secretary(
    page: Page, demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Reader]:
    """Somebody who prepares a meeting on a city with a journal of its own."""
    folder = tmp_path_factory.mktemp("meeting")
    with served(copied(demo_warehouse, folder / "city"), folder) as address:
        yield Reader(page, address)


def test_a_meeting_is_prepared(secretary: Reader) -> None:
    page = secretary.page
    scenes = page.locator(".st-key-card_order [role=radiogroup] label")
    wall = page.locator(".st-key-small_wall")

    # From any page, one picture as it stands; the post is asked for once.
    secretary.opens("/small_cases?lang=zh&month=2026-09&category_code=burglary")
    assert secretary.asks(OUTSIDE) == []
    secretary.clicks(page.locator(".st-key-more_flows button").first)
    secretary.clicks(page.get_by_role("menuitem", name="加入例会"))
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("textbox", name="岗位").fill("指挥中心")
    secretary.clicks(dialog.get_by_role("button", name="加入例会"))
    expect(page.locator(".stToast")).to_contain_text("已加入 2026年9月例会")

    # It stands among the nine that were ready, before what is decided.
    secretary.opens("/meeting?lang=zh&month=2026-09")
    expect(scenes).to_have_count(10)
    secretary.clicks(scenes.nth(3))
    expect(wall.locator(".js-plotly-plot")).to_have_count(1, timeout=30_000)
    secretary.clicks(scenes.nth(8))
    expect(wall.locator("h1")).to_have_text(scenes.nth(8).inner_text().split("\u3000")[1])
    computed = wall.locator("h1").inner_text()

    # Another headline on the wall; the computed one stays beside it.
    field = page.get_by_role("textbox", name="改写标题")
    field.fill(OWN)
    field.press("Enter")
    expect(wall.locator("h1")).to_have_text(OWN)
    expect(page.locator(".computed").first).to_contain_text(computed)
    page.locator(".st-key-saving").get_by_role("textbox", name="岗位").fill("指挥中心")
    page.locator(".st-key-saving").get_by_role("textbox", name="岗位").press("Enter")
    secretary.clicks(page.locator(".st-key-save_meeting button"))
    expect(page.locator(".st-key-play")).to_contain_text("已保存")

    # A month later: the same order, the month moved, no word about the old figures.
    secretary.opens("/meeting?lang=zh&month=2026-10")
    expect(scenes).to_have_count(9)
    secretary.clicks(page.get_by_role("button", name="沿用9月例会的安排"))
    expect(scenes).to_have_count(10)
    assert OWN not in secretary.words()
    secretary.opens("/meeting?lang=zh&month=2026-09")
    assert OWN in scenes.nth(8).inner_text()
