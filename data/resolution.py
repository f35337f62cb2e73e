"""Which unit a code in a file means, on the day of the row's event.

A code is, in this order, a unit's id, its 12-digit code, its full or its short name. Codes
can be reused after a reorganisation: where several units had one, the unit that had it on the
day counts. What does not resolve becomes UNKNOWN and is kept in `source_<column>`, flagged,
and tried again at every import.
"""

from dataclasses import dataclass, field

import polars as pl

from data.contract import UNKNOWN_UNIT, Table

UNKNOWN_FLAG = "unknown_unit"
WAYS = ("unit_id", "unit_code", "unit_name", "short_name")


@dataclass(frozen=True)
class Resolver:
    """What codes and names mean, made from the units table."""

    certain: dict[str, str] = field(default_factory=dict)  # text → unit, whatever the day
    dated: pl.DataFrame = field(default_factory=pl.DataFrame)  # text, unit, starts, ends
    units: pl.DataFrame = field(default_factory=pl.DataFrame)  # the table itself


def resolver(units: pl.DataFrame) -> Resolver:
    """The resolver for these rows of the units table."""
    ways = pl.concat(
        [
            units.select(
                text=pl.col(way).str.strip_chars(),
                unit="unit_id",
                starts="valid_from",
                ends="valid_to",
                rank=pl.lit(rank),
            ).drop_nulls("text")
            for rank, way in enumerate(WAYS)
        ]
    )
    # A text that is one unit's id is not another's name.
    ways = ways.filter(pl.col("rank") == pl.col("rank").min().over("text"))
    owners = ways.group_by("text").agg(
        pl.col("unit").n_unique().alias("owners"), pl.col("unit").first(), pl.col("rank").first()
    )
    single = owners.filter(pl.col("owners") == 1)
    # A name two units bear means neither, on any day; a code is told apart by its dates.
    reused = owners.filter((pl.col("owners") > 1) & (pl.col("rank") <= 1))
    return Resolver(
        certain=dict(zip(single["text"], single["unit"], strict=True)),
        dated=ways.join(reused.select("text"), on="text", how="semi").drop("rank"),
        units=units,
    )


def resolve(frame: pl.DataFrame, table: Table, units: Resolver) -> tuple[pl.DataFrame, pl.Series]:
    """The frame with unit columns resolved and source_ columns added; and flags per row.

    Unit columns hold what was delivered; a null stays null. Flags are comma-separated.
    """
    flags = pl.Series("flags", [""], dtype=pl.String).new_from_index(0, frame.height)
    for column in table.unit_columns:
        delivered = frame[column].str.strip_chars()
        found = _meaning(delivered, _days(frame, table), units)
        unknown = delivered.is_not_null() & found.is_null()
        frame = frame.with_columns(
            pl.when(unknown).then(pl.lit(UNKNOWN_UNIT)).otherwise(found).alias(column),
            pl.when(unknown).then(delivered).alias(f"source_{column}"),
        )
        flags = _flagged(flags, unknown, UNKNOWN_FLAG)
    return frame, flags


def resolve_codes(frame: pl.DataFrame, table: Table, units: Resolver) -> pl.DataFrame:
    """`resolve` for a frame that has not all columns of the table: keys, without a day."""
    for column in table.unit_columns:
        if column in frame.columns:
            delivered = frame[column].str.strip_chars()
            found = _meaning(delivered, None, units)
            frame = frame.with_columns(
                found.fill_null(UNKNOWN_UNIT).alias(column),
                pl.when(found.is_null()).then(delivered).alias(f"source_{column}"),
            )
    return frame


def delivered_text(column: str) -> pl.Expr:
    """Of a stored row: what the file said, as far as it is still known."""
    return pl.coalesce(f"source_{column}", column)


def _days(frame: pl.DataFrame, table: Table) -> pl.Series | None:
    return None if table.event_time is None else frame[table.event_time].cast(pl.Date)


def _meaning(delivered: pl.Series, days: pl.Series | None, units: Resolver) -> pl.Series:
    if not units.certain:
        return pl.Series(delivered.name, [None], dtype=pl.String).new_from_index(0, delivered.len())
    found = delivered.replace_strict(
        list(units.certain), list(units.certain.values()), default=None, return_dtype=pl.String
    )
    if days is None or units.dated.is_empty():
        return found
    rows = pl.DataFrame({"text": delivered, "day": days}).with_row_index("row")
    dated = (
        rows.join(units.dated, on="text", how="inner")
        .filter(_within("day"))
        .unique("row", keep="first", maintain_order=True)
        .select("row", "unit")
    )
    more = rows.join(dated, on="row", how="left", maintain_order="left")["unit"]
    return found.fill_null(more) if dated.height else found


def _within(day: str) -> pl.Expr:
    """Closed-open: the day a unit ends is the first day of the next."""
    starts = pl.col(day) >= pl.col("starts")
    return starts & (pl.col("ends").is_null() | (pl.col(day) < pl.col("ends")))


def _flagged(flags: pl.Series, where: pl.Series, flag: str) -> pl.Series:
    if not where.any():
        return flags
    return add_flag(pl.DataFrame({"flags": flags, "where": where}), "where", flag)


def add_flag(frame: pl.DataFrame, where: str, flag: str) -> pl.Series:
    """The flags of a frame with one more on the rows where a column is true."""
    some = pl.when(pl.col("flags") == "").then(pl.lit(flag)).otherwise(pl.col("flags") + f",{flag}")
    has = ("," + pl.col("flags") + ",").str.contains(f",{flag},", literal=True)
    return frame.select(
        pl.when(pl.col(where) & ~has).then(some).otherwise("flags").alias("flags")
    ).to_series()


def drop_flag(flag: str) -> pl.Expr:
    """Flags without this one."""
    return (
        pl.col("flags")
        .str.split(",")
        .list.eval(pl.element().filter(~pl.element().is_in([flag, ""])))
        .list.join(",")
        .alias("flags")
    )
