"""A command typed wrongly: what is wrong with it and how it is written, in Chinese and English."""

import sys
from typing import Any, NoReturn

import typer

from data.texts import LANGUAGES, t

WRONG = 2  # the exit code
# By the name of the library's exception; anything else is told as it is, with the way to the help.
KINDS = {"MissingParameter": "missing", "NoSuchOption": "option", "BadParameter": "value"}


def run(app: typer.Typer, name: str) -> NoReturn:
    """Runs a command line, `name` as it is typed, and ends with its exit code."""
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        print(_told(error, name), file=sys.stderr)
        sys.exit(WRONG)
    sys.exit(code if isinstance(code, int) else 0)


def _told(error: typer.TyperException, name: str) -> str:
    """The message; the library's own words, English, stand only under the English ones."""
    context: Any = getattr(error, "ctx", None)
    commands = getattr(getattr(context, "command", None), "commands", ())
    if type(error).__name__ == "NoArgsIsHelpError":
        return error.format_message()
    holes = {
        "name": _name(error),
        "command": getattr(context, "command_path", name),
        "commands": " · ".join(commands),
    }
    kind = KINDS.get(type(error).__name__, "command" if commands else "other")
    meant = _meant(error)
    return "\n".join(
        t(f"usage.{kind}", language, **holes, meant=meant.get(language, ""))
        + (f"({error.format_message()}) " if language == "en" else "")
        + t("usage.help", language, **holes)
        for language in LANGUAGES
    )


def _name(error: typer.TyperException) -> str:
    """--month, as it is written on the line; of an argument the name in the help."""
    parameter = getattr(error, "param", None)
    if parameter is None:
        return str(getattr(error, "option_name", ""))
    written = [name for name in parameter.opts if name.startswith("-")]
    return written[0] if written else str(parameter.metavar or parameter.name.upper())


def _meant(error: typer.TyperException) -> dict[str, str]:
    """What the parameter is for, by language: the help has both, a blank line between."""
    words = getattr(getattr(error, "param", None), "help", None) or ""
    parts = [part.strip().rstrip("。.") for part in words.split("\n\n")]
    return dict(zip(LANGUAGES, parts, strict=False)) if len(parts) == len(LANGUAGES) else {}
