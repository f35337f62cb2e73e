"""What a reader does in the browser, and what stands before him when the page is at rest."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Locator, Page

AT_REST = '[data-testid="stApp"][data-test-script-state="notRunning"]'


class Reader:
    """Somebody at a browser; every action waits until the page is at rest again."""

    def __init__(self, page: Page, server: str) -> None:
        self.page = page
        self.server = server

    def opens(self, path: str = "/") -> "Reader":
        """A link."""
        self.page.goto(self.server + path)
        self.page.wait_for_selector(".heading .question", timeout=90_000)
        self.rests()
        return self

    def rests(self) -> None:
        """Until no run is under way; a run begins a moment after what causes it."""
        self.page.wait_for_timeout(700)
        self.page.wait_for_selector(AT_REST, timeout=60_000)
        self.page.wait_for_timeout(300)

    def clicks(self, place: Locator) -> None:
        """Anything on the page."""
        place.click(force=True)
        self.rests()

    def goes_back(self) -> None:
        """The browser's own button."""
        self.page.go_back()
        self.rests()

    @property
    def address(self) -> dict[str, str]:
        """What the address names."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.page.url).query).items()}

    @property
    def path(self) -> str:
        """The page's own part of the address."""
        return urlsplit(self.page.url).path

    def chosen(self, name: str) -> str:
        """What a choice of the bar shows."""
        return self.page.locator(f".st-key-{name} input").input_value()

    def chooses(self, name: str, word: str) -> None:
        """Another value in a choice of the bar."""
        self.page.locator(f".st-key-{name} input").click()
        self.page.get_by_role("option", name=word, exact=True).click()
        self.rests()

    def bars(self, figure: str) -> Locator:
        """The bars (or tiles) of a picture."""
        found = self.page.locator(f".st-key-frame_{figure} .bars .point path")
        found.first.wait_for(timeout=60_000)
        return found

    def words(self) -> str:
        """All that is written on the page."""
        return self.page.locator('[data-testid="stMain"]').inner_text()

    def asks(self, script: str) -> Any:
        """Something only the browser knows."""
        return self.page.evaluate(script)
