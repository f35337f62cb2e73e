"""值得关注: at most five lines by strength of evidence, good news and explanations among them."""

import re
from collections.abc import Iterable

from dashboard import actions, entered, measured
from dashboard.actions import following
from dashboard.answers import remembered
from dashboard.filters import Filters
from dashboard.pictures.overview.candidates import Item, Kind, candidates, looked_at
from dashboard.texts import t
from dashboard.verdicts import reading
from dashboard.verdicts.change import unit_words

MOST = 5
MARKDOWN = re.compile(r"([\\`*_\[\]:~$<>#])")  # what a typed word must not do in a line
FIRST: tuple[Kind, ...] = ("worse", "better", "check", "note")  # each of these has a place
MOST_OF_A_KIND: dict[Kind, int] = {"worse": 3, "better": 2, "check": 2, "note": 2, "to_do": 1}
AS: dict[Kind, Kind] = {"verified": "check"}  # what was checked keeps its place


def items(choice: Filters) -> list[Item]:
    """The strongest of each kind has a place, then what is worse, then whatever is strongest.

    One line a unit, never more than three of 变差; they stand in the order of their evidence,
    duties last, of these first what was decided and is overdue.
    """
    return _items(choice, entered.position(*actions.TABLES))


@remembered
def _items(choice: Filters, position: int) -> list[Item]:
    """`position` is the journal's: what was decided and reported changes the last line."""
    found = candidates(choice)
    duties = [item for item in found if item.kind == "to_do"]
    every = [item for item in found if item.kind != "to_do"] + _overdue(choice) + duties
    chosen: list[Item] = []
    for kind in FIRST:
        _take((item for item in every if _place(item) == kind), chosen, 1)
    _take((item for item in every if item.kind == "worse"), chosen, MOST)
    _take(every, chosen, MOST)
    return [item for item in every if item in chosen]


def _overdue(choice: Filters) -> list[Item]:
    """What was decided and is overdue, the longest first."""
    late = following.follow(actions.every(choice), choice)
    late = [one for one in late if one.state == "overdue"]
    return [
        Item(
            "to_do",
            one.action.unit_id,
            one.action.action_id,
            t(
                "actions.overdue",
                unit=unit_words(one.action.unit_id),
                matter=MARKDOWN.sub(r"\\\1", one.action.matter),
                n=one.days,
            ),
            "actions",
            choice.but(unit_id=one.action.unit_id),
        )
        for one in sorted(late, key=lambda one: -one.days)
    ]


def _take(found: Iterable[Item], chosen: list[Item], most: int) -> None:
    """Adds up to `most` of the lines found that still have a place."""
    taken = 0
    for item in found:
        if taken >= most or len(chosen) >= MOST:
            return
        of_kind = sum(_place(other) == _place(item) for other in chosen)
        is_new_unit = all(other.unit_id != item.unit_id for other in chosen)
        if is_new_unit and of_kind < MOST_OF_A_KIND[_place(item)]:
            chosen.append(item)
            taken += 1


def _place(item: Item) -> Kind:
    return AS.get(item.kind, item.kind)


@remembered
def nothing(choice: Filters) -> str:
    """V14, how much was looked at in vain; or that there was nothing to look at."""
    indicators, places = looked_at(choice)
    if not indicators:
        return t("overview.attention.not_judged")
    return reading.nothing(indicators, places).sentence


@remembered
def is_connected(choice: Filters) -> bool:
    """Whether there is anything that could be looked at."""
    named = ("cases", "complaints", "survey_answers")
    return any(measured.is_connected(choice, name) for name in named)
