"""Figures that are too good, too alike or too sudden: how likely is each by chance alone?

Every function gives the one-sided p value of a finding that has nothing to do with performance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log, log1p, sqrt

import numpy as np

from dashboard.statistics import inputs
from dashboard.statistics.distributions import (
    binomial_at_least,
    none_drawn,
    normal_above,
    normal_below,
    normal_upper,
    t_above,
    t_quantile,
)

LEAST_EXPECTED = 8  # of what is missing, before its absence says anything
LEAST_VARIANCE = 4  # of a count, below which it may well stand still
NEGLIGIBLE = 1e-9  # a variance between units too small to reckon with


def between(observed: Sequence[float], expected: Sequence[float]) -> float:
    """Variance of units' true rates around the common one, as a share of its square; 0 or more.

    By moments, of a gamma-Poisson: mean of ((O - E)^2 - E) over mean of E^2.
    """
    counts, means = np.asarray(observed, float), np.asarray(expected, float)
    squares = float((means**2).sum())
    return max(float(((counts - means) ** 2 - means).sum()) / squares, 0.0) if squares else 0.0


def silence(expected: float, variance: float, seen: float = 0.0, of: float = 0.0) -> float:
    """The chance of no event at all where `expected` come to an ordinary unit.

    `variance` is that of rates between units; before, the unit itself had `seen` where an ordinary
    one would have had `of`: a unit that always was quiet may be so again. Gamma-Poisson predictive.
    """
    if variance < NEGLIGIBLE:
        return exp(-expected)
    shape = 1 / variance
    return exp(-(shape + seen) * log1p(expected / (shape + of)))


def silent_too_long(
    counts: Sequence[float], expected: Sequence[float], variance: float, spans: Sequence[int]
) -> tuple[float, int]:
    """The p value of the quiet at a series' end and its length; (1, 0) where there is none.

    Looked at are the last `spans` months with LEAST_EXPECTED or more expected, each against what
    came before it; the smallest p is multiplied by the number of spans looked at (Bonferroni).
    """
    found = (1.0, 0)
    for span in spans:
        due = sum(expected[-span:])
        if len(counts) >= span and due >= LEAST_EXPECTED and not sum(counts[-span:]):
            p = silence(due, variance, sum(counts[:-span]), sum(expected[:-span]))
            found = min(found, (min(p * len(spans), 1.0), span))
    return found


def none_inside(missing: float, inside: float, outside: float) -> float:
    """The chance that all `missing` of inside + outside lie outside, were they spread evenly.

    Fisher's exact test, one-sided: one's own ordinary months are the yardstick.
    """
    whole = round(inside + outside)
    if not 0 <= missing <= whole:
        raise ValueError(f"{missing} missing of {whole}")
    if not missing or not inside:
        return 1.0
    return none_drawn(whole, round(missing), round(inside))


def more_than_half(part: float, whole: float) -> float:
    """The chance of `part` or more of `whole` where a half would be ordinary (exact binomial)."""
    return binomial_at_least(round(part), round(whole), 0.5)


def same_again(mean: float, variance: float, run: int, places: int) -> float:
    """The chance that a count stands `run` times in a row somewhere in `places` rows.

    Of a rounded normal count with this mean and variance, the sum of its probabilities to the power
    `run`; Bonferroni over where the run may begin. 1 for counts that hardly vary at all.
    """
    if run < 2 or variance < LEAST_VARIANCE:
        return 1.0
    reach = 6 * sqrt(variance)
    edges = np.arange(np.floor(mean - reach), np.ceil(mean + reach) + 1) - 0.5
    shares = np.diff(normal_below((edges - mean) / sqrt(variance)))
    return float(min((places - run + 1) * (shares**run).sum(), 1.0))


def longest_run(values: Sequence[float]) -> tuple[float, int]:
    """The value that stands longest in a row, and how often it does."""
    best, value, run = (0.0, 0), None, 0
    for each in values:
        run = run + 1 if each == value else 1
        value = each
        if run > best[1]:
            best = (float(each), run)
    return best


def crowded(most: int, events: int, minutes: float) -> float:
    """The chance that some minute holds `most` of `events` that fall evenly on `minutes`.

    Bonferroni over the minutes of a binomial tail.
    """
    if most < 2 or minutes <= 0:
        return 1.0
    return min(minutes * binomial_at_least(most, events, 1 / minutes), 1.0)


@dataclass(frozen=True)
class Peak:
    """How much higher some months stand than the rest: a ratio, its limits, p of no difference."""

    ratio: float
    low: float
    high: float
    p: float
    months: int  # how many stand out


def recurring_peak(values: Sequence[float], chosen: Sequence[bool]) -> Peak | None:
    """Chosen months of a series of counts against the other months, growth taken out.

    The log of the counts on time and on being chosen, by least squares, so that a steady change
    and the ordinary swing of the months are allowed for; one-sided t test. None where fewer than
    six other months or no chosen one stand, or a count is 0.
    """
    counts, inside = np.asarray(values, float), np.asarray(chosen, bool)
    if not inside.any() or (~inside).sum() < 6 or (counts <= 0).any():
        return None
    fitted = _step(np.log(counts), np.ones(len(counts)), inside)
    reach = float(t_quantile(0.975, fitted.df)) * fitted.error
    return Peak(
        exp(fitted.step),
        exp(fitted.step - reach),
        exp(fitted.step + reach),
        rises(fitted),
        int(inside.sum()),
    )


@dataclass(frozen=True)
class Step:
    """By how much a level differs while something lasts, its standard error and freedom."""

    step: float
    error: float
    df: int


def jump(
    values: Sequence[float], variances: Sequence[float], lasting: Sequence[float]
) -> Step | None:
    """By how much shares stand higher while something lasts, a steady change taken out.

    `lasting` is the part of each month it lasts. Weighted least squares on time and on that part;
    the error is inflated where the months swing more than their samples explain, never deflated.
    None with fewer than two months in which it lasts or four in which it does not.
    """
    part = np.asarray(lasting, float)
    if (part > 0).sum() < 2 or (part == 0).sum() < 4:
        return None
    weights = 1 / inputs.sizes("variances", variances)
    return _step(np.asarray(values, float), weights, part, known=True)


def together(steps: Sequence[Step]) -> Step:
    """Independent estimates of one step, one at least, weighted by their inverse squared errors."""
    if not steps:
        raise ValueError("no step to put together")
    weights = [1 / each.error**2 for each in steps]
    mean = sum(w * each.step for w, each in zip(weights, steps, strict=True)) / sum(weights)
    return Step(mean, sqrt(1 / sum(weights)), sum(each.df for each in steps))


def rises(step: Step) -> float:
    """The p value of no rise."""
    return float(t_above(step.step / step.error, step.df))


def _step(values: np.ndarray, weights: np.ndarray, inside: np.ndarray, known: bool = False) -> Step:
    """Least squares of values on 1, time and `inside`; `known` weights are inverse variances."""
    places = np.arange(len(values), dtype=float)
    design = np.column_stack([np.ones(len(values)), places - places.mean(), inside.astype(float)])
    normal = np.linalg.pinv(design.T * weights @ design)
    solved = normal @ (design.T @ (weights * values))
    df = max(len(values) - 3, 1)
    scatter = float((weights * (values - design @ solved) ** 2).sum()) / df
    scatter = max(scatter, 1.0) if known else max(scatter, 1e-12)
    return Step(float(solved[2]), sqrt(float(normal[2, 2]) * scatter), df)


def busier(
    inside: Sequence[float],
    inside_days: Sequence[float],
    outside: Sequence[float],
    outside_days: Sequence[float],
    allowed: float,
) -> Peak | None:
    """How many times as much a day was done inside as outside, and p of `allowed` times at most.

    Counts and days by month. The variance of a log ratio, 1/a + 1/b, times the spread of the
    months' rates beyond chance (never below 1). None where one side has no day or nothing done.
    """
    within, without = float(sum(inside)), float(sum(outside))
    days, other_days = float(sum(inside_days)), float(sum(outside_days))
    if min(within, without, days, other_days) <= 0:
        return None
    spread = 1.0
    for counts, lengths in ((inside, inside_days), (outside, outside_days)):
        kept = [(n, d) for n, d in zip(counts, lengths, strict=True) if d > 0]
        rate = sum(n for n, _ in kept) / sum(d for _, d in kept)
        if len(kept) > 1 and rate > 0:
            excess = sum((n - rate * d) ** 2 / (rate * d) for n, d in kept) / (len(kept) - 1)
            spread = max(spread, excess)
    ratio = (within / days) / (without / other_days)
    error = sqrt(spread * (1 / within + 1 / without))
    reach = float(normal_upper(0.025)) * error
    p = float(normal_above((log(ratio) - log(allowed)) / error))
    months = sum(1 for length in inside_days if length > 0)
    return Peak(ratio, ratio * exp(-reach), ratio * exp(reach), p, months)
