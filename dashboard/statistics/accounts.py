"""A stock taken apart: whether it moved beyond chance, and which of its flows moved it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import inf, sqrt
from typing import Literal

import numpy as np

from dashboard.statistics.control_charts import sigma_z
from dashboard.statistics.distributions import normal_above
from dashboard.statistics.proportions import Z

YEAR = 12
PAIRS = 2  # pairs of years that tell how much a month differs from the same one a year before

Side = Literal["up", "down", "level"]


@dataclass(frozen=True)
class Flow:
    """One term of the account over twelve months, held against the twelve before.

    `sign` is +1 for what comes in; `dispersion` how much wider than Poisson its months spread.
    """

    name: str
    sign: int
    now: float
    before: float
    dispersion: float
    z: float

    @property
    def difference(self) -> float:
        """More or fewer than in the twelve months before."""
        return self.now - self.before

    @property
    def effect(self) -> float:
        """What the difference did to the stock."""
        return self.sign * self.difference


@dataclass(frozen=True)
class Account:
    """The stock's change over twelve months, its z, and the flows in the order given.

    `cause` is the flow that differs most in the direction of the stock and beyond chance; None
    where the stock did not move beyond chance or no single flow did.
    """

    change: float
    z: float
    flows: tuple[Flow, ...]
    cause: Flow | None

    @property
    def is_beyond_chance(self) -> bool:
        """Whether in- and outflow of the twelve months differ by more than chance."""
        return self.z >= Z

    @property
    def p(self) -> float:
        """Two-sided."""
        return float(2 * normal_above(self.z))


def account(
    flows: Mapping[str, tuple[int, Sequence[float]]],
    *,
    moved: tuple[Sequence[float], Sequence[float]] = ((), ()),
    certain: float = 0.0,
    barred: Mapping[str, Side] | None = None,
) -> Account:
    """The account of a stock from its flows by month, oldest first, 24 months or more.

    `flows` gives sign and monthly counts by name; `moved` what moved in and out, which is netted,
    for most moves have two ends inside the unit; `certain` what was moved by a decision (a
    reorganisation) in the last twelve months, net. `barred` names flows that may be the cause in
    the one direction only that is given ("level": not at all). Each flow's sums of two years are
    compared by D6 with over-dispersion; the stock's change is inflow against outflow, the same.
    """
    found = tuple(_flow(name, sign, months) for name, (sign, months) in flows.items())
    moves = float(sum(sum(side[-YEAR:]) for side in moved))
    noise = sqrt(sum(flow.dispersion * flow.now for flow in found) + moves)
    if any(any(side) for side in moved):
        found = (*found, _net(*moved))
    change = certain + sum(flow.sign * flow.now for flow in found)
    z = _z(abs(change), noise)
    cause = None
    if z >= Z:
        able = [flow for flow in found if _may_be_cause(flow, change, barred or {})]
        cause = max(able, key=lambda flow: abs(flow.effect), default=None)
        if certain * change > 0 and (cause is None or abs(certain) > abs(cause.effect)):
            cause = Flow("reorganised", 1, certain, 0.0, 0.0, inf)
    return Account(change, z, found, cause)


def _flow(name: str, sign: int, months: Sequence[float]) -> Flow:
    now, before = float(sum(months[-YEAR:])), float(sum(months[-2 * YEAR : -YEAR]))
    spread = dispersion(months)
    return Flow(
        name, sign, now, before, spread, _z(abs(now - before), sqrt(spread * (now + before)))
    )


def _net(ins: Sequence[float], outs: Sequence[float]) -> Flow:
    """What moved in less what moved out; every single move is taken as chance."""
    net = [came - went for came, went in zip(ins, outs, strict=True)]
    now, before = float(sum(net[-YEAR:])), float(sum(net[-2 * YEAR : -YEAR]))
    moves = sum(ins[-2 * YEAR :]) + sum(outs[-2 * YEAR :])
    return Flow("moved", 1, now, before, 1.0, _z(abs(now - before), sqrt(moves)))


def _z(difference: float, noise: float) -> float:
    """D6: with the correction for counts being whole."""
    return max(difference - 1, 0.0) / noise if noise > 0 else 0.0


def _may_be_cause(flow: Flow, change: float, barred: Mapping[str, Side]) -> bool:
    side: Side = "up" if flow.difference > 0 else "down"
    allowed = barred.get(flow.name, side)
    return flow.effect * change > 0 and flow.z >= Z and allowed == side


def dispersion(months: Sequence[float]) -> float:
    """Variance over mean of monthly counts, at least 1; the season and the trend left out.

    Taken from the differences of each month from the same a year before, around their mean of
    each pair of years: half the variance of a difference is that of a month.
    """
    counts = np.asarray(months, dtype=np.float64)
    squares, sums, pairs = 0.0, 0.0, 0
    for back in range(min(PAIRS, counts.size // YEAR - 1)):
        end = counts.size - back * YEAR
        late, early = counts[end - YEAR : end], counts[end - 2 * YEAR : end - YEAR]
        steps = late - early
        squares += float(((steps - steps.mean()) ** 2).sum()) / (YEAR - 1)
        sums += float((late + early).mean())
        pairs += 1
    return max(squares / sums, 1.0) if pairs and sums > 0 else 1.0


@dataclass(frozen=True)
class Shift:
    """A share in two windows of months, one after the other, and whether it truly moved."""

    now: float
    before: float
    z: float

    @property
    def side(self) -> Side:
        """up or down where the difference is beyond chance, else level."""
        if abs(self.z) < Z:
            return "level"
        return "up" if self.z > 0 else "down"


def shift(positive: Sequence[float], n: Sequence[float]) -> Shift | None:
    """The last twelve months' share against the twelve before; None without 24 months of cases.

    z of the difference of two independent shares, widened by how much the months spread beyond
    binomial chance (Laney's sigma_z, at least 1).
    """
    if len(n) < 2 * YEAR or sum(n[-YEAR:]) <= 0 or sum(n[-2 * YEAR : -YEAR]) <= 0:
        return None
    parts = [(sum(positive[i:j]), sum(n[i:j])) for i, j in ((len(n) - 12, len(n)), (-24, -12))]
    (x1, n1), (x0, n0) = parts
    now, before = x1 / n1, x0 / n0
    variance = now * (1 - now) / n1 + before * (1 - before) / n0
    months = [(x, m) for x, m in zip(positive, n, strict=True) if m > 0][-2 * YEAR :]
    widened = max(sigma_z([x for x, _ in months], [m for _, m in months]), 1.0)
    z = (now - before) / (widened * sqrt(variance)) if variance > 0 else 0.0
    return Shift(now, before, z)
