"""Rows of the journal as the forms make them, and the one way they are kept."""

from collections.abc import Sequence
from datetime import date
from secrets import token_hex
from typing import Any

import streamlit as st

from dashboard import entered
from dashboard.elements import signature
from dashboard.texts import t

LONGEST = 200  # characters of a remark
Row = dict[str, Any]


def remark(
    kind: str,
    text: str,
    period: tuple[date, date | None],
    unit_id: str = "",
    indicator_id: str = "",
    finding: str = "",
    supersedes: str = "",
) -> Row:
    """One annotation: a new one, or what stands in the place of the one it supersedes."""
    return {
        "annotation_id": f"p{token_hex(6)}",
        "start_date": period[0],
        "end_date": period[1],
        "scope_unit_id": unit_id or None,
        "indicator_id": indicator_id or None,
        "finding": finding or None,
        "kind": kind,
        "text": text.strip(),
        "supersedes": supersedes or None,
        "withdrawn": None,
    }


def withdrawn(row: Row) -> Row:
    """The same entry, taken back by whoever signs."""
    said = {name: value for name, value in row.items() if name not in ("author", "created_at")}
    return said | {"withdrawn": True}


def keep(table: str, rows: Sequence[Row], post: str, lacking: str = "") -> None:
    """Enters the rows and draws the page anew; says why where it cannot.

    `lacking` is a sentence about what is still missing; "" where nothing is.
    """
    if not post:
        lacking = t("signature.missing")
    if lacking:
        st.error(lacking)
        return
    if signature.entering(post, lambda: entered.enter(table, list(rows), post)):
        st.toast(t("signature.kept"))
        st.rerun()
