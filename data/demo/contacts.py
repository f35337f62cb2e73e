"""The contract's `case_events`: what victims were told, callbacks, property, changes."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from data.demo.arrivals import models
from data.demo.cases import Matters
from data.demo.chance import (
    Flags,
    Floats,
    Ints,
    Texts,
    among,
    framed,
    logistic,
    logit,
    pick,
    stream,
    texts,
)
from data.demo.parameters import settings
from data.demo.places import stations
from data.demo.records import cutoff_minute, entered, serials
from data.demo.timeline import DAY, minute_of, moments

SMALL_BELOW_YUAN = 5000


@dataclass
class Events:
    """Columns of events of one kind after the other, all as numbers of matters and minutes."""

    made: Matters
    parts: list[pl.DataFrame] = field(default_factory=list)

    def add(
        self,
        kind: str | Texts,
        matter: Ints,
        minute: Floats,
        *,
        due: Floats | None = None,
        local: bool = False,
        outcome: str | None = None,
        amount: Floats | None = None,
        values: tuple[Texts, Texts] | None = None,
    ) -> None:
        """Adds one event per matter; `local` ones are the jurisdiction's, not the handler's."""
        before, after = values if values else (texts(len(matter)), texts(len(matter)))
        nothing = np.full(len(matter), np.nan)
        rows = framed(
            {
                "matter": matter,
                "event_type": texts(len(matter), kind) if isinstance(kind, str) else kind,
                "minute": minute,
                "due": nothing if due is None else due,
                "unit_id": (self.made.jurisdiction if local else self.made.handling)[matter],
                "amount_yuan": nothing if amount is None else amount,
                "from_value": before,
                "to_value": after,
            }
        )
        told = rows.with_columns(pl.lit(outcome, pl.String).alias("outcome"))
        self.parts.append(told.filter(pl.col("minute") < cutoff_minute()))


def event_rows(made: Matters) -> pl.DataFrame:
    """The delivered events of one copy, in order of time."""
    rng = stream("events", made.copy)
    events = Events(made)
    notices(events, rng)
    results(events, rng)
    small = small_docketed(made)
    callbacks(events, small, rng)
    progress(events, small, rng)
    property_returned(events, rng)
    disputes(events, rng)
    procedure(events, rng)
    handling(events)
    changes = made.changes
    events.add(
        changes.kind,
        changes.matter,
        changes.minute,
        outcome="done",
        values=(changes.before, changes.after),
    )
    return rows_of(events, rng)


def rows_of(events: Events, rng: np.random.Generator) -> pl.DataFrame:
    """All parts as rows of the contract: keys, ways, entry times."""
    made = events.made
    frame = pl.concat(events.parts)
    frame = frame.filter(pl.Series(made.delivered[frame["matter"].to_numpy()]))
    frame = frame.sort("minute", "matter", "event_type")
    minute = frame["minute"].to_numpy()
    recorded = entered(rng, minute)
    written = frame["event_type"].is_in(["receipt_issued", "notice_docket", "notice_refusal"])
    way = pl.Series(pick(rng, settings("habits")["contact"], len(frame)), dtype=pl.String)
    spoken = frame["event_type"].str.contains("^(notice|callback)")
    method = pl.select(
        pl.when(written).then(pl.lit("paper")).when(spoken).then(way).otherwise(None)
    ).to_series()
    return (
        frame.with_columns(
            serials("e", len(frame), made.copy, digits=9, largest=5_000_000).alias("event_id"),
            pl.Series("case_id", made.ids).gather(frame["matter"]),
            moments(minute).alias("event_at"),
            moments(frame["due"].to_numpy()).alias("due_at"),
            method.alias("method"),
            pl.col("amount_yuan").fill_nan(None),
            pl.col("from_value", "to_value").replace("", None),
            moments(recorded).alias("recorded_at"),
        )
        .filter(pl.Series(recorded < cutoff_minute()))
        .drop("matter", "minute", "due")
    )


def small_docketed(made: Matters) -> Ints:
    """The docketed small cases: the category is small and the loss unknown or below 5,000 yuan."""
    small = models().small[made.arrived.model] & ~(made.loss >= SMALL_BELOW_YUAN)
    return np.flatnonzero(small & made.life.docketed)


def shown(minute: Floats) -> Flags:
    """Events of the burn-in are not delivered, but for the last weeks before the first month."""
    return minute >= minute_of(settings("city")["first_month"]) - 40 * DAY


def notices(events: Events, rng: np.random.Generator) -> None:
    """Receipts and notices of the decision."""
    made, share = events.made, settings("habits")["notice"]
    life = made.life
    recent = shown(made.arrived.received)
    for kind, member, part, most in (
        ("receipt_issued", life.docketed, share["receipt"], 0.2),
        ("notice_docket", life.docketed, share["docket"], 2.5),
        ("notice_refusal", life.decision == "not_docketed", share["refusal"], 2.9),
    ):
        matter = np.flatnonzero(member & recent & (rng.random(len(recent)) < part))
        minute = life.decided[matter] + rng.random(len(matter)) * most * DAY
        events.add(kind, matter, minute, outcome="done")


def results(events: Events, rng: np.random.Generator) -> None:
    """Whether a solved case was told to the victim within seven days, later or never."""
    made, life = events.made, events.made.life
    matter = np.flatnonzero(life.docketed & shown(np.nan_to_num(life.solved, nan=-1.0)))
    station = made.arrived.station[matter]
    in_time = rng.random(len(matter)) < stations().notice[station]
    later = rng.random(len(matter)) < settings("habits")["notice"]["told_later"]
    early = np.minimum(rng.exponential(1.8, len(matter)), 6.5)
    delay = np.where(in_time, early, 8.5 + rng.exponential(12, len(matter))) * DAY
    told = in_time | later
    minute = life.solved[matter] + delay
    events.add("notice_result", matter[told], minute[told], outcome="reached")


def callback_share(station: Ints, minute: Floats) -> Floats:
    """The probability of a callback at a due point: the station's own and the city's level then."""
    rule = settings("habits")["callback"]
    level = np.full(len(minute), float(rule["base"]))
    for step in rule["levels"]:
        level = np.where(minute >= minute_of(step["from"]), step["level"], level)
    place, behind = stations(), rule["behind"]
    slow = place.under((behind["unit"],))[station] & (minute < minute_of(behind["until"]))
    lag = np.where(slow, behind["logit"], 0.0)
    base = np.array(float(rule["base"]))
    return logistic(logit(place.callback[station]) + logit(level) - logit(base) + lag)


def callbacks(events: Events, small: Ints, rng: np.random.Generator) -> None:
    """Callbacks at the due points of open small cases; some of the missed ones come late."""
    made, rule = events.made, settings("habits")["callback"]
    docket = np.floor(made.life.decided[small] / DAY) * DAY
    end = np.fmin(made.life.solved, made.life.closed)[small]
    end = np.where(np.isnan(end), np.inf, end)
    station = made.arrived.station[small]
    before = 0.0
    for point in rule["points"]:
        due = docket + point * DAY
        asked = (end > due) & (due < cutoff_minute() + 4 * DAY) & shown(due)
        done = rng.random(len(small)) < callback_share(station, due)
        earliest = max(before - point + 0.6, -3.0)
        minute = due + rng.uniform(earliest, 2.9, len(small)) * DAY
        minute = np.maximum(minute, made.life.decided[small] + 60)
        late = due + rng.uniform(4, 20, len(small)) * DAY
        made_up = ~done & (rng.random(len(small)) < rule["made_up"])
        minute = np.where(done, np.minimum(minute, np.maximum(end - 30, due - 600)), late)
        told = asked & (done | (made_up & (late < end)))
        outcome = "reached"
        events.add(
            "callback_unsolved",
            small[told],
            minute[told],
            due=due[told],
            local=True,
            outcome=outcome,
        )
        before = float(point)


def progress(events: Events, small: Ints, rng: np.random.Generator) -> None:
    """Monthly word of progress on cases open for 30 to 365 days."""
    made = events.made
    docket = np.floor(made.life.decided[small] / DAY) * DAY
    end = np.fmin(made.life.solved, made.life.closed)[small]
    end = np.where(np.isnan(end), np.inf, end)
    station = made.arrived.station[small]
    less = settings("habits")["notice"]["progress_under_callback"]
    for age in range(40, 360, 30):
        minute = docket + (age + rng.uniform(-6, 6, len(small))) * DAY + 540
        done = rng.random(len(small)) < callback_share(station, minute) - less
        told = done & (minute < end) & shown(minute)
        events.add("notice_progress", small[told], minute[told], outcome="reached")


def property_returned(events: Events, rng: np.random.Generator) -> None:
    """Seized property that became returnable, and its return."""
    made, share = events.made, settings("habits")["notice"]
    solved = made.life.solved
    some = np.isfinite(made.loss) & np.isfinite(solved) & shown(np.nan_to_num(solved, nan=-1.0))
    matter = np.flatnonzero(
        some & made.life.docketed & (rng.random(len(some)) < share["returnable"])
    )
    amount = np.round(made.loss[matter] * rng.uniform(0.3, 1.0, len(matter)))
    ready = solved[matter] + rng.exponential(3, len(matter)) * DAY
    events.add("property_returnable", matter, ready, outcome="done", amount=amount)
    in_time = rng.random(len(matter)) < share["returned_in_time"]
    wait = np.where(
        in_time, rng.uniform(0.2, 9.8, len(matter)), 11 + rng.exponential(15, len(matter))
    )
    returned = in_time | (rng.random(len(matter)) < 0.6)
    events.add(
        "property_returned",
        matter[returned],
        (ready + wait * DAY)[returned],
        outcome="done",
        amount=amount[returned],
    )


def disputes(events: Events, rng: np.random.Generator) -> None:
    """Mediation: attempts, success, and the few agreements that were not kept."""
    life = events.made.life
    flow = models().stream[events.made.arrived.model]
    matter = np.flatnonzero((flow == "dispute") & (life.closure == "mediated"))
    events.add("mediation_success", matter, life.closed[matter], outcome="done")
    tried = matter[rng.random(len(matter)) < 0.12]
    between = life.decided[tried] + rng.random(len(tried)) * (life.closed - life.decided)[tried]
    events.add("mediation_attempt", tried, between, outcome="done")
    broken = matter[rng.random(len(matter)) < 0.012]
    minute = life.closed[broken] + rng.exponential(30, len(broken)) * DAY
    events.add("mediation_breach", broken, minute, outcome="done")
    asked = settings("habits")["notice"]["general_callback"]
    called = np.flatnonzero((flow == "dispute") & (rng.random(len(flow)) < asked))
    minute = life.decided[called] + rng.uniform(2, 15, len(called)) * DAY
    events.add(
        "callback_general", called[~np.isnan(minute)], minute[~np.isnan(minute)], outcome="reached"
    )


def procedure(events: Events, rng: np.random.Generator) -> None:
    """Extensions of the review and pauses of the clock for appraisals."""
    made, life = events.made, events.made.life
    longer = np.flatnonzero(
        (life.extension != "none") & life.docketed & shown(made.arrived.received)
    )
    events.add("extension", longer, made.arrived.received[longer] + 0.8 * DAY, outcome="done")
    hurt = among(made.category, ("assault", "injury")) & life.docketed
    appraised = np.flatnonzero(hurt & (rng.random(len(hurt)) < 0.06))
    start = life.decided[appraised] + rng.uniform(1, 6, len(appraised)) * DAY
    events.add("clock_pause", appraised, start, outcome="done")
    wait = rng.uniform(5, 25, len(appraised)) * DAY
    events.add("clock_resume", appraised, start + wait, outcome="done")


def handling(events: Events) -> None:
    """Slow public-security matters are extended; victims of the others hear that none is found."""
    made, life, rule = events.made, events.made.life, settings("habits")["handling"]
    rng = stream("handling", made.copy)
    known = models()
    ours = (known.kind[made.arrived.model] == "public_security") & life.docketed
    ours &= shown(made.arrived.received)
    limit = life.decided + rule["days"] * DAY
    solved, closed = (np.nan_to_num(ends, nan=np.inf) for ends in (life.solved, life.closed))
    slow = np.flatnonzero(ours & (solved <= limit) & (closed > limit - DAY))
    slow = slow[rng.random(len(slow)) < rule["extended"]]
    asked = limit[slow] - rng.uniform(1, 6, len(slow)) * DAY
    events.add("extension", slow, asked, outcome="done")
    # Victims of small cases hear by their callbacks.
    unknown = ours & (solved > limit) & (closed > limit) & ~known.small[made.arrived.model]
    told = np.flatnonzero(unknown)
    told = told[rng.random(len(told)) < rule["explained"]]
    events.add(
        "notice_progress",
        told,
        limit[told] - rng.uniform(0.5, 8, len(told)) * DAY,
        outcome="reached",
    )
