"""What people enter on pages: the only module of the dashboard that writes, and only the journal.

Rows are told to the journal under a post (岗位), never a name; what is in force is read from it.
"""

import re
from typing import Any

import polars as pl
import streamlit as st

from dashboard.answers import JOURNAL, snapshot, warehouse
from dashboard.errors import NotEnteredError
from dashboard.texts import language, t
from data import journal
from data.errors import JournalError

# Letters that no file format takes, and marks that turn the direction of writing.
_UNSOUND = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_BREAKS = re.compile("[\x0b\x0c\u0085\u2028]|\r\n?")


def sound(text: str) -> str:
    """A text that every file can hold: pasted breaks become lines, control letters are left out."""
    return _UNSOUND.sub("", _BREAKS.sub("\n", text))


def in_force(table: str, until: int | None = None, **where: str) -> pl.DataFrame:
    """The entries of a table that count, those later superseded left out.

    `where` are columns of the table's key with the values wanted.
    """
    return journal.entries(warehouse() / JOURNAL, table, until, where=where)


def every(table: str) -> pl.DataFrame:
    """All entries ever made, with their number as `entry`."""
    return journal.history(warehouse() / JOURNAL, table)


def position(*tables: str) -> int:
    """The number of the last entry, of all or of some tables."""
    return journal.position(warehouse() / JOURNAL, *tables)


def enter(table: str, rows: list[dict[str, Any]], post: str) -> int:
    """Adds rows under a post and gives the journal's new position.

    NotEnteredError, with the reason worded, where the contract refuses them or nothing can be
    written; then nothing is added.
    """
    snapshot()
    told = pl.DataFrame([{name: _sound(value) for name, value in row.items()} for row in rows])
    try:
        return journal.append(warehouse() / JOURNAL, table, told, sound(post).strip())
    except JournalError as error:
        raise NotEnteredError(str(error), why=error.text(language())) from error
    except OSError as error:
        raise NotEnteredError(str(error), why=t("error.journal_read_only")) from error


def _sound(value: Any) -> Any:
    return sound(value) if isinstance(value, str) else value


def post() -> str:
    """The post this reader last signed with; "" before the first time."""
    return str(st.session_state.get("post_kept", ""))
