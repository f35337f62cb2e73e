"""Surveys: columns that hold one count each, and one row a respondent to be counted."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from data.contract import TABLES, UNKNOWN_UNIT
from data.intake.rules import Microdata, Questions, Wide
from data.intake.shaping import lacking
from data.intake.values import BAD

CELL = ["wave_id", "unit_id", "period_month", "question_code", "answer_code"]


def melted(frame: pl.DataFrame, wide: Wide, file: str) -> pl.DataFrame:
    """One row for every filled cell of the columns that match; the other columns repeat.

    Named groups of the pattern become columns: `q1_2` with `(?P<question_code>q\\d+)_(?P<…>\\d)`.
    IntakeError where no column matches.
    """
    matches = {name: re.fullmatch(wide.columns, name) for name in frame.columns}
    found = {name: match.groupdict() for name, match in matches.items() if match}
    if not found:
        raise lacking(wide.columns, frame.columns, file)
    rest = [name for name in frame.columns if name not in found]
    long = frame.unpivot(list(found), index=rest, variable_name="\x00header", value_name=wide.value)
    groups = re.compile(wide.columns).groupindex
    parts = [
        pl.col("\x00header")
        .replace_strict({name: said[group] for name, said in found.items()}, default=None)
        .cast(pl.String)
        .alias(group)
        for group in groups
    ]
    kept = long.filter(pl.col(wide.value).is_not_null()).with_columns(parts)
    return kept.drop("\x00header").sort("line", maintain_order=True)


@dataclass
class Counting:
    """Respondents counted part by part, then told as three contract tables."""

    microdata: Microdata
    labels: Mapping[str, str]
    parts: list[pl.DataFrame] = field(default_factory=list)
    waves: list[pl.DataFrame] = field(default_factory=list)
    bad: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=BAD))
    read: int = 0
    filtered: dict[str, int] = field(default_factory=dict)

    @property
    def questions(self) -> dict[str, tuple[str, Questions]]:
        """Every counted column, its construct, and the scale it is answered on."""
        return {
            column: (construct, scale)
            for scale in self.microdata.questions
            for column, construct in scale.constructs.items()
        }

    def add(self, frame: pl.DataFrame, bad: pl.DataFrame, filtered: Mapping[str, int]) -> None:
        """Count a part: columns wave_id, unit_id, period_month (a Date), and the questions.

        Respondents with a `bad` cell are not counted; `filtered` says how many were left out.
        """
        self.read += frame.height + sum(filtered.values())
        for name, n in filtered.items():
            self.filtered[name] = self.filtered.get(name, 0) + n
        self.bad = pl.concat([self.bad, bad])
        frame = frame.join(bad, on="line", how="anti")
        weight = self.microdata.weight
        weighed = pl.col(weight).cast(pl.Float64, strict=False) if weight else pl.lit(1.0)
        people = frame.with_columns(weighed.alias("\x00weight"))
        cells = people.unpivot(
            [column for column in self.questions if column in frame.columns],
            index=["wave_id", "unit_id", "period_month", "\x00weight"],
            variable_name="question_code",
            value_name="answer_code",
        ).drop_nulls("answer_code")
        self.parts.append(_summed(cells, pl.col("\x00weight"), pl.col("\x00weight") ** 2, pl.len()))
        self.waves.append(
            frame.group_by("wave_id", "period_month", maintain_order=True).agg(pl.len().alias("n"))
        )

    def answers(self) -> pl.DataFrame:
        """Rows of survey_answers."""
        cells = _summed(
            pl.concat(self.parts), pl.col("weighted_n"), pl.col("weight_sq"), pl.col("n").sum()
        )
        if not self.microdata.weight:
            cells = cells.drop("weighted_n", "weight_sq")
        return cells.with_columns(pl.col("unit_id").fill_null(UNKNOWN_UNIT))

    def told_waves(self) -> pl.DataFrame:
        """Rows of survey_waves: what the profile says, with the months and people found."""
        found = (
            pl.concat(self.waves)
            .group_by("wave_id", maintain_order=True)
            .agg(
                pl.col("period_month").min().alias("first"),
                pl.col("period_month").max().alias("last"),
                pl.col("n").sum(),
            )
        )
        rows = [
            {
                "wave_id": wave,
                "period_start": first,
                "period_end": _month_end(last),
                "completed_n": n,
                "questionnaire_version": self.microdata.version,
                "weighting": "other" if self.microdata.weight else "none",
                **self.microdata.wave,
            }
            for wave, first, last, n in found.iter_rows()
        ]
        return typed_rows("survey_waves", rows)

    def told_questions(self) -> pl.DataFrame:
        """Rows of survey_questions; an answer the profile does not list is not valid."""
        counted = pl.concat(self.parts).select("question_code", "answer_code").unique()
        met = set(counted.iter_rows())
        rows: list[dict[str, Any]] = []
        for column, (construct, scale) in self.questions.items():
            listed = [str(answer["code"]) for answer in scale.answers]
            unlisted = sorted(
                code for question, code in met if question == column and code not in listed
            )
            answers = [*scale.answers, *({"code": code, "valid": False} for code in unlisted)]
            for order, answer in enumerate(answers, start=1):
                valid = answer.get("valid", True)
                rows.append(
                    {
                        "questionnaire_version": self.microdata.version,
                        "question_code": column,
                        "answer_code": str(answer["code"]),
                        "question_text": self.labels.get(column, column),
                        "construct": construct,
                        "answer_label": answer.get("label", str(answer["code"])),
                        "answer_order": order,
                        "is_valid": valid,
                        "positive_weight": float(answer.get("weight", 0)) if valid else None,
                        "score": answer.get("score"),
                    }
                )
        return typed_rows("survey_questions", rows)


def typed_rows(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows said in a profile in the contract's types, with `line` counting them."""
    rows = list(rows)
    columns = {name for row in rows for name in row}
    schema = {name: dtype for name, dtype in TABLES[table].dtypes.items() if name in columns}
    frame = pl.DataFrame([dict(row) for row in rows], schema=schema, orient="row")
    return frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("line"))


def _summed(cells: pl.DataFrame, weight: pl.Expr, square: pl.Expr, n: pl.Expr) -> pl.DataFrame:
    return (
        cells.group_by(CELL)
        .agg(
            n.cast(pl.Int64).alias("n"),
            weight.sum().alias("weighted_n"),
            square.sum().alias("weight_sq"),
        )
        .sort(CELL)
    )


def _month_end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])
