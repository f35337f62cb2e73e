"""Pages at a desk and on the wall: no text too small or over another, nothing beyond the side."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.reader import Reader
from tests.pages.city import PAGES

pytestmark = pytest.mark.browser

DESK: ViewportSize = {"width": 1366, "height": 768}
LAPTOP: ViewportSize = {"width": 1536, "height": 864}
WALL: ViewportSize = {"width": 1920, "height": 1080}
# Every text under 13 px; numbers in hand under the curves may have 12.
SMALL_TEXT = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => e.getClientRects().length && !e.closest('[data-testid=stIconMaterial]'))
  .filter(e => !['STYLE', 'TITLE', 'OPTION'].includes(e.tagName))
  .map(e => [parseFloat(getComputedStyle(e).fontSize), e.textContent.trim().slice(0, 30),
    e.closest('.st-key-frame_solving') ? 11.99 : 12.99])
  .filter(([size, _, least]) => size < least)"""
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
ALL_DRAWN = """() => [...document.querySelectorAll('.stPlotlyChart')]
  .every(e => e.querySelector('.main-svg'))"""
WIDER = """() => { const main = document.querySelector('[data-testid=stMain]');
  return main.scrollWidth - main.clientWidth; }"""
HIGHER = """() => { const main = document.querySelector('[data-testid=stMain]');
  return main.scrollHeight - main.clientHeight; }"""
BOTTOM = "() => document.querySelector('.st-key-row_lower').getBoundingClientRect().bottom"
VERDICT = "() => document.querySelector('.verdict').getBoundingClientRect().height"


def looks_at(reader: Reader, size: ViewportSize) -> None:
    """The whole page on a screen of this size, when every picture stands."""
    reader.page.set_viewport_size(size)
    reader.page.wait_for_timeout(500)
    reader.page.wait_for_function(ALL_DRAWN)
    assert reader.asks(SMALL_TEXT) == []
    assert reader.asks(OVERLAPS) == []
    assert reader.asks(WIDER) <= 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_overview(reader: Reader, lang: str) -> None:
    reader.opens(f"/?lang={lang}").bars("bridge")
    assert reader.asks(HIGHER) <= 0  # the whole of it fits a wall screen
    looks_at(reader, WALL)
    looks_at(reader, LAPTOP)
    looks_at(reader, DESK)
    assert lang == "en" or reader.asks(VERDICT) <= 3 * 29 + 1


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("unit_id", ["990100000000", "990101000000"])
def test_small_cases(reader: Reader, unit_id: str, lang: str) -> None:
    reader.opens(f"/small_cases?lang={lang}&unit_id={unit_id}")
    assert lang == "en" or reader.asks(BOTTOM) <= 1080  # two rows fit a wall screen
    looks_at(reader, WALL)
    looks_at(reader, LAPTOP)
    looks_at(reader, DESK)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted({*PAGES} - {"overview", "small_cases"}))
def test_the_other_pages(reader: Reader, name: str, lang: str) -> None:
    reader.opens(f"/{name}?lang={lang}")
    looks_at(reader, WALL)
    looks_at(reader, DESK)
