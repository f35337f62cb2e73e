"""The contract's `cases`: arrivals and their course as rows, with what the source lost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from data.demo.arrivals import Arrivals, arrivals, models
from data.demo.batches import clear_series
from data.demo.chance import Flags, Floats, Ints, Texts, among, choose, framed, pick, stream, texts
from data.demo.changes import Changes, change
from data.demo.course import Course, course
from data.demo.parameters import listing, quirk, settings
from data.demo.places import branch_on, stations
from data.demo.records import (
    cutoff_minute,
    entered,
    known_only,
    serials,
    uploaded_in_one_batch,
)
from data.demo.timeline import DAY, minute_of, moments


@dataclass(frozen=True)
class Matters:
    """All matters of one copy, also those entered after the cut-off (`recorded` tells)."""

    copy: int
    ids: pl.Series
    arrived: Arrivals
    life: Course
    recorded: Floats
    day_only: Flags
    jurisdiction: Texts
    handling: Texts
    category: Texts
    changes: Changes
    loss: Floats
    bad: Ints

    @property
    def delivered(self) -> Flags:
        """The matters whose row had been entered at the cut-off."""
        return self.recorded < cutoff_minute()


def matters(copy: int) -> Matters:
    """Draws the matters of one copy."""
    arrived = arrivals(copy)
    life = course(arrived, copy)
    clear_series(arrived, life, copy)
    rng, rows, known = stream("cases", copy), len(arrived.day), models()
    recorded = entered(rng, arrived.received)
    place = stations()
    there = place.under(quirk("batch_upload").units)[arrived.station]
    recorded = uploaded_in_one_batch(recorded, arrived.received, there)
    missing = quirk("missing_values")
    jurisdiction, handling = units_of(arrived, life, rng)
    category = known.category[arrived.model]
    changes = change(arrived, life, handling, category, copy)
    ended = np.flatnonzero(~np.isnan(known_only(life.closed)) & (life.series < 0))
    return Matters(
        copy=copy,
        ids=serials("m", rows, copy),
        arrived=arrived,
        life=life,
        recorded=recorded,
        day_only=rng.random(rows) < missing["day_precision"],
        jurisdiction=jurisdiction,
        handling=handling,
        category=category,
        changes=changes,
        loss=losses(arrived, rng),
        bad=np.sort(rng.choice(ended, round(rows * missing["impossible_order"]), replace=False)),
    )


def units_of(arrived: Arrivals, life: Course, rng: np.random.Generator) -> tuple[Texts, Texts]:
    """Where it happened and who handles it: detectives take part of the criminal cases.

    A few rows have no usable unit: the reserved one or a code nobody knows.
    """
    known, place, rows = models(), stations(), len(arrived.day)
    jurisdiction = place.ids[arrived.station]
    brigade = place.brigades[branch_on(arrived.station, arrived.day)]
    taken = settings("habits")["detectives"]
    share = np.array([taken.get(category, 0.0) for category in known.category])
    share = np.where(known.kind == "criminal", share, 0.0)[arrived.model]
    detectives = life.docketed & (rng.random(rows) < share)
    handling = np.where(detectives, brigade, jurisdiction)
    lost = rng.random(rows) < quirk("missing_values")["unknown_unit"]
    luck = rng.random(rows)
    unknown = np.where(luck < 0.85, "UNKNOWN", settings("habits")["nobody"]["code"])
    return np.where(lost, unknown, jurisdiction), np.where(lost & (luck < 0.3), unknown, handling)


def losses(arrived: Arrivals, rng: np.random.Generator) -> Floats:
    """Property loss in yuan to the ten; unknown for one in eight and where nothing is lost."""
    known, rows = models(), len(arrived.day)
    value = known.loss[arrived.model] * np.exp(
        known.loss_sigma[arrived.model] * rng.normal(size=rows)
    )
    unknown = rng.random(rows) < quirk("missing_values")["loss"]
    return np.where(unknown, np.nan, np.maximum(np.round(value / 10) * 10, 10))


def case_rows(made: Matters) -> pl.DataFrame:
    """The delivered rows as the contract wants them, in order of time."""
    rng, rows = stream("case_rows", made.copy), len(made.arrived.day)
    premises = premises_of(made.arrived, rng)
    business = among(premises, ("enterprise", "site"))
    business |= (premises == "shop") & (rng.random(rows) < 0.4)
    solved_now = ~np.isnan(known_only(made.life.solved))
    series = pl.Series(made.life.series).cast(pl.String).str.zfill(4)
    frame = framed(
        {
            "case_id": made.ids,
            "premises_type": premises,
            "is_enterprise": business,
            "property_loss_yuan": made.loss,
            "recovered_yuan": recoveries(made.loss, solved_now, rng),
            "series_ref": f"s{made.copy:02d}" + series,
            **case_codes(made, rng),
            **{name: moments(value) for name, value in case_times(made, rng).items()},
            "recorded_at": moments(made.recorded),
        }
    )
    blank = ["solve_mode", "lead_source", "closure_kind"]
    return (
        frame.with_columns(
            pl.col(blank).replace("", None),
            pl.when(pl.col("solve_mode") == "series").then("series_ref").alias("series_ref"),
            pl.col("property_loss_yuan", "recovered_yuan").fill_nan(None),
        )
        .filter(pl.Series(made.delivered))
        .sort("received_at", "case_id")
    )


def case_codes(made: Matters, rng: np.random.Generator) -> dict[str, Texts]:
    """The coded columns as they stand at the cut-off; what has not happened yet is empty."""
    life, rows = made.life, len(made.arrived.day)
    decided, solved, closed = (
        ~np.isnan(known_only(minutes)) for minutes in (life.decided, life.solved, life.closed)
    )
    lead = pick(rng, settings("habits")["lead_source"], rows)
    return {
        "matter_kind": models().kind[made.arrived.model],
        "category_code": made.category,
        "jurisdiction_unit_id": made.jurisdiction,
        "handling_unit_id": made.handling,
        "channel": channels(made),
        "decision": np.where(decided, life.decision, "pending"),
        "review_extension": life.extension,
        "solve_mode": np.where(solved, life.mode, ""),
        "lead_source": np.where(solved, lead, ""),
        "closure_kind": np.where(closed, life.closure, ""),
        "supervision_level": pick(rng, settings("habits")["supervision"], rows),
        "time_precision": np.where(made.day_only, texts(rows, "day"), "minute"),
    }


def case_times(made: Matters, rng: np.random.Generator) -> dict[str, Floats]:
    """The times as the source keeps them; the law decides which of two dates is the docket."""
    arrived, life = made.arrived, made.life
    criminal = models().kind[arrived.model] == "criminal"
    new_law = arrived.received >= minute_of(quirk("law_change").first)
    filed = life.docketed & (criminal | new_law)
    accepted = life.docketed & (criminal | ~new_law)
    registered = np.where(criminal, np.minimum(arrived.received + 40, life.decided), life.decided)
    # A registration is only told with the decision that follows it.
    registered = np.where(np.isnan(known_only(life.decided)), np.nan, registered)
    times = {
        "occurred_at": occurred(arrived, rng),
        "received_at": arrived.received,
        "dispatched_at": life.dispatched,
        "arrived_at": life.arrived,
        "first_action_at": life.acted,
        "decision_at": life.decided,
        "accepted_at": np.where(accepted, registered, np.nan),
        "filed_at": np.where(filed, life.decided, np.nan),
        "solved_at": life.solved,
        "closed_at": life.closed,
    }
    times = {name: stated(known_only(value), made.day_only) for name, value in times.items()}
    spoil(times, made.bad, rng)
    return times


def channels(made: Matters) -> Texts:
    """The channel; a new source in one branch has one of its own, which the contract lacks."""
    plant, life = quirk("unknown_value"), made.life
    there = stations().under(plant.units)[made.arrived.station] & made.delivered
    then = made.arrived.received >= minute_of(plant.first)
    rows = np.flatnonzero(there & then & (life.channel == "online"))[: int(plant["rows"])]
    found = life.channel.copy()
    found[rows] = "other"
    return found


def premises_of(arrived: Arrivals, rng: np.random.Generator) -> Texts:
    """The kind of place, by category."""
    table = listing("premises")
    order = table["category_code"].to_list()
    line = np.array([order.index(category) for category in models().category], dtype=np.int64)
    kinds = table.columns[1:]
    weights = table.select(kinds).to_numpy().astype(float)
    return np.array(kinds, dtype=object)[choose(rng, weights, line[arrived.model])]


def occurred(arrived: Arrivals, rng: np.random.Generator) -> Floats:
    """When it happened: hours before the report for thefts, minutes for quarrels."""
    slow = among(models().stream, ("case", "diverted"))[arrived.model]
    hours = np.where(slow, 6.0, 0.4) * rng.lognormal(0, 1.1, len(slow))
    return arrived.received - np.floor(np.minimum(hours, 24 * 40) * 60)


def recoveries(loss: Floats, solved: Flags, rng: np.random.Generator) -> Floats:
    """What came back of a known loss: nothing before the case is solved."""
    shares = settings("habits")["recovered"]
    part = pick(rng, shares, len(loss)).astype(float)
    return np.where(np.isnan(loss), np.nan, np.where(solved, np.round(part * loss), 0.0))


def stated(minutes: Floats, day_only: Flags) -> Floats:
    """Times as the source keeps them: for some rows only the day."""
    return np.where(day_only, np.floor(minutes / DAY) * DAY, minutes)


def spoil(times: dict[str, Floats], bad: Ints, rng: np.random.Generator) -> None:
    """Puts some ends before their beginnings: rows that the import must reject."""
    shift = rng.uniform(2, 20, len(bad)) * DAY
    solved = ~np.isnan(times["solved_at"][bad]) & (rng.random(len(bad)) < 0.5)
    for name, chosen in (("solved_at", solved), ("closed_at", ~solved)):
        times[name][bad[chosen]] = (times["received_at"][bad] - shift)[chosen]
