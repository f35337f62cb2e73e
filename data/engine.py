"""The module of `data` that speaks DuckDB: contract tables as typed views, SQL to Parquet."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import polars as pl

from data.codes import shipped
from data.contract import TABLES, stored_dtypes

QUERIES = Path(__file__).parent.parent / "queries"
MEMORY_LIMIT = "2GB"
Connection = duckdb.DuckDBPyConnection

# Marts and working tables are written in groups of this many rows: small enough that a reader
# of one unit skips most of a file, large enough to compress.
ROWS_IN_A_GROUP = 60_000

_TYPES: dict[pl.DataType, str] = {
    pl.String(): "varchar",
    pl.Int64(): "bigint",
    pl.Float64(): "double",
    pl.Boolean(): "boolean",
    pl.Date(): "date",
    pl.Datetime("us"): "timestamp",
}


def connect(
    tables: Mapping[str, Sequence[str]],
    cutoff: date = date(9999, 1, 1),
    work: Path | None = None,
    memory_limit: str = MEMORY_LIMIT,
) -> Connection:
    """A database with every contract table as a view, the formulas and the views of `queries`.

    `tables` names the Parquet files of each contract table; a table without files is empty, or
    what the program ships. `cutoff` is the day before whose midnight all is known. What does not
    fit into `memory_limit` is spilled into `work`.
    """
    connection = duckdb.connect(config=_settings(memory_limit, work))
    try:
        connection.execute("set global timezone = 'Asia/Shanghai'").fetchall()
        connection.execute("create table clock as select $1::date as cutoff", [cutoff]).fetchall()
        fill(connection, "weekdays", _weekdays())
        fill(connection, "numbers", pl.DataFrame({"n": range(1000)}))
        for name in TABLES:
            _define_table(connection, name, tables.get(name, ()))
        for path in sorted((QUERIES / "formulas").glob("*.sql")):
            connection.execute(path.read_text("utf-8")).fetchall()
        for path in sorted((QUERIES / "views").glob("*.sql")):
            define(connection, path.stem, path.read_text("utf-8"))
    except BaseException:
        connection.close()
        raise
    return connection


def define(connection: Connection, name: str, sql: str) -> None:
    """Make a query readable under a name."""
    connection.execute(f'create or replace view "{name}" as\n{sql}').fetchall()


def define_files(connection: Connection, name: str, files: Sequence[str]) -> None:
    """Make Parquet files of one shape readable under a name."""
    define(connection, name, f"select * from read_parquet({_literal(files)})")


def fill(connection: Connection, name: str, rows: pl.DataFrame) -> None:
    """Make a small frame readable under a name, as a table of the database itself."""
    connection.register("_rows", rows.to_arrow())
    connection.execute(f'create or replace table "{name}" as select * from _rows').fetchall()
    connection.unregister("_rows")


def frame(connection: Connection, sql: str) -> pl.DataFrame:
    """The rows a query gives."""
    cursor = connection.cursor()
    try:
        return cursor.sql(sql).pl()
    finally:
        cursor.close()


def write(connection: Connection, sql: str, path: Path) -> None:
    """Write the rows a query gives, in its order, as one Parquet file."""
    connection.execute(
        f"copy (\n{sql}\n) to {_quoted(str(path))} "
        f"(format parquet, compression zstd, row_group_size {ROWS_IN_A_GROUP})"
    ).fetchall()


def _settings(
    memory_limit: str, work: Path | None
) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
        "python_enable_replacements": False,
        "memory_limit": memory_limit,
        # Every table written says its own order; keeping the order of what is read costs memory.
        "preserve_insertion_order": False,
    }
    if work is not None:
        settings["temp_directory"] = str(work)
    return settings


def _weekdays() -> pl.DataFrame:
    """Days with Monday to Friday as workdays, for what the calendar does not know (yet)."""
    days = pl.date_range(date(1990, 1, 1), date(2060, 12, 31), eager=True).alias("date")
    return pl.DataFrame(days).with_columns(is_workday=pl.col("date").dt.weekday() <= 5)


def _define_table(connection: Connection, name: str, files: Sequence[str]) -> None:
    types = {column: _TYPES[dtype] for column, dtype in stored_dtypes(name).items()}
    if TABLES[name].store == "shipped":
        fill(connection, f"shipped_{name}", shipped(name))
    if not files and TABLES[name].store != "shipped":
        define(connection, name, f"select {_columns(types, set())} where false")
        return
    if not files:
        define(connection, name, _typed(connection, types, f"shipped_{name}"))
        return
    own = _typed(connection, types, f"read_parquet({_literal(files)}, union_by_name = true)")
    if TABLES[name].store != "shipped":
        define(connection, name, own)
        return
    # A bureau's own rows go before the shipped ones of the same key; the others stay.
    define(connection, f"own_{name}", own)
    same = " and ".join(f"o.{_name(key)} = s.{_name(key)}" for key in TABLES[name].key)
    shipped_rows = _typed(connection, types, f"shipped_{name}")
    define(
        connection,
        name,
        f"select * from own_{name} union all select s.* from ({shipped_rows}) as s "
        f"anti join own_{name} as o on {same}",
    )


def _typed(connection: Connection, types: Mapping[str, str], source: str) -> str:
    """A query for the contract's columns of a source.

    Files written under an older contract may lack a column that was added since.
    """
    cursor = connection.cursor()
    present = {row[0] for row in cursor.sql(f"describe select * from {source}").fetchall()}
    cursor.close()
    return f"select {_columns(types, present)} from {source}"


def _columns(types: Mapping[str, str], present: set[str]) -> str:
    """The select list that gives every column its type, null where the source lacks it."""
    return ", ".join(
        f"cast({_name(column) if column in present else 'null'} as {kind}) as {_name(column)}"
        for column, kind in types.items()
    )


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _literal(files: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(file) for file in files) + "]"
