"""A stock's change and its main cause."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.statistics.accounts import account, dispersion, shift

STEADY = [400.0, 410, 395, 405, 390, 400, 412, 398, 402, 391, 407, 400]


def years(*factors: float) -> list[float]:
    return [round(count * factor) for factor in factors for count in STEADY]


def city(
    docketed: list[float], solved: list[float], aged: list[float]
) -> dict[str, tuple[int, list[float]]]:
    return {"docketed": (1, docketed), "solved": (-1, solved), "aged_out": (-1, aged)}


def test_fewer_dockets_are_the_cause_when_solving_only_follows_them() -> None:
    flows = city(years(1, 0.8), years(0.4, 0.32), years(0.6, 0.6))
    found = account(flows, barred={"solved": "level"})
    assert found.is_beyond_chance
    assert found.cause is not None
    assert found.cause.name == "docketed"
    assert found.cause.difference == pytest.approx(-0.2 * sum(STEADY), abs=6)
    assert found.change == sum(sign * sum(months[-12:]) for sign, months in flows.values())


def test_more_solved_is_a_cause_only_where_clearance_rose() -> None:
    flows = city(years(1, 1), years(0.4, 0.55), years(0.6, 0.6))
    assert account(flows, barred={"solved": "level"}).cause is None
    risen = account(flows, barred={"solved": "up"}).cause
    assert risen is not None and risen.name == "solved"
    # A rise of clearance does not explain that fewer were solved.
    fewer = city(years(1, 1), years(0.6, 0.4), years(0.3, 0.3))
    assert account(fewer, barred={"solved": "up"}).cause is None


def test_what_goes_the_other_way_is_no_cause() -> None:
    # The stock falls although more were docketed: many aged out.
    found = account(city(years(1, 1.2), years(0.4, 0.4), years(0.6, 1.1)))
    assert found.change < 0
    assert found.cause is not None and found.cause.name == "aged_out"


def test_a_stock_that_moved_by_chance_has_no_cause() -> None:
    chance = np.random.default_rng(5)
    caused = 0
    for _ in range(300):
        flows = {
            name: (sign, chance.poisson(rate, 36).tolist())
            for name, sign, rate in (("docketed", 1, 60), ("solved", -1, 25), ("aged_out", -1, 35))
        }
        caused += account(flows).cause is not None
    assert caused / 300 < 0.06


def test_moves_are_netted_and_a_reorganisation_is_certain() -> None:
    level = city(years(1, 1), years(0.4, 0.4), years(0.6, 0.6))
    inside = account(level, moved=([9.0] * 24, [9.0] * 12 + [8.0] * 12))
    assert inside.flows[-1].now == 12
    assert inside.cause is None
    joined = account(level, certain=900).cause
    assert joined is not None and joined.name == "reorganised"


def test_the_season_is_no_dispersion() -> None:
    season = [500.0, 300, 520, 480, 510, 490, 505, 495, 470, 530, 515, 200]
    assert dispersion(season * 3) == 1
    assert np.var(season, ddof=1) / np.mean(season) > 15


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 500), min_size=24, max_size=40))
def test_dispersion_is_never_below_chance(months: list[int]) -> None:
    assert dispersion(months) >= 1


def test_dispersion_is_that_of_the_months() -> None:
    chance = np.random.default_rng(8)
    spread = [
        dispersion((chance.negative_binomial(200, 0.5, 36)).tolist()) for _ in range(300)
    ]  # variance twice the mean
    assert np.mean(spread) == pytest.approx(2, abs=0.12)


def test_a_share_that_truly_rose() -> None:
    n = [300.0] * 24
    level = [120.0, 118, 123, 119, 121, 122, 117, 120, 124, 119, 121, 118]
    found = shift(level + [x + 30 for x in level], n)
    assert found is not None
    assert found.side == "up"
    # z = 0.1 / sqrt(0.4*0.6/3600 + 0.5*0.5/3600), sigma_z below 1 counts as 1.
    assert found.z == pytest.approx((found.now - found.before) / np.sqrt(0.49 / 3600), rel=2e-3)
    same = shift(level + level, n)
    assert same is not None and same.side == "level"
    assert shift(level, n[:12]) is None
