"""The demo's tables as a bureau would deliver them: several exports, late rows, corrections."""

from __future__ import annotations

from datetime import datetime

import polars as pl

from data.demo.chance import stream
from data.demo.parameters import quirk, settings
from data.demo.records import share_of

# Columns that stand empty until the time in the first of each line has come.
UNTIL = {
    "cases": {
        "dispatched_at": (),
        "arrived_at": (),
        "first_action_at": (),
        "decision_at": ("accepted_at", "filed_at"),
        "solved_at": ("solve_mode", "lead_source", "series_ref"),
        "closed_at": ("closure_kind",),
    },
    "complaints": {
        "notice_at": ("accepted_at",),
        "closed_at": ("feedback_grade",),
        "rectified_at": (),
    },
}


def exports() -> list[datetime]:
    """When the deliveries were made, in order."""
    return list(settings("deliveries")["exported"])


def as_of(table: str, rows: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """The rows as they stood at a moment: later times and what follows from them are unknown."""
    changes = []
    for time, followers in UNTIL[table].items():
        past = pl.col(time) < at
        changes += [pl.when(past).then(name).alias(name) for name in (time, *followers)]
    known = rows.with_columns(changes)
    if table == "cases":
        undecided = pl.col("decision_at").is_null()
        unsolved = pl.col("solved_at").is_null() & pl.col("property_loss_yuan").is_not_null()
        return known.with_columns(
            pl.when(undecided).then(pl.lit("pending")).otherwise("decision").alias("decision"),
            pl.when(unsolved).then(0.0).otherwise("recovered_yuan").alias("recovered_yuan"),
        )
    waiting = pl.col("closed_at").is_null() & pl.col("result").is_not_null()
    open_now = pl.col("closed_at").is_null()
    return known.with_columns(
        pl.when(waiting).then(pl.lit("pending")).otherwise("result").alias("result"),
        pl.when(open_now).then(0).otherwise("reopened_n").alias("reopened_n"),
    )


def entered_or_changed(table: str, rows: pl.DataFrame, number: int) -> pl.DataFrame:
    """The rows of the delivery with this number: new ones and those with a new time."""
    at = exports()[number]
    since = exports()[number - 1] if number else datetime.min
    times = ["recorded_at", *UNTIL.get(table, {})]
    fresh = pl.any_horizontal(
        pl.col(time).is_between(since, at, closed="left").fill_null(False) for time in times
    )
    chosen = rows.filter(fresh, pl.col("recorded_at") < at)
    return as_of(table, chosen, at) if table in UNTIL else chosen


def corrected_cases(cases: pl.DataFrame, copy: int) -> list[str]:
    """The keys of the cases that were first delivered wrong and are delivered again."""
    early = cases.filter(pl.col("recorded_at") < exports()[-2])
    share = quirk("missing_values")["corrected"] * len(cases) / len(early)
    places = share_of(stream("corrected", copy), len(early), share)
    return early["case_id"].gather(places).to_list()


def garbled(cases: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The cases with a slip of the keyboard in the given rows: ten times the loss, or the place."""
    wrong = pl.col("case_id").is_in(keys)
    return cases.with_columns(
        pl.when(wrong).then(pl.col("property_loss_yuan") * 10).otherwise("property_loss_yuan")
        .alias("property_loss_yuan"),
        pl.when(wrong).then(pl.lit("other")).otherwise("premises_type").alias("premises_type"),
    )  # fmt: skip


def delivered_cases(cases: pl.DataFrame, number: int, copy: int) -> pl.DataFrame:
    """The cases of one delivery; the last one also brings corrections and a month sent before."""
    rows = entered_or_changed("cases", cases, number)
    keys = corrected_cases(cases, copy)
    if number < len(exports()) - 1:
        return garbled(rows, keys)
    month = pl.col("received_at").dt.month_start() == settings("deliveries")["resent_month"]
    again = cases.filter(pl.col("case_id").is_in(keys) | month)
    return pl.concat([rows, again]).unique("case_id", keep="first", maintain_order=True)


def from_new_source(cases: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows of the new source with its own channel, and all other rows."""
    other = pl.col("channel") == "other"
    named = pl.lit(settings("deliveries")["new_source_channel"]).alias("channel")
    return cases.filter(other).with_columns(named), cases.filter(~other)


def orphans(events: pl.DataFrame, copy: int) -> pl.DataFrame:
    """A file of events whose cases nobody delivered."""
    wanted = int(quirk("missing_values")["orphan_events"])
    rows = events.filter(pl.col("event_type") == "receipt_issued").tail(wanted)
    lost = ("x" + pl.col("event_id").str.slice(1)).alias("event_id")
    return rows.with_columns(
        lost, (f"m{copy:02d}9" + pl.col("case_id").str.slice(4)).alias("case_id")
    )


def units_as_of(units: pl.DataFrame, at: datetime) -> pl.DataFrame:
    """The units the bureau listed on a day; a later end of validity is not known yet."""
    day = at.date()
    ended = pl.when(pl.col("valid_to") <= day).then("valid_to").alias("valid_to")
    return units.filter(pl.col("valid_from") <= day).with_columns(ended)


def monthly(rows: pl.DataFrame, column: str, number: int) -> pl.DataFrame:
    """Rows of the months that ended before a delivery and after the one before it."""
    at = exports()[number]
    since = exports()[number - 1] if number else datetime.min
    ended = pl.col(column).dt.offset_by("1mo").cast(pl.Datetime("us"))
    return rows.filter(ended.is_between(since, at, closed="left"))


def delivered_answers(answers: pl.DataFrame, number: int) -> pl.DataFrame:
    """Survey answers of one delivery; one scope is first wrong and later replaced whole."""
    wrong = settings("deliveries")["wrong_survey"]
    scope = (
        (pl.col("wave_id") == wrong["wave"])
        & (pl.col("unit_id") == wrong["unit"])
        & (pl.col("question_code") == wrong["question"])
    )
    rows = monthly(answers, "period_month", number)
    first = rows.filter(scope)
    if len(first):
        merged = first.head(1).with_columns(pl.lit(first["n"].sum(), pl.Int64).alias("n"))
        return pl.concat([rows.filter(~scope), merged])
    earlier = answers.filter(
        scope, pl.col("period_month").cast(pl.Datetime("us")) < exports()[number]
    )
    last = number == len(exports()) - 1
    return pl.concat([rows, earlier]) if last else rows
