"""Profiles: what a bureau's files look like, said in a commented TOML (docs/profiles.md).

A profile is checked as it is read: an unknown word, column or code is refused with the nearest
known one, so that a slip of the pen never silently leaves a rule out.
"""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from data.contract import TABLES, Table
from data.errors import IntakeError
from data.intake.coding import known
from data.intake.dates import DATE_FORMS
from data.intake.passages import DAY, NUMBER, TEXT, Passage, nearest
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
from data.privacy import forbidden_word

__all__ = ["Feed", "Profile", "load_profile"]

SHIPPED = Path(__file__).parent.parent / "profiles"
BROUGHT = [name for name, table in TABLES.items() if table.is_brought]
TESTS = ("equals", "in", "not_in", "matches", "empty")
WAYS = ("from", "join", "hash", "period_start")


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
        shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
        raise IntakeError("intake.no_such_profile", profile=profile, known=shipped)
    try:
        text = path.read_text("utf-8-sig")
        said = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise IntakeError("intake.profile_encoding", profile=path.name) from error
    except tomllib.TOMLDecodeError as error:
        raise IntakeError("intake.profile_syntax", profile=path.name, what=error) from error
    return _profile(path.stem, Passage(path.name, tuple(text.splitlines()), "", said))


def _profile(name: str, said: Passage) -> Profile:
    said.only("title cutoff delivered skip nulls source units rows")
    return Profile(
        name=name,
        title=said.text("title"),
        cutoff=said.day("cutoff"),
        delivered=said.moment("delivered"),
        skip=said.texts("skip"),
        nulls=said.texts("nulls") if "nulls" in said.said else None,
        feeds=tuple(_feed(one) for one in said.parts("source")),
        units=_units(said.part("units")) if "units" in said.said else None,
        rows={
            said.part("rows").among(table, BROUGHT): tuple(
                _row(TABLES[table], row) for row in said.part("rows").parts(table)
            )
            for table in said.part("rows").said
        },
    )


def _row(table: Table, row: Passage) -> Section:
    """A row of a contract table, every value of its column's type."""
    row.only(table.dtypes)
    for column, value in row.said.items():
        try:
            pl.Series([value], dtype=table.dtypes[column])
        except (pl.exceptions.PolarsError, TypeError) as error:
            raise row.wrong(column, _example(table.dtypes[column])) from error
        if column in table.coded:
            row.among(str(value), table.coded[column])
    return row.said


def _example(dtype: pl.DataType) -> str:
    if dtype.is_temporal():
        return DAY
    return NUMBER if dtype.is_numeric() else TEXT


def _feed(said: Passage) -> Feed:
    said.only(
        "table files sheets separator decimal drop rename leave_out derive values constants "
        "defaults dates scale wide microdata"
    )
    said.needs("table")
    table = TABLES[said.one_of("table", BROUGHT, "")]
    dates = said.part("dates").only([*table.dtypes, "*"])
    feed = Feed(
        table=table.name,
        files=said.texts("files", ("*",)),
        sheets=said.texts("sheets", ("*",)),
        separator=_separator(said),
        decimal=said.one_of("decimal", (".", ","), "."),
        drop=said.texts("drop"),
        rename=said.pairs("rename"),
        leave_out={name: _condition(one) for name, one in said.part("leave_out").named().items()},
        derive={column: _derivation(one) for column, one in said.part("derive").named().items()},
        values={column: said.part("values").pairs(column) for column in said.part("values").said},
        constants=_scalars(said.part("constants"), table),
        defaults=_scalars(said.part("defaults"), table),
        dates={"" if c == "*" else c: dates.one_of(c, DATE_FORMS, "") for c in dates.said},
        scale=said.numbers("scale"),
        wide=_wide(said.part("wide")) if "wide" in said.said else None,
        microdata=_microdata(said.part("microdata")) if "microdata" in said.said else None,
    )
    _refuse_idle(said, feed, table)
    _refuse_unknown_codes(said, feed, table)
    return feed


def _separator(said: Passage) -> str | None:
    if "separator" not in said.said:
        return None
    if len(said.text("separator").encode()) != 1:
        raise said.wrong("separator", '";"')
    return said.text("separator")


def _scalars(said: Passage, table: Table) -> Section:
    """Values for columns of the contract: texts, numbers, days, yes and no."""
    for column, value in said.only(table.dtypes).said.items():
        if isinstance(value, list | dict):
            raise said.wrong(column, _example(table.dtypes[column]))
    return said.said


def _refuse_idle(said: Passage, feed: Feed, table: Table) -> None:
    """Raise IntakeError for a column that neither the table has nor the feed itself uses.

    One about a person is left to the privacy guard, which refuses the file and says why.
    """
    used = {*table.dtypes, *feed.used}
    named = {"rename": feed.rename.values(), "derive": feed.derive, "values": feed.values}
    for word, columns in named.items():
        for column in columns:
            if forbidden_word(column) is None:
                said.part(word).among(column, used)
    said.part("scale").only(table.dtypes)


