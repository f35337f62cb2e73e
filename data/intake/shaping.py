"""From the columns of a file to text columns under the contract's names, as the profile says.

Order: rename, leave rows out, derive, map values, put constants, fill empty cells.
"""

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.headers import column_names, hashed_headers, plain
from data.intake.profile import Condition, Derivation, Feed

ANYTHING = "*"


def column_map(feed: Feed, headers: tuple[str, ...]) -> dict[str, str]:
    """Which header becomes which column: the profile's word, else a name the contract knows."""
    by_profile = {plain(header): column for header, column in feed.rename.items()}
    known = column_names(feed.table)
    mapping = {
        header: by_profile[plain(header)] for header in headers if plain(header) in by_profile
    }
    taken = {*mapping.values(), *feed.derive, *feed.constants}
    for header in headers:
        column = known.get(plain(header))
        if header not in mapping and column is not None and column not in taken:
            mapping[header] = column
            taken.add(column)
    return mapping


def shaped(
    frame: pl.DataFrame, feed: Feed, mapping: Mapping[str, str], file: str
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The part under the contract's names, and the rows left out by name of the filter."""
    frame = frame.rename(dict(mapping))
    filtered: dict[str, int] = {}
    for name, condition in feed.leave_out.items():
        out = meets(frame, condition, file)
        filtered[name] = int(out.sum())
        frame = frame.filter(~out)
    for header, column in mapping.items():
        if plain(header) in hashed_headers(column):
            frame = frame.with_columns(hashed(frame[column], ""))
    for column, how in feed.derive.items():
        frame = frame.with_columns(derived(frame, column, how, file))
    for column, meaning in feed.values.items():
        if column in frame.columns:
            frame = frame.with_columns(mapped(frame[column], meaning))
    constants = [_constant(column, value) for column, value in feed.constants.items()]
    frame = frame.with_columns(constants)
    for column, value in feed.defaults.items():
        filled = (
            pl.col(column).fill_null(_text(value))
            if column in frame.columns
            else pl.lit(_text(value))
        )
        frame = frame.with_columns(filled.alias(column))
    contract = [name for name in TABLES[feed.table].dtypes if name in frame.columns]
    return frame.select("line", *contract), filtered


def meets(frame: pl.DataFrame, condition: Condition, file: str) -> pl.Series:
    """True on the rows that meet the condition; a missing value meets only `empty`."""
    text = _column(frame, condition.column, file).cast(pl.String)
    if condition.test == "empty":
        return text.is_null() == condition.value
    if condition.test == "matches":
        return text.str.contains(condition.value).fill_null(False)
    found = text.is_in([_text(value) for value in condition.value]).fill_null(False)
    return found if condition.test == "in" else ~found & text.is_not_null()


def derived(frame: pl.DataFrame, column: str, how: Derivation, file: str) -> pl.Series:
    """A new column made from others."""
    texts = [_column(frame, name, file).cast(pl.String) for name in how.columns]
    if how.kind == "join":
        whole = pl.DataFrame([text.alias(str(at)) for at, text in enumerate(texts)])
        made = whole.select(
            pl.concat_str(pl.all().fill_null(""), separator=how.between)
        ).to_series()
    elif how.kind == "hash":
        whole = pl.DataFrame([text.alias(str(at)) for at, text in enumerate(texts)])
        made = hashed(
            whole.select(pl.concat_str(pl.all().fill_null(""), separator="\x1f")).to_series(), ""
        )
    else:
        made = texts[0]
    if how.patterns:
        made = first_found(made, how.patterns)
    if how.divide:
        made = _divided(made, how.divide)
    if how.prefix:
        made = how.prefix + made
    if how.where is not None:
        keep = meets(frame, how.where, file)
        made = pl.select(pl.when(keep).then(made)).to_series()
    return made.alias(column)


def first_found(text: pl.Series, patterns: tuple[str, ...]) -> pl.Series:
    """What the first pattern that fits finds: its group 1, or all it matches."""
    found = [text.str.extract(pattern, min(1, re.compile(pattern).groups)) for pattern in patterns]
    return pl.select(pl.coalesce(found)).to_series()


def _divided(text: pl.Series, by: int) -> pl.Series:
    """Whole numbers divided and rounded down (1524 // 100 = 15); null where it is no number."""
    return (text.cast(pl.Int64, strict=False) // by).cast(pl.String)


def hashed(text: pl.Series, prefix: str) -> pl.Series:
    """A digest of every text, the same on every machine."""
    written = text.unique().drop_nulls()
    digests = [
        prefix + hashlib.blake2b(one.strip().encode(), digest_size=10).hexdigest()
        for one in written
    ]
    return text.replace_strict(written, pl.Series(digests, dtype=pl.String), default=None)


def mapped(text: pl.Series, meaning: Mapping[str, str]) -> pl.Series:
    """Texts by their meaning, however they are capitalised or spaced.

    "*" stands for every text without one, "" for empty cells; without "*" a text stays.
    """
    text = text.cast(pl.String)
    known = {spelling(said): code for said, code in meaning.items()}
    written = text.unique().drop_nulls()
    found = [known.get(spelling(one), meaning.get(ANYTHING, one)) for one in written]
    changed = text.replace_strict(written, pl.Series(found, dtype=pl.String), default=None)
    return changed.fill_null(meaning[""]) if "" in meaning else changed


def spelling(text: str) -> str:
    """A value as it is compared: width, case and spaces ignored."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold()).strip()


def _column(frame: pl.DataFrame, name: str, file: str) -> pl.Series:
    if name not in frame.columns:
        found = ", ".join(column for column in frame.columns if column != "line")
        raise IntakeError("intake.no_such_column", file=file, column=name, found=found)
    return frame[name]


def _constant(column: str, value: Any) -> pl.Expr:
    return pl.lit(_text(value), dtype=pl.String).alias(column)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
