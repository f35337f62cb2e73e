"""The demo city's names, volumes and plants, read from the data files beside this module."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data.demo import variation

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class City:
    """What holds for the whole city; days are dates, months their first day."""

    seed: int
    first_month: date
    burn_in_month: date
    cutoff: date
    monthly_trend: float
    spring_festivals: tuple[date, ...]
    valid_from: date
    season: tuple[float, ...]
    bureau: Mapping[str, str]
    names: Mapping[str, str]
    assessment: tuple[Mapping[str, int], ...]


@dataclass(frozen=True)
class Quirk:
    """One planted peculiarity: where, from when to when, how big."""

    id: str
    number: int
    first: date
    last: date
    units: tuple[str, ...] = ()
    worst: tuple[str, ...] = ()
    months: tuple[date, ...] = ()
    size: Mapping[str, float] | None = None

    def __getitem__(self, name: str) -> float:
        return (self.size or {})[name]


@cache
def settings(name: str) -> dict[str, Any]:
    """The contents of one TOML file of the demo, as they hold in the city being made."""
    values = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return variation.settled(name, values)


@cache
def listing(name: str) -> pl.DataFrame:
    """One CSV file of the demo; whatever looks like a code stays text."""
    frame = pl.read_csv(FOLDER / f"{name}.csv", infer_schema_length=None, try_parse_dates=True)
    text = [c for c in frame.columns if c.endswith(("_id", "_code"))]
    return pl.read_csv(
        FOLDER / f"{name}.csv",
        infer_schema_length=None,
        try_parse_dates=True,
        schema_overrides=dict.fromkeys(text, pl.String),
    )


@cache
def city() -> City:
    """The city's own parameters."""
    values = {field.name: settings("city")[field.name] for field in fields(City)}
    values["spring_festivals"] = tuple(values["spring_festivals"])
    values["season"] = tuple(values["season"])
    values["assessment"] = tuple(values["assessment"])
    return City(**values)


@cache
def quirks() -> dict[str, Quirk]:
    """Every planted peculiarity by its id."""
    found = {}
    for entry in settings("quirks")["quirk"]:
        entry = {"last": city().cutoff, **entry}
        for many in ("units", "worst", "months"):
            entry[many] = tuple(entry.get(many, ()))
        found[entry["id"]] = Quirk(**entry)
    return found


def quirk(name: str) -> Quirk:
    """One planted peculiarity."""
    return quirks()[name]
