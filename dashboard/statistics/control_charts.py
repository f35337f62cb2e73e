"""What a series varies by from month to month, and which points are more than that.

XmR charts with the four rules of the NHS's making-data-count charts (Nelson 1982), and Laney's p'
chart for shares whose n differs from month to month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np

from dashboard.statistics.inputs import counts, known, paired, sizes

SCREENED = 3.267  # a moving range this many times the mean one is left out of it, once
LIMIT = 2.66  # three sigma by mean moving ranges: 3 / 1.128
SIGMA = 1.128  # mean moving range of a normal series in units of its sigma
RUN = 7
ENOUGH_POINTS = 13  # fewer in a segment: trial limits
ENOUGH_FIRST = 12  # fewer to take limits from: trial limits
ROUNDING = 1e-12  # what adding up leaves of a difference of nothing, against the values

Rule = Literal["", "beyond", "trend", "two_of_three", "run"]
Side = Literal[-1, 0, 1]
Variation = Literal["improvement", "concern", "high", "low", "common"]
Assurance = Literal["pass", "fail", "hit_or_miss", "none"]


@dataclass(frozen=True)
class Point:
    """One point judged by the first rule it meets; `side` 1 is above or rising, -1 the mirror."""

    value: float
    mean: float
    low: float
    high: float
    rule: Rule = ""
    side: Side = 0


@dataclass(frozen=True)
class Chart:
    """A chart of one or more segments in order; limits are those of each point's own segment.

    The centre line, limits and `is_trial` below are those of the last segment.
    """

    points: tuple[Point, ...]
    mean: float
    low: float
    high: float
    sigma: float  # mean moving range / 1.128; for a p' chart sigma_z
    is_trial: bool

    def variation(self, direction: str) -> Variation:
        """Class of the last point; `direction` up or down says which way is better, else none."""
        last = self.points[-1]
        if not last.rule:
            return "common"
        if direction not in ("up", "down"):
            return "high" if last.side > 0 else "low"
        return "improvement" if (last.side > 0) == (direction == "up") else "concern"

    def assurance(self, target: float | None, direction: str) -> Assurance:
        """Whether the process meets a target always, never, or now and then."""
        if target is None or direction not in ("up", "down"):
            return "none"
        if self.low <= target <= self.high:
            return "hit_or_miss"
        return "pass" if (target < self.low) == (direction == "up") else "fail"


def xmr(
    values: Sequence[float],
    *,
    screening: bool = True,
    first: int | None = None,
    rebase: Sequence[int] = (),
) -> Chart:
    """Individual values with mean +- 2.66 mean moving ranges; at least one value.

    `first`: limits of each segment from its first so many points only. `rebase`: places (from 0)
    where a new segment begins, each for a recorded reason; no rule crosses one. Months without a
    value are left out before: ValueError.
    """
    points: list[Point] = []
    parts = _segments(_charted("values", known("values", values)), rebase)
    for part in parts:
        mean, ranges = _centre(part[:first], screening)
        reach = LIMIT * ranges
        points += _judged(part, [mean] * len(part), [reach] * len(part))
    last = points[-1]
    return Chart(
        tuple(points), last.mean, last.low, last.high, ranges / SIGMA, _is_trial(parts[-1], first)
    )


def p_prime(
    positive: Sequence[float],
    n: Sequence[float],
    *,
    screening: bool = True,
    first: int | None = None,
    rebase: Sequence[int] = (),
) -> Chart:
    """Shares with limits by each month's own n and the month-to-month spread (Laney 2002).

    Centre p = sum positive / sum n; limits p +- 3 sigma_i sigma_z with sigma_i = sqrt(p(1-p)/n_i)
    and sigma_z = mean moving range of z / 1.128. Limits are not cut to [0, 1]: showing is.
    ValueError where a month has no n.
    """
    points: list[Point] = []
    months = counts("positive", positive), _charted("n", sizes("n", n))
    paired(positive=months[0], n=np.asarray(months[1]))
    parts = list(zip(*(_segments(column, rebase) for column in months), strict=True))
    for counted, asked in parts:
        centre = sum(counted[:first]) / sum(asked[:first])
        spread = sigma_z(counted[:first], asked[:first], screening=screening)
        shares = [each / size for each, size in zip(counted, asked, strict=True)]
        reach = [3 * spread * sqrt(max(centre * (1 - centre), 0.0) / size) for size in asked]
        points += _judged(shares, [centre] * len(shares), reach)
    last = points[-1]
    is_trial = _is_trial(parts[-1][0], first)
    return Chart(tuple(points), last.mean, last.low, last.high, spread, is_trial)


def sigma_z(positive: Sequence[float], n: Sequence[float], *, screening: bool = True) -> float:
    """Laney's sigma_z: how much more shares vary from month to month than their n explains.

    1 where by n alone; may be below 1. With fewer than two months, or where all answers are the
    same, 1. ValueError where a month has no n.
    """
    counted, asked = counts("positive", positive), sizes("n", n)
    paired(positive=counted, n=asked)
    centre = float(counted.sum() / asked.sum()) if asked.size else 0.0
    if asked.size < 2 or not 0 < centre < 1:
        return 1.0
    z = (counted / asked - centre) / np.sqrt(centre * (1 - centre) / asked)
    return _centre(z.tolist(), screening)[1] / SIGMA


def _charted(name: str, values: np.ndarray) -> np.ndarray:
    if not values.size:
        raise ValueError(f"{name}: a chart needs a month at least")
    return values


def _segments(values: np.ndarray, rebase: Sequence[int]) -> list[list[float]]:
    ends = [*sorted({place for place in rebase if 0 < place < len(values)}), len(values)]
    starts = [0, *ends[:-1]]
    return [values[start:end].tolist() for start, end in zip(starts, ends, strict=True)]


def _is_trial(segment: Sequence[float], first: int | None) -> bool:
    return len(segment) < ENOUGH_POINTS or (first is not None and first < ENOUGH_FIRST)


def _centre(values: Sequence[float], screening: bool) -> tuple[float, float]:
    """Mean of the values and mean moving range, outlying ranges dropped once if asked."""
    ranges = np.abs(np.diff(np.asarray(values, float)))
    mean_range = float(ranges.mean()) if len(ranges) else 0.0
    kept = ranges[ranges < SCREENED * mean_range]
    if screening and len(kept):
        mean_range = float(kept.mean())
    return float(np.mean(values)), mean_range


def _judged(values: Sequence[float], means: Sequence[float], reach: Sequence[float]) -> list[Point]:
    """The four rules on one segment, in their order; the first that holds names the point."""
    away = [apart(value, mean) for value, mean in zip(values, means, strict=True)]
    side = [_sign(each) for each in away]
    outside = [apart(abs(each), far) > 0 for each, far in zip(away, reach, strict=True)]
    close = [
        not out and abs(each) > far * 2 / 3
        for each, far, out in zip(away, reach, outside, strict=True)
    ]
    trend, run = _trends(values), _runs(side)
    warned = _two_of_three(close, side)
    points = []
    for i, (value, mean) in enumerate(zip(values, means, strict=True)):
        rule: Rule = ""
        towards: Side = side[i]
        if outside[i]:
            rule = "beyond"
        elif trend[i]:
            rule, towards = "trend", trend[i]
        elif warned[i]:
            rule = "two_of_three"
        elif run[i]:
            rule = "run"
        points.append(
            Point(value, mean, mean - reach[i], mean + reach[i], rule, towards if rule else 0)
        )
    return points


def apart(value: float, other: float) -> float:
    """value - other; 0 where only the rounding of sums parts them: a level series is level."""
    gap = value - other
    return gap if abs(gap) > ROUNDING * max(abs(value), abs(other)) else 0.0


def _sign(number: float) -> Side:
    return 1 if number > 0 else -1 if number < 0 else 0


def _trends(values: Sequence[float]) -> list[Side]:
    """The direction at every point of seven in a row that go strictly one way; the last holds."""
    found: list[Side] = [0] * len(values)
    for start in range(len(values) - RUN + 1):
        steps = {
            _sign(apart(after, before))
            for before, after in zip(
                values[start : start + RUN - 1], values[start + 1 : start + RUN], strict=True
            )
        }
        if len(steps) == 1 and 0 not in steps:
            found[start : start + RUN] = [*steps] * RUN
    return found


def _runs(side: Sequence[Side]) -> list[bool]:
    """Every point of seven in a row strictly on one side of the mean."""
    found = [False] * len(side)
    for start in range(len(side) - RUN + 1):
        if abs(sum(side[start : start + RUN])) == RUN:
            found[start : start + RUN] = [True] * RUN
    return found


def _two_of_three(close: Sequence[bool], side: Sequence[Side]) -> list[bool]:
    """Points near a limit where two of three neighbours are, all three on one side."""
    found = [False] * len(close)
    for start in range(len(close) - 2):
        window = range(start, start + 3)
        if abs(sum(side[i] for i in window)) == 3 and sum(close[i] for i in window) >= 2:
            for i in window:
                found[i] = found[i] or close[i]
    return found
