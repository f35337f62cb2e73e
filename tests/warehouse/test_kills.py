"""Whatever kills an import, and whenever: the last good snapshot is whole, the next one repairs."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import marts, snapshot
from data.warehouse.steps import STEPS
from tests.warehouse.numbered import marts_of, read_whole, take_in


@pytest.fixture
def numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with import number 1."""
    monkeypatch.setattr(marts, "build", marts_of)
    monkeypatch.setattr(marts, "SQL_HASHES", {})
    warehouse = tmp_path / "warehouse"
    take_in(warehouse, 1)
    return warehouse


def importer(warehouse: Path, **environment: str) -> subprocess.Popen[str]:
    """A process that imports the numbers it is told."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.warehouse.numbered", str(warehouse)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        bufsize=1,
        env=os.environ | environment,
    )


def tell(process: subprocess.Popen[str], number: int) -> None:
    """Let a process begin an import."""
    assert process.stdin is not None
    process.stdin.write(f"{number}\n")
    process.stdin.flush()


def heard(process: subprocess.Popen[str]) -> str:
    """The next thing a process says."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_at_each_step_leaves_one_whole_snapshot(numbered: Path, step: str) -> None:
    process = importer(numbered, MINYI_KILL_AT=step)
    assert heard(process) == "ready"
    tell(process, 2)
    assert process.wait(60) == -signal.SIGKILL
    assert read_whole(numbered) == (2 if step == "pointed" else 1)
    take_in(numbered, 3)
    assert read_whole(numbered) == 3
    left = {path.name for path in numbered.iterdir()}
    assert left <= {"CURRENT", "LOCK", "KEY", "snapshots", "tables", "marts", "ledgers"}
    current = snapshot.current(numbered)
    assert current is not None
    # What the dead import added is gone: its own row came with it or not at all.
    assert current.counts["cases"] == (43 if step == "pointed" else 42)


def test_random_kills_never_show_a_mixture(numbered: Path) -> None:
    kill_at_random(numbered, kills=10, seed=20260301)


def kill_at_random(warehouse: Path, kills: int, seed: int) -> None:
    """Kill importing processes at random instants while a reader looks without pause."""
    chance = random.Random(seed)
    with reader(warehouse) as seen:
        waiting = importer(warehouse)
        number = 1
        for _ in range(kills):
            process, waiting = waiting, importer(warehouse)
            assert heard(process) == "ready"
            deadline = time.monotonic() + chance.uniform(0.0, 0.9)
            while time.monotonic() < deadline:
                number += 1
                tell(process, number)
                assert heard(process) == f"begun {number}"
                done = threading.Thread(target=heard, args=(process,))
                done.start()
                done.join(max(0.0, deadline - time.monotonic()))
            process.kill()
            process.wait()
            read_whole(warehouse)
        waiting.kill()
        waiting.wait()
    take_in(warehouse, number + 1)
    assert read_whole(warehouse) == number + 1
    assert not seen.errors, seen.errors[:1]
    assert seen.readings > kills


class reader:  # noqa: N801 - a fixture of its own: `with reader(…) as seen`
    """Reads the warehouse again and again in a thread until left."""

    def __init__(self, warehouse: Path) -> None:
        self.warehouse = warehouse
        self.errors: list[BaseException] = []
        self.readings = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._read)

    def __enter__(self) -> "reader":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()

    def _read(self) -> None:
        while not self.stop.is_set():
            try:
                read_whole(self.warehouse)
                self.readings += 1
            except BaseException as error:
                self.errors.append(error)


@pytest.fixture(autouse=True)
def no_process_left() -> Iterator[None]:
    """Nothing outlives a test."""
    yield
    for process in list(subprocess._active):  # type: ignore[attr-defined]
        process.kill()
