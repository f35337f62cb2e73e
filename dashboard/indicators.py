"""What we measure: the lines of queries/indicators/registry.toml, in the reader's language."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from dashboard.settings import REGISTRY
from dashboard.texts import language


@dataclass(frozen=True)
class Indicator:
    """One line of the registry; the fields are explained at its head."""

    id: str
    direction: str
    kind: str
    month_basis: str
    unit_role: str
    roll: str
    maturity_days: int
    history_months: int
    minimum_n: int
    scale: float
    interval: str
    status: str
    decimals: int
    windows: Mapping[str, int] = field(hash=False)
    words: Mapping[str, str] = field(hash=False)
    per: str = ""
    default_series: str = ""
    default_programme: str = ""
    value_kind: str = "level"
    target: float | None = None
    warn: float | None = None
    reference: float | None = None
    series: str = ""

    def _said(self, what: str) -> str:
        return self.words.get(f"{what}_{language()}", "")

    @property
    def name(self) -> str:
        """What it is called."""
        return self._said("name")

    @property
    def definition(self) -> str:
        """口径 in a sentence or two."""
        return self._said("definition")

    @property
    def caveats(self) -> str:
        """What to keep in mind."""
        return self._said("caveats")

    @property
    def numerator(self) -> str:
        """What is counted."""
        return self._said("numerator")

    @property
    def denominator(self) -> str:
        """Of what."""
        return self._said("denominator")

    @property
    def unit(self) -> str:
        """%, 起, …"""
        return self._said("unit")

    @property
    def is_share(self) -> bool:
        """Whether its figure is a per cent figure."""
        return self.words.get("unit_zh") == "%"

    @property
    def is_survey(self) -> bool:
        """Whether people were asked, so that its figure is of a sample."""
        return self.month_basis == "fieldwork"

    @property
    def estimated_by(self) -> str:
        """The kind of interval; a ratio of two counts, both of them chance, is "flows"."""
        is_of_counts = self.kind == "ratio" and self.interval == "poisson" and self.is_share
        return "flows" if is_of_counts else self.interval

    def window(self, level: str) -> int:
        """Months its figure is shown over at a level of units; 0 where it is not shown."""
        return int(self.windows.get(level, 0))


def _indicator(name: str, line: dict[str, Any]) -> Indicator:
    words = {key: value for key, value in line.items() if key[-3:] in ("_zh", "_en")}
    known = {key: line[key] for key in line if key in Indicator.__dataclass_fields__}
    known.pop("words", None)
    return Indicator(id=name, words=words, **known)


@cache
def every() -> dict[str, Indicator]:
    """All indicators by id."""
    lines = tomllib.loads(REGISTRY.read_text(encoding="utf-8"))
    return {name: _indicator(name, line) for name, line in lines.items()}


def get(indicator_id: str) -> Indicator:
    """The indicator of this id."""
    return every()[indicator_id]
