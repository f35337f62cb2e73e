"""When and where matters are reported: a Poisson count per model and day, then a station each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.demo.chance import Floats, Ints, Texts, choose, repeated, stream
from data.demo.parameters import city, listing, quirk, settings
from data.demo.places import stations
from data.demo.timeline import DAY, day_of, days

MIX_KINDS = ("urban", "suburban", "rural")


@dataclass(frozen=True)
class Models:
    """The rows of `models.csv` as arrays; `mix` is the row number in `mixes.csv`."""

    category: Texts
    kind: Texts
    stream: Texts
    per_month: Floats
    clearance: Floats
    median_days: Floats
    sigma: Floats
    fast: Floats
    loss: Floats
    loss_sigma: Floats
    mix: Ints
    small: NDArray[np.bool_]


@dataclass(frozen=True)
class Arrivals:
    """One place per reported matter, in order of time; `received` in minutes."""

    model: Ints
    station: Ints
    day: Ints
    received: Floats


@cache
def models() -> Models:
    """The volumes and solving models, one per category, kind and stream."""
    rows = listing("models")
    mixes = listing("mixes")["mix"].to_list()

    def numbers(name: str) -> Floats:
        return rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()

    return Models(
        category=rows["category_code"].to_numpy(),
        kind=rows["matter_kind"].to_numpy(),
        stream=rows["stream"].to_numpy(),
        per_month=numbers("per_month"),
        clearance=numbers("clearance"),
        median_days=numbers("median_days"),
        sigma=numbers("sigma"),
        fast=numbers("fast_share"),
        loss=numbers("loss_median_yuan"),
        loss_sigma=numbers("loss_sigma"),
        mix=np.array([mixes.index(mix) for mix in rows["mix"]], dtype=np.int64),
        small=rows["small"].to_numpy(),
    )


def intensity() -> Floats:
    """Expected matters per model (line) and day (column), before the units' own differences."""
    known, calendar, mixes = models(), days(), listing("mixes")
    month = calendar["month"].to_numpy()
    shown = day_of(city().first_month)
    first = int(month[shown])
    date = calendar["date"]
    season = np.array(city().season)[date.dt.month().to_numpy() - 1]
    length = date.dt.days_in_month().to_numpy()
    festival = calendar["festival"].to_numpy()
    rule = settings("city")["festival"]
    moving = np.ones(len(date))
    moving[(festival >= rule["fall_from"]) & (festival <= rule["fall_to"])] = rule["fall"]
    moving[(festival >= rule["rise_from"]) & (festival <= rule["rise_to"])] = rule["rise"]
    general = city().monthly_trend ** (month - first) * season * moving / length
    weekend = calendar["weekday"].to_numpy() >= 5
    summer = np.isin(date.dt.month().to_numpy(), (6, 7, 8, 9))
    before = (festival >= -rule["before"]) & (festival < 0)
    lines = []
    for number in range(len(known.category)):
        mix = mixes.row(int(known.mix[number]), named=True)
        level = np.where(weekend, mix["weekend"], 1.0) * np.where(summer, mix["summer"], 1.0)
        level = level / level.mean() * np.where(before, mix["before_festival"], 1.0)
        factor = settings("city")["volume"]["small_factor"] if known.small[number] else 1.0
        line = known.per_month[number] * factor * general * level
        burnt_in = known.small[number] and known.stream[number] == "case"
        lines.append(line if burnt_in else np.where(np.arange(len(date)) < shown, 0.0, line))
    return np.array(lines)


def periods() -> Ints:
    """The first days of the periods in which the stations' weights stay the same."""
    changes = [quirk(name).first for name in ("station_split", "filing_drive", "station_merge")]
    return np.array([0, *sorted(day_of(day) for day in changes)], dtype=np.int64)


def shares() -> Floats:
    """Share of each station in a period's volume: period, mix (drive or not), station.

    The second half of the mixes is for docketed small cases, where the drive to file everything
    raises one branch, so that its shares sum to more than one.
    """
    known, mixes, drive = stations(), listing("mixes"), quirk("filing_drive")
    level = np.exp(
        stream("volumes").normal(0, settings("city")["volume"]["spread"], len(known.ids))
    )
    for plant in (quirk("short_handed"), quirk("few_cases")):
        level[known.under(plant.units)] = plant["volume"]
    kind = np.array([MIX_KINDS.index(kind) for kind in known.kind])
    level = mixes.select(MIX_KINDS).to_numpy()[:, kind] * known.population * level
    found = []
    for start in periods():
        plain = level * known.there(int(start))
        plain = plain / plain.sum(axis=1, keepdims=True)
        driven = known.under(drive.units) & (start >= day_of(drive.first))
        found.append(np.vstack([plain, plain * np.where(driven, drive["docketed"], 1.0)]))
    return np.array(found)


def arrivals(copy: int) -> Arrivals:
    """The matters of one copy of the city."""
    rng, known, share = stream("arrivals", copy), models(), shares()
    period = np.searchsorted(periods(), np.arange(len(days())), side="right") - 1
    line = known.mix + np.where(known.small & (known.stream == "case"), len(listing("mixes")), 0)
    total = share.sum(axis=2)[period][:, line].T
    counts = rng.poisson(intensity() * total)
    model, day = repeated(counts)
    group = period[day] * share.shape[1] + line[model]
    station = choose(rng, share.reshape(-1, share.shape[2]), group)
    evening = listing("mixes")["evening"].to_numpy()[known.mix[model]]
    late = rng.random(len(day)) < evening
    hour = np.where(
        late, rng.triangular(19, 21.5, 24, len(day)), rng.triangular(0, 11, 24, len(day))
    )
    received = day * DAY + np.floor(hour * 60)
    order = np.lexsort((station, model, received))
    return Arrivals(model[order], station[order], day[order], received[order])
