"""The contract's `complaints`: what people bring forward, with the planted hot and silent spots."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.demo.arrivals import periods, shares
from data.demo.chance import (
    Flags,
    Floats,
    Ints,
    Texts,
    among,
    framed,
    pick,
    repeated,
    stream,
    texts,
)
from data.demo.parameters import Quirk, listing, quirk, settings
from data.demo.places import branch_on, stations
from data.demo.records import cutoff_minute, entered, known_only, serials
from data.demo.timeline import DAY, day_of, moments, months

NEGATIVE = ("complaint", "petition", "report")


@dataclass(frozen=True)
class Brought:
    """One place per row; the last three are its channel's rules for closing."""

    station: Ints
    received: Floats
    kind: Texts
    channel: Texts
    category: Texts
    median: Floats
    on_time: Floats
    days: Floats


def exposure() -> Floats:
    """Each station's share of what people bring forward, by month (line) and station."""
    mix = listing("mixes")["mix"].to_list().index("home")
    starts = np.array([day_of(month) for month in months()])
    period = np.searchsorted(periods(), starts, side="right") - 1
    plain = shares()[:, mix, :][period]
    effect = plain * stations().complaints
    return effect / effect.sum(axis=1, keepdims=True)


def during(plant: Quirk) -> Flags:
    """The months a plant lasts."""
    return np.array([plant.first <= month <= plant.last for month in months()])


def expected(monthly: float, categories: list[str], weights: list[float]) -> Floats:
    """Expected complaints by month, category and station, plants included."""
    share = np.array(weights) / sum(weights)
    trend = settings("complaints")["trend"]["monthly"] ** np.arange(len(months()))
    level = monthly * trend[:, None, None] * share[None, :, None] * exposure()[:, None, :]
    place = stations()
    rude, crowded = quirk("rude_window"), quirk("crowded_window")
    silent = quirk("no_progress_notice")
    for plant, category, factor in (
        (rude, "attitude", rude["attitude"]),
        (crowded, "access_service", crowded["access_service"]),
        (silent, "progress", progress_factor(silent)),
    ):
        member = np.array([categories.index(category)])
        level[np.ix_(during(plant), member, place.under(plant.units))] *= factor
    for name in ("zero_complaints", "false_alarm"):
        plant = quirk(name)
        level[np.ix_(during(plant), np.arange(len(categories)), place.under(plant.units))] = 0.0
    return level


def progress_factor(plant: Quirk) -> Floats:
    """The branch as a whole gets the planted factor, three of its stations most of the excess."""
    place = stations()
    inside = place.under(plant.units)
    worst = np.isin(place.ids, plant.worst)[inside]
    weight = place.population[inside] / place.population[inside].sum()
    excess = plant["progress"] - 1
    high = 0.8 * excess / weight[worst].sum()
    low = 0.2 * excess / weight[~worst].sum()
    return 1 + np.where(worst, high, low)


def brought(copy: int) -> Brought:
    """Draws what people bring forward in one copy of the city."""
    rng = stream("complaints", copy)
    rule = settings("complaints")
    categories, weights = list(rule["category"]), [float(w) for w in rule["category"].values()]
    channels: dict[str, Any] = rule["channels"]
    total = float(sum(channel["month"] for channel in channels.values()))
    counts = rng.poisson(expected(total, categories, weights))
    alarm = quirk("false_alarm")
    number = stations().number(alarm.units[0])
    for place in range(int(alarm["complaints"])):
        about = categories.index(("inaction", "attitude")[place % 2])
        counts[len(months()) - 1 - place % 3, about, number] += 1
    month, category, station = repeated(counts)
    channel = pick(rng, {name: float(c["month"]) for name, c in channels.items()}, len(month))
    named = np.array(categories, dtype=object)[category]
    parts = [row_rules(channel, channels, month, station, named)]
    for kind, other in rule["other_kinds"].items():
        found = rng.poisson(other["month"] * exposure())
        month, station = repeated(found)
        fixed = {kind: {**other, "kind": kind}}
        name = texts(len(month), kind)
        rows = row_rules(name, fixed, month, station, texts(len(month), "other"))
        rows["channel"] = texts(len(month), other["channel"])
        parts.append(rows)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    received = spread_over_month(rng, joined.pop("month"))
    order = np.lexsort((joined["station"], received))
    joined = {name: value[order] for name, value in joined.items()}
    return Brought(received=received[order], **joined)


