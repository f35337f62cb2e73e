"""How many cells would pass the hot-spot rule although every unit were as expected."""

from collections.abc import Iterable

from scipy.stats import poisson

from dashboard.statistics.hotspots import LEAST_OBSERVED, hotspot


def least_hot(expected: float) -> int:
    """The smallest count that passes the rule of hotspots.hotspot against `expected`."""
    count = LEAST_OBSERVED
    while not hotspot(count, expected).is_above:
        count += 1
    return count


def by_chance(expected: Iterable[float]) -> float:
    """The expected number of cells that pass, each Poisson with its own expected count."""
    return float(sum(poisson.sf(least_hot(each) - 1, each) for each in expected if each > 0))
