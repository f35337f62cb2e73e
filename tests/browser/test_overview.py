"""总览 in the browser: clicks lead to what is behind, light and dark, sizes, no other host."""

import re
from itertools import cycle

import pytest
from playwright.sync_api import Browser, Page

from dashboard import theme
from tests.browser.reader import Reader
from tests.pages.city import PAGES

pytestmark = pytest.mark.browser


def whole(text: str) -> int:
    """The number in a text like −2,456 or 破案：2,456 起."""
    found = re.search(r"\d[\d,]*", text)
    assert found, text
    return int(found.group(0).replace(",", ""))


def test_a_waterfall_bar_opens_the_list_behind_it(reader: Reader) -> None:
    reader.opens("/?lang=zh")
    steps = reader.bars("bridge").count() // 2  # each bar, then the column one clicks
    words = reader.page.locator(".st-key-frame_bridge .annotation-text").all_text_contents()
    for place in range(steps):
        reader.clicks(reader.bars("bridge").nth(steps + place))
        dialog = reader.page.get_by_role("dialog")
        dialog.wait_for(timeout=60_000)
        heading, rows = dialog.inner_text().split("\n")[0], dialog.get_by_text("行；数据截至")
        assert whole(heading.split("：")[-1]) == whole(words[place]) == whole(rows.inner_text())
        reader.page.keyboard.press("Escape")
        reader.rests()
        assert not dialog.is_visible()


def test_a_map_area_leads_to_its_unit(reader: Reader) -> None:
    reader.opens("/?lang=zh")
    reader.clicks(reader.bars("tiles").nth(5))
    assert reader.address["unit_id"].startswith("9901")
    assert reader.chosen("unit_id").endswith("所")
    reader.goes_back()
    assert "unit_id" not in reader.address


def test_evidence_shows_table_definition_sql_and_downloads(reader: Reader) -> None:
    reader.opens("/?lang=zh")
    reader.clicks(reader.page.locator(".st-key-evidence_ratings button"))
    dialog = reader.page.get_by_role("dialog")
    dialog.get_by_text("下载 CSV").wait_for()  # a dialog comes in pieces
    dialog.get_by_text("SQL").first.wait_for()
    for word in ("口径", "分子", "SQL", "下载 Excel", "下载 CSV", "数据截至"):
        assert word in dialog.inner_text()
    with reader.page.expect_download() as waiting:
        dialog.get_by_text("下载 CSV").click()
    content = waiting.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "公安工作满意率" in content.decode("utf-8-sig")


def test_a_line_worth_a_look_sets_the_unit_on_its_page(reader: Reader) -> None:
    reader.opens("/?lang=zh&month=2026-09")
    links = reader.page.locator(".st-key-card_attention a")
    reader.clicks(links.last)
    assert reader.path in ("/small_cases", "/complaints")
    assert reader.address["unit_id"].startswith("9901")
    assert reader.address["month"] == "2026-09"


def last_bar(reader: Reader) -> str:
    reader.bars("bridge")
    return str(
        reader.asks(
            "() => { const bars = document.querySelectorAll("
            "'.st-key-frame_bridge .bars .point path'); "
            "return bars[bars.length / 2 - 1].style.fill }"
        )
    )


def as_rgb(colour: str) -> str:
    return "rgb({}, {}, {})".format(*(int(colour[i : i + 2], 16) for i in (1, 3, 5)))


def test_figures_follow_a_live_switch_of_light_and_dark(reader: Reader) -> None:
    light, dark = (as_rgb(theme.palette_of(kind).accent) for kind in ("light", "dark"))
    reader.opens("/?lang=zh")
    assert last_bar(reader) == light
    reader.page.emulate_media(color_scheme="dark")
    reader.page.wait_for_timeout(2500)
    reader.rests()
    assert last_bar(reader) == dark
    reader.clicks(reader.page.locator('[data-testid="stMainMenu"]'))
    reader.clicks(reader.page.locator('[data-testid="stMainMenuItem-theme-Light"]'))
    reader.page.wait_for_timeout(1500)
    reader.rests()
    assert last_bar(reader) == light


