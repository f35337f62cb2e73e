"""How much room names beside a chart need."""

from collections.abc import Sequence
from unicodedata import east_asian_width

WIDE, NARROW, AIR = 13.5, 7.5, 12  # px of a letter in bold, and towards the chart
MOST = 240  # a name longer than this is cut rather than the chart


def room(names: Sequence[str], least: int) -> int:
    """The px that the longest of the names needs in one line, at least `least`."""
    widths = [
        sum(WIDE if east_asian_width(letter) in "WF" else NARROW for letter in name)
        for name in names
    ]
    return max(least, min(MOST, int(max(widths, default=0)) + AIR))
