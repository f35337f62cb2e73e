"""ask(question, choice): the answer of queries/<question>.sql, kept by snapshot and parameters.

Also `remembered`, which keeps what a page builds from answers (pictures, cards, sentences) by
snapshot, choice, language and light, so that a rerun neither asks nor draws again.
"""

import functools
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import streamlit as st

from dashboard import database, texts, theme
from dashboard.errors import DamagedSnapshotError, NotConnectedError, NoWarehouseError
from dashboard.filters import Filters
from data import journal
from data.errors import DataError
from data.snapshot import POINTER, Manifest, current, records

Built = TypeVar("Built")
Stamp = tuple[str, int, int]
_manifests: dict[Stamp, Manifest] = {}
JOURNAL = "journal"  # the folder of what people enter, beside the tables
NOTED = ("annotations", "targets")  # what people noted, as questions read it
# The imports' records of refused rows and of those made good since, where there are none yet.
REFUSED: dict[str, tuple[str, dict[str, Any]]] = {
    "quarantine": (
        "rejected",
        dict.fromkeys(
            ("dataset", "file", "key", "column", "rule", "reason_zh", "reason_en"), pl.String
        )
        | {"line": pl.Int64, "quarantined_at": pl.Datetime("us")},
    ),
    "quarantine_closed": (
        "closed",
        {"dataset": pl.String, "key": pl.String, "closed_at": pl.Datetime("us")},
    ),
}
log = logging.getLogger(__name__)


def hold(warehouse: Path) -> None:
    """Takes hold of a warehouse's current snapshot for this run; the frame calls it first."""
    st.session_state["snapshot"] = None
    try:
        manifest = current(warehouse)
        st.session_state["snapshot"] = manifest
        if manifest is not None:
            noted = journal.position(warehouse / JOURNAL, *NOTED)
            stamp = (str(warehouse), manifest.id, noted)
            st.session_state["stamp"] = stamp
            _manifests.setdefault(stamp, manifest)
    except (DataError, OSError) as error:
        log.error("the manifest cannot be read: %s", error)
        raise DamagedSnapshotError(str(error), file=POINTER) from error


def is_demo() -> bool:
    """Whether the data on screen are of the invented city."""
    return has_snapshot() and snapshot().is_demo


def has_snapshot() -> bool:
    """Whether anything has been imported."""
    return st.session_state.get("snapshot") is not None


def snapshot() -> Manifest:
    """The manifest this run reads."""
    manifest: Manifest | None = st.session_state.get("snapshot")
    if manifest is None:
        raise NoWarehouseError
    return manifest


def warehouse() -> Path:
    """The folder of the warehouse this run reads."""
    return Path(_stamp()[0])


# Python's own cache, not Streamlit's: keys are small and frozen, so nothing need be hashed by its
# bytes, and nothing that is kept is ever changed, so nothing need be copied at every hit.
@functools.lru_cache(maxsize=6)
def _database(stamp: Stamp) -> database.Database:
    warehouse, _, _ = stamp
    manifest = _manifests[stamp]
    small = {table: journal.entries(Path(warehouse) / JOURNAL, table) for table in NOTED}
    files = {**manifest.tables, **manifest.marts}
    for table, (kind, columns) in REFUSED.items():
        files[table] = records(warehouse, kind, manifest)
        if not files[table]:
            small[table] = pl.DataFrame(schema=columns)
    return database.Database(files, Path(warehouse), small)


@functools.lru_cache(maxsize=512)
def _answer(stamp: Stamp, question: str, given: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    parameters = {n: list(value) if isinstance(value, tuple) else value for n, value in given}
    return _database(stamp).run(question, parameters)


def _stamp() -> Stamp:
    """What every answer depends on beside its question: warehouse, snapshot, journal."""
    snapshot()
    stamp: Stamp = st.session_state["stamp"]
    return stamp


def ask(question: str, choice: Filters | None = None, **more: Any) -> pl.DataFrame:
    """The answer under the reader's choice; `more` are parameters that are no filters.

    Raises NotConnectedError where the snapshot lacks a table the question reads.
    """
    manifest = snapshot()
    parameters = (choice or Filters()).parameters() | {"cutoff": manifest.cutoff} | more
    named = database.parameters_of(question)
    given = tuple(
        (name, tuple(value) if isinstance(value, list) else value)
        for name, value in sorted(parameters.items())
        if name in named
    )
    return _answer(_stamp(), question, given)


def ask_if_connected(question: str, choice: Filters | None = None, **more: Any) -> pl.DataFrame:
    """As ask; an empty frame without columns where a table is absent."""
    try:
        return ask(question, choice, **more)
    except NotConnectedError:
        return pl.DataFrame()


def remembered(build: Callable[..., Built]) -> Callable[..., Built]:
    """Keeps what `build(choice, …)` gives, by snapshot, arguments, language and light.

    The arguments must be hashable and all that the result depends on.
    """

    @functools.lru_cache(maxsize=128)
    def kept(surroundings: tuple[object, ...], arguments: tuple[Any, ...]) -> Built:
        return build(*arguments)

    @functools.wraps(build)
    def now(*arguments: Any) -> Built:
        return kept((*_stamp(), texts.language(), theme.kind()), arguments)

    return now
