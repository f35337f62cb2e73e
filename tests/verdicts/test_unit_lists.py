"""做得稳的 / 要帮的: what counts as evidence, and what is neither praise nor blame."""

import pytest

from dashboard import indicators, peers
from dashboard.pictures.unit_profile.assessed import Assessed
from dashboard.verdicts import Verdict


def verdict(tag: str) -> Verdict | None:
    return Verdict("V", tag, "", "") if tag else None


def one(indicator_id: str, goal: str = "", beside: str = "", change: str = "") -> Assessed:
    return Assessed(
        indicators.get(indicator_id), "", verdict(change), verdict(goal), verdict(beside)
    )


@pytest.mark.parametrize(
    ("each", "side"),
    [
        (one("FLW06", goal="met"), "good"),
        (one("FLW06", goal="beyond"), "bad"),
        (one("FLW06", goal="watch"), ""),
        (one("FLW06", goal="crossing"), ""),
        (one("FLW06", change="better"), "good"),
        (one("FLW06", goal="watch", change="better"), ""),
        (one("FLW06", goal="met", change="worse"), "bad"),
        (one("FLW06", beside="above_peers"), "good"),
        (one("FLW06", beside="below_peers"), "bad"),
        (one("FLW03", beside="above_peers"), "bad"),  # received, no action: high is bad
        (one("FLW03", beside="below_peers"), "good"),
        (one("CAS02", beside="below_peers"), ""),  # clearance has groups, no praise or blame
        (one("CAS04", beside="above_peers"), ""),
        (one("CMP01", beside="below_peers"), ""),  # few complaints may be closed channels
        (one("FLW06", beside="like_peers", change="no_clear_change"), ""),
    ],
)
def test_which_list_an_indicator_stands_in(each: Assessed, side: str) -> None:
    assert (each.is_good, each.is_bad) == (side == "good", side == "bad")


def test_a_figure_in_doubt_is_never_praised() -> None:
    plain = one("SAT04", goal="met", change="better")
    doubtful = Assessed(plain.indicator, "", plain.change, plain.goal, plain.beside, "check")
    assert plain.is_good
    assert not doubtful.is_good
    assert ("check", "请核实") in doubtful.evidence


def test_target_and_change_are_two_words_never_one() -> None:
    tags = [tag for tag, _ in one("FLW06", goal="met", change="worse").evidence]
    assert tags == ["met", "worse"]


@pytest.mark.parametrize(
    ("indicator_id", "side"),
    [("SAT02", "above"), ("FLW04", "below"), ("CAS01", ""), ("CAS02", ""), ("CAS03", ""),
     ("CAS04", ""), ("CMP01", ""), ("CMP06", "below")],
)  # fmt: skip
def test_only_figures_with_a_light_have_a_good_side(indicator_id: str, side: str) -> None:
    assert peers.good_side(indicators.get(indicator_id)) == side
