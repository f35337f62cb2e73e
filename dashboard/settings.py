"""Where things are; the only reader of the environment."""

import os
import tomllib
from functools import cache
from pathlib import Path

from data.snapshot import POINTER

ROOT = Path(__file__).resolve().parent.parent
QUERIES = ROOT / "queries"
CODES = ROOT / "data" / "codes"
CONFIG = ROOT / ".streamlit" / "config.toml"
REGISTRY = QUERIES / "indicators" / "registry.toml"
ICON = ROOT / "static" / "icon.png"


@cache
def version() -> str:
    """The program's version."""
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return str(told["project"]["version"])


def warehouses() -> dict[str, Path]:
    """The warehouses to choose from, by name; read anew each time so that a test may move it.

    MINYI_WAREHOUSE is one, named "", or a folder of several (bureaus that share nothing but the
    program), named by their folders.
    """
    place = Path(os.environ.get("MINYI_WAREHOUSE", "warehouse")).resolve()
    if place.is_dir() and not (place / POINTER).exists():
        several = [path for path in sorted(place.iterdir()) if (path / POINTER).is_file()]
        if several:
            return {path.name: path for path in several}
    return {"": place}


def deck_template() -> Path | None:
    """The bureau's own .pptx that decks are made from, if MINYI_TEMPLATE names one."""
    named = os.environ.get("MINYI_TEMPLATE", "")
    return Path(named).resolve() if named else None
