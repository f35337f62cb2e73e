"""Sums into figures with their intervals, by the kind the registry names.

Everything comes and goes in the indicator's own scale (per cent, per 10,000 person-years, cases).
"""

from dataclasses import dataclass

from dashboard.statistics.proportions import poisson, wilson


@dataclass(frozen=True)
class Estimate:
    """A figure; without `value` there is none, without `low` and `high` no interval."""

    value: float | None
    low: float | None = None
    high: float | None = None


def estimate(
    interval: str, scale: float, numerator: float | None, denominator: float | None, n: float
) -> Estimate:
    """`interval` is wilson, poisson or none; `n` respondents or cases behind a share.

    A share of weighted answers is put on its n respondents; the design effect comes with the full
    statistics.
    """
    if numerator is None or denominator is None or denominator <= 0:
        return Estimate(None)
    value = numerator / denominator * scale
    if interval == "wilson" and n > 0:
        low, high = wilson(min(numerator / denominator, 1.0) * n, n)
        return Estimate(value, low * scale, high * scale)
    if interval == "poisson":
        low, high = poisson(numerator)
        return Estimate(value, low / denominator * scale, high / denominator * scale)
    return Estimate(value)


def stock(count: float | None) -> Estimate:
    """A stock as a count of cases, with the interval of a count."""
    if count is None:
        return Estimate(None)
    low, high = poisson(max(count, 0.0))
    return Estimate(count, low, high)
