"""Any history of merges, splits, cessions and moves adds up in both structures.

Small cities are drawn month by month; a plain replay, event after event, says who holds what.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from random import Random

import polars as pl
import pytest

from data.organisation import Organisation
from data.unit_map import months_between, unit_map

MONTHS = months_between(date(2024, 1, 1), date(2026, 6, 1))
BRANCHES = ("B1", "B2", "B3")
LONG_AGO = date(2000, 1, 1)
WHOLE = Fraction(1)


@dataclass
class City:
    """Where each unit stood from when to when, and what became of it on which day."""

    chance: Random
    stood: dict[str, list[tuple[date, date, str]]] = field(default_factory=dict)
    turns: list[tuple[date, str, dict[str, Fraction]]] = field(default_factory=list)

    def open(self, unit: str, day: date, parent: str = "") -> str:
        where = parent or self.chance.choice(BRANCHES)
        self.stood.setdefault(unit, []).append((day, date.max, where))
        return unit

    def close(self, unit: str, day: date) -> None:
        starts, _, parent = self.stood[unit].pop()
        self.stood[unit].append((starts, day, parent))

    def parent(self, unit: str, day: date) -> str:
        return next((p for starts, ends, p in self.stood[unit] if starts <= day < ends), "")

    def stations(self, day: date) -> list[str]:
        """Those that stand on a day and did not change on it."""
        changed = {unit for at, gone, into in self.turns if at == day for unit in (gone, *into)}
        return [
            unit
            for unit in self.stood
            if unit[0] == "S" and self.parent(unit, day) and unit not in changed
        ]


def drawn(seed: int) -> City:
    """A city to which something happens in about every other month."""
    city = City(Random(seed))
    for unit in BRANCHES:
        city.open(unit, LONG_AGO, "C")
    names = (f"S{number}" for number in range(1000))
    for _ in range(8):
        city.open(next(names), LONG_AGO)
    for day in MONTHS[1:]:
        for _ in range(city.chance.choice([0, 0, 1, 1, 2])):
            happens(city, day, names)
    if seed % 2:  # and a branch whose stations nobody listed anew
        day, gone = city.chance.choice(MONTHS[3:-3]), city.chance.choice(BRANCHES)
        into = [branch for branch in BRANCHES if branch != gone]
        city.close(gone, day)
        city.turns.append((day, gone, dict(zip(into, quarters(city), strict=True))))
    return city


def quarters(city: City) -> tuple[Fraction, Fraction]:
    part = Fraction(city.chance.choice([1, 2, 3]), 4)
    return part, WHOLE - part


def happens(city: City, day: date, names: Iterator[str]) -> None:
    """A merger into a new or an old station, a split, a cession, or a move to another branch."""
    free = city.stations(day)
    if len(free) < 3:
        return
    one, other = city.chance.sample(free, 2)
    kind = city.chance.choice(["merge", "join", "split", "cede", "move"])
    if kind == "merge":
        new = city.open(next(names), day)
        for unit in (one, other):
            city.close(unit, day)
            city.turns.append((day, unit, {new: WHOLE}))
    elif kind == "join":
        city.close(one, day)
        city.turns.append((day, one, {other: WHOLE}))
    elif kind == "split":
        city.close(one, day)
        into = [city.open(next(names), day) for _ in range(2)]
        city.turns.append((day, one, dict(zip(into, quarters(city), strict=True))))
    elif kind == "cede":
        city.turns.append((day, one, dict(zip((one, other), quarters(city), strict=True))))
    else:
        city.close(one, day)
        city.open(one, day)
        city.turns.append((day, one, {}))  # nothing changes hands


def held(city: City, unit: str, month: date, structure: str) -> dict[str, Fraction]:
    """Who holds what a unit recorded in a month, followed event after event."""
    found = {unit: WHOLE}
    for day, gone, into in sorted(city.turns, key=lambda turn: turn[0]):
        is_closed = gone not in into
        is_past = day <= month
        follows = (is_closed or not is_past) if structure == "current" else is_closed and is_past
        if into and follows and gone in found:
            share = found.pop(gone)
            for successor, part in into.items():
                found[successor] = found.get(successor, Fraction(0)) + share * part
    return found


def replayed(city: City, unit: str, month: date, structure: str) -> dict[str, Fraction]:
    """The same, with the branches and the bureau above."""
    day = month if structure == "as_was" else MONTHS[-1]
    stations = held(city, unit, month, structure)
    found = stations | {"C": WHOLE}
    for station, share in stations.items():
        for branch, part in held(city, city.parent(station, day), day, "as_was").items():
            found[branch] = found.get(branch, Fraction(0)) + share * part
    return found


def organisation(city: City) -> Organisation:
    rows: list[tuple[str, str | None, date, date | None]] = [("C", None, LONG_AGO, None)]
    rows += [
        (unit, parent, starts, None if ends == date.max else ends)
        for unit, periods in city.stood.items()
        for starts, ends, parent in periods
    ]
    names = ["unit_id", "parent_unit_id", "valid_from", "valid_to"]
    units = pl.DataFrame(rows, schema=names, orient="row", infer_schema_length=None)
    turns = [
        (gone, successor, day, float(share))
        for day, gone, into in city.turns
        for successor, share in into.items()
    ]
    names = ["from_unit_id", "to_unit_id", "effective_date", "share"]
    lineage = pl.DataFrame(turns, schema=names, orient="row")
    return Organisation(units, lineage, MONTHS[-1])


@pytest.mark.parametrize("seed", range(8))
def test_every_unit_holds_what_a_plain_replay_gives_it(seed: int) -> None:
    city = drawn(seed)
    assert len(city.turns) > 6
    found = (
        unit_map(organisation(city), MONTHS)
        .group_by("structure", "month", "unit_id", "ancestor_id")
        .agg(pl.col("share").sum())
    )
    shares = {row[:4]: row[4] for row in found.iter_rows()}
    checked = 0
    for structure in ("current", "as_was"):
        for month in MONTHS:
            for unit, periods in city.stood.items():
                if unit in BRANCHES or periods[0][0] > month:
                    continue
                for above, share in replayed(city, unit, month, structure).items():
                    # Shares are quarters of quarters: floats hold them exactly.
                    assert shares.pop((structure, month, unit, above)) == share
                    checked += 1
                assert not any(
                    key in shares for key in ((structure, month, unit, b) for b in BRANCHES)
                )
    assert checked > 1000
