"""Other cities of the same kind: other chance, and with or without what the demo hides.

The tests that judge the demo are tried on such cities: what is found where nothing was planted is
a false alarm, what is planted and not found a miss. The demo city itself is none of them.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PLAIN = Path(__file__).parent / "plain.toml"


@dataclass(frozen=True)
class Variation:
    """A city with its own seed; without plants its levels stay the same over time, too."""

    seed: int
    is_planted: bool = True


_chosen: list[Variation] = []


def chosen() -> Variation | None:
    """The city being made; None where it is the demo itself."""
    return _chosen[-1] if _chosen else None


@contextmanager
def varied(variation: Variation) -> Iterator[None]:
    """Makes data.demo speak of another city until the end; not for threads."""
    _chosen.append(variation)
    _forget()
    try:
        yield
    finally:
        _chosen.pop()
        _forget()


def _forget() -> None:
    """Everything the demo keeps in memory about a city."""
    for name, module in list(sys.modules.items()):
        if name.startswith("data.demo"):
            for kept in vars(module).values():
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()


def settled(name: str, values: dict[str, Any]) -> dict[str, Any]:
    """The contents of one TOML file of the demo as they hold in the city being made."""
    city = chosen()
    if city is None:
        return values
    if not city.is_planted:
        plain = tomllib.loads(PLAIN.read_text(encoding="utf-8"))
        values = level(values, frozenset(plain["level"]))
        values = replaced(values, plain.get(name, {}))
    return values | {"seed": city.seed, "draw": {}} if name == "city" else values


def level(values: Any, names: frozenset[str]) -> Any:
    """The values with every pair from … to under one of the names at its end from the start."""
    if isinstance(values, dict):
        return {
            key: [value[-1]] * 2
            if key in names and isinstance(value, list)
            else level(value, names)
            for key, value in values.items()
        }
    if isinstance(values, list):
        return [level(value, names) for value in values]
    return values


def replaced(values: dict[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    """The values with some replaced: tables inside by name, lists of tables by their id or code."""
    return values | {key: _merged(values.get(key), other) for key, other in others.items()}


def _merged(value: Any, other: Any) -> Any:
    if isinstance(value, dict) and isinstance(other, dict):
        return replaced(value, other)
    if isinstance(value, list) and isinstance(other, dict):
        every = other.get("every", {})
        return [
            replaced(one, every | other.get(one.get("id", one.get("code", "")), {}))
            for one in value
        ]
    return other
