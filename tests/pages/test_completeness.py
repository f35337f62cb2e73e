"""到数: how much of the last month has arrived, on the demo city."""

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard import completeness, database
from dashboard.filters import Filters
from data.snapshot import current
from tests.pages.city import opened, said

OCTOBER = Filters(unit_id="990100000000", month=date(2026, 10, 1))


@pytest.fixture
def asked(demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> pl.DataFrame:
    """Questions reach the demo city; the matters as the warehouse has them."""
    manifest = current(demo_warehouse)
    assert manifest is not None
    city = database.Database(manifest.marts, demo_warehouse)

    def ask(question: str, choice: Filters, **more: Any) -> pl.DataFrame:
        return city.run(question, choice.parameters() | {"cutoff": manifest.cutoff} | more)

    monkeypatch.setattr(completeness, "ask_if_connected", ask)
    return pl.concat(pl.read_parquet(file) for file in manifest.tables["cases"])


def test_the_head_says_how_much_has_arrived(
    demo_warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MINYI_WAREHOUSE", str(demo_warehouse))
    assert "2026年10月已到 93%" in said(opened("overview", lang="zh"))
    assert "已到" not in said(opened("overview", lang="zh", month="2026-02"))


def test_earlier_octobers_say_what_this_one_is_worth(asked: pl.DataFrame) -> None:
    told = completeness.completeness(OCTOBER, "cases")
    assert told is not None
    month = asked["received_at"].dt.date().dt.month_start()
    in_month = asked["recorded_at"].dt.date().dt.month_start() == month
    shares = (
        asked.select(month=month, timely=in_month)
        .filter(pl.col("month").is_between(date(2024, 10, 1), date(2026, 8, 1)))
        .group_by("month")
        .agg(pl.col("timely").mean())["timely"]
    )
    assert told.share == pytest.approx(float(shares.mean()), abs=0.005)
    assert told.arrived.low == pytest.approx(shares.min(), abs=0.005)
    assert told.arrived.high == pytest.approx(shares.max(), abs=0.005)


def test_a_branch_has_its_own_and_a_station_its_branchs(asked: pl.DataFrame) -> None:
    branch = completeness.completeness(OCTOBER.but(unit_id="990121000000"))
    city = completeness.completeness(OCTOBER)
    station = completeness.completeness(OCTOBER.but(unit_id="990121510000"))
    assert branch == station != city
    assert completeness.completeness(OCTOBER, "survey_answers") is None


def test_september_was_restated_by_what_came_in_october(asked: pl.DataFrame) -> None:
    told = completeness.restated(OCTOBER, "cases")
    assert told is not None
    rows = asked.filter(pl.col("received_at").dt.date().dt.month_start() == date(2026, 9, 1))
    then = rows.filter(pl.col("recorded_at") < pl.datetime(2026, 10, 1))
    assert (told.month, told.known_then) == (date(2026, 9, 1), then.height)
    assert told.known_now == rows.height
    assert told.change == pytest.approx(rows.height / then.height - 1)


def test_the_source_of_an_indicator() -> None:
    assert completeness.source_of("CAS02") == "cases"
    assert completeness.source_of("CMP01") == "complaints"
    assert completeness.source_of("SAT02") == ""
