"""Surveys as counted answers: the bureau's phone survey and the 110 and case callbacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from data.demo import variation
from data.demo.chance import Floats, Ints, Texts, stream
from data.demo.parameters import quirk, settings
from data.demo.places import branch_on, stations
from data.demo.timeline import day_of, months, window_share


@dataclass(frozen=True)
class Sampled:
    """How many answered, by station and month; one place per pair that exists."""

    month: Ints  # number in `months()`
    station: Ints
    n: Ints

    @property
    def unit(self) -> Texts:
        return stations().ids[self.station]

    @property
    def dates(self) -> pl.Series:
        return pl.Series(months()).gather(pl.Series(self.month))

    @property
    def area(self) -> Texts:
        rural = stations().kind[self.station] == "rural"
        return np.where(rural, "rural", "urban")


def spread_over_stations(rng: np.random.Generator, interviews: int) -> Sampled:
    """A month's interviews over the stations there, by residents."""
    place, parts = stations(), []
    for number, month in enumerate(months()):
        there = place.there(day_of(month))
        share = np.where(there, place.population, 0.0)
        counts = rng.multinomial(interviews, share / share.sum())
        chosen = np.flatnonzero(there)
        parts.append(np.stack([np.full(len(chosen), number), chosen, counts[chosen]]))
    month_numbers, station, n = np.concatenate(parts, axis=1)
    return Sampled(month_numbers, station, n)


def drawn(rng: np.random.Generator, sampled: Sampled, shares: Floats) -> Ints:
    """How often each answer was given, by the row's shares."""
    return rng.multinomial(sampled.n, shares / shares.sum(axis=1, keepdims=True))


def listed(
    sampled: Sampled, counts: Ints, codes: list[str], keys: dict[str, pl.Series | str]
) -> pl.DataFrame:
    """One row per answer given at least once."""
    wide = pl.DataFrame(
        {
            "unit_id": sampled.unit,
            "period_month": sampled.dates,
            "area_type": sampled.area,
            **{code: counts[:, place] for place, code in enumerate(codes)},
        }
    ).with_columns(
        *(
            value.alias(key) if isinstance(value, pl.Series) else pl.lit(value).alias(key)
            for key, value in keys.items()
        )
    )
    index = ["unit_id", "period_month", "area_type", *keys]
    long = wide.unpivot(codes, index=index, variable_name="answer_code", value_name="n")
    return long.filter(pl.col("n") > 0)


def on_the_way(ends: list[float], place: Floats) -> Floats:
    """The level at a place between 0 (first end) and 1 (last end) of the way."""
    return ends[0] + (ends[1] - ends[0]) * place


def cati_level(question: dict[str, Any], sampled: Sampled) -> tuple[Floats, NDArray[np.bool_]]:
    """Share of positive answers per row, and which rows use the second questionnaire."""
    change = months().index(quirk("questionnaire_change").first)
    second = sampled.month >= change
    old = on_the_way(question["v1"], sampled.month / (change - 1))
    new = on_the_way(question["v2"], (sampled.month - change) / (len(months()) - 1 - change))
    window = np.array([window_share(month) for month in months()])[sampled.month]
    effect = question["station"] * stations().satisfaction[sampled.station]
    level = np.where(second, new, old) + effect + question["window"] * window
    return np.clip(level / 100, 0.02, 0.985), second


def wave_ids(prefix: str, sampled: Sampled) -> pl.Series:
    """One wave a month."""
    return prefix + sampled.dates.dt.to_string("%Y-%m")


def cati_answers(sampled: Sampled) -> list[pl.DataFrame]:
    """All questions of the phone survey; the middle grade exists only in the second version.

    Numbers are drawn by branch, and in it by the area of a station: a stratum and a sampling unit.
    """
    parts = []
    strata = pl.Series(branch_of_rows(sampled))
    waves = wave_ids("cati-", sampled)
    window = np.array([window_share(month) for month in months()])[sampled.month]
    for question in settings("surveys")["cati"]["question"]:
        rng = stream(f"cati {question['code']}")
        level, second = cati_level(question, sampled)
        for version, chosen in (("v1", ~second), ("v2", second)):
            some = Sampled(sampled.month[chosen], sampled.station[chosen], sampled.n[chosen])
            shares, codes = graded(question, version, level[chosen], window[chosen])
            keys: dict[str, pl.Series | str] = {
                "wave_id": waves.filter(pl.Series(chosen)),
                "question_code": question["code"],
                "stratum": strata.filter(pl.Series(chosen)),
                "psu": pl.Series(some.unit),
            }
            parts.append(listed(some, drawn(rng, some, shares), codes, keys))
    return parts


def graded(
    question: dict[str, Any], version: str, level: Floats, window: Floats
) -> tuple[Floats, list[str]]:
    """The share of every answer; in assessment windows fewer choose the middle."""
    positive = np.array(question.get(f"{version}_positive", [1.0]))
    negative = np.array(question.get(f"{version}_negative", [1.0]))
    lower = np.tile(negative, (len(level), 1))
    if len(negative) == 3:
        lower[:, 0] *= 1 - (1 - quirk("assessment_surge")["middling"]) * window
        lower /= lower.sum(axis=1, keepdims=True)
    unsure = question.get("unsure", 0.0)
    valid = np.hstack([level[:, None] * positive, (1 - level)[:, None] * lower]) * (1 - unsure)
    codes = [str(place + 1) for place in range(valid.shape[1])]
    if unsure:
        return np.hstack([valid, np.full((len(level), 1), unsure)]), [*codes, "9"]
    return valid, codes


