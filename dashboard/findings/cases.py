"""Findings in cases: cleared at the year's end, dockets upside down, reports not docketed."""

from collections.abc import Iterator

import polars as pl

from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.findings.suspicion import ENOUGH, LEVEL, Suspicion, discovered
from dashboard.statistics import funnels, oddities
from dashboard.texts import dates, numbers

ENDS = {"year_end": (12,), "quarter_end": (3, 6, 9)}  # months that targets look at
FAR = 0.8  # of the peers' share: what is less below is not far from them
LEAST_CLEARED = 30  # a month, for its swing to say anything


def year_end(choice: Filters) -> list[Suspicion]:
    """The chosen unit clears more in Decembers, or at the ends of quarters, than otherwise."""
    rows = ask_if_connected("findings/clearances_by_month", choice)
    if rows.is_empty() or float(rows["solved"].mean() or 0) < LEAST_CLEARED:  # type: ignore[arg-type]
        return []
    found = []
    every = pl.col("month").dt.month()
    for variant, ends in ENDS.items():
        kept = rows if variant == "year_end" else rows.filter(every != 12)
        chosen = kept["month"].dt.month().is_in(list(ends))
        peak = oddities.recurring_peak(kept["solved"].to_list(), chosen.to_list())
        if peak is None or peak.p * len(ENDS) >= LEVEL:
            continue
        inside, outside = kept.filter(chosen), kept.filter(~chosen)
        holes = {
            "times": numbers.times(peak.ratio, peak.low, peak.high),
            "months": numbers.count(peak.months),
            "others": numbers.count(outside.height),
            "last": dates.month(inside["month"][-1]),
            "solved": numbers.count(inside["solved"][-1]),
            "series": numbers.rate(_share(inside)),
            "usual": numbers.rate(_share(outside)),
        }
        found.append(
            Suspicion(
                "year_end", choice.unit_id, min(peak.p * len(ENDS), 1.0), holes, rows,
                ("findings/clearances_by_month",), variant if variant != "year_end" else "",
            )
        )  # fmt: skip
    return found


def _share(rows: pl.DataFrame) -> float:
    return float(rows["solved_series"].sum()) / max(float(rows["solved"].sum()), 1.0)


def inverted_dockets(choice: Filters) -> list[Suspicion]:
    """Units that docket more criminal than public-security cases."""
    rows = ask_if_connected("findings/reports_by_unit", choice)
    if rows.is_empty():
        return []
    tested = []
    for row in rows.filter(pl.col("docketed") >= ENOUGH).iter_rows(named=True):
        p = oddities.more_than_half(row["criminal"], row["docketed"])
        holes = {
            "criminal": numbers.count(row["criminal"]),
            "other": numbers.count(row["docketed"] - row["criminal"]),
            "n": numbers.count(row["docketed"]),
        }
        own = rows.filter(pl.col("unit_id") == row["unit_id"])
        found = Suspicion(
            "inverted_dockets", row["unit_id"], p, holes, own, ("findings/reports_by_unit",)
        )
        tested.append((p, found))
    return discovered(tested)


def under_filing(choice: Filters) -> list[Suspicion]:
    """Units that docket a far smaller share of what is reported than their peers."""
    rows = ask_if_connected("findings/reports_by_unit", choice)
    if rows.is_empty():
        return []
    tested = []
    for group in _peers(rows.filter(pl.col("decided") >= ENOUGH)):
        funnel = funnels.proportions(group["docketed"].to_list(), group["decided"].to_list())
        units = zip(group.iter_rows(named=True), funnel.values, funnel.z, funnel.p, strict=True)
        for row, share, z, p in units:
            holes = {
                "share": numbers.rate(share),
                "usual": numbers.rate(funnel.centre),
                "docketed": numbers.count(row["docketed"]),
                "n": numbers.count(row["decided"]),
                "peers": numbers.count(group.height),
                "less": numbers.rate(1 - share / funnel.centre),
                "far": numbers.rate(1 - FAR),
            }
            own = rows.filter(pl.col("unit_id") == row["unit_id"])
            found = Suspicion(
                "under_filing", row["unit_id"], p, holes, own, ("findings/reports_by_unit",)
            )
            is_far = z < 0 and share <= FAR * funnel.centre
            tested.append((p / 2 if is_far else 1.0, found))
    return discovered(tested)


def _peers(rows: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Peer groups large enough to compare in; units of smaller ones together."""
    sizes = rows.with_columns(peers=pl.len().over("peer_group"))
    is_large = (pl.col("peers") >= funnels.ENOUGH_UNITS) & pl.col("peer_group").is_not_null()
    for _, group in sizes.filter(is_large).group_by("peer_group", maintain_order=True):
        yield group
    rest = sizes.filter(~is_large)
    if rest.height >= funnels.ENOUGH_UNITS:
        yield rest
