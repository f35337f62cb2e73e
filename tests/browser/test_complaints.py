"""投诉热点 in the browser: what a click opens is what the map, the table and the bars say."""

import re

import pytest

from tests.browser.reader import Reader
from tests.browser.test_overview import whole

pytestmark = pytest.mark.browser

MAP = ".st-key-frame_areas .js-plotly-plot"
WHERE = """(unit) => {
  const plot = document.querySelector('.st-key-frame_areas .js-plotly-plot');
  const own = plot._fullData.find(t => t.name === 'spots' && t.customdata[0] === unit);
  const place = Math.floor(own.x.length / 2);
  const {xaxis, yaxis} = plot._fullLayout, box = plot.getBoundingClientRect();
  return [box.left + xaxis._offset + xaxis.l2p(own.x[place]),
          box.top + yaxis._offset + yaxis.l2p(own.y[place]), own.hovertext];
}"""


def opened(reader: Reader, path: str) -> Reader:
    reader.opens(path)
    reader.page.locator(MAP).wait_for(timeout=60_000)
    reader.rests()
    return reader


def dialog_says(reader: Reader) -> tuple[str, int]:
    """The dialog's heading and how many rows it lists."""
    dialog = reader.page.get_by_role("dialog")
    dialog.wait_for(timeout=20_000)
    rows = dialog.get_by_text("行；数据截至")
    rows.wait_for(timeout=20_000)
    return dialog.inner_text().split("\n")[0], whole(rows.inner_text())


def test_an_area_sets_the_unit_and_opens_as_many_as_it_says(reader: Reader) -> None:
    opened(reader, "/complaints?lang=zh")
    for unit_id in ("990121530000", "990103560000", "990101620000"):
        x, y, told = reader.page.evaluate(WHERE, unit_id)
        number = whole(re.search(r"投诉信访 [\d,]+ 件", told).group(0))
        reader.page.mouse.click(x, y)
        reader.rests()
        heading, rows = dialog_says(reader)
        assert whole(heading.split("：")[-1]) == rows == number
        assert reader.address["unit_id"] == unit_id
        reader.page.keyboard.press("Escape")
        reader.rests()
        reader.goes_back()
        assert "unit_id" not in reader.address


def test_a_cell_opens_as_many_as_it_counts(reader: Reader) -> None:
    opened(reader, "/complaints?lang=zh&unit_id=990103000000")
    cells = reader.bars("cells")
    texts = reader.page.locator(".st-key-frame_cells .bars .point text").all_text_contents()
    place = next(i for i, text in enumerate(texts) if text.isdigit() and int(text) > 3)
    reader.clicks(cells.nth(place))
    heading, rows = dialog_says(reader)
    assert whole(heading.split("：")[-1]) == rows == int(texts[place])


def test_a_reason_opens_as_many_as_its_bar_says(reader: Reader) -> None:
    opened(reader, "/complaints?lang=zh")
    reader.bars("reasons")
    text = reader.page.locator(".st-key-frame_reasons .bars .point text").nth(2)
    number = int(text.text_content().split()[0])
    reader.clicks(reader.bars("reasons").nth(2))
    heading, rows = dialog_says(reader)
    assert whole(heading.split("：")[-1]) == rows == number
