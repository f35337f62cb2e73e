"""The contract's `activities`: visits, talks, patrols; more of everything in assessment windows."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from data.demo.chance import Floats, Ints, choose, repeated, stream
from data.demo.parameters import city, listing, quirk, settings
from data.demo.places import stations
from data.demo.records import cutoff_minute, entered, serials
from data.demo.timeline import DAY, day_of, days, moments, months

MONTH_DAYS = 30.4


def daily() -> Floats:
    """How many activities a shown day has, in ordinary workdays; windows have more."""
    calendar = days().filter(pl.col("date") >= city().first_month)
    weekend = calendar["weekday"].to_numpy() >= 6
    level = np.where(weekend, 0.35, 1.0)
    level = level / level.mean()
    return level * np.where(
        calendar["window"].to_numpy(), quirk("assessment_surge")["activities"], 1
    )


def on_days(rng: np.random.Generator, a_month: float) -> Ints:
    """The day numbers of events that happen so often in an ordinary month."""
    (day,) = repeated(rng.poisson(a_month / MONTH_DAYS * daily()))
    return day + day_of(city().first_month)


def at_stations(rng: np.random.Generator, day: Ints) -> Ints:
    """A station open on each day, by its officers."""
    place = stations()
    starts = np.unique(np.concatenate([place.opened, [0]]))
    period = np.searchsorted(starts, day, side="right") - 1
    weights = np.array([np.where(place.there(int(start)), place.police, 0.0) for start in starts])
    return choose(rng, weights, period)


def numbers(rng: np.random.Generator, n: Ints, share: float) -> Ints:
    """A binomial part of each number."""
    return rng.binomial(n, share)


def household_visits() -> pl.DataFrame:
    """Rounds of household visits with the four steps: planned, reached, effective, resolved."""
    rule, rng = settings("activities")["household_visit"], stream("household visits")
    day = on_days(rng, rule["a_month"])
    station = at_stations(rng, day)
    planned = rng.poisson(rule["planned"], len(day)) + 1
    reached = numbers(rng, planned, rule["reached"])
    effective = numbers(rng, reached, rule["effective"] / rule["reached"])
    resolved = numbers(rng, effective, rule["resolved"] / rule["effective"])
    return pl.DataFrame(
        {
            "activity_type": "household_visit",
            "subtype": rule["subtype"],
            "unit_id": stations().ids[station],
            "day": day,
            "planned_n": planned,
            "reached_n": reached,
            "effective_n": effective,
            "resolved_n": resolved,
            "audience": rule["audience"],
        }
    )


def enterprise_visits() -> pl.DataFrame:
    """Visits to linked enterprises: at least two a month for a rising share of them."""
    rule, rng = settings("activities")["enterprise_visit"], stream("enterprise visits")
    rows = listing("stations").with_columns(
        pl.col("valid_from").clip(city().first_month), pl.col("valid_to").fill_null(city().cutoff)
    )
    parts = []
    level = daily()
    first = day_of(city().first_month)
    for number, month in enumerate(months()):
        there = rows.filter((pl.col("valid_from") <= month) & (pl.col("valid_to") > month))
        unit = there["unit_id"].to_numpy().repeat(there["linked_enterprises"].to_numpy())
        serial = np.concatenate([np.arange(n) for n in there["linked_enterprises"]])
        share = rule["twice_from"] + (rule["twice_to"] - rule["twice_from"]) * number / 35
        twice = rng.random(len(unit)) < share
        start = day_of(month) - first
        end = day_of(months()[number + 1]) - first if number < 35 else len(level)
        busy = level[start:end].sum() / (end - start)
        more = rng.poisson(0.12 + 2.2 * max(busy - 1, 0), len(unit))
        visits = np.where(twice, 2 + more, rng.binomial(1, 0.75, len(unit)))
        visited = np.repeat(np.arange(len(unit)), visits)
        group = np.zeros(len(visited), dtype=np.int64)
        day = first + start + choose(rng, level[None, start:end], group)
        parts.append(
            pl.DataFrame({"unit_id": unit[visited], "serial": serial[visited], "day": day})
        )
    frame = pl.concat(parts)
    issues = rng.poisson(0.25, len(frame))
    owner = pl.col("unit_id").str.slice(4, 4)
    return frame.with_columns(
        pl.lit("enterprise_visit").alias("activity_type"),
        ("q" + owner + pl.col("serial").cast(pl.String).str.zfill(3)).alias("enterprise_ref"),
        pl.Series("issues_n", issues),
        pl.Series("issues_closed_n", numbers(rng, issues, 0.88)),
    ).drop("serial")


def events() -> pl.DataFrame:
    """Talks, publicity, patrols, checks and services by the stations."""
    parts = []
    for kind, rule in settings("activities")["event"].items():
        rng = stream(f"activity {kind}")
        day = on_days(rng, rule["a_month"])
        station = at_stations(rng, day)
        parts.append(described(rng, kind, rule, stations().ids[station], day))
    return pl.concat(parts, how="diagonal")


def regular() -> pl.DataFrame:
    """What the branches hold every month: reception days, briefings, contacts with projects."""
    parts = []
    branches = listing("branches")["unit_id"].to_numpy()
    for kind, rule in settings("activities")["regular"].items():
        rng = stream(f"activity {kind}")
        month = np.repeat(np.arange(len(months())), len(branches) * rule["a_month"])
        unit = np.tile(np.repeat(branches, rule["a_month"]), len(months()))
        start = np.array([day_of(month) for month in months()])[month]
        day = start + rng.integers(0, 28, len(month))
        kept = rng.random(len(month)) < 0.97
        parts.append(described(rng, kind, rule, unit[kept], day[kept]))
    return pl.concat(parts, how="diagonal")


def described(
    rng: np.random.Generator, kind: str, rule: dict[str, Any], unit: Any, day: Ints
) -> pl.DataFrame:
    """Rows of one kind with people invited and issues raised, where the kind has them."""
    columns: dict[str, Any] = {"activity_type": kind, "unit_id": unit, "day": day}
    if rule.get("planned"):
        planned = rng.poisson(rule["planned"], len(day)) + 1
        columns |= {"planned_n": planned, "reached_n": numbers(rng, planned, 0.86)}
    if rule["issues"]:
        issues = rng.poisson(rule["issues"], len(day))
        closed = numbers(rng, issues, rule["closed"])
        columns |= {"issues_n": issues, "issues_closed_n": closed}
    if rule["audience"]:
        columns["audience"] = rule["audience"]
    return pl.DataFrame(columns)


def press_releases() -> pl.DataFrame:
    """Answers of the press office to events: most within a day."""
    rule, rng = settings("activities")["press_release"], stream("press releases")
    day = on_days(rng, rule["a_month"])
    event = day * DAY + rng.integers(0, 1380, len(day))
    hours = rule["median_hours"] * rng.lognormal(0, 0.8, len(day))
    quick = rng.random(len(day)) < rule["in_a_day"]
    hours = np.where(quick, np.minimum(hours, 23.5), 25 + rng.exponential(20, len(day)))
    return pl.DataFrame(
        {
            "activity_type": "press_release",
            "unit_id": listing("offices")["unit_id"][1],
            "day": day,
            "reference_at": moments(event.astype(float)),
            "released_at": moments(event + np.floor(hours * 60)),
        }
    )


def activity_rows() -> pl.DataFrame:
    """The delivered rows as the contract wants them, in order of time."""
    parts = [household_visits(), enterprise_visits(), events(), regular(), press_releases()]
    frame = pl.concat(parts, how="diagonal").sort(
        "day", "activity_type", "unit_id", "enterprise_ref"
    )
    start = frame["day"].to_numpy() * DAY + 17 * 60
    recorded = entered(stream("activities"), start)
    return (
        frame.with_columns(
            moments(start).dt.date().alias("held_on"),
            serials("a", len(frame), 0, digits=7).alias("activity_id"),
            moments(recorded).alias("recorded_at"),
        )
        .filter(pl.Series(recorded < cutoff_minute()))
        .drop("day")
    )
