"""小案积案 in the browser: bars open their lists, units lead on, the list can be taken away."""

import io
import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data.snapshot import current
from tests.browser.reader import Reader

pytestmark = pytest.mark.browser

SPAN = 24
BANDS = 8  # of age


def rows_in(reader: Reader) -> int:
    """How many rows the open list says it has."""
    dialog = reader.page.get_by_role("dialog")
    found = re.search(r"([\d,]+) 行；数据截至", dialog.inner_text())
    assert found, dialog.inner_text()
    return int(found.group(1).replace(",", ""))


def test_a_flow_and_an_age_band_open_their_lists(reader: Reader, demo_warehouse: Path) -> None:
    manifest = current(demo_warehouse)
    assert manifest is not None
    flows = pl.read_parquet(manifest.marts["stock_flow"])
    bands = pl.read_parquet(manifest.marts["open_bands"])
    october = pl.col("month") == date(2026, 10, 1)
    reader.opens("/small_cases?lang=zh")

    reader.clicks(reader.bars("flows").nth(SPAN - 1))  # the last bar of what was docketed
    assert rows_in(reader) == flows.filter(october)["docketed"].sum()
    assert "2026年10月立（受）案的小案" in reader.page.get_by_role("dialog").inner_text()
    reader.page.keyboard.press("Escape")
    reader.rests()

    reader.clicks(reader.bars("ages").nth(SPAN * BANDS - 1))  # the oldest band, the last month
    expected = bands.filter(october & (pl.col("band") == "366-730"))["n"].sum()
    assert rows_in(reader) == expected


def test_a_unit_leads_to_its_own_figures(reader: Reader) -> None:
    reader.opens("/small_cases?lang=zh")
    place = reader.page.locator(".st-key-frame_clearance .scatterlayer .point").first
    place.wait_for(timeout=60_000)
    reader.clicks(place)
    assert reader.address["unit_id"] == "990124000000"  # the first by name
    assert reader.chosen("unit_id") == "白杨县局"


def test_the_card_of_callbacks_leads_to_their_list(reader: Reader) -> None:
    reader.page.set_viewport_size({"width": 1366, "height": 768})
    reader.opens("/small_cases?lang=zh")
    before = reader.address
    reader.clicks(reader.page.get_by_text("清单 ↓"))
    heading = (
        "() => document.querySelector('.st-key-head_callbacks_due').getBoundingClientRect().top"
    )
    assert 52 <= reader.asks(heading) <= 400  # below the head of the page, in sight
    assert reader.address == before


def test_the_callbacks_can_be_taken_away_by_unit(reader: Reader) -> None:
    reader.opens("/small_cases?lang=zh&unit_id=990103000000")
    with reader.page.expect_download() as waiting:
        reader.page.get_by_text("下载清单").click()
    content = waiting.value.path().read_bytes()
    sheets = pl.read_excel(io.BytesIO(content), sheet_id=0, engine="calamine")
    total = re.search(r"共 (\d+) 起", reader.words())
    assert total
    assert sum(sheet.height for sheet in sheets.values()) == int(total.group(1))
    assert all(name.startswith("河滨分局") for name in sheets)
