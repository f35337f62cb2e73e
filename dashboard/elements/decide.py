"""转督办: one click from a picture to an action, with what, who, when and the rule filled in.

decide.button(Draft(…), key)   draws the button; decide.open_dialog(Draft(…)) opens the form
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard import actions, indicators, measured, meetings, navigation, units, workdays
from dashboard.actions import Action, Rule
from dashboard.answers import snapshot
from dashboard.elements import choice_bar, drafts, signature, states
from dashboard.filters import Filters, to_address
from dashboard.meetings import Meeting
from dashboard.texts import dates, t

KEY = "decide"
LONGEST = 80  # letters of what is to be done
PENDING = "to_decide"  # what is decided as soon as the page is drawn anew


@dataclass(frozen=True)
class Draft:
    """What the form starts with. `indicators`: the first is proposed as the measure of success.

    Without a choice the reader's own; without a meeting the one of the month, once it is saved.
    """

    matter: str = ""
    indicators: Sequence[str] = field(default_factory=tuple)
    page: str = ""
    choice: Filters | None = None
    meeting_id: str = ""


def button(draft: Draft, key: str) -> None:
    """The button that opens the form."""
    if st.button(t("actions.open"), key=f"{KEY}_{key}", type="tertiary"):
        open_dialog(draft)


def button_in_dialog(draft: Draft, key: str) -> None:
    """The same inside another dialog, which gives way to the form."""
    if st.button(t("actions.open"), key=f"{KEY}_{key}"):
        st.session_state[PENDING] = draft
        st.rerun()


def open_pending() -> None:
    """Opens the form that a dialog asked for; the frame calls it when the page is drawn."""
    draft = st.session_state.pop(PENDING, None)
    if draft is not None:
        open_dialog(draft)


def open_dialog(draft: Draft) -> None:
    """Opens the form over the page."""
    for name in [name for name in st.session_state if str(name).startswith(f"{KEY}_field_")]:
        del st.session_state[name]
    st.session_state.pop(f"{KEY}_kept", None)

    @st.dialog(t("actions.form.title"), width="large")
    def opened() -> None:
        with states.guarded():
            kept: Action | None = st.session_state.get(f"{KEY}_kept")
            if kept is None:
                _form(draft, draft.choice or choice_bar.current())
            else:
                _said(kept)

    opened()


def ledger_link(label: str, action_id: str = "") -> None:
    """A link to the ledger, with an action picked where one is named."""
    address = choice_bar.address_of(choice_bar.current())
    named = {"action": action_id} if action_id else {}
    st.page_link(navigation.path_of("actions"), label=label, query_params=address | named)


def due_by_default(cutoff: date) -> date:
    """Thirty days after the cut-off, or the next working day."""
    return workdays.next_workday(cutoff + timedelta(days=actions.DAYS))


def _form(draft: Draft, shown: Filters) -> None:
    choice = shown.but(month=choice_bar.offer().default(shown.unit_id).month)
    meeting = _meeting(draft, choice)
    matter = st.text_area(
        t("actions.form.matter"), _short(draft.matter),
        max_chars=LONGEST, height=68, key=_field("matter"),
    )  # fmt: skip
    unit, owner, due = st.columns([2, 2, 1.4])
    offered = list(choice_bar.offer().unit_ids)
    unit_id = unit.selectbox(
        t("actions.form.unit"), offered, index=offered.index(choice.unit_id),
        format_func=lambda one: units.names().get(one, one), key=_field("unit"),
    )  # fmt: skip
    choice = choice.but(unit_id=unit_id)
    owner_post = owner.text_input(
        t("actions.form.owner"), t(f"actions.owner.{measured.level_of(unit_id) or 'bureau'}"),
        max_chars=30, help=t("signature.post_help"), key=_field(f"owner_{unit_id}"),
    )  # fmt: skip
    cutoff = snapshot().cutoff
    due_on = due.date_input(
        t("actions.form.due"), due_by_default(cutoff), min_value=cutoff, format="YYYY-MM-DD",
        key=_field("due"),
    )  # fmt: skip
    indicator_id, rule = _rule(draft, choice)
    if isinstance(due_on, date):
        _foreseen(indicator_id, rule, due_on, choice)
    instruction = st.text_input(
        t("actions.form.instruction"), max_chars=actions.LONGEST, key=_field("instruction")
    )
    post = signature.ask(KEY)
    if meeting is not None:
        st.caption(t("actions.form.meeting", month=dates.month(meeting.month)))

    def write() -> None:
        st.session_state[f"{KEY}_kept"] = actions.decide(
            choice, matter, owner_post, due_on if isinstance(due_on, date) else cutoff, post,
            indicator_id=indicator_id, rule=rule, instruction=instruction,
            meeting_id=meeting.meeting_id if meeting else "",
            raised_on=meeting.held_on if meeting else None, page=draft.page,
            address=urlencode(to_address(shown, choice_bar.offer())),
        )  # fmt: skip

    is_sent = st.button(t("actions.form.submit"), type="primary", key=f"{KEY}_submit")
    if is_sent and signature.entering(post, write):
        st.rerun(scope="fragment")


def _short(matter: str) -> str:
    """A title as something to be done: without its full stop, and no part of it cut through."""
    words = matter.rstrip(t("actions.stop"))
    if len(words) <= LONGEST:
        return words
    ends = [words.rfind(mark, 0, LONGEST) for mark in t("actions.marks")]
    return words[: max(ends)] if max(ends) > 0 else words[:LONGEST]


def _rule(draft: Draft, choice: Filters) -> tuple[str, Rule]:
    """The indicator and the rule; what may be chosen depends on each other."""
    measure, how = st.columns(2)
    level = measured.level_of(choice.unit_id)
    proposed = [one for one in draft.indicators if one in indicators.every()]
    others = [i for i, known in indicators.every().items() if known.window(level)]
    shown = [*dict.fromkeys([*proposed, "", *others])]
    indicator_id = measure.selectbox(
        t("actions.form.indicator"), shown,
        format_func=lambda one: indicators.get(one).name if one else t("actions.form.no_indicator"),
        key=_field("indicator"),
    )  # fmt: skip
    allowed = actions.rules(indicator_id, choice)
    rule = how.selectbox(
        t("actions.form.rule"), allowed,
        format_func=lambda one: actions.rule_words(one, indicator_id),
        key=_field(f"rule_{indicator_id}_{len(allowed)}"),
    )  # fmt: skip
    return indicator_id, rule


def _foreseen(indicator_id: str, rule: Rule, due_on: date, choice: Filters) -> None:
    """The figure that is written down, and when the rule can be applied."""
    if not indicator_id:
        return
    figure = actions.figure(indicator_id, choice)
    words = t("actions.form.no_figure")
    if figure is not None:
        value = measured.value_words(indicators.get(indicator_id), figure[1])
        words = t("actions.form.figure", month=dates.month(figure[0]), v=value)
    if rule != "done_only":
        month = actions.judged_from(indicator_id, due_on)
        words += t("actions.form.judged_from", month=dates.month(month))
    st.caption(words)


def _meeting(draft: Draft, choice: Filters) -> Meeting | None:
    """The meeting the action is written down for; None outside any that was saved."""
    if draft.meeting_id:
        return meetings.load(draft.meeting_id)
    kept = drafts.kept(choice.unit_id, choice.month, snapshot().cutoff)
    return kept if kept.revision else None


def _said(kept: Action) -> None:
    words = t(
        "actions.kept",
        matter=kept.matter,
        owner=actions.owner_words(kept),
        day=dates.full(kept.due_on),
    )
    st.html(f'<div class="said">{escape(words)}</div>')
    ledger_link(t("actions.to_ledger"), kept.action_id)


def _field(name: str) -> str:
    return f"{KEY}_field_{name}"
