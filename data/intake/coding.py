"""Codes: what files write for them, and what becomes of values no list knows."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from data.contract import Table
from data.contract.aliases import value_aliases
from data.intake.wording import plain

ALIASES = Path(__file__).parent / "values.toml"
OTHERS = {"column": pl.String, "value": pl.String, "n": pl.Int64}


@dataclass(frozen=True)
class Coded:
    """A part with codes for labels."""

    frame: pl.DataFrame
    others: pl.DataFrame  # values that became the fallback: column, value, n
    understood: frozenset[str]  # columns whose every value is a code or a label


def coded(frame: pl.DataFrame, table: Table) -> Coded:
    """Codes for labels.

    A value no list knows becomes the column's fallback where it has one; where it has none it
    stays, and the contract rejects the row.
    """
    columns = [column for column in table.coded if column in frame.columns]
    frame = frame.with_columns(pl.col(columns).cast(pl.String))
    written = frame.select(pl.col(columns).unique().implode())
    others, understood = [pl.DataFrame(schema=OTHERS)], set()
    for column in columns:
        said = written[column].item().drop_nulls()
        found = [known(table, column, one) for one in said]
        strange = [one for one, code in zip(said, found, strict=True) if code is None]
        strange = [one for one in strange if one.strip()]
        if not strange:
            understood.add(column)
        fallback = table.fallbacks.get(column)
        if strange and fallback is not None:
            others.append(_counted(frame, column, strange))
        codes = [
            code or ((fallback or one) if one.strip() else None)
            for one, code in zip(said, found, strict=True)
        ]
        if codes != said.to_list():
            meaning = pl.Series(codes, dtype=pl.String)
            frame = frame.with_columns(pl.col(column).replace_strict(said, meaning, default=None))
    return Coded(frame, pl.concat(others).sort("column", "value"), frozenset(understood))


def _counted(frame: pl.DataFrame, column: str, unknown: list[str]) -> pl.DataFrame:
    counts = frame.filter(pl.col(column).is_in(unknown))[column].value_counts(name="n")
    return counts.select(pl.lit(column).alias("column"), value=column, n=pl.col("n").cast(pl.Int64))


def known(table: Table, column: str, said: str) -> str | None:
    """The code a text stands for, or None."""
    return spellings(table.name, column).get(plain(said))


@cache
def spellings(table: str, column: str) -> Mapping[str, str]:
    """Every spelling of a column's codes, in plain form."""
    labels = value_aliases(table, column)
    found = {plain(label): code for label, code in labels.items()}
    for code, aliases in _aliases().get(table, {}).get(column, {}).items():
        for alias in aliases:
            found.setdefault(plain(alias), code)
    for label, code in labels.items():
        # "扒窃(含拎包)" is written without its bracket as often as not.
        found.setdefault(plain(re.sub(r"[(（].*?[)）]", "", label)), code)
    found.pop("", None)
    return found


@cache
def _aliases() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads(ALIASES.read_text("utf-8"))
