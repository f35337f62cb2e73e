"""What happens to a matter after it is reported: action, decision, docket, solution, closure.

All times are minutes since day 0, NaN where it never happened. Times after the cut-off stand here
as they will be; `cases.py` forgets them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data.demo.arrivals import Arrivals, models
from data.demo.chance import Flags, Floats, Texts, among, logistic, logit, pick, stream, texts
from data.demo.parameters import quirk, settings
from data.demo.places import stations
from data.demo.timeline import DAY, minute_of

HOUR = 60.0


@dataclass
class Course:
    """The life of every arrival, one place per matter; filled step by step."""

    docketed: Flags
    decision: Texts
    channel: Texts
    dispatched: Floats
    arrived: Floats
    acted: Floats
    decided: Floats
    extension: Texts
    solved: Floats
    mode: Texts
    closed: Floats
    closure: Texts
    series: NDArray[np.int64]


def course(arrived: Arrivals, copy: int) -> Course:
    """The course of all matters of one copy, before the series clearances."""
    rng, rows = stream("course", copy), len(arrived.day)
    known, place = models(), stations()
    kind = known.stream[arrived.model]
    under = place.ids[arrived.station] == quirk("under_filing").units[0]
    kept = rng.random(rows) < np.where(under, quirk("under_filing")["docketed"], 1.0)
    docketed = (kind == "case") & kept
    channel, dispatched, there = response(arrived, rng)
    life = Course(
        docketed=docketed,
        decision=texts(rows, "docketed"),
        channel=channel,
        dispatched=dispatched,
        arrived=there,
        acted=first_action(arrived, there, rng),
        decided=np.full(rows, np.nan),
        extension=texts(rows, "none"),
        solved=np.full(rows, np.nan),
        mode=texts(rows),
        closed=np.full(rows, np.nan),
        closure=texts(rows),
        series=np.full(rows, -1, dtype=np.int64),
    )
    decide(arrived, life, rng)
    solve(arrived, life, rng)
    close_unsolved(arrived, life, rng)
    end_undocketed(arrived, life, rng)
    return life


def response(arrived: Arrivals, rng: np.random.Generator) -> tuple[Texts, Floats, Floats]:
    """Channel, dispatch and arrival; only calls to 110 are dispatched."""
    rows = len(arrived.day)
    channel = pick(rng, settings("habits")["channel"], rows)
    called = channel == "110"
    dispatched = arrived.received + np.floor(rng.exponential(2.0, rows)) + 1
    rural = np.where(stations().kind[arrived.station] == "rural", 15.0, 8.0)
    there = dispatched + np.floor(rng.gamma(4, rural / 4, rows)) + 2
    return channel, np.where(called, dispatched, np.nan), np.where(called, there, np.nan)


def first_action(arrived: Arrivals, there: Floats, rng: np.random.Generator) -> Floats:
    """Minutes of the first action; about one and a half in a hundred wait more than a day."""
    rows = len(arrived.day)
    start = np.where(np.isnan(there), arrived.received + rng.exponential(25, rows), there)
    acted = start + np.floor(rng.exponential(9.0, rows)) + 2
    timely = stations().timely[arrived.station]
    slow = rng.random(rows) < (1 - timely) * 0.55
    acted = np.where(slow, arrived.received + DAY + 60 + rng.exponential(1.5 * DAY, rows), acted)
    return np.where(slow & (rng.random(rows) < 0.25), np.nan, acted)


def decide(arrived: Arrivals, life: Course, rng: np.random.Generator) -> None:
    """When and how it was decided what to do: within the limit of the kind, or later."""
    rows = len(arrived.day)
    known = models()
    kind, flow = known.kind[arrived.model], known.stream[arrived.model]
    criminal = kind == "criminal"
    quick = among(flow, ("dispute", "help"))
    median = np.where(criminal, 9.0, np.where(quick, 1.0, 2.6)) * HOUR
    limit = np.where(criminal, 72.0, 24.0) * HOUR
    delay = np.minimum(median * rng.lognormal(0, 1.0, rows), 0.97 * limit)
    luck = rng.random(rows)
    life.extension[(kind == "public_security") & (luck < 0.03)] = "d3"
    life.extension[criminal & (luck < 0.06)] = "d7"
    life.extension[criminal & (luck < 0.008)] = "d30"
    for name, least, most in (("d3", 20, 70), ("d7", 60, 165), ("d30", 150, 700)):
        tier = life.extension == name
        delay[tier] = rng.uniform(least, most, int(tier.sum())) * HOUR
    late = (life.extension == "none") & (rng.random(rows) > stations().timely[arrived.station])
    delay[late] = (limit + rng.exponential(2.0, rows) * DAY + 30)[late]
    start = np.where(np.isnan(life.arrived), arrived.received + 5, life.arrived + 5)
    life.decided = np.maximum(arrived.received + delay, start)
    life.decided[rng.random(rows) < 0.002] = np.nan
    for name, member in (
        ("dispute", flow == "dispute"),
        ("help", flow == "help"),
        ("diverted", (flow == "diverted") | ((flow == "case") & ~life.docketed)),
    ):
        life.decision[member] = pick(rng, settings("habits")[name], int(member.sum()))
    life.docketed &= ~np.isnan(life.decided)
    life.decision[np.isnan(life.decided)] = "pending"


def clearance(arrived: Arrivals) -> Floats:
    """The probability that a docketed matter is ever solved but for a series clearance."""
    known, place = models(), stations()
    base = np.clip(known.clearance[arrived.model] * 1.03, 0.01, 0.99)
    share = logistic(logit(base) + 0.12 * place.clearance[arrived.station])
    small = known.small[arrived.model]
    for name in ("slow_clearance", "filing_drive"):
        plant = quirk(name)
        there = place.under(plant.units)[arrived.station]
        then = arrived.received >= minute_of(plant.first)
        share = np.where(small & there & then, share * plant["clearance"], share)
    return share


def solve(arrived: Arrivals, life: Course, rng: np.random.Generator) -> None:
    """Solution and, after it, closure of docketed matters."""
    rows = len(arrived.day)
    known = models()
    ever = life.docketed & (rng.random(rows) < clearance(arrived))
    fast = rng.random(rows) < known.fast[arrived.model]
    slow = known.median_days[arrived.model] * rng.lognormal(0, 1, rows) ** np.where(
        known.sigma[arrived.model] > 0, known.sigma[arrived.model], 1.0
    )
    # Some are caught in the act: about one solution in ten comes before the docket.
    at_once = rng.random(rows) < 0.3
    days = np.where(fast, rng.exponential(np.where(at_once, 0.06, 1.0), rows), slow)
    life.solved = np.where(ever, arrived.received + np.maximum(days * DAY, 6), np.nan)
    mode = pick(rng, settings("habits")["solve_mode"], rows)
    caught = days * 24 < 4
    life.mode[ever] = np.where(caught, "on_spot", mode)[ever]
    criminal = known.kind[arrived.model] == "criminal"
    lag = np.where(criminal, 50.0, 8.0) * rng.lognormal(0, 0.6, rows) * DAY
    after = np.fmax(life.solved, life.decided) + lag
    life.closed = np.where(ever, after, np.nan)
    hurt = among(known.category, ("assault", "damage"))[arrived.model]
    settled = hurt & (rng.random(rows) < 0.45)
    ending = np.where(criminal, "prosecuted", np.where(settled, "mediated", "penalised"))
    life.closure[ever] = ending[ever]


def close_unsolved(arrived: Arrivals, life: Course, rng: np.random.Generator) -> None:
    """A few docketed matters end without a solution: withdrawn, terminated, no offence."""
    rows = len(arrived.day)
    share = np.where(models().small[arrived.model], 0.035, 0.25)
    ends = life.docketed & np.isnan(life.solved) & (rng.random(rows) < share)
    wait = 60 * rng.lognormal(0, 1.0, rows) * DAY
    life.closed[ends] = (life.decided + wait)[ends]
    life.closure[ends] = pick(rng, settings("habits")["unsolved"], int(ends.sum()))


def end_undocketed(arrived: Arrivals, life: Course, rng: np.random.Generator) -> None:
    """Disputes are settled, requests helped with, diverted reports answered."""
    known = models()
    flow = known.stream[arrived.model]
    open_end = ~life.docketed & ~np.isnan(life.decided)
    rows = len(flow)
    days = known.median_days[arrived.model] * rng.lognormal(0, 1.0, rows)
    settled = open_end & (rng.random(rows) < known.clearance[arrived.model])
    spoken = settled & (flow == "dispute")
    helped = settled & (flow == "help")
    life.closed[spoken | helped] = np.maximum(life.decided, arrived.received + days * DAY)[
        spoken | helped
    ]
    life.closure[spoken] = np.where(rng.random(rows) < 0.8, "mediated", "resolved")[spoken]
    life.closure[helped] = "resolved"
    over = open_end & (flow == "dispute") & ~settled & (rng.random(rows) < 0.5)
    life.decision[open_end & (flow == "dispute") & ~settled] = "handled_on_spot"
    life.closed[over] = (life.decided + rng.uniform(20, 90, rows) * DAY)[over]
    life.closure[over] = "terminated"
    answered = open_end & ~among(flow, ("dispute", "help"))
    life.closed[answered] = (life.decided + rng.exponential(6, rows) * HOUR)[answered]
    endings = settings("habits")["ending_of_decision"]
    for decision, ending in endings.items():
        life.closure[answered & (life.decision == decision)] = ending
