"""Every question of the pages: says what it asks, is asked, names known parameters, and runs."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard import database
from dashboard.filters import Filters
from dashboard.settings import QUERIES
from data import journal
from data.snapshot import current

BUILDING = {"formulas", "views", "marts", "indicators", "chosen"}
QUESTIONS = sorted(
    str(path.relative_to(QUERIES).with_suffix(""))
    for path in QUERIES.glob("*/*.sql")
    if path.parent.name not in BUILDING
)

# Parameters that are no filters, with a value each.
MORE: dict[str, Any] = {
    "cutoff": date(2026, 11, 1),
    "indicator_id": "SAT02",
    "window": 12,
    "first_month": date(2025, 11, 1),
    "level": "station",
    "maturity_days": 0,
    "unit_ids": ["990100000000"],
    "indicator_ids": ["SAT02", "CAS02"],
    "windows": [12, 1],
    "maturities": [0, 90],
}


@pytest.fixture(scope="module")
def city(demo_warehouse: Path) -> database.Database:
    manifest = current(demo_warehouse)
    assert manifest is not None
    noted = {name: journal.entries(demo_warehouse / "journal", name) for name in NOTED}
    return database.Database({**manifest.tables, **manifest.marts}, demo_warehouse, noted)


NOTED = ("annotations", "targets")


def asked_in_code() -> set[str]:
    """Every string of the dashboard that looks like a question's name."""
    found: set[str] = set()
    for path in (QUERIES.parent / "dashboard").rglob("*.py"):
        found |= set(re.findall(r'"([a-z_]+/[a-z_0-9]+)"', path.read_text("utf-8")))
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_says_what_it_asks_and_its_grain(question: str) -> None:
    told = database.text_of(question).split("\nselect")[0].split("\nwith")[0]
    words = " ".join(line.removeprefix("--").strip() for line in told.splitlines())
    assert "?" in words
    assert "Grain:" in words


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_is_asked_by_somebody(question: str) -> None:
    assert question in asked_in_code()


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_question_gives_its_rows_in_an_order(question: str) -> None:
    text = database.text_of(question)
    assert "order by" in text or re.search(r"Grain: one row[.,; ]", text)


@pytest.mark.parametrize("folder", ["choice", "measured", "overview"])
def test_shared_questions_run_for_every_level(city: database.Database, folder: str) -> None:
    for unit_id in ("990100000000", "990121000000", "990101560000", "nobody"):
        choice = Filters(unit_id=unit_id, month=date(2026, 10, 1))
        given = choice.parameters() | MORE | {"flows": ["solved"]}
        for question in QUESTIONS:
            if question.startswith(f"{folder}/"):
                city.run(question, given)


def test_outside_files_stay_closed(city: database.Database) -> None:
    for forbidden in (
        "select * from read_text('/etc/passwd')",
        "copy (select 1) to '/tmp/outside.csv'",
        "install httpfs",
        "set enable_external_access = true",
        "attach '/tmp/other.db'",
    ):
        with pytest.raises(Exception, match=r"(?i)permission|disabled|cannot|locked|not allowed"):
            city.connection.cursor().execute(forbidden).fetchall()


def test_a_scope_closes_other_units_rows(city: database.Database) -> None:
    choice = Filters(unit_id="990100000000", month=date(2026, 10, 1), scope=("990101560000",))
    given = choice.parameters() | MORE
    assert city.run("measured/by_unit", given)["unit_id"].unique().to_list() == ["990101560000"]
    flow = city.run("overview/cases_of_flow", given | {"flows": ["docketed"]})
    assert set(flow["unit_id"]) == {"990101560000"}
