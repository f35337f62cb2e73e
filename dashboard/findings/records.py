"""Findings in how records are kept: entered late, left blank, the same every month, at a minute."""

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected
from dashboard.filters import Filters
from dashboard.findings.suspicion import ENOUGH, Suspicion, discovered, strongest
from dashboard.indicators import get
from dashboard.statistics import funnels, oddities
from dashboard.texts import dates, numbers, t

WORKING_MINUTES = 22 * 8 * 60  # in which the callbacks of a month are made
LEAST_REPEATS = 3
USUAL_LIMIT = 10  # per cent late, where no alert line is set


def late_records(choice: Filters) -> list[Suspicion]:
    """Parts of the bureau whose records of a month were entered late more often than elsewhere."""
    rows = ask_if_connected("findings/late_records", choice)
    if rows.is_empty():
        return []
    limits = measured.limits(get("GRD02"), choice)
    limit = (limits.warn if limits and limits.warn is not None else USUAL_LIMIT) / 100
    tested = []
    for (series,), group in rows.group_by("series", maintain_order=True):
        group = group.filter(pl.col("n") >= ENOUGH)
        funnel = funnels.proportions(group["late"].to_list(), group["n"].to_list())
        shares = zip(group.iter_rows(named=True), funnel.values, funnel.z, funnel.p, strict=True)
        for row, share, z, p in shares:
            is_high = z > 0 and share >= limit
            holes = {
                "month": dates.month(row["month"]),
                "table": t(f"dataset.{series}"),
                "share": numbers.rate(share),
                "usual": numbers.rate(funnel.centre),
                "late": numbers.count(row["late"]),
                "n": numbers.count(row["n"]),
                "limit": numbers.rate(limit),
            }
            own = rows.filter(pl.col("unit_id") == row["unit_id"], pl.col("series") == series)
            tested.append(
                (
                    p / 2 if is_high else 1.0,
                    Suspicion(
                        "late_records", row["unit_id"], p, holes, own,
                        ("findings/late_records",), indicators=("GRD02",),
                    ),
                )
            )  # fmt: skip
    return strongest(discovered(tested))


def unknown_values(choice: Filters) -> list[Suspicion]:
    """Units that leave the kind of a matter or a loss open more often than the others."""
    rows = ask_if_connected("findings/reports_by_unit", choice)
    tested = []
    for what, base in (("undetermined", "received"), ("loss_unknown", "priced")):
        group = rows.filter(pl.col(base) >= ENOUGH) if not rows.is_empty() else rows
        if group.height < funnels.ENOUGH_UNITS:
            continue
        funnel = funnels.proportions(group[what].to_list(), group[base].to_list())
        units = zip(group.iter_rows(named=True), funnel.values, funnel.z, funnel.p, strict=True)
        for row, share, z, p in units:
            holes = {
                "what": t(f"finding.unknown_values.{what}"),
                "share": numbers.rate(share),
                "usual": numbers.rate(funnel.centre),
                "part": numbers.count(row[what]),
                "n": numbers.count(row[base]),
            }
            own = rows.filter(pl.col("unit_id") == row["unit_id"])
            found = Suspicion(
                "unknown_values", row["unit_id"], p, holes, own, ("findings/reports_by_unit",)
            )
            tested.append((p / 2 if z > 0 else 1.0, found))
    return strongest(discovered(tested))


def repeated_figures(choice: Filters) -> list[Suspicion]:
    """Units that report the same number month after month where numbers of that size vary."""
    rows = ask_if_connected("findings/repeated_figures", choice)
    if rows.is_empty():
        return []
    # How much a figure of a mean swings from month to month: as its units do, at most by chance.
    swings = rows.group_by("figure", "unit_id").agg(swing=pl.col("n").var() / pl.col("n").mean())
    usual = dict(swings.group_by("figure").agg(pl.col("swing").median()).iter_rows())
    tested = []
    for (figure, unit_id), group in rows.group_by("figure", "unit_id", maintain_order=True):
        values = group["n"].to_list()
        value, run = oddities.longest_run(values)
        mean = sum(values) / len(values)
        variance = mean * min(usual[figure] or 0.0, 1.0)
        is_long = run >= LEAST_REPEATS and value
        p = oddities.same_again(mean, variance, run, len(values)) if is_long else 1.0
        holes = {
            "figure": t(f"finding.repeated_figures.{figure}"),
            "run": numbers.count(run),
            "value": numbers.count(value),
            "mean": numbers.plain(mean, 1),
            "variance": numbers.plain(variance, 1),
            "months": numbers.count(len(values)),
        }
        found = Suspicion(
            "repeated_figures", str(unit_id), p, holes, group, ("findings/repeated_figures",)
        )
        tested.append((p, found))
    return strongest(discovered(tested))


def callbacks(choice: Filters) -> list[Suspicion]:
    """Units whose callbacks share a minute, or all reached somebody where others often did not."""
    rows = ask_if_connected("findings/callbacks_by_unit", choice)
    if rows.is_empty():
        return []
    questions = ("findings/callbacks_by_unit",)
    rows = rows.filter(pl.col("n") >= ENOUGH)
    missed = float((rows["outcome_n"] - rows["reached"]).sum())
    share = missed / max(float(rows["outcome_n"].sum()), 1.0)
    expected = [n * share for n in rows["outcome_n"]]
    variance = oddities.between((rows["outcome_n"] - rows["reached"]).to_list(), expected)
    tested = []
    for row, due in zip(rows.iter_rows(named=True), expected, strict=True):
        own = rows.filter(pl.col("unit_id") == row["unit_id"])
        holes = {
            "most": numbers.count(row["most_in_a_minute"]),
            "month": dates.month(row["month_of_most"]),
            "n": numbers.count(row["outcome_n"]),
            "timed": numbers.count(row["timed"]),
            "expected": numbers.plain(due, 1),
            "usual": numbers.rate(share),
        }
        year = 12 * WORKING_MINUTES
        p = oddities.crowded(row["most_in_a_minute"], row["timed"], year)
        found = Suspicion("callbacks", row["unit_id"], p, holes, own, questions)
        tested.append((p, found))
        # Where nobody's calls ever fail, the source only keeps those that did not.
        if due >= oddities.LEAST_EXPECTED and row["reached"] == row["outcome_n"]:
            p = oddities.silence(due, variance)
            found = Suspicion("callbacks", row["unit_id"], p, holes, own, questions, "all_reached")
            tested.append((p, found))
    return strongest(discovered(tested))
