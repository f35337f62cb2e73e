"""The contract's `service_monthly`: window services by month, unit and item, with ratings."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.demo.chance import Floats, Ints, stream
from data.demo.parameters import listing, quirk, settings
from data.demo.places import stations
from data.demo.timeline import day_of, months


def grid() -> pl.DataFrame:
    """Every month, unit then open and item, with the expected number of applications."""
    place, items = stations(), listing("service_items")
    branches = listing("branches")["unit_id"].to_numpy()
    residents = np.bincount(place.branch, weights=place.population * (place.closed > 1800))
    parts = []
    for month in months():
        there = place.there(day_of(month))
        for level, unit, weight in (
            ("station", place.ids[there], place.population[there]),
            ("branch", branches, residents),
        ):
            own = items.filter(pl.col("level") == level)
            rows = pl.DataFrame({"unit_id": unit, "share": weight / weight.sum()})
            parts.append(rows.join(own, how="cross").with_columns(pl.lit(month).alias("month")))
    frame = pl.concat(parts).with_columns(
        expected=pl.col("share")
        * pl.col("weight")
        / items["weight"].sum()
        * settings("services")["a_month"]
    )
    return frame.sort("unit_id", "item_code", "month")


def service_rows() -> pl.DataFrame:
    """The rows as the contract wants them; what stays pending is carried into the next month."""
    rule, rng, frame = settings("services"), stream("services"), grid()
    rows = len(frame)
    accepted = rng.poisson(frame["expected"].to_numpy())
    first = (frame["month"] == months()[0]).to_numpy() | ~frame.select(
        pl.col("item_code").eq(pl.col("item_code").shift(1))
        & pl.col("unit_id").eq(pl.col("unit_id").shift(1))
    ).to_series().fill_null(False).to_numpy()
    target = np.minimum(rng.binomial(accepted, rule["pending"]), accepted)
    overdue = rng.poisson(overdue_level(frame))
    pending = np.maximum(target, overdue)
    before = np.where(first, 0, np.concatenate([[0], pending[:-1]]))
    pending = np.minimum(pending, before + accepted)
    completed = before + accepted - pending
    overdue = np.minimum(overdue, pending)
    rated = rng.binomial(completed, rule["rated"])
    bad = np.minimum(
        rng.poisson(rule["bad_a_month"] * frame["expected"].to_numpy() / rule["a_month"]), rated
    )
    stars = rng.multinomial(rated - bad, rule["grades"])
    lowest = rng.binomial(bad, 0.4)
    hours = frame["median_hours"].to_numpy() * rng.lognormal(0, 0.15, rows)
    return frame.select(
        "month",
        "unit_id",
        "item_code",
        "item_name",
        "business_line",
        "is_green_channel",
        *counts(
            {
                "accepted_n": accepted,
                "completed_n": completed,
                "on_time_n": rng.binomial(completed, rule["on_time"]),
                "pending_end_n": pending,
                "overdue_end_n": overdue,
                "online_n": rng.binomial(accepted, rule["online"]),
                "appointment_n": rng.binomial(accepted, rule["appointment"]),
                "door_n": rng.binomial(accepted, rule["door"]),
                "one_visit_n": rng.binomial(completed, rule["one_visit"]),
                "rating_5_n": stars[:, 0],
                "rating_4_n": stars[:, 1],
                "rating_3_n": stars[:, 2],
                "rating_2_n": bad - lowest,
                "rating_1_n": lowest,
                "bad_fixed_n": rng.binomial(bad, 0.96),
                "bad_called_n": rng.binomial(bad, 0.98),
            }
        ),
        pl.Series("median_hours", np.round(hours, 1)),
    ).sort("month", "unit_id", "item_code")


def overdue_level(frame: pl.DataFrame) -> Floats:
    """Expected overdue items: few, but for the month the system was down."""
    rule, outage = settings("services"), quirk("system_outage")
    share = frame["expected"].to_numpy() / rule["a_month"]
    down = (frame["month"] == outage.first).to_numpy()
    return share * np.where(down, outage["overdue"], rule["overdue_a_month"])


def counts(columns: dict[str, Ints | NDArray[np.int_]]) -> list[pl.Series]:
    """Named whole numbers."""
    return [pl.Series(name, value, dtype=pl.Int64) for name, value in columns.items()]
