"""What the command line says: each message in Chinese and English."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import (
    BarColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.table import Table as Grid

from data.preparation import Progress
from data.quarantine import reason_text
from data.report import FileReport, Report
from data.snapshot import Manifest
from data.texts import LANGUAGES, has, t

# Into a file or a pipe, grids are as wide as they need.
WIDE = 140
MOST_UNUSED = 30  # columns named
LEVELS = ("bureau", "branch", "station")

console = Console(highlight=False, soft_wrap=True)
if not console.is_terminal:
    console = Console(highlight=False, soft_wrap=True, width=WIDE)
errors = Console(stderr=True, highlight=False, soft_wrap=True)


def both(key: str, **holes: object) -> str:
    """A short text in both languages, on one line."""
    return f"{t(key, 'zh', **holes)} {t(key, 'en', **holes)}"


def say(key: str, **holes: object) -> None:
    """A message in both languages, each on its line."""
    for language in LANGUAGES:
        console.print(t(key, language, **holes), markup=False)


@contextmanager
def progress(expected: int | None) -> Iterator[Progress]:
    """A bar with the step, the rows done and the time left, on standard error.

    `expected` rows are a guess from the files' sizes; None where no guess can be made.
    """
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.fields[rows]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=errors, transient=True) as bar:
        task = bar.add_task("", total=expected, rows="")

        def show(step: str, name: str, done: int, total: int | None = None) -> None:
            label = t(f"tables.{name}.label") if has(f"tables.{name}.label") else name
            bar.update(task, description=f"{both(f'step.{step}')} {label}")
            if step == "marts":
                bar.update(task, completed=done, total=total, rows=f"{done}/{total}")
            elif step == "read":
                # The guess must not promise an end that has passed.
                most = None if expected is None else max(expected, done)
                rows = f"{done:,} {both('report.rows')}"
                bar.update(task, completed=done, total=most, rows=rows)

        yield show


def show_report(report: Report) -> None:
    """An import's report: counts per table and file, reasons, what changed."""
    if report.restored:
        say("report.restored", tables=", ".join(report.restored))
    _show_counts(report.files)
    for file in report.files:
        if file.source_rows != file.read:
            say("report.source_rows", file=file.file, source=file.source_rows, read=file.read)
    _show_unused(report.files)
    _show_reasons(report)
    _show_kept(report)
    for name, n in report.resolved.items():
        _say_rows("report.resolved", name, n)
    for name, n in report.replaced.items():
        _say_rows("report.replaced", name, n)
    for name, n in report.withdrawn.items():
        _say_rows("report.withdrawn", name, n)
    if report.withdrawn_unknown:
        say("report.withdrawn_unknown", n=report.withdrawn_unknown)
    if report.closed:
        say("report.closed", n=report.closed)
    if report.quarantine is not None:
        say("report.quarantine", path=report.quarantine)
    for file in report.refused_whole():
        say("report.whole_file_refused", file=file.file)
    if report.dry_run:
        say("report.dry_run")
    elif report.snapshot is None:
        say("report.no_snapshot")
    else:
        say("report.snapshot", snapshot=report.snapshot, cutoff=report.cutoff)


def _show_counts(files: Sequence[FileReport]) -> None:
    names = ("read", "new", "corrected", "unchanged", "rejected", "filtered")
    grid = _narrow()
    grid.add_column(_head("report.table"), min_width=10, overflow="fold")
    grid.add_column(_head("report.file"), min_width=10, overflow="fold")
    for name in names:
        grid.add_column(_head(f"report.{name}"), justify="right", overflow="fold")
    for file in files:
        counts = (file.read, file.new, file.corrected, file.unchanged, file.rejected)
        label = f"{t(f'tables.{file.table}.label')}\n{file.table}"
        grid.add_row(label, file.file, *(f"{n:,}" for n in (*counts, file.filtered.total())))
    if files:
        console.print(grid)


def _narrow(*heads: str) -> Grid:
    """A grid without a blank to spare, so that a terminal of 80 columns breaks no heading."""
    return Grid(*heads, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)


def _show_unused(files: Sequence[FileReport]) -> None:
    """Columns that were not taken in: a header misspelt is a column lost."""
    for unused in dict.fromkeys(file.unused for file in files):
        alike = [file.file for file in files if file.unused == unused]
        if unused:
            names = ", ".join(alike[:1]) + (f" (+{len(alike) - 1})" if len(alike) > 1 else "")
            say("report.unused", file=names, columns=" · ".join(unused[:MOST_UNUSED]))


def _show_reasons(report: Report) -> None:
    top = report.top_reasons()
    if top:
        say("report.reasons")
    for table, rule, columns, n in top:
        for language in LANGUAGES:
            _print(
                "report.reason",
                language,
                table,
                n,
                reason=reason_text(table, rule, columns, language),
            )
    for reason, n in report.total("filtered", "source_filtered").items():
        for language in LANGUAGES:
            named = (
                t(f"filtered.{reason}", language) if has(f"filtered.{reason}", language) else reason
            )
            console.print(t("report.filtered_by", language, reason=named, n=f"{n:,}"), markup=False)


