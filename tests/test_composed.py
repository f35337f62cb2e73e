"""What is put together from parts: the gap of two clearance rates and the surge index."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest
from scipy.stats import binomtest

from dashboard import composed, windows
from dashboard.filters import Filters
from dashboard.indicators import get

CHOICE = Filters(unit_id="C", month=date(2026, 7, 1))


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[list[dict[str, Any]]], list[str]]:
    """Sets the rows every question is answered with; gives the indicators that were asked."""
    asked: list[str] = []

    def set_rows(rows: list[dict[str, Any]]) -> list[str]:
        def ask(indicator_id: str, *_: object) -> pl.DataFrame:
            asked.append(indicator_id)
            return pl.DataFrame(rows)

        monkeypatch.setattr(windows, "by_month", ask)
        monkeypatch.setattr(windows, "by_unit", ask)
        return asked

    return set_rows


def row(part: dict[str, str], numerator: float, denominator: float) -> dict[str, Any]:
    known = {"series": "", "component": "main", "month": date(2026, 7, 1), "is_mature": True}
    sums = {"numerator": numerator, "denominator": denominator, "n": denominator, "months_n": 12}
    return known | part | sums


def test_the_gap_is_major_less_small_in_points_with_the_interval_of_a_difference(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    asked = answers([row({"series": "major"}, 92, 100), row({"series": "small"}, 1640, 4000)])
    [found] = composed.by_month(get("CAS08"), CHOICE, 12).iter_rows(named=True)
    assert asked == ["CAS02"]
    assert found["value"] == pytest.approx(92 - 41)
    # √(0.92·0.08/100 + 0.41·0.59/4000) = 0.028226
    half = 1.959963985 * 100 * (0.92 * 0.08 / 100 + 0.41 * 0.59 / 4000) ** 0.5
    assert found["high"] - found["value"] == pytest.approx(half, rel=0.02)
    assert (found["numerator"], found["denominator"]) == pytest.approx((92, 41))
    assert (found["n"], found["is_enough"], found["series"]) == (100, True, "")


def test_too_few_major_cases_are_too_few_however_many_small_ones_there_are(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    answers([row({"series": "major"}, 9, 10), row({"series": "small"}, 1640, 4000)])
    assert composed.by_month(get("CAS08"), CHOICE, 12)["is_enough"].to_list() == [False]


def test_without_a_major_case_there_is_no_gap(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    answers([row({"series": "small"}, 1640, 4000)])
    assert composed.by_month(get("CAS08"), CHOICE, 12).is_empty()


def test_the_surge_is_the_pace_inside_against_the_pace_outside(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    inside = row({"component": "main"}, 330, 100) | {"n": 330}
    outside = row({"component": "base"}, 600, 400) | {"n": 600}
    answers([inside, outside])
    [found] = composed.by_month(get("GRD01"), CHOICE, 6).iter_rows(named=True)
    assert found["value"] == pytest.approx(3.3 / 1.5)
    assert found["denominator"] == pytest.approx(150)
    # The exact interval of the share of activities that fell inside, turned into odds.
    share = binomtest(330, 930).proportion_ci(method="exact")
    odds = [part / (1 - part) * 400 / 100 for part in (share.low, share.high)]
    assert [found["low"], found["high"]] == pytest.approx(odds, rel=1e-6)


def test_a_half_year_without_a_window_has_no_surge_index(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    answers([row({"component": "base"}, 600, 400)])
    assert composed.by_month(get("GRD01"), CHOICE, 6).is_empty()
    answers([row({"component": "main"}, 0, 0), row({"component": "base"}, 600, 400)])
    [found] = composed.by_month(get("GRD01"), CHOICE, 6).iter_rows(named=True)
    assert (found["value"], found["is_enough"]) == (None, False)


def test_units_come_in_name_order_and_are_all_mature(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    rows = [
        row({"series": series, "unit_id": unit}, 40, 50) | {"month": None}
        for unit in ("B2", "B1")
        for series in ("major", "small")
    ]
    answers(rows)
    found = composed.by_unit(get("CAS08"), CHOICE, "branch", 12)
    assert found["unit_id"].to_list() == ["B1", "B2"]
    assert found["is_mature"].all()


def test_what_is_composed_elsewhere_gives_nothing_here(
    answers: Callable[[list[dict[str, Any]]], list[str]],
) -> None:
    assert answers([]) == []
    assert composed.by_month(get("CAS06"), CHOICE, 12).is_empty()
