"""Complaints of every unit in every category, month by month, tested and followed over time.

One cell is a unit and a category. At the end of each month its last three months are set against
what the unit's exposure lets expect, and judged among all cells of the bureau; the last twelve
such judgements give its kind. What the reader has chosen to look at changes no judgement.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.statistics.hotspots import (
    LEAST_OBSERVED,
    Hotspot,
    Numbers,
    bound,
    emerging,
    hotspot,
    judged,
)
from dashboard.statistics.trends import LEAST_STEPS, mann_kendall
from dashboard.texts import dates

WINDOW = 3  # months counted together
STEPS = 12  # ends of months whose judgements make the kind
FOLLOWED = 24  # ends of months over which an entry is followed back
LEAST_EXPECTED = 3.0  # below it even no complaint at all is no surprise (5 % by Poisson)
EXPOSURES = ("matters", "population")  # the first there is
KINDS = {
    "new": "new",
    "consecutive": "lasting",
    "persistent": "lasting",
    "sporadic": "lasting",
    "oscillating": "lasting",
    "intensifying": "growing",
    "diminishing": "fading",
    "historical": "fading",
}


@dataclass(frozen=True)
class Cell:
    """A unit in one category or ("") in all; `observed` counts all, `compared` those of units with
    an exposure. `steps` are the judgements at the ends of the months, the oldest first."""

    unit_id: str
    name: str
    level: str
    parent_id: str
    category: str
    observed: float
    compared: float
    expected: float | None
    q: float = 1.0
    kind: str = ""  # new, lasting, growing, fading; "" is no hot spot
    inside: str = ""  # the unit above, where its cell of the category is hot too
    steps: tuple["Step", ...] = ()

    @property
    def spot(self) -> Hotspot | None:
        """Its shrunk index; None without anything to expect."""
        return hotspot(self.compared, self.expected, self.q) if self.expected else None

    @property
    def is_hot(self) -> bool:
        """Whether it passes the rule among all the cells looked at."""
        return bool(self.steps) and self.steps[-1].is_hot

    @property
    def is_too_few(self) -> bool:
        """Whether nothing can be said of it: little is expected and little came."""
        return self.expected is None or (
            self.expected < LEAST_EXPECTED and self.compared < LEAST_OBSERVED
        )


@dataclass(frozen=True)
class Step:
    """One judgement: three months that end with `month`."""

    month: date
    observed: float
    expected: float
    low: float
    is_hot: bool


@remembered
def exposure(choice: Filters) -> str:
    """By what complaints are shared out: matters, else population, "" where there is neither."""
    found = ask_if_connected("complaints/exposures", choice)
    known = found["exposure"].to_list() if found.width else []
    return next((name for name in EXPOSURES if name in known), "")


@remembered
def cells(choice: Filters) -> tuple[Cell, ...]:
    """Every unit of the chosen unit's bureau in every category; () where complaints are 未接入.

    The order is that of the units' list; the chosen unit and category change nothing.
    """
    history = measured.months_of_history(choice, "complaints")
    steps = max(1, min(FOLLOWED, history - WINDOW + 1))
    first = dates.add_months(choice.month, 2 - WINDOW - steps)
    asked = ask_if_connected(
        "complaints/index_by_month", choice, exposure=exposure(choice), first_month=first
    )
    if asked.is_empty():
        return ()
    months = dates.months_between(first, choice.month)
    keys = asked.unique(["unit_id", "category"], maintain_order=True)
    tables = [_by_month(asked, keys, months, name) for name in ("observed", "compared", "expected")]
    place = {key: i for i, key in enumerate(keys.select("unit_id", "category").iter_rows())}
    above = [place.get(key, -1) for key in keys.select("parent_id", "category").iter_rows()]
    return _followed(keys, months[WINDOW - 1 :], above, *tables)


def _followed(
    keys: pl.DataFrame,
    ends: list[date],
    above: list[int],
    observed: Numbers,
    compared: Numbers,
    expected: Numbers,
) -> tuple[Cell, ...]:
    """The cells of `keys` from their tables by months, judged at each of the `ends`."""
    seen, wanted = _rolled(compared), _rolled(expected)
    levels = keys["level"].to_list()
    judgements = [_judged(seen[:, end], wanted[:, end], levels, above) for end in range(len(ends))]
    q, hot = judgements[-1][0], np.stack([one[1] for one in judgements], axis=1)
    lows, monthly = bound(seen, wanted), _excess(compared, expected)
    found = []
    for i, row in enumerate(keys.iter_rows(named=True)):
        inside = hot[i, -1] and above[i] >= 0 and hot[above[i], -1]
        figures = zip(
            ends, *(table[i].tolist() for table in (seen, wanted, lows, hot)), strict=True
        )
        found.append(
            Cell(
                row["unit_id"],
                row["short_name"],
                row["level"],
                row["parent_id"],
                row["category"],
                float(observed[i, -WINDOW:].sum()),
                float(seen[i, -1]),
                float(wanted[i, -1]) or None,
                float(q[i]),
                kind(hot[i, -STEPS:].tolist(), monthly[i, -STEPS:].tolist()),
                row["parent_id"] if inside else "",
                tuple(Step(*each) for each in figures) if hot[i].any() else (),
            )
        )
    return tuple(found)


def under(unit_id: str, known: Sequence[Cell]) -> frozenset[str]:
    """The unit and all that report to it, as far as they are among the cells."""
    parents = {cell.unit_id: cell.parent_id for cell in known}
    inside = {unit_id}
    while more := {one for one, above in parents.items() if above in inside} - inside:
        inside |= more
    return frozenset(inside)


def _by_month(asked: pl.DataFrame, keys: pl.DataFrame, months: list[date], name: str) -> Numbers:
    """A table of cells (lines) by months, 0 where there is no row."""
    wide = asked.pivot("month", index=["unit_id", "category"], values=name)
    joined = keys.select("unit_id", "category").join(
        wide, on=["unit_id", "category"], how="left", maintain_order="left"
    )
    columns = [str(month) for month in months]
    full = joined.with_columns(
        pl.lit(0.0).alias(column) for column in columns if column not in joined.columns
    )
    return full.select(columns).fill_null(0.0).to_numpy().astype(float)


def _rolled(monthly: Numbers) -> Numbers:
    """Sums of three months, one column for each month that ends such a window."""
    run = np.cumsum(np.pad(monthly, ((0, 0), (1, 0))), axis=1)
    # Sums of shares can differ from nothing by the last digit of a number.
    return np.round(run[:, WINDOW:] - run[:, :-WINDOW], 9)


def _judged(
    seen: Numbers, wanted: Numbers, levels: list[str], above: list[int]
) -> tuple[Numbers, NDArray[np.bool_]]:
    """q and decision of every cell at one moment; those without anything to expect take no part,
    nor does the bureau, which is only compared with itself."""
    part = np.flatnonzero((wanted > 0) & (np.array(levels) != "bureau"))
    places = {int(place): i for i, place in enumerate(part)}
    found = judged(
        seen[part],
        wanted[part],
        [levels[place] for place in part],
        [places.get(above[place], -1) for place in part],
    )
    q, hot = np.ones(len(seen)), np.zeros(len(seen), dtype=bool)
    q[part], hot[part] = found.q, found.is_hot
    return q, hot


def _excess(compared: Numbers, expected: Numbers) -> Numbers:
    """Single months in standard errors above what is expected: windows overlap, months do not."""
    error = np.sqrt(expected)
    return np.divide(compared - expected, error, out=np.zeros_like(error), where=error > 0)


def kind(hot: list[bool], monthly: list[float]) -> str:
    """new, lasting, growing or fading by the emerging pattern; "" for none.

    The trend is that of the single months and needs ten of them.
    """
    trend = mann_kendall(monthly).direction if len(hot) >= LEAST_STEPS else 0
    if len(hot) == 1 and hot[0]:
        return "new"  # nothing is known of before
    return KINDS.get(emerging([int(step) for step in hot], trend).kind, "")
