"""The editions that stand in the journal, and the figures each of them published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from dashboard import entered, units
from dashboard.answers import has_snapshot, remembered
from dashboard.filters import Filters
from dashboard.texts import dates, t

TABLE = "editions"


@dataclass(frozen=True)
class Edition:
    """One frozen edition of a month, for a unit and all below it.

    `superseded_by` is "" while it is in force.
    """

    edition_id: str
    month: date
    unit_id: str
    meeting_id: str
    cutoff: date
    supersedes: str
    reason: str
    frozen_by: str
    frozen_at: datetime
    snapshot_id: int
    journal_position: int
    code_version: str
    superseded_by: str = ""


def every() -> tuple[Edition, ...]:
    """All editions ever made, in the order they were frozen."""
    return _every(entered.position(TABLE)) if has_snapshot() else ()


@remembered
def _every(position: int) -> tuple[Edition, ...]:
    """`position` is the journal's, so that it is asked anew after each freeze."""
    rows = entered.in_force(TABLE).sort("frozen_at", "edition_id").to_dicts()
    later = {row["supersedes"]: row["edition_id"] for row in rows if row["supersedes"]}
    return tuple(_edition(row, later.get(row["edition_id"], "")) for row in rows)


def _edition(row: dict[str, Any], superseded_by: str) -> Edition:
    texts = ("unit_id", "meeting_id", "supersedes", "reason")
    plain = row | {name: row[name] or "" for name in texts}
    plain["journal_position"] = row["journal_position"] or 0
    return Edition(**plain, superseded_by=superseded_by)


def get(edition_id: str) -> Edition | None:
    """The edition of this name, superseded or not; None where there is none."""
    return next((one for one in every() if one.edition_id == edition_id), None)


def of_month(unit_id: str, month: date) -> Edition | None:
    """The edition in force of a month, of the unit itself or of the nearest one above it."""
    standing = [one for one in every() if one.month == month and not one.superseded_by]
    parents = units.parents()
    while unit_id:
        own = [one for one in standing if one.unit_id == unit_id]
        if own:
            return own[-1]
        unit_id = parents.get(unit_id, "")
    return None


def in_force(choice: Filters) -> Edition | None:
    """The edition in force of the chosen month that has the chosen unit."""
    return of_month(choice.unit_id, choice.month)


def published(edition_id: str) -> pl.DataFrame:
    """The figures of an edition as they were shown: the columns of `published_values`.

    Without `value` where a figure was suppressed or not yet due.
    """
    return _published(edition_id)


@remembered
def _published(edition_id: str) -> pl.DataFrame:
    return entered.in_force("published_values", edition_id=edition_id)


def value(edition: Edition, indicator_id: str, unit_id: str) -> dict[str, Any] | None:
    """One published figure as a row; None where the edition has none.

    In today's structure; of an indicator with several series the first.
    """
    found = published(edition.edition_id).filter(
        indicator_id=indicator_id, unit_id=unit_id, structure="current"
    )
    return found.row(0, named=True) if found.height else None


def name(edition: Edition) -> str:
    """10月例会定版（2026年11月8日）"""
    return t(
        "editions.name",
        month=dates.month_only(edition.month),
        day=dates.full(edition.frozen_at.date()),
    )
