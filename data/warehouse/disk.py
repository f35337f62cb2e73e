"""Errors of the disk as messages for people: full, over quota, no permission."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

from data.errors import DataError, WarehouseError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextmanager
def said() -> Iterator[None]:
    """Turn what any library makes of a full or closed disk into a WarehouseError."""
    try:
        yield
    except DataError:
        raise
    except Exception as error:
        key = _key(error)
        if key is None:
            raise
        raise WarehouseError(key, what=str(error).splitlines()[0][:200]) from error


def _key(error: Exception) -> str | None:
    """The message for an error, None where the disk has no part in it.

    Polars, Delta and DuckDB pass the system's own words or its number on in their texts.
    """
    number = error.errno if isinstance(error, OSError) else None
    text = str(error)
    for numbers, key in ((FULL, "warehouse.disk_full"), (DENIED, "warehouse.not_writable")):
        words = [f"os error {n})" for n in numbers] + [os.strerror(n) for n in numbers]
        if number in numbers or any(word in text for word in words):
            return key
    return None
