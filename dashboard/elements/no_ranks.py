"""为什么不排名次: where units would stand if the same sample were taken once more.

`Picture(…, action=no_ranks.action(found))` puts the button beside 依据.
"""

import polars as pl
import streamlit as st

from dashboard import peers
from dashboard.elements import states
from dashboard.elements.picture import Action
from dashboard.peers import Peers
from dashboard.statistics.ranks import DRAWS, Rank
from dashboard.texts import numbers, t

CLOSE = 0.1  # of a group's units: an even chance within so few places is no argument


def action(found: Peers) -> Action:
    """The button and the dialog behind it."""

    def opened() -> None:
        _open(found)

    return Action(t("peers.why.open"), opened)


def _open(found: Peers) -> None:
    @st.dialog(t("peers.why.title"), width="large")
    def opened() -> None:
        with states.guarded():
            show(found)

    opened()


def show(found: Peers) -> None:
    """One example in words, how it is reckoned, and the reader's own units in name order."""
    ranked = peers.ranks(found)
    st.markdown(f"**{t('peers.why.lead')}** {example(found, ranked)}")
    st.caption(t("peers.why.how", draws=numbers.count(DRAWS)))
    st.markdown(f"**{t('peers.why.table', scope=t('peers.why.scope_own'))}**")
    st.dataframe(table(found, ranked), hide_index=True, width="stretch")
    st.caption(t("peers.fairness"))


def example(found: Peers, ranked: dict[str, Rank]) -> str:
    """What the middle place of a group is worth: of the chosen unit's, else of the largest."""
    groups = list(found.members.values())
    if found.inside.height == 1:
        own = found.inside["unit_id"][0]
        groups = [units for units in groups if own in units] or groups
    group = max(groups, key=lambda units: (len(units), units))
    unit = min(group, key=lambda unit: (abs(ranked[unit].place - (len(group) + 1) / 2), unit))
    rank = ranked[unit]
    low, high = rank.half
    is_close = high - low <= CLOSE * len(group)
    return t(
        "peers.why.example_close" if is_close else "peers.why.example",
        k=len(group),
        place=rank.place,
        low=low,
        high=high,
    )


def table(found: Peers, ranked: dict[str, Rank]) -> pl.DataFrame:
    """The units under the chosen one: figure, standing, and where their place would fall."""
    size = {key: len(units) for key, units in found.members.items()}
    rows = []
    for row in found.inside.iter_rows(named=True):
        rank = ranked.get(row["unit_id"])
        few = t("tag.too_few")
        rows.append(
            {
                t("column.unit_id"): row["short_name"],
                t("column.value_words"): peers.figure(found, row["unit_id"]) or few,
                t("column.standing"): t(f"peers.group.{row['group']}"),
                t("column.peer_group_size"): size.get(row["peer_group"], 0),
                t("column.rank_half"): _span(rank.half) if rank else few,
                t("column.rank_most"): _span(rank.most) if rank else few,
            }
        )
    return pl.DataFrame(rows)


def _span(places: tuple[int, int]) -> str:
    low, high = places
    return numbers.count(low) if low == high else t("peers.why.half", low=low, high=high)
