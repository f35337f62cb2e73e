"""Builds the marts: the small tables every page reads, from the tables of one snapshot."""

import shutil
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from data import engine, organisation, recipes, unit_map

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
    *,
    only: Collection[str] = (),
    memory_limit: str = engine.MEMORY_LIMIT,
) -> dict[str, list[str]]:
    """Write every mart, or `only` some, into `folder` and return the files by mart.

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
        names = steps(only)
        files: dict[str, list[str]] = {}
        for done, name in enumerate(names):
            say(name, done, len(names))
            files |= _build_one(connection, name, folder, work, cutoff)
        say("", len(names), len(names))
        return files
    finally:
        connection.close()
        shutil.rmtree(work)


def steps(only: Collection[str] = ()) -> list[str]:
    """The steps of a build in order: units, working tables, marts, indicators.

    With `only`, the steps that these marts need; an indicator named there makes an
    indicator_months and indicator_totals of its own.
    """
    last = [recipes.COUNTED, recipes.ADDED_UP]
    every = ["units", *recipes.order(), *recipes.indicator_files(), *last]
    if not only:
        return every
    needed = recipes.closure([name for name in only if name not in recipes.UNIT_MARTS])
    if needed & recipes.indicator_files().keys():
        needed |= set(last)
    return [name for name in every if name in needed or name == "units"]


def _build_one(
    connection: engine.Connection, name: str, folder: Path, work: Path, cutoff: date
) -> dict[str, list[str]]:
    if name == "units":
        return _build_units(connection, folder, cutoff)
    sql = recipes.sql(name)
    if name in recipes.inlined():
        engine.define(connection, name, sql)
        return {}
    if name in recipes.indicator_files():
        columns = ", ".join(f"cast({n} as {kind}) as {n}" for n, kind in INDICATOR_MONTHS.items())
        sql = f"select {columns} from (\n{sql}\n)"
    elif name == recipes.COUNTED:
        parts = [work / f"{part}.parquet" for part in recipes.indicator_files()]
        engine.define_files(
            connection, "indicator_parts", [str(part) for part in parts if part.exists()]
        )
    is_kept = name in recipes.mart_names()
    path = (folder if is_kept else work) / f"{name}.parquet"
    engine.write(connection, sql, path)
    engine.define_files(connection, name, [str(path)])
    return {name: [str(path)]} if is_kept else {}


def _build_units(connection: engine.Connection, folder: Path, cutoff: date) -> dict[str, list[str]]:
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


def _months(connection: engine.Connection, cutoff: date) -> pl.DataFrame:
    """The months from the first with data to the cut-off's last, and the day each is seen from.

    `as_of_day` is the first day after the month, or the cut-off where the month is not over.
    """
    last = (cutoff - timedelta(days=1)).replace(day=1)
    known = engine.frame(connection, "select * from first_days")["first_day"].drop_nulls()
    first = min(known.to_list(), default=last)
    months = unit_map.months_between(min(first, last), last)[-MOST_MONTHS:]
    return pl.DataFrame({"month": months}).with_columns(
        month_index=12 * pl.col("month").dt.year().cast(pl.Int64) + pl.col("month").dt.month(),
        last_day=pl.col("month").dt.month_end(),
        as_of_day=pl.min_horizontal(pl.col("month").dt.offset_by("1mo"), pl.lit(cutoff)),
    )


def _maturity(months: pl.DataFrame, cutoff: date) -> pl.DataFrame:
    """For each indicator and month, whether its figures can no longer change by waiting.

    A month counts when its last day plus the indicator's maturity is before the cut-off.
    """
    days = {name: entry["maturity_days"] for name, entry in recipes.registry().items()}
    waits = pl.DataFrame(
        {"indicator_id": list(days), "days": list(days.values())},
        schema={"indicator_id": pl.String(), "days": pl.Int64()},
    )
    mature = pl.col("last_day") + pl.duration(days=pl.col("days")) < cutoff
    return waits.join(months, how="cross").select("indicator_id", "month", mature=mature)


SQL_HASHES = recipes.hashes()
