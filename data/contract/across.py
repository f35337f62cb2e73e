"""Rules that need more than one row or more than one table.

Each function is given the rows as they would stand after a delivery and says, row by row,
which ones break the rule: the import looks at its own rows only. HARD rules reject a row, SOFT
ones flag it; the names are text keys under `rules`.
"""

from datetime import datetime, timedelta

import polars as pl

HARD: dict[str, tuple[str, ...]] = {
    "unit_lineage": ("shares_not_one",),
    "units": ("validity_overlaps",),
    "cases": ("received_in_future",),
    "complaints": ("received_in_future",),
    "survey_answers": ("answers_exceed_completed", "whole_beside_parts"),
}
SOFT: dict[str, tuple[str, ...]] = {
    "units": ("branch_population_differs",),
    "cases": ("unknown_unit", "handling_unit_not_valid"),
    "case_events": ("unknown_unit", "orphan", "event_before_received"),
    "survey_answers": ("unknown_unit", "orphan"),
    "service_monthly": ("unknown_unit", "pending_unbalanced"),
}

# What stands for "not split" in each breakdown of survey_answers.
WHOLES = {"area_type": "all", "outcome_group": "na", "notice_group": "na"}
# Population of a branch and of its stations may differ by this share (domain C3).
POPULATION_TOLERANCE = 0.02
SHARE_TOLERANCE = 1e-6


def received_in_future(rows: pl.DataFrame, loaded_at: datetime) -> pl.Series:
    """Rows received more than a day after they were loaded."""
    return rows["received_at"] > loaded_at + timedelta(days=1)


def validity_overlaps(units: pl.DataFrame) -> pl.Series:
    """Periods that begin before an earlier period of the same unit has ended."""
    ends = pl.col("valid_to").fill_null(pl.date(9999, 12, 31))
    earlier_end = ends.cum_max().shift(1).over("unit_id", order_by="valid_from")
    return units.select(broken=(pl.col("valid_from") < earlier_end).fill_null(False))["broken"]


def shares_not_one(lineage: pl.DataFrame) -> pl.Series:
    """Successors whose shares of one unit on one day do not add up to 1."""
    total = pl.col("share").sum().over("from_unit_id", "effective_date")
    return lineage.select(broken=(total - 1).abs() > SHARE_TOLERANCE)["broken"]


def whole_beside_parts(answers: pl.DataFrame) -> pl.Series:
    """Answers whose wave, unit, month and question hold both the whole and its parts."""
    scope = ["wave_id", "unit_id", "period_month", "question_code"]
    mixed = [
        (pl.col(column) == whole).any().over(scope) & (pl.col(column) != whole).any().over(scope)
        for column, whole in WHOLES.items()
    ]
    return answers.select(broken=pl.any_horizontal(mixed))["broken"]


def answers_exceed_completed(
    answers: pl.DataFrame, waves: pl.DataFrame, fieldwork: pl.DataFrame | None = None
) -> pl.Series:
    """Answers to a question that more people gave than completed the wave.

    With fieldwork the same is asked of each unit and month. A wave that has not come yet, or
    says nothing of completions, breaks nothing.
    """
    broken = _exceed(answers, waves, ["wave_id"])
    if fieldwork is not None and fieldwork.height:
        broken = broken | _exceed(answers, fieldwork, ["wave_id", "unit_id", "period_month"])
    return broken


def _exceed(answers: pl.DataFrame, tried: pl.DataFrame, by: list[str]) -> pl.Series:
    completed = tried.select(*by, completed="completed_n").unique(by, keep="last")
    given = pl.col("n").sum().over(*by, "question_code")
    joined = answers.join(completed, on=by, how="left", maintain_order="left")
    return joined.select(broken=(given > pl.col("completed")).fill_null(False))["broken"]


def branch_population_differs(units: pl.DataFrame) -> pl.Series:
    """Current branches whose population is not that of their stations, within 2 %."""
    current = units.filter(pl.col("valid_to").is_null())
    stations = (
        current.filter(level="station")
        .group_by(unit_id="parent_unit_id")
        .agg(below=pl.col("population").sum(), known=pl.col("population").is_not_null().all())
        .filter("known")
    )
    joined = units.join(stations, on="unit_id", how="left", maintain_order="left")
    differs = (pl.col("below") - pl.col("population")).abs() > (
        POPULATION_TOLERANCE * pl.col("population")
    )
    is_branch = (pl.col("level") == "branch") & pl.col("valid_to").is_null()
    return joined.select(broken=(is_branch & differs).fill_null(False))["broken"]


def handling_unit_not_valid(cases: pl.DataFrame, units: pl.DataFrame) -> pl.Series:
    """Matters whose handling unit is known but did not exist on the day they were received."""
    periods = units.select(
        handling_unit_id="unit_id", starts="valid_from", ends="valid_to", known=pl.lit(True)
    ).sort("starts")
    known = periods.select("handling_unit_id", "known").unique()
    found = (
        cases.select("handling_unit_id", day=pl.col("received_at").dt.date())
        .with_row_index("row")
        .sort("day")
        .join_asof(
            periods.drop("known"),
            left_on="day",
            right_on="starts",
            by="handling_unit_id",
            check_sortedness=False,
        )
        .join(known, on="handling_unit_id", how="left", maintain_order="left")
        .sort("row")
    )
    inside = pl.col("starts").is_not_null() & (
        pl.col("ends").is_null() | (pl.col("day") < pl.col("ends"))
    )
    return found.select(broken=pl.col("known").is_not_null() & ~inside)["broken"]


def event_before_received(events: pl.DataFrame, cases: pl.DataFrame) -> pl.Series:
    """Events more than an hour before their matter was received."""
    received = cases.select("case_id", "received_at")
    joined = events.join(received, on="case_id", how="left", maintain_order="left")
    early = pl.col("event_at") < pl.col("received_at") - pl.duration(hours=1)
    return joined.select(broken=early.fill_null(False))["broken"]


def pending_unbalanced(services: pl.DataFrame) -> pl.Series:
    """Months whose pending items are not those before plus accepted minus completed."""
    item = ["unit_id", "item_code"]
    before = pl.col("pending_end_n").shift(1).over(item, order_by="month")
    month_before = pl.col("month").shift(1).over(item, order_by="month")
    expected = before + pl.col("accepted_n") - pl.col("completed_n")
    unbalanced = (month_before.dt.offset_by("1mo") == pl.col("month")) & (
        pl.col("pending_end_n") != expected
    )
    return services.select(broken=unbalanced.fill_null(False))["broken"]
