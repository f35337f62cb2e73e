"""What becomes of each staged row: new, corrected, unchanged, superseded or outdated.

Keyed tables: the newest delivery of a key wins, in whatever order deliveries arrive; within
one delivery the later file and line. Tables with a scope of replacement (survey_answers): the
newest delivery of a scope wins and takes with it the rows it no longer has.
"""

from collections.abc import Iterator

import polars as pl

from data.contract import Table
from data.plan import (
    CORRECTED,
    LEFT,
    MATCHED,
    NEW,
    OUTCOME,
    OUTDATED,
    PLACE,
    REJECTED,
    RESOLVED,
    SUPERSEDED,
    UNCHANGED,
    Dropped,
    Plan,
    Stored,
    drop,
)
from data.staging import Staging

# So many stored keys are looked up at a time.
BATCH = 2_000_000


def settle(staging: Staging, stored: Stored, dropped: Dropped) -> Plan:
    """Decide every staged row. `dropped`: stored rows withdrawn or staged again."""
    index = staging.index().with_columns(
        pl.lit(None, OUTCOME).alias("outcome"),
        pl.lit(None, pl.Datetime("us")).alias("newest_known"),
    )
    if index.is_empty():
        return Plan(stored, staging, index, pl.DataFrame(schema=MATCHED), dropped, dropped)
    again = [number for number, part in enumerate(staging.parts) if part.report is None]
    is_again = pl.col("part").is_in(again)
    restaged = _newest_restaged(index.filter(is_again), stored, dropped)
    delivered = _within_delivery(index.filter(~is_again), staging.table)
    winners = delivered.filter(pl.col("outcome").is_null())
    matched = _matched(winners, restaged, stored, dropped)
    decided = _decided(winners, matched, stored)
    overruled = decided.filter(outcome=CORRECTED).select("key")
    restaged = restaged.join(overruled, on="key", how="anti")
    losers = delivered.filter(pl.col("outcome").is_not_null())
    outcomes = pl.concat([decided, losers, restaged], how="diagonal")
    plan = Plan(stored, staging, outcomes, matched, dropped)
    drop_replaced(plan)
    return plan


def drop_replaced(plan: Plan) -> int:
    """Say which stored rows go because of the written ones; how many leave for good."""
    if plan.outcomes.is_empty():
        return 0
    corrected = plan.outcomes.filter(outcome=CORRECTED).select("key")
    replaced = plan.matched.join(corrected, on="key", how="semi").select("file", "key")
    gone = 0
    if plan.stored.table.replace_scope:
        left = _left_by_scope(plan).select("file", "key")
        gone = left.height
        replaced = pl.concat([replaced, left])
        plan.outcomes = _without_left(plan.outcomes, left.filter(file=-1)["key"])
    plan.dropped = dict(plan.dropped_before)
    for number, file in enumerate(plan.stored.files):
        keys = replaced.filter(file=number)["key"]
        if keys.len():
            drop(plan.dropped, file, keys)
    return gone


def _left_by_scope(plan: Plan) -> pl.DataFrame:
    """Stored rows of scopes that a newer delivery replaced, and that it no longer has."""
    rows = plan.outcomes.filter(~pl.col("outcome").is_in([SUPERSEDED, RESOLVED, LEFT]))
    is_older = (pl.col("delivery_at") < pl.col("newest_known")).fill_null(False)
    void = rows.filter(pl.col("outcome").is_in([OUTDATED, REJECTED]) | is_older).select("scope")
    scopes = rows.select("scope").unique().join(void, on="scope", how="anti")
    left = plan.matched.join(scopes, on="scope", how="semi")
    return left.join(rows.select("key"), on="key", how="anti")


def _without_left(outcomes: pl.DataFrame, left: pl.Series) -> pl.DataFrame:
    """Rows staged again are written, but for those that left with their scope."""
    again = pl.col("outcome").is_in([RESOLVED, LEFT])
    verdict = pl.when(pl.col("key").is_in(left.implode())).then(pl.lit(LEFT, OUTCOME))
    return outcomes.with_columns(
        pl.when(again)
        .then(verdict.otherwise(pl.lit(RESOLVED, OUTCOME)))
        .otherwise("outcome")
        .alias("outcome")
    )


def newly_known(plan: Plan) -> pl.DataFrame:
    """Keys (or scopes) that a newer delivery repeated without changing: as KNOWN."""
    rows = plan.outcomes.filter(pl.col("newest_known").is_not_null())
    newer = rows.filter(pl.col("delivery_at") > pl.col("newest_known"))
    if plan.stored.table.replace_scope:
        written = plan.outcomes.filter(pl.col("outcome").is_in([NEW, CORRECTED, REJECTED]))
        newer = newer.join(written.select("scope"), on="scope", how="anti")
        newer = newer.select(key="scope", delivery_at="delivery_at").unique()
    else:
        newer = newer.filter(outcome=UNCHANGED).select("key", "delivery_at")
    return newer.select(pl.lit(plan.stored.table.name).alias("dataset"), "key", "delivery_at")


