"""Why a place in a row says little: where it would fall if the figures were taken once more.

Parametric bootstrap. Every unit draws from a stream of its own, told by its key, so that the
answer is the same in whatever order the units come.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from dashboard.statistics.inputs import sizes

DRAWS = 4000
RANDOM_STATE = 20260101


@dataclass(frozen=True)
class Rank:
    """A unit's place now (1 is first) and where half and 95 % of the draws put it."""

    place: int
    half: tuple[int, int]
    most: tuple[int, int]


def of_shares(
    keys: Sequence[str], positive: Sequence[float], n: Sequence[float], *, is_high_first: bool
) -> dict[str, Rank]:
    """Shares positive / n, n effective; drawn from Beta(positive + 1/2, n - positive + 1/2).

    The half keeps a share of 0 or 1 from looking certain. ValueError where a unit has no n.
    """
    sizes("n", n)
    values = {key: r / size for key, r, size in zip(keys, positive, n, strict=True)}
    drawn = {
        key: _stream(key).beta(r + 0.5, max(size - r, 0.0) + 0.5, DRAWS)
        for key, r, size in zip(keys, positive, n, strict=True)
    }
    return _ranked(values, drawn, is_high_first)


def of_ratios(
    keys: Sequence[str],
    observed: Sequence[float],
    expected: Sequence[float],
    *,
    is_high_first: bool,
) -> dict[str, Rank]:
    """Ratios observed / expected; drawn from Gamma(observed + 1/2) / expected.

    ValueError where nothing is expected of a unit.
    """
    sizes("expected", expected)
    values = {key: o / e for key, o, e in zip(keys, observed, expected, strict=True)}
    drawn = {
        key: _stream(key).gamma(o + 0.5, 1 / e, DRAWS)
        for key, o, e in zip(keys, observed, expected, strict=True)
    }
    return _ranked(values, drawn, is_high_first)


def _stream(key: str) -> np.random.Generator:
    return np.random.default_rng([RANDOM_STATE, crc32(key.encode())])


def _ranked(
    values: Mapping[str, float], drawn: Mapping[str, np.ndarray], is_high_first: bool
) -> dict[str, Rank]:
    if not values:
        return {}
    sign = -1.0 if is_high_first else 1.0
    keys = sorted(values)
    now = np.array([sign * values[key] for key in keys])
    table = np.array([sign * drawn[key] for key in keys])
    places = table.argsort(axis=0).argsort(axis=0) + 1
    found = {}
    for row, key in enumerate(keys):
        low, lower, upper, high = _whole(places[row])
        place = int((now < now[row]).sum()) + 1
        found[key] = Rank(place, (lower, upper), (low, high))
    return found


def _whole(places: np.ndarray) -> tuple[int, int, int, int]:
    """2.5, 25, 75 and 97.5 % of the draws, outwards to whole places."""
    low, lower = np.quantile(places, (0.025, 0.25), method="lower")
    upper, high = np.quantile(places, (0.75, 0.975), method="higher")
    return int(low), int(lower), int(upper), int(high)
