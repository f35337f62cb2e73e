"""A whole meeting in a real browser: built, played, minuted, frozen, taken away, and reopened on
newer data. Every step is filmed into build/film, to be looked at."""

import io
import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import fastexcel
import pytest
from docx import Document
from playwright.sync_api import Page, expect
from pptx import Presentation

from data import journal
from data.demo.files import Written, prepared, written
from data.imports import take_in
from tests.browser.conftest import ROOT, served
from tests.browser.reader import Reader
from tests.browser.wall import Wall

pytestmark = [pytest.mark.soak, pytest.mark.browser]

BEFORE, AFTER = date(2026, 7, 7), date(2026, 11, 1)
POST, OWN = "指挥中心", "进得少了，破得没有更快"
expect.set_options(timeout=60_000)
SIZES = ((1920, 1080), (3840, 2160))
FILM = ROOT / "build" / "film"


def delivered(warehouse: Path, files: list[Written], cutoff: date) -> None:
    """The bureau's files up to a cut-off."""
    take_in(prepared(files), warehouse, cutoff=cutoff, demo=True)


@pytest.fixture
def files(tmp_path: Path) -> list[Written]:
    return written(tmp_path / "files", 1)


@pytest.fixture
def city(files: list[Written], tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The demo city as it was known on 7 July, with a server on it."""
    warehouse = tmp_path / "city"
    delivered(warehouse, [one for one in files if one.exported.date() <= BEFORE], BEFORE)
    with served(warehouse, tmp_path) as address:
        yield warehouse, address


def filmed(page: Page, name: str) -> None:
    """A picture of what stands on the screen."""
    FILM.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FILM / f"{name}.png")


def played(wall: Wall, name: str) -> list[str]:
    """Every scene on the wall at both sizes; their headlines."""
    headlines = []
    for width, height in SIZES:
        wall.page.set_viewport_size({"width": width, "height": height})
        wall.page.wait_for_timeout(500)
        wall.presses("1")
        count = wall.page.locator(".dots i").count()
        for place in range(count):
            wall.reaches(place)
            wall.page.wait_for_timeout(250)
            filmed(wall.page, f"{name}_{width}_{place + 1:02d}")
            if width == SIZES[0][0]:
                headlines.append(wall.page.locator(f".st-key-scene_{place} h1").inner_text())
            if place < count - 1:
                wall.presses("ArrowRight")
    return headlines


def signed(reader: Reader, within: str) -> None:
    field = reader.page.locator(within).get_by_role("textbox", name="岗位")
    field.fill(POST)
    field.press("Tab")
    reader.rests()


def taken(reader: Reader, form: str) -> bytes:
    """What a line of 导出 gives."""
    page = reader.page
    reader.clicks(page.locator(".st-key-export button").first)
    page.locator(f".st-key-take_away_{form} button").click()
    save = page.locator(f".st-key-take_away_save_{form} button")
    save.wait_for(timeout=60_000)
    with page.expect_download() as download:
        save.click()
    page.keyboard.press("Escape")
    return Path(download.value.path()).read_bytes()


def test_a_whole_meeting(city: tuple[Path, str], files: list[Written], page: Page) -> None:
    warehouse, address = city
    page.set_viewport_size({"width": 1920, "height": 1080})
    reader, entries = Reader(page, address), warehouse / "journal"

    # Built: a picture from another page, a headline rewritten, kept.
    reader.opens("/meeting?lang=zh&month=2026-06")
    filmed(page, "01_built")
    scenes = page.locator(".st-key-card_order [role=radiogroup] label")
    reader.clicks(scenes.nth(3))
    field = page.get_by_role("textbox", name="改写标题")
    field.fill(OWN)
    field.press("Enter")
    expect(page.locator(".st-key-small_wall h1")).to_have_text(OWN)
    signed(reader, ".st-key-saving")
    reader.clicks(page.locator(".st-key-save_meeting button"))
    expect(page.locator(".st-key-play")).to_contain_text("已保存")
    filmed(page, "02_kept")

    # Played, and minuted on the presenter's screen: what is decided stands on the wall.
    wall = Wall(page.context.new_page(), address).opens("lang=zh&meeting=2026-06")
    headlines = played(wall, "03_played")
    assert len(headlines) == 9 and headlines[3] == OWN
    desk = Wall(page.context.new_page(), address)
    desk.page.set_viewport_size({"width": 1920, "height": 1080})
    desk.opens("lang=zh&meeting=2026-06&view=presenter")
    desk.presses("4")
    desk.page.wait_for_timeout(800)
    filmed(desk.page, "04_presenter")
    decider = Reader(desk.page, address)
    decider.clicks(desk.page.locator(".st-key-decide_scene_3 button"))
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("要办什么").fill("两年以上未破的单列，按季回访")
    dialog.get_by_label("要办什么").press("Tab")
    decider.rests()
    dialog.get_by_label("岗位", exact=True).fill(POST)
    dialog.get_by_label("岗位", exact=True).press("Tab")
    decider.rests()
    filmed(desk.page, "05_deciding")
    decider.clicks(dialog.get_by_role("button", name="立项"))
    wall.page.set_viewport_size({"width": 1920, "height": 1080})
    wall.presses("9")
    wall.page.locator(".st-key-scene_8").get_by_text("两年以上未破的单列").wait_for(timeout=10_000)
    wall.page.wait_for_timeout(600)
    filmed(wall.page, "06_decided")
    wall.page.close()
    desk.page.close()
    (action,) = journal.entries(entries, "actions").to_dicts()
    assert action["meeting_id"] == "2026-06"

    # Frozen.
    reader.opens("/meeting?lang=zh&month=2026-06")
    signed(reader, ".st-key-card_freeze")
    page.locator(".st-key-card_freeze").get_by_role("button", name="定版").click()
    page.locator(".st-key-card_editions [class*='st-key-edition_']").wait_for(timeout=180_000)
    reader.rests()
    filmed(page, "07_frozen")
    (edition,) = journal.entries(entries, "editions").to_dicts()
    values = journal.entries(entries, "published_values")
    assert values["indicator_id"].n_unique() > 30 and values["unit_id"].n_unique() > 80

    # Taken away: the same headlines everywhere.
    deck = Presentation(io.BytesIO(taken(reader, "deck")))
    told = [
        " ".join(s.text_frame.text for s in one.shapes if s.has_text_frame) for one in deck.slides
    ]
    for headline in headlines[1:8]:
        assert any(headline in words for words in told), headline
    assert len(fastexcel.read_excel(taken(reader, "workbook")).sheet_names) >= 10
    circular = Document(io.BytesIO(taken(reader, "circular_word")))
    assert any("总体" in one.text for one in circular.paragraphs)

    # Reopened on newer data: the old meeting is as it was, and what differs has its reasons.
    delivered(warehouse, [one for one in files if one.exported.date() > BEFORE], AFTER)
    replay = Wall(page.context.new_page(), address)
    replay.opens(f"lang=zh&edition={edition['edition_id']}")
    assert played(replay, "08_replayed")[:8] == headlines[:8]
    replay.page.close()
    reader.opens("/meeting?lang=zh&month=2026-06")
    page.locator(f".st-key-check_{edition['edition_id']} button").click()
    checked = page.locator(f".st-key-edition_{edition['edition_id']}")
    expect(checked).to_contain_text(re.compile("一致|不同"), timeout=180_000)
    reader.rests()
    filmed(page, "09_checked")
    reader.opens("/data_quality?lang=zh&month=2026-06")
    filmed(page, "10_then_and_now")
    assert "定版" in reader.words()

    # The next meeting opens with what was decided.
    reader.opens("/meeting?lang=zh&month=2026-10")
    filmed(page, "11_next")
    following = Wall(page.context.new_page(), address).opens("lang=zh&month=2026-10")
    following.page.set_viewport_size({"width": 1920, "height": 1080})
    following.page.locator(".st-key-scene_0").get_by_text("两年以上未破的单列").first.wait_for()
    played(following, "12_next")
    following.page.close()
    reader.opens("/actions?lang=zh&month=2026-10")
    filmed(page, "13_ledger")
    assert datetime.now() > edition["frozen_at"]
