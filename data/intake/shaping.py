"""From the columns of a file to text columns under the contract's names, as the profile says.

Order: rename, leave rows out, derive, map values, put constants, fill empty cells.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.dates import DateForm, to_moment
from data.intake.headers import column_names, hashed_headers
from data.intake.raw import RawTable
from data.intake.rules import Condition, Derivation, Feed
from data.intake.units import UnitNames
from data.intake.wording import plain, spelling

ANYTHING = "*"
# What a profile may use beside the columns of a file: its short name, and the sheet's.
FILE, SHEET = "@file", "@sheet"


def column_map(feed: Feed, headers: Sequence[str], file: str = "") -> dict[str, str]:
    """Which header becomes which column: the profile's word, else a name the contract knows.

    IntakeError where the profile gives two headers of one file the same column.
    """
    by_profile = {plain(header): column for header, column in feed.rename.items()}
    known = column_names(feed.table)
    mapping = {
        header: by_profile[plain(header)] for header in headers if plain(header) in by_profile
    }
    for column in mapping.values():
        twins = [other for other, same in mapping.items() if same == column]
        if len(twins) > 1:
            columns = ", ".join(twins)
            raise IntakeError("intake.twice", file=file, column=column, headers=columns)
    taken = {*mapping.values(), *feed.derive, *feed.constants}
    for header in headers:
        found = known.get(plain(header))
        if header not in mapping and found is not None and found not in taken:
            mapping[header] = found
            taken.add(found)
    return mapping


def shaped(
    frame: pl.DataFrame,
    feed: Feed,
    mapping: Mapping[str, str],
    names: UnitNames,
    raw: RawTable,
    key: bytes = b"",
    uneven: pl.Series | None = None,
) -> tuple[pl.DataFrame, dict[str, int]]:
    """The part under the contract's names, and the rows left out by name of the filter.

    The file's own columns stay beside them, for what a profile makes of them; nobody stores them.
    `key` hides case numbers. Rows on `uneven` lines are left out by no filter: in which column
    a cell of theirs belongs is not known, so they are refused, and counted once.
    """
    frame = frame.with_columns(
        *(pl.col(header).alias(column) for header, column in mapping.items()),
        pl.lit(raw.file.rsplit("/", 1)[-1]).alias(FILE),
        pl.lit(raw.sheet).alias(SHEET),
    )
    filtered: dict[str, int] = {}
    for name, condition in feed.leave_out.items():
        out = meets(frame, condition, raw.name)
        if uneven is not None and len(uneven):
            out &= ~frame["line"].is_in(uneven.implode())
        filtered[name] = int(out.sum())
        frame = frame.filter(~out)
    for header, column in mapping.items():
        if plain(header) in hashed_headers(column):
            frame = frame.with_columns(hashed(frame[column], key))
    for column, how in feed.derive.items():
        frame = frame.with_columns(derived(frame, column, how, raw.name, key))
    for column, meaning in feed.values.items():
        if column in frame.columns:
            frame = frame.with_columns(mapped(frame[column], meaning))
    frame = frame.with_columns(_said(column, value) for column, value in feed.constants.items())
    for column, value in feed.defaults.items():
        filled = _said(column, value)
        if column in frame.columns:
            filled = pl.col(column).cast(pl.String).fill_null(filled).alias(column)
        frame = frame.with_columns(filled)
    for column in TABLES[feed.table].unit_columns if names else ():
        if column in frame.columns:
            frame = frame.with_columns(names.of(frame[column].cast(pl.String).str.strip_chars()))
    return frame, filtered


def contract_columns(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """Only what the contract knows, and the line."""
    return frame.select("line", *(name for name in TABLES[table].dtypes if name in frame.columns))


def meets(frame: pl.DataFrame, condition: Condition, file: str) -> pl.Series:
    """True on the rows that meet the condition; a missing value meets only `empty`."""
    text = column_of(frame, condition.column, file).cast(pl.String)
    if condition.test == "empty":
        return text.is_null() == condition.value
    if condition.test == "matches":
        return text.str.contains(condition.value).fill_null(False)
    found = text.is_in([_text(value) for value in condition.value]).fill_null(False)
    return found if condition.test == "in" else ~found & text.is_not_null()


def derived(
    frame: pl.DataFrame, column: str, how: Derivation, file: str, key: bytes = b""
) -> pl.Series:
    """A new column made from others; null where one it needs is empty.

    Only a join told to skip empty cells makes do with the others.
    """
    texts = pl.DataFrame(
        [
            column_of(frame, name, file).cast(pl.String).alias(f"{at}")
            for at, name in enumerate(how.columns)
        ]
    )
    if how.kind == "join":
        whole = pl.concat_str(pl.all(), separator=how.between, ignore_nulls=how.skip_empty)
        made = texts.select(whole).to_series()
    elif how.kind == "hash":
        made = hashed(texts.select(pl.concat_str(pl.all(), separator="\x1f")).to_series(), key)
    elif how.kind == "period_start":
        made = _period_start(texts.to_series(), how.form, how.months)
    else:
        found = [first_found(text, how.patterns) for text in texts.iter_columns()]
        made = pl.select(pl.coalesce(found)).to_series()
    if how.divide:
        made = _divided(made, how.divide)
    if how.prefix:
        made = how.prefix + made
    if how.where is not None:
        keep = meets(frame, how.where, file)
        made = pl.select(pl.when(keep).then(made)).to_series()
    return made.alias(column)


def first_found(text: pl.Series, patterns: tuple[str, ...]) -> pl.Series:
    """What the first pattern that fits finds: its first group, or all it matches."""
    if not patterns:
        return text
    found = [text.str.extract(pattern, min(1, _groups(pattern))) for pattern in patterns]
    return pl.select(pl.coalesce(found)).to_series()


def _groups(pattern: str) -> int:
    return len(pl.Series([""]).str.extract_groups(pattern).struct.fields)


def _divided(text: pl.Series, by: int) -> pl.Series:
    """Whole numbers divided and rounded down (1524 // 100 = 15); null where it is no number."""
    return (text.cast(pl.Int64, strict=False) // by).cast(pl.String)


def _period_start(text: pl.Series, form: DateForm, months: int) -> pl.Series:
    """The first day of so many months that end with the month of a day, as text."""
    day, _ = to_moment(text, form)
    first = day.dt.month_start().dt.offset_by(f"-{months - 1}mo")
    return first.dt.to_string("%Y-%m-%d")


def hashed(text: pl.Series, key: bytes = b"") -> pl.Series:
    """A digest of every text, the same wherever the key is the same."""
    written = text.unique().drop_nulls()
    digests = [
        hashlib.blake2b(one.strip().encode(), digest_size=10, key=key).hexdigest()
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


def column_of(frame: pl.DataFrame, name: str, file: str) -> pl.Series:
    """A column by its name, however written; IntakeError where the file has none of the name."""
    if name in frame.columns:
        return frame[name]
    alike = [column for column in frame.columns if plain(column) == plain(name)]
    if not alike:
        raise lacking(name, frame.columns, file)
    return frame[alike[0]]


def lacking(name: str, columns: Sequence[str], file: str) -> IntakeError:
    """The error for a column the profile uses and the file does not have."""
    found = ", ".join(column for column in columns if column not in ("line", FILE, SHEET))
    return IntakeError("intake.no_such_column", file=file, column=name, found=found)


def _said(column: str, value: Any) -> pl.Expr:
    return pl.lit(_text(value), dtype=pl.String).alias(column)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
