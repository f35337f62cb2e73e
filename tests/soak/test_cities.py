"""It must find what was planted, and only that: twenty random cities each way (`make soak`)."""

import pytest

from tests.soak.cities import Judged, made_and_judged, table

pytestmark = pytest.mark.soak

CITIES = 20
# Of what hides in every city nearly all must be found. A station with three complaints expected
# of a category is told from chance, among some 800 cells, in about one city of three.
MISSED = 0.05
MISSED_HOT_SPOTS = 0.75
# Findings are tested at one in a hundred, hot spots and changes at one in twenty.
FALSE_FINDINGS = 0.1  # a city without plants, all eleven kinds together
FALSE_HOT_SPOTS = 0.25  # cities with any
FALSE_CHANGES = 0.07  # of the changes judged
FALSE_TOLD = 0.25  # changes told on 总览, a city


@pytest.fixture(scope="module")
def cities() -> list[Judged]:
    return [
        made_and_judged(number, is_planted)
        for number in range(CITIES)
        for is_planted in (True, False)
    ]


def counted(cities: list[Judged], what: str, kinds: set[str]) -> int:
    return sum(n for each in cities for kind, n in getattr(each, what).items() if kind in kinds)


def test_what_is_planted_is_found(cities: list[Judged]) -> None:
    planted = [each for each in cities if each.is_planted]
    kinds = {kind for each in planted for kind in each.planted} - {"hot_spots"}
    missed = counted(planted, "missed", kinds) / counted(planted, "planted", kinds)
    assert missed <= MISSED, table(cities)
    hot = counted(planted, "missed", {"hot_spots"}) / counted(planted, "planted", {"hot_spots"})
    assert hot <= MISSED_HOT_SPOTS, table(cities)


def test_nothing_is_found_where_nothing_was_planted(cities: list[Judged]) -> None:
    plain = [each for each in cities if not each.is_planted]
    kinds = {kind for each in plain for kind in each.wrong} - {
        "hot_spots",
        "changes",
        "changes_told",
    }
    assert counted(plain, "wrong", kinds) <= FALSE_FINDINGS * CITIES, table(cities)
    assert sum(1 for each in plain if each.wrong["hot_spots"]) <= FALSE_HOT_SPOTS * CITIES
    judged = sum(each.changes_judged for each in plain)
    assert counted(plain, "wrong", {"changes"}) <= FALSE_CHANGES * judged, table(cities)
    assert counted(plain, "wrong", {"changes_told"}) <= FALSE_TOLD * CITIES, table(cities)
