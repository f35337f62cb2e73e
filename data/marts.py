"""Builds the marts: the small tables every page reads, from the tables of one snapshot."""

import hashlib
import re
import shutil
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from data import engine, organisation, unit_map

MARTS = engine.QUERIES / "marts"
INDICATORS = engine.QUERIES / "indicators"
REGISTRY = INDICATORS / "registry.toml"

# A date typed wrongly by a century must not make a row for each month since.
MOST_MONTHS = 600

INDICATOR_MONTHS = {
    "indicator_id": "varchar",
    "series": "varchar",
    "component": "varchar",
    "unit_id": "varchar",
    "month": "date",
    "numerator": "double",
    "denominator": "double",
    "numerator_sq": "double",
    "n": "bigint",
    "sum_weight_sq": "double",
    "coverage_n": "bigint",
    "excluded_n": "bigint",
    "mature": "boolean",
}

# What a build says while it works: the table in hand, how many are done, how many there are.
Progress = Callable[[str, int, int], None]


def build(
    tables: Mapping[str, Sequence[str]],
    folder: Path,
    cutoff: date,
    progress: Progress | None = None,
    memory_limit: str = engine.MEMORY_LIMIT,
) -> dict[str, list[str]]:
    """Write every mart into `folder` and return its files by mart.

    `tables` are the Parquet files of each contract table, `cutoff` the day before whose midnight
    all is known. Working files lie in a folder of `folder` and are removed, also on failure.
    """
    folder.mkdir(parents=True, exist_ok=True)
    work = folder / ".working"
    shutil.rmtree(work, ignore_errors=True)  # what a killed build left
    work.mkdir()
    say = progress or (lambda name, done, total: None)
    connection = engine.connect(tables, cutoff, work, memory_limit)
    try:
        names = names_in_order()
        files: dict[str, list[str]] = {}
        for done, name in enumerate(names):
            say(name, done, len(names))
            files |= _build_one(connection, name, folder, work, cutoff)
        say("", len(names), len(names))
        return files
    finally:
        connection.close()
        shutil.rmtree(work)


def names_in_order() -> list[str]:
    """Every step of a build, in order: units, working tables, marts, indicators."""
    return ["units", *_order()["order"], *indicator_files(), "indicator_months"]


@cache
def _order() -> dict[str, list[str]]:
    order: dict[str, list[str]] = tomllib.loads((MARTS / "order.toml").read_text("utf-8"))
    return order


@cache
def indicator_files() -> dict[str, Path]:
    """The SQL of each indicator that has rows of its own."""
    return {path.stem: path for path in sorted(INDICATORS.glob("*.sql"))}


@cache
def registry() -> dict[str, dict[str, Any]]:
    """What is said about each indicator, by its id."""
    return tomllib.loads(REGISTRY.read_text("utf-8"))


def _build_one(
    connection: duckdb.DuckDBPyConnection, name: str, folder: Path, work: Path, cutoff: date
) -> dict[str, list[str]]:
    if name == "units":
        return _build_units(connection, folder, cutoff)
    if name in indicator_files():
        columns = ", ".join(f"cast({n} as {kind}) as {n}" for n, kind in INDICATOR_MONTHS.items())
        sql = indicator_files()[name].read_text("utf-8")
        engine.write(connection, f"select {columns} from (\n{sql}\n)", work / f"{name}.parquet")
        return {}
    if name == "indicator_months":
        parts = [str(work / f"{part}.parquet") for part in indicator_files()]
        engine.define_files(connection, "indicator_parts", parts)
        sql = (MARTS / "indicator_months.sql").read_text("utf-8")
    else:
        sql = (MARTS / f"{name}.sql").read_text("utf-8")
    is_working = name in _order()["working"]
    path = (work if is_working else folder) / f"{name}.parquet"
    engine.write(connection, sql, path)
    engine.define_files(connection, name, [str(path)])
    return {} if is_working else {name: [str(path)]}


