"""A real server on the demo city and a real Chromium; without one of them these tests fail."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, WebSocket, sync_playwright

from tests.browser.reader import Reader

ROOT = Path(__file__).parent.parent.parent
# What a page may ask for: our own servers, and what it has in hand.
OURS = ("http://localhost:", "ws://localhost:", "data:", "blob:")
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def server(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard on the demo city."""
    with served(demo_warehouse, tmp_path_factory.mktemp("server")) as address:
        yield address


@contextmanager
def served(warehouse: Path, folder: Path) -> Iterator[str]:
    """A server on a warehouse, by its address; its log goes into the folder."""
    process, address = started(warehouse, free_port(), folder / "log.txt")
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def started(warehouse: Path, port: int, log: Path) -> "tuple[subprocess.Popen[bytes], str]":
    """A server that answers on this port, and its address; who starts it ends it."""
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py"]
    with log.open("a") as lines:
        process = subprocess.Popen(
            [*command, "--server.port", str(port)],
            cwd=ROOT,
            env=os.environ | {"MINYI_WAREHOUSE": str(warehouse)},
            stdout=lines,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(f"http://localhost:{port}/_stcore/health", process, log)
    except BaseException:
        process.kill()
        raise
    return process, f"http://localhost:{port}"


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        if process.poll() is not None:
            pytest.fail(f"the server stopped:\n{log.read_text('utf-8')}")
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the server did not start:\n{log.read_text('utf-8')}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, or the one that belongs to the test tool."""
    named = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    with sync_playwright() as tool:
        own = Path(tool.chromium.executable_path)
        if named is None and not own.exists():
            pytest.fail("no Chromium: apt-get install chromium, or name one in CHROMIUM")
        opened = tool.chromium.launch(
            executable_path=named, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def window(browser: Browser) -> Page:
    """One window for all who read, of somebody who asked for no animations.

    A new window reads Streamlit's and Plotly's programs anew, half of all the work; without a
    graphics card each frame of an animation is drawn by the processor.
    """
    return browser.new_context(locale="zh-CN", reduced_motion="reduce").new_page()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """That window as it was at first: as large as a wall screen, light, nothing remembered."""
    window.set_viewport_size({"width": 1920, "height": 1080})
    window.emulate_media(color_scheme="light")
    with no_other_host(window.context):
        yield window
        window.evaluate("localStorage.clear()")
        window.goto("about:blank")


@contextmanager
def no_other_host(context: BrowserContext) -> Iterator[None]:
    """Meanwhile nothing in these windows may ask another host for anything: intranets have none."""
    asked: list[str] = []

    def asks(one: Request | WebSocket) -> None:
        asked.append(one.url)

    def appears(page: Page) -> None:
        page.on("websocket", asks)

    context.on("request", asks)
    context.on("page", appears)
    for page in context.pages:
        appears(page)
    yield
    context.remove_listener("request", asks)
    context.remove_listener("page", appears)
    for page in context.pages:
        page.remove_listener("websocket", asks)
    assert asked
    assert not [url for url in asked if not url.startswith(OURS)]


@pytest.fixture
def reader(page: Page, server: str) -> Reader:
    """Somebody who reads the dashboard in that window."""
    return Reader(page, server)
