"""Units of a level beside their peers: above, alike, below or too few, in name order.

How to use it:

    found = peers.peers("SAT02", choice, "station")     # None where it cannot be compared
    found.frame                                         # one row a unit, in name order
    found.names("below")                                # names of a group, in name order
    found.frame.filter(pl.col("is_inside"))             # the units under the chosen one
    peers.verdict(found, unit_id)                       # V8 with its working
    peers.of_ratios("CAS02", choice, "branch", frame)   # from O and E of one's own
    peers.ranks(found)                                  # for 为什么不排名次

pictures.peers draws it: `intervals`, `funnel`; elements.no_ranks has the dialog. Units are compared
inside their peer group across the whole bureau, whatever unit is chosen: `is_inside` tells the
chosen unit's own. Units that do not take part (their list says so) are left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from math import inf
from typing import Any, Literal

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.statistics import funnels
from dashboard.statistics import ranks as simulated
from dashboard.statistics.estimates import share_of
from dashboard.statistics.funnels import Funnel
from dashboard.statistics.proportions import wilson
from dashboard.statistics.ranks import Rank
from dashboard.statistics.ratios import poisson
from dashboard.units import name_order
from dashboard.verdicts import Verdict
from dashboard.verdicts.peers import Standing, figure_words, standing_verdict

Kind = Literal["share", "ratio"]
Months = tuple[int, date]  # how many, and the last one
GROUPS = ("below", "alike", "above", "too_few")
COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit_id": pl.String,
    "short_name": pl.String,
    "peer_group": pl.String,
    "is_inside": pl.Boolean,  # stands under the chosen unit, or is it
    "n": pl.Float64,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "size": pl.Float64,  # effective n of a share, expected count of a ratio
    "value": pl.Float64,  # in the indicator's scale
    "low": pl.Float64,
    "high": pl.Float64,
    "centre": pl.Float64,  # of its peer group, in the indicator's scale
    "ratio": pl.Float64,  # value / centre
    "group": pl.String,  # above | alike | below | too_few
    "is_watch": pl.Boolean,  # beyond the 95 % limits, but not a group
    "z": pl.Float64,
    "p": pl.Float64,
    "q": pl.Float64,  # p after Benjamini–Hochberg
    "df": pl.Float64,  # of a survey's strata and sampling units; infinite where they are not known
}

COMPLAINTS = "CMP01"  # complaints per head
KNOWN = tuple(COLUMNS)[:8]  # what is known of a unit before it is compared


@dataclass(frozen=True)
class Peers:
    """All units of a level of the bureau; `funnels` by peer group, in the order of `members`."""

    indicator_id: str
    level: str
    kind: Kind
    window: int  # months added up, to `month`; 0 where the caller's own
    month: date
    frame: pl.DataFrame
    funnels: Mapping[str, Funnel]
    members: Mapping[str, tuple[str, ...]]

    def names(self, group: str, inside_only: bool = True) -> list[str]:
        """Short names of the units in a group, in name order."""
        rows = self.frame.filter(pl.col("group") == group)
        if inside_only:
            rows = rows.filter(pl.col("is_inside"))
        return rows["short_name"].to_list()

    @property
    def inside(self) -> pl.DataFrame:
        """The rows of the units under the chosen one."""
        return self.frame.filter(pl.col("is_inside"))


@remembered
def peers(indicator_id: str, choice: Filters, level: str, window: int = 0) -> Peers | None:
    """An indicator's units of a level; None where data or a test for it are missing.

    `window` in months; 0 is the registry's for the level.
    """
    units = _units(choice, level)
    if units.is_empty():
        return None
    whole = Filters(
        unit_id=_root(choice),
        month=choice.month,
        span=choice.span,
        programme=choice.programme,
        structure=choice.structure,
    )
    found = _of_bureau(indicator_id, whole, level, window)
    if found is None:
        return None
    inside = units.filter("is_inside")["unit_id"].to_list()
    return replace(found, frame=found.frame.with_columns(is_inside=pl.col("unit_id").is_in(inside)))


@remembered
def _of_bureau(indicator_id: str, whole: Filters, level: str, window: int) -> Peers | None:
    """The comparison is the same whichever unit is chosen: reckoned once for the bureau."""
    indicator = get(indicator_id)
    month = _last_mature(indicator_id, whole)
    if indicator.interval not in ("wilson", "poisson") or month is None:
        return None
    window = window or indicator.window(level)
    sums = measured.by_unit(indicator_id, whole.but(month=month), level, window)
    if sums.is_empty():
        return None
    sums = (
        _units(whole, level)
        .join(sums, on="unit_id", how="left")
        .with_columns(pl.col("n", "numerator", "denominator").fill_null(0.0))
    )
    if indicator.interval == "wilson":
        return _shares(indicator, level, (window, month), sums.with_columns(_sizes(sums)))
    return _ratios(indicator, level, (window, month), sums, pl.col("denominator"))


def of_shares(indicator_id: str, choice: Filters, level: str, sums: pl.DataFrame) -> Peers | None:
    """From sums of one's own: unit_id, numerator, denominator, n and, if known, size.

    `size` is the effective n; without the column n stands for it.
    """
    units = _units(choice, level)
    if units.is_empty():
        return None
    if "size" not in sums.columns:
        sums = sums.with_columns(size=pl.col("n").cast(pl.Float64))
    known = units.join(sums, on="unit_id", how="left").with_columns(
        pl.col("n", "numerator", "denominator", "size").fill_null(0.0)
    )
    return _shares(get(indicator_id), level, (0, choice.month), known)


def of_ratios(indicator_id: str, choice: Filters, level: str, sums: pl.DataFrame) -> Peers | None:
    """From unit_id, observed, expected and n (cases behind it): a standardised comparison.

    Expected counts are brought to the peer group's observed sum, so that 1 is the group's own
    mean; values and limits stand in the indicator's scale when n is the denominator.
    """
    units = _units(choice, level)
    if units.is_empty():
        return None
    known = units.join(sums, on="unit_id", how="left").with_columns(
        pl.col("n", "observed", "expected").fill_null(0.0)
    )
    known = known.with_columns(numerator=pl.col("observed"), denominator=pl.col("n"))
    return _ratios(get(indicator_id), level, (0, choice.month), known, pl.col("expected"))


def good_side(indicator: Indicator) -> str:
    """above or below, whichever is better; "" where neither is praise or blame.

    Not without a light (clearance, incidence, stock), and not of complaints: many may come of
    open channels, few of closed ones.
    """
    if indicator.status != "light" or indicator.id == COMPLAINTS:
        return ""
    return {"up": "above", "down": "below"}.get(indicator.direction, "")


def ranks(found: Peers) -> dict[str, Rank]:
    """Each unit's simulated place in its peer group; the same in any order of units.

    The first place is the best one; where neither way is better, the highest figure.
    """
    is_high_first = get(found.indicator_id).direction != "down"
    rows = {row["unit_id"]: row for row in found.frame.iter_rows(named=True)}
    ranked: dict[str, Rank] = {}
    for members in found.members.values():
        sizes = [rows[unit]["size"] for unit in members]
        funnel = found.funnels[rows[members[0]]["peer_group"]]
        counts = [value * size for value, size in zip(funnel.values, sizes, strict=True)]
        of = simulated.of_shares if found.kind == "share" else simulated.of_ratios
        ranked |= of(members, counts, sizes, is_high_first=is_high_first)
    return ranked


def _units(choice: Filters, level: str) -> pl.DataFrame:
    """The units of the level that take part; of a reader with a scope only his own are inside."""
    units = ask_if_connected("measured/peer_groups", choice, level=level)
    if units.is_empty():
        return units
    units = units.filter(pl.col("is_compared")).drop("is_compared")
    if choice.scope:
        units = units.with_columns(
            is_inside=pl.col("is_inside") & pl.col("unit_id").is_in(choice.scope)
        )
    return units


def _last_mature(indicator_id: str, root: Filters) -> date | None:
    course = measured.by_month(indicator_id, root)
    months = course.filter(pl.col("is_mature"))["month"].to_list() if course.height else []
    return max(months, default=None)


def _root(choice: Filters) -> str:
    units = ask_if_connected("choice/units")
    found = units.filter(pl.col("unit_id") == choice.unit_id)["root_id"].to_list()
    return str(found[0]) if found else choice.unit_id


def _sizes(sums: pl.DataFrame) -> list[pl.Series]:
    """Effective numbers of answers and their degrees of freedom: of strata and sampling units
    where known, else Kish's for weights; more where answers count by halves."""
    sizes, df = [], []
    for row in sums.iter_rows(named=True):
        is_there = row["denominator"] > 0 and row["n"] > 0
        share = share_of(measured.sums_of(row)) if is_there else None
        sizes.append(share.n_design if share else 0.0)
        df.append(share.df if share else inf)
    return [pl.Series("size", sizes, pl.Float64), pl.Series("df", df, pl.Float64)]


