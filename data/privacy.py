"""Refuses files that hold personal data: headers and values that name or number a person.

The words stand in privacy.toml. A file is refused whole, naming the column and never the value.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from data.contract import TABLES
from data.errors import PrivacyError

Stage = Literal["raw", "renamed"]

# Latin words of camelCase, digits, and anything else that is a letter (Chinese runs).
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_A-Za-z]+")
_MOST_JOINED = 4


@cache
def _words() -> dict[str, dict[str, list[str]]]:
    """The word lists of privacy.toml."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def check_headers(headers: Iterable[str], stage: Stage, file: str = "") -> None:
    """Raise PrivacyError for the first header that is about a person.

    `stage` says whether the headers are the file's own or those after renaming. Columns that a
    profile drops on the way in are left out by the caller.
    """
    kept = list(headers)
    for header in kept:
        word = forbidden_word(header)
        if word is not None:
            raise PrivacyError(f"privacy.header_{stage}", file=file, column=header, word=word)
    first, second = _words()["pinyin"]["pair"]
    found = {word: header for header in kept for word in _parts(header) if word in (first, second)}
    if len(found) > 1:
        raise PrivacyError("privacy.pair", file=file, column=found[first], other=found[second])


def forbidden_word(header: str) -> str | None:
    """The word that makes a header personal, or None for a header that passes."""
    folded = _folded(header)
    if _compact(folded) in _contract_headers() or _counts(folded):
        return None
    parts = _parts(header)
    return _chinese(folded) or _pinyin(parts) or _english(parts)


def _folded(header: str) -> str:
    """Full-width to half-width and traditional to simplified characters."""
    table = _words()["traditional"]
    return (
        unicodedata.normalize("NFKC", header)
        .strip()
        .translate(str.maketrans("".join(table["from"]), "".join(table["to"])))
    )


def _compact(folded: str) -> str:
    """Lower case without spaces, so that spacing and case of contract headers do not matter."""
    return re.sub(r"\s", "", folded.lower())


@cache
def _contract_headers() -> frozenset[str]:
    """Names and labels of the contract's own columns, of the tables that files bring."""
    return frozenset(
        _compact(_folded(header))
        for table in TABLES.values()
        if table.is_brought
        for column in table.columns()
        for header in (column.name, column.zh, column.en)
    )


def _counts(folded: str) -> bool:
    """Whether a header counts people or matters."""
    words = _words()["pass"]
    endings, units = "|".join(words["endings"]), "|".join(words["units"])
    return re.search(rf"({endings})\s*(\(({units})\))?$", folded) is not None


def _parts(header: str) -> list[str]:
    return [part.lower() for part in _PARTS.findall(_folded(header))]


def _joined(parts: list[str]) -> set[str]:
    """Every part, and neighbouring parts joined."""
    return {
        "".join(parts[start:end])
        for start in range(len(parts))
        for end in range(start + 1, min(start + _MOST_JOINED, len(parts)) + 1)
    }


def _chinese(folded: str) -> str | None:
    compact = re.sub(r"[\W_]", "", folded)
    return next((word for word in _words()["chinese"]["tokens"] if word in compact), None)


def _pinyin(parts: list[str]) -> str | None:
    words = _words()["pinyin"]
    persons, tokens = words["persons"], words["tokens"]
    forbidden = {*tokens, *persons}
    forbidden |= {who + what for who in persons + words["prefixes"] for what in tokens}
    return next((part for part in sorted(_joined(parts)) if part in forbidden), None)


def _english(parts: list[str]) -> str | None:
    words = _words()["english"]
    forbidden = {*words["tokens"], *words["persons"], *_plurals(words["tokens"])}
    found = next((part for part in sorted(_joined(parts)) if part in forbidden), None)
    if found is None and len(parts) == 1 and parts[0] in words["axes"]:
        return parts[0]
    return found or _name_of_person(parts)


def _plurals(tokens: list[str]) -> set[str]:
    return {token + ("es" if token.endswith("s") else "s") for token in tokens}


def _name_of_person(parts: list[str]) -> str | None:
    """`name` where it is the whole header or stands beside a person."""
    words = _words()["english"]
    people = {*words["persons"], *_plurals(words["persons"]), *words["beside_name"]}
    letters = [part for part in parts if not part.isdigit()]
    for place, part in enumerate(letters):
        if part in ("name", "names"):
            beside = letters[max(place - 1, 0) : place] + letters[place + 1 : place + 2]
            if not beside or people & set(beside):
                return part
    return None


