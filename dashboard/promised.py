"""What was promised: the lines of queries/promises/registry.toml, in the reader's language."""

import tomllib
from dataclasses import dataclass
from functools import cache

from dashboard.settings import QUERIES
from dashboard.texts import t


@dataclass(frozen=True)
class Promised:
    """One of the ten matters; the fields are explained at the head of the registry."""

    code: str
    indicator: str = ""
    target: float | None = None
    warn: float | None = None
    interval: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return t(f"overview.promises.{self.code}")


@cache
def every() -> dict[str, Promised]:
    """The ten promises by code, in their order."""
    lines = tomllib.loads((QUERIES / "promises" / "registry.toml").read_text(encoding="utf-8"))
    return {code: Promised(code, **line) for code, line in lines.items()}
