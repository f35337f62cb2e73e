"""Files of one import as deliveries: contract tables in parts, in the order tables depend."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import polars as pl

from data.contract import TABLES
from data.intake.coding import OTHERS, coded
from data.intake.gaps import filled, refuse_missing, without_gaps
from data.intake.guard import check_part, check_words
from data.intake.opening import Intake, Job, opened
from data.intake.profile import load_profile
from data.intake.raw import Part
from data.intake.rules import Profile
from data.intake.shaping import contract_columns, lacking, shaped
from data.intake.surveys import Counting, melted, typed_rows
from data.intake.units import UnitNames, unit_frame, with_shapes
from data.intake.values import BAD, typed_frame
from data.template import EXAMPLE_MARK


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
    unused: tuple[str, ...] = ()  # headers of columns that are not taken in


@dataclass(frozen=True)
class Step:
    """Something that fills one table."""

    table: str
    run: Callable[[], Iterator[Delivery]]


def prepare(
    paths: Sequence[Path | str],
    profile: str | Path | Profile | None = None,
    delivered_at: datetime | None = None,
    key: bytes = b"",
) -> Iterator[Delivery]:
    """Everything the files bring, table by table; raises before the first row where one is unfit.

    `delivered_at` is when the source exported the files; else the profile says it, else a file's
    name with a date in it (案件20260331.csv), else it is now. `key` hides case numbers.
    """
    intake = opened([Path(path) for path in paths], load_profile(profile), delivered_at, key)
    order = list(TABLES)
    for step in sorted(_steps(intake), key=lambda step: order.index(step.table)):
        yield from step.run()


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
        delivery_at=intake.delivery_at(file),
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
        rows, passed = _rows(job, part)
        ragged = _ragged(part, rows)
        long = rows if feed.wide is None else melted(rows, feed.wide, job.raw.name)
        uneven = ragged["line"]
        frame, left_out = shaped(long, feed, job.mapping, names, job.raw, intake.key, uneven)
        typed = typed_frame(contract_columns(frame, table.name), table, feed)
        codes = coded(typed.frame, table)
        spared = job.read_as_is(typed.impersonal | codes.understood)
        check_part(rows.drop("line", *spared), rows["line"], job.raw.name)
        check_words(typed.frame, typed.frame["line"], table, job.raw.name)
        kept, empty = without_gaps(filled(codes.frame, table, typed.precision), table)
        if table.name == "units" and intake.shapes:
            kept = with_shapes(kept, intake.shapes)
        if kept.height:
            refuse_missing(kept, table, job)
        filtered = {**passed, **left_out}
        alone = ragged.join(kept.select("line"), on="line", how="anti").height
        yield Delivery(
            table=table.name,
            file=job.raw.name,
            part=number,
            delivery_at=intake.delivery_at(job.raw.file),
            frame=kept,
            bad_values=pl.concat([typed.bad, ragged]).sort("line", maintain_order=True),
            read=part.frame.height,
            filtered={name: n for name, n in filtered.items() if n},
            coded_to_other=pl.concat([codes.others, empty]),
            made=None if feed.wide is None else kept.height + alone,
            unused=job.unused(),
        )


def _counted(job: Job, names: UnitNames, labels: Mapping[str, str]) -> Counting:
    """All respondents of a file."""
    assert job.feed.microdata is not None
    counting = Counting(job.feed.microdata, labels)
    for part in job.raw.parts():
        rows, passed = _rows(job, part)
        check_part(rows.drop("line"), rows["line"], job.raw.name)
        ragged = _ragged(part, rows)
        uneven = ragged["line"]
        frame, left_out = shaped(rows, job.feed, job.mapping, names, job.raw, uneven=uneven)
        _refuse_uncounted(frame, counting, job)
        known = contract_columns(frame, job.feed.table)
        typed = typed_frame(known, TABLES[job.feed.table], job.feed)
        counting.add(
            frame.with_columns(typed.frame["wave_id", "unit_id", "period_month"]),
            pl.concat([typed.bad, ragged]),
            {**passed, **left_out},
        )
    return counting


def _refuse_uncounted(frame: pl.DataFrame, counting: Counting, job: Job) -> None:
    """Raise IntakeError for a column counted or counted by that the file does not have."""
    weight = [counting.microdata.weight] if counting.microdata.weight else []
    for column in ("wave_id", "unit_id", "period_month", *counting.questions, *weight):
        if column not in frame.columns:
            raise lacking(column, job.raw.headers, job.raw.name)


def _answers(job: Job, counting: Counting, intake: Intake) -> Iterator[Delivery]:
    # No line of the file is a row here, so that a respondent's bad cell names no count as bad.
    frame = counting.answers().with_columns(pl.lit(0, pl.Int64).alias("line"))
    yield Delivery(
        table="survey_answers",
        file=job.raw.name,
        part=0,
        delivery_at=intake.delivery_at(job.raw.file),
        frame=frame,
        bad_values=counting.bad,
        read=counting.read,
        filtered=counting.filtered,
        coded_to_other=pl.DataFrame(schema=OTHERS),
        made=frame.height + counting.bad["line"].n_unique(),
        unused=job.unused(),
    )


def _rows(job: Job, part: Part) -> tuple[pl.DataFrame, dict[str, int]]:
    """The rows that say anything, without dropped columns, and how many were passed over."""
    raw = job.without_dropped(part)
    rows = raw
    if all(column.null_count() for column in part.frame.iter_columns()):
        rows = raw.filter(~pl.all_horizontal(pl.exclude("line").is_null()))
    passed = {"blank": raw.height - rows.height}
    first = rows.head(1).to_series(0)
    if rows.height and first.dtype == pl.String and (first[0] or "").startswith(EXAMPLE_MARK):
        rows, passed["example"] = rows.slice(1), 1
    return rows, {reason: n for reason, n in passed.items() if n}


def _ragged(part: Part, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows with too few or too many cells, of those that say anything."""
    ragged = [(line, "", cells, "ragged_row") for line, cells in part.ragged]
    found = pl.DataFrame(ragged, schema=BAD, orient="row")
    return found.join(rows.select("line"), on="line", how="semi") if ragged else found
