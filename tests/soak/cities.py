"""Random cities with and without plants: what the tests miss and what they find wrongly.

    python -m tests.soak.cities --cities 0-4 --to cities.jsonl     makes and judges them
    python -m tests.soak.cities --table cities.jsonl               prints the table

A city with plants is the demo city under other chance; one without has nothing hidden in it and
keeps its levels over time, so whatever is found there is a false alarm.
"""

import argparse
import json
import logging
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import answers, findings, indicators, judged
from dashboard.filters import Filters
from dashboard.pictures.overview.candidates import Item, candidates
from dashboard.verdicts.hot_spots import HotSpot, hot_spots
from data import marts
from data.contract import TABLES, stored_dtypes
from data.demo import generate, load
from data.demo.parameters import city, listing, quirk
from data.demo.variation import Variation, varied
from data.snapshot import Manifest, current

FIRST_SEED = 1000
BUREAU = "990100000000"
LOADED = datetime(2026, 11, 1)
CHANGED = ("better", "worse", "fewer", "more")  # tags that claim a change
# Where each planted finding is; the bureau where it is everywhere.
PLANTED = {
    "late_records": "batch_upload",
    "year_end": "",
    "perfect_scores": "perfect_scores",
    "silent_complaints": "zero_complaints",
    "better_while_assessed": "",
    "busier_while_assessed": "",
    "under_filing": "under_filing",
}
# What follows from a plant, though another finding names it: reports that are not docketed stay
# undetermined.
FOLLOWS = {("unknown_values", "under_filing")}
HOT = {"rude_window": "attitude", "no_progress_notice": "progress"}  # plants that still last


@dataclass
class Judged:
    """What was found in one city: per kind, how much was planted, missed, and found wrongly."""

    seed: int
    is_planted: bool
    planted: dict[str, int] = field(default_factory=dict)
    missed: dict[str, int] = field(default_factory=dict)
    wrong: dict[str, int] = field(default_factory=dict)
    named: list[str] = field(default_factory=list)  # the missed and the wrong ones by name
    changes_judged: int = 0


def made_and_judged(number: int, is_planted: bool, is_straight: bool = False) -> Judged:
    """One city from its files to its verdicts; `is_straight` leaves the import out."""
    variation = Variation(FIRST_SEED + number, is_planted)
    with varied(variation), tempfile.TemporaryDirectory() as folder:
        make = straight if is_straight else imported
        with held(make(Path(folder)), Path(folder)):
            return judge(variation)


def imported(folder: Path) -> Manifest:
    """The city being made, its files taken in as any bureau's."""
    load(folder, 1, None)
    manifest = current(folder)
    assert manifest is not None
    return manifest


def straight(folder: Path, only: Collection[str] = ()) -> Manifest:
    """The city being made, its tables as they stand at the cut-off handed to the marts."""
    files = {name: stored(folder, name, rows) for name, rows in generate().items()}
    built = marts.build(files, folder / "marts", city().cutoff, only=only)
    return Manifest(
        id=1, parent=None, rollback_of=None, loaded_at=LOADED, cutoff=city().cutoff,
        cutoff_given=True, is_demo=True, tables=files, marts=built, counts={}, versions={},
        hash_recipes={}, mart_hashes={}, contract_version="", code_version="",
        journal_position=0, undone=(),
    )  # fmt: skip


def stored(folder: Path, name: str, rows: pl.DataFrame) -> list[str]:
    """A table of the city as the warehouse keeps it: what was entered before the cut-off."""
    if name not in TABLES or name in ("targets", "annotations"):
        return []
    if "recorded_at" in rows.columns and rows["recorded_at"].null_count() < rows.height:
        rows = rows.filter(pl.col("recorded_at") < city().cutoff)
    ordinary = {"flags": "", "first_loaded_at": LOADED}
    columns = [
        pl.col(column).cast(kind)
        if column in rows.columns
        else pl.lit(ordinary.get(column), kind).alias(column)
        for column, kind in stored_dtypes(name).items()
    ]
    path = folder / f"{name}.parquet"
    rows.select(columns).write_parquet(path, compression_level=1)
    return [str(path)]


@contextmanager
def held(manifest: Manifest, folder: Path) -> Iterator[None]:
    """A snapshot in the hands of this process, and nothing kept of another one."""
    answers._database.cache_clear()
    answers._answer.cache_clear()
    stamp = (str(folder), manifest.id, 0)
    answers._manifests[stamp] = manifest
    st.session_state["stamp"] = stamp
    try:
        yield
    finally:
        del st.session_state["stamp"]
        del answers._manifests[stamp]


def judge(variation: Variation) -> Judged:
    """What the verdicts say about the city that is held."""
    choice = Filters(unit_id=BUREAU, month=listing_month())
    result = Judged(variation.seed, variation.is_planted)
    _findings(result, choice)
    _hot_spots(result, choice)
    _changes(result, choice)
    return result


def listing_month() -> Any:
    """The last whole month of the city."""
    end = city().cutoff
    return end.replace(year=end.year - (end.month == 1), month=(end.month - 2) % 12 + 1)


def _note(result: Judged, kind: str, planted: set[str], found: set[str]) -> None:
    missed, wrong = planted - found, found - planted
    result.planted[kind] = len(planted)
    result.missed[kind] = len(missed)
    result.wrong[kind] = len(wrong)
    result.named += [f"{kind} missed {unit}" for unit in sorted(missed)]
    result.named += [f"{kind} wrong {unit}" for unit in sorted(wrong)]


