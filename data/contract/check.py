"""Rows against the hard rules of their table."""

from dataclasses import dataclass
from functools import cache

import dataframely as dy
import polars as pl

from data.contract.table import Table

BROKEN = {"line": pl.Int64, "column": pl.String, "rule": pl.String, "value": pl.String}


@dataclass(frozen=True)
class Checked:
    """Rows that keep every hard rule, and one row per rule broken by another."""

    good: pl.DataFrame  # contract columns and line
    broken: pl.DataFrame  # line, column, rule, value; a rule on several columns joins them


def complete(table: Table, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with every contract column, in order, and its line.

    Columns it lacks are null, or the table's default; empty cells get the default as well.
    """
    columns = []
    for name, dtype in table.dtypes.items():
        default = pl.lit(table.defaults.get(name), dtype)
        if name not in frame.columns:
            columns.append(default.alias(name))
        elif name in table.defaults:
            columns.append(pl.col(name).fill_null(default))
        else:
            columns.append(pl.col(name))
    line = pl.col("line") if "line" in frame.columns else pl.int_range(2, pl.len() + 2)
    return frame.select(*columns, line.cast(pl.Int64).alias("line"))


def check(table: Table, frame: pl.DataFrame) -> Checked:
    """Tell rows that keep every hard rule from those that do not.

    `frame` has the contract's columns and types and `line`, see `complete`.
    """
    good, failure = _with_line(table.schema).filter(frame)
    counts = failure.counts()
    if not counts:
        return Checked(good, pl.DataFrame(schema=BROKEN))
    details = failure.details()
    rules = hard_rules(table)
    broken = [
        details.filter(pl.col(rule) == "invalid").select(
            "line",
            pl.lit(", ".join(rules[rule])).alias("column"),
            pl.lit(rule_name(rule)).alias("rule"),
            _values(rules[rule]).alias("value"),
        )
        for rule in counts
    ]
    return Checked(good, pl.concat(broken).sort("line", maintain_order=True))


def hard_rules(table: Table) -> dict[str, tuple[str, ...]]:
    """Every hard rule of a table as dataframely names it, with the columns it reads."""
    # The schema has no public list of its rules; a failing row names them, this lists all.
    rules = table.schema._validation_rules(with_cast=False)
    return {
        name: tuple(column for column in table.dtypes if column in rule.expr.meta.root_names())
        for name, rule in rules.items()
    }


def rule_name(rule: str) -> str:
    """The rule's own name: of `column|check__name` and `column|name` only the name."""
    return rule.rpartition("|")[2].removeprefix("check__")


@cache
def _with_line(schema: type[dy.Schema]) -> type[dy.Schema]:
    """The schema with the line a row came from, which must survive the check."""
    return type(f"{schema.__name__}Line", (schema,), {"line": dy.Int64(nullable=False)})


def _values(columns: tuple[str, ...]) -> pl.Expr:
    texts = [pl.col(column).cast(pl.String).fill_null("") for column in columns]
    return pl.concat_str(texts, separator=", ")
