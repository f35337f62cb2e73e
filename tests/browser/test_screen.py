"""A meeting on the wall: keys, rotation, two screens in step, and a server that goes away."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from dashboard import actions, meetings
from dashboard.meetings import Meeting, Played
from tests.browser.conftest import free_port, no_other_host, started
from tests.browser.wall import Wall
from tests.cities import copied, in_hand

pytestmark = pytest.mark.browser

BUREAU, OCTOBER, CUTOFF = "990100000000", date(2026, 10, 1), date(2026, 11, 1)
POST = "指挥中心"
SCENES = tuple(Played(name) for name in ("figures", "stock", "told", "decisions"))
# One for each that windows join: what was played is remembered for some seconds.
BY_HAND, BY_CLOCK, SLOWLY, TOGETHER = "2026-10", "2026-10-2", "2026-10-3", "2026-10-4"
LAST = len(SCENES) - 1

# Of each figure, how many strokes and words it has where it has a size at all.
DRAWN = """
[...document.querySelectorAll('.st-key-stage .js-plotly-plot')].map((figure) =>
  figure.getBoundingClientRect().width && figure.querySelectorAll('path, text').length)
"""


@dataclass
class Hall:
    """A server of its own with saved meetings; it may be killed and started again."""

    warehouse: Path
    log: Path
    port: int
    process: "subprocess.Popen[bytes]"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def goes(self) -> None:
        self.process.kill()
        self.process.wait(timeout=30)

    def comes(self) -> None:
        self.process, _ = started(self.warehouse, self.port, self.log)


@pytest.fixture(scope="module")
def hall(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    folder = tmp_path_factory.mktemp("hall")
    warehouse = copied(demo_warehouse, folder / "warehouse")
    with in_hand(warehouse):
        for name, seconds in ((BY_HAND, 0), (BY_CLOCK, 40), (SLOWLY, 900), (TOGETHER, 0)):
            meeting = Meeting(name, BUREAU, OCTOBER, CUTOFF, seconds=seconds, scenes=SCENES)
            meetings.save(meeting, POST)
    port = free_port()
    process, _ = started(warehouse, port, folder / "log.txt")
    one = Hall(warehouse, folder / "log.txt", port, process)
    yield one
    one.goes()


@pytest.fixture
def windows(browser: Browser) -> Iterator[BrowserContext]:
    """The windows of one browser, in daylight: the wall is dark all the same."""
    context = browser.new_context(
        viewport={"width": 1920, "height": 1080},
        color_scheme="light",
        locale="zh-CN",
        reduced_motion="reduce",
    )
    with no_other_host(context):
        yield context
    context.close()


def test_keys_jump_and_what_comes_next_is_drawn_and_readable(
    hall: Hall, windows: BrowserContext
) -> None:
    wall = Wall(windows.new_page(), hall.address)
    # Smaller than a scene: a figure must not take the scaled width for its own.
    wall.page.set_viewport_size({"width": 1366, "height": 768})
    wall.opens(f"meeting={BY_HAND}")
    assert wall.place == 0
    # Before anything was pressed: every figure stands, whole, behind the first scene.
    found = wall.page.evaluate(DRAWN)
    assert len(found) == 3 and all(found)
    assert wall.presses("ArrowRight") == 1
    assert wall.presses("PageDown", " ") == LAST
    assert wall.presses("ArrowRight") == LAST  # a clicker pressed once too often
    assert wall.presses("PageUp", "ArrowLeft") == 1
    assert wall.presses("3") == 2
    assert wall.presses("f") == 2 and wall.page.evaluate("!!document.fullscreenElement")
    wall.presses("Escape")
    wall.page.wait_for_function("!document.fullscreenElement")
    for width, height in ((1920, 1080), (3840, 2160)):
        wall.page.set_viewport_size({"width": width, "height": height})
        wall.page.wait_for_timeout(300)
        scale = width / 1920
        for place in range(len(SCENES)):
            texts = wall.texts(place)
            assert texts
            for text in texts:
                assert text["size"] >= 23.99 * scale, (place, text)
                assert text["right"] <= width + 1 and text["bottom"] <= height + 1, (place, text)
            headline = next(text for text in texts if text["headline"])
            assert headline["size"] >= 44 * scale and headline["lines"] == 1
    foot = wall.page.locator(".footline").inner_text()
    assert "数据截至 2026年11月1日 0时" in foot and "10月例会" in foot and "演示数据" in foot
    background = "getComputedStyle(document.querySelector('.st-key-stage')).backgroundColor"
    assert wall.page.evaluate(background) == "rgb(11, 21, 36)"
    assert wall.page.locator('[data-testid="stHeader"]').is_hidden()


# At each change of scene: is the one that is shown there, whole?
WATCH = """
() => {
  const seen = window.seen = { turns: 0, bad: 0 };
  const dots = document.querySelector('.dots');
  let last = -1;
  new MutationObserver(() => {
    const place = [...dots.children].findIndex((dot) => dot.className === 'now');
    if (place === last) return;
    last = place;
    seen.turns += 1;
    const scene = document.querySelector('.st-key-stage .st-key-scene_' + place);
    const figure = scene.querySelector('.stPlotlyChart');
    const whole = getComputedStyle(scene).visibility === 'visible' && scene.querySelector('h1') &&
      (!figure || figure.querySelector('.main-svg path'));
    if (!whole) seen.bad += 1;
  }).observe(dots, { attributes: true, subtree: true });
}
"""


def test_it_goes_round_by_the_clock_and_pauses(hall: Hall, windows: BrowserContext) -> None:
    wall = Wall(windows.new_page(), hall.address).opens(f"meeting={BY_CLOCK}&pace=200")
    wall.page.evaluate(WATCH)
    wall.page.wait_for_function("window.seen.turns > 40", timeout=90_000)
    assert wall.page.evaluate("window.seen.bad") == 0
    place = wall.presses("p")
    wall.page.wait_for_timeout(500)
    assert wall.place == place
    wall.presses("p")
    wall.page.wait_for_function(
        f"window.seen.turns > {wall.page.evaluate('window.seen.turns')} + 4"
    )


def test_the_presenter_and_the_wall_stay_in_step_and_decide(
    hall: Hall, windows: BrowserContext
) -> None:
    wall = Wall(windows.new_page(), hall.address).opens(f"meeting={TOGETHER}")
    desk = Wall(windows.new_page(), hall.address).opens(f"meeting={TOGETHER}&view=presenter")
    desk.page.get_by_text("下一幕 →").click()
    wall.reaches(1)
    assert wall.presses("ArrowRight") == 2
    desk.reaches(2)
    wall.page.reload()
    wall.stands()
    assert wall.place == 2
    assert "已讲" in desk.page.locator(".clocks").inner_text()
    assert "今天要定的事" in desk.page.locator(".next_title").inner_text()
    assert desk.page.locator(".st-key-said_2 textarea").is_visible()
    assert desk.page.locator(".st-key-said_1").is_hidden()
    # What is decided stands on the wall in a moment, and nothing else is drawn anew.
    wall.presses("4")
    wall.page.evaluate(
        "document.querySelectorAll('.main-svg').forEach((one) => { one.own = true; })"
    )
    choice = Meeting(TOGETHER, BUREAU, OCTOBER, CUTOFF).choice
    with in_hand(hall.warehouse):
        actions.decide(
            choice, "两年以上未破的单列回访", POST, date(2026, 12, 1), POST,
            meeting_id=TOGETHER, raised_on=CUTOFF,
        )  # fmt: skip
    wall.page.locator(".st-key-scene_3").get_by_text("两年以上未破的单列回访").wait_for(
        timeout=20_000
    )
    same = "[...document.querySelectorAll('.main-svg')].every((one) => one.own)"
    assert wall.page.evaluate(same)


# The words of a scene that are cut off, and pairs of them that lie on each other.
UNREADABLE = """
(place) => {
  const scene = document.querySelector('.st-key-stage .st-key-scene_' + place);
  const found = [], boxes = [];
  const walker = document.createTreeWalker(scene, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode, parent = words.parentElement;
    if (!words.textContent.trim() || parent.closest('style, defs, title')) continue;
    const range = document.createRange();
    range.selectNodeContents(words);
    for (const box of range.getClientRects()) {
      if (!box.width) continue;
      const isInside = box.left > -1 && box.top > -1 &&
        box.right < innerWidth + 1 && box.bottom < innerHeight + 1;
      if (!isInside) found.push('outside: ' + words.textContent);
      for (let node = parent; node !== scene; node = node.parentElement) {
        const own = node.getBoundingClientRect(), isOver = getComputedStyle(node).overflowX;
        if (isOver === 'visible' || node.namespaceURI.endsWith('svg')) continue;
        const isCut = box.right > own.right + 2 || box.bottom > own.bottom + 2;
        if (isCut) found.push('cut: ' + words.textContent);
      }
      boxes.push([words, box]);
    }
  }
  boxes.forEach(([words, box], i) => boxes.slice(i + 1).forEach(([other, its]) => {
    const across = Math.min(box.right, its.right) - Math.max(box.left, its.left);
    const down = Math.min(box.bottom, its.bottom) - Math.max(box.top, its.top);
    // A line is higher than its letters.
    if (words !== other && across > 2 && down > Math.min(box.height, its.height) * 0.4)
      found.push(words.textContent + ' / ' + other.textContent);
  }));
  return found;
}
"""


def test_two_machines_stay_in_step_and_wait_for_who_fills_in_a_form(
    hall: Hall, browser: Browser, windows: BrowserContext
) -> None:
    with in_hand(hall.warehouse):
        choice = Meeting(SLOWLY, BUREAU, OCTOBER, CUTOFF).choice
        for n in range(6):
            actions.decide(
                choice, f"{n + 1}号事项：两年以上未破的单列，按季回访，并在下次例会上报告办理情况",
                POST, date(2026, 12, 1), POST, meeting_id=SLOWLY, raised_on=CUTOFF,
            )  # fmt: skip
    elsewhere = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    wall = Wall(elsewhere.new_page(), hall.address).opens(f"meeting={SLOWLY}")
    desk = Wall(windows.new_page(), hall.address).opens(f"meeting={SLOWLY}&view=presenter")
    desk.page.get_by_text("下一幕 →").click()
    wall.reaches(1)
    desk.page.locator(".st-key-decide_scene_1 button").click()
    form = desk.page.get_by_role("dialog")
    form.wait_for()
    wall.page.locator(".dots.paused").wait_for()
    assert desk.page.locator(".clocks").get_by_text("已暂停").is_visible()
    # The keys are the form's, also where the focus has left it.
    for key in ("ArrowRight", "Escape"):
        desk.page.locator("body").dispatch_event("keydown", {"key": key})
    form.wait_for(state="detached")
    assert desk.place == wall.place == 1
    wall.page.locator(".dots:not(.paused)").wait_for()
    assert wall.presses("4") == LAST
    desk.reaches(LAST)
    wall.page.locator(f".st-key-scene_{LAST}").get_by_text("6号事项").wait_for(timeout=20_000)
    wall.page.wait_for_timeout(400)
    for place in range(len(SCENES)):
        assert wall.page.evaluate(UNREADABLE, place) == []
    elsewhere.close()


def test_it_goes_on_while_the_server_or_the_network_is_gone(
    hall: Hall, windows: BrowserContext
) -> None:
    wall = Wall(windows.new_page(), hall.address).opens(f"meeting={BY_HAND}")
    wall.presses("2")
    hall.goes()
    wall.says(True)
    assert wall.strip.startswith("正在重新连接，画面为 ")
    assert wall.page.get_by_role("dialog").count() == 0
    assert wall.presses("ArrowRight") == 2
    assert wall.page.locator(".held .st-key-scene_2 h1").is_visible()
    hall.comes()
    wall.says(False)
    wall.page.wait_for_selector(".held", state="detached", timeout=120_000)
    assert wall.place == 2
    assert wall.page.locator(".st-key-scene_2 h1").is_visible()
    windows.set_offline(True)
    wall.says(True)
    assert wall.presses("ArrowLeft") == 1
    windows.set_offline(False)
    wall.says(False)
    assert wall.presses("ArrowLeft") == 0
