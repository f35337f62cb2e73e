"""What makes a row itself: its key, its scope of replacement, the hash of what it says."""

import hashlib

import polars as pl

from data.contract import Table

# Polars promises equal hashes for equal rows within one of its versions only.
HASHED_BY = f"polars {pl.__version__}"
SEED = 20_260_101

SEPARATOR = "\x1f"
GENERATED = "row-"


def key_text(table: Table) -> pl.Expr:
    """The key of a stored or staged row as one text."""
    return _joined(table, table.key).alias("key")


def scope_text(table: Table) -> pl.Expr:
    """The scope a delivery of this row replaces, as one text."""
    return _joined(table, table.replace_scope).alias("scope")


def key_columns(table: Table) -> list[str]:
    """The columns `key_text` needs."""
    sources = [f"source_{name}" for name in table.key if name in table.unit_columns]
    return [*table.key, *sources]


def hash_recipe(table: Table) -> str:
    """What makes the row hashes of a table: the library's version and the columns hashed.

    A table whose hashes were made by another recipe is rewritten when an import changes it.
    """
    return f"{HASHED_BY}: {', '.join(table.dtypes)}"


def row_hashes(frame: pl.DataFrame, table: Table) -> pl.Series:
    """A hash of what each row of a stored or staged frame says; load times take no part."""
    said = frame.select(
        _as_delivered(table, name) if name in table.unit_columns else pl.col(name)
        for name in table.dtypes
    )
    return said.hash_rows(SEED).reinterpret(signed=True).alias("row_hash")


def with_generated_keys(frame: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows without a key of their own get one from what they say.

    Equal rows get equal keys here; `Ordinals` tells them apart. The digest must never change,
    for it is stored as the key: so not the row hash.
    """
    if len(table.key) != 1:
        return frame
    (key,) = table.key
    if frame.schema[key] != pl.String or not frame[key].null_count():
        return frame
    # Only what is there takes part, so that a column the contract gains later changes no key.
    blank = frame.filter(pl.col(key).is_null()).select(
        pl.concat_str(
            [_named(name) for name in table.dtypes if name != key],
            separator=SEPARATOR,
            ignore_nulls=True,
        )
    )
    digests = [
        GENERATED + hashlib.blake2b(text.encode(), digest_size=10).hexdigest()
        for text in blank.to_series()
    ]
    where = frame.select(pl.col(key).is_null()).to_series().arg_true()
    return frame.with_columns(frame[key].scatter(where, pl.Series(digests, dtype=pl.String)))


class Ordinals:
    """Tells equal rows without a key apart by counting them through one file.

    Equal rows name the same time, so the count runs within their month. It starts anew with
    each file: files that overlap then agree on their common rows, whether they come together
    or one after the other.
    """

    def __init__(self) -> None:
        self.seen = pl.DataFrame(schema={"digest": pl.UInt64, "before": pl.UInt32})

    def numbered(self, frame: pl.DataFrame, table: Table, part: int) -> pl.DataFrame:
        """The next part of a file, its second and further equal rows with their number."""
        if part == 0:
            self.seen = self.seen.clear()
        key = table.key[0]
        if len(table.key) > 1 or frame.schema[key] != pl.String:
            return frame
        made = frame.select(pl.col(key).str.starts_with(GENERATED).fill_null(False)).to_series()
        if not made.any():
            return frame
        rows = frame.filter(made).select(key, digest=pl.col(key).hash(SEED))
        counted = rows.join(self.seen, on="digest", how="left", maintain_order="left")
        ordinal = pl.col("before").fill_null(0) + pl.int_range(pl.len()).over("digest")
        named = counted.with_columns(ordinal=ordinal).select(
            pl.when(pl.col("ordinal") > 0)
            .then(pl.format("{}-{}", key, pl.col("ordinal") + 1))
            .otherwise(key)
        )
        counts = rows.group_by("digest").len("before")
        self.seen = pl.concat([self.seen, counts]).group_by("digest").agg(pl.col("before").sum())
        return frame.with_columns(frame[key].scatter(made.arg_true(), named.to_series()))


def _named(column: str) -> pl.Expr:
    """`column=value`, times as whole numbers, so that no way of writing them takes part."""
    value = pl.col(column)
    plain = pl.when(value.is_not_null()).then(value.to_physical().cast(pl.String))
    return pl.lit(f"{column}=") + plain


def _joined(table: Table, columns: tuple[str, ...]) -> pl.Expr:
    parts = [_as_delivered(table, name).cast(pl.String).fill_null("") for name in columns]
    return parts[0] if len(parts) == 1 else pl.concat_str(parts, separator=SEPARATOR)


def _as_delivered(table: Table, column: str) -> pl.Expr:
    """An unknown unit stays itself: two unknown codes are two units, not one UNKNOWN."""
    if column in table.unit_columns:
        return pl.coalesce(f"source_{column}", column)
    return pl.col(column)
