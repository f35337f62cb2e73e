"""What tests of several folders stand on, and how they are shared out among processes."""

import fcntl
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from xdist.scheduler import LoadScopeScheduling

from data.demo import load

# The same examples in every run, and no clock: a busy machine is not a wrong answer.
settings.register_profile("suite", deadline=None, derandomize=True)
settings.load_profile("suite")

# Folders whose tests take longest go first, so that no process is left alone at the end.
LONGEST_FIRST = ("browser", "pages", "demo", "warehouse")
# Folders whose tests stand on one thing that costs much to make: a server, the generated city.
TOGETHER = ("browser", "demo")
# The half of them that has a server of its own, so that two processes drive a browser.
APART = ("test_overview.py", "test_phone.py", "test_actions.py", "test_readable.py")


class ByFile(LoadScopeScheduling):
    """Tests of a file stay in one process; so do those of a folder on one thing."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.split("::")[0]
        folder = Path(file).parent.name
        if folder not in TOGETHER:
            return file
        return f"{folder} apart" if Path(file).name in APART and folder == "browser" else folder


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    """How tests are shared out."""
    return ByFile(config, log)


def pytest_xdist_auto_num_workers() -> int:
    """Two processes more than cores: the two that drive a browser mostly wait."""
    return len(os.sched_getaffinity(0)) + 2


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first."""
    items.sort(key=lambda item: _place(item.path.parent.name))


def _place(folder: str) -> int:
    return LONGEST_FIRST.index(folder) if folder in LONGEST_FIRST else len(LONGEST_FIRST)


@pytest.fixture(scope="session")
def demo_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo city, imported once for all tests of all processes; nobody may write into it."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    warehouse = shared / "demo" / "warehouse"
    with (shared / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (warehouse / "CURRENT").exists():
            load(warehouse, 1, None)
    return warehouse
