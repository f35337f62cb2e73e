"""Waves, fieldwork and the surveys that others run: 12340, the victim module, published figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from data.demo.chance import Floats, stream
from data.demo.parameters import city, listing, quirk, settings
from data.demo.surveys import (
    Sampled,
    branch_of_rows,
    callback_110,
    callback_case,
    cati_answers,
    month_end,
    on_the_way,
    spread_over_stations,
)
from data.demo.timeline import months

NO_GROUP = {"area_type": "all", "outcome_group": "na", "notice_group": "na"}


def survey_tables() -> dict[str, pl.DataFrame]:
    """Waves, questions, fieldwork, answers and published figures."""
    rule = settings("surveys")
    phone = spread_over_stations(stream("cati"), rule["cati"]["interviews"])
    rated, sent, ratings = callback_110()
    asked, closings = callback_case()
    external_waves, external = external_answers()
    victim_waves, victims = victim_answers()
    waves = [
        *monthly_waves("cati-", rule["cati"], phone),
        *monthly_waves("case-", rule["callback_case"], asked),
        *rating_waves(rule["callback_110"], rated, sent),
        *external_waves,
        *victim_waves,
    ]
    answers = pl.concat(
        [*cati_answers(phone), ratings, closings, external, victims], how="diagonal"
    )
    answers = answers.with_columns(pl.col(name).fill_null(code) for name, code in NO_GROUP.items())
    groups = ["outcome_group", "notice_group"]
    keys = ["wave_id", "unit_id", "period_month", "question_code", *groups]
    return {
        "survey_waves": pl.DataFrame(waves).sort("wave_id"),
        "survey_questions": listing("survey_questions"),
        "survey_fieldwork": pl.concat(
            [
                phone_fieldwork(rule["cati"], phone),
                rating_fieldwork(rule["callback_110"], rated, sent),
            ],
            how="diagonal",
        ).sort("wave_id", "unit_id"),
        "survey_answers": answers.sort(*keys, "answer_code"),
        "external_scores": published(),
    }


def tried(rule: dict[str, Any], completed: int) -> dict[str, int]:
    """Numbers dialled and reached behind a number of interviews."""
    contacted = round(completed * rule["contacted_per_interview"])
    return {
        "dialled_n": round(contacted * rule["dialled_per_contact"]),
        "contacted_n": contacted,
        "completed_n": completed,
    }


def monthly_waves(prefix: str, rule: dict[str, Any], sampled: Sampled) -> list[dict[str, Any]]:
    """One wave a month of a programme run by the bureau."""
    total = np.bincount(sampled.month, weights=sampled.n).astype(int)
    change = quirk("questionnaire_change").first
    return [
        {
            "wave_id": f"{prefix}{month:%Y-%m}",
            "programme": rule["programme"],
            "mode": rule["mode"],
            "questionnaire_version": rule.get("version", "v2" if month >= change else "v1"),
            "period_start": month,
            "period_end": month_end(month),
            **tried(rule, int(total[number])),
            "weighting": "none",
            "is_external": False,
            "scoring_rule_text": rule["rule"],
        }
        for number, month in enumerate(months())
    ]


def rating_waves(rule: dict[str, Any], rated: Sampled, sent: Any) -> list[dict[str, Any]]:
    """One wave of 110 ratings a month; the mode changes once."""
    total = np.bincount(rated.month, weights=rated.n).astype(int)
    messages = np.bincount(rated.month, weights=sent).astype(int)
    change = quirk("mode_change").first
    return [
        {
            "wave_id": f"cb110-{month:%Y-%m}",
            "programme": rule["programme"],
            "mode": rule["mode_after"] if month >= change else rule["mode_before"],
            "questionnaire_version": rule["version"],
            "period_start": month,
            "period_end": month_end(month),
            "dialled_n": int(messages[number]),
            "contacted_n": round(messages[number] * rule["delivered"]),
            "completed_n": int(total[number]),
            "weighting": "none",
            "is_external": False,
            "scoring_rule_text": rule["rule"],
        }
        for number, month in enumerate(months())
    ]


def phone_fieldwork(rule: dict[str, Any], sampled: Sampled) -> pl.DataFrame:
    """Fieldwork of the phone survey by branch and month; response differs a little by branch."""
    frame = pl.DataFrame(
        {
            "period_month": sampled.dates,
            "unit_id": branch_of_rows(sampled),
            "completed_n": sampled.n,
        }
    )
    sums = frame.group_by("period_month", "unit_id").agg(pl.col("completed_n").sum())
    sums = sums.sort("period_month", "unit_id")
    noise = stream("fieldwork").normal(1, 0.05, len(sums))
    contacted = np.ceil(sums["completed_n"].to_numpy() * rule["contacted_per_interview"] * noise)
    return sums.with_columns(
        ("cati-" + pl.col("period_month").dt.to_string("%Y-%m")).alias("wave_id"),
        pl.Series("contacted_n", contacted).cast(pl.Int64),
        pl.Series("dialled_n", np.ceil(contacted * rule["dialled_per_contact"])).cast(pl.Int64),
    )


def rating_fieldwork(rule: dict[str, Any], rated: Sampled, sent: Any) -> pl.DataFrame:
    """Messages sent, delivered and answered by station and month."""
    delivered = np.maximum(np.round(sent * rule["delivered"]), rated.n).astype(np.int64)
    return pl.DataFrame(
        {
            "wave_id": "cb110-" + rated.dates.dt.to_string("%Y-%m"),
            "unit_id": rated.unit,
            "period_month": rated.dates,
            "sent_n": sent,
            "dialled_n": sent,
            "contacted_n": delivered,
            "completed_n": rated.n,
        }
    )


def graded_counts(
    rng: np.random.Generator, n: int, level: float, rule: dict[str, Any]
) -> list[int]:
    """Counts of two positive, two negative grades and of those unsure."""
    sure = 1 - rule["unsure"]
    shares = [level * part * sure for part in rule["positive"]]
    shares += [(1 - level) * part * sure for part in rule["negative"]]
    return [int(count) for count in rng.multinomial(n, [*shares, rule["unsure"]])]


def external_answers() -> tuple[list[dict[str, Any]], pl.DataFrame]:
    """12340: 400 interviews per county-level unit and wave, weighted afterwards."""
    rule, rng = settings("surveys")["external"], stream("external")
    branches = listing("branches")["unit_id"].to_list()
    offset = rng.normal(0, 0.5, len(branches))
    waves, rows = [], []
    for number, wave in enumerate(rule["waves"]):
        place = np.array(number / (len(rule["waves"]) - 1))
        fielded = [m for m in months() if month_end(m) > wave["start"] and m <= wave["end"]]
        waves.append(
            {
                "wave_id": wave["id"],
                "programme": rule["programme"],
                "mode": rule["mode"],
                "questionnaire_version": rule["version"],
                "period_start": wave["start"],
                "period_end": wave["end"],
                **tried(rule, rule["interviews"] * len(branches)),
                "weighting": "poststrat",
                "is_external": True,
                "scoring_rule_text": rule["rule"],
            }
        )
        for branch, unit in enumerate(branches):
            for month in fielded:
                n = rule["interviews"] // len(fielded)
                for code, question in rule["question"].items():
                    level = float(on_the_way(question["level"], place) + offset[branch]) / 100
                    counts = graded_counts(rng, n, min(level, 0.995), question)
                    rows += weighted(rng, wave["id"], unit, month, code, counts, rule)
    return waves, pl.DataFrame(rows)


def weighted(
    rng: np.random.Generator,
    wave: str,
    unit: str,
    month: Any,
    question: str,
    counts: list[int],
    rule: dict[str, Any],
) -> list[dict[str, Any]]:
    """One row per answer given, with the sum of the weights and of their squares."""
    rows = []
    for code, n in zip(("1", "2", "3", "4", "9"), counts, strict=True):
        if n:
            weights: Floats = np.exp(rng.normal(0, rule["weight_spread"], n))
            rows.append(
                {
                    "wave_id": wave,
                    "unit_id": unit,
                    "period_month": month,
                    "question_code": question,
                    "answer_code": code,
                    "n": n,
                    "weighted_n": round(float(weights.sum()), 4),
                    "weight_sq": round(float((weights**2).sum()), 4),
                }
            )
    return rows


def victim_answers() -> tuple[list[dict[str, Any]], pl.DataFrame]:
    """The yearly module in October: victimised, reported, why not."""
    rule, rng, drive = settings("surveys")["victim"], stream("victims"), quirk("filing_drive")
    branches = listing("branches")["unit_id"].to_list()
    waves, rows = [], []
    for month in [m for m in months() if m.month == 10]:
        wave = f"victim-{month:%Y}"
        each = rule["interviews"] // len(branches)
        waves.append(
            {
                "wave_id": wave,
                "programme": rule["programme"],
                "mode": rule["mode"],
                "questionnaire_version": rule["version"],
                "period_start": month,
                "period_end": min(month_end(month), city().cutoff),
                **tried(rule, each * len(branches)),
                "weighting": "none",
                "is_external": False,
                "scoring_rule_text": rule["rule"],
            }
        )
        for unit in branches:
            silent = rule["not_reported"][str(month.year)]
            if unit in drive.units and month >= drive.first:
                silent += drive["not_reported"] / 100
            hurt = int(rng.binomial(each, rule["victimised"]))
            unreported = int(rng.binomial(hurt, silent))
            reasons = rng.multinomial(unreported, rule["reasons"])
            cells = {
                "q1": [hurt, each - hurt],
                "q2": [hurt - unreported, unreported],
                "q3": [int(n) for n in reasons],
            }
            rows += [
                {
                    "wave_id": wave,
                    "unit_id": unit,
                    "period_month": month,
                    "question_code": question,
                    "answer_code": str(place + 1),
                    "n": n,
                }
                for question, counts in cells.items()
                for place, n in enumerate(counts)
                if n
            ]
    return waves, pl.DataFrame(rows)


def published() -> pl.DataFrame:
    """Percentages published by others, without a sample size, per branch and for the city."""
    rule, rng = settings("surveys")["published"], stream("published")
    units = [city().bureau["unit_id"], *listing("branches")["unit_id"].to_list()]
    offset = rng.normal(0, rule["spread"], len(units))
    offset[0] = 0.0
    rows = []
    for number, report in enumerate(rule["reports"]):
        place = np.array(number / (len(rule["reports"]) - 1))
        for construct in ("safety", "police_satisfaction"):
            level = float(on_the_way(rule[construct], place))
            noise = rng.normal(0, 0.25, len(units))
            rows += [
                {
                    "programme": rule["programme"],
                    "unit_id": unit,
                    "period_start": report["start"],
                    "period_end": report["end"],
                    "construct": construct,
                    "source": report["source"],
                    "value": round(min(level + float(offset[k] + noise[k]), 99.6), 2),
                }
                for k, unit in enumerate(units)
            ]
    return pl.DataFrame(rows)
