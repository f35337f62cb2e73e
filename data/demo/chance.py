"""Random draws that give the same figures on every run, whatever else is drawn beside them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.demo.parameters import city, settings

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
# Python texts: Polars takes them over ten times faster than numpy's own.
Texts = NDArray[np.object_]


def stream(name: str, copy: int = 0) -> np.random.Generator:
    """The generator of one table or step; `copy` counts the repetitions of a larger scale.

    Of the many equal draws of a step the city's parameters may name one other than the first.
    """
    draw = settings("city")["draw"].get(name, 0)
    words = [city().seed, crc32(name.encode()), copy, draw]
    return np.random.default_rng(np.random.SeedSequence(words))


def choose(rng: np.random.Generator, weights: Floats, group: Ints) -> Ints:
    """One column of `weights` for every row, drawn by the weights of the row's group.

    `weights` has a line per group; a line need not sum to one.
    """
    lines, columns = weights.shape
    cumulative = np.cumsum(weights, axis=1)
    cumulative /= cumulative[:, -1:]
    flat = (cumulative + np.arange(lines)[:, None]).ravel()
    drawn = np.searchsorted(flat, group + rng.random(len(group)), side="right")
    return np.minimum(drawn - group * columns, columns - 1)


def pick(rng: np.random.Generator, options: dict[str, float], rows: int) -> Texts:
    """One of the named options for every row, by weight."""
    weights = np.array([list(options.values())], dtype=float)
    return np.array(list(options), dtype=object)[
        choose(rng, weights, np.zeros(rows, dtype=np.int64))
    ]


def among(values: Texts, options: Sequence[str]) -> Flags:
    """Where a value is one of the options."""
    found = np.zeros(len(values), dtype=bool)
    for option in options:
        found |= values == option
    return found


def texts(rows: int, value: str = "") -> Texts:
    """The same text for every row, to be overwritten in part."""
    return np.full(rows, value, dtype=object)


def framed(columns: dict[str, Any]) -> pl.DataFrame:
    """Columns as a frame; arrays of texts become text columns."""
    return pl.DataFrame(
        {
            name: pl.Series(value, dtype=pl.String)
            if isinstance(value, np.ndarray) and value.dtype == object
            else value
            for name, value in columns.items()
        }
    )


def logistic(value: Floats) -> Floats:
    """The probability of a log-odds."""
    return 1 / (1 + np.exp(-value))


def logit(share: Floats) -> Floats:
    """The log-odds of a probability."""
    return np.log(share / (1 - share))


def repeated(counts: Ints) -> list[Ints]:
    """The indices of every counted thing, one array per axis, each as often as it was counted."""
    times = counts[counts > 0]
    return [np.repeat(axis.astype(np.int64), times) for axis in np.nonzero(counts)]
