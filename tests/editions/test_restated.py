"""The last snapshot of each month is kept, and with it what last month's figures were then."""

import json
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from dashboard import answers
from dashboard.filters import Filters
from dashboard.judged.restated import restated
from data import snapshot
from data.warehouse import history
from tests.cities import copied
from tests.editions.conftest import BRANCH, OCTOBER

CHOICE = Filters(unit_id=BRANCH, month=OCTOBER)
SEPTEMBER = date(2026, 9, 1)
SHARE, COUNT = "SVC04", "CMP01"
MISSING = 7
MARTS = ("indicator_months", "indicator_totals")


def aged(demo: Path, copy: Path) -> Path:
    """The demo city, imported in November a dozen times, after a last October import (number 2)
    that had seven visits and seven complaints of September fewer."""
    warehouse = copied(demo, copy)
    newest = snapshot.current(warehouse)
    assert newest is not None
    said = json.loads((warehouse / "snapshots" / f"{newest.id:06d}.json").read_text("utf-8"))
    earlier = warehouse / "marts" / "october"
    earlier.mkdir()
    units = [f"{BRANCH[:6]}510000", BRANCH, "990100000000", ""]  # one, all above it, everybody
    less = pl.col("numerator") - MISSING * pl.col("unit_id").is_in(units)
    is_then = pl.col("indicator_id").is_in([SHARE, COUNT]) & (pl.col("month") == SEPTEMBER)
    for mart in MARTS:
        rows = pl.read_parquet(newest.marts[mart])
        rows = rows.with_columns(numerator=pl.when(is_then).then(less).otherwise("numerator"))
        rows.write_parquet(earlier / f"{mart}.parquet")
    for number in range(1, 15):
        one = said | {"id": number, "parent": number - 1 or None}
        one["loaded_at"] = datetime(2026, 11, 2 + number, 9).isoformat()
        if number < 3:
            one |= {"loaded_at": f"2026-10-{number + 10}T09:00:00", "cutoff": f"2026-10-{number}0"}
            one["marts"] = said["marts"] | {
                mart: [f"marts/october/{mart}.parquet"] for mart in MARTS
            }
        (warehouse / "snapshots" / f"{number:06d}.json").write_text(json.dumps(one), "utf-8")
    (warehouse / "CURRENT").write_text("000014.json\n", "utf-8")
    return warehouse


def test_a_clean_up_leaves_the_last_of_each_month_and_its_figures_answer(
    demo_warehouse: Path, tmp_path: Path
) -> None:
    warehouse = aged(demo_warehouse, tmp_path / "warehouse")
    cleaned = history.clean(warehouse, datetime(2026, 12, 20))
    assert cleaned.snapshots == [1, 3, 4]
    assert 2 in {one.id for one in snapshot.retained(warehouse)}
    answers.hold(warehouse)
    share = restated(SHARE, CHOICE)
    count = restated(COUNT, CHOICE)
    assert share is not None
    assert count is not None
    assert (share.month, share.snapshot_id, count.snapshot_id) == (SEPTEMBER, 2, 2)
    assert share.known_now > share.known_then
    manifest = snapshot.current(warehouse)
    assert manifest is not None
    places = pl.read_parquet(manifest.marts["unit_map"]).filter(
        structure="current", ancestor_id=BRANCH
    )
    now = (
        pl.read_parquet(manifest.marts["indicator_months"])
        .filter(indicator_id=SHARE, component="main", month=SEPTEMBER)
        .join(places, on=["unit_id", "month"])
    )
    denominator = float((now["denominator"] * now["share"]).sum())
    assert share.change == pytest.approx(MISSING / denominator * 100)
    assert count.known_now / count.known_then > 1


def test_without_an_earlier_snapshot_nothing_is_made_up(demo_warehouse: Path) -> None:
    answers.hold(demo_warehouse)
    assert restated(SHARE, CHOICE) is None


def test_what_is_asked_of_an_earlier_snapshot_ends_with_it(
    demo_warehouse: Path, tmp_path: Path
) -> None:
    answers.hold(aged(demo_warehouse, tmp_path / "warehouse"))
    before = answers.snapshot().id
    held = answers.retained(2)
    assert held is not None
    with answers.as_of(held, held.journal_position):
        assert answers.snapshot().id == 2
        assert answers.ask("measured/history", CHOICE).height
    assert answers.snapshot().id == before == 14
    assert answers.retained(99) is None
