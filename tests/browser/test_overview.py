"""总览 in the browser: clicks lead to what is behind, light and dark."""

import re

import pytest

from dashboard import theme
from tests.browser.reader import Reader

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
    for place in (0, 1, steps - 1):
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
