"""负荷: matters for each officer beside the median of the peers; context, never a judgement."""

from dataclasses import dataclass
from statistics import median

from dashboard import units
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.texts import numbers, t


@dataclass(frozen=True)
class Workload:
    """Matters for each officer in twelve months; the median is of the other peers."""

    own: float
    matters: float
    officers: float
    median: float | None
    peers: int


@remembered
def workload(choice: Filters) -> Workload | None:
    """Of the chosen unit; None where officers are not known."""
    level = units.levels().get(choice.unit_id, "")
    frame = ask_if_connected("unit_profile/workload_by_unit", choice, level=level)
    rows = {row["unit_id"]: row for row in frame.iter_rows(named=True)}
    own = rows.get(choice.unit_id)
    if own is None:
        return None
    others = [
        row["matters_per_officer"]
        for row in rows.values()
        if row["peer_group"] == own["peer_group"] and row["unit_id"] != choice.unit_id
    ]
    return Workload(
        own["matters_per_officer"],
        own["matter_count"],
        own["officer_count"],
        median(others) if others else None,
        len(others),
    )


def sentence(choice: Filters) -> str:
    """每名民警 44.8 件案事件，同类中位 37.5。"""
    found = workload(choice)
    if found is None:
        return t("unit_profile.workload_unknown")
    own = numbers.plain(found.own, 1)
    if found.median is None:
        return t("unit_profile.workload_alone", own=own)
    return t("unit_profile.workload", own=own, median=numbers.plain(found.median, 1), n=found.peers)