def _within_delivery(index: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Rows that another row of the same delivery makes void get their outcome."""
    if not table.replace_scope:
        return _later_wins(index)
    newest = pl.col("delivery_at") == pl.col("delivery_at").max().over("scope")
    current, old = _later_wins(index.filter(newest)), index.filter(~newest)
    if old.is_empty():
        return current
    kept = current.filter(pl.col("outcome").is_null()).select("key", "row_hash", same=pl.lit(True))
    said_again = old.join(kept, on=["key", "row_hash"], how="left", maintain_order="left")["same"]
    return pl.concat([current, old.with_columns(_void(said_again.fill_null(False)))])


def _later_wins(index: pl.DataFrame) -> pl.DataFrame:
    repeated = index["key"].is_duplicated()
    if not repeated.any():
        return index
    rows = index.filter(repeated).sort("delivery_at", "part", "line", "position")
    last = rows.group_by("key").agg(
        pl.col("row_hash").last().alias("last_hash"),
        pl.col("part").last().alias("last_part"),
        pl.col("position").last().alias("last_position"),
    )
    rows = rows.join(last, on="key", maintain_order="left")
    is_last = (pl.col("part") == pl.col("last_part")) & (
        pl.col("position") == pl.col("last_position")
    )
    void = rows.select(_void(rows["row_hash"] == rows["last_hash"])).to_series()
    rows = rows.with_columns(pl.when(~is_last).then(void).alias("outcome"))
    return pl.concat([index.filter(~repeated), rows.select(index.columns)])


def _void(same: pl.Series) -> pl.Expr:
    return (
        pl.when(same)
        .then(pl.lit(UNCHANGED, OUTCOME))
        .otherwise(pl.lit(SUPERSEDED, OUTCOME))
        .alias("outcome")
    )


def _newest_restaged(index: pl.DataFrame, stored: Stored, dropped: Dropped) -> pl.DataFrame:
    """Rows staged again; where their new key is another row's too, the newer delivery stays."""
    if index.is_empty():
        return index
    index = index.sort("delivery_at", *PLACE).unique("key", keep="last", maintain_order=True)
    lost = []
    for number, others in enumerate(stored.indexes(dropped)):
        both = others.join(index.select("key", "delivery_at"), on="key")
        older = both.filter(pl.col("stored_delivery") <= pl.col("delivery_at"))
        if older.height:
            drop(dropped, stored.files[number], older["key"])
        lost.append(both.filter(pl.col("stored_delivery") > pl.col("delivery_at")).select("key"))
    if lost:
        index = index.join(pl.concat(lost), on="key", how="anti")
    return index.with_columns(pl.lit(RESOLVED, OUTCOME).alias("outcome"))


def _matched(
    winners: pl.DataFrame, restaged: pl.DataFrame, stored: Stored, dropped: Dropped
) -> pl.DataFrame:
    """Stored rows, and rows staged again, of the delivered keys or scopes."""
    by = "scope" if stored.table.replace_scope else "key"
    wanted = winners.select(by)
    columns = [*MATCHED, "scope"] if by == "scope" else list(MATCHED)
    again = restaged.select(
        "key",
        pl.col("row_hash").alias("stored_hash"),
        pl.col("delivery_at").alias("stored_delivery"),
        "first_loaded_at",
        pl.lit(-1, pl.Int64).alias("file"),
        *(["scope"] if by == "scope" else []),
    )
    found = [again.join(wanted, on=by, how="semi").select(columns)]
    if wanted.height:
        for indexes in _batches(stored.indexes(dropped)):
            found.append(indexes.select(columns).join(wanted, on=by, how="semi"))
    return pl.concat(found)


def _batches(indexes: Iterator[pl.DataFrame]) -> Iterator[pl.DataFrame]:
    """Indexes of several files together: looking keys up costs as much for one as for many."""
    batch: list[pl.DataFrame] = []
    for index in indexes:
        batch.append(index)
        if sum(rows.height for rows in batch) >= BATCH:
            yield pl.concat(batch)
            batch = []
    if batch:
        yield pl.concat(batch)


def _decided(winners: pl.DataFrame, matched: pl.DataFrame, stored: Stored) -> pl.DataFrame:
    """Winners of the delivery against what is stored and known."""
    if matched.is_empty() and stored.known.is_empty():
        return winners.with_columns(pl.lit(NEW, OUTCOME).alias("outcome"))
    by = "scope" if stored.table.replace_scope else "key"
    rows = winners.drop("first_loaded_at").join(
        matched.select("key", "stored_hash", "stored_delivery", "first_loaded_at"),
        on="key",
        how="left",
    )
    rows = rows.with_columns(newest_known="stored_delivery")
    if by == "scope":
        of_scope = matched.group_by("scope").agg(newest=pl.col("stored_delivery").max())
        rows = rows.join(of_scope, on="scope", how="left").with_columns(newest_known="newest")
    if stored.known.height:
        known = stored.known.group_by(pl.col("key").alias(by)).agg(
            known=pl.col("delivery_at").max()
        )
        rows = rows.join(known, on=by, how="left").with_columns(
            newest_known=pl.max_horizontal("newest_known", "known")
        )
    is_older = (pl.col("delivery_at") < pl.col("newest_known")).fill_null(False)
    return rows.with_columns(
        pl.when(pl.col("row_hash") == pl.col("stored_hash"))
        .then(pl.lit(UNCHANGED, OUTCOME))
        .when(is_older)
        .then(pl.lit(OUTDATED, OUTCOME))
        .when(pl.col("stored_hash").is_null())
        .then(pl.lit(NEW, OUTCOME))
        .otherwise(pl.lit(CORRECTED, OUTCOME))
        .alias("outcome")
    ).select(winners.columns)