def _shares(indicator: Indicator, level: str, months: Months, sums: pl.DataFrame) -> Peers | None:
    sums = sums.with_columns(
        is_enough=(pl.col("n") >= max(indicator.minimum_n, 1)) & (pl.col("size") > 0),
        share=(pl.col("numerator") / pl.col("denominator")).clip(0, 1),
    )

    def funnel(rows: pl.DataFrame) -> Funnel:
        return funnels.proportions((rows["share"] * rows["size"]).to_list(), rows["size"].to_list())

    return _compared(indicator, level, "share", months, sums, funnel)


def _ratios(
    indicator: Indicator, level: str, months: Months, sums: pl.DataFrame, exposure: pl.Expr
) -> Peers | None:
    """A unit takes part where enough was counted or expected: none where forty are due is much."""
    sums = sums.with_columns(exposure=exposure.cast(pl.Float64))
    sums = _expected(sums, pl.lit(True))
    least = max(indicator.minimum_n, 1)
    enough = pl.max_horizontal("n", "size") >= least if indicator.per else pl.col("n") >= least
    sums = sums.with_columns(is_enough=enough & (pl.col("size") > 0))
    sums = _expected(sums, pl.col("is_enough"))

    def funnel(rows: pl.DataFrame) -> Funnel:
        return funnels.ratios(rows["numerator"].to_list(), rows["size"].to_list())

    return _compared(indicator, level, "ratio", months, sums, funnel)


