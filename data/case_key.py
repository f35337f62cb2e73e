"""The key under which a warehouse hides case numbers, so that nobody can try numbers out.

It lies beside the tables and is in none of them. A warehouse that was begun without one keeps its
plain digests: under a key the same case would come in a second time.
"""

import os
import secrets
from pathlib import Path

from data.snapshot import POINTER

FILE = "KEY"
BYTES = 32  # BLAKE2b takes up to 64


def case_key(warehouse: Path, make: bool = True) -> bytes:
    """The warehouse's key, made for a new one; b"" for one begun without or not to be made."""
    path = warehouse / FILE
    if make and not path.exists() and not (warehouse / POINTER).exists():
        _make(path)
    return bytes.fromhex(path.read_text("ascii")) if path.exists() else b""


def _make(path: Path) -> None:
    """Only the importing account may read it; where two begin at once, the first one's stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{FILE}.{os.getpid()}")
    draft.touch(mode=0o600)
    with draft.open("w", encoding="ascii") as file:
        file.write(secrets.token_hex(BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
