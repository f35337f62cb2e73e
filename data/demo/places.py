"""The units of the city through its reorganisations, and what makes stations differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np
import polars as pl

from data.demo.chance import Flags, Floats, Ints, Texts, stream
from data.demo.parameters import city, listing, quirk, settings
from data.demo.timeline import day_of

BRIGADE = "050000"  # last digits of a detective brigade


@dataclass(frozen=True)
class Stations:
    """Every station there ever was, one place in each array; days count from burn-in.

    `branch` is the number of its last branch in `branches`; `notice` and `callback` are
    probabilities, the others deviations in standard units (satisfaction in points).
    """

    ids: Texts
    branches: Texts
    branch: Ints
    kind: Texts
    population: Floats
    police: Floats
    opened: Ints
    closed: Ints
    notice: Floats
    callback: Floats
    timely: Floats
    clearance: Floats
    satisfaction: Floats
    complaints: Floats

    @property
    def brigades(self) -> Texts:
        """The detective brigade of each branch."""
        return np.array([branch[:6] + BRIGADE for branch in self.branches], dtype=object)

    def number(self, unit_id: str) -> int:
        """The place of one station in the arrays."""
        return int(np.flatnonzero(self.ids == unit_id)[0])

    def under(self, units: tuple[str, ...]) -> Flags:
        """The stations that are one of the units or belong to one of them."""
        return np.isin(self.ids, units) | np.isin(self.branches[self.branch], units)

    def there(self, day: int) -> Flags:
        """The stations open on a day."""
        return (self.opened <= day) & (day < self.closed)


def beta(rng: np.random.Generator, mean: float, low: float, high: float, rows: int) -> Floats:
    """Probabilities around a mean that stay inside the given range."""
    inner = (mean - low) / (high - low)
    return low + (high - low) * rng.beta(inner * 5, (1 - inner) * 5, rows)


@cache
def stations() -> Stations:
    """The stations with their effects, drawn once for every scale."""
    rows = listing("stations").sort("unit_id", "valid_from").unique("unit_id", keep="last")
    rows = rows.sort("unit_id")
    first = listing("stations").group_by("unit_id").agg(pl.col("valid_from").min()).sort("unit_id")
    listed = listing("branches")["unit_id"].to_list()
    branches = np.array(listed, dtype=object)
    rng, count = stream("stations"), len(rows)
    ids = rows["unit_id"].to_numpy()
    population = rows["population"].cast(pl.Float64).to_numpy()
    police = rows["police_fte"].cast(pl.Float64).to_numpy()
    notice = beta(rng, 0.86, 0.55, 0.98, count)
    callback = beta(rng, 0.78, 0.40, 0.97, count)
    clearance, own = rng.normal(size=count), rng.normal(size=count)
    short = ids == quirk("short_handed").units[0]
    notice[short] = quirk("short_handed")["notice"]
    callback[short] = quirk("short_handed")["callback"]
    silent = ids == quirk("zero_complaints").units[0]
    load = standard(population / police)
    satisfaction = 0.5 * standard(notice) + 0.25 * clearance - 0.15 * load
    satisfaction = 4 * (satisfaction + np.sqrt(1 - 0.5**2 - 0.25**2 - 0.15**2) * own)
    satisfaction -= np.average(satisfaction, weights=population)
    satisfaction[short] = quirk("short_handed")["satisfaction"]
    timely, shape = beta(rng, 0.972, 0.90, 0.995, count), settings("city")["complaint_shape"]
    complaints = rng.gamma(shape, 1 / shape, count)
    return Stations(
        ids=ids,
        branches=branches,
        branch=np.array([listed.index(branch) for branch in rows["branch_id"]], dtype=np.int64),
        kind=rows["unit_kind"].to_numpy(),
        population=population,
        police=police,
        opened=np.array([max(0, day_of(day)) for day in first["valid_from"]], dtype=np.int64),
        closed=np.array([day_of(day or city().cutoff) for day in rows["valid_to"]], dtype=np.int64),
        notice=notice,
        callback=callback,
        timely=timely,
        clearance=clearance,
        satisfaction=satisfaction,
        complaints=np.where(silent, quirk("zero_complaints")["complaints"], complaints),
    )


def standard(values: Floats) -> Floats:
    """Deviations from the mean in standard deviations."""
    return (values - values.mean()) / values.std()


def branch_on(station: Ints, day: Ints) -> Ints:
    """The number of the branch a station belonged to on a day: one station moved."""
    known = stations()
    move = quirk("station_move")
    before = int(np.flatnonzero(known.branches == move.units[1])[0])
    moved = (station == known.number(move.units[0])) & (day < day_of(move.first))
    return np.where(moved, before, known.branch[station])


def units() -> pl.DataFrame:
    """The contract's `units`: bureau, departments, branches, stations with validity periods."""
    areas = listing("areas").with_columns(pl.col("valid_from").cast(pl.Date))
    named = pl.concat([bureau(), departments(), branches(), station_units()], how="diagonal")
    frame = named.join(areas, on=["unit_id", "valid_from"], how="left")
    return frame.sort("unit_id", "valid_from")


