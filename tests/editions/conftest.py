"""A branch of the demo city, frozen; and the same warehouse a month's late deliveries later."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import streamlit as st

from dashboard import answers, freezing
from dashboard.meetings import Meeting, Played
from data.contract import TABLES
from data.imports import run_import
from data.snapshot import current
from tests.cities import copied

BRANCH, STATION = "990104000000", "990104510000"
OCTOBER = date(2026, 10, 1)
OWN = "这一幕由民意办自己写标题"
SCENES = (Played("stock", headline=OWN, remark="先讲这一幕"), Played("ratings"))
MEETING = Meeting("2026-10", BRANCH, OCTOBER, date(2026, 11, 1), scenes=SCENES)
POST = "民意办"
LATE = 6


@dataclass(frozen=True)
class Frozen:
    """A warehouse and the edition that was frozen in it."""

    warehouse: Path
    edition_id: str
    shares: tuple[float, ...] = ()


@pytest.fixture(scope="session")
def frozen(demo_warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """October of the branch; nobody may write into it."""
    warehouse = copied(demo_warehouse, tmp_path_factory.mktemp("frozen") / "warehouse")
    answers.hold(warehouse)
    told: list[float] = []
    edition_id = freezing.freeze(MEETING, POST, progress=told.append)
    return Frozen(warehouse, edition_id, tuple(told))


@pytest.fixture(scope="session")
def later(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """After a delivery: six cases late, one of March solved, a complaint corrected, another
    taken back."""
    folder = tmp_path_factory.mktemp("later")
    warehouse = copied(frozen.warehouse, folder / "warehouse")
    manifest = current(warehouse)
    assert manifest is not None
    october, march = (OCTOBER, date(2026, 10, 31)), (date(2026, 3, 1), date(2026, 3, 31))
    thefts = pl.col("accepted_at").is_not_null(), pl.col("category_code").str.starts_with("theft")
    cases = manifest.tables["cases"]
    known = _received(october, cases, "cases", "jurisdiction_unit_id").filter(thefts)
    late = known.head(LATE).with_columns(case_id=pl.format("late{}", pl.int_range(pl.len())))
    waiting = _received(march, cases, "cases", "handling_unit_id").filter(
        thefts, pl.col("closed_at").is_null(), pl.col("solved_at").is_null()
    )
    solved = waiting.head(1).with_columns(solved_at=pl.lit(datetime(2026, 9, 15)))
    complaints = _received(october, manifest.tables["complaints"], "complaints", "unit_id").filter(
        kind="complaint"
    )
    corrected = complaints.head(1).with_columns(kind=pl.lit("consultation"))
    back = complaints.slice(1, 1)
    assert (late.height, solved.height, corrected.height, back.height) == (LATE, 1, 1, 1)
    pl.concat([late, solved]).write_csv(folder / "cases.csv")
    corrected.write_csv(folder / "complaints.csv")
    back.select("complaint_id").write_csv(folder / "back.csv")
    run_import(
        [folder / "cases.csv", folder / "complaints.csv"],
        warehouse,
        withdrawn=folder / "back.csv",
        delivered_at=datetime(2026, 11, 30),
        cutoff=manifest.cutoff,
        demo=True,
    )
    return Frozen(warehouse, frozen.edition_id)


def _received(span: tuple[date, date], files: list[str], table: str, unit: str) -> pl.DataFrame:
    rows = pl.read_parquet(files).filter(
        pl.col(unit).str.starts_with(BRANCH[:6]), pl.col("received_at").is_between(*span)
    )
    return rows.sort(TABLES[table].key).select(list(TABLES[table].dtypes))


@pytest.fixture(autouse=True)
def let_go() -> Iterator[None]:
    """Nothing of a warehouse stays held for the next test."""
    yield
    st.session_state.pop("stamp", None)