# Digits and separators as people write them; a dot separates only the groups of a mobile number.
_DIGIT = "[0-9０-９]"
_GAP = r"[\s\u200b\ufeff'()（）\-‐‑‒–—―−－]*"
_DOT = r"(?:[.．])?"
_COUNTRY = f"(?:[+＋]?{_GAP}(?:[0０]{_GAP}){{0,2}}[8８]{_GAP}[6６]{_GAP})?"
_MOBILE = (
    f"{_COUNTRY}[1１]{_GAP}[3-9３-９]{_GAP}{_DIGIT}{_GAP}{_DOT}"
    f"(?:{_DIGIT}{_GAP}){{4}}{_DOT}(?:{_DIGIT}{_GAP}){{4}}"
)
_IDENTITY = f"(?:{_DIGIT}{_GAP}){{17}}[0-9０-９XxＸｘ]{_GAP}"
_TAIL = rf"(?:[.．][0０]+)?{_GAP}$"
# Within a sentence a number stands by itself: no digit touches it.
_ALONE = rf"(?<!{_DIGIT})(?:{{}})(?!{_DIGIT})"
_MOBILE_PATTERN = f"^{_GAP}{_MOBILE}{_TAIL}"
_IDENTITY_PATTERN = f"^{_GAP}{_IDENTITY}{_TAIL}"
# Shorter texts cannot hold a mobile number, longer ones are no number in any usual writing.
_SHORTEST, _LONGEST = 11, 120

# GB 11643-1999: weights of the first 17 digits and the check digit for each remainder.
_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
_CHECK_DIGITS = "10X98765432"


def check_values(frame: pl.DataFrame, file: str = "", first_line: int = 2) -> None:
    """Raise PrivacyError where a text or number column holds a mobile or identity number.

    `first_line` is the line of the file that the frame's first row stands on.
    """
    for column in frame.columns:
        found = personal_values(frame[column])
        if found is not None:
            kind, rows = found
            line = first_line + int(rows[0])
            raise PrivacyError(f"privacy.{kind}", file=file, column=column, line=line, n=len(rows))


def personal_values(values: pl.Series) -> tuple[Literal["mobile", "identity"], pl.Series] | None:
    """What kind of personal number a column holds, and in which rows; None where it holds none."""
    texts = _as_text(values)
    if texts is None:
        return None
    rows = texts.str.len_bytes().is_between(_SHORTEST, _LONGEST).arg_true()
    suspects = texts.gather(rows)
    mobile = suspects.str.contains(_MOBILE_PATTERN).arg_true()
    if len(mobile):
        return "mobile", rows.gather(mobile)
    shaped = suspects.str.contains(_IDENTITY_PATTERN).arg_true()
    identity = shaped.gather(_identities(suspects.gather(shaped)))
    return ("identity", rows.gather(identity)) if len(identity) else None


def personal_number(words: str) -> Literal["mobile", "identity"] | None:
    """What kind of personal number stands anywhere in a sentence; None where none does."""
    if re.search(_ALONE.format(_MOBILE), words):
        return "mobile"
    found = re.findall(_ALONE.format(_IDENTITY), words)
    return "identity" if found and len(_identities(pl.Series(found))) else None


def _as_text(values: pl.Series) -> pl.Series | None:
    """Text and whole numbers as text; None for a column of any other type."""
    if values.dtype == pl.String or values.dtype.is_integer():
        return values.cast(pl.String)
    if values.dtype in (pl.Categorical, pl.Enum):
        return values.cast(pl.String)
    if values.dtype.is_float():
        whole = values.cast(pl.Int64, strict=False)
        return whole.set(whole != values, None).cast(pl.String)
    return None


def _identities(suspects: pl.Series) -> pl.Series:
    """Which of some 18-character numbers hold a past birth date and the right check digit."""
    number = pl.col("number")
    digits = (
        number.str.normalize("NFKC")
        .str.replace(r"\.0+\s*$", "")
        .str.replace_all(r"[^0-9Xx]", "")
        .str.to_uppercase()
    )
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    total = pl.sum_horizontal(
        number.str.slice(place, 1).cast(pl.Int32) * weight for place, weight in enumerate(_WEIGHTS)
    )
    check = pl.lit(_CHECK_DIGITS).str.slice((total % 11).cast(pl.Int64), 1)
    return (
        suspects.to_frame("number")
        .select(digits)
        .with_row_index("row")
        .filter(born.is_between(date(1900, 1, 1), date.today()))
        .filter(number.str.slice(17, 1) == check)["row"]
    )