def _findings(result: Judged, choice: Filters) -> None:
    found = findings.found(choice)
    for kind in findings.TESTS:
        planted: set[str] = set()
        if result.is_planted and kind in PLANTED:
            planted = set(quirk(PLANTED[kind]).units) if PLANTED[kind] else {BUREAU}
        units = {each.unit_id for each in found if each.kind == kind}
        if result.is_planted:
            units -= {
                unit for other, plant in FOLLOWS if other == kind for unit in quirk(plant).units
            }
        _note(result, kind, planted, units)


def _hot_spots(result: Judged, choice: Filters) -> None:
    """A plant is found where its unit is hot; units above and below it share in it."""
    found = hot_spots(choice)
    planted, seen, explained = set(), set(), set()
    if result.is_planted:
        for name, category in HOT.items():
            for unit in quirk(name).units:
                planted.add(f"{unit} {category}")
                near = _near(unit)
                for spot in found:
                    if spot.unit_id in near and spot.category in (category, ""):
                        explained.add(_name(spot))
                    if spot.unit_id == unit and spot.category == category:
                        seen.add(_name(spot))
    others = {_name(spot) for spot in found} - explained
    _note(result, "hot_spots", planted, seen | others)


def _name(spot: HotSpot) -> str:
    return f"{spot.unit_id} {spot.category}"


def _near(unit_id: str) -> set[str]:
    """A unit, those above it and those below it."""
    stations = listing("stations").select("unit_id", "branch_id").iter_rows()
    pairs = list(stations)
    below = {station for station, branch in pairs if branch == unit_id}
    above = {branch for station, branch in pairs if station == unit_id}
    return {unit_id, BUREAU} | below | above


def _changes(result: Judged, choice: Filters) -> None:
    """Changes of the whole bureau against last year, each by itself, and those that 总览 tells of
    the bureau and its branches; only a city without plants stays the same."""
    if result.is_planted:
        return
    said = {name: judged.change(name, choice) for name in indicators.every()}
    tested = {name: verdict for name, verdict in said.items() if verdict is not None}
    result.changes_judged = sum(
        1 for verdict in tested.values() if verdict.tag in (*CHANGED, "no_clear_change")
    )
    claimed = {name for name, verdict in tested.items() if verdict.tag in CHANGED}
    _note(result, "changes", set(), claimed)
    told = candidates(choice)
    _note(
        result,
        "changes_told",
        set(),
        {f"{item.unit_id} {item.subject}" for item in told if item.verdict and _is_change(item)},
    )


def _is_change(item: Item) -> bool:
    """Better or worse than before; a hot spot is worse than elsewhere."""
    return item.kind in ("better", "worse") and not item.subject.startswith("CMP07")


def table(judged_cities: Sequence[Judged]) -> str:
    """Misses and false alarms by kind as a Markdown table."""
    with_plants = [each for each in judged_cities if each.is_planted]
    without = [each for each in judged_cities if not each.is_planted]
    kinds = list(dict.fromkeys(kind for each in judged_cities for kind in each.wrong))
    lines = [
        f"| kind | planted ({len(with_plants)} cities) | missed | found besides "
        f"| false alarms ({len(without)} cities without plants) | cities with any |",
        "|---|---|---|---|---|---|",
    ]
    for kind in kinds:
        planted = _sum(each.planted for each in with_plants)[kind]
        missed = _sum(each.missed for each in with_plants)[kind]
        besides = _sum(each.wrong for each in with_plants)[kind]
        false = _sum(each.wrong for each in without)[kind]
        cities = sum(1 for each in without if each.wrong.get(kind))
        lines.append(f"| {kind} | {planted} | {missed} | {besides} | {false} | {cities} |")
    tests = sum(each.changes_judged for each in without)
    lines.append(f"\nChanges judged in the cities without plants: {tests}.")
    return "\n".join(lines)


def _sum(counts: Iterable[dict[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:
        total.update(each)
    return total


def read(path: Path) -> list[Judged]:
    """Cities judged before."""
    return [Judged(**json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Makes and judges cities, or prints what was found in them."""
    logging.disable(logging.WARNING)  # there is no session, and Streamlit says so at every step
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cities", default="0-19")
    parser.add_argument("--to", type=Path, default=Path("cities.jsonl"))
    parser.add_argument("--table", type=Path)
    parser.add_argument("--straight", action="store_true", help="leave the import out")
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no city later than this")
    chosen = parser.parse_args()
    if chosen.table:
        print(table(read(chosen.table)))
        return
    done = {(each.seed, each.is_planted) for each in read(chosen.to)} if chosen.to.exists() else ()
    first, _, last = chosen.cities.partition("-")
    end = time.monotonic() + chosen.minutes * 60
    for number in range(int(first), int(last or first) + 1):
        for is_planted in (True, False):
            if (FIRST_SEED + number, is_planted) in done or time.monotonic() > end:
                continue
            result = made_and_judged(number, is_planted, chosen.straight)
            with chosen.to.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(asdict(result)) + "\n")
            print(number, "planted" if is_planted else "plain", result.named, flush=True)


if __name__ == "__main__":
    main()
