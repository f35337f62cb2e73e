"""Refuses files that hold personal data: headers and values that name or number a person.

The words stand in privacy.toml. A file is refused whole, naming the column and never the value.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import polars as pl

from data.contract import TABLES
from data.errors import PrivacyError
from data.traditional import simplified

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
    return simplified(unicodedata.normalize("NFKC", header).strip())


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
# One mobile number, or several in a cell.
_AND = r"[,，;；/、|]"
_MOBILE_PATTERN = f"^{_GAP}{_MOBILE}(?:{_AND}{_GAP}{_MOBILE})*{_AND}?{_TAIL}"
_IDENTITY_PATTERN = f"^{_GAP}{_IDENTITY}{_TAIL}"
# Before 1999: no check digit, and two digits of the year of birth.
_OLD_IDENTITY_PATTERN = f"^{_GAP}(?:{_DIGIT}{_GAP}){{15}}{_TAIL}"
# An area code with its 0 or the country before it, a mark, and a local number, which begins with
# 2 to 8; in one run of digits it cannot be told from a serial.
_LANDLINE_BEGINS = r"^[\s'(（]*[+＋0０]"
_LANDLINE_PATTERN = (
    r"^[\s'(]*(?:(?:\+|00)86[\s)-]*\(?0?|0)(?:10|2\d|[3-9]\d{2})(?:\)|[\s-])[\s-]*"
    r"[2-8]\d{2,3}[\s-]?\d{4}(?:\s*(?:-|转|ext\.?)\s*\d{1,5})?\s*$"
)
_DAY_PATTERN = r"[\s-](?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\s*$"
# Shorter texts cannot hold a mobile number, longer ones are no number in any usual writing.
_SHORTEST, _LONGEST = 11, 120

# GB 11643-1999: weights of the first 17 digits and the check digit for each remainder.
_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
_CHECK_DIGITS = "10X98765432"
# Provinces by their first two digits. Numbers of 15 digits were given until 1999; their years
# of birth from 1930 on cannot be taken for the years of this century in a case number.
_PROVINCES = [
    f"{first}{last}"
    for first, lasts in {1: "12345", 2: "123", 3: "1234567", 4: "123456", 5: "01234", 6: "12345",
                         7: "1", 8: "12"}.items()
    for last in lasts
]  # fmt: skip
_OLDEST, _NEWEST_OF_15 = date(1930, 1, 1), date(1999, 12, 31)


Kind = Literal["mobile", "landline", "identity"]


def check_values(frame: pl.DataFrame, file: str = "", first_line: int = 2) -> None:
    """Raise PrivacyError where a text or number column holds a phone or identity number.

    `first_line` is the line of the file that the frame's first row stands on.
    """
    for column in frame.columns:
        found = personal_values(frame[column])
        if found is not None:
            kind, rows = found
            line = first_line + int(rows[0])
            raise PrivacyError(f"privacy.{kind}", file=file, column=column, line=line, n=len(rows))


def personal_values(values: pl.Series) -> tuple[Kind, pl.Series] | None:
    """What kind of personal number a column holds, and in which rows; None where it holds none."""
    texts = _as_text(values)
    if texts is None:
        return None
    rows = texts.str.len_bytes().is_between(_SHORTEST, _LONGEST).arg_true()
    suspects = texts.gather(rows)
    finders: dict[Kind, Callable[[pl.Series], pl.Series]] = {
        "mobile": lambda texts: texts.str.contains(_MOBILE_PATTERN).arg_true(),
        "identity": _identities_of,
        "landline": _landlines,
    }
    for kind, finder in finders.items():
        found = finder(suspects)
        if len(found):
            return kind, rows.gather(found)
    return None


def personal_words(words: pl.Series) -> tuple[Kind, pl.Series] | None:
    """The same for words people wrote: a number may stand anywhere in them."""
    rows = words.str.contains(r"(?:\d[\s-]?){11}").fill_null(False).arg_true()
    kinds = [(personal_number(one), row) for row, one in zip(rows, words.gather(rows), strict=True)]
    kind = next((kind for kind, _ in kinds if kind is not None), None)
    if kind is None:
        return None
    return kind, pl.Series([row for same, row in kinds if same == kind])


def personal_number(words: str) -> Literal["mobile", "identity"] | None:
    """What kind of personal number stands anywhere in a sentence; None where none does."""
    if re.search(_ALONE.format(_MOBILE), words):
        return "mobile"
    found = re.findall(_ALONE.format(_IDENTITY), words)
    return "identity" if found and len(_identities(pl.Series(found))) else None


def _identities_of(suspects: pl.Series) -> pl.Series:
    """Which texts are identity numbers of 18 characters, or of 15 digits."""
    shaped = suspects.str.contains(_IDENTITY_PATTERN).arg_true()
    found = shaped.gather(_identities(suspects.gather(shaped)))
    return found if len(found) else _old_identities(suspects)


def _old_identities(suspects: pl.Series) -> pl.Series:
    """Which texts are identity numbers of 15 digits.

    Having no check digit, they are told only where at least half of a column's numbers of that
    length are of a province and a day of birth: of a hundred serials one is by chance.
    """
    shaped = suspects.str.contains(_OLD_IDENTITY_PATTERN).arg_true()
    plain = suspects.gather(shaped).str.normalize("NFKC").str.replace(r"\.0+\s*$", "")
    digits = plain.str.replace_all(r"[^0-9]", "")
    born = ("19" + digits.str.slice(6, 6)).str.to_date("%Y%m%d", strict=False)
    told = born.is_between(_OLDEST, _NEWEST_OF_15) & digits.str.slice(0, 2).is_in(_PROVINCES)
    found = told.fill_null(False).arg_true()
    return shaped.gather(found) if 2 * len(found) >= len(shaped) else shaped.clear()


def _landlines(suspects: pl.Series) -> pl.Series:
    """Which texts are numbers of fixed lines; a code before a day (010-20260302) is none."""
    shaped = suspects.str.contains(_LANDLINE_BEGINS).arg_true()
    plain = suspects.gather(shaped).str.normalize("NFKC").str.replace_all("[‐‑‒–—―−]", "-")
    lines = plain.str.contains(_LANDLINE_PATTERN) & ~plain.str.contains(_DAY_PATTERN)
    return shaped.gather(lines.arg_true())


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
