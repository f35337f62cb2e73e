"""What the functions of this package may be handed: looked at as it comes in, refused in words.

A month without a figure is left out by whoever asks; it is never a zero, and never guessed.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

Numbers = NDArray[np.float64]


def known(name: str, values: ArrayLike) -> Numbers:
    """The values as numbers, in one row; ValueError where one is missing or infinite."""
    numbers: Numbers = np.asarray(values, dtype=np.float64).ravel()
    unknown = np.flatnonzero(~np.isfinite(numbers))
    if unknown.size:
        place = int(unknown[0])
        raise ValueError(f"{name}: no number at place {place} of {numbers.size}: {numbers[place]}")
    return numbers


def counts(name: str, values: ArrayLike) -> Numbers:
    """Known values of 0 or more; ValueError where one is below."""
    numbers = known(name, values)
    if numbers.size and numbers.min() < 0:
        raise ValueError(f"{name}: below 0: {numbers.min():g}")
    return numbers


def sizes(name: str, values: ArrayLike) -> Numbers:
    """Known values above 0, for something is divided by each; ValueError where one is not."""
    numbers = known(name, values)
    if numbers.size and numbers.min() <= 0:
        raise ValueError(f"{name}: must be above 0, not {numbers.min():g}")
    return numbers


def paired(**columns: Numbers) -> None:
    """ValueError unless all are equally long."""
    if len({column.size for column in columns.values()}) > 1:
        lengths = ", ".join(f"{name} {column.size}" for name, column in columns.items())
        raise ValueError(f"of different lengths: {lengths}")
