"""Runs on one side of the mean, told only where their months differ from all others.

Near 0 or 100 % most months stand on one side of the mean by themselves; a verdict of change
(`judged`) asks the same of a run before it is told.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from dashboard.indicators import Indicator
from dashboard.judged.judging import LEVEL
from dashboard.statistics.control_charts import RUN, Chart, apart
from dashboard.statistics.estimates import Sums, added, tested


def without_chance(
    chart: Chart, indicator: Indicator, sums: Sequence[Sums], segments: Sequence[int]
) -> Chart:
    """The chart without the runs that chance makes; `sums` and `segments` are of its points."""
    points = list(chart.points)
    for run, others in _runs(chart, segments):
        whole = [sums[place] for place in sorted(run + others)]
        test = tested(
            indicator.estimated_by,
            indicator.scale,
            added([sums[place] for place in others]),
            added([sums[place] for place in run]),
            whole,
        )
        # A run may begin at any point, so its p counts as often.
        if test is None or test.p * len(whole) < LEVEL:
            continue
        for place in run:
            if points[place].rule == "run":
                points[place] = replace(points[place], rule="", side=0)
    return replace(chart, points=tuple(points))


def _runs(chart: Chart, segments: Sequence[int]) -> Iterator[tuple[list[int], list[int]]]:
    """The places of each run of seven or more, and of the other points of its segment."""
    for segment in dict.fromkeys(segments):
        places = [place for place, own in enumerate(segments) if own == segment]
        run: list[int] = []
        for place in [*places, None]:
            if place is not None and run and _side(chart, place) == _side(chart, run[0]):
                run.append(place)
                continue
            if RUN <= len(run) < len(places):
                yield run, [other for other in places if other not in run]
            run = [place] if place is not None and _side(chart, place) else []


def _side(chart: Chart, place: int) -> int:
    away = apart(chart.points[place].value, chart.points[place].mean)
    return (away > 0) - (away < 0)
