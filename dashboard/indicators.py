"""What we measure: the lines of queries/indicators/registry.toml."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dashboard.settings import REGISTRY
from dashboard.texts import language


@dataclass(frozen=True)
class Indicator:
    """One line of the registry; fields as the registry names them."""

    id: str
    said: dict[str, Any] = field(hash=False)

    @property
    def name(self) -> str:
        """In the reader's language."""
        return str(self.said.get(f"name_{language()}", self.id))

    @property
    def definition(self) -> str:
        """口径, in the reader's language."""
        return str(self.said.get(f"definition_{language()}", ""))


@cache
def every() -> dict[str, Indicator]:
    """All indicators by id."""
    if not REGISTRY.is_file():
        return {}
    lines = tomllib.loads(REGISTRY.read_text(encoding="utf-8"))
    return {name: Indicator(name, said) for name, said in lines.items()}


def get(indicator_id: str) -> Indicator | None:
    """The indicator, None where the registry has no such line."""
    return every().get(indicator_id)
