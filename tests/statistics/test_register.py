"""Entering and leaving the list of hot spots, step by step."""

import pytest

from dashboard.statistics.register import Entry, last_entry

COURSES = [
    # hot, low bound above (^) or at most (.) 1, entry
    ("0000", "....", None),
    ("0100", ".^^.", Entry(1, 1, None)),
    ("0100", ".^^^", Entry(1, 0, None)),
    ("01000", ".^...", Entry(1, 3, 4)),
    ("0100000", ".^..^..", Entry(1, 2, None)),  # one month above starts the count anew
    ("01000000", ".^..^...", Entry(1, 3, 7)),
    ("0100010", ".^...^.", Entry(5, 1, None)),  # entered again
    ("0101000", ".^.^...", Entry(1, 3, 6)),  # hot again before it was free: the same entry
]


@pytest.mark.parametrize(("hot", "low", "entry"), COURSES)
def test_a_course(hot: str, low: str, entry: Entry | None) -> None:
    lows = [1.2 if mark == "^" else 1.0 for mark in low]
    assert last_entry([mark == "1" for mark in hot], lows) == entry
