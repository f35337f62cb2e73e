"""How matters turn into rows: serial numbers, entry times, what the source lost or garbled."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.demo.chance import Flags, Floats, Ints
from data.demo.parameters import city, quirk
from data.demo.timeline import DAY, minute_of

LARGEST_COPY = 1_000_000  # serials of one copy; larger than the matters of one copy


def serials(
    letter: str, rows: int, copy: int, digits: int = 8, largest: int = LARGEST_COPY
) -> pl.Series:
    """Opaque keys: a letter and a serial that no other copy uses."""
    numbers = pl.Series(np.arange(1, rows + 1, dtype=np.int64) + copy * largest)
    return letter + numbers.cast(pl.String).str.zfill(digits)


def entered(rng: np.random.Generator, minutes: Floats) -> Floats:
    """When the source entered rows that happened at `minutes`: mostly within a day or two.

    Some come more than five days late, so that the last month is not complete at the cut-off.
    """
    rows, late = len(minutes), quirk("late_records")
    delay = np.minimum(rng.gamma(1.2, 1.0 / 1.2, rows), late["late_after_days"] - 0.1)
    tardy = rng.random(rows) < late["share"]
    delay = np.where(tardy, late["late_after_days"] + 1 + rng.exponential(19.0, rows), delay)
    return minutes + np.floor(delay * DAY) + 2


def uploaded_in_one_batch(recorded: Floats, minutes: Floats, there: Flags) -> Floats:
    """One county bureau enters three weeks of rows on one morning."""
    batch = quirk("batch_upload")
    start, end = minute_of(batch.first), minute_of(batch.last) + DAY
    held = there & (minutes >= start) & (minutes < end)
    morning = end + (batch["uploaded_after_days"] - 1) * DAY + 9 * 60
    return np.where(held, np.maximum(morning + np.arange(len(minutes)) % 90, minutes), recorded)


def cutoff_minute() -> float:
    """Rows entered from here on have not been delivered."""
    return minute_of(city().cutoff)


def known_only(minutes: Floats) -> Floats:
    """Times after the cut-off have not happened yet."""
    return np.where(minutes < cutoff_minute(), minutes, np.nan)


def share_of(rng: np.random.Generator, rows: int, share: float) -> Ints:
    """The places of a share of the rows, in order."""
    return np.sort(rng.choice(rows, round(rows * share), replace=False)).astype(np.int64)
