"""Profiles: what a bureau's files look like, said in a commented TOML (docs/profiles.md).

A profile is checked as it is read: an unknown word is refused with the nearest known one, so
that a slip of the pen never silently leaves a rule out.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.dates import DATE_FORMS
from data.intake.rules import (
    Condition,
    Derivation,
    Feed,
    Microdata,
    Profile,
    Questions,
    Section,
    Shapes,
    Units,
    Wide,
)

__all__ = ["Feed", "Profile", "load_profile"]

SHIPPED = Path(__file__).parent.parent / "profiles"


def load_profile(profile: str | Path | Profile | None) -> Profile:
    """The profile of a shipped name or a path; an empty one for None."""
    if profile is None:
        return Profile("")
    if isinstance(profile, Profile):
        return profile
    path = Path(profile)
    if path.suffix != ".toml":
        path = SHIPPED / f"{profile}.toml"
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
        raise IntakeError("intake.no_such_profile", profile=profile, known=known)
    try:
        said = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IntakeError("intake.profile_syntax", profile=path.name, what=error) from error
    return _Reader(path.name).profile(path.stem, said)


class _Reader:
    """Turns the sections of one file into a Profile, naming the section of every slip."""

    def __init__(self, file: str) -> None:
        self.file = file

    def profile(self, name: str, said: Section) -> Profile:
        allowed = "title cutoff delivered skip nulls source units rows"
        self.only(said, allowed.split(), "")
        return Profile(
            name=name,
            title=said.get("title", ""),
            cutoff=_day(said.get("cutoff")),
            delivered=_moment(said.get("delivered")),
            skip=_texts(said.get("skip", ())),
            nulls=_texts(said["nulls"]) if "nulls" in said else None,
            feeds=tuple(self.feed(feed, at) for at, feed in enumerate(said.get("source", ()), 1)),
            units=self.units(said["units"]) if "units" in said else None,
            rows={self.table(table, "rows"): tuple(self.row(table, row) for row in rows)
                  for table, rows in said.get("rows", {}).items()},
        )  # fmt: skip

    def row(self, table: str, row: Section) -> Section:
        self.only(row, TABLES[table].dtypes, f"rows.{table}")
        return row

    def feed(self, said: Section, at: int) -> Feed:
        where = f"source {at}"
        allowed = (
            "table files sheets separator decimal drop rename leave_out derive values constants "
            "defaults dates scale wide microdata"
        )
        self.only(said, allowed.split(), where)
        table = self.table(said.get("table", ""), where)
        targets = {*TABLES[table].dtypes}
        for part in ("constants", "defaults"):
            self.only(said.get(part, {}), targets, f"{where}.{part}")
        self.only(said.get("dates", {}), {*targets, "*"}, f"{where}.dates")
        for form in said.get("dates", {}).values():
            self.one_of(form, DATE_FORMS, f"{where}.dates")
        return Feed(
            table=table,
            files=_texts(said.get("files", "*")),
            sheets=_texts(said.get("sheets", "*")),
            separator=said.get("separator"),
            decimal=self.one_of(said.get("decimal", "."), (".", ","), f"{where}.decimal"),
            drop=_texts(said.get("drop", ())),
            rename=said.get("rename", {}),
            leave_out={
                name: self.condition(test, f"{where}.leave_out.{name}")
                for name, test in said.get("leave_out", {}).items()
            },
            derive={
                column: self.derivation(how, f"{where}.derive.{column}")
                for column, how in said.get("derive", {}).items()
            },
            values=said.get("values", {}),
            constants=said.get("constants", {}),
            defaults=said.get("defaults", {}),
            dates={"" if key == "*" else key: form for key, form in said.get("dates", {}).items()},
            scale=said.get("scale", {}),
            wide=self.wide(said["wide"], where) if "wide" in said else None,
            microdata=self.microdata(said["microdata"], where) if "microdata" in said else None,
        )

    def condition(self, said: Section, where: str) -> Condition:
        tests = ("equals", "in", "not_in", "matches", "empty")
        self.only(said, ("column", *tests), where)
        found = [test for test in tests if test in said]
        if len(found) != 1 or "column" not in said:
            raise self.slip(where, ", ".join(found), "column + " + " | ".join(tests))
        test, value = found[0], said[found[0]]
        if test == "equals":
            test, value = "in", [value]
        if test == "matches":
            self.pattern(value, where)
        return Condition(said["column"], test, value)

    def derivation(self, said: Section, where: str) -> Derivation:
        kinds = ("from", "join", "hash", "period_start")
        more = (
            "pattern",
            "patterns",
            "floor_divide",
            "with",
            "skip_empty",
            "prefix",
            "months",
            "form",
            "where",
        )
        self.only(said, (*kinds, *more), where)
        found = [kind for kind in kinds if kind in said]
        if len(found) != 1:
            raise self.slip(where, ", ".join(found), " | ".join(kinds))
        patterns = _texts(said.get("patterns", said.get("pattern", ())))
        for pattern in patterns:
            self.pattern(pattern, where)
        return Derivation(
            kind=found[0],
            columns=_texts(said[found[0]]),
            patterns=patterns,
            divide=said.get("floor_divide", 0),
            between=said.get("with", ""),
            skip_empty=said.get("skip_empty", False),
            prefix=said.get("prefix", ""),
            months=said.get("months", 12),
            form=self.one_of(said.get("form", "auto"), DATE_FORMS, where),
            where=self.condition(said["where"], f"{where}.where") if "where" in said else None,
        )

    def wide(self, said: Section, where: str) -> Wide:
        self.only(said, ("columns", "value"), f"{where}.wide")
        self.python_pattern(said.get("columns", ""), f"{where}.wide")
        return Wide(said.get("columns", ""), said.get("value", "n"))

    def microdata(self, said: Section, where: str) -> Microdata:
        where = f"{where}.microdata"
        self.only(said, ("version", "wave", "labels", "questions", "weight"), where)
        self.only(said.get("wave", {}), TABLES["survey_waves"].dtypes, f"{where}.wave")
        self.only(said.get("labels", {}), ("file", "column", "text"), f"{where}.labels")
        return Microdata(
            wave=said.get("wave", {}),
            labels=said.get("labels", {}),
            version=said.get("version", "1"),
            questions=tuple(self.questions(one, where) for one in said.get("questions", ())),
            weight=said.get("weight", ""),
        )

    def questions(self, said: Section, where: str) -> Questions:
        self.only(said, ("constructs", "answers"), f"{where}.questions")
        for answer in said.get("answers", ()):
            allowed = ("code", "label", "valid", "weight", "score")
            self.only(answer, allowed, f"{where}.questions.answers")
        return Questions(said.get("constructs", {}), tuple(said.get("answers", ())))

    def units(self, said: Section) -> Units:
        allowed = "prefix root level kind valid_from from_values rows aliases patterns shapes"
        self.only(said, allowed.split(), "units")
        row = ["id", "name", "short", "aliases", "level", "kind", "parent", "valid_from"]
        row += ["valid_to", "population", "area_km2", "grid", "order", "ranked", "group"]
        for one in (said.get("root", {}), *said.get("rows", ())):
            self.only(one, row, "units.rows")
        for pattern in said.get("patterns", {}):
            self.python_pattern(pattern, "units.patterns")
        return Units(
            prefix=said.get("prefix", ""),
            root=said.get("root", {}),
            level=said.get("level", "station"),
            kind=said.get("kind", "other"),
            valid_from=_day(said.get("valid_from")) or Units.valid_from,
            from_values=said.get("from_values", ""),
            rows=tuple(said.get("rows", ())),
            aliases=said.get("aliases", {}),
            patterns=said.get("patterns", {}),
            shapes=tuple(self.shapes(one) for one in said.get("shapes", ())),
        )

    def shapes(self, said: Section) -> Shapes:
        self.only(said, ("files", "name", "make_units", "points"), "units.shapes")
        files, name = _texts(said.get("files", ())), said.get("name", "name")
        return Shapes(files, name, said.get("make_units", False), said.get("points", 300))

    def table(self, name: str, where: str) -> str:
        return self.one_of(name, TABLES, f"{where}.table")

    def one_of(self, said: str, known: Iterable[str], where: str) -> Any:
        if said not in known:
            raise self.slip(where, said, _nearest(said, known))
        return said

    def only(self, said: Section, known: Iterable[str], where: str) -> None:
        known = list(known)
        if not isinstance(said, Mapping):
            raise self.slip(where, str(said), ", ".join(known))
        for key in said:
            if key not in known:
                raise self.slip(where, key, _nearest(key, known))

    def pattern(self, pattern: str, where: str) -> None:
        """Patterns over cells run in Polars, whose rules are those of Rust's regex."""
        try:
            pl.Series([""]).str.contains(pattern)
        except pl.exceptions.ComputeError as error:
            raise self.slip(where, pattern, str(error)) from error

    def python_pattern(self, pattern: str, where: str) -> None:
        """Patterns over headers and single names are Python's."""
        try:
            re.compile(pattern)
        except re.error as error:
            raise self.slip(where, pattern, str(error)) from error

    def slip(self, where: str, said: str, meant: str) -> IntakeError:
        return IntakeError(
            "intake.profile_slip", profile=self.file, where=where or "-", said=said, meant=meant
        )


def _nearest(said: str, known: Iterable[str]) -> str:
    known = list(known)
    close = difflib.get_close_matches(said, known, n=3, cutoff=0.5)
    return ", ".join(close or known)


def _texts(said: str | Iterable[str]) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said)


def _day(said: date | str | None) -> date | None:
    return date.fromisoformat(said) if isinstance(said, str) else said


def _moment(said: datetime | date | None) -> datetime | None:
    if said is None or isinstance(said, datetime):
        return said
    return datetime(said.year, said.month, said.day)