def _build_units(
    connection: duckdb.DuckDBPyConnection, folder: Path, cutoff: date
) -> dict[str, list[str]]:
    """The tables that come from units and lineage, and the months of the build."""
    months = _months(connection, cutoff)
    engine.fill(connection, "months", months)
    engine.fill(connection, "maturity", _maturity(months, cutoff))
    units = engine.frame(connection, "select * from units")
    lineage = engine.frame(connection, "select * from unit_lineage")
    days = months["month"].to_list()
    tree = organisation.Organisation(units, lineage, days[-1])
    engine.fill(connection, "unit_roots", unit_map.unit_roots(tree))
    made = {
        "unit_list": unit_map.unit_list(tree, units),
        "unit_map": unit_map.unit_map(tree, days),
        "unit_months": unit_map.unit_months(tree, days),
    }
    files = {}
    for name, rows in made.items():
        path = folder / f"{name}.parquet"
        rows.write_parquet(path, compression="zstd", row_group_size=engine.ROWS_IN_A_GROUP)
        engine.define_files(connection, name, [str(path)])
        files[name] = [str(path)]
    return files


def _months(connection: duckdb.DuckDBPyConnection, cutoff: date) -> pl.DataFrame:
    """The months from the first with data to the cut-off's last, and the day each is seen from.

    `as_of_day` is the first day after the month, or the cut-off where the month is not over.
    """
    last = (cutoff - timedelta(days=1)).replace(day=1)
    first = engine.frame(connection, "select min(first_day) as day from first_days")["day"][0]
    months = unit_map.months_between(min(first or last, last), last)[-MOST_MONTHS:]
    return pl.DataFrame({"month": months}).with_columns(
        month_index=12 * pl.col("month").dt.year().cast(pl.Int64) + pl.col("month").dt.month(),
        last_day=pl.col("month").dt.month_end(),
        as_of_day=pl.min_horizontal(pl.col("month").dt.offset_by("1mo"), pl.lit(cutoff)),
    )


def _maturity(months: pl.DataFrame, cutoff: date) -> pl.DataFrame:
    """For each indicator and month, whether its figures can no longer change by waiting.

    A month counts when its last day plus the indicator's maturity is before the cut-off.
    """
    days = {name: entry["maturity_days"] for name, entry in registry().items()}
    waits = pl.DataFrame(
        {"indicator_id": list(days), "days": list(days.values())},
        schema={"indicator_id": pl.String(), "days": pl.Int64()},
    )
    mature = pl.col("last_day") + pl.duration(days=pl.col("days")) < cutoff
    return waits.join(months, how="cross").select("indicator_id", "month", mature=mature)


def _hashes() -> dict[str, str]:
    """A fingerprint of all that makes each mart: its SQL, and the SQL it reads, down to the end."""
    sources = dict(_sources())
    return {
        name: hashlib.sha256("\n".join(_closure(name, sources)).encode()).hexdigest()[:16]
        for name in sources
        if name in PYTHON_MARTS or name == "indicator_months" or name in _kept()
    }


PYTHON_MARTS = ("unit_list", "unit_map", "unit_months")


def _kept() -> set[str]:
    return set(_order()["order"]) - set(_order()["working"])


def _sources() -> Iterator[tuple[str, str]]:
    """The text that makes each table, view, formula and indicator."""
    code = [
        (Path(__file__).parent / f"{name}.py").read_text("utf-8")
        for name in ("organisation", "unit_map")
    ]
    for name in (*PYTHON_MARTS, "unit_roots"):
        yield name, "".join(code)
    for part in ("formulas", "views", "marts"):
        for path in sorted((engine.QUERIES / part).glob("*.sql")):
            yield path.stem, path.read_text("utf-8")
    texts = [path.read_text("utf-8") for path in indicator_files().values()]
    yield "indicator_parts", "".join([*texts, REGISTRY.read_text("utf-8")])


def _closure(name: str, sources: Mapping[str, str]) -> list[str]:
    """The text of a table and of everything it reads, each once, in a fixed order."""
    found: dict[str, str] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop()
        if here not in found:
            found[here] = sources[here]
            words = set(re.findall(r"\w+", sources[here])) if here not in PYTHON_MARTS else set()
            waiting += [word for word in words if word in sources]
    return [found[key] for key in sorted(found)]


SQL_HASHES = _hashes()
