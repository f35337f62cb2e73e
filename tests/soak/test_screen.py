"""Eight hours of a meeting on the wall at high speed: memory stays where it was."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession

from dashboard import meetings
from dashboard.meetings import Meeting, Played
from tests.browser.conftest import browser as browser
from tests.browser.conftest import free_port, started
from tests.browser.test_screen import WATCH
from tests.browser.wall import Wall
from tests.cities import copied, in_hand

pytestmark = pytest.mark.soak

WARM, TURNS = 90, 720  # 720 scenes of 40 s are eight hours
GROWTH = 1.10


@pytest.fixture
def hall(demo_warehouse: Path, tmp_path: Path) -> Iterator[tuple[str, int]]:
    """The address of a server on a saved meeting of nine scenes, and its process."""
    warehouse = copied(demo_warehouse, tmp_path / "warehouse")
    scenes = tuple(Played(name) for name in meetings.DEFAULT)
    october = date(2026, 10, 1), date(2026, 11, 1)
    with in_hand(warehouse):
        meetings.save(Meeting("2026-10", "990100000000", *october, scenes=scenes), "指挥中心")
    process, address = started(warehouse, free_port(), tmp_path / "log.txt")
    yield address, process.pid
    process.kill()
    process.wait(timeout=30)


def heap(session: CDPSession) -> tuple[float, float]:
    """Bytes of script objects and nodes of the page, rubbish cleared away."""
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    told = session.send("Performance.getMetrics")["metrics"]
    values = {one["name"]: float(one["value"]) for one in told}
    return values["JSHeapUsedSize"], values["Nodes"]


def resident(process: int) -> int:
    """Bytes of memory a process holds."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return 1024 * int(next(line.split()[1] for line in lines if line.startswith("VmRSS")))


def test_eight_hours_of_scenes_take_no_more_memory(hall: tuple[str, int], browser: Browser) -> None:
    address, process = hall
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    wall = Wall(page, address).opens("meeting=2026-10&pace=400")
    page.evaluate(WATCH)
    page.wait_for_function(f"window.seen.turns > {WARM}", timeout=120_000)
    before, held = heap(session), resident(process)
    page.wait_for_function(f"window.seen.turns > {WARM + TURNS}", timeout=600_000)
    after, holds = heap(session), resident(process)
    print(
        f"{TURNS} scenes: page {before[0] / 1e6:.1f} to {after[0] / 1e6:.1f} MB, "
        f"nodes {before[1]:.0f} to {after[1]:.0f}, server {held / 1e6:.0f} to {holds / 1e6:.0f} MB"
    )
    assert wall.page.evaluate("window.seen.bad") == 0
    assert after[0] < GROWTH * before[0]
    assert after[1] < GROWTH * before[1]
    assert holds < GROWTH * held
