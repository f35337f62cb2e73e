"""The command line: python -m dashboard brief --month 2026-10 --out DIR

Exit codes: 0 the files were made; 1 there is nothing to make them of, or they cannot be written;
2 a wrong command.
"""

import gc
import logging
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dashboard import theme
from dashboard.errors import DashboardError
from dashboard.exports import brief as making
from dashboard.texts import LANGUAGES, every, spoken_in, t
from data import usage

console = Console(stderr=True, highlight=False, soft_wrap=True)


class Form(StrEnum):
    """What can be made."""

    DECK = "deck"
    WORKBOOK = "workbook"
    CIRCULAR = "circular"
    LISTS = "lists"
    ALL = "all"


class Lang(StrEnum):
    """In which language."""

    ZH = "zh"
    EN = "en"


def _words(key: str) -> str:
    return "\n\n".join(every(lang)[f"brief.help.{key}"] for lang in LANGUAGES)


app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback(help=_words("about"))
def about() -> None:
    """Keeps `brief` a word of its own while it is the only command."""


@app.command(help=_words("brief"))
def brief(
    out: Annotated[Path, typer.Option(help=_words("out"), file_okay=False)],
    month: Annotated[datetime | None, typer.Option(formats=["%Y-%m"], help=_words("month"))] = None,
    form: Annotated[list[Form] | None, typer.Option(help=_words("form"))] = None,
    lang: Annotated[Lang, typer.Option(help=_words("lang"))] = Lang.ZH,
    unit: Annotated[str, typer.Option(help=_words("unit"))] = "",
    meeting: Annotated[str, typer.Option(help=_words("meeting"))] = "",
    edition: Annotated[str, typer.Option(help=_words("edition"))] = "",
    template: Annotated[
        Path | None, typer.Option(help=_words("template"), exists=True, dir_okay=False)
    ] = None,
    warehouse: Annotated[
        Path, typer.Option(envvar="MINYI_WAREHOUSE", help=_words("warehouse"), file_okay=False)
    ] = Path("warehouse"),
) -> None:
    """Make the files of a month's meeting."""
    forms = making.FORMS if not form or Form.ALL in form else tuple(form)
    asked = making.Asked(
        warehouse.resolve(),
        month.date() if month else None,
        unit,
        meeting,
        edition,
        [str(each) for each in forms],
        template,
    )
    with spoken_in(str(lang)), theme.drawn_as("light"):
        try:
            _make(asked, out)
        except DashboardError as error:
            console.print(t(error.key, **error.holes), markup=False)
            raise typer.Exit(1) from error
        except OSError as error:
            console.print(t("brief.error.write", why=str(error)), markup=False)
            raise typer.Exit(1) from error


def _make(asked: making.Asked, out: Path) -> None:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24))
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("", total=None)

        def step(what: str, done: int, total: int) -> None:
            bar.update(task, description=t(f"brief.step.{what}"), completed=done, total=total)

        out.mkdir(parents=True, exist_ok=True)
        for file in making.files(asked, step):
            path = out / file.name
            path.write_bytes(file.content)
            print(path)


def main() -> None:
    """Run a command; outside a server Streamlit has much to warn of."""
    logging.disable(logging.WARNING)
    gc.disable()  # it would look through everything loaded again and again; the run is short
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")
    usage.run(app, "python -m dashboard")


if __name__ == "__main__":
    main()