def bureau() -> pl.DataFrame:
    """The city's own row."""
    return pl.DataFrame(
        {
            "unit_id": [city().bureau["unit_id"]],
            "unit_code": [city().bureau["unit_id"]],
            "unit_name": [city().bureau["unit_name"]],
            "short_name": [city().bureau["short_name"]],
            "level": ["bureau"],
            "unit_kind": ["urban"],
            "valid_from": [city().valid_from],
            "is_ranked": [False],
            "display_order": [0],
        },
        schema_overrides={"display_order": pl.Int64},
    )


def departments() -> pl.DataFrame:
    """Offices of the bureau and the detective brigade of each branch; nobody lives in them."""
    names = city().names
    brigades = listing("branches").select(
        (pl.col("unit_id").str.head(6) + BRIGADE).alias("unit_id"),
        pl.format(names["brigade"].replace("{branch}", "{}"), "unit_name").alias("unit_name"),
        pl.format(names["brigade_short"].replace("{stem}", "{}"), "stem").alias("short_name"),
        pl.col("unit_id").alias("parent_unit_id"),
        (pl.col("display_order") * 100 + 90).alias("display_order"),
    )
    offices = listing("offices").with_columns(
        pl.lit(city().bureau["unit_id"]).alias("parent_unit_id")
    )
    return pl.concat([offices, brigades], how="diagonal").with_columns(
        pl.col("unit_id").alias("unit_code"),
        pl.lit("department").alias("level"),
        pl.lit("dept").alias("unit_kind"),
        pl.lit(city().valid_from).alias("valid_from"),
        pl.lit(False).alias("is_ranked"),
    )


def station_units() -> pl.DataFrame:
    """One row per station and validity period, with the name it had then."""
    names = city().names
    owner = listing("branches").select(branch_id="unit_id", branch_name="unit_name")
    rows = listing("stations").join(owner, on="branch_id", how="left", maintain_order="left")
    station = names["station"].replace("{branch}", "{}").replace("{stem}", "{}")
    return rows.select(
        "unit_id",
        "unit_code",
        pl.format(station, "branch_name", "stem").alias("unit_name"),
        pl.format(names["station_short"].replace("{stem}", "{}"), "stem").alias("short_name"),
        pl.lit("station").alias("level"),
        "unit_kind",
        pl.col("branch_id").alias("parent_unit_id"),
        "valid_from",
        "valid_to",
        "population",
        "households",
        "linked_enterprises",
        pl.col("police_fte").cast(pl.Float64),
        pl.col("peer_group"),
        pl.lit(True).alias("is_ranked"),
        "display_order",
        pl.col("tile_row").alias("grid_row"),
        pl.col("tile_col").alias("grid_col"),
    )


def branches() -> pl.DataFrame:
    """One row per branch and period between the days on which its stations' sum changed."""
    listed = listing("stations")
    sums = []
    for day in sorted(set(listed["valid_from"])):
        now = listed.filter(
            (pl.col("valid_from") <= day) & pl.col("valid_to").fill_null(date.max).gt(day)
        )
        total = now.group_by("branch_id").agg(
            pl.col("population", "households", "linked_enterprises").sum(),
            pl.col("police_fte").sum().cast(pl.Float64),
        )
        sums.append(total.with_columns(pl.lit(day).alias("valid_from")))
    periods = pl.concat(sums).sort("branch_id", "valid_from")
    changed = pl.col("population") != pl.col("population").shift(1).over("branch_id")
    periods = periods.filter(changed.fill_null(True))
    following = pl.col("valid_from").shift(-1).over("branch_id").alias("valid_to")
    own = listing("branches").rename({"unit_id": "branch_id", "linked_enterprises": "linked"})
    return (
        periods.with_columns(following)
        .join(own, on="branch_id", how="left")
        .select(
            pl.col("branch_id").alias("unit_id"),
            pl.col("branch_id").alias("unit_code"),
            "unit_name",
            "short_name",
            pl.lit("branch").alias("level"),
            "unit_kind",
            pl.lit(city().bureau["unit_id"]).alias("parent_unit_id"),
            "valid_from",
            "valid_to",
            "population",
            "households",
            "linked_enterprises",
            "police_fte",
            pl.when(pl.col("unit_kind") == "county")
            .then(pl.lit("county"))
            .otherwise(pl.lit("district"))
            .alias("peer_group"),
            pl.lit(True).alias("is_ranked"),
            (pl.col("display_order") * 100).alias("display_order"),
            pl.col("tile_row").alias("grid_row"),
            pl.col("tile_col").alias("grid_col"),
        )
    )


def lineage() -> pl.DataFrame:
    """The contract's `unit_lineage`."""
    return listing("reorganisations").with_columns(pl.col("share").cast(pl.Float64))
