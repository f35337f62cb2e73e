"""A finding opened: its evidence, and below it what came of checking it."""

import streamlit as st

from dashboard import explanations
from dashboard.elements import evidence, signature, states
from dashboard.elements.entries import making
from dashboard.elements.evidence import Evidence
from dashboard.findings import Finding
from dashboard.texts import dates, t

KEY = "verify"
MONTHS = (1, 3, 6, 12)  # that a verification may stand
USUAL = 1  # the place among them that is offered first


def open_dialog(finding: Finding, behind: Evidence, title: str) -> None:
    """Opens the evidence with the form that answers the finding."""

    @st.dialog(title, width="large")
    def opened() -> None:
        with states.guarded():
            _form(finding)
            evidence.show(behind)

    opened()


def _form(finding: Finding) -> None:
    month = finding.choice.month
    answer = explanations.verified(finding.kind, finding.unit_id, month)
    if answer is not None:
        st.success(answer.sentence())
    with st.form(KEY, border=True):
        text = st.text_area(
            t("entries.verify.text"),
            max_chars=making.LONGEST,
            placeholder=t("entries.verify.example"),
            help=t("entries.verify.hint"),
            key=f"{KEY}_text",
        )
        n = st.selectbox(
            t("entries.verify.until"),
            MONTHS,
            index=USUAL,
            format_func=lambda n: dates.month(dates.add_months(month, n - 1)),
            key=f"{KEY}_until",
        )
        post = signature.ask(KEY)
        sent = st.form_submit_button(t("entries.verify.submit"), type="primary")
    if sent:
        period = (month, dates.last_day(dates.add_months(month, n - 1)))
        row = making.remark("verified", text, period, finding.unit_id, finding=finding.kind)
        making.keep("annotations", [row], post, "" if text.strip() else t("entries.no_text"))
