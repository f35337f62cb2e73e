"""What people enter on pages: append-only, with author and time, outside every rollback.

    <journal>/LOCK
    <journal>/targets/00000007.parquet      one file per entry; numbers run over all tables

The number of the last entry is the journal's position. An entry is never changed or removed:
a later one supersedes it, by naming it or by having its key. One that is withdrawn is superseded
by itself with `withdrawn`, and then none of its matter is in force.
"""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import polars as pl

from data.contract import TABLES
from data.contract.check import check, complete
from data.contract.reasons import reason
from data.errors import JournalError
from data.privacy import personal_number
from data.texts import LANGUAGES
from data.warehouse.lock import waited_for

# Tables whose rows count together: a later entry on the same matter replaces all of its rows.
TOGETHER = {"meeting_scenes": ("meeting_id",)}

# Written once: neither the rule of an action nor anything of an edition is changed afterwards.
ONCE = ("actions", "editions", "published_values", "published_scenes", "published_definitions")

# What people type in their own words; names of posts are looked at in every table.
TYPED = {
    "annotations": ("text", "author"),
    "targets": ("author",),
    "editions": ("reason", "frozen_by"),
    "meetings": ("title", "remarks", "author"),
    "meeting_scenes": ("headline", "script", "remark", "author"),
    "actions": ("matter", "instruction", "owner_post", "author"),
    "action_reports": ("remark", "author"),
}

# What two entries on the same matter have in common; the later one counts.
IDENTITY = {
    "targets": ("indicator_id", "series", "scope", "scope_id", "period_start"),
    "annotations": ("annotation_id",),
    "action_reports": ("action_id",),
}


def append(journal: Path | str, table: str, frame: pl.DataFrame, author: str) -> int:
    """Add entries and return the journal's new position.

    `frame` has the table's columns but author and created_at, which are set here if it lacks
    them. JournalError where a row breaks a rule of the contract, holds a number of a person, or is
    there already in a table that is written once: then nothing is added.
    """
    journal = Path(journal)
    rows = completed(table, frame, author, datetime.now())
    refuse_personal(table, rows)
    broken = check(TABLES[table], rows).broken
    if broken.height:
        first = broken.row(0, named=True)
        why = " ".join(reason(table, first["rule"], first["column"], one) for one in LANGUAGES)
        raise JournalError("journal.refused", table=table, why=why, value=first["value"])
    if table in ONCE:
        key = TABLES[table].key
        again = rows.join(history(journal, table), on=key, how="semi", nulls_equal=True)
        if again.height:
            raise JournalError("journal.written_once", table=table, entry=again[key[0]][0])
    return add(journal, table, rows.drop("line"))


def refuse_personal(table: str, rows: pl.DataFrame) -> None:
    """Raise JournalError where words that people typed hold a phone or identity number."""
    for column in TYPED.get(table, ()):
        for words in rows[column].drop_nulls():
            kind = personal_number(words)
            if kind is not None:
                raise JournalError(f"journal.{kind}")


def completed(table: str, frame: pl.DataFrame, author: str, at: datetime) -> pl.DataFrame:
    """The frame as entries: typed, with line, author and time."""
    rows = complete(TABLES[table], _typed(table, frame))
    if "author" in rows.columns:
        rows = rows.with_columns(pl.col("author").fill_null(author))
    if "created_at" in rows.columns:
        rows = rows.with_columns(pl.col("created_at").fill_null(pl.lit(at, pl.Datetime("us"))))
    return rows


def add(journal: Path, table: str, rows: pl.DataFrame) -> int:
    """Write sound entries under the next number; the journal's new position."""
    if rows.is_empty():
        return position(journal)
    with waited_for(journal / "LOCK"):
        number = position(journal) + 1
        folder = journal / table
        folder.mkdir(exist_ok=True)
        path = folder / f"{number:08d}.parquet"
        draft = path.with_suffix(".tmp")
        rows.write_parquet(draft)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        os.link(draft, path)  # never over an entry that is there
        draft.unlink()
        return number


def position(journal: Path | str, *tables: str) -> int:
    """The number of the last entry, of all or of some tables; 0 for none."""
    folders = [Path(journal) / name for name in tables] or [Path(journal)]
    pattern = "*.parquet" if tables else "*/*.parquet"
    return max((int(path.stem) for one in folders for path in one.glob(pattern)), default=0)


def history(
    journal: Path | str,
    table: str,
    until: int | None = None,
    where: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """Every entry ever made up to a position, in order, with its number as `entry`.

    `where` names columns and their values: only such rows, without reading all others.
    JournalError, naming the file, where one of them cannot be read.
    """
    dtypes = TABLES[table].dtypes
    schema = {**dtypes, "entry": pl.Int64()}
    pieces = [pl.DataFrame(schema=schema)]
    for path in sorted((Path(journal) / table).glob("*.parquet")):
        number = int(path.stem)
        if until is None or number <= until:
            wanted = [pl.col(name) == value for name, value in (where or {}).items()]
            try:
                piece = _typed(table, pl.scan_parquet(path).filter(*wanted).collect())
            except (pl.exceptions.PolarsError, OSError) as error:
                raise JournalError("journal.damaged", file=path) from error
            pieces.append(piece.with_columns(pl.lit(number, pl.Int64).alias("entry")))
    return pl.concat(pieces, how="diagonal").select(list(schema))


def entries(
    journal: Path | str,
    table: str,
    until: int | None = None,
    *,
    withdrawn_too: bool = False,
    where: Mapping[str, str] | None = None,
) -> pl.DataFrame:
    """The entries in force up to a position: those that no later one supersedes.

    With `withdrawn_too` also those whose matter was withdrawn; `where` as in `history`, by columns
    of the table's key.
    """
    rows = history(journal, table, until, where).with_row_index("order")
    if table in TOGETHER:
        of_last = pl.col("entry") == pl.col("entry").max().over(TOGETHER[table])
        return rows.filter(of_last).drop("order", "entry")
    identity = IDENTITY.get(table, TABLES[table].key)
    same = pl.concat_str(
        [pl.col(name).cast(pl.String).fill_null("") for name in identity], separator="\x1f"
    )
    rows = rows.with_columns(same.alias("same"))
    if table == "annotations":
        named = rows["supersedes"].drop_nulls().unique().to_list()
        itself = (pl.col("supersedes") == pl.col("annotation_id")).fill_null(False)
        rows = rows.filter(~pl.col("annotation_id").is_in(named) | itself)
    order = pl.col("order")
    last = rows.group_by("same").agg(order.min() if table in ONCE else order.max())
    kept = rows.join(last, on=["same", "order"], how="semi", maintain_order="left")
    if "withdrawn" in kept.columns and not withdrawn_too:
        kept = kept.filter(~pl.col("withdrawn").fill_null(False))
    return kept.drop("order", "same", "entry")


def _typed(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame's contract columns in their types."""
    dtypes = {**TABLES[table].dtypes, "line": pl.Int64()}
    return frame.select(
        pl.col(name).cast(dtype) for name, dtype in dtypes.items() if name in frame.columns
    )
