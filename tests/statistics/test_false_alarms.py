"""How often the hot-spot rule passes by chance, against the probabilities added one by one."""

from math import exp, lgamma, log

import pytest

from dashboard.statistics.false_alarms import by_chance, least_hot
from dashboard.statistics.hotspots import hotspot


def probability(count: int, mean: float) -> float:
    return exp(count * log(mean) - mean - lgamma(count + 1))


@pytest.mark.parametrize("mean", [0.05, 0.8, 2.4, 7.0, 31.5])
def test_it_is_the_sum_of_the_probabilities_that_pass(mean: float) -> None:
    passing = sum(probability(n, mean) for n in range(400) if hotspot(n, mean).is_above)
    assert by_chance([mean]) == pytest.approx(passing, rel=1e-9)


def test_cells_add_up_and_empty_ones_add_nothing() -> None:
    assert by_chance([2.0, 5.0, 0.0]) == pytest.approx(by_chance([2.0]) + by_chance([5.0]))
    assert by_chance([]) == 0.0


@pytest.mark.parametrize(("mean", "count"), [(0.1, 5), (1.0, 5), (3.0, 7)])
def test_the_least_count_that_passes(mean: float, count: int) -> None:
    assert least_hot(mean) == count
    assert not hotspot(count - 1, mean).is_above
