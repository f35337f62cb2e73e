"""One writer at a time. The kernel frees the lock when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from data.errors import WarehouseError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the lock file; WarehouseError at once, naming the holder, where another has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            holder, _, since = file.read().strip().partition(" ")
            raise WarehouseError("warehouse.locked", holder=holder, since=since) from error
        file.truncate(0)
        file.write(f"{os.getpid()} {datetime.now():%Y-%m-%d %H:%M:%S}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


@contextmanager
def waited_for(path: Path) -> Iterator[None]:
    """Hold the lock file, waiting for whoever has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
