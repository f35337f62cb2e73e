"""What "today" means in a snapshot: the day before whose midnight all is known."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl

# When something happened, by table; plans and periods that may lie ahead take no part.
EVENTS = {
    "cases": "received_at",
    "case_events": "event_at",
    "survey_answers": "period_month",
    "external_scores": "period_end",
    "complaints": "received_at",
    "activities": "held_on",
    "service_monthly": "month",
    "commitment_progress": "month",
}


def derived(tables: Mapping[str, Sequence[str | Path]], loaded_at: datetime) -> date:
    """The cut-off that the data itself suggests.

    The first of the month after the last event, if the last delivery came late enough for that
    month to be whole; else the day after the last event. Without events: the day of loading.
    """
    delivered = max(
        (_greatest(files, "delivery_at") for files in tables.values()), default=datetime.min
    )
    if delivered == datetime.min:
        delivered = loaded_at
    # An event after its own delivery is a typing error; it must not move the cut-off.
    latest = delivered + timedelta(days=1)
    last = max(
        (_greatest(tables.get(name, ()), column, latest) for name, column in EVENTS.items()),
        default=datetime.min,
    )
    if last == datetime.min:
        return loaded_at.date()
    month_after = (last.replace(day=1) + timedelta(days=32)).date().replace(day=1)
    if month_after <= delivered.date() + timedelta(days=1):
        return month_after
    return last.date() + timedelta(days=1)


def _greatest(
    files: Sequence[str | Path], column: str, latest: datetime = datetime.max
) -> datetime:
    """The greatest time in a column of these files up to `latest`; datetime.min for none."""
    if not files:
        return datetime.min
    scan = pl.scan_parquet([str(file) for file in files])
    if column not in scan.collect_schema():
        return datetime.min
    times = scan.select(pl.col(column).cast(pl.Datetime("us")).alias("time"))
    if latest < datetime.max:
        times = times.filter(pl.col("time") <= latest)
    return times.max().collect().item() or datetime.min
