"""Traditional characters folded, so that a header means the same however it is written."""

import tomllib
from functools import cache
from pathlib import Path


def simplified(text: str) -> str:
    """The text with the traditional characters of traditional.toml as simplified ones."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    said = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    return {ord(pair[0]): pair[1] for pair in said["pairs"].split()}
