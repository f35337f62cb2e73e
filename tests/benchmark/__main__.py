"""Runs every measurement and prints a table: python -m tests.benchmark --scale 100."""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.pages.city import PAGES


def measure(name: str, *arguments: object) -> dict[str, Any]:
    """One measurement in a fresh process; what it printed last is its result."""
    print(f"… {name} {' '.join(str(a) for a in arguments)}", file=sys.stderr, flush=True)
    command = [sys.executable, "-m", "tests.benchmark.measurements", name, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{name} failed:\n{done.stdout}\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def run(folder: Path, scale: int) -> list[tuple[str, str]]:
    """All measurements; gives the lines of the table."""
    small, large = folder / "x1", folder / f"x{scale}"
    made = measure("demo", small)
    tiled = measure("tile", small, large, scale)
    lines = [
        ("demo city: generate, import, marts", f"{made['seconds']:.1f} s, {made['peak']} MB"),
        (f"matters at ×{scale}", f"{tiled['matters']:,}"),
    ]
    for place, name in ((small, "×1"), (large, f"×{scale}")):
        built = measure("marts", place)
        lines.append((f"marts built at {name}", f"{built['seconds']:.1f} s, {built['peak']} MB"))
    raw = measure("scan", large)
    lines.append((f"one scan of the raw columns at ×{scale}", f"{raw['seconds'] * 1000:.0f} ms"))
    for page in PAGES:
        one, many = measure("questions", small, page), measure("questions", large, page)
        lines.append(
            (
                f"{page}: {one['questions']} questions, ×1 → ×{scale}",
                f"{one['seconds'] * 1000:.0f} → {many['seconds'] * 1000:.0f} ms, "
                f"ratio {many['seconds'] / one['seconds']:.2f} (goal ≤ 1.5); "
                f"{many['seconds'] / raw['seconds']:.3f} of the raw scan (goal ≤ 0.1); "
                f"{many['peak']} MB",
            )
        )
    file = measure("csv", small, folder / "cases.csv", 6)
    taken = measure("import", folder / "cases.csv", folder / "imported")
    lines += [
        ("rows of the import file", f"{file['rows']:,} ({file['megabytes']} MB)"),
        (
            "import: guard, validation, upsert, commit",
            f"{file['rows'] / taken['until_committed']:,.0f} rows/s, "
            f"{taken['processor_until_committed']:.1f} s of processor; with marts and publishing "
            f"{taken['seconds']:.1f} s, {taken['processor']:.1f} s of processor, "
            f"{taken['peak']} MB",
        ),
    ]
    for typed, name in (("yes", "times read as times"), ("no", "times left as text")):
        plain = measure("polars", folder / "cases.csv", folder / "cases.parquet", typed)
        ratio = plain["seconds"] / taken["until_committed"]
        worked = plain["processor"] / taken["processor_until_committed"]
        lines.append(
            (
                f"Polars: CSV to Parquet, {name}",
                f"{file['rows'] / plain['seconds']:,.0f} rows/s, {plain['processor']:.1f} s of "
                f"processor, {plain['peak']} MB; the import runs at {ratio:.2f} of it "
                f"({worked:.2f} by processor time; goal ≥ 0.5)",
            )
        )
    empty = measure("rerun", small, "empty")
    for page in PAGES:
        drawn = measure("rerun", small, page)
        lines.append(
            (
                f"rerun of {page} against an empty app",
                f"{drawn['seconds'] * 1000:.0f} against {empty['seconds'] * 1000:.0f} ms, "
                f"ratio {drawn['seconds'] / empty['seconds']:.1f} (goal ≤ 3.5)",
            )
        )
    return lines


def main() -> None:
    """Prints the table as Markdown."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--scale", type=int, default=100)
    parser.add_argument("--keep", type=Path, help="a folder to keep the data in")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        lines = run(chosen.keep or Path(scratch), chosen.scale)
    print("| measured | figure |\n|---|---|")
    for name, figure in lines:
        print(f"| {name} | {figure} |")


if __name__ == "__main__":
    main()