def callback_110() -> tuple[Sampled, Ints, pl.DataFrame]:
    """Ratings of the handling of 110 calls: who answered, messages sent, answers."""
    rule, change = settings("surveys")["callback_110"], quirk("mode_change")
    rng = stream("callback 110")
    sent = spread_over_stations(rng, rule["sent"])
    after = sent.month >= months().index(change.first)
    response = np.where(after, change["response_after"], change["response_before"])
    answered = rng.binomial(sent.n, response + rng.normal(0, 0.006, len(months()))[sent.month])
    perfect, enough = perfect_rows(sent), int(quirk("perfect_scores")["minimum_n"])
    answered = np.where(perfect, np.maximum(answered, enough + 2), answered)
    sampled = Sampled(sent.month, sent.station, answered)
    shares = rating_shares(sent, after)
    shares[perfect] = [1.0, 0.0, 0.0]
    counts = drawn(rng, sampled, shares)
    if variation.chosen() is None:
        # Only the planted stations are beyond doubt: elsewhere one of many is never quite happy.
        by_chance = ~perfect & (answered >= enough) & (counts[:, 0] == answered)
        counts[by_chance] += np.array([-1, 1, 0])
    keys: dict[str, pl.Series | str] = {
        "wave_id": wave_ids("cb110-", sampled),
        "question_code": "q1",
    }
    answers = listed(sampled, counts, ["1", "2", "3"], keys)
    return sampled, np.maximum(sent.n, answered), answers


def rating_shares(sent: Sampled, after: NDArray[np.bool_]) -> Floats:
    """Shares of satisfied, middling and dissatisfied callers; `after` marks the new mode."""
    rule, surge = settings("surveys")["callback_110"], quirk("assessment_surge")
    way = sent.month / (len(months()) - 1)
    window = np.array([window_share(month) for month in months()])[sent.month]
    satisfied = on_the_way(rule["satisfied"], way) + after * quirk("mode_change")["satisfaction"]
    satisfied += surge["satisfaction"] * window
    satisfied += rule["station"] * stations().satisfaction[sent.station]
    satisfied = np.clip(satisfied, 40, 97)
    middling = on_the_way(rule["middling"], way) * (1 - (1 - surge["middling"]) * window)
    middling = np.minimum(middling, (100 - satisfied) * 0.7)
    return np.stack([satisfied, middling, 100 - satisfied - middling], axis=1) / 100


def perfect_rows(sampled: Sampled) -> NDArray[np.bool_]:
    """The two stations that report nothing but satisfied callers during assessment windows."""
    plant = quirk("perfect_scores")
    then = np.isin(sampled.month, [months().index(month) for month in plant.months])
    return then & np.isin(sampled.unit, plant.units)


def callback_case() -> tuple[Sampled, pl.DataFrame]:
    """Case-closing ratings by outcome and notice: telling counts beside solving."""
    rule = settings("surveys")["callback_case"]
    rng = stream("callback case")
    asked = spread_over_stations(rng, rule["interviews"])
    place = stations()
    solved = rng.binomial(asked.n, rule["solved_share"])
    told = rng.binomial(solved, place.notice[asked.station])
    kept = rng.binomial(asked.n - solved, place.callback[asked.station])
    cells = {
        "solved_notified": told,
        "solved_not_notified": solved - told,
        "unsolved_notified": kept,
        "unsolved_not_notified": asked.n - solved - kept,
    }
    window = np.array([window_share(month) for month in months()])[asked.month]
    change = rule["rise"] * asked.month / (len(months()) - 1)
    change = change + quirk("assessment_surge")["satisfaction"] * window
    change = change + rule["station"] * place.satisfaction[asked.station]
    parts = []
    for name, n in cells.items():
        outcome, notice = name.split("_", 1)
        level = np.clip((rule["level"][name] + change) / 100, 0.05, 0.98)
        positive, negative = np.array(rule["positive"]), np.array(rule["negative"])
        shares = np.hstack([level[:, None] * positive, (1 - level)[:, None] * negative])
        keys: dict[str, pl.Series | str] = {
            "wave_id": wave_ids("case-", asked),
            "question_code": "q1",
            "outcome_group": outcome,
            "notice_group": notice,
        }
        some = Sampled(asked.month, asked.station, n)
        parts.append(listed(some, drawn(rng, some, shares), ["1", "2", "3", "4"], keys))
    return asked, pl.concat(parts)


def branch_of_rows(sampled: Sampled) -> Texts:
    """The branch each row belonged to in its month."""
    starts = np.array([day_of(month) for month in months()])[sampled.month]
    return stations().branches[branch_on(sampled.station, starts)]


def month_end(month: date) -> date:
    """The last day of a month."""
    return pl.select(pl.lit(month).dt.month_end()).item()
