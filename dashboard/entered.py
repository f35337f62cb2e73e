"""What people enter on pages: the only module of the dashboard that writes, and only the journal.

Rows are told to the journal under a post (岗位), never a name; what is in force is read from it.
"""

from typing import Any

import polars as pl
import streamlit as st

from dashboard.answers import JOURNAL, snapshot, warehouse
from dashboard.errors import NotEnteredError
from dashboard.texts import language, t
from data import journal
from data.errors import JournalError


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
    try:
        return journal.append(warehouse() / JOURNAL, table, pl.DataFrame(rows), post.strip())
    except JournalError as error:
        raise NotEnteredError(str(error), why=error.text(language())) from error
    except OSError as error:
        raise NotEnteredError(str(error), why=t("error.journal_read_only")) from error


def post() -> str:
    """The post this reader last signed with; "" before the first time."""
    return str(st.session_state.get("post_kept", ""))
