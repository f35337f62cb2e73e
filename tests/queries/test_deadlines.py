"""The worked examples of docs/deadlines.md, each counted anew."""

from datetime import date, datetime, timedelta
from pathlib import Path

import chinese_calendar
import duckdb
import polars as pl
import pytest

from data import engine, recipes
from data.codes import FOLDER as CODES
from tests.queries.conftest import table

DOCUMENT = Path(__file__).parents[2] / "docs" / "deadlines.md"
CUTOFF = date(2027, 2, 1)
HANDLED = ("PS_HANDLE_OLD", "PS_HANDLE_NEW")

Example = tuple[str, str, str, str]


def examples() -> list[Example]:
    """Rule, start, what happens and end of every line of the published table."""
    text = DOCUMENT.read_text("utf-8").split("| rule |")[1]
    lines = [line.split("|")[1:5] for line in text.splitlines()[2:] if line.startswith("|")]
    return [(a.strip(), b.strip(), c.strip(), d.strip()) for a, b, c, d in lines]


EXAMPLES = examples()


def written(examples: list[Example]) -> tuple[str, str]:
    """The matters and events that the suspended clocks of the table come from, as drawings."""
    cases = ["case_id | received_at | accepted_at", "first | 2025-12-01 | "]
    events = ["case_id | event_type | event_at", "first | receipt_issued | 2025-12-01"]
    for number, (rule, start, happens, _) in enumerate(examples):
        if rule in HANDLED:
            cases.append(f"m{number} | {start} | {start}")
        elif rule == "RETURN_VICTIM":
            cases.append(f"m{number} | {start} | ")
            events.append(f"m{number} | property_returnable | {start}")
        else:
            continue
        for part in filter(None, happens.split(", ")):
            what, *days = part.replace(" to ", " ").split()
            kinds = ("extension",) if what == "extended" else ("clock_pause", "clock_resume")
            events += [
                f"m{number} | {kind} | {day} 09:00" for kind, day in zip(kinds, days, strict=False)
            ]
    return "\n".join(cases), "\n".join(events)


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    """A database in which limit_days and paused_clocks can be asked."""
    folder = tmp_path_factory.mktemp("clocks")
    cases, events = written(EXAMPLES)
    files = {}
    for name, drawing in (("cases", cases), ("case_events", events)):
        path = folder / f"{name}.parquet"
        table(name, drawing).write_parquet(path)
        files[name] = [str(path)]
    connection = engine.connect(files, CUTOFF)
    starts = pl.date_range(date(2025, 12, 1), date(2027, 1, 1), "1mo", eager=True)
    months = pl.DataFrame({"month": starts}).with_columns(last_day=pl.col("month").dt.month_end())
    engine.fill(connection, "months", months)
    for name in ("limit_days", "paused_clocks"):
        engine.fill(connection, name, engine.frame(connection, recipes.sql(name)))
    return connection


@pytest.mark.parametrize("number", range(len(EXAMPLES)), ids=[" ".join(e) for e in EXAMPLES])
def test_a_published_example(counted: duckdb.DuckDBPyConnection, number: int) -> None:
    rule, start, happens, end = EXAMPLES[number]
    if rule in HANDLED or rule == "RETURN_VICTIM":
        clocks = engine.frame(
            counted, f"select due_day from paused_clocks where case_id='m{number}'"
        )
        assert [str(day or "") for day in clocks["due_day"]] == [end]
        return
    rule_id, variant = [*rule.split(), "none"][:2]
    day = start[:10]
    [found] = engine.frame(
        counted,
        f"select * from limit_days where rule_id='{rule_id}' and variant='{variant}' "
        f"and start_day='{day}'",
    ).iter_rows(named=True)
    if found["limit_hours"] is not None:
        ends = datetime.fromisoformat(start) + timedelta(hours=found["limit_hours"])
        assert ends.isoformat(" ", "minutes") == end
    else:
        assert str(found["extended_day" if happens else "due_day"]) == end


def test_the_law_of_2026_switches_by_itself(counted: duckdb.DuckDBPyConnection) -> None:
    rules = engine.frame(
        counted,
        "select rule_id, min(start_day) as first, max(start_day) as last from limit_days "
        "where rule_id like 'PS_HANDLE%' group by rule_id order by rule_id desc",
    )
    assert rules.rows() == [
        ("PS_HANDLE_OLD", date(2025, 10, 31), date(2025, 12, 31)),
        ("PS_HANDLE_NEW", date(2026, 1, 1), date(2027, 1, 31)),
    ]


def plain_end(day: date, limit: int, unit: str) -> date:
    """The end of a limit counted day by day on one's fingers."""
    left = limit
    while left or not is_worked(day):
        day += timedelta(days=1)
        left -= bool(left) and (unit == "day" or is_worked(day))
    return day


def is_worked(day: date) -> bool:
    """By the State Council's announcements; Monday to Friday where there is none yet."""
    return chinese_calendar.is_workday(day) if day.year < 2027 else day.weekday() < 5


def test_every_rule_ends_on_every_day_where_fingers_count_to(
    counted: duckdb.DuckDBPyConnection,
) -> None:
    rules = pl.read_csv(CODES / "deadline_rules.csv", infer_schema=False)
    limits = engine.frame(
        counted, "select * from limit_days where due_day is not null order by all"
    ).join(rules.select("rule_id", "variant", "limit_value", "limit_unit"), ["rule_id", "variant"])
    assert limits.height > 5000
    ends: dict[tuple[date, int, str], date] = {}
    for row in limits.iter_rows(named=True):
        what = row["start_day"], int(row["limit_value"]), row["limit_unit"]
        if what not in ends:
            ends[what] = plain_end(*what)
        assert row["due_day"] == ends[what], what
        if row["extended_day"] != row["due_day"]:
            days = (row["extended_day"] - row["start_day"]).days
            more = plain_end(what[0], what[1] + int(row["extension_value"]), "day")
            assert days == (more - what[0]).days


def test_no_limit_ends_before_it_starts_or_on_a_holiday(
    counted: duckdb.DuckDBPyConnection,
) -> None:
    ends = engine.frame(
        counted,
        "select l.*, w.is_workday from limit_days as l "
        "inner join workdays as w on w.day = l.due_day",
    )
    assert ends.height > 5000
    assert ends["is_workday"].all()
    assert (ends["due_day"] > ends["start_day"]).all()
    assert (ends["extended_day"] >= ends["due_day"]).all()
