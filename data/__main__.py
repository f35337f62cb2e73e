"""The command line: python -m data import | status | history | rollback | …

Exit codes: 0 done, or nothing to change (refused rows alone are a warning); 1 nothing could be
taken in, or every row of a file was refused; 2 a wrong command; 130 interrupted.
"""

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from data import console, imports, marts, quarantine, recipes, snapshot, usage
from data.errors import DataError, WarehouseError
from data.texts import t
from data.warehouse import history


def _words(key: str) -> str:
    return f"{t(f'cli.{key}', 'zh')}\n\n{t(f'cli.{key}', 'en')}"


app = typer.Typer(
    help=_words("about"),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
INTERRUPTED = 130

Warehouse = Annotated[
    Path, typer.Option(envvar="MINYI_WAREHOUSE", help=_words("warehouse"), file_okay=False)
]
DEFAULT = Path("warehouse")


@app.command("import", help=_words("import"))
def import_(
    paths: Annotated[list[Path] | None, typer.Argument(help=_words("paths"))] = None,
    profile: Annotated[str | None, typer.Option(help=_words("profile"))] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_words("dry_run"))] = False,
    withdrawn: Annotated[Path | None, typer.Option(help=_words("withdrawn"))] = None,
    cutoff: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help=_words("cutoff"))
    ] = None,
    warehouse: Warehouse = DEFAULT,
    into_demo: Annotated[bool, typer.Option("--into-demo", help=_words("into_demo"))] = False,
) -> None:
    """Import files; every row is accounted for."""
    if not paths and withdrawn is None:
        raise WarehouseError("warehouse.nothing_to_do")
    with console.progress(console.expected_rows(paths or [])) as progress:
        report = imports.run_import(
            paths or [],
            warehouse,
            profile=profile,
            withdrawn=withdrawn,
            dry_run=dry_run,
            cutoff=cutoff.date() if cutoff else None,
            progress=progress,
            demo=into_demo,
        )
    console.show_report(report)
    raise typer.Exit(report.exit_code)


@app.command(help=_words("status"))
def status(warehouse: Warehouse = DEFAULT) -> None:
    """Say what the snapshot in force holds."""
    current = _current(warehouse)
    console.show_status(current, quarantine.counts(warehouse, current), _old_marts(current))


@app.command("history", help=_words("history"))
def history_(warehouse: Warehouse = DEFAULT) -> None:
    """List the snapshots that are kept."""
    _current(warehouse)
    console.show_history(snapshot.retained(warehouse))


@app.command(help=_words("rollback"))
def rollback(
    target: Annotated[int, typer.Argument(metavar="ID", help=_words("snapshot"))],
    warehouse: Warehouse = DEFAULT,
) -> None:
    """Go back to an earlier snapshot."""
    made = history.rollback(warehouse, target)
    console.say("done.rollback", target=target, snapshot=made.id)


@app.command(help=_words("clean"))
def clean(warehouse: Warehouse = DEFAULT) -> None:
    """Give up what is not retained."""
    _current(warehouse)
    cleaned = history.clean(warehouse)
    console.say("done.clean", snapshots=len(cleaned.snapshots), files=cleaned.files)


@app.command(help=_words("rebuild"))
def rebuild(warehouse: Warehouse = DEFAULT) -> None:
    """Build the marts anew where the program has changed."""
    current = _current(warehouse)
    with console.progress(None) as progress:
        report = imports.take_in((), warehouse, progress=progress, demo=current.is_demo)
    if report.snapshot is None:
        console.say("done.rebuild_idle")
    else:
        console.say("done.rebuild", snapshot=report.snapshot)


@app.command(help=_words("indicators"))
def indicators() -> None:
    """List what is measured."""
    console.show_indicators(recipes.registry())


@app.command(help=_words("dictionary"))
def dictionary(
    folder: Annotated[Path, typer.Argument(help=_words("folder"))] = Path("build"),
) -> None:
    """Write the data dictionary."""
    from data import dictionary as documents

    for path in documents.write(folder):
        console.say("done.written", path=path)


@app.command(help=_words("template"))
def template(file: Annotated[Path, typer.Argument(help=_words("file"))]) -> None:
    """Write the workbook a clerk fills in."""
    from data import template as workbook

    console.say("done.written", path=workbook.write(file))


@app.command(help=_words("demo"))
def demo(
    scale: Annotated[int, typer.Option(min=1, help=_words("scale"))] = 1,
    warehouse: Warehouse = DEFAULT,
) -> None:
    """Build the demo city."""
    from data.demo import load

    with console.progress(None) as progress:
        report = load(warehouse, scale, progress)
    console.show_report(report)


def _current(warehouse: Path) -> snapshot.Manifest:
    current = snapshot.current(warehouse)
    if current is None:
        raise WarehouseError("warehouse.empty", path=warehouse)
    return current


def _old_marts(current: snapshot.Manifest) -> list[str]:
    return sorted(
        name
        for name, made_by in marts.SQL_HASHES.items()
        if current.mart_hashes.get(name) != made_by
    )


def main() -> None:
    """Run a command; errors meant for people are shown without a traceback."""
    try:
        usage.run(app, "python -m data")
    except DataError as error:
        console.errors.print(str(error), markup=False)
        sys.exit(1)
    except SystemExit as end:
        if end.code == INTERRUPTED:
            console.errors.print(str(WarehouseError("warehouse.interrupted")), markup=False)
        raise


if __name__ == "__main__":
    main()
