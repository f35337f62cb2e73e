"""A remark on a period: campaign, reorganisation, change of questionnaire, help, explanation …"""

from datetime import date
from typing import Any

import streamlit as st

from dashboard import indicators, units
from dashboard.elements import signature
from dashboard.elements.entries import making
from dashboard.filters import Filters
from dashboard.texts import codes, t

KEY = "annotation"
# Those a form offers; a verification belongs to its finding and is written there.
KINDS = (
    "campaign",
    "assistance",
    "rectification",
    "reorg",
    "questionnaire_change",
    "mode_change",
    "law_change",
    "data_issue",
    "explanation",
)


def kind_words(kind: str) -> str:
    """What a kind of annotation is called."""
    return codes.label("annotations.kind", kind)


def form(choice: Filters, editing: making.Row | None = None) -> None:
    """Draws the form: a new remark, or `editing` one, which the new words then supersede."""
    was = editing or {}
    key = f"{KEY}_{was.get('annotation_id', 'new')}"
    kind = st.selectbox(
        t("entries.annotation.kind"),
        KINDS,
        index=KINDS.index(was["kind"]) if was.get("kind") in KINDS else 0,
        format_func=kind_words,
        key=f"{key}_kind",
    )
    st.caption(t(f"entries.effect.{kind}"))
    with st.form(key, border=False):
        unit_id, indicator_id = _about(choice, was, key)
        first, last = _period(choice, was, key)
        text = st.text_area(
            t("entries.annotation.text"),
            was.get("text", ""),
            max_chars=making.LONGEST,
            help=t("entries.annotation.text_help"),
            key=f"{key}_text",
        )
        post = signature.ask(key)
        sent = st.form_submit_button(t("entries.submit"), type="primary")
    if sent:
        supersedes = was.get("annotation_id") or ""
        row = making.remark(
            kind, text, (first or choice.month, last), unit_id, indicator_id, supersedes=supersedes
        )
        making.keep("annotations", [row], post, _lacking(text, first))


def _about(choice: Filters, was: making.Row, key: str) -> tuple[str, str]:
    names = units.names()
    of_all = ["", *indicators.every()]
    left, right = st.columns(2)
    with left:
        unit_id = st.selectbox(
            t("entries.annotation.unit"),
            list(names),
            index=_place(list(names), was.get("scope_unit_id") or choice.unit_id),
            format_func=lambda one: names.get(one, one),
            key=f"{key}_unit",
        )
    with right:
        indicator_id = st.selectbox(
            t("entries.annotation.indicator"),
            of_all,
            index=_place(of_all, was.get("indicator_id") or ""),
            format_func=lambda one: indicators.get(one).name if one else t("entries.every"),
            key=f"{key}_indicator",
        )
    return unit_id or choice.unit_id, indicator_id or ""


def _place(options: list[str], wanted: str) -> int:
    return options.index(wanted) if wanted in options else 0


def _period(choice: Filters, was: making.Row, key: str) -> tuple[date | None, date | None]:
    left, right = st.columns(2)
    with left:
        first = day("entries.from", was.get("start_date") or choice.month, f"{key}_from")
    with right:
        last = day("entries.until_or_open", was.get("end_date"), f"{key}_until")
    return first, last


def day(label: str, value: date | None, key: str) -> date | None:
    """A field for a day that may stay empty."""
    found: Any = st.date_input(
        t(label),
        value,
        min_value=date(2000, 1, 1),
        max_value=date(2100, 1, 1),
        format="YYYY-MM-DD",
        key=key,
    )
    return found if isinstance(found, date) else None


def _lacking(text: str, first: date | None) -> str:
    if not text.strip():
        return t("entries.no_text")
    return "" if first else t("entries.no_start")
