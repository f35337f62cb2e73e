"""ask(question, choice): the answer of queries/<question>.sql, kept by snapshot and parameters.

Also `remembered`, which keeps what a page builds from answers (pictures, cards, sentences) by
snapshot, choice, language and light, so that a rerun neither asks nor draws again.
"""

import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import polars as pl
import streamlit as st

from dashboard import database, settings, texts, theme
from dashboard.errors import DamagedSnapshotError, NotConnectedError, NoWarehouseError
from dashboard.filters import Filters
from data import journal
from data.errors import DataError
from data.snapshot import POINTER, Manifest, current

Built = TypeVar("Built")
Stamp = tuple[str, int, int]
JOURNAL = ("annotations", "targets")  # what people noted, as questions read it
log = logging.getLogger(__name__)


def hold() -> None:
    """Takes hold of the current snapshot for this run; the frame calls it first."""
    st.session_state["snapshot"] = None
    try:
        st.session_state["snapshot"] = current(settings.warehouse())
        st.session_state["journal"] = journal.position(settings.journal())
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


@st.cache_resource(max_entries=2, show_spinner=False)
def _database(stamp: Stamp, _manifest: Manifest) -> database.Database:
    noted = {table: journal.entries(settings.journal(), table) for table in JOURNAL}
    files = {**_manifest.tables, **_manifest.marts}
    return database.Database(files, settings.warehouse(), noted)


@st.cache_data(max_entries=2048, show_spinner=False)
def _answer(
    stamp: Stamp, question: str, given: dict[str, Any], _manifest: Manifest
) -> pl.DataFrame:
    return _database(stamp, _manifest).run(question, given)


def _stamp() -> Stamp:
    """What every answer depends on beside its question: warehouse, snapshot, journal."""
    return str(settings.warehouse()), snapshot().id, int(st.session_state.get("journal", 0))


def ask(question: str, choice: Filters | None = None, **more: Any) -> pl.DataFrame:
    """The answer under the reader's choice; `more` are parameters that are no filters.

    Raises NotConnectedError where the snapshot lacks a table the question reads.
    """
    manifest = snapshot()
    parameters = (choice or Filters()).parameters() | {"cutoff": manifest.cutoff} | more
    named = database.parameters_of(question)
    given = {name: value for name, value in sorted(parameters.items()) if name in named}
    return _answer(_stamp(), question, given, manifest)


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

    # Streamlit tells caches apart by a function's source, which here is always the same.
    name = f"{build.__module__}.{build.__qualname__}"

    @st.cache_resource(max_entries=1024, show_spinner=False)
    def kept(name: str, surroundings: tuple[object, ...], arguments: tuple[Any, ...]) -> Built:
        return build(*arguments)

    @functools.wraps(build)
    def now(*arguments: Any) -> Built:
        return kept(name, (*_stamp(), texts.language(), theme.kind()), arguments)

    return now
