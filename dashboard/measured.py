"""Indicators as figures: their course over months, and where each unit stands.

Frames have: month or unit_id, series, value, low, high (in the indicator's own scale), numerator,
denominator, n, months_n, is_mature, is_enough. Below the least n there is a row but no judgement:
is_enough is false and the reader gets 样本不足 instead of the value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard import composed, designs, promised, units, windows
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.statistics.estimates import Estimate, Sums, estimate, stock
from dashboard.texts import numbers, t
from dashboard.texts.dates import add_months

_EMPTY = pl.DataFrame(
    schema={
        "month": pl.Date, "unit_id": pl.String, "series": pl.String, "value": pl.Float64,
        "low": pl.Float64, "high": pl.Float64, "numerator": pl.Float64,
        "denominator": pl.Float64, "n": pl.Float64, "months_n": pl.Int64,
        "is_mature": pl.Boolean, "is_enough": pl.Boolean,
    }
)  # fmt: skip
# Parts of a ratio of amounts, as ratio_of_sums takes them.
SQUARES = ("numerator_squared", "denominator_squared", "cross")
ADDED = (
    "numerator", "denominator", "numerator_sq", "n", "sum_weight_sq", "coverage_n", "excluded_n",
)  # fmt: skip


def end_of(choice: Filters) -> date:
    """The first day that the chosen month does not tell of: the next month's, or the cut-off."""
    return min(add_months(choice.month, 1), snapshot().cutoff)


def level_of(unit_id: str) -> str:
    """bureau, branch or station; "" for a unit nobody knows."""
    return units.levels().get(unit_id, "")


@remembered
def by_month(indicator_id: str, choice: Filters, window: int | None = None) -> pl.DataFrame:
    """The course in the chosen unit over the chosen span, one row a month, oldest first.

    The window is the registry's for the unit's level unless given. Where a month has several
    series of the programme, the one with the most respondents stands.
    """
    indicator = get(indicator_id)
    usual = indicator.window(level_of(choice.unit_id))
    if not (window or usual):
        return _EMPTY
    if indicator.kind == "composed":
        made = composed.by_month(indicator, choice, window or usual)
        return _EMPTY if made.is_empty() else made
    first = add_months(choice.month, 1 - max(choice.span, 25))
    asked = windows.by_month(indicator_id, window or usual, choice, first)
    if asked.is_empty():
        return _EMPTY
    kept = of_programme(_with_squares(asked, ["month", "is_mature"]), indicator, choice)
    kept = kept.sort("month", "n", "series").unique("month", keep="last").sort("month")
    if indicator.is_survey:
        kept = designs.with_windows(kept, indicator, choice, window or usual)
    return _estimated(kept, indicator)


@remembered
def by_unit(
    indicator_id: str, choice: Filters, level: str, window: int | None = None
) -> pl.DataFrame:
    """Where each unit of a level under the chosen one stands; in the series now in force."""
    indicator = get(indicator_id)
    window = window or indicator.window(level)
    if not window:
        return _EMPTY
    if indicator.kind == "composed":
        made = composed.by_unit(indicator, choice, level, window)
        return _EMPTY if made.is_empty() else made
    asked = windows.by_unit(indicator_id, window, choice, level)
    course = by_month(indicator_id, choice)
    if asked.is_empty() or course.is_empty():
        return _EMPTY
    in_force = course["series"][-1]
    kept = of_programme(_with_squares(asked, ["unit_id"]), indicator, choice)
    kept = kept.filter(pl.col("series") == in_force).sort("unit_id")
    if indicator.is_survey:
        kept = designs.with_units(kept, indicator, choice, window)
    return _estimated(kept.with_columns(is_mature=pl.lit(True)), indicator)


def _with_squares(asked: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """The main rows; a ratio of amounts has its squares beside them."""
    main = asked.filter(pl.col("component") == "main").drop("component")
    for part in SQUARES:
        sums = asked.filter(pl.col("component") == part).select(
            "series", *keys, pl.col("numerator").alias(part)
        )
        if sums.height:
            main = main.join(sums, on=["series", *keys], how="left", nulls_equal=True)
    return main


def of_programme(asked: pl.DataFrame, indicator: Indicator, choice: Filters) -> pl.DataFrame:
    """The rows of one programme (surveys) or of the series that is meant (all others)."""
    if not indicator.default_programme:
        if indicator.default_series:
            return asked.filter(pl.col("series") == indicator.default_series)
        return asked
    if indicator.default_series:
        asked = asked.filter(pl.col("series").str.ends_with(f"|{indicator.default_series}"))
    if indicator.series.endswith("|outcome|notice"):
        asked = _groups_together(asked)
    if asked.is_empty():
        return asked
    programme = pl.col("series").str.split("|").list.first()
    named = asked.with_columns(programme=programme)
    weight = named.group_by("programme").agg(pl.col("n").sum()).sort("n", descending=True)
    known = weight["programme"].to_list()
    wanted = [choice.programme, indicator.default_programme, *known]
    chosen = next(name for name in wanted if name in known)
    return named.filter(pl.col("programme") == chosen).drop("programme")


def _groups_together(asked: pl.DataFrame) -> pl.DataFrame:
    """The four groups of a rating (solved or not, told or not) add up to the rating itself."""
    keys = [name for name in ("month", "unit_id", "is_mature") if name in asked.columns]
    sums = [name for name in ADDED if name in asked.columns]
    whole = pl.col("series").str.split("|").list.head(3).list.join("|")
    return (
        asked.with_columns(series=whole)
        .group_by("series", *keys)
        .agg(
            pl.col("months_n").max(),
            *(
                pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)
                for name in sums
            ),
        )
        .sort("series", *keys)
    )


