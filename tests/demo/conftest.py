"""The demo city, drawn once for all its tests, and small questions asked of it with Polars."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from data.demo.city import generate
from data.demo.parameters import listing

Tables = dict[str, pl.DataFrame]
CUTOFF = date(2026, 11, 1)


@pytest.fixture(scope="session")
def tables() -> Tables:
    """Every table as it stands at the cut-off."""
    return generate()


@pytest.fixture(scope="session")
def cases(tables: Tables) -> pl.DataFrame:
    """The cases that an import accepts: without those that end before they begin."""
    bad = (pl.col("solved_at") < pl.col("received_at") - pl.duration(hours=1)) | (
        pl.col("closed_at") < pl.col("received_at")
    )
    return tables["cases"].filter(~bad.fill_null(False))


@pytest.fixture(scope="session")
def small(cases: pl.DataFrame) -> pl.DataFrame:
    """Docketed small cases by whole days; `docket` and `end` are dates, `ended` a solution or not.

    Small: the category is and the loss is unknown or below 5,000 yuan. A case solved before its
    docket ends on the docket's day.
    """
    categories = pl.read_csv("data/codes/category_map.csv", infer_schema=False)
    codes = categories.filter(pl.col("is_small") == "true")["category_code"].to_list()
    docket = pl.coalesce(
        pl.when(pl.col("matter_kind") == "criminal").then("filed_at"), "accepted_at", "filed_at"
    )
    solved = pl.col("solved_at").dt.date()
    return (
        cases.filter(
            pl.col("category_code").is_in(codes),
            pl.col("decision") == "docketed",
            ~pl.col("property_loss_yuan").ge(5000).fill_null(False),
        )
        .with_columns(docket.alias("docketed_at"))
        .with_columns(pl.col("docketed_at").dt.date().alias("docket"), solved.alias("solved"))
        .with_columns(
            pl.min_horizontal("solved", pl.col("closed_at").dt.date()).alias("end"),
            pl.col("docket").dt.month_start().alias("month"),
            ((solved - pl.col("docket")).dt.total_days() <= 90).fill_null(False).alias("in_90"),
        )
        .with_columns(pl.max_horizontal("end", "docket").alias("last"))
        .with_columns(pl.when(pl.col("end").is_not_null()).then("last").alias("end"))
        .join(stations(), left_on="jurisdiction_unit_id", right_on="unit_id", how="left")
    )


def stations() -> pl.DataFrame:
    """Today's stations with their branch."""
    rows = listing("stations").filter(pl.col("valid_to").is_null())
    return rows.select("unit_id", "branch_id", "population", "police_fte", "unit_kind")


def open_at(small: pl.DataFrame, day: date) -> pl.DataFrame:
    """The small cases open at the beginning of a day, docketed within 24 months before it."""
    since = pl.lit(day).dt.offset_by("-24mo")
    return small.filter(
        pl.col("docket") < day,
        pl.col("docket") >= since,
        pl.col("end").is_null() | (pl.col("end") >= day),
    )


def rated(tables: Tables, programme: str, construct: str) -> pl.DataFrame:
    """Valid answers with their weight: unit, month, version, mode, groups, n, positive."""
    waves = tables["survey_waves"].select("wave_id", "programme", "mode", "questionnaire_version")
    questions = tables["survey_questions"].filter("is_valid")
    return (
        tables["survey_answers"]
        .join(waves.filter(pl.col("programme") == programme), on="wave_id")
        .join(
            questions.filter(pl.col("construct") == construct),
            on=["questionnaire_version", "question_code", "answer_code"],
        )
        .with_columns((pl.col("n") * pl.col("positive_weight")).alias("positive"))
    )


def rate(rows: pl.DataFrame, *by: str) -> pl.DataFrame:
    """Percent positive by the given columns, in their order."""
    sums = rows.group_by(by).agg(pl.col("n", "positive").sum())
    return sums.with_columns((100 * pl.col("positive") / pl.col("n")).alias("rate")).sort(by)