def test_the_chosen_look_holds_on_every_page_and_reload(reader: Reader) -> None:
    reader.opens("/?lang=zh")
    reader.clicks(reader.page.locator('[data-testid="stMainMenu"]'))
    reader.clicks(reader.page.locator('[data-testid="stMainMenuItem-theme-Dark"]'))
    reader.page.wait_for_timeout(1000)
    reader.opens("/satisfaction?lang=zh")
    scheme = "() => getComputedStyle(document.querySelector('.stApp')).colorScheme"
    assert reader.asks(scheme) == "dark"


def test_no_address_is_answered_in_english(reader: Reader) -> None:
    reader.opens("/overview?lang=zh&month=2026-09")
    assert reader.path == "/" and reader.address["month"] == "2026-09"
    assert reader.page.get_by_role("dialog").count() == 0
    reader.opens("/nowhere?lang=zh")
    said = "e => [getComputedStyle(e).fontSize, getComputedStyle(e, '::after').content]"
    title = reader.page.locator('[role=dialog] > h2[slot="title"]')
    assert title.evaluate(said) == ["0px", '"没有这一页"']


def test_the_overview_fits_a_wall_screen(reader: Reader) -> None:
    for lang in ("zh", "en"):
        reader.opens(f"/?lang={lang}")
        main = "document.querySelector('[data-testid=stMain]')"
        assert reader.asks(f"() => {main}.scrollHeight - {main}.clientHeight") <= 0


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_nothing_reaches_beyond_the_side(
    browser: Browser, server: str, size: tuple[int, int]
) -> None:
    window = browser.new_page(viewport={"width": size[0], "height": size[1]})
    reader = Reader(window, server).opens("/?lang=zh")
    main = "document.querySelector('[data-testid=stMain]')"
    assert reader.asks(f"() => {main}.scrollWidth - {main}.clientWidth") <= 0
    verdict = "() => document.querySelector('.verdict').getBoundingClientRect().height"
    if size[0] == 1366:
        assert reader.asks(verdict) <= 3 * 29 + 1
    window.close()


SMALL_TEXT = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => e.getClientRects().length && !e.closest('[data-testid=stIconMaterial]'))
  .filter(e => e.dataset.testid !== 'stIconMaterial')
  .filter(e => !['STYLE', 'TITLE', 'OPTION'].includes(e.tagName))
  .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 30)])
  .filter(([size]) => size < 12.99)"""

OVERLAPS = """() => {
  const found = [];
  for (const plot of document.querySelectorAll('.js-plotly-plot')) {
    const boxes = [...plot.querySelectorAll('.annotation-text, .xtick text, .ytick text')]
      .map(e => [e.textContent, e.getBoundingClientRect()]).filter(([t, b]) => b.width > 0);
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [a, b] = [boxes[i][1], boxes[j][1]];
      const w = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const h = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (w > 2 && h > 3) found.push([boxes[i][0], boxes[j][0]]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_texts_are_large_enough_and_do_not_overlap(
    browser: Browser, server: str, size: tuple[int, int], lang: str
) -> None:
    window = browser.new_page(viewport={"width": size[0], "height": size[1]})
    reader = Reader(window, server).opens(f"/?lang={lang}")
    reader.bars("bridge")
    assert reader.asks(SMALL_TEXT) == []
    assert reader.asks(OVERLAPS) == []
    window.close()


def test_no_page_asks_another_host(page: Page, server: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    reader = Reader(page, server)
    for name, lang in zip(PAGES, cycle(("zh", "en")), strict=False):
        reader.opens(f"/{name}?lang={lang}")
        page.mouse.wheel(0, 4000)
        page.wait_for_timeout(1000)
    host = server.removeprefix("http://")
    ours = (f"http://{host}/", f"ws://{host}/", "data:", "blob:")
    assert asked
    assert not [url for url in asked if not url.startswith(ours)]
