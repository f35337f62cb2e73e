"""A window of a meeting: the wall, or the presenter's screen."""

from typing import Any

from playwright.sync_api import Page

IS_READY = """
(() => { const stage = document.querySelector('.st-key-stage');
  if (!stage || !document.querySelector('.dots i.now')) return false;
  const style = getComputedStyle(stage);
  return style.position === 'fixed' && style.opacity === '1'; })()
"""
# Which scene: the place of the long dot among the dots.
PLACE = "[...document.querySelectorAll('.dots i')].findIndex((dot) => dot.className === 'now')"
# Every text of the scene that is shown: its words and its size on the screen.
TEXTS = """
(place) => {
  const scene = document.querySelector('.st-key-scene_' + place);
  const scale = scene.getBoundingClientRect().width / 1920;
  const found = [];
  const walker = document.createTreeWalker(scene, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('style, defs, title')) continue;
    const style = getComputedStyle(parent);
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (!box.width || style.display === 'none') continue;
    found.push({ words: node.textContent.trim(), size: parseFloat(style.fontSize) * scale,
      headline: parent.tagName === 'H1', lines: range.getClientRects().length,
      right: box.right, bottom: box.bottom });
  }
  return found;
}
"""


class Wall:
    """A window in which a meeting is played."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server

    def opens(self, address: str) -> "Wall":
        """A link to a meeting; waits until its first picture stands."""
        self.page.goto(f"{self.server}/screen?{address}")
        self.stands()
        return self

    def stands(self) -> None:
        """Until the scenes are shown."""
        self.page.wait_for_function(IS_READY, timeout=90_000)

    def presses(self, *keys: str) -> int:
        """Keys one after the other; the place that is shown then."""
        for key in keys:
            self.page.keyboard.press(key)
        return self.place

    @property
    def place(self) -> int:
        """Which scene is shown, from 0."""
        return int(self.page.evaluate(PLACE))

    def reaches(self, place: int) -> None:
        """Until that scene is shown."""
        self.page.wait_for_function(f"{PLACE} === {place}", timeout=60_000)

    @property
    def strip(self) -> str:
        """What is said while the server is gone; "" otherwise."""
        found = self.page.locator(".strip.said")
        return found.inner_text() if found.count() else ""

    def says(self, wanted: bool) -> None:
        """Until it is said, or said no longer, that the server is gone."""
        script = f"!!document.querySelector('.strip.said') === {str(wanted).lower()}"
        self.page.wait_for_function(script, timeout=60_000)

    def texts(self, place: int) -> list[dict[str, Any]]:
        """Every text of a scene with its size in px as it is seen."""
        found: list[dict[str, Any]] = self.page.evaluate(TEXTS, place)
        return found
