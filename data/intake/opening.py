"""Files of one import opened and understood: which table each holds, and what units are called."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from data.errors import IntakeError
from data.intake.dates import date_in_name
from data.intake.headers import is_known, recognise
from data.intake.numbers import forms
from data.intake.raw import Known, Part, RawTable
from data.intake.reading import open_tables
from data.intake.rules import Feed, Profile
from data.intake.shapes import read_shapes
from data.intake.shaping import column_map, column_of, shaped
from data.intake.sources import Source, find_sources
from data.intake.units import UnitNames, unit_names, unit_rows
from data.intake.wording import plain
from data.privacy import check_headers
from data.template import OTHER_SHEETS


@dataclass(frozen=True)
class Job:
    """A raw table and the feed that reads it."""

    raw: RawTable
    feed: Feed

    @property
    def mapping(self) -> dict[str, str]:
        """Which of the headers that are not dropped becomes which column."""
        return column_map(self.feed, self.feed.kept(self.raw.headers), self.raw.name)

    def without_dropped(self, part: Part) -> pl.DataFrame:
        """The rows of a part with their lines, without the columns the profile drops."""
        return part.frame.select(self.feed.kept(part.frame.columns)).with_columns(part.lines)

    def unused(self) -> tuple[str, ...]:
        """Headers of columns that are not taken in, but for those the profile drops."""
        asked = {plain(column) for column in self.feed.used}
        wide = self.feed.wide.columns if self.feed.wide else "$."
        return tuple(
            header
            for header in self.feed.kept(self.raw.headers)
            if header not in self.mapping
            and plain(header) not in asked
            and not re.fullmatch(wide, header)
        )

    def unmet(self) -> list[str]:
        """Headers the profile renames and the file does not have."""
        found = {plain(header) for header in self.raw.headers}
        return [header for header in self.feed.rename if plain(header) not in found]

    def read_as_is(self, columns: Collection[str]) -> set[str]:
        """Headers whose cells went into these columns as they stand, with nothing put for them."""
        made = {*self.feed.derive, *self.feed.values, *self.feed.constants}
        return {
            header
            for header, column in self.mapping.items()
            if column in columns and column not in made
        }


@dataclass(frozen=True)
class Intake:
    """One import's files, opened and understood."""

    profile: Profile
    jobs: list[Job]
    shapes: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]  # file of question texts → column → text
    delivered_at: datetime | None
    opened_at: datetime
    key: bytes = b""  # hides case numbers

    def delivery_at(self, file: str) -> datetime:
        """When the source exported a file: as said, else by its name, else now."""
        said = self.delivered_at or self.profile.delivered
        return said or date_in_name(file, self.opened_at) or self.opened_at

    @cached_property
    def names(self) -> UnitNames:
        """What texts mean by units; from the profile alone."""
        units = self.profile.units
        return UnitNames() if units is None else unit_names(units, self.unit_rows)

    @cached_property
    def unit_rows(self) -> list[dict[str, Any]]:
        """The units the profile makes."""
        units = self.profile.units
        return [] if units is None else unit_rows(units, self._values(), self.shapes)

    def _values(self) -> list[str]:
        """The distinct values of the column units come from, if the profile names one."""
        units = self.profile.units
        table, _, column = (units.from_values if units else "").partition(".")
        found: set[str] = set()
        for job in self.jobs:
            if job.feed.table == table:
                for part in job.raw.parts():
                    raw = job.without_dropped(part)
                    frame, _ = shaped(raw, job.feed, job.mapping, UnitNames(), job.raw, self.key)
                    found.update(column_of(frame, column, job.raw.name).drop_nulls().unique())
        return sorted(found)


def opened(
    paths: list[Path], profile: Profile, delivered_at: datetime | None, key: bytes = b""
) -> Intake:
    """Every file opened, its table recognised, its headers checked; no row read yet."""
    sources = find_sources(paths, profile.skips)
    texts = {feed.microdata.labels["file"]: feed.microdata.labels
             for feed in profile.feeds if feed.microdata and feed.microdata.labels}  # fmt: skip
    nulls = forms()["nulls"]["default"] if profile.nulls is None else profile.nulls
    jobs: list[Job] = []
    shapes: dict[str, str] = {}
    labels: dict[str, dict[str, str]] = {}
    for source in sources:
        short = source.name.rsplit("/", 1)[-1]
        if source.kind in ("geojson", "kml"):
            shapes |= _shapes(source, profile)
        elif short in texts:
            labels[short] = _labels(source, texts[short])
        else:
            tables = open_tables(source, _knows(profile), nulls, _separator(source, profile))
            jobs += [
                job
                for raw in tables
                if raw.sheet not in OTHER_SHEETS and not profile.skips(raw.sheet)
                for job in _jobs(raw, profile)
            ]
    for file in texts.keys() - labels.keys():
        raise IntakeError("intake.no_labels", file=file)
    now = datetime.now().replace(microsecond=0)
    return Intake(profile, jobs, shapes, labels, delivered_at, now, key)


def _shapes(source: Source, profile: Profile) -> dict[str, str]:
    for shapes in profile.units.shapes if profile.units else ():
        if shapes.takes(source.name):
            return read_shapes(source, shapes.name, shapes.points)
    raise IntakeError("intake.shapes_need_units", file=source.name)


def _labels(source: Source, said: Mapping[str, str]) -> dict[str, str]:
    """Question texts by column from a file of two columns."""
    table = open_tables(source, {said["column"], said["text"]}.__contains__)[0]
    frame = pl.concat([part.frame for part in table.parts()])
    columns, texts = (column_of(frame, said[one], table.name) for one in ("column", "text"))
    return dict(zip(columns, texts, strict=True))


def _knows(profile: Profile) -> Known:
    """What counts as a header: the contract's names and those a profile speaks of."""
    said = {plain(header) for feed in profile.feeds for header in (*feed.rename, *feed.drop)}
    return lambda cell: plain(cell) in said or is_known(cell)


def _separator(source: Source, profile: Profile) -> str | None:
    return next((feed.separator for feed in profile.feeds if feed.takes(source.name, "")), None)


def _jobs(raw: RawTable, profile: Profile) -> list[Job]:
    """The feeds of the profile that take the table, else the table its headers name."""
    feeds = [feed for feed in profile.feeds if feed.takes(raw.file, raw.sheet)]
    if not feeds:
        name = recognise(raw.headers, raw.file, raw.sheet)
        if name is None:
            raise _unknown(raw, profile)
        feeds = [Feed(name)]
    jobs = [Job(raw, feed) for feed in feeds]
    for job in jobs:
        kept = job.feed.kept(raw.headers)
        check_headers(kept, "raw", raw.name)
        check_headers([job.mapping.get(header, header) for header in kept], "renamed", raw.name)
    return jobs


def _unknown(raw: RawTable, profile: Profile) -> IntakeError:
    """The error for a table that neither the profile takes nor its headers name."""
    headers = ", ".join(raw.headers[:30])
    if not profile.feeds:
        return IntakeError("intake.unknown_table", file=raw.name, headers=headers)
    said = " · ".join(f"{', '.join(one.files)} [{', '.join(one.sheets)}]" for one in profile.feeds)
    return IntakeError("intake.not_in_profile", file=raw.name, headers=headers, said=said)
