"""A survey held in rounds is judged against the round before; one held monthly is not."""

from datetime import date

import pytest

from dashboard import indicators, units
from dashboard.filters import Filters
from dashboard.judged import judging
from dashboard.judged.courses import Course, Month
from dashboard.judged.surroundings import Surroundings
from dashboard.statistics.estimates import Sums
from dashboard.verdicts.change import Judgement

NOTHING_AROUND = Surroundings({}, (), 0)


def judged(monkeypatch: pytest.MonkeyPatch, *rounds: tuple[date, float, float]) -> Judgement:
    monkeypatch.setattr(units, "levels", lambda: {"KC": "bureau"})
    months = tuple(
        Month(month, "other|FY22|other", Sums(positive, n, n, positive, n), True)
        for month, positive, n in rounds
    )
    choice = Filters(unit_id="KC", month=months[-1].month)
    found = judging.judge(Course("KC", indicators.get("SAT02"), months), choice, NOTHING_AROUND)
    assert found is not None
    return found


def test_kansas_citys_half_point_is_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    """472 of 995 (47.437 %) and 450 of 939 (47.923 %), half a year apart: z 0.21, p 0.83."""
    found = judged(monkeypatch, (date(2021, 9, 1), 472, 995), (date(2022, 3, 1), 450, 939))
    assert found.outcome == "level"
    assert found.reference == (date(2021, 9, 1), date(2021, 9, 1))
    assert found.test is not None
    assert found.test.difference == pytest.approx(0.486, abs=1e-3)
    assert (found.test.z, found.p) == (
        pytest.approx(0.2140, abs=1e-4),
        pytest.approx(0.8306, abs=1e-4),
    )


def test_a_round_that_truly_moved_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    found = judged(monkeypatch, (date(2021, 9, 1), 472, 995), (date(2022, 3, 1), 550, 939))
    assert found.outcome == "better"


def test_a_monthly_survey_too_young_for_a_year_stays_unjudged(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = judged(monkeypatch, (date(2026, 2, 1), 472, 995), (date(2026, 3, 1), 450, 939))
    assert found.outcome == "too_young"
