"""A target and its alert line, for a bureau, a level, a peer group or a unit, over a period."""

from datetime import date

import streamlit as st

from dashboard import units
from dashboard.answers import ask_if_connected
from dashboard.elements import signature
from dashboard.elements.entries import aims, making
from dashboard.elements.entries.aims import Aim
from dashboard.elements.entries.annotations import day
from dashboard.filters import Filters
from dashboard.texts import codes, t

KEY = "target"
LEVELS = ("bureau", "branch", "station")
IDENTITY = ("indicator_id", "series", "scope", "scope_id", "period_start")
Scope = tuple[str, str]  # as in the contract: scope and scope_id


def form(choice: Filters, editing: making.Row | None = None) -> None:
    """Draws the form: a new target, or `editing` one; one of the same matter supersedes it."""
    was = editing or {}
    key = f"{KEY}_{'_'.join(str(was[name]) for name in IDENTITY) if was else 'new'}"
    offered = aims.offered()
    codes_offered = list(offered)
    held = was.get("indicator_id")
    code = st.selectbox(
        t("entries.target.indicator"),
        codes_offered,
        index=codes_offered.index(held) if held in offered else 0,
        format_func=lambda one: offered[one].name,
        key=f"{key}_indicator",
    )
    aim = offered[code]
    st.caption(_kind_words(aim))
    with st.form(key, border=False):
        scope = _scope(was, key)
        series = _series(aim, was, f"{key}_{code}")
        first, last, target, warn = _values(choice, was, f"{key}_{code}")
        post = signature.ask(key)
        sent = st.form_submit_button(t("entries.submit"), type="primary")
    if sent:
        row = {
            "indicator_id": code,
            "series": series or None,
            "value_kind": aim.value_kind,
            "scope": scope[0],
            "scope_id": scope[1] or None,
            "period_start": first,
            "period_end": last,
            "target": target,
            "warn": warn,
            "supersedes": None,
            "withdrawn": None,
        }
        making.keep("targets", _rows(row, was), post, _lacking(aim, row))


def _kind_words(aim: Aim) -> str:
    """By what the figure is judged: its level, its change or its count, and on which scale."""
    kind = codes.label("targets.value_kind", aim.value_kind)
    direction = t(f"direction.{aim.direction}")
    return t("entries.target.kind_words", kind=kind, unit=aim.unit, direction=direction)


def scope_words(scope: str, scope_id: str) -> str:
    """Whom a target holds for."""
    if scope == "bureau":
        return t("entries.target.everybody")
    if scope == "level":
        return t("entries.target.level", level=codes.label("units.level", scope_id))
    if scope == "peer_group":
        members = units.peer_groups().get(scope_id, [])
        names = [units.names().get(unit_id, unit_id) for unit_id in members[:1]]
        found = {"group": scope_id, "n": len(members), "first": "".join(names)}
        return t(f"entries.target.peer_group{'' if members else '_gone'}", **found)
    return units.names().get(scope_id, scope_id)


def _scope(was: making.Row, key: str) -> Scope:
    options: list[Scope] = [
        ("bureau", ""),
        *(("level", level) for level in LEVELS),
        *(("peer_group", group) for group in units.peer_groups()),
        *(("unit", unit_id) for unit_id in units.names()),
    ]
    held = (was.get("scope") or "bureau", was.get("scope_id") or "")
    options += [] if held in options else [held]
    found = st.selectbox(
        t("entries.target.scope"),
        options,
        index=options.index(held),
        format_func=lambda one: scope_words(*one),
        key=f"{key}_scope",
    )
    return found or options[0]


def _series(aim: Aim, was: making.Row, key: str) -> str:
    """The survey a target is meant for; "" for every one, and where it is no survey's figure."""
    held = str((was["series"] if was else aim.programme) or "")
    if not aim.programme:
        return held
    programmes = ask_if_connected("choice/programmes")
    known = programmes["programme"].to_list() if programmes.width else []
    options = list(dict.fromkeys((held, aim.programme, *known, "")))
    found = st.selectbox(
        t("entries.target.series"), options, format_func=series_words, key=f"{key}_series"
    )
    return held if found is None else str(found)


def series_words(series: str) -> str:
    """The survey a target is meant for, or that it is meant for every one."""
    if not series:
        return t("entries.target.every_series")
    return codes.label("survey_waves.programme", series.split("|")[0])


def _values(
    choice: Filters, was: making.Row, key: str
) -> tuple[date | None, date | None, float | None, float | None]:
    year = choice.month.year
    left, right = st.columns(2)
    with left:
        first = day("entries.from", was.get("period_start") or date(year, 1, 1), f"{key}_from")
        target = st.number_input(
            t("entries.target.target"), value=was.get("target"), key=f"{key}_target"
        )
    with right:
        until = was.get("period_end") if was else date(year, 12, 31)
        last = day("entries.until_or_open", until, f"{key}_until")
        warn = st.number_input(t("entries.target.warn"), value=was.get("warn"), key=f"{key}_warn")
    return first, last, target, warn


def _rows(row: making.Row, was: making.Row) -> list[making.Row]:
    """The new target; one whose matter it no longer is, is taken back with it."""
    if was and any((row[name] or None) != (was[name] or None) for name in IDENTITY):
        return [making.withdrawn(was), row]
    return [row]


def _lacking(aim: Aim, row: making.Row) -> str:
    target, warn = row["target"], row["warn"]
    if row["period_start"] is None:
        return t("entries.no_start")
    if target is None:
        return t("entries.target.no_target")
    if warn is not None and (warn > target) == (aim.direction == "up") and warn != target:
        return t("entries.target.wrong_side")
    return ""
