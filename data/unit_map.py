"""How units stand under each other, month by month, in today's structure and in the old one.

`current` restates every month as if today's units had always been; `as_was` leaves a month as it
was, only that a closed unit's open cases go to its successors.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import polars as pl

from data.contract import UNKNOWN_UNIT
from data.organisation import Organisation

STRUCTURES = ("as_was", "current")
# Numbers that may stand at two levels of the tree and must not be counted twice.
COUNTED = ("population", "households", "police_fte", "linked_enterprises")

UNIT_MAP = {
    "structure": pl.String(),
    "month": pl.Date(),
    "unit_id": pl.String(),
    "target_id": pl.String(),
    "ancestor_id": pl.String(),
    "share": pl.Float64(),
}


def unit_map(organisation: Organisation, months: Sequence[date]) -> pl.DataFrame:
    """One row per structure, month, unit, target and ancestor of the target, with the share.

    The reserved unit UNKNOWN belongs to the bureau where there is only one.
    """
    frames = [pl.DataFrame(schema=UNIT_MAP)]
    for epoch in _epochs(organisation, months):
        rows = list(_map_rows(organisation, epoch[0]))
        fields = [name for name in UNIT_MAP if name != "month"]
        part = pl.DataFrame(rows, schema={name: UNIT_MAP[name] for name in fields}, orient="row")
        frames.append(part.join(pl.DataFrame({"month": epoch}), how="cross").select(*UNIT_MAP))
    return pl.concat(frames).sort("structure", "ancestor_id", "month", "unit_id", "target_id")


def _map_rows(
    organisation: Organisation, month: date
) -> Iterator[tuple[str, str, str, str, float]]:
    for structure in STRUCTURES:
        day = month if structure == "as_was" else organisation.last_month
        above: dict[str, dict[str, float]] = {}
        for unit in organisation.periods:
            for target, share in organisation.targets(structure, unit, month).items():
                if target not in above:
                    above[target] = organisation.ancestors(target, day)
                for ancestor, part in above[target].items():
                    yield structure, unit, target, ancestor, share * part
        yield structure, UNKNOWN_UNIT, UNKNOWN_UNIT, UNKNOWN_UNIT, 1.0
        if len(organisation.roots) == 1:
            yield structure, UNKNOWN_UNIT, UNKNOWN_UNIT, organisation.roots[0], 1.0


def _epochs(organisation: Organisation, months: Sequence[date]) -> list[list[date]]:
    """Months in runs during which the structure does not change."""
    runs: dict[int, list[date]] = {}
    for month in months:
        runs.setdefault(bisect_right(organisation.turning_days, month), []).append(month)
    return list(runs.values())


def unit_roots(organisation: Organisation) -> pl.DataFrame:
    """The bureau of every unit, and the unit under the bureau it belongs to, UNKNOWN included."""
    rows = {
        unit: [*reversed(organisation.ancestors(unit, organisation.last_month))]
        for unit in organisation.periods
    }
    roots = organisation.roots
    rows[UNKNOWN_UNIT] = [roots[0] if len(roots) == 1 else UNKNOWN_UNIT]
    columns = ("unit_id", "root_id", "branch_id")
    return pl.DataFrame(
        [(unit, line[0], line[min(1, len(line) - 1)]) for unit, line in rows.items()],
        schema=dict.fromkeys(columns, pl.String()),
        orient="row",
    )


def unit_list(organisation: Organisation, units: pl.DataFrame) -> pl.DataFrame:
    """Every unit once, as it is today or was last, with its place in the tree."""
    last = organisation.last_month
    rows = []
    for unit in organisation.periods:
        period = organisation.nearest_period(unit, last)
        line = [*reversed(organisation.ancestors(unit, last))]
        rows.append(
            period.row
            | {"valid_to": None if period.ends == date.max else period.ends}
            | {"is_current": period.starts <= last < period.ends}
            | {"root_id": line[0], "path": "/".join(line)}
        )
    added = {"root_id": pl.String(), "is_current": pl.Boolean(), "path": pl.String()}
    listed = pl.DataFrame(rows, schema={**units.schema, **added}, orient="row")
    return listed.select(UNIT_LIST).sort("display_order", "unit_id")


UNIT_LIST = (
    "unit_id",
    "unit_name",
    "short_name",
    "level",
    "unit_kind",
    "parent_unit_id",
    "root_id",
    "peer_group",
    "is_ranked",
    "display_order",
    "grid_row",
    "grid_col",
    "geometry_geojson",
    "population",
    "households",
    "police_fte",
    "linked_enterprises",
    "area_km2",
    "valid_from",
    "valid_to",
    "is_current",
    "path",
)


def unit_months(organisation: Organisation, months: Sequence[date]) -> pl.DataFrame:
    """Residents, households, officers and enterprises of each unit and month.

    A number stands at the finest unit that has one: a branch's own only where no unit below it
    has one that month.
    """
    fields: dict[str, Any] = {"unit_id": pl.String()}
    fields |= {name: pl.Float64() if name == "police_fte" else pl.Int64() for name in COUNTED}
    frames = [pl.DataFrame(schema={"unit_id": pl.String(), "month": pl.Date(), **fields})]
    for epoch in _epochs(organisation, months):
        rows = [
            {"unit_id": unit, **numbers}
            for unit, numbers in _numbers(organisation, epoch[0]).items()
            if any(number is not None for number in numbers.values())
        ]
        part = pl.DataFrame(rows, schema=fields, orient="row")
        frames.append(
            part.join(pl.DataFrame({"month": epoch}), how="cross").select(frames[0].columns)
        )
    return pl.concat(frames).sort("unit_id", "month")


def _numbers(organisation: Organisation, month: date) -> dict[str, dict[str, Any]]:
    """Numbers of the units that exist in a month, blanked where a finer unit has one."""
    successors = {
        unit
        for turns in organisation.reorganisations.values()
        for turn in turns
        for unit in turn.shares
    }
    numbers: dict[str, dict[str, Any]] = {}
    for unit, periods in organisation.periods.items():
        period = organisation.period(unit, month)
        # The first row of a unit that succeeds nobody is taken to hold before it begins too:
        # bureaus often list their units with the day of the list.
        if period is None and month < periods[0].starts and unit not in successors:
            period = periods[0]
        if period is not None:
            numbers[unit] = {name: period.row[name] for name in COUNTED}
    finer = {name: {u for u in numbers if numbers[u][name] is not None} for name in COUNTED}
    for name, units in finer.items():
        covered = {
            above
            for unit in units
            for above in organisation.ancestors(unit, month)
            if above != unit
        }
        for unit in covered & numbers.keys():
            numbers[unit] = numbers[unit] | {name: None}
    return numbers


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from one to another, both included."""
    count = 12 * (last.year - first.year) + last.month - first.month + 1
    start = 12 * first.year + first.month - 1
    return [date((start + i) // 12, (start + i) % 12 + 1, 1) for i in range(max(count, 0))]
