"""What each mart is made of: its SQL, and the SQL of all that it reads."""

import hashlib
import re
import tomllib
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from data.engine import QUERIES

MARTS = QUERIES / "marts"
INDICATORS = QUERIES / "indicators"
REGISTRY = INDICATORS / "registry.toml"

# Marts made in Python, from units and lineage.
UNIT_MARTS = ("unit_list", "unit_map", "unit_months")
# What all indicators counted, and that added up for every unit: the last two marts.
COUNTED, ADDED_UP = "indicator_months", "indicator_totals"


@cache
def order() -> list[str]:
    """Working tables and marts in the order they are built, without those made in Python."""
    return list(_order_file()["order"])


@cache
def working() -> frozenset[str]:
    """Tables only other tables need; they are removed when a build ends."""
    return frozenset(_order_file()["working"])


@cache
def inlined() -> frozenset[str]:
    """Tables that are never written: those that read them see them as views."""
    return frozenset(_order_file()["inlined"])


@cache
def mart_names() -> list[str]:
    """Every mart a build leaves behind."""
    kept = [name for name in order() if name not in working() | inlined()]
    return [*UNIT_MARTS, *kept, COUNTED, ADDED_UP]


@cache
def indicator_files() -> dict[str, Path]:
    """The SQL of each indicator that has rows of its own, by its id."""
    return {path.stem: path for path in sorted(INDICATORS.glob("*.sql"))}


@cache
def registry() -> dict[str, dict[str, Any]]:
    """What is said about each indicator, by its id."""
    return tomllib.loads(REGISTRY.read_text("utf-8"))


def sql(name: str) -> str:
    """The SQL of a mart, a working table or an indicator."""
    path = indicator_files().get(name, MARTS / f"{name}.sql")
    return path.read_text("utf-8")


def closure(names: Collection[str]) -> set[str]:
    """The names of tables and of every table, view and formula they read, down to the end."""
    sources = _sources()
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        here = waiting.pop()
        if here not in found:
            found.add(here)
            waiting += [word for word in re.findall(r"\w+", sources[here]) if word in sources]
    return found


def hashes() -> dict[str, str]:
    """A fingerprint of all that makes each mart, the registry included where it counts."""
    sources = _sources()
    found = {}
    for name in mart_names():
        text = "\n".join(sources[part] for part in sorted(closure([name])))
        if name in (COUNTED, ADDED_UP):
            text += REGISTRY.read_text("utf-8")
        found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


@cache
def _order_file() -> dict[str, list[str]]:
    said: dict[str, list[str]] = tomllib.loads((MARTS / "order.toml").read_text("utf-8"))
    return said


@cache
def _sources() -> dict[str, str]:
    """The text that makes each table, view, formula and indicator."""
    found = {}
    for folder in ("formulas", "views", "marts", "indicators"):
        for path in sorted((QUERIES / folder).glob("*.sql")):
            found[path.stem] = _without_comments(path.read_text("utf-8"))
    found["indicator_parts"] = " ".join(indicator_files())
    # What Python makes hangs on that Python; its words are no names of tables.
    here = Path(__file__).parent
    code = "".join(
        (here / f"{name}.py").read_text("utf-8") for name in ("organisation", "unit_map")
    )
    digest = "sha256:" + hashlib.sha256(code.encode()).hexdigest()
    return found | dict.fromkeys((*UNIT_MARTS, "unit_roots"), digest)


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("--"))
