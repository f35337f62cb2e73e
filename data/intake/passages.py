"""Passages of a profile: every word is asked for by name and kind, every slip told with its place.

Whoever reads a profile goes through these, so that a word nobody knows, or one written as the
wrong kind of thing, is refused with the file, the line where it can be told, and what to write.
"""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import polars as pl

from data.errors import IntakeError

# What to write instead, in the words of TOML itself.
TEXT, TEXTS, WHOLE, NUMBER, FLAG = '"…"', '["…", "…"]', "12", "0.5", "true"
DAY, PAIRS, PASSAGE = "2026-04-01", '{ "…" = "…" }', "{ … }"
SHOWN = 60  # characters of what was written


@dataclass(frozen=True)
class Passage:
    """A table of a profile, and where it stands."""

    file: str
    lines: tuple[str, ...]  # of the whole file, to name the line of a slip
    where: str  # as TOML names it: source 1.derive.case_id; "" for the file itself
    said: Mapping[str, Any]

    def only(self, words: str | Iterable[str]) -> "Passage":
        """Itself, if it holds no other words."""
        known = words.split() if isinstance(words, str) else list(words)
        for word in self.said:
            self.among(word, known)
        return self

    def text(self, word: str, default: str = "") -> str:
        """A text."""
        return str(self._kind(word, str, TEXT, default))

    def texts(self, word: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """Texts; one alone may stand without brackets."""
        said = self.said.get(word, default)
        found = (said,) if isinstance(said, str) else said
        if not isinstance(found, Sequence) or not all(isinstance(one, str) for one in found):
            raise self.wrong(word, TEXTS)
        return tuple(found)

    def whole(self, word: str, default: int, *, least: int = 1) -> int:
        """A whole number not below the least, or the default."""
        number = self._kind(word, int, WHOLE, default)
        if isinstance(number, bool) or (word in self.said and number < least):
            raise self.wrong(word, WHOLE)
        return int(number)

    def flag(self, word: str, default: bool = False) -> bool:
        """Yes or no."""
        return bool(self._kind(word, bool, FLAG, default))

    def moment(self, word: str) -> datetime | None:
        """A day, or a day and time; None where the word is missing."""
        said = self.said.get(word)
        if isinstance(said, str):
            try:
                return datetime.fromisoformat(said)
            except ValueError as error:
                raise self.wrong(word, DAY) from error
        if said is None or isinstance(said, datetime):
            return said
        if not isinstance(said, date):
            raise self.wrong(word, DAY)
        return datetime(said.year, said.month, said.day)

    def day(self, word: str) -> date | None:
        """A day; None where the word is missing."""
        moment = self.moment(word)
        return None if moment is None else moment.date()

    def pairs(self, word: str) -> dict[str, str]:
        """Texts by text."""
        found = self._table(word, PAIRS)
        for name, text in found.items():
            if not isinstance(text, str):
                raise self.part(word).wrong(name, TEXT)
        return dict(found)

    def numbers(self, word: str) -> dict[str, float]:
        """Numbers by text."""
        found = self._table(word, PAIRS)
        for name, number in found.items():
            if isinstance(number, bool) or not isinstance(number, int | float):
                raise self.part(word).wrong(name, NUMBER)
        return dict(found)

    def part(self, word: str) -> "Passage":
        """The passage under a word; an empty one where the word is missing."""
        where = f"{self.where}.{word}" if self.where else word
        return replace(self, where=where, said=self._table(word, PASSAGE))

    def parts(self, word: str) -> list["Passage"]:
        """The passages of a list of them, numbered."""
        found = self.said.get(word, ())
        where = f"{self.where}.{word}" if self.where else word
        if not isinstance(found, list | tuple) or not all(isinstance(one, dict) for one in found):
            raise self.wrong(word, f"[[{where}]]")
        return [replace(self, where=f"{where} {at}", said=one) for at, one in enumerate(found, 1)]

    def named(self) -> dict[str, "Passage"]:
        """Its own passages by name."""
        return {name: self.part(name) for name in self.said}

    def one_of(self, word: str, known: Iterable[str], default: str) -> Any:
        """One of the texts known."""
        return self.among(self.text(word, default), known)

    def only_one(self, words: Sequence[str]) -> str:
        """Which one of several words that shut each other out is said."""
        found = [word for word in words if word in self.said]
        if not found:
            raise self._error("intake.profile_lacks", word=" | ".join(words))
        if len(found) > 1:
            raise self.slip(", ".join(found), " | ".join(words))
        return found[0]

    def among(self, said: str, known: Iterable[str]) -> str:
        """The text itself, if it is one of those known."""
        known = list(known)
        if said not in known:
            raise self.slip(said, nearest(said, known))
        return said

    def needs(self, *words: str) -> "Passage":
        """Itself, if it has these words."""
        for word in words:
            if word not in self.said:
                raise self._error("intake.profile_lacks", word=word)
        return self

    def patterns(self, *words: str) -> tuple[str, ...]:
        """Patterns over cells: they run in Polars, whose rules are those of Rust's regex."""
        found = tuple(pattern for word in words for pattern in self.texts(word))
        for pattern in found:
            try:
                pl.Series([""]).str.contains(pattern)
            except pl.exceptions.ComputeError as error:
                what = re.sub(r"(?s)\s*This error occurred.*", "", str(error)).splitlines()[-1]
                raise self.bad_pattern(pattern, what.removeprefix("error: ")) from error
        return found

    def python_pattern(self, pattern: str) -> re.Pattern[str]:
        """A pattern over headers or single names: these are Python's."""
        try:
            return re.compile(pattern)
        except re.error as error:
            raise self.bad_pattern(pattern, str(error)) from error

    def slip(self, said: str, meant: str) -> IntakeError:
        """The error for a word nobody knows."""
        return self._error("intake.profile_slip", at=said, said=said, meant=meant)

    def wrong(self, word: str, example: str) -> IntakeError:
        """The error for a word written as the wrong kind of thing."""
        said = str(self.said.get(word))
        shown = said if len(said) <= SHOWN else said[:SHOWN] + "…"
        return self._error("intake.profile_kind", at=word, word=word, said=shown, example=example)

    def bad_pattern(self, pattern: str, what: str) -> IntakeError:
        """The error for a pattern that is none."""
        return self._error("intake.profile_pattern", at=pattern, said=pattern, what=what)

    def _kind(self, word: str, kind: type, example: str, default: Any) -> Any:
        said = self.said.get(word, default)
        if not isinstance(said, kind):
            raise self.wrong(word, example)
        return said

    def _table(self, word: str, example: str) -> Mapping[str, Any]:
        found = self.said.get(word, {})
        if not isinstance(found, Mapping):
            raise self.wrong(word, example)
        return found

    def _error(self, key: str, at: str = "", **holes: object) -> IntakeError:
        where = f" [{self.where}]" if self.where else ""
        return IntakeError(key, profile=self._place(at), where=where, **holes)

    def _place(self, said: str) -> str:
        """The file, and the line where the word stands on just one."""
        pattern = re.compile(rf"(?<!\w){re.escape(said)}(?!\w)")
        found = [at for at, line in enumerate(self.lines, 1) if said and pattern.search(line)]
        return f"{self.file}:{found[0]}" if len(found) == 1 else self.file


def nearest(said: str, known: Iterable[str]) -> str:
    """The words most like the one said, else all of them."""
    known = list(known)
    close = difflib.get_close_matches(said, known, n=3, cutoff=0.5)
    return ", ".join(close or known)
