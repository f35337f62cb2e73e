"""Runs on a unit's control charts: told where months differ, not where 100 % is the rule."""

from collections.abc import Sequence

import pytest

from dashboard.indicators import get
from dashboard.pictures.unit_profile.runs import without_chance
from dashboard.statistics.control_charts import RUN, Chart, p_prime
from dashboard.statistics.estimates import Sums


def charted(kept: Sequence[int], n: int, indicator: str = "CMP03") -> Chart:
    """Shares of `n` a month, each month a point, with the runs of chance left out."""
    chart = p_prime(kept, [n] * len(kept))
    sums = [Sums(part, n, n) for part in kept]
    return without_chance(chart, get(indicator), sums, [0] * len(kept))


def runs(chart: Chart) -> list[int]:
    return [place for place, point in enumerate(chart.points) if point.rule == "run"]


NEAR_ALL = [40, 39, 40, 39, 40, *[40] * 8, 39, 40, 40]
STEP = [30, 28, 31, 29, 27, 30, 28, 31, 29, 34, 33, 35, 34, 33, 36, 34]


def test_months_of_all_kept_are_no_run_of_better_ones() -> None:
    plain = p_prime(NEAR_ALL, [40] * len(NEAR_ALL))
    assert len(runs(plain)) >= RUN  # the rule by itself would tell one
    assert runs(charted(NEAR_ALL, 40)) == []


def test_a_change_of_level_stays_a_run() -> None:
    found = charted(STEP, 40)
    assert runs(found)[-RUN:] == list(range(9, 16))
    assert found.variation("up") == "improvement"


@pytest.mark.parametrize("split", [8, 9])
def test_a_run_ends_where_limits_start_anew(split: int) -> None:
    chart = p_prime(STEP, [40] * len(STEP), rebase=[split])
    sums = [Sums(part, 40, 40) for part in STEP]
    segments = [int(place >= split) for place in range(len(STEP))]
    assert runs(without_chance(chart, get("CMP03"), sums, segments)) == []