def _estimated(rows: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    figures = [_figure(indicator, row) for row in rows.iter_rows(named=True)]
    return rows.with_columns(
        value=pl.Series([figure.value for figure in figures], dtype=pl.Float64),
        low=pl.Series([figure.low for figure in figures], dtype=pl.Float64),
        high=pl.Series([figure.high for figure in figures], dtype=pl.Float64),
        is_enough=pl.col("n").fill_null(0) >= indicator.minimum_n,
    )


def _figure(indicator: Indicator, row: dict[str, Any]) -> Estimate:
    if row["numerator"] is None:
        return Estimate(None)
    if indicator.kind == "stock" and indicator.interval == "poisson":
        return stock(row["numerator"])
    if row["denominator"] is None:
        # A stock that is measured against nothing is its own figure, and no sample.
        return Estimate(row["numerator"] if indicator.kind == "stock" else None)
    return estimate(indicator.estimated_by, indicator.scale, sums_of(row))


def sums_of(row: Mapping[str, Any]) -> Sums:
    """The sums of a row of a course."""
    squares = None
    if row.get(SQUARES[0]) is not None:
        first, second, cross = (float(row[part] or 0) for part in SQUARES)
        squares = (first, second, cross)
    return Sums(
        float(row["numerator"]),
        float(row["denominator"] or 0),
        float(row["n"] or 0),
        row["numerator_sq"],
        row["sum_weight_sq"],
        squares,
        designs.of_row(row),
    )


@dataclass(frozen=True)
class Latest:
    """The last figure that counts, and what it is compared with (None: nothing to compare)."""

    month: date
    value: float
    low: float | None
    high: float | None
    n: float
    numerator: float
    denominator: float
    series: str
    is_enough: bool
    before: float | None


def latest(course: pl.DataFrame, choice: Filters) -> Latest | None:
    """The last mature month of a course, with its comparison by the reader's choice.

    Never across series: 同比 over a new questionnaire has nothing to compare.
    """
    mature = course.filter(pl.col("is_mature") & pl.col("value").is_not_null())
    if mature.is_empty():
        return None
    last = mature.row(-1, named=True)
    same = mature.filter(pl.col("series") == last["series"])
    return Latest(
        **{name: last[name] for name in Latest.__dataclass_fields__ if name != "before"},
        before=_before(same, last["month"], choice.compare),
    )


def _before(same: pl.DataFrame, month: date, compare: str) -> float | None:
    if compare == "mean12":
        earlier = same.filter(
            (pl.col("month") < month) & (pl.col("month") >= add_months(month, -12))
        )
        mean = earlier["value"].mean()
        return float(mean) if earlier.height == 12 and isinstance(mean, float) else None
    back = {"yoy": -12, "mom": -1}[compare]
    found = same.filter(pl.col("month") == add_months(month, back))["value"].to_list()
    return float(found[0]) if found else None


def months_of_history(choice: Filters, dataset: str) -> int:
    """How many months of a data set the bureau has up to the chosen month; 0 without any."""
    spans = ask_if_connected("measured/history", choice)
    if spans.is_empty():
        return 0
    found = spans.filter(pl.col("dataset") == dataset)["first_month"].to_list()
    if not found or found[0] > choice.month:
        return 0
    first: date = found[0]
    return (choice.month.year - first.year) * 12 + choice.month.month - first.month + 1


def absent_words(indicator: Indicator, choice: Filters) -> str:
    """未接入 of an indicator without a figure, 本级不显示 where its level has none."""
    is_shown = indicator.window(level_of(choice.unit_id)) > 0
    return t("tag.not_connected" if is_shown else "tag.not_here")


def is_connected(choice: Filters, dataset: str) -> bool:
    """Whether the chosen unit's bureau has any of a data set."""
    spans = ask_if_connected("measured/history", choice)
    return not spans.is_empty() and dataset in spans["dataset"].to_list()


def value_words(indicator: Indicator, value: float) -> str:
    """81.2% or 5,086 起: a figure with its unit, in a sentence."""
    if indicator.is_share:
        return numbers.rate(value / 100)
    number = numbers.plain(value, indicator.decimals)
    return t("number.with_unit", n=number, unit=indicator.unit)


def bare_words(indicator: Indicator, figure: Latest) -> str:
    """81.2%(±2.2) or 4,965(±139): without the unit, where the sentence says it."""
    value = (
        numbers.rate(figure.value / 100)
        if indicator.is_share
        else numbers.plain(figure.value, indicator.decimals)
    )
    margin = margin_words(indicator, figure.value, figure.low, figure.high)
    return t("number.rate_with_interval", rate=value, interval=f"({margin})") if margin else value


def margin_words(indicator: Indicator, value: float, low: float | None, high: float | None) -> str:
    """±2.2 or 95.0–98.3; "" where there is no interval."""
    if low is None or high is None:
        return ""
    is_extreme = indicator.is_share and value > 95
    return numbers.margin_in_scale(value, low, high, indicator.decimals, is_extreme)


def words(indicator: Indicator, figure: Latest) -> str:
    """81.2%(±2.2)"""
    margin = margin_words(indicator, figure.value, figure.low, figure.high)
    value = value_words(indicator, figure.value)
    return t("number.rate_with_interval", rate=value, interval=f"({margin})") if margin else value


def change_words(indicator: Indicator, figure: Latest, compare: str) -> str:
    """同比 +0.6 个百分点 or 同比 −641 起(−11.2%): arithmetic, no verdict."""
    how = t(f"compare.{compare}")
    if figure.before is None:
        return t("compare.none", how=how)
    if indicator.is_share:
        difference = numbers.points((figure.value - figure.before) / 100)
    else:
        difference = numbers.change(figure.value, figure.before, decimals=indicator.decimals)
    return t("compare.change", how=how, difference=difference)


def goal_words(indicator: Indicator, choice: Filters, series: str) -> str:
    """目标 80, 参考值 42, 同比 ≤ 0: what stands in the corner of a card; "" where there is none."""
    if indicator.reference is not None:
        return _limit(indicator, indicator.reference, "reference")
    goal = target(indicator, choice, series)
    return "" if goal is None else _limit(indicator, goal, "target")


def _limit(indicator: Indicator, limit: float, kind: str) -> str:
    number = numbers.plain(limit, 0 if limit == int(limit) else 1)
    if indicator.value_kind == "yoy":
        bound = "number.at_most" if indicator.direction == "down" else "number.at_least"
        return t(f"goal.{kind}_yoy", value=t(bound, n=f"{number}%"))
    return t(f"goal.{kind}", value=number)


@dataclass(frozen=True)
class Limits:
    """The target in force and, where there is one, the line beyond which it is an alert."""

    target: float
    warn: float | None = None


def target(indicator: Indicator, choice: Filters, series: str = "") -> float | None:
    """The target in force, as `limits` tells it."""
    found = limits(indicator, choice, series)
    return found.target if found else None


def targets_in_force(code: str, choice: Filters) -> list[dict[str, Any]]:
    """The targets entered for an indicator, or a promise, by its code, that hold for the unit.

    The most specific scope first, in it the newest.
    """
    return _targets(Filters(unit_id=choice.unit_id, month=choice.month)).get(code, [])


@remembered
def _targets(choice: Filters) -> Mapping[str, list[dict[str, Any]]]:
    level = level_of(choice.unit_id)
    own = (("unit", choice.unit_id), ("peer_group", None), ("level", level), ("bureau", None))
    rows = ask_if_connected("measured/targets", choice).to_dicts()
    found: dict[str, list[dict[str, Any]]] = {}
    for scope, scope_id in own:
        for row in rows:
            if row["scope"] == scope and scope_id in (None, row["scope_id"]):
                found.setdefault(_judged_by(row["indicator_id"]), []).append(row)
    return found


def _judged_by(code: str) -> str:
    """The indicator a promise of the ten is the figure of; else what was named itself."""
    promise = promised.every().get(code)
    return promise.indicator if promise and promise.indicator else code


def limits(indicator: Indicator, choice: Filters, series: str = "") -> Limits | None:
    """The target in force: the most specific of the journal's, else the registry's own.

    The registry's is meant for the bureau's own programme, not for anybody else's survey.
    """
    for row in targets_in_force(indicator.id, choice):
        is_series = not row["series"] or series.startswith(row["series"])
        aim = indicator.target if row["target"] is None else float(row["target"])
        if is_series and row["value_kind"] == indicator.value_kind and aim is not None:
            return Limits(aim, row["warn"])
    is_ours = not indicator.default_programme or series.startswith(indicator.default_programme)
    if indicator.target is None or not is_ours:
        return None
    found = Limits(indicator.target, indicator.warn)
    return _of_all_branches(found, choice) if indicator.value_kind == "abs" else found


def _of_all_branches(one: Limits, choice: Filters) -> Limits:
    """A count set for one branch; a bureau is allowed it as often as it has branches."""
    if level_of(choice.unit_id) != "bureau":
        return one
    levels, parents = units.levels(), units.parents()
    n = sum(parents[unit] == choice.unit_id and levels[unit] == "branch" for unit in parents)
    return Limits(one.target * max(n, 1), None if one.warn is None else one.warn * max(n, 1))
