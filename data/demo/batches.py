"""Series clearances: a caught offender clears many old cases at once.

Without these batches almost no case older than 90 days would ever be solved. December has more
of them, and one day in October 2026 clears a batch of e-bike cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.demo.arrivals import Arrivals, models
from data.demo.chance import Flags, Floats, Ints, among, stream
from data.demo.course import Course
from data.demo.parameters import city, listing, quirk, settings
from data.demo.places import branch_on
from data.demo.timeline import DAY, day_of, first_days, minute_of

WINDOW = 730  # days a case stays in the stock


@dataclass(frozen=True)
class Batch:
    """One series: when it is cleared, how many cases, which categories, which branch."""

    minute: float
    size: int
    categories: tuple[str, ...]
    branch: int
    elsewhere: float  # probability that a case of another branch may belong to it


def plan(rng: np.random.Generator) -> list[Batch]:
    """The batches of all months, in order of time."""
    rule = settings("series")
    groups = [tuple(group) for group in rule["categories"]]
    count = len(listing("branches"))
    last = day_of(city().cutoff)
    found = []
    december = set(quirk("december_clearances").months)
    for number, month in enumerate(first_days(np.arange(4, 60))):
        start = day_of(month)
        for position in range(int(rng.integers(rule["least_a_month"], rule["most_a_month"] + 1))):
            spread = rng.integers(1, 27)
            size = int(rng.integers(rule["least_cases"], rule["most_cases"] + 1))
            group = groups[(number + position) % len(groups)]
            found.append(batch(rng, start + int(spread), size, group, count))
        if month in december:
            sizes = rule["december_cases"]
            days = start + rng.choice(np.arange(14, 30, 2), len(sizes), replace=False)
            for place, size in enumerate(sizes):
                group = groups[place % len(groups)]
                found.append(batch(rng, int(days[place]), size, group, count))
    one_day = quirk("one_day_series")
    kept = [b for b in found if b.minute < (last - 3) * DAY]
    spike = Batch(minute_of(one_day.first) + 600, int(one_day["cases"]), ("theft_ebike",), 0, 0.5)
    return sorted([*kept, spike], key=lambda b: b.minute)


def batch(
    rng: np.random.Generator, day: int, size: int, group: tuple[str, ...], branches: int
) -> Batch:
    """A batch on a day, in a branch by chance; one in four reaches into another branch."""
    far = 0.3 if rng.random() < 0.25 else 0.0
    return Batch(day * DAY + 540, size, group, int(rng.integers(branches)), far)


def clear_series(arrived: Arrivals, life: Course, copy: int) -> None:
    """Solves the chosen old cases of each batch within one or two days."""
    rng, known = stream("batches", copy), models()
    candidate = life.docketed & known.small[arrived.model]
    place = np.flatnonzero(candidate)
    category = known.category[arrived.model[place]]
    branch = branch_on(arrived.station[place], arrived.day[place])
    docket = life.decided[place]
    end = np.fmin(life.solved[place], life.closed[place])
    end = np.where(np.isnan(end), np.inf, end)
    for number, chosen in enumerate(plan(rng)):
        age = (chosen.minute - docket) / DAY
        old = (age > 95) & (age < WINDOW - 5) & (end > chosen.minute)
        fits = old & among(category, chosen.categories)
        near = branch == chosen.branch
        if chosen.elsewhere:
            near |= rng.random(len(near)) < chosen.elsewhere
        pool = np.flatnonzero(fits & near)
        if len(pool) < chosen.size:
            pool = np.flatnonzero(fits)
        taken = rng.choice(pool, min(chosen.size, len(pool)), replace=False)
        one_day = chosen.minute // DAY == day_of(quirk("one_day_series").first)
        mark(arrived, life, place[taken], chosen.minute, one_day, number, rng)
        end[taken] = life.solved[place[taken]]


def mark(
    arrived: Arrivals,
    life: Course,
    cases: Ints,
    minute: float,
    one_day: bool,
    number: int,
    rng: np.random.Generator,
) -> None:
    """Writes the solution of one batch into the course."""
    day = np.zeros(len(cases)) if one_day else np.floor(rng.random(len(cases)) * 1.6)
    solved: Floats = minute + day * DAY + np.floor(rng.random(len(cases)) * 480)
    criminal: Flags = models().kind[arrived.model[cases]] == "criminal"
    lag = np.where(criminal, 50.0, 8.0) * rng.lognormal(0, 0.6, len(cases)) * DAY
    life.solved[cases] = solved
    life.mode[cases] = "series"
    life.series[cases] = number
    life.closed[cases] = solved + lag
    life.closure[cases] = np.where(criminal, "prosecuted", "penalised")