def _refuse_unknown_codes(said: Passage, feed: Feed, table: Table) -> None:
    """Raise IntakeError for a code no list has, put for a coded column."""
    put: list[tuple[str, str, Iterable[Any]]] = [
        (word, column, [value])
        for word, part in (("constants", feed.constants), ("defaults", feed.defaults))
        for column, value in part.items()
    ]
    put += [("values", column, meaning.values()) for column, meaning in feed.values.items()]
    for word, column, codes in put:
        for code in codes if column in table.coded else ():
            if code != "" and known(table, column, str(code)) is None:
                raise said.part(word).slip(str(code), nearest(str(code), table.coded[column]))


def _condition(said: Passage) -> Condition:
    said.only(("column", *TESTS))
    said.needs("column")
    test = said.only_one(TESTS)
    value = said.said[test]
    if test == "matches":
        said.patterns("matches")
        value = said.text("matches")
    elif test == "empty":
        value = said.flag("empty")
    elif test == "equals":
        test, value = "in", [value]
    elif not isinstance(value, list):
        raise said.wrong(test, '["…", "…"]')
    return Condition(said.text("column"), test, value)


def _derivation(said: Passage) -> Derivation:
    more = "pattern patterns floor_divide with skip_empty prefix months form where"
    said.only((*WAYS, *more.split()))
    way = said.only_one(WAYS)
    return Derivation(
        kind=way,
        columns=said.texts(way),
        patterns=said.patterns("pattern", "patterns"),
        divide=said.whole("floor_divide", 0),
        between=said.text("with"),
        skip_empty=said.flag("skip_empty"),
        prefix=said.text("prefix"),
        months=said.whole("months", 12),
        form=said.one_of("form", DATE_FORMS, "auto"),
        where=_condition(said.part("where")) if "where" in said.said else None,
    )


def _wide(said: Passage) -> Wide:
    said.only("columns value").needs("columns")
    said.python_pattern(said.text("columns"))
    return Wide(said.text("columns"), said.text("value", "n"))


def _microdata(said: Passage) -> Microdata:
    said.only("version wave labels questions weight").needs("questions")
    labels = said.part("labels").only("file column text")
    if labels.said:
        labels.needs("file", "column", "text")
    return Microdata(
        wave=_row(TABLES["survey_waves"], said.part("wave")),
        labels=labels.said,
        version=said.text("version", "1"),
        questions=tuple(_questions(one) for one in said.parts("questions")),
        weight=said.text("weight"),
    )


def _questions(said: Passage) -> Questions:
    said.only("constructs answers").needs("constructs", "answers")
    constructs = TABLES["survey_questions"].coded["construct"]
    for construct in said.pairs("constructs").values():
        said.part("constructs").among(construct, constructs)
    for answer in said.parts("answers"):
        answer.only("code label valid weight score").needs("code")
    return Questions(said.pairs("constructs"), tuple(one.said for one in said.parts("answers")))


def _units(said: Passage) -> Units:
    said.only("prefix root level kind valid_from from_values rows aliases patterns shapes")
    for pattern in said.pairs("patterns"):
        said.part("patterns").python_pattern(pattern)
    coded = TABLES["units"].coded
    return Units(
        prefix=said.text("prefix"),
        root=_unit(said.part("root")) if "root" in said.said else {},
        level=said.one_of("level", coded["level"], "station"),
        kind=said.one_of("kind", coded["unit_kind"], "other"),
        valid_from=said.day("valid_from") or Units.valid_from,
        from_values=_column_of_table(said, "from_values"),
        rows=tuple(_unit(one) for one in said.parts("rows")),
        aliases=said.pairs("aliases"),
        patterns=said.pairs("patterns"),
        shapes=tuple(_shapes(one) for one in said.parts("shapes")),
    )


def _unit(said: Passage) -> Mapping[str, Any]:
    said.only(
        "id name short aliases level kind parent valid_from valid_to population area_km2 grid "
        "order ranked group"
    ).needs("name")
    coded = TABLES["units"].coded
    for word in ("id", "name", "short", "parent", "group"):
        said.text(word)
    said.texts("aliases")
    said.one_of("level", coded["level"], "station")
    said.one_of("kind", coded["unit_kind"], "other")
    said.flag("ranked")
    said.whole("population", 1)
    said.whole("order", 0, least=0)
    if not isinstance(said.said.get("area_km2", 1), int | float):
        raise said.wrong("area_km2", "9.6")
    grid = said.said.get("grid", [1, 2])
    if not isinstance(grid, list) or [type(one) for one in grid] != [int, int]:
        raise said.wrong("grid", "[1, 2]")
    days = {word: said.day(word) for word in ("valid_from", "valid_to") if word in said.said}
    return {**said.said, **days}


def _column_of_table(said: Passage, word: str) -> str:
    """table.column of the contract, or nothing."""
    table, _, column = said.text(word).partition(".")
    if table:
        said.among(column, TABLES[said.among(table, BROUGHT)].dtypes)
    return said.text(word)


def _shapes(said: Passage) -> Shapes:
    said.only("files name make_units points").needs("files")
    return Shapes(
        said.texts("files"),
        said.text("name", "name"),
        said.flag("make_units"),
        said.whole("points", 300),
    )
