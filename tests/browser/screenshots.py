"""Makes the pictures of the README: `make screenshots`. Not collected with the tests."""

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.reader import Reader
from tests.browser.wall import Wall

IMAGES = Path(__file__).parent.parent.parent / "docs" / "images"
PAGES = {
    "overview": "/",
    "satisfaction": "/satisfaction",
    "small_cases": "/small_cases",
    "complaints": "/complaints",
    "meeting": "/meeting",
}
SCENE = 4  # the account of open small cases, on the wall


def test_take_the_pictures(page: Page, reader: Reader, server: str) -> None:
    """Every picture at the size of a wall screen."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    for name, path in PAGES.items():
        reader.opens(path)
        page.wait_for_timeout(1500)
        page.screenshot(path=IMAGES / f"{name}.png")
    wall = Wall(page, server).opens("")
    wall.presses(str(SCENE))
    page.wait_for_timeout(1500)
    page.screenshot(path=IMAGES / "wall.png")
