"""The units of a bureau through time: who stood where, and who took over from whom.

A unit that was merged, split or closed hands what it had to its successors; successors of
successors are followed to the end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl


@dataclass(frozen=True)
class Period:
    """A unit as it was from one day to (not including) another."""

    starts: date
    ends: date  # date.max while it lasts
    row: dict[str, Any]


@dataclass(frozen=True)
class Reorganisation:
    """What becomes of a unit on a day: its successors, itself perhaps among them, with shares."""

    day: date
    shares: dict[str, float]


class Organisation:
    """The units of the contract with their periods and reorganisations, up to the last month."""

    def __init__(self, units: pl.DataFrame, lineage: pl.DataFrame, last_month: date) -> None:
        self.last_month = last_month
        self.reorganisations = _reorganisations(lineage, last_month)
        self.periods = {
            unit: self._periods(unit, rows) for unit, rows in _by(units, "unit_id").items()
        }

    def _periods(self, unit: str, rows: list[dict[str, Any]]) -> list[Period]:
        closings = [r.day for r in self.reorganisations.get(unit, []) if unit not in r.shares]
        periods = []
        for row in sorted(rows, key=lambda row: row["valid_from"]):
            starts, ends = row["valid_from"], row["valid_to"] or date.max
            # A unit whose whole share went to others is closed, even if nobody closed its row.
            ends = min([ends, *(day for day in closings if starts < day)])
            periods.append(Period(starts, ends, row))
        return periods

    def period(self, unit: str, day: date) -> Period | None:
        """The unit's row in force on a day, None where it does not exist then."""
        for period in self.periods.get(unit, []):
            if period.starts <= day < period.ends:
                return period
        return None

    def nearest_period(self, unit: str, day: date) -> Period:
        """The unit's row in force on a day, else its last before, else its first."""
        begun = [period for period in self.periods[unit] if period.starts <= day]
        return self.period(unit, day) or (begun[-1] if begun else self.periods[unit][0])

    def closed(self, unit: str, day: date) -> bool:
        """Whether the unit has ended for good by a day."""
        periods = self.periods.get(unit, [])
        return bool(periods) and all(period.ends <= day for period in periods)

    def targets(self, structure: str, unit: str, month: date) -> dict[str, float]:
        """The units that hold, in a structure, what a unit recorded in a month; shares sum to 1."""
        found: dict[str, float] = {}
        today = structure == "current"
        for target, share in self._follow(unit, month, 1.0, today, frozenset()):
            found[target] = found.get(target, 0.0) + share
        return found

    def _follow(
        self, unit: str, day: date, share: float, today: bool, seen: frozenset[tuple[str, date]]
    ) -> Iterator[tuple[str, float]]:
        turn = self._next(unit, day, today)
        if turn is None or (unit, day) in seen:
            yield unit, share
            return
        after = max(day, turn.day)
        for successor, part in turn.shares.items():
            yield from self._follow(successor, after, share * part, today, seen | {(unit, day)})

    def _next(self, unit: str, day: date, today: bool) -> Reorganisation | None:
        """The reorganisation that takes a unit's figures of a day further, if there is one."""
        turns = self.reorganisations.get(unit, [])
        past = [turn for turn in turns if turn.day <= day]
        if past and self.closed(unit, day):
            return past[-1]
        return next((turn for turn in turns if turn.day > day), None) if today else None

    def ancestors(self, unit: str, day: date) -> dict[str, float]:
        """The unit itself and everything above it on a day; a closed parent's successors share."""
        found = {unit: 1.0}
        level = {unit: 1.0}
        while level:
            above: dict[str, float] = {}
            for below, share in level.items():
                for parent, part in self._parents(below, day).items():
                    if parent not in found:
                        above[parent] = above.get(parent, 0.0) + share * part
            found.update(above)
            level = above
        return found

    def _parents(self, unit: str, day: date) -> dict[str, float]:
        if unit not in self.periods:
            return {}
        parent = self.nearest_period(unit, day).row["parent_unit_id"]
        if parent is None or parent not in self.periods:
            return {}
        return self.targets("as_was", parent, day)

    def root(self, unit: str) -> str:
        """The highest unit above a unit in today's structure."""
        return list(self.ancestors(unit, self.last_month))[-1]

    @cached_property
    def roots(self) -> list[str]:
        """The units that stand at the top today."""
        return sorted(
            {self.root(unit) for unit in self.periods if not self.closed(unit, self.last_month)}
        )

    @cached_property
    def turning_days(self) -> list[date]:
        """Every day on which anything about the structure changes."""
        days = {turn.day for turns in self.reorganisations.values() for turn in turns}
        for periods in self.periods.values():
            days |= {day for period in periods for day in (period.starts, period.ends)}
        return sorted(days)


def _reorganisations(lineage: pl.DataFrame, last_month: date) -> dict[str, list[Reorganisation]]:
    turns: dict[str, dict[date, dict[str, float]]] = {}
    for row in lineage.sort("effective_date", "to_unit_id").iter_rows(named=True):
        # What takes effect after the last month is not yet today's structure.
        if row["effective_date"] <= last_month:
            days = turns.setdefault(row["from_unit_id"], {})
            days.setdefault(row["effective_date"], {})[row["to_unit_id"]] = row["share"]
    return {
        unit: [Reorganisation(day, shares) for day, shares in days.items()]
        for unit, days in turns.items()
    }


def _by(rows: pl.DataFrame, column: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in rows.sort(column).iter_rows(named=True):
        groups.setdefault(row[column], []).append(row)
    return groups
