"""Copies of a city that a test may write into, and cities in the hands of this process."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import polars as pl
import streamlit as st

from dashboard import answers


def copied(warehouse: Path, copy: Path) -> Path:
    """A warehouse like the given one to write into; nothing of a Parquet file is ever changed."""
    shutil.copytree(warehouse, copy, copy_function=_taken, dirs_exist_ok=True)
    return copy


def _taken(source: str, target: str) -> None:
    if source.endswith(".parquet"):
        Path(target).hardlink_to(source)
    else:
        shutil.copy2(source, target)


@contextmanager
def in_hand(warehouse: Path) -> Iterator[Path]:
    """A warehouse that this process reads and writes as a page does."""
    st.session_state.clear()
    answers.hold(warehouse)
    try:
        yield warehouse
    finally:
        st.session_state.clear()


def rows(city: Path, name: str) -> pl.DataFrame:
    """A table of the city in hand, as it was taken in."""
    files = answers.snapshot().tables[name]
    return pl.concat([pl.read_parquet(city / file) for file in files], how="diagonal_relaxed")
