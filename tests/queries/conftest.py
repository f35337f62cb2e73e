"""Tables drawn as text go in, marts come out: how the SQL of queries/ is tested.

A drawing has a line of column names and a line for each row, cells parted by |. An empty cell is
null. Columns that are not drawn hold what an ordinary row holds, so that a test draws only what
matters to it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from data import marts, recipes
from data.contract import stored_dtypes

CUTOFF = date(2026, 11, 1)
LOADED = datetime(2026, 11, 1)

# A bureau C with two branches and their stations; S9 reports straight to the bureau.
UNITS = """
    unit_id | level   | parent_unit_id | population
    C       | bureau  |                |
    B1      | branch  | C              |
    B2      | branch  | C              |
    S1      | station | B1             | 12000
    S2      | station | B1             | 24000
    S3      | station | B2             | 36000
"""

ORDINARY: Mapping[str, Mapping[str, Any]] = {
    "units": {
        "unit_name": "-",
        "short_name": "-",
        "level": "station",
        "unit_kind": "urban",
        "valid_from": date(2000, 1, 1),
        "is_ranked": True,
        "display_order": 0,
    },
    "unit_lineage": {"share": 1.0},
    "cases": {
        "matter_kind": "public_security",
        "category_code": "theft_ebike",
        "jurisdiction_unit_id": "S1",
        "handling_unit_id": "S1",
        "channel": "110",
        "is_enterprise": False,
        "decision": "docketed",
        "time_precision": "minute",
    },
    "case_events": {"event_type": "notice_result", "unit_id": "S1"},
    "survey_waves": {
        "programme": "bureau_cati",
        "mode": "cati",
        "questionnaire_version": "v1",
        "period_start": date(2026, 1, 1),
        "period_end": date(2026, 1, 31),
        "weighting": "none",
        "is_external": False,
    },
    "survey_questions": {
        "questionnaire_version": "v1",
        "question_code": "q1",
        "question_text": "-",
        "answer_label": "-",
        "answer_order": 0,
        "is_valid": True,
    },
    "survey_answers": {
        "wave_id": "w1",
        "unit_id": "S1",
        "question_code": "q1",
        "area_type": "all",
        "outcome_group": "na",
        "notice_group": "na",
    },
    "survey_fieldwork": {"wave_id": "w1", "unit_id": "S1"},
    "complaints": {
        "kind": "complaint",
        "channel": "12345",
        "category_l1": "attitude",
        "unit_id": "S1",
        "extended": False,
        "reopened_n": 0,
    },
    "activities": {"activity_type": "household_visit", "unit_id": "S1"},
    "service_monthly": {
        "unit_id": "S1",
        "item_code": "HZ01",
        "item_name": "-",
        "is_green_channel": False,
    },
    "commitments": {"source": "ten_matters", "title": "-"},
    "commitment_progress": {"commitment_id": "C04", "unit_id": "S1"},
}


def table(name: str, drawing: str) -> pl.DataFrame:
    """A contract table as the warehouse keeps it, from its drawing."""
    dtypes = stored_dtypes(name)
    header, *rows = cells(drawing)
    drawn = pl.DataFrame(rows, schema=dict.fromkeys(header, pl.String()), orient="row")
    columns = {column: _typed(column, dtypes[column]) for column in header}
    ordinary = {"flags": "", "first_loaded_at": LOADED, "loaded_at": LOADED, "delivery_at": LOADED}
    ordinary |= ORDINARY.get(name, {})
    for column, dtype in dtypes.items():
        if column not in columns:
            columns[column] = pl.lit(ordinary.get(column), dtype).alias(column)
    frame = drawn.select(columns[column] for column in dtypes)
    if name == "cases":
        times = ("received_at", "accepted_at", "filed_at")
        frame = frame.with_columns(pl.coalesce(*times).alias("received_at"))
    if name == "case_events" and "event_id" not in header:
        frame = (
            frame.with_row_index("row")
            .with_columns(pl.format("e{}", "row").alias("event_id"))
            .drop("row")
        )
    return frame


def cells(drawing: str) -> list[list[str | None]]:
    """The cells of a drawing, line by line."""
    lines = [line for line in drawing.splitlines() if line.strip()]
    return [[cell.strip() or None for cell in line.split("|")] for line in lines]


def _typed(column: str, dtype: pl.DataType) -> pl.Expr:
    text = pl.col(column)
    if dtype == pl.Datetime:
        long = pl.when(text.str.len_chars() == 10).then(text + " 00:00").otherwise(text)
        return long.str.to_datetime("%Y-%m-%d %H:%M", time_unit="us")
    if dtype == pl.Date:
        return text.str.to_date("%Y-%m-%d")
    if dtype == pl.Boolean:
        return text == "true"
    return text.cast(dtype)


@dataclass(frozen=True)
class Built:
    """The files a build made of drawn tables, read as needed."""

    files: Mapping[str, list[str]]
    folder: Path

    def frame(self, name: str) -> pl.DataFrame:
        """A mart, or the rows of one indicator."""
        if name in recipes.indicator_files():
            months = pl.read_parquet(self.files["indicator_months"])
            return months.filter(pl.col("indicator_id") == name)
        return pl.read_parquet(self.files[name])

    def shows(self, name: str, drawing: str, where: pl.Expr | None = None) -> None:
        """Assert that a mart or indicator holds exactly the rows drawn, in the drawn columns."""
        header, *rows = cells(drawing)
        frame = self.frame(name)
        if where is not None:
            frame = frame.filter(where)
        found = [[_shown(cell) for cell in row] for row in frame.select(header).iter_rows()]
        assert sorted(found, key=str) == sorted(rows, key=str)


def _shown(cell: object) -> str | None:
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell)


Given = Callable[..., Built]


def build_drawn(folder: Path, only: tuple[str, ...], cutoff: date, **drawings: str) -> Built:
    """Build `only` the marts and indicators asked for, from drawn tables."""
    files = {}
    for name, drawing in ({"units": UNITS} | drawings).items():
        path = folder / f"{name}.parquet"
        table(name, drawing).write_parquet(path)
        files[name] = [str(path)]
    return Built(marts.build(files, folder / "marts", cutoff, only=only), folder / "marts")


def given_in(folder: Path) -> Given:
    """Builds `only` the marts and indicators asked for in a folder, from drawn tables."""

    def build(*only: str, cutoff: date = CUTOFF, **drawings: str) -> Built:
        return build_drawn(folder, only, cutoff, **drawings)

    return build


@pytest.fixture
def given(tmp_path: Path) -> Given:
    """Each test's own city."""
    return given_in(tmp_path)


@pytest.fixture(scope="module")
def given_once(tmp_path_factory: pytest.TempPathFactory) -> Given:
    """One city for all tests of a file."""
    return given_in(tmp_path_factory.mktemp("city"))
