"""The stock identity holds exactly, for every unit and month, in today's and the old structure.

Random small cities are drawn as histories; a plain replay of each history, day by day and
without SQL, says what was open where. The rows the SQL reads keep only what a source keeps: the
last end, and what the events say of the earlier ones.
"""

import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import polars as pl
from hypothesis import Phase, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from tests.queries.conftest import Built, build_drawn

FIRST = date(2023, 1, 1)
CUTOFF = date(2026, 3, 1)
MONTHS = [date(2023 + i // 12, i % 12 + 1, 1) for i in range(38)]
SMALL = {"theft_ebike": True, "burglary": True, "robbery": False}
STATIONS = ("S1", "S2", "S3")


@dataclass(frozen=True)
class Turn:
    """Something that happens to a case: an end (how), a reopening, a new unit or category."""

    at: datetime
    kind: str
    value: str = ""


@dataclass(frozen=True)
class History:
    """A case from its docketing on, as it really was."""

    docket_at: datetime
    unit: str
    category: str
    turns: tuple[Turn, ...]


def two_years_on(day: date) -> date:
    """The same day two years on; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return date(day.year + 2, 2, 28)


@st.composite
def histories(draw: st.DrawFn) -> History:
    docket_at = datetime(2023, 1, 1, 8) + timedelta(days=draw(st.integers(0, 1100)))
    unit, category = draw(st.sampled_from(STATIONS)), draw(st.sampled_from(list(SMALL)))
    turns: list[Turn] = []
    at, is_open = docket_at, True
    if draw(st.booleans()) and draw(st.booleans()):
        # Solved before it was docketed.
        turns.append(Turn(docket_at - timedelta(days=2), "end", "solved"))
        is_open = False
    for _ in range(draw(st.integers(0, 4))):
        # "window" is the last day of the 24 months, "after" the day behind it.
        step = draw(st.sampled_from([0, 1, 20, 90, 300, "window", "after"]))
        if isinstance(step, str):
            edge = datetime.combine(two_years_on(docket_at.date()), docket_at.time())
            at = max(at, edge + timedelta(days=int(step == "after")))
        else:
            at += timedelta(days=step)
        at += timedelta(minutes=7)
        if not is_open:
            turns.append(Turn(at, "reopened"))
            is_open = True
            continue
        kind = draw(st.sampled_from(["end", "end", "unit", "category"]))
        values = {
            "end": ["solved", "closed_unsolved"],
            "unit": list(STATIONS),
            "category": list(SMALL),
        }
        turns.append(Turn(at, kind, draw(st.sampled_from(values[kind]))))
        is_open = kind != "end"
    return History(docket_at, unit, category, tuple(turns))


@st.composite
def lineages(draw: st.DrawFn) -> list[tuple[str, str, date, Fraction]]:
    """S1 may close, shared out or whole; S2 may follow later, so that chains occur."""
    found = []
    if draw(st.booleans()):
        day = draw(st.sampled_from(MONTHS[3:20]))
        part = draw(st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(1)]))
        found.append(("S1", "S2", day, part))
        if part < 1:
            found.append(("S1", "S3", day, 1 - part))
    if draw(st.booleans()):
        found.append(("S2", "S3", draw(st.sampled_from(MONTHS[20:])), Fraction(1)))
    return found


Flows = Counter[tuple[str, str, date, str]]


def replay(history: History) -> tuple[Flows, list[tuple[date, date | None, str, str]]]:
    """The flows of a case, and from when to when it stood where (day by day, small only)."""
    flows: Flows = Counter()
    stays: list[tuple[date, date | None, str, str]] = []
    unit, category = history.unit, history.category
    docketed = history.docket_at.date()
    aged = two_years_on(docketed)
    since: date | None = None  # since when it stands where it stands, while open

    def enter(day: date, kind: str) -> None:
        nonlocal since
        since = day
        if SMALL[category]:
            flows[unit, category, day.replace(day=1), kind] += 1

    def leave(day: date, kind: str) -> None:
        nonlocal since
        if SMALL[category]:
            assert since is not None
            flows[unit, category, day.replace(day=1), kind] += 1
            stays.append((since, day, unit, category))
        since = None

    if docketed >= CUTOFF:
        return flows, stays
    enter(docketed, "docketed")
    early = [turn for turn in history.turns if turn.at <= history.docket_at]
    for turn in early:
        leave(docketed, turn.value)
    known = [turn for turn in history.turns[len(early) :] if turn.at.date() < CUTOFF]
    for position, turn in enumerate(known):
        day = turn.at.date()
        next_end = next((t for t in known[position:] if t.kind == "end"), None)
        ends_in_time = next_end is not None and next_end.at.date() <= aged
        if since is not None and day >= aged and not ends_in_time:
            leave(aged, "aged_out")
        if turn.kind == "reopened":
            if day < aged:
                enter(day, "reopened")
        elif since is not None and turn.kind == "end":
            leave(day, turn.value)
        elif since is not None and turn.value not in (unit, category):
            leave(day, "moved_out")
            unit, category = (turn.value, category) if turn.kind == "unit" else (unit, turn.value)
            enter(day, "moved_in")
    if since is not None and aged < CUTOFF:
        leave(aged, "aged_out")
    if since is not None and SMALL[category]:
        stays.append((since, None, unit, category))
    return flows, stays


def drawn(cases: list[History]) -> dict[str, str]:
    """The rows and events a source would keep of these histories."""
    rows = [
        "case_id | handling_unit_id | category_code | accepted_at | solved_at | closed_at "
        "| closure_kind"
    ]
    events = ["event_id | case_id | event_type | event_at | from_value | to_value"]
    for number, case in enumerate(cases):
        unit, category, end = case.unit, case.category, None
        for place, turn in enumerate(case.turns):
            was = ""
            if turn.kind == "unit":
                was, unit = unit, turn.value
            elif turn.kind == "category":
                was, category = category, turn.value
            elif turn.kind == "reopened":
                assert end is not None
                was, told, end = str(end.at), end.value, None
            else:
                end = turn
                continue
            kind = {"unit": "unit_transfer", "category": "recategorised"}
            now = told if turn.kind == "reopened" and told == "solved" else turn.value
            events.append(
                f"e{number}_{place} | k{number} | {kind.get(turn.kind, 'reopened')} "
                f"| {turn.at:%Y-%m-%d %H:%M} | {was} | {now}"
            )
        solved = f"{end.at:%Y-%m-%d %H:%M}" if end and end.value == "solved" else ""
        closed = f"{end.at:%Y-%m-%d %H:%M}" if end and not solved else ""
        rows.append(
            f"k{number} | {unit} | {category} | {case.docket_at:%Y-%m-%d %H:%M} | {solved} "
            f"| {closed} | {'withdrawn' if closed else ''}"
        )
    # A case of no interest, so that the source counts as recording ends.
    rows.append("other | S1 | assault | 2023-01-01 | 2023-01-01 | |")
    return {"cases": "\n".join(rows), "case_events": "\n".join(events)}


def drawn_units(lineage: list[tuple[str, str, date, Fraction]], moved: date) -> dict[str, str]:
    """Units as the lineage leaves them; S3 moves from one branch to the other."""
    closed = {unit: day for unit, _, day, _ in lineage}
    lines = ["unit_id | level | parent_unit_id | valid_from | valid_to"]
    lines += ["C | bureau | | 2000-01-01 |"]
    lines += [f"{branch} | branch | C | 2000-01-01 |" for branch in ("B1", "B2")]
    lines += [
        f"{unit} | station | B1 | 2000-01-01 | {closed.get(unit, '')}" for unit in ("S1", "S2")
    ]
    lines += [f"S3 | station | B1 | 2000-01-01 | {moved}", f"S3 | station | B2 | {moved} |"]
    turns = ["from_unit_id | to_unit_id | effective_date | share"]
    turns += [f"{a} | {b} | {day} | {float(share)}" for a, b, day, share in lineage]
    return {"units": "\n".join(lines), "unit_lineage": "\n".join(turns)}


def shares(
    structure: str,
    unit: str,
    month: date,
    lineage: list[tuple[str, str, date, Fraction]],
    moved: date,
) -> dict[str, Fraction]:
    """What each unit of a structure holds of a unit's figures, by plain following."""
    held = {unit: Fraction(1)}
    for station in ("S1", "S2"):
        turns = [t for t in lineage if t[0] == station]
        done = turns and (structure == "current" or turns[0][2] <= month)
        if done and station in held:
            whole = held.pop(station)
            for _, target, _, part in turns:
                held[target] = held.get(target, Fraction(0)) + whole * part
    found = dict(held)
    for station, part in held.items():
        is_moved = structure == "current" or moved <= month
        branch = "B2" if station == "S3" and is_moved else "B1"
        found[branch] = found.get(branch, Fraction(0)) + part
    return found | {"C": Fraction(1)}


def rolled_up(built: Built) -> pl.DataFrame:
    """Stock and flows of every unit of both structures, as a page sums them up."""
    ways = [
        "docketed",
        "reopened",
        "moved_in",
        "solved",
        "closed_unsolved",
        "aged_out",
        "moved_out",
    ]
    signs = [1, 1, 1, -1, -1, -1, -1]
    by_unit = built.frame("stock_flow").group_by("unit_id", "month").agg(pl.col(ways).sum())
    grid = by_unit.select("unit_id").unique().join(pl.DataFrame({"month": MONTHS}), how="cross")
    net = pl.sum_horizontal(sign * pl.col(way) for way, sign in zip(ways, signs, strict=True))
    stock = (
        grid.join(by_unit, on=["unit_id", "month"], how="left")
        .with_columns(pl.col(ways).fill_null(0))
        .sort("unit_id", "month")
        .with_columns(net=net)
        .with_columns(stock=pl.col("net").cum_sum().over("unit_id"))
        .with_columns(before=(pl.col("stock") - pl.col("net")))
    )
    units = (
        built.frame("unit_map")
        .group_by("structure", "month", "unit_id", "ancestor_id")
        .agg(pl.col("share").sum())
    )
    keys = ["structure", "unit_id", "ancestor_id"]
    units = units.with_columns((pl.col("month").dt.offset_by("1mo")).alias("next_month"))
    # The share a unit's stock had the month before, none where it had none.
    pairs = (
        units.select(*keys, "month", "share")
        .join(
            units.select(*keys, month="next_month", share_before="share"),
            on=[*keys, "month"],
            how="full",
            coalesce=True,
        )
        .with_columns(pl.col("share").fill_null(0), pl.col("share_before").fill_null(0))
    )
    return (
        stock.join(pairs, on=["unit_id", "month"])
        .with_columns(
            shared=pl.col("stock") * pl.col("share"),
            shared_net=pl.col("net") * pl.col("share"),
            shared_before=pl.col("before") * pl.col("share_before"),
            reorganised=pl.col("before") * (pl.col("share") - pl.col("share_before")),
        )
        .group_by("structure", "ancestor_id", "month")
        .agg(pl.col("shared", "shared_net", "shared_before", "reorganised").sum())
    )


# Each example is a build: shrinking a failure would take minutes.
@settings(max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@for_all(
    st.lists(histories(), min_size=30, max_size=40),
    lineages(),
    st.sampled_from(MONTHS[5:30]),
)
def test_stock_is_what_a_plain_replay_says(
    cases: list[History], lineage: list[tuple[str, str, date, Fraction]], moved: date
) -> None:
    flows: Flows = Counter()
    stays = []
    for case in cases:
        case_flows, case_stays = replay(case)
        flows += case_flows
        stays += case_stays
    with tempfile.TemporaryDirectory() as folder:
        built = build_drawn(
            Path(folder),
            ("stock_flow", "CAS04", "open_bands"),
            CUTOFF,
            **drawn(cases),
            **drawn_units(lineage, moved),
        )
        found = built.frame("stock_flow")
        check_flows(found, flows)
        stock = {
            (month, unit, category): sum(
                start < following and (end is None or end >= following)
                for start, end, at, of in stays
                if (at, of) == (unit, category)
            )
            for month, following in zip(MONTHS, [*MONTHS[1:], CUTOFF], strict=True)
            for unit in STATIONS
            for category in SMALL
        }
        bands = (
            built.frame("open_bands")
            .group_by("month", "unit_id", "category_code")
            .agg(pl.col("n").sum())
        )
        assert {row[:3]: row[3] for row in bands.iter_rows()} == {
            key: n for key, n in stock.items() if n
        }
        if not found.is_empty():
            check_roll_up(rolled_up(built), stock, lineage, moved)


def check_flows(found: pl.DataFrame, expected: Flows) -> None:
    kinds = found.columns[3:-1]
    assert {
        (row["unit_id"], row["category_code"], row["month"], kind): row[kind]
        for row in found.iter_rows(named=True)
        for kind in kinds
        if row[kind]
    } == dict(expected)


def check_roll_up(
    rolled: pl.DataFrame,
    stock: dict[tuple[date, str, str], int],
    lineage: list[tuple[str, str, date, Fraction]],
    moved: date,
) -> None:
    expected: dict[tuple[str, str, date], Fraction] = {}
    for (month, unit, _), n in stock.items():
        for structure in ("as_was", "current"):
            for above, share in shares(structure, unit, month, lineage, moved).items():
                key = (structure, above, month)
                expected[key] = expected.get(key, Fraction(0)) + n * share
    for row in rolled.iter_rows(named=True):
        key = (row["structure"], row["ancestor_id"], row["month"])
        # All shares are quarters and halves: floats hold them exactly.
        assert row["shared"] == expected.get(key, 0), key
        assert row["shared"] == row["shared_before"] + row["shared_net"] + row["reorganised"]
        if row["ancestor_id"] == "C":
            assert row["reorganised"] == 0
