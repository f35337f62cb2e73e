"""Files of one import as deliveries: contract tables in parts, in the order tables depend."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.coding import OTHERS, coded
from data.intake.gaps import filled, refuse_missing, without_gaps
from data.intake.guard import check_part
from data.intake.headers import is_known, recognise
from data.intake.numbers import forms
from data.intake.profile import Feed, Profile, load_profile
from data.intake.raw import Known, Part, RawTable
from data.intake.reading import open_tables
from data.intake.shapes import read_shapes
from data.intake.shaping import column_map, contract_columns, shaped
from data.intake.sources import Source, find_sources
from data.intake.surveys import Counting, melted, typed_rows
from data.intake.units import UnitNames, unit_frame, unit_names, unit_rows, with_shapes
from data.intake.values import BAD, typed_frame
from data.intake.wording import plain
from data.privacy import check_headers
from data.template import EXAMPLE_MARK, OTHER_SHEETS


@dataclass
class Delivery:
    """Rows of one contract table from one part of a file."""

    table: str
    file: str
    part: int
    delivery_at: datetime
    frame: pl.DataFrame
    bad_values: pl.DataFrame
    read: int
    filtered: dict[str, int]
    coded_to_other: pl.DataFrame
    made: int | None = None  # rows made, where one source row makes several or none


@dataclass(frozen=True)
class Job:
    """A raw table and the feed that reads it."""

    raw: RawTable
    feed: Feed

    @property
    def mapping(self) -> dict[str, str]:
        """Which of the headers that are not dropped becomes which column."""
        return column_map(self.feed, [h for h in self.raw.headers if h not in self.feed.drop])


@dataclass(frozen=True)
class Intake:
    """One import's files, opened and understood."""

    profile: Profile
    jobs: list[Job]
    shapes: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]  # file of question texts → column → text
    delivery_at: datetime

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
                    raw = part.frame.drop(job.feed.drop, strict=False).with_columns(part.lines)
                    frame, _ = shaped(raw, job.feed, job.mapping, UnitNames(), job.raw)
                    found.update(frame[column].drop_nulls().unique())
        return sorted(found)


@dataclass(frozen=True)
class Step:
    """Something that fills one table."""

    table: str
    run: Callable[[], Iterator[Delivery]]


def prepare(
    paths: Sequence[Path | str],
    profile: str | Path | Profile | None = None,
    delivered_at: datetime | None = None,
) -> Iterator[Delivery]:
    """Everything the files bring, table by table; raises before the first row where one is unfit.

    `delivered_at` is when the source exported the files; else the profile says it, else now.
    """
    intake = _opened([Path(path) for path in paths], load_profile(profile), delivered_at)
    order = list(TABLES)
    for step in sorted(_steps(intake), key=lambda step: order.index(step.table)):
        yield from step.run()


def _opened(paths: list[Path], profile: Profile, delivered_at: datetime | None) -> Intake:
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
                if raw.sheet not in OTHER_SHEETS
                for job in _jobs(raw, profile)
            ]
    for file in texts.keys() - labels.keys():
        raise IntakeError("intake.no_labels", file=file)
    now = datetime.now().replace(microsecond=0)
    return Intake(profile, jobs, shapes, labels, delivered_at or profile.delivered or now)


def _shapes(source: Source, profile: Profile) -> dict[str, str]:
    for shapes in profile.units.shapes if profile.units else ():
        if shapes.takes(source.name):
            return read_shapes(source, shapes.name, shapes.points)
    raise IntakeError("intake.shapes_need_units", file=source.name)


def _labels(source: Source, said: Mapping[str, str]) -> dict[str, str]:
    """Question texts by column from a file of two columns."""
    (table,) = open_tables(source, {said["column"], said["text"]}.__contains__)
    frame = pl.concat([part.frame for part in table.parts()])
    return dict(zip(frame[said["column"]], frame[said["text"]], strict=True))


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
            headers = ", ".join(raw.headers[:30])
            raise IntakeError("intake.unknown_table", file=raw.name, headers=headers)
        feeds = [Feed(name)]
    jobs = [Job(raw, feed) for feed in feeds]
    for job in jobs:
        kept = [header for header in raw.headers if header not in job.feed.drop]
        check_headers(kept, "raw", raw.name)
        check_headers([job.mapping.get(header, header) for header in kept], "renamed", raw.name)
    return jobs


def _steps(intake: Intake) -> list[Step]:
    """What fills which table."""
    names = intake.names
    own = f"{intake.profile.name}.toml"
    steps = []
    units, rows = intake.profile.units, intake.unit_rows
    if units is not None and rows:
        frame = unit_frame(units, rows, intake.shapes, names, own)
        steps.append(Step("units", lambda: _said("units", frame, own, intake)))
    for table, said in intake.profile.rows.items():
        steps.append(Step(table, _rows_step(table, typed_rows(table, said), own, intake)))
    for job in intake.jobs:
        steps += _job_steps(job, names, intake)
    return steps


def _rows_step(
    table: str, frame: pl.DataFrame, file: str, intake: Intake
) -> Callable[[], Iterator[Delivery]]:
    return lambda: _said(table, frame, file, intake)