def _show_kept(report: Report) -> None:
    for table in dict.fromkeys(file.table for file in report.files):
        for flag, n in report.total("flagged", table=table).most_common():
            for language in LANGUAGES:
                reason = reason_text(table, flag, "", language)
                _print("report.flagged", language, table, n, reason=reason)
        for (column, value), n in report.total("coded", table=table).most_common(20):
            for language in LANGUAGES:
                label = t(f"columns.{table}.{column}.label", language)
                _print("report.coded", language, table, n, column=label, value=value)


def _head(key: str, **holes: object) -> str:
    """A text for a grid: one language a line."""
    return "\n".join(t(key, language, **holes) for language in LANGUAGES)


def _say_rows(key: str, table: str, n: int) -> None:
    for language in LANGUAGES:
        _print(key, language, table, n)


def _print(key: str, language: str, table: str, n: int, **holes: object) -> None:
    label = t(f"tables.{table}.label", language)
    console.print(t(key, language, table=label, n=f"{n:,}", **holes), markup=False)


def show_status(manifest: Manifest, quarantined: tuple[int, int], old_marts: Sequence[str]) -> None:
    """The snapshot in force, the quarantine, and marts older than the program."""
    if manifest.is_demo:
        say("status.demo")
    say(
        "status.snapshot",
        snapshot=manifest.id,
        loaded_at=f"{manifest.loaded_at:%Y-%m-%d %H:%M}",
        cutoff=manifest.cutoff,
    )
    grid = Grid(_head("report.table"), box=SIMPLE_HEAD)
    grid.add_column(_head("status.rows"), justify="right")
    for name, rows in manifest.counts.items():
        grid.add_row(both(f"tables.{name}.label"), f"{rows:,}")
    console.print(grid)
    say("status.open_rows", open=f"{quarantined[0]:,}", closed=f"{quarantined[1]:,}")
    say("status.journal", position=manifest.journal_position)
    if old_marts:
        say("status.old_marts", n=len(old_marts), names=", ".join(old_marts))


def show_history(manifests: Sequence[Manifest]) -> None:
    """Snapshots that can still be gone back to, newest first."""
    grid = _narrow()
    for name in ("snapshot", "loaded_at", "cutoff"):
        grid.add_column(_head(f"history.{name}"), no_wrap=True)
    grid.add_column(_head("history.rows"), justify="right", no_wrap=True)
    grid.add_column(_head("history.what"))
    newest = max((one.id for one in manifests), default=0)
    for one in sorted(manifests, key=lambda manifest: -manifest.id):
        mark = f"\n{_head('history.current')}" if one.id == newest else ""
        grid.add_row(
            f"{one.id}{mark}",
            f"{one.loaded_at:%Y-%m-%d %H:%M}",
            str(one.cutoff),
            f"{sum(one.counts.values()):,}",
            _origin(one),
        )
    console.print(grid)


def show_indicators(registry: Mapping[str, Mapping[str, Any]]) -> None:
    """What is measured: one line each, named in both languages, with its limits."""
    grid = _narrow()
    grid.add_column(_head("indicators.id"), no_wrap=True)
    for name in ("zh", "en"):
        grid.add_column(_head(f"indicators.{name}"), min_width=12, overflow="fold")
    for name in ("target", "warn", "minimum_n", "maturity_days", "months"):
        grid.add_column(_head(f"indicators.{name}"), justify="right", overflow="fold")
    for indicator_id, said in registry.items():
        grid.add_row(
            indicator_id,
            said["name_zh"],
            said["name_en"],
            *(_limit(said, name) for name in ("target", "warn")),
            str(said["minimum_n"]),
            str(said["maturity_days"]),
            "/".join(str(said["windows"].get(level, "")) for level in LEVELS),
        )
    console.print(grid)
    say("indicators.note", n=len(registry))


def _limit(said: Mapping[str, Any], name: str) -> str:
    """A target or limit with its unit; the reference line, in brackets, where there is no light."""
    value = said.get(name, said.get("reference") if name == "target" else None)
    if value is None or said["status"] == "none":
        return ""
    words = f"{value:g}{'%' if said['unit_zh'] == '%' or said.get('value_kind') == 'yoy' else ''}"
    return words if said["status"] == "light" else f"({words})"


def _origin(manifest: Manifest) -> str:
    if manifest.rollback_of is not None:
        return _head("history.rollback_of", snapshot=manifest.rollback_of)
    if not manifest.loads:
        return _head("history.no_files")
    sums = {
        key: sum(load[key] for load in manifest.loads) for key in ("new", "corrected", "rejected")
    }
    counts = {key: f"{n:,}" for key, n in sums.items()}
    return _head("history.files", n=len(manifest.loads), **counts)


def expected_rows(paths: Sequence[Path]) -> int | None:
    """A guess at the rows of text and Parquet files; None where another kind is among them."""
    found = [[path] if path.is_file() else _files_below(path) for path in paths]
    guesses = [_rows(file) for files in found for file in files]
    return None if None in guesses else sum(guess or 0 for guess in guesses)


def _files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _rows(file: Path) -> int | None:
    """Text is measured by the length of its first lines."""
    if file.suffix.lower() == ".parquet":
        try:
            return int(pl.scan_parquet(file).select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError):
            return None  # the import says what is wrong with it
    if file.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return None
    with file.open("rb") as stream:
        head = stream.read(1 << 20)
    return round(file.stat().st_size * max(1, head.count(b"\n")) / max(1, len(head)))
