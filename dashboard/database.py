"""The only module of the dashboard that speaks DuckDB: a snapshot's files as views, and questions.

Every table and mart the manifest names is a view over its Parquet files, every formula of
queries/formulas and every macro of queries/chosen is loaded; nothing else can be opened, because
the connection is closed to the outside before the first question.
"""

import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from dashboard.errors import (
    DamagedSnapshotError,
    FailedQuestionError,
    NotConnectedError,
    UnknownQuestionError,
)
from dashboard.settings import CODES, QUERIES

log = logging.getLogger(__name__)

# Binding a question costs as much as running it. A relation binds twice, to describe itself and to
# run; executing binds once, and what is copied on the way out, as the warning says, is small.
warnings.filterwarnings("ignore", "Arrow output on a DB-API result", UserWarning)

SHIPPED = ("calendar", "category_map", "deadline_rules", "enum_labels")

_CONFIG: dict[str, Any] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "memory_limit": "2GB",
    "max_execution_time": 20_000,  # milliseconds
}


class Database:
    """One snapshot, open for reading."""

    def __init__(
        self,
        files: Mapping[str, Sequence[str]],
        allowed: Path,
        frames: Mapping[str, pl.DataFrame] | None = None,
    ) -> None:
        """`files` of the snapshot lie under `allowed`; `frames` are small tables to serve as is."""
        self.connection = duckdb.connect(config=_CONFIG)
        self.damaged: dict[str, str] = {}
        for name, frame in (frames or {}).items():
            self._fill(name, frame)
        self._ship(files)
        self._lock_down(allowed)
        for name, paths in files.items():
            if paths:
                self._serve(name, paths)
        self._load_macros()

    def _lock_down(self, allowed: Path) -> None:
        """The order matters: the directory first, then the door, then the lock."""
        for statement in (
            "set global timezone='Asia/Shanghai'",
            f"set allowed_directories=[{_quoted(str(allowed))}]",
            "set enable_external_access=false",
            "set lock_configuration=true",
        ):
            self.connection.execute(statement).fetchall()

    def _ship(self, files: Mapping[str, Sequence[str]]) -> None:
        """Code lists that come with the program, where the snapshot has none of its own."""
        for name in SHIPPED:
            if not files.get(name):
                path = CODES / f"{name}.csv"
                frame = pl.read_csv(path, try_parse_dates=True, infer_schema_length=None)
                self._fill(name, frame)

    def _fill(self, name: str, frame: pl.DataFrame) -> None:
        self.connection.register("_rows", frame.to_arrow())
        self.connection.execute(f'create table "{name}" as select * from _rows').fetchall()
        self.connection.unregister("_rows")

    def _serve(self, name: str, paths: Sequence[str]) -> None:
        listed = ", ".join(_quoted(path) for path in paths)
        try:
            self.connection.execute(
                f'create view "{name}" as '
                f"select * from read_parquet([{listed}], union_by_name=true)"
            ).fetchall()
        except duckdb.Error as error:
            log.error("table %s of the snapshot cannot be read: %s", name, error)
            self.damaged[name] = _named_file(str(error), paths)

    def _load_macros(self) -> None:
        for folder in ("formulas", "chosen"):
            for path in sorted((QUERIES / folder).glob("*.sql")):
                self.connection.execute(path.read_text(encoding="utf-8")).fetchall()

    def run(self, question: str, parameters: Mapping[str, Any]) -> pl.DataFrame:
        """The answer to queries/<question>.sql; it is given the parameters it names."""
        sql = text_of(question)
        named = {name: parameters[name] for name in parameters_of(question)}
        cursor = self.connection.cursor()
        try:
            cursor.execute(sql, named)
            answer: pl.DataFrame = pl.DataFrame(cursor.to_arrow_table())
            return answer
        except duckdb.CatalogException as error:
            raise self._missing(question, error) from error
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            log.error("question %s: %s", question, error)
            raise DamagedSnapshotError(str(error), file=_named_file(str(error), [])) from error
        except duckdb.Error as error:
            log.error("question %s: %s", question, error)
            raise FailedQuestionError(str(error), question=question) from error
        finally:
            cursor.close()

    def _missing(self, question: str, error: duckdb.Error) -> Exception:
        """A table that is not there: damaged, not loaded, or a slip of ours."""
        found = re.search(r"Table with name \"?(\w+)", str(error))
        if not found:
            log.error("question %s: %s", question, error)
            return FailedQuestionError(str(error), question=question)
        table = found.group(1)
        if table in self.damaged:
            return DamagedSnapshotError(str(error), file=self.damaged[table])
        return NotConnectedError(str(error), table=table)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _named_file(message: str, paths: Sequence[str]) -> str:
    """The file an error message names, without its folder; else the first of the list."""
    found = re.search(r"[\w./\-]+\.parquet", message)
    path = found.group(0) if found else (paths[0] if paths else "?")
    return Path(path).name


@cache
def text_of(question: str) -> str:
    """The SQL of a question."""
    path = QUERIES / f"{question}.sql"
    if not path.is_file():
        raise UnknownQuestionError(question, question=question)
    return path.read_text(encoding="utf-8")


@cache
def parameters_of(question: str) -> frozenset[str]:
    """The $parameters a question names."""
    statements = duckdb.extract_statements(text_of(question))
    return frozenset(statements[0].named_parameters)