def _expected(sums: pl.DataFrame, among: pl.Expr) -> pl.DataFrame:
    """What the peer group's own rate among some of its units would lead one to expect."""
    observed = pl.col("numerator").filter(among).sum().over("peer_group")
    exposed = pl.col("exposure").filter(among).sum().over("peer_group")
    return sums.with_columns(
        size=pl.when(exposed > 0).then(observed / exposed * pl.col("exposure")).otherwise(0.0)
    )


def _compared(
    indicator: Indicator,
    level: str,
    kind: Kind,
    months: Months,
    sums: pl.DataFrame,
    funnel: Callable[[pl.DataFrame], Funnel],
) -> Peers | None:
    drawn: dict[str, Funnel] = {}
    members: dict[str, tuple[str, ...]] = {}
    judged: dict[str, dict[str, object]] = {}
    for (peer_group,), rows in (
        sums.filter("is_enough").sort("unit_id").group_by("peer_group", maintain_order=True)
    ):
        key = str(peer_group)
        drawn[key] = funnel(rows)
        members[key] = tuple(rows["unit_id"].to_list())
        judged |= _judged(indicator, kind, drawn[key], rows)
    if not drawn:
        return None
    frame = _frame(sums, judged)
    return Peers(indicator.id, level, kind, *months, frame, drawn, members)


def _judged(
    indicator: Indicator, kind: Kind, funnel: Funnel, rows: pl.DataFrame
) -> dict[str, dict[str, object]]:
    """What a funnel says of each of its units; figures in the indicator's scale."""
    centre = funnel.centre if kind == "share" else _own_rate(rows)
    groups, watched = funnel.groups, funnel.beyond(funnels.WATCH)
    found: dict[str, dict[str, object]] = {}
    for place, row in enumerate(rows.iter_rows(named=True)):
        value, size = funnel.values[place], row["size"]
        if kind == "share":
            low, high = wilson(value * size, size, row.get("df", inf))
            factor = indicator.scale
        else:
            low, high = (limit / size for limit in poisson(row["numerator"]))
            factor = indicator.scale * centre
        found[row["unit_id"]] = {
            "value": value * factor,
            "low": low * factor,
            "high": high * factor,
            "centre": centre * indicator.scale,
            "ratio": value / funnel.centre if funnel.centre else None,
            "group": groups[place],
            "is_watch": groups[place] == "alike" and watched[place] != "alike",
            "z": funnel.z[place],
            "p": funnel.p[place],
            "q": funnel.q[place],
            "df": row.get("df", inf),
        }
    return found


def _own_rate(rows: pl.DataFrame) -> float:
    """What a peer group's units have together; 1 where nothing but an expectation is known."""
    denominator = float(rows["denominator"].sum())
    return float(rows["numerator"].sum()) / denominator if denominator > 0 else 1.0


def _frame(sums: pl.DataFrame, judged: Mapping[str, Mapping[str, object]]) -> pl.DataFrame:
    rows: list[dict[str, Any]] = []
    for row in sums.iter_rows(named=True):
        said = judged.get(row["unit_id"], {"group": "too_few", "is_watch": False})
        rows.append({name: row[name] if name in KNOWN else said.get(name) for name in COLUMNS})
    rows.sort(key=lambda row: (name_order(row["short_name"]), row["unit_id"]))
    return pl.DataFrame(rows, schema=COLUMNS)


def standing(found: Peers, unit_id: str, choice: Filters | None = None) -> Standing | None:
    """One unit's row as the verdict takes it; None for a unit that takes no part."""
    rows = found.frame.filter(pl.col("unit_id") == unit_id)
    if rows.is_empty():
        return None
    row = rows.row(0, named=True)
    shared = ("group", "n", "numerator", "denominator", "size", "value", "low", "high", "centre")
    return Standing(
        indicator_id=found.indicator_id,
        unit=row["short_name"],
        kind=found.kind,
        p=row["p"] if row["p"] is not None else 1.0,
        q=row["q"] if row["q"] is not None else 1.0,
        window=found.window,
        choice=choice,
        **{name: row[name] for name in shared},
    )


def verdict(found: Peers, unit_id: str, choice: Filters | None = None) -> Verdict | None:
    """V8 of a unit, V4 where it has too few; None for a unit that takes no part."""
    of = standing(found, unit_id, choice)
    if of is None:
        return None
    group = next((name for name, units in found.members.items() if unit_id in units), None)
    funnel = found.funnels[group] if group is not None else None
    return standing_verdict(of, funnel, get(found.indicator_id).minimum_n)


def figure(found: Peers, unit_id: str) -> str:
    """81.2%(±2.2); "" where a unit has too few."""
    of = standing(found, unit_id)
    return figure_words(of) if of is not None and of.value is not None else ""