def _job_steps(job: Job, names: UnitNames, intake: Intake) -> list[Step]:
    if job.feed.microdata is None:
        return [Step(job.feed.table, lambda: _deliveries(job, names, intake))]
    labels = intake.labels.get(job.feed.microdata.labels.get("file", ""), {})

    @cache
    def counted() -> Counting:
        return _counted(job, names, labels)

    def told(table: str, rows: Callable[[Counting], pl.DataFrame]) -> Step:
        return Step(table, lambda: _said(table, rows(counted()), job.raw.name, intake))

    return [
        told("survey_waves", Counting.told_waves),
        told("survey_questions", Counting.told_questions),
        Step("survey_answers", lambda: _answers(job, counted(), intake)),
    ]


def _said(table: str, frame: pl.DataFrame, file: str, intake: Intake) -> Iterator[Delivery]:
    """Rows a profile says or that were made from others, in one delivery."""
    yield Delivery(
        table=table,
        file=file,
        part=0,
        delivery_at=intake.delivery_at,
        frame=frame,
        bad_values=pl.DataFrame(schema=BAD),
        read=frame.height,
        filtered={},
        coded_to_other=pl.DataFrame(schema=OTHERS),
    )


def _deliveries(job: Job, names: UnitNames, intake: Intake) -> Iterator[Delivery]:
    """A raw table part by part."""
    table, feed = TABLES[job.feed.table], job.feed
    for number, part in enumerate(job.raw.parts()):
        rows, passed = _rows(part, feed)
        long = rows if feed.wide is None else melted(rows, feed.wide)
        frame, left_out = shaped(long, feed, job.mapping, names, job.raw)
        typed = typed_frame(contract_columns(frame, table.name), table, feed)
        kept, others = coded(typed.frame, table)
        safe = typed.impersonal | table.coded.keys() - set(others["column"])
        spared = {header for header, column in job.mapping.items() if column in safe}
        check_part(rows.drop("line", *spared), rows["line"], job.raw.name)
        kept, empty = without_gaps(filled(kept, table, typed.precision), table)
        if table.name == "units" and intake.shapes:
            kept = with_shapes(kept, intake.shapes)
        if kept.height:
            refuse_missing(kept, table, job.raw.name)
        filtered = {**passed, **left_out}
        yield Delivery(
            table=table.name,
            file=job.raw.name,
            part=number,
            delivery_at=intake.delivery_at,
            frame=kept,
            bad_values=pl.concat([typed.bad, _ragged(part)]).sort("line", maintain_order=True),
            read=part.frame.height,
            filtered={name: n for name, n in filtered.items() if n},
            coded_to_other=pl.concat([others, empty]),
            made=None if feed.wide is None else kept.height,
        )


def _counted(job: Job, names: UnitNames, labels: Mapping[str, str]) -> Counting:
    """All respondents of a file."""
    assert job.feed.microdata is not None
    counting = Counting(job.feed.microdata, labels)
    for part in job.raw.parts():
        rows, passed = _rows(part, job.feed)
        check_part(rows.drop("line"), rows["line"], job.raw.name)
        frame, left_out = shaped(rows, job.feed, job.mapping, names, job.raw)
        known = contract_columns(frame, job.feed.table)
        typed = typed_frame(known, TABLES[job.feed.table], job.feed)
        counting.add(
            frame.with_columns(typed.frame["wave_id", "unit_id", "period_month"]),
            typed.bad,
            {**passed, **left_out},
        )
    return counting


def _answers(job: Job, counting: Counting, intake: Intake) -> Iterator[Delivery]:
    # No line of the file is a row here, so that a respondent's bad cell names no count as bad.
    frame = counting.answers().with_columns(pl.lit(0, pl.Int64).alias("line"))
    yield Delivery(
        table="survey_answers",
        file=job.raw.name,
        part=0,
        delivery_at=intake.delivery_at,
        frame=frame,
        bad_values=counting.bad,
        read=counting.read,
        filtered=counting.filtered,
        coded_to_other=pl.DataFrame(schema=OTHERS),
        made=frame.height + counting.bad["line"].n_unique(),
    )


def _rows(part: Part, feed: Feed) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that say anything, without dropped columns, and how many were passed over."""
    raw = part.frame.drop(feed.drop, strict=False).with_columns(part.lines)
    rows = raw
    if all(column.null_count() for column in part.frame.iter_columns()):
        rows = raw.filter(~pl.all_horizontal(pl.exclude("line").is_null()))
    passed = {"blank": raw.height - rows.height}
    first = rows.head(1).to_series(0)
    if rows.height and first.dtype == pl.String and (first[0] or "").startswith(EXAMPLE_MARK):
        rows, passed["example"] = rows.slice(1), 1
    return rows, {reason: n for reason, n in passed.items() if n}


def _ragged(part: Part) -> pl.DataFrame:
    rows = [(line, "", cells, "ragged_row") for line, cells in part.ragged]
    return pl.DataFrame(rows, schema=BAD, orient="row")
