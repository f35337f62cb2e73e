"""Transfers, reclassifications and reopenings: the few matters whose history is not today's row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.arrivals import Arrivals, models
from data.demo.chance import Floats, Ints, Texts, among, stream, texts
from data.demo.course import Course
from data.demo.parameters import settings
from data.demo.places import branch_on, stations
from data.demo.records import cutoff_minute
from data.demo.timeline import DAY, moments


@dataclass(frozen=True)
class Changes:
    """What happened to which matters when, with the value before and after."""

    matter: Ints
    kind: Texts
    minute: Floats
    before: Texts
    after: Texts


def change(
    arrived: Arrivals,
    life: Course,
    handling: Texts,
    category: Texts,
    copy: int,
) -> Changes:
    """Applies the changes to the given arrays and tells them as events."""
    rng = stream("changes", copy)
    small = life.docketed & models().small[arrived.model]
    end = np.fmin(life.solved, life.closed)
    until = np.where(np.isnan(end), cutoff_minute(), np.minimum(end, cutoff_minute()))
    parts = [
        transfers(arrived, life, small, until, handling, rng),
        recategorised(arrived, life, small, until, category, rng),
        reopened(life, small, rng),
    ]
    return Changes(*(np.concatenate(column) for column in zip(*parts, strict=True)))


Part = tuple[Ints, Texts, Floats, Texts, Texts]


def chosen(rng: np.random.Generator, candidate: NDArray[np.bool_], share: float) -> Ints:
    """Some of the candidates."""
    return np.flatnonzero(candidate & (rng.random(len(candidate)) < share))


def told(name: str, matter: Ints, minute: Floats, before: Texts, after: Texts) -> Part:
    """One kind of change as columns."""
    return matter, texts(len(matter), name), minute, before, after


def transfers(
    arrived: Arrivals,
    life: Course,
    small: NDArray[np.bool_],
    until: Floats,
    handling: Texts,
    rng: np.random.Generator,
) -> Part:
    """Station to detectives of its branch, some weeks after the docket and before the end."""
    own = handling == stations().ids[arrived.station]
    matter = chosen(rng, small & own, settings("habits")["changed"]["unit_transfer"])
    minute = life.decided[matter] + rng.exponential(25, len(matter)) * DAY + 600
    matter, minute = matter[minute < until[matter]], minute[minute < until[matter]]
    before = handling[matter].copy()
    handling[matter] = stations().brigades[branch_on(arrived.station[matter], arrived.day[matter])]
    return told("unit_transfer", matter, minute, before, handling[matter])


def recategorised(
    arrived: Arrivals,
    life: Course,
    small: NDArray[np.bool_],
    until: Floats,
    category: Texts,
    rng: np.random.Generator,
) -> Part:
    """Cases first taken for another theft; the row carries today's category."""
    known = among(category, ("theft_ebike", "theft_bike", "burglary", "theft_site"))
    share = settings("habits")["changed"]["recategorised"]
    matter = chosen(rng, small & known, share)
    minute = life.decided[matter] + rng.exponential(8, len(matter)) * DAY + 300
    matter, minute = matter[minute < until[matter]], minute[minute < until[matter]]
    before = texts(len(matter), "theft_other")
    return told("recategorised", matter, minute, before, category[matter])


def reopened(life: Course, small: NDArray[np.bool_], rng: np.random.Generator) -> Part:
    """Solutions that did not hold; half of these cases are solved again."""
    plain = small & (life.mode == "investigation") & (life.solved > life.decided)
    matter = chosen(rng, plain, settings("habits")["changed"]["reopened"])
    minute = life.solved[matter] + rng.uniform(20, 120, len(matter)) * DAY
    known = minute < cutoff_minute()
    matter, minute = matter[known], minute[known]
    cancelled = moments(life.solved[matter]).dt.to_string("%Y-%m-%d %H:%M:%S").to_numpy()
    again = rng.random(len(matter)) < 0.5
    later = minute + rng.exponential(30, len(matter)) * DAY
    life.solved[matter] = np.where(again, later, np.nan)
    life.closed[matter] = np.where(again, later + 15 * DAY, np.nan)
    return told("reopened", matter, minute, cancelled, texts(len(matter)))
