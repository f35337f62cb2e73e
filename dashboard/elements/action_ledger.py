"""The ledger of actions as a table to pick from, and the form by which one is reported."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import polars as pl
import streamlit as st

from dashboard import actions
from dashboard.actions.following import Followed
from dashboard.answers import snapshot
from dashboard.elements import choice_bar, heading, signature
from dashboard.elements.style import tag
from dashboard.texts import codes, dates, t

STATUSES: tuple[actions.Status, ...] = ("done", "not_done", "withdrawn")
CHIPS = {"good": "green", "watch": "orange", "bad": "red", "neutral": "gray"}
LONGEST = 100  # letters of a remark
ROW, MOST = 38, 8  # px of a row, and how many are seen at once


def kinds(offered: Sequence[str]) -> str:
    """Draws the choice of which actions are listed and gives it."""
    picked = st.segmented_control(
        t("actions.filter.label"),
        offered,
        default=offered[0],
        format_func=lambda kind: t(f"actions.filter.{kind}"),
        key="actions_kind",
        required=True,
        label_visibility="collapsed",
    )
    return str(picked or offered[0])


def pick(found: Sequence[Followed], table: pl.DataFrame) -> Followed:
    """Draws the table and gives the action that is picked: the address's, else the first."""
    named = choice_bar.named("action")
    ids = [one.action.action_id for one in found]
    at = ids.index(named) if named in ids else 0
    columns: dict[str, Any] = {
        "matter": st.column_config.TextColumn(t("actions.column.matter"), width=210),
        "owner": st.column_config.TextColumn(t("actions.column.owner"), width=150),
        "due_on": st.column_config.TextColumn(t("actions.column.due_on"), width=110),
        "done_words": _chips("done_words", [(one.done_words, one.done_tag) for one in found]),
        "figures": st.column_config.TextColumn(t("actions.column.figures"), width=170),
        "helped_words": _chips(
            "helped_words", [(one.helped_words, one.helped_tag) for one in found]
        ),
        "rule": st.column_config.TextColumn(t("actions.column.rule"), width=280),
    }
    first: Any = {"selection": {"rows": [at]}}
    # A new key takes over the mark of the row whose cell was clicked.
    key = f"actions_table_{ids[at]}_{len(ids)}"

    def clicked() -> None:
        selection = st.session_state[key].selection
        rows = [row for row, _ in selection.cells] or list(selection.rows)
        if rows and rows[0] < len(ids):
            choice_bar.name("action", ids[rows[0]])

    st.dataframe(
        table,
        hide_index=True,
        placeholder="",
        width="stretch",
        height="content" if len(found) <= MOST else ROW * (MOST + 1) + 2,
        row_height=ROW,
        column_config=columns,
        on_select=clicked,
        selection_mode=["single-row-required", "single-cell"],
        selection_default=first,
        key=key,
    )
    return found[at]


def _chips(name: str, words: Sequence[tuple[str, str]]) -> Any:
    colours = {word: CHIPS[kind] for word, kind in words}
    return st.column_config.MultiselectColumn(
        t(f"actions.column.{name}"), width=156, options=list(colours), color=list(colours.values())
    )


def told(one: Followed) -> None:
    """What was written down about an action, the verdict, and the button for its arithmetic."""
    action, report = one.action, one.report
    st.html(
        f"<div class='verdict'>{tag(one.done_tag, one.done_words)}"
        f"{tag(one.helped_tag, one.helped_words)}</div>"
        f'<div class="said">{escape(one.verdict.sentence)}</div>'
    )
    lines = [t("actions.told.rule", rule=actions.rule_words(action.rule, action.indicator_id))]
    if action.judged_from is not None:
        lines.append(t("actions.told.judged_from", month=dates.month(action.judged_from)))
    if action.instruction:
        lines.append(t("actions.told.instruction", words=action.instruction))
    lines.append(t("actions.told.raised", post=action.author, day=dates.full(action.raised_on)))
    if report is not None:
        words = codes.label("action_reports.status", report.status)
        lines.append(t("actions.told.report", status=words, post=report.author,
                       remark=report.remark or t("actions.told.no_remark")))  # fmt: skip
    st.html(f'<div class="note">{"<br>".join(escape(line) for line in lines)}</div>')
    if one.effect.working is not None and st.button(
        t("evidence.working_open"), key="action_working", type="tertiary"
    ):
        heading.open_working([one.effect.working])


def report(one: Followed) -> None:
    """The form by which an action is reported done, not done or withdrawn."""
    key = f"report_{one.action.action_id}"
    with st.form(key, border=False):
        st.markdown(f"**{t('actions.report.title')}**")
        how, day = st.columns([1.6, 1])
        status = how.segmented_control(
            t("actions.report.status"), STATUSES, default=STATUSES[0], required=True,
            format_func=lambda one: codes.label("action_reports.status", one), key=f"{key}_status",
        )  # fmt: skip
        done_on = day.date_input(
            t("actions.report.done_on"), max(snapshot().cutoff, one.action.raised_on),
            min_value=one.action.raised_on, format="YYYY-MM-DD", key=f"{key}_day",
        )  # fmt: skip
        words, signed = st.columns([1.6, 1])
        remark = words.text_input(
            t("actions.report.remark"), max_chars=LONGEST, key=f"{key}_remark"
        )
        with signed:
            post = signature.ask(key)
        sent = st.form_submit_button(t("actions.report.submit"), type="primary")
    if sent:
        day_done = done_on if isinstance(done_on, date) else None
        said = (one.action.action_id, status or STATUSES[0], post, day_done, remark)
        if signature.entering(post, lambda: actions.report(*said)):
            st.toast(t("signature.kept"))
            st.rerun()
