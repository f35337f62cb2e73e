"""总览 on a phone: its answer, five figures as rows, what is worth a look; nothing cut."""

import pytest

from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

PARTS = (".aside", ".heading .question", ".heading .verdict", ".cards", ".st-key-card_attention")
GONE = (
    ".js-plotly-plot", ".st-key-choice_bar .stSelectbox", ".stButton", '[data-testid="stHeader"]',
    ".spark", ".st-key-card_promises",
)  # fmt: skip

CUT = """() => [...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => e.getClientRects().length && !['STYLE', 'TITLE'].includes(e.tagName))
  .filter(e => {
    const box = e.getBoundingClientRect();
    const hides = getComputedStyle(e).overflow !== 'visible';
    return box.left < 0 || box.right > innerWidth + 1
      || (hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
  })
  .map(e => e.textContent.trim().slice(0, 30))"""

SIZES = """() => [...new Set([...document.querySelectorAll('.heading *, .cards *, .aside *')]
  .filter(e => e.getClientRects().length)
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .map(e => parseFloat(getComputedStyle(e).fontSize)))].sort()"""


def test_a_phone_shows_the_answer_five_rows_and_what_is_worth_a_look(reader: Reader) -> None:
    window = reader.page
    window.set_viewport_size({"width": 390, "height": 844})
    for lang in ("zh", "en"):
        reader.opens(f"/?lang={lang}")
        window.locator(".st-key-card_attention a").first.wait_for()
        boxes = [window.locator(part).bounding_box() for part in PARTS]
        tops = [box["y"] for box in boxes if box is not None]
        assert len(tops) == len(PARTS) and tops == sorted(tops)
        assert window.locator(".cards .card").count() == 5
        rows = [card.bounding_box() for card in window.locator(".cards .card").all()]
        assert all(row is not None and row["height"] < 100 for row in rows)
        for part in GONE:
            assert not any(found.is_visible() for found in window.locator(part).all()), part
        main = "document.querySelector('[data-testid=stMain]')"
        assert reader.asks(f"() => {main}.scrollWidth - {main}.clientWidth") <= 0
        assert reader.asks(CUT) == []
        assert set(reader.asks(SIZES)) <= {13, 16, 20, 26}
