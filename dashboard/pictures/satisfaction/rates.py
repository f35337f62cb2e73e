"""Shares of favourable answers with their intervals, and which series of them is shown.

A series is programme|questionnaire version|mode; nothing is ever added or subtracted across two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import designs, indicators
from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.statistics.control_charts import sigma_z
from dashboard.statistics.designs import Design
from dashboard.statistics.proportions import Share, interval, of_sums
from dashboard.statistics.suppression import FEWEST, presentation
from dashboard.texts import DEFAULT, codes, every, numbers, t

WINDOW = 12  # months of the rolling figures

# What a rate is made of, as the questions of this page name it.
SUMS = ("positive", "weight", "respondent_count", "positive_sq", "weight_sq")

# Callbacks and case ratings ask only people who have dealt with the police.
PROGRAMMES = ("bureau_cati", "political_legal", "external_12340", "online_poll", "other")

# Usual answers; a questionnaire's own words are Chinese and would stay so in any language.
ANSWERS = (
    "very_satisfied",
    "satisfied",
    "rather_satisfied",
    "fairly_satisfied",
    "neutral",
    "rather_dissatisfied",
    "dissatisfied",
    "very_dissatisfied",
)


def answer_words() -> dict[str, str]:
    """The usual answers in Chinese, each with its words in the reader's language."""
    chinese = every(DEFAULT)
    keys = [f"satisfaction.answer.{answer}" for answer in ANSWERS]
    return {chinese[key]: t(key) for key in keys}


@dataclass(frozen=True)
class Rate:
    """A share with its interval; shares 0–1, `n` respondents."""

    share: Share
    low: float
    high: float

    @property
    def value(self) -> float:
        """The share."""
        return self.share.value

    @property
    def n(self) -> int:
        """How many answered."""
        return round(self.share.n)

    @property
    def words(self) -> str:
        """81.2%(±2.2)"""
        return numbers.rate_with_interval(self.value, self.low, self.high)


def rate(
    positive: float,
    weight: float,
    n: float,
    positive_sq: float | None = None,
    weight_sq: float | None = None,
    design: Design | None = None,
) -> Rate | None:
    """The rate of weighted sums on n respondents, None where nobody or too few answered."""
    if weight <= 0 or n < FEWEST:
        return None
    share = of_sums(positive, weight, n, weight_sq, positive_sq, design)
    return Rate(share, *interval(share))


def of_row(row: Mapping[str, Any]) -> Rate | None:
    """The rate of a row with the five sums: positive, weight, respondent_count, …"""
    positive, weight, n, positive_sq, weight_sq = (row[name] for name in SUMS)
    return rate(positive, weight, n, positive_sq, weight_sq, designs.of_row(row))


def least(indicator_id: str) -> int:
    """Answers below which a rate is 样本不足, from the registry."""
    return indicators.get(indicator_id).minimum_n


def is_shown(rate: Rate, indicator_id: str) -> bool:
    """Whether a rate stands on enough answers, by the registry and by the rule for survey shares.

    The second looks at the effective number and at the width of the interval.
    """
    return rate.n >= least(indicator_id) and presentation(rate.share).is_shown


def programme_of(series: str) -> str:
    """bureau_cati of bureau_cati|v2|cati."""
    return series.split("|", 1)[0]


def series_words(series: str) -> str:
    """本局电话调查 · 问卷 v2 · 电话访问"""
    programme, version, mode = (*series.split("|"), "", "")[:3]
    return t(
        "satisfaction.series",
        programme=codes.label("survey_waves.programme", programme),
        version=version,
        mode=codes.label("survey_waves.mode", mode),
    )


def by_month(choice: Filters) -> pl.DataFrame:
    """Every rate of the chosen unit and span; no columns where surveys are 未接入."""
    return designs.with_months(ask_if_connected("satisfaction/rates_by_month", choice), choice)


def shown(frame: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    """The rows of one programme: the chosen one, else the first known of PROGRAMMES."""
    if frame.is_empty():
        return frame
    there = {programme_of(series) for series in frame["series"]}
    order = [choice.programme, *PROGRAMMES, *sorted(there)]
    programme = next(name for name in order if name in there)
    return frame.filter(pl.col("series").str.starts_with(f"{programme}|"))


def asked(choice: Filters) -> pl.DataFrame:
    """Fieldwork of the series that the last satisfaction rate is of; empty where not recorded."""
    answers = by_month(choice)
    frame = ask_if_connected("satisfaction/response_by_month", choice)
    if frame.is_empty() or answers.is_empty():
        return pl.DataFrame()
    answers = shown(answers.filter(pl.col("indicator_id") == "SAT02"), choice)
    if answers.is_empty():
        return answers
    wanted = programme_of(latest_series(answers))
    return (
        frame.filter((pl.col("contacted") > 0) & pl.col("series").str.starts_with(f"{wanted}|"))
        .join(answers, on=["series", "month"])
        .sort("month", "series")
    )


def latest_series(frame: pl.DataFrame) -> str:
    """The series that has the last month of the frame."""
    last = frame.filter(pl.col("month") == pl.col("month").max())
    return str(last["series"].sort()[-1])


def at(frame: pl.DataFrame, series: str, month: date) -> Rate | None:
    """The rate of one month of one series."""
    rows = frame.filter((pl.col("series") == series) & (pl.col("month") == month))
    return of_row(rows.row(0, named=True)) if rows.height else None


def total(frame: pl.DataFrame) -> Rate | None:
    """The rate of all rows together; they must be of one series."""
    if frame.is_empty():
        return None
    sums = frame.select(
        pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)
        for name in (*SUMS, *designs.COLUMNS)
        if name in frame.columns
    )
    return of_row(sums.row(0, named=True))


def spread(frame: pl.DataFrame) -> float:
    """By how much the months of one series differ more than their samples explain; at least 1."""
    shares = [
        rate.share for row in frame.sort("month").iter_rows(named=True) if (rate := of_row(row))
    ]
    sizes = [share.n_design for share in shares]
    counted = [share.value * size for share, size in zip(shares, sizes, strict=True)]
    return max(1.0, sigma_z(counted, sizes)) if shares else 1.0


def reach(points: Sequence[float]) -> str:
    """15.5 or 15.5–20.2: the least and the largest of points."""
    low, high = numbers.plain(min(points), 1), numbers.plain(max(points), 1)
    return low if low == high else numbers.between(min(points), max(points), 1)
