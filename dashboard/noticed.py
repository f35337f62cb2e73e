"""What of the reader's surroundings something was made from: the language, the light.

They are asked for deep inside; whoever tells them notes it here, so that what was made without
asking can be kept for every reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_noticed: ContextVar[set[str] | None] = ContextVar("noticed", default=None)


def notice(what: str) -> None:
    """The surroundings were asked for this."""
    seen = _noticed.get()
    if seen is not None:
        seen.add(what)


@contextmanager
def noticing() -> Iterator[set[str]]:
    """What the surroundings are asked for inside; whoever notices around it is told as well."""
    seen: set[str] = set()
    token = _noticed.set(seen)
    try:
        yield seen
    finally:
        _noticed.reset(token)
        for what in seen:
            notice(what)
