"""Was what we decided done, and did it help?"""

from functools import partial

import streamlit as st

from dashboard.elements import action_ledger, choice_bar, heading, picture, states
from dashboard.elements import workbook as files
from dashboard.pictures import actions
from dashboard.texts import t

# The choice.
choice = choice_bar.show()
everything = actions.rows(choice)

# The question and its short answer.
heading.show(t("actions.question"), actions.short_answer(everything))

# The ledger; one action is open below it.
with st.container(key="actions_bar", horizontal=True, vertical_alignment="center"):
    kind = action_ledger.kinds(actions.KINDS)
    if everything:
        files.button(
            t("actions.excel"), partial(files.of_sheets, actions.sheets(everything)), name="actions"
        )
found = actions.rows(choice, kind)
if found:
    with picture.card("ledger"):
        one = action_ledger.pick(found, actions.table(found))
    with picture.row("action", [5.6, 4.4], 440):
        picture.show("course", actions.course(one, choice))
        with picture.card("action_told"):
            action_ledger.told(one)
            action_ledger.report(one)
else:
    with picture.card("ledger"):
        states.said(t("actions.empty" if everything else "actions.none"))
picture.foot(t("actions.footer"))
