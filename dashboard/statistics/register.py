"""Entering a list by one rule and leaving it by another, written down when it was entered."""

from collections.abc import Sequence
from dataclasses import dataclass

CALM_STEPS = 3  # steps in a row with a lower bound of at most 1 before an entry may leave


@dataclass(frozen=True)
class Entry:
    """Places in the series: `first` when it was entered, `free` when it might leave (None: not
    yet); `calm` is the number of calm steps up to the last one."""

    first: int
    calm: int
    free: int | None


def last_entry(hot: Sequence[bool], lows: Sequence[float]) -> Entry | None:
    """The last time a series was entered, None for never.

    It is entered at a hot step and may leave at the third calm one in a row; the next hot step
    after that enters it anew. `lows` are lower bounds; at 1 or below a step is calm.
    """
    entry: Entry | None = None
    for step, (is_hot, low) in enumerate(zip(hot, lows, strict=True)):
        if is_hot and (entry is None or entry.free is not None):
            entry = Entry(step, 0, None)
        elif entry is not None and entry.free is None:
            calm = entry.calm + 1 if low <= 1 else 0
            entry = Entry(entry.first, calm, step if calm == CALM_STEPS else None)
    return entry
