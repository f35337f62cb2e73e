"""Reading ahead: the next part is read while the last one is checked and written."""

from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterator[Item]) -> Generator[Item, None, None]:
    """The same items, each begun in a second thread before it is asked for.

    One item is held beyond the one in hand, so memory stays bounded. An error surfaces where the
    item would have come.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="ahead") as reader:
        end: object = object()
        upcoming = reader.submit(next, items, end)
        while (item := upcoming.result()) is not end:
            upcoming = reader.submit(next, items, end)
            yield item  # type: ignore[misc]
