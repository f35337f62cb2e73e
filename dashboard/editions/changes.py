"""What happened to the data and to the program since an edition was frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import polars as pl

from dashboard import settings
from dashboard.answers import as_of, ask_if_connected, remembered, retained, snapshot
from dashboard.editions.kept import Edition
from dashboard.editions.rules import rewritten
from dashboard.editions.shown import HOT_SPOTS
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.texts import dates
from data.snapshot import Manifest

# The tables whose records move an indicator, by its id or the letters of its family.
SOURCES: Mapping[str, Sequence[str]] = {
    "CAS": ("cases", "case_events"),
    "FLW": ("cases", "case_events"),
    "CMP": ("complaints",),
    "SAT": ("survey_answers",),
    "SVC": ("service_monthly",),
    "SVC03": ("commitment_progress", "case_events"),
    "SVC04": ("activities",),
    "SVC05": ("activities",),
    "GRD01": ("activities",),
    "GRD02": ("cases", "case_events", "complaints", "activities"),
}
TABLES = tuple(dict.fromkeys(name for names in SOURCES.values() for name in names))
MADE_OF = ("indicator_months", "unit_map", "small_spells")  # the marts figures are summed from
EVER = datetime(1900, 1, 1)
ALL_MATTERS = ("CAS08", "CAS10")  # of their family those that count more than small cases


@dataclass(frozen=True)
class Counts:
    """Records of one indicator in one unit; `withdrawn` None where it cannot be told."""

    late: int = 0
    corrected: int = 0
    withdrawn: int | None = 0


@dataclass(frozen=True)
class Changes:
    """All that happened since an edition.

    `records` have the columns of editions/records, by table. `before` the same of all records as
    the edition saw them, and `now` of all today's, only where something was taken back; `before`
    is empty where they can no longer be asked.
    """

    edition: Edition
    records: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    before: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    now: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    reorganised: frozenset[str] = frozenset()  # units whose parts, shares or residents changed
    redefined: frozenset[str] = frozenset()  # indicators whose definition or formula changed
    is_new_program: bool = False
    is_rolled_back: bool = False

    def counts(self, indicator_id: str, unit_id: str, window: tuple[date, date]) -> Counts:
        """The records that fall into the months of a figure."""
        late = corrected = 0
        gone: int | None = 0
        for table in sources(indicator_id):
            rows = _within(self.records.get(table), indicator_id, unit_id, window, table)
            late += rows[1]
            corrected += rows[2]
            if self.withdrawn.get(table) and gone is not None:
                gone = self._gone(table, indicator_id, unit_id, window, gone)
        return Counts(late, corrected, gone)

    def elsewhere(self, indicator_id: str, root_id: str, window: tuple[date, date]) -> bool:
        """Whether records of the whole bureau changed of a figure that is held against them."""
        return indicator_id == HOT_SPOTS and self.counts(indicator_id, root_id, window) != Counts()

    def _gone(
        self, table: str, indicator_id: str, unit_id: str, window: tuple[date, date], gone: int
    ) -> int | None:
        """Records of a table that were there and are not; None where the old ones are gone."""
        if table not in self.before:
            return None
        had = _within(self.before[table], indicator_id, unit_id, window, table)[0]
        has, late, _ = _within(self.now.get(table), indicator_id, unit_id, window, table)
        return gone + min(max(had - (has - late), 0), self.withdrawn[table])


def sources(indicator_id: str) -> Sequence[str]:
    """The tables whose records an indicator counts."""
    return SOURCES.get(indicator_id) or SOURCES.get(indicator_id[:3], ())


def _within(
    rows: pl.DataFrame | None,
    indicator_id: str,
    unit_id: str,
    window: tuple[date, date],
    table: str,
) -> tuple[int, int, int]:
    """How many records fall into a window: all, late, corrected."""
    if rows is None or rows.is_empty():
        return 0, 0, 0
    first, last = window
    kept = rows.filter(
        pl.col("unit_id") == unit_id, pl.col("first_month") <= last, pl.col("last_month") >= first
    )
    is_small = indicator_id.startswith("CAS") and indicator_id not in ALL_MATTERS
    if table == "cases" and is_small:
        kept = kept.filter("is_small")
    sums = kept.select(pl.col("n", "late", "corrected").sum()).row(0)
    return int(sums[0]), int(sums[1]), int(sums[2])


@remembered
def since(edition: Edition, choice: Filters, unit_ids: tuple[str, ...]) -> Changes:
    """What happened to the records of some units since the edition."""
    old, new = retained(edition.snapshot_id), snapshot()
    program = edition.code_version != settings.version()
    if old is not None:
        made = (old.mart_hashes, new.mart_hashes)
        program = program or any(made[0].get(mart) != made[1].get(mart) for mart in MADE_OF)
    changed = Changes(
        edition,
        redefined=frozenset(
            one.indicator.id for one in rewritten(edition) if one.why == "redefined"
        ),
        is_new_program=program,
        is_rolled_back=not new.is_in_force(edition.snapshot_id),
    )
    if new.id == edition.snapshot_id:
        return changed
    at = old.loaded_at if old is not None else edition.frozen_at
    asked = {"unit_ids": list(unit_ids), "since": at}
    withdrawn = ask_if_connected("editions/withdrawn", choice, since=at)
    gone = dict(withdrawn.iter_rows()) if withdrawn.width else {}
    return Changes(
        edition,
        _records(choice, asked, at),
        gone,
        _before(old, edition, choice, asked) if gone else {},
        _records(choice, asked, EVER) if gone else {},
        _reorganised(old, edition, choice, unit_ids, at),
        changed.redefined,
        changed.is_new_program,
        changed.is_rolled_back,
    )


def _records(
    choice: Filters, asked: Mapping[str, object], loaded_after: datetime
) -> dict[str, pl.DataFrame]:
    """The records by table, a frame for each; none where nothing is known of records."""
    found = ask_if_connected("editions/records", choice, loaded_after=loaded_after, **asked)
    if not found.width:
        return {}
    return {table: found.filter(pl.col("dataset") == table) for table in TABLES}


def _before(
    old: Manifest | None, edition: Edition, choice: Filters, asked: Mapping[str, object]
) -> dict[str, pl.DataFrame]:
    if old is None:
        return {}
    with as_of(old, edition.journal_position):
        return _records(choice, asked, EVER)


def _reorganised(
    old: Manifest | None,
    edition: Edition,
    choice: Filters,
    unit_ids: tuple[str, ...],
    at: datetime,
) -> frozenset[str]:
    """The units whose parts changed; all of them where only that something changed is known."""
    if old is None:
        found = ask_if_connected("editions/unit_rows", choice, since=at)
        return frozenset(unit_ids) if found.width and found.item(0, "n") else frozenset()
    places = ("editions/places", choice)
    now = ask_if_connected(*places, unit_ids=list(unit_ids))
    with as_of(old, edition.journal_position):
        then = ask_if_connected(*places, unit_ids=list(unit_ids))
    if not now.width or not then.width:
        return frozenset()
    before = dict(then.iter_rows())
    return frozenset(unit for unit, parts in now.iter_rows() if before.get(unit) != parts)


def window_of(indicator: Indicator, window: str, month: date) -> tuple[date, date]:
    """First and last month whose records a published figure counts.

    What is open at a month's end began in any month before, as far back as a stock fills up; a
    case solved or reported late belongs to it though nothing happened to it in that month.
    """
    length = int(window[1:] or 1)
    if indicator.kind == "stock":
        length += indicator.history_months
    return dates.add_months(month, 1 - length), month
