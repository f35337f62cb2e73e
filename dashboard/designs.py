"""Strata and sampling units of surveys: what they tell of the spread of an indicator's answers.

Where a round names neither, nothing is known here, and shares keep Kish's effective number.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.statistics.designs import Design
from dashboard.statistics.proportions import Share
from dashboard.texts import numbers, t
from dashboard.texts.dates import add_months

# What a Design is made of, in its order; added over months, for rounds are drawn apart.
COLUMNS = ("placed_n", "strata", "psus", "single", "aa", "ab", "bb")
FIRST = date(1900, 1, 1)  # before any month there is: one answer serves all that ask


def known(choice: Filters, unit_ids: Sequence[str], first_month: date = FIRST) -> pl.DataFrame:
    """COLUMNS by unit_id, indicator_id, series and month, to the chosen one; empty if none is."""
    return ask_if_connected(
        "measured/designs", choice, unit_ids=list(unit_ids), first_month=first_month
    )


def by_key(found: pl.DataFrame) -> Mapping[tuple[str, str, str, date], Design]:
    """The designs of single months, by unit, indicator, series and month."""
    if found.is_empty():
        return {}
    keys = ("unit_id", "indicator_id", "series", "month")
    return {
        tuple(row[key] for key in keys): design
        for row in found.iter_rows(named=True)
        if (design := of_row(row)) is not None
    }


def with_months(rows: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    """Rows of the chosen unit by indicator_id, series and month, with the design of each month."""
    if rows.is_empty():
        return rows
    found = known(choice, [choice.unit_id])
    return _joined(rows, found, ["indicator_id", "series", "month"])


def with_windows(
    rows: pl.DataFrame, indicator: Indicator, choice: Filters, window: int
) -> pl.DataFrame:
    """Rows of one indicator in the chosen unit, by series and month, with that of their windows.

    A mature month takes the mature months of its window, one that is not stands alone.
    """
    found = _of(indicator, known(choice, [choice.unit_id]))
    if found.is_empty():
        return rows
    early = found.select("series", pl.col("month").alias("early"), "is_mature", *COLUMNS)
    inside = (pl.col("early") <= pl.col("month")) & (
        pl.col("early") > pl.col("month").dt.offset_by(f"-{window}mo")
    )
    alone = ~pl.col("is_mature") & (pl.col("early") == pl.col("month"))
    windows = (
        rows.select("series", "month", pl.col("is_mature"))
        .join(early, on="series", suffix="_early")
        .filter(inside & (pl.col("is_mature_early") | alone))
        .group_by("series", "month")
        .agg(pl.col(COLUMNS).sum())
    )
    return _joined(rows, windows, ["series", "month"])


def with_units(
    rows: pl.DataFrame,
    indicator: Indicator,
    choice: Filters,
    window: int,
    *,
    is_mature: bool = True,
) -> pl.DataFrame:
    """Rows of one indicator by unit_id and series, with that of the last `window` months: of the
    mature ones, or of all."""
    first = add_months(choice.month, 1 - window)
    unit_ids = sorted(set(rows["unit_id"]))
    found = _of(indicator, known(choice, unit_ids, first))
    if found.is_empty():
        return rows
    inside = pl.col("is_mature") | (not is_mature)
    whole = found.filter(inside).group_by("unit_id", "series").agg(pl.col(COLUMNS).sum())
    return _joined(rows, whole, ["unit_id", "series"])


def _of(indicator: Indicator, found: pl.DataFrame) -> pl.DataFrame:
    return found.filter(pl.col("indicator_id") == indicator.id) if found.height else found


def _joined(rows: pl.DataFrame, found: pl.DataFrame, keys: Sequence[str]) -> pl.DataFrame:
    if found.is_empty():
        return rows
    return rows.join(found.select(*keys, *COLUMNS), on=keys, how="left", maintain_order="left")


def of_row(row: Mapping[str, Any]) -> Design | None:
    """The design of a row with COLUMNS; None where it has none."""
    if row.get("placed_n") is None:
        return None
    return Design(*(float(row[name]) for name in COLUMNS))


def for_reading(table: pl.DataFrame) -> pl.DataFrame:
    """A table of evidence: strata and sampling units stay, what only sums are made of leaves."""
    return table.drop("placed_n", "single", "aa", "ab", "bb", strict=False)


def words(share: Share, design: Design | None) -> str:
    """Which variance a figure of a survey has, and why: Taylor's, or Kish's."""
    if design is None:
        return t("design.none")
    holes = {"strata": numbers.count(design.strata), "psus": numbers.count(design.psus)}
    if share.design is None:
        is_whole = abs(design.n - share.n) < 0.5
        placed, n = numbers.count(design.n), numbers.count(share.n)
        return t(f"design.{'one_unit' if is_whole else 'partly'}", n=n, placed=placed, **holes)
    said = t(
        "design.taylor", df=numbers.plain(design.df), deff=numbers.plain(share.deff, 2), **holes
    )
    return said + (t("design.single", n=numbers.count(design.single)) if design.single else "")


def told(said: Mapping[str, str]) -> list[str]:
    """What `words` says of several figures by name: once where it is the same of all."""
    if len(set(said.values())) == 1:
        return list(said.values())[:1]
    return [t("design.named", name=name, words=words) for name, words in said.items()]
