"""Files of one import as deliveries: contract tables in parts, in the order tables depend."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import polars as pl

from data.contract import TABLES
from data.errors import IntakeError
from data.intake.coding import coded
from data.intake.gaps import filled, refuse_missing
from data.intake.guard import check_part
from data.intake.headers import is_known, plain, recognise
from data.intake.numbers import forms
from data.intake.profile import Feed, Profile, load_profile
from data.intake.raw import Known, Part, RawTable
from data.intake.reading import open_tables
from data.intake.shaping import column_map, shaped
from data.intake.sources import Source, find_sources
from data.intake.values import BAD, typed_frame
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
    made: int | None = None  # rows made where one source row makes several or none


@dataclass(frozen=True)
class Job:
    """A raw table and the feed that reads it."""

    raw: RawTable
    feed: Feed


def prepare(
    paths: Sequence[Path | str],
    profile: str | Path | Profile | None = None,
    delivered_at: datetime | None = None,
) -> Iterator[Delivery]:
    """Everything the files bring, table by table; raises before the first row where one is unfit.

    `delivered_at` is when the source exported the files; else the profile or the file's name
    says it, else now.
    """
    chosen = load_profile(profile)
    now = datetime.now().replace(microsecond=0)
    sources = find_sources([Path(path) for path in paths], chosen.skips)
    nulls = forms()["nulls"]["default"] if chosen.nulls is None else chosen.nulls
    jobs = [
        job
        for source in sources
        for raw in open_tables(source, _knows(chosen), nulls, _separator(source, chosen))
        if raw.sheet not in OTHER_SHEETS
        for job in _jobs(raw, chosen)
    ]
    order = list(TABLES)
    for job in sorted(jobs, key=lambda job: order.index(job.feed.table)):
        yield from _deliveries(job, delivered_at or chosen.delivered or now)


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
            raise IntakeError(
                "intake.unknown_table", file=raw.name, headers=", ".join(raw.headers[:30])
            )
        feeds = [Feed(name)]
    for feed in feeds:
        kept = [header for header in raw.headers if header not in feed.drop]
        check_headers(kept, "raw", raw.name)
        check_headers(column_map(feed, tuple(kept)).values(), "renamed", raw.name)
    return [Job(raw, feed) for feed in feeds]


def _deliveries(job: Job, delivery_at: datetime) -> Iterator[Delivery]:
    table = TABLES[job.feed.table]
    headers = tuple(header for header in job.raw.headers if header not in job.feed.drop)
    mapping = column_map(job.feed, headers)
    for number, part in enumerate(job.raw.parts()):
        raw = part.frame.drop(job.feed.drop, strict=False).with_columns(part.lines)
        filled_in = _without_blank(raw)
        rows = _without_example(filled_in)
        frame, left_out = shaped(rows, job.feed, mapping, job.raw.name)
        typed = typed_frame(frame, table, job.feed)
        dates = {header for header, column in mapping.items() if column in typed.dates}
        check_part(rows.drop("line"), rows["line"], job.raw.name, dates)
        kept, others = coded(typed.frame, table)
        kept = filled(kept, table, typed.precision)
        refuse_missing(kept, table, job.raw.name)
        blank, examples = raw.height - filled_in.height, filled_in.height - rows.height
        filtered = {"blank": blank, "example": examples, **left_out}
        yield Delivery(
            table=table.name,
            file=job.raw.name,
            part=number,
            delivery_at=delivery_at,
            frame=kept,
            bad_values=pl.concat([typed.bad, _ragged(part)]).sort("line", maintain_order=True),
            read=raw.height,
            filtered={name: n for name, n in filtered.items() if n},
            coded_to_other=others,
        )


def _without_blank(raw: pl.DataFrame) -> pl.DataFrame:
    blank = raw.select(pl.all_horizontal(pl.exclude("line").is_null())).to_series()
    return raw.filter(~blank) if blank.any() else raw


def _without_example(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows but the template's example, which its first cell marks."""
    first = rows.columns[0]
    if rows[first].dtype != pl.String:
        return rows
    return rows.filter(~rows[first].str.starts_with(EXAMPLE_MARK).fill_null(False))


def _ragged(part: Part) -> pl.DataFrame:
    rows = [(line, "", cells, "ragged_row") for line, cells in part.ragged]
    return pl.DataFrame(rows, schema=BAD, orient="row")
