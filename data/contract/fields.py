"""The kinds of columns a contract table is made of."""

from functools import cache
from pathlib import Path
from typing import Any

import dataframely as dy
import polars as pl

CODES = Path(__file__).parent.parent / "codes"


@cache
def labels() -> pl.DataFrame:
    """The shipped code lists: one row per table, column and code, in the order shown."""
    return pl.read_csv(
        CODES / "enum_labels.csv",
        schema_overrides={"display_order": pl.Int64, "is_fallback": pl.Boolean},
        infer_schema=False,
    ).with_columns(pl.col("parent_code").fill_null(""))


@cache
def category_labels() -> pl.DataFrame:
    """The shipped category codes with their labels, in the order shown."""
    frame = pl.read_csv(CODES / "category_map.csv", infer_schema=False)
    return frame.select("label_zh", "label_en", code="category_code")


@cache
def allowed_codes(table: str, column: str) -> tuple[str, ...]:
    """The codes a column may hold; KeyError where the column has no list."""
    if column == "category_code":
        return tuple(category_labels()["code"])
    rows = labels().filter(table_name=table, column_name=column)
    if rows.is_empty():
        raise KeyError(f"{table}.{column}")
    return tuple(rows["code"].unique(maintain_order=True))


@cache
def fallback_code(table: str, column: str) -> str | None:
    """The code that stands for every unknown one; None where unknown codes are rejected."""
    if column == "category_code":
        return "other"
    codes = labels().filter(table_name=table, column_name=column).filter("is_fallback")["code"]
    return codes[0] if codes.len() else None


def identifier(example: str, *, nullable: bool = False, regex: str | None = None) -> dy.String:
    """An opaque key or a reference to one; never empty, and null only if it may be."""
    return dy.String(nullable=nullable, regex=regex, min_length=1, metadata={"example": example})


def text(example: str = "", *, nullable: bool = True) -> dy.String:
    """Words of the bureau itself, never of a person; their example stands with the labels."""
    return dy.String(nullable=nullable, metadata={"example": example})


def code(table: str, column: str, example: str = "", *, nullable: bool = False) -> dy.String:
    """One of the codes listed for the column in data/codes."""
    allowed = list(allowed_codes(table, column))
    return dy.String(
        nullable=nullable,
        check={"unknown_code": lambda values: values.is_in(allowed)},
        metadata={"example": example, "codes": (table, column)},
    )


def count(
    example: str = "",
    *,
    nullable: bool = True,
    least: int | None = 0,
    most: int | None = None,
    unit: str = "",
) -> dy.Int64:
    """A whole number, by default not negative."""
    return dy.Int64(
        nullable=nullable, min=least, max=most, metadata={"example": example, "unit": unit}
    )


def number(
    example: str = "",
    *,
    nullable: bool = True,
    least: float | None = 0,
    most: float | None = None,
    unit: str = "",
) -> dy.Float64:
    """A measured number, by default not negative; null is unknown and never 0."""
    return dy.Float64(
        nullable=nullable, min=least, max=most, metadata={"example": example, "unit": unit}
    )


def money(example: str = "") -> dy.Float64:
    """Yuan; null is unknown and never 0."""
    return number(example, unit="yuan")


def moment(example: str = "", *, nullable: bool = True) -> dy.Datetime:
    """Local wall time without zone, to the microsecond."""
    return dy.Datetime(nullable=nullable, time_unit="us", metadata={"example": example})


def day(example: str = "", *, nullable: bool = True) -> dy.Date:
    """A calendar day."""
    return dy.Date(nullable=nullable, metadata={"example": example})


def month(example: str = "", *, nullable: bool = False) -> dy.Date:
    """A month, written as its first day."""
    return dy.Date(
        nullable=nullable,
        check={"not_first_of_month": lambda days: days.dt.day() == 1},
        metadata={"example": example, "unit": "month"},
    )


def flag(example: str = "", *, nullable: bool = False, alias: str | None = None) -> dy.Bool:
    """Yes or no."""
    return dy.Bool(nullable=nullable, alias=alias, metadata={"example": example})


def metadata(column: dy.Column) -> dict[str, Any]:
    """What a column says about itself beyond its type."""
    return column.metadata or {}
