"""The words of the data side: column labels, reject reasons, messages of the command line.

`zh.toml` and `en.toml` hold most of them; a larger set may stand in its own pair of files
named `<set>.zh.toml` and `<set>.en.toml`. All files of a language make one tree of keys.
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LANGUAGES = ("zh", "en")


def t(key: str, language: str = "zh", **holes: object) -> str:
    """The text of a dotted key with its {holes} filled; KeyError where there is none."""
    text = texts(language)[key]
    return text.format(**holes) if holes else text


def has(key: str, language: str = "zh") -> bool:
    """Whether a text of this key exists."""
    return key in texts(language)


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language by dotted key."""
    files = sorted(FOLDER.glob(f"*.{language}.toml"))
    flat: dict[str, str] = {}
    for path in [FOLDER / f"{language}.toml", *files]:
        for key, text in _leaves(tomllib.loads(path.read_text("utf-8")), ""):
            if key in flat:
                raise ValueError(f"{path.name}: {key} stands twice")
            flat[key] = text
    return flat


def _leaves(tree: dict[str, Any], prefix: str) -> list[tuple[str, str]]:
    """Every text of a tree with its dotted key."""
    leaves: list[tuple[str, str]] = []
    for name, value in tree.items():
        if isinstance(value, dict):
            leaves += _leaves(value, f"{prefix}{name}.")
        else:
            leaves.append((f"{prefix}{name}", str(value)))
    return leaves
