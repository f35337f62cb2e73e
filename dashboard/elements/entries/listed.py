"""What was entered: what is in force, or every entry ever made; one row opened to change it."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
import streamlit as st

from dashboard import entered, explanations, indicators, units
from dashboard.elements import evidence, picture, signature
from dashboard.elements.entries import aims, annotations, making, targets
from dashboard.filters import Filters
from dashboard.texts import dates, known, t

CHOSEN = "entry_chosen"  # annotations or targets, and the row that is open
TABLES = ("annotations", "targets")
SHOWN = ("in_force", "every")
SHARED = ("author", "created_at")
HEIGHT = 300  # px of a table; the rest is scrolled to


def show(choice: Filters) -> None:
    """Two tables, and below them the entry whose row was clicked."""
    shown = st.segmented_control(
        t("entries.list.which"),
        SHOWN,
        default=SHOWN[0],
        format_func=lambda one: t(f"entries.list.{one}"),
        key="entries_shown",
        required=True,
        label_visibility="collapsed",
    )
    for table in TABLES:
        with picture.row(f"entry_{table}", [1], 400), picture.card(f"list_{table}"):
            _table(table, shown == "every")
    found = st.session_state.get(CHOSEN)
    if found is not None:
        with picture.row("entry_chosen", [1], 120), picture.card("chosen"):
            _chosen(choice, *found)


def _table(table: str, is_whole: bool) -> None:
    in_force = entered.in_force(table)
    rows = entered.every(table) if is_whole else in_force
    rows = rows.sort("created_at", descending=True, maintain_order=True)
    key = "title" if table == "annotations" else "title_targets"
    picture.title(t(f"entries.list.{key}", n=in_force.height), t("entries.list.subtitle"))
    if rows.is_empty():
        picture.said(t("entries.list.none"))
        return
    told = [_told(table, row) for row in rows.iter_rows(named=True)]
    if is_whole:
        alive = {_matter(table, row): row for row in in_force.iter_rows(named=True)}
        told = [
            {"entry_state": _state(table, row, alive), **each}
            for row, each in zip(rows.iter_rows(named=True), told, strict=True)
        ]
    event: Any = st.dataframe(
        evidence.with_labels(pl.DataFrame(told)),
        hide_index=True,
        placeholder="",
        width="stretch",
        height=HEIGHT,
        on_select="rerun",
        selection_mode="single-row",
        column_config={
            t("column.entry_time"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
            t("column.entry_text"): st.column_config.TextColumn(width="large"),
        },
        key=f"entries_{table}_{'every' if is_whole else 'in_force'}",
    )
    places = event.selection.rows
    if places and places[0] < rows.height:
        chosen = rows.row(places[0], named=True)
        st.session_state[CHOSEN] = (table, _matter(table, chosen))


def _told(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    shared = {"entry_post": row["author"], "entry_time": row["created_at"]}
    if table == "annotations":
        return {
            "entry_kind": annotations.kind_words(row["kind"]),
            "entry_unit": _unit(row["scope_unit_id"]),
            "indicator": _about(row["indicator_id"], row["finding"]),
            "entry_text": row["text"],
            "entry_period": period_words(row["start_date"], row["end_date"]),
            **shared,
        }
    return {
        "indicator": aims.name_of(row["indicator_id"]),
        "entry_scope": targets.scope_words(row["scope"], row["scope_id"] or ""),
        "entry_series": targets.series_words(row["series"]) if row["series"] else "",
        "target": row["target"],
        "warn": row["warn"],
        "entry_period": period_words(row["period_start"], row["period_end"]),
        **shared,
    }


def period_words(first: Any, last: Any) -> str:
    """From when until when."""
    if last is None:
        return t("entries.period_open", first=dates.full(first))
    return t("entries.period", first=dates.full(first), last=dates.full(last))


def _unit(unit_id: str | None) -> str:
    return units.names().get(unit_id, unit_id) if unit_id else t("entries.target.everybody")


def _about(indicator_id: str | None, finding: str | None) -> str:
    """The indicator, or what was checked."""
    key = f"finding.{finding}.name"
    return t(key) if finding and known(key) else _indicator(indicator_id)


def _indicator(indicator_id: str | None) -> str:
    meant = indicators.every().get(indicator_id or "")
    return meant.name if meant else indicator_id or t("entries.every")


def _matter(table: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    """What an entry is about: a later one of the same matter replaces it."""
    names = ("annotation_id",) if table == "annotations" else targets.IDENTITY
    return tuple(str(row[name] or "") for name in names)


def _state(table: str, row: Mapping[str, Any], alive: Mapping[tuple[str, ...], Any]) -> str:
    if row["withdrawn"]:
        return t("entries.list.withdrawn")
    held = alive.get(_matter(table, row))
    is_held = held is not None and all(held[name] == row[name] for name in SHARED)
    return t("entries.list.in_force" if is_held else "entries.list.replaced")


def _chosen(choice: Filters, table: str, matter: tuple[str, ...]) -> None:
    """One entry: its history, and the ways to change it or take it back while it is in force."""
    steps = history(table, matter)
    if not steps:
        return
    picture.title(t("entries.list.chosen"))
    for row in reversed(steps):
        st.markdown(_step(table, row, row is steps[0]))
    rows = entered.in_force(table).iter_rows(named=True)
    held = next((row for row in rows if _matter(table, row) == matter), None)
    if held is None:
        return
    if held.get("kind") != "verified":  # which is written anew at its finding
        form = annotations.form if table == "annotations" else targets.form
        with st.expander(t("entries.list.edit"), icon=":material/edit:"):
            form(choice, held)
    _withdrawing(table, held)


def _withdrawing(table: str, row: making.Row) -> None:
    with st.expander(t("entries.list.withdraw"), icon=":material/undo:"):
        st.caption(t("entries.list.withdraw_for_sure"))
        with st.form(f"withdraw_{table}", border=False):
            post = signature.ask(f"withdraw_{table}")
            sent = st.form_submit_button(t("entries.list.withdraw"))
        if sent:
            making.keep(table, [making.withdrawn(row)], post)


def history(table: str, matter: Sequence[str]) -> list[making.Row]:
    """Every entry that led to this one or came of it, the oldest first."""
    rows = list(entered.every(table).iter_rows(named=True))
    known = {tuple(matter)}
    if table == "annotations":
        links = [((row["annotation_id"],), (row["supersedes"],)) for row in rows]
        before = 0
        while before != len(known):
            before = len(known)
            known |= {own for own, old in links if old in known}
            known |= {old for own, old in links if own in known and old != (None,)}
    return [row for row in rows if _matter(table, row) in known]


def _step(table: str, row: making.Row, is_first: bool) -> str:
    what = "taken_back" if row["withdrawn"] else "entered" if is_first else "changed"
    told = [str(word) for name, word in _told(table, row).items() if name not in _SIGNED and word]
    said = t(
        "entries.list.step",
        at=dates.full(row["created_at"].date()),
        post=row["author"],
        what=t(f"entries.list.{what}"),
    )
    return f"{said}　{explanations.harmless(' · '.join(told))}"


_SIGNED = ("entry_post", "entry_time")
