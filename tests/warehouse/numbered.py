"""Imports that can be told apart in every row they touch, made by a process that can be killed.

Run as a program it takes a warehouse and reads import numbers from standard input, one a line.
"""

import sys
import types
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

ROWS = 40


def marts_of(
    tables: Mapping[str, Sequence[str]], folder: Path, cutoff: date, progress: object = None
) -> dict[str, list[str]]:
    """Stands in for the marts: which import numbers the tables hold."""
    folder.mkdir(parents=True)
    path = folder / "numbers.parquet"
    numbers = sorted(numbers_in(tables["cases"], "property_loss_yuan"))
    pl.DataFrame({"number": numbers}, schema={"number": pl.Float64}).write_parquet(path)
    return {"numbers": [str(path)]}


def deliveries(number: int) -> list[object]:
    """One import: every row of two tables bears its number, and each gains a row."""
    from data.contract import TABLES, empty
    from data.intake import Delivery

    made = []
    for table, value in (("cases", "property_loss_yuan"), ("complaints", "reopened_n")):
        key = TABLES[table].key[0]
        keys = [f"k{row}" for row in range(ROWS)] + [f"new{number}"]
        frame = pl.DataFrame({key: keys, value: [number] * len(keys)}).with_columns(
            received_at=pl.lit(datetime(2026, 3, 1)),
            **{n: pl.lit(v) for n, v in SOUND[table].items()},
        )
        frame = pl.concat(
            [empty(table).select(*TABLES[table].dtypes), frame], how="diagonal_relaxed"
        )
        frame = frame.with_columns(line=pl.int_range(2, pl.len() + 2))
        made.append(
            Delivery(
                table=table,
                file=f"{number}",
                part=0,
                delivery_at=datetime(2026, 4, 1) + timedelta(hours=number),
                frame=frame,
                bad_values=NOTHING_BAD,
                read=frame.height,
                filtered={},
                coded_to_other=NOTHING_CODED,
            )
        )
    return made


NOTHING_BAD = pl.DataFrame(
    schema={"line": pl.Int64, "column": pl.String, "value": pl.String, "rule": pl.String}
)
NOTHING_CODED = pl.DataFrame(schema={"column": pl.String, "value": pl.String, "n": pl.Int64})
SOUND: dict[str, dict[str, object]] = {
    "cases": {
        "matter_kind": "criminal",
        "category_code": "theft_ebike",
        "jurisdiction_unit_id": "U1",
        "handling_unit_id": "U1",
        "channel": "110",
        "decision": "pending",
        "is_enterprise": False,
        "time_precision": "minute",
    },
    "complaints": {
        "kind": "complaint",
        "channel": "12345",
        "category_l1": "attitude",
        "unit_id": "U1",
        "extended": False,
    },
}


def numbers_in(files: Sequence[str], column: str) -> set[float]:
    """The import numbers in the rows every import touches."""
    rows = pl.concat(pl.read_parquet(file) for file in files)
    key = "case_id" if "case_id" in rows.columns else "complaint_id"
    touched = rows.filter(pl.col(key).str.starts_with("k"))
    assert touched.height == ROWS, touched.height
    return {float(number) for number in touched[column]}


def read_whole(warehouse: Path) -> int:
    """The number of the import a reader sees; an error where he sees two, or half of one."""
    from data import snapshot

    manifest = snapshot.current(warehouse)
    assert manifest is not None
    number = float(manifest.loads[0]["file"])
    assert numbers_in(manifest.tables["cases"], "property_loss_yuan") == {number}
    assert numbers_in(manifest.tables["complaints"], "reopened_n") == {number}
    assert set(pl.read_parquet(manifest.marts["numbers"][0])["number"]) == {number}
    return int(number)


def take_in(warehouse: Path, number: int) -> None:
    """One import, in this process."""
    from data import imports

    imports.take_in(deliveries(number), warehouse)  # type: ignore[arg-type]


def main() -> None:
    """Say ready, then import the numbers told, saying each when it begins and when it is done."""
    stand_in = types.ModuleType("data.marts")
    stand_in.build = marts_of  # type: ignore[attr-defined]
    stand_in.SQL_HASHES = {}  # type: ignore[attr-defined]
    sys.modules["data.marts"] = stand_in
    import data

    data.marts = stand_in
    from data import imports  # noqa: F401

    print("ready", flush=True)
    for line in sys.stdin:
        print("begun", line.strip(), flush=True)
        take_in(Path(sys.argv[1]), int(line))
        print("done", line.strip(), flush=True)


if __name__ == "__main__":
    main()
