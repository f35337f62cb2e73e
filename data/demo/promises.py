"""Commitments and their progress, annotations and targets: what the bureau said it would do."""

from __future__ import annotations

import numpy as np
import polars as pl

from data.contract.fields import CODES
from data.demo.chance import stream
from data.demo.parameters import listing, quirk, settings
from data.demo.timeline import months


def drawn_progress() -> pl.DataFrame:
    """Progress of the promises that no other table of the demo tells."""
    branches = listing("branches")["unit_id"].to_list()
    start = months().index(quirk("ten_promises").first)
    shown = np.arange(start, len(months()))
    parts = []
    for promise, rule in settings("promises").items():
        rng = stream(f"promise {promise}")
        month = np.repeat(shown, len(branches))
        due = np.maximum(rng.poisson(rule["due"], len(month)), 1) if rule["due"] > 1 else 1
        due = np.broadcast_to(due, len(month))
        way = (month - start) / (len(months()) - 1 - start)
        first, last = rule["on_time"]
        done = rng.binomial(due, rule["done"])
        share = np.minimum((first + (last - first) * way) / rule["done"], 1.0)
        parts.append(
            pl.DataFrame(
                {
                    "commitment_id": promise,
                    "unit_id": branches * len(shown),
                    "month": pl.Series(months()).gather(pl.Series(month)),
                    "due_n": pl.Series(due, dtype=pl.Int64),
                    "done_n": pl.Series(done, dtype=pl.Int64),
                    "on_time_n": pl.Series(rng.binomial(done, share), dtype=pl.Int64),
                }
            )
        )
    return pl.concat(parts)


def annotation_rows() -> pl.DataFrame:
    """The contract's `annotations`, written on the day each begins."""
    written = pl.col("start_date").cast(pl.Datetime("us")) + pl.duration(hours=9)
    return listing("annotations").with_columns(
        pl.lit(settings("city")["office"]).alias("author"), written.alias("created_at")
    )


def target_rows() -> pl.DataFrame:
    """The contract's `targets`: the demo targets that ship with the code lists."""
    frame = pl.read_csv(CODES / "demo_targets.csv", infer_schema=False)
    return frame.with_columns(
        pl.col("period_start", "period_end").str.to_date("%Y-%m-%d"),
        pl.col("target", "warn").cast(pl.Float64),
        pl.col("created_at").str.to_datetime("%Y-%m-%d %H:%M", time_unit="us"),
    )