def row_rules(
    channel: Texts,
    rules: dict[str, Any],
    month: Ints,
    station: Ints,
    category: Texts,
) -> dict[str, NDArray[Any]]:
    """The rows' channel rules as columns."""

    def column(name: str, dtype: type) -> NDArray[Any]:
        found: NDArray[Any] = np.empty(len(channel), dtype=dtype)
        for code, rule in rules.items():
            found[channel == code] = rule[name]
        return found

    return {
        "month": month,
        "station": station,
        "category": category,
        "channel": channel,
        "kind": column("kind", object),
        "median": column("median", float),
        "on_time": column("on_time", float),
        "days": column("days", float),
    }


def spread_over_month(rng: np.random.Generator, month: Ints) -> Floats:
    """A minute inside each row's month, mostly by day."""
    starts = np.array([day_of(day) for day in months()] + [cutoff_minute() / DAY])
    length = np.diff(starts)[month]
    hour = rng.triangular(7, 11, 22, len(month))
    return (starts[month] + np.floor(rng.random(len(month)) * length)) * DAY + np.floor(hour * 60)


def complaint_rows(copy: int) -> pl.DataFrame:
    """The delivered rows of one copy as the contract wants them, in order of time."""
    made = brought(copy)
    rng, rule = stream("complaint rows", copy), settings("complaints")
    rows, place = len(made.received), stations()
    unit = place.ids[made.station]
    day = np.floor(made.received / DAY).astype(np.int64)
    branch = place.branches[branch_on(made.station, day)]
    judged = pl.Series(among(made.kind, NEGATIVE))
    recorded = entered(rng, made.received)
    frame = framed(
        {
            "complaint_id": serials("t", rows, copy, digits=8),
            "kind": made.kind,
            "channel": made.channel,
            "category_l1": made.category,
            "category_l2": details(made.category, rng),
            "business_line": pick(rng, rule["business"], rows),
            "unit_id": np.where(rng.random(rows) < rule["unknown_unit"], "UNKNOWN", unit),
            "handling_unit_id": np.where(rng.random(rows) < rule["own_handling"], unit, branch),
            "received_at": moments(made.received),
            "related_matter_kind": pick(rng, rule["about"], rows),
            **handled(made, rng),
            "recorded_at": moments(recorded),
        }
    )
    only_judged = ("result", "related_matter_kind", "feedback_grade")
    return (
        frame.with_columns(pl.when(judged).then(name).alias(name) for name in only_judged)
        .with_columns(pl.when(judged).then("reopened_n").otherwise(0).alias("reopened_n"))
        .filter(pl.Series(recorded < cutoff_minute()))
    )


def handled(made: Brought, rng: np.random.Generator) -> dict[str, Any]:
    """Notice, closing and result of every row, as known at the cut-off."""
    rows, rule = len(made.received), settings("complaints")
    habit = rule["trend"]
    petition = made.kind == "petition"
    extended = petition & (rng.random(rows) < habit["extended_petitions"])
    allowed = made.days + np.where(extended, 30, 0)
    wait = np.minimum(made.median * rng.lognormal(0, 0.7, rows), allowed * 0.97)
    late = allowed + 1 + rng.exponential(0.4, rows) * made.days
    wait = np.where(rng.random(rows) < made.on_time, wait, late)
    closed = known_only(made.received + np.maximum(np.floor(wait * DAY), 30))
    quick, slow = rng.exponential(1.2, rows), 16 + rng.exponential(5, rows)
    quick *= np.where(made.channel == "online", habit["sooner_online"], 1.0)
    told = np.where(rng.random(rows) < habit["notice_in_time"], quick, slow)
    answered = made.received + np.floor(told * DAY) + 20
    notice = moments(known_only(np.fmin(answered, closed)))
    done = ~np.isnan(closed)
    result = np.where(done, pick(rng, rule["result"], rows), "pending")
    right = among(result, ("substantiated", "partly"))
    rectified = np.where(right, closed + np.floor(rng.exponential(9, rows) * DAY), np.nan)
    asked = pl.Series(done & (rng.random(rows) < habit["graded"]))
    grade = pl.Series("grade", pick(rng, rule["grade"], rows), dtype=pl.String).cast(pl.Int64)
    return {
        "notice_at": notice,
        "accepted_at": notice,
        "due_at": moments((np.floor(made.received / DAY) + allowed + 1) * DAY - 1),
        "extended": extended,
        "closed_at": moments(closed),
        "result": result,
        "rectified_at": moments(known_only(rectified)),
        "feedback_grade": pl.select(pl.when(asked).then(grade)).to_series(),
        "reopened_n": (done & (rng.random(rows) < habit["reopened"])).astype(np.int64),
    }


def details(category: Texts, rng: np.random.Generator) -> Texts:
    """The second level of each category; an outage is named in its month by the access ones."""
    found = texts(len(category), "other")
    for name, options in settings("complaints")["detail"].items():
        member = category == name
        found[member] = pick(rng, options, int(member.sum()))
    return found
