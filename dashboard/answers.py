"""ask(question, choice): the answer of queries/<question>.sql, kept by snapshot and parameters.

Also `remembered`, which keeps what a page builds from answers (pictures, cards, sentences) by
snapshot, choice, language and light, so that a rerun neither asks nor draws again.
"""

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

import polars as pl
import streamlit as st

from dashboard import database, texts, theme
from dashboard.errors import DamagedSnapshotError, NotConnectedError, NoWarehouseError
from dashboard.filters import Filters
from dashboard.noticed import noticing
from data import journal
from data.errors import DataError
from data.snapshot import POINTER, Manifest, current, manifest, records
from data.snapshot import retained as every_retained

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


# Set while something is asked of an earlier snapshot than the one this run holds.
_earlier: ContextVar[Stamp | None] = ContextVar("earlier", default=None)


def hold(warehouse: Path) -> None:
    """Takes hold of a warehouse's current snapshot for this run; the frame calls it first.

    All is set at once and last: a reader's click may end this run anywhere, and what is done for
    the click, before the next run comes here, still stands on what the last one held.
    """
    stamp: Stamp | None = None
    try:
        held = current(warehouse)
        if held is not None:
            noted = journal.position(warehouse / JOURNAL, *NOTED)
            stamp = (str(warehouse), held.id, noted)
            _manifests.setdefault(stamp, held)
    except (DataError, OSError) as error:
        st.session_state["stamp"] = None
        log.error("the manifest cannot be read: %s", error)
        raise DamagedSnapshotError(str(error), file=POINTER) from error
    st.session_state["stamp"] = stamp


def retained(snapshot_id: int) -> Manifest | None:
    """An earlier snapshot, if it can still be asked; None once a clean-up gave it up."""
    try:
        found = manifest(warehouse(), snapshot_id)
    except DataError:
        return None
    files = [file for paths in found.marts.values() for file in paths]
    return found if all(Path(file).exists() for file in files) else None


@functools.lru_cache(maxsize=8)
def _snapshots(stamp: Stamp) -> list[Manifest]:
    newest = _manifests[stamp]
    return [one for one in every_retained(stamp[0]) if newest.is_in_force(one.id)]


def earlier(first: date, end: date) -> Manifest | None:
    """The last snapshot before this one whose cut-off lies from `first` to before `end`."""
    found = [one for one in _snapshots(_stamp()) if first <= one.cutoff < end]
    own = snapshot().id
    return next((retained(one.id) for one in reversed(found) if one.id < own), None)


@contextmanager
def as_of(held: Manifest, entry: int) -> Iterator[None]:
    """What is asked inside is answered from an earlier snapshot, with the notes up to an entry."""
    stamp = (str(warehouse()), held.id, entry)
    _manifests.setdefault(stamp, held)
    token = _earlier.set(stamp)
    try:
        yield
    finally:
        _earlier.reset(token)


def is_demo() -> bool:
    """Whether the data on screen are of the invented city."""
    return has_snapshot() and snapshot().is_demo


def has_snapshot() -> bool:
    """Whether anything has been imported."""
    return st.session_state.get("stamp") is not None


def snapshot() -> Manifest:
    """The manifest this run reads."""
    return _manifests[_stamp()]


def warehouse() -> Path:
    """The folder of the warehouse this run reads."""
    return Path(_stamp()[0])


def noted() -> int:
    """The journal's position up to which this run reads notes and targets."""
    return _stamp()[2]


# Python's own cache, not Streamlit's: keys are small and frozen, so nothing need be hashed by its
# bytes, and nothing that is kept is ever changed, so nothing need be copied at every hit.
@functools.lru_cache(maxsize=6)
def _database(stamp: Stamp) -> database.Database:
    warehouse, _, noted = stamp
    read = _manifests[stamp]
    small = {table: journal.entries(Path(warehouse) / JOURNAL, table, noted) for table in NOTED}
    files = {**read.tables, **read.marts}
    for table, (kind, columns) in REFUSED.items():
        files[table] = records(warehouse, kind, read)
        if not files[table]:
            small[table] = pl.DataFrame(schema=columns)
    return database.Database(files, Path(warehouse), small)


@functools.lru_cache(maxsize=512)
def _answer(stamp: Stamp, question: str, given: tuple[tuple[str, Any], ...]) -> pl.DataFrame:
    parameters = {n: list(value) if isinstance(value, tuple) else value for n, value in given}
    return _database(stamp).run(question, parameters)


def _stamp() -> Stamp:
    """What every answer depends on beside its question: warehouse, snapshot, journal."""
    stamp: Stamp | None = _earlier.get() or st.session_state.get("stamp")
    if stamp is None:
        raise NoWarehouseError
    return stamp


def ask(question: str, choice: Filters | None = None, **more: Any) -> pl.DataFrame:
    """The answer under the reader's choice; `more` are parameters that are no filters.

    Raises NotConnectedError where the snapshot lacks a table the question reads.
    """
    parameters = (choice or Filters()).parameters() | {"cutoff": snapshot().cutoff} | more
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


SURROUNDINGS: dict[str, Callable[[], str]] = {"language": texts.language, "light": theme.kind}


class _Made(Generic[Built]):
    """What `make` gave, by those of the reader's surroundings that it asked for."""

    def __init__(self, make: Callable[[], Built]) -> None:
        self.make = make
        self.asked: tuple[str, ...] = ()
        self.kept: dict[tuple[str, ...], Built] = {}

    def now(self) -> Built:
        """What was made in the surroundings of now."""
        kept = self.kept
        around = tuple(SURROUNDINGS[name]() for name in self.asked)
        if around in kept:
            return kept[around]
        with noticing() as seen:
            made = self.make()
        asked = tuple(sorted(seen.union(self.asked)))
        if asked != self.asked:  # what was kept before did not know of this
            self.asked, self.kept = asked, {}
        self.kept[tuple(SURROUNDINGS[name]() for name in asked)] = made
        return made


def remembered(build: Callable[..., Built]) -> Callable[..., Built]:
    """Keeps what `build(choice, …)` gives, by snapshot, arguments, language and light.

    The arguments must be hashable and all that the result depends on, beside the surroundings.
    """

    @functools.lru_cache(maxsize=128)
    def made(stamp: Stamp, arguments: tuple[Any, ...]) -> _Made[Built]:
        return _Made(functools.partial(build, *arguments))

    @functools.wraps(build)
    def now(*arguments: Any) -> Built:
        return made(_stamp(), arguments).now()

    return now
