"""What takes too long for every day: `make soak`.

MINYI_SOAK_MINUTES says how long the warehouse is read under imports and clean-ups (120).
"""

import os
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from data import marts, quarantine, snapshot
from data.warehouse import history
from tests.warehouse.numbered import marts_of, take_in
from tests.warehouse.test_kills import kill_at_random, reader

pytestmark = pytest.mark.soak

GIGABYTE = 1_000_000_000
CASE = (
    "public_security,theft_ebike,{unit},{unit},110,residence,2026-{month:02d}-{day:02d} 07:41:00,"
    "2026-{month:02d}-{day:02d} 07:51:00,docketed,2026-{month:02d}-{day:02d} 09:20:00,"
    "2026-{month:02d}-{day:02d} 09:20:00,{loss}"
)
HEADER = (
    "case_id,matter_kind,category_code,jurisdiction_unit_id,handling_unit_id,channel,premises_type,"
    "received_at,arrived_at,decision,decision_at,accepted_at,property_loss_yuan"
)


@pytest.fixture
def numbered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A warehouse with import number 1 and stand-in marts."""
    monkeypatch.setattr(marts, "build", marts_of)
    monkeypatch.setattr(marts, "SQL_HASHES", {})
    warehouse = tmp_path / "warehouse"
    take_in(warehouse, 1)
    return warehouse


def written(path: Path, least_bytes: int, decision: str = "docketed") -> int:
    """A CSV of cases of at least so many bytes; its rows."""
    body = [
        CASE.format(unit=f"9901{n % 120:03d}00000", month=n % 9 + 1, day=n % 28 + 1, loss=n % 4000)
        for n in range(2520)
    ]
    if decision != "docketed":
        body = [line.replace("docketed", decision) for line in body]
    rows = size = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "\n")
        while size < least_bytes:
            block = "".join(f"m{rows + at:09d},{line}\n" for at, line in enumerate(body))
            size += file.write(block)
            rows += len(body)
    return rows


def imported(path: Path, warehouse: Path) -> tuple[subprocess.CompletedProcess[str], float]:
    """Import in a process of its own; the process and its peak memory in bytes."""
    done = subprocess.run(
        [sys.executable, "-m", "data", "import", str(path), "--warehouse", str(warehouse)],
        capture_output=True,
        text=True,
    )
    return done, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024


def test_a_gigabyte_goes_in_on_two(tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    rows = written(path, GIGABYTE)
    started = time.monotonic()
    done, peak = imported(path, tmp_path / "warehouse")
    print(f"{rows:,} rows in {time.monotonic() - started:.0f} s, peak {peak / 1e9:.2f} GB")
    assert done.returncode == 0, done.stderr
    current = snapshot.current(tmp_path / "warehouse")
    assert current is not None
    assert current.counts["cases"] == rows
    again, peak = imported(path, tmp_path / "warehouse")
    assert again.returncode == 0, again.stderr
    assert peak < 2 * GIGABYTE


def test_two_hundred_random_kills(numbered: Path) -> None:
    kill_at_random(numbered, kills=200, seed=20260501)


def test_a_million_refused_rows(tmp_path: Path) -> None:
    path, warehouse = tmp_path / "cases.csv", tmp_path / "warehouse"
    sound = tmp_path / "sound.csv"
    written(sound, 1)
    assert imported(sound, warehouse)[0].returncode == 0
    before = snapshot.current(warehouse)
    # A conclusion of "pending" must have no time: every row is refused.
    rows = written(path, 190_000_000, "pending")
    assert rows > 1_000_000
    done, peak = imported(path, warehouse)
    assert done.returncode == 1
    assert f"{rows:,}" in done.stdout
    assert peak < 2 * GIGABYTE
    after = snapshot.current(warehouse)
    assert after == before
    assert quarantine.counts(warehouse, after) == (rows, 0)


def test_hours_of_reading_under_imports_and_clean_ups(numbered: Path) -> None:
    minutes = float(os.environ.get("MINYI_SOAK_MINUTES", "120"))
    deadline = time.monotonic() + 60 * minutes
    number = 1
    with reader(numbered) as seen:
        while time.monotonic() < deadline and not seen.errors:
            number += 1
            take_in(numbered, number)
            if number % 5 == 0:
                aged_by_days(numbered)
                history.clean(numbered, datetime.now())
    assert not seen.errors, seen.errors[:1]
    assert seen.readings > number
    assert len(snapshot.retained(numbered)) < 20
    sizes = [file.stat().st_size for file in numbered.rglob("*.parquet")]
    print(f"{number} imports, {seen.readings} readings, {len(sizes)} files, {sum(sizes):,} bytes")


def aged_by_days(warehouse: Path) -> None:
    """Let all snapshots but the last few fall out of the 48 hours."""
    newest = max(int(path.stem) for path in warehouse.glob("snapshots/*.json"))
    for path in warehouse.glob("snapshots/*.json"):
        if int(path.stem) < newest - 2:
            one = snapshot.manifest(warehouse, int(path.stem))
            then = datetime.now() - timedelta(days=3)
            text = path.read_text("utf-8").replace(one.loaded_at.isoformat(), then.isoformat())
            draft = path.with_suffix(".aged")
            draft.write_text(text, "utf-8")
            draft.replace(path)
