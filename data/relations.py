"""Rules that look across rows or tables, asked of the tables as they would stand.

Hard ones refuse delivered rows, soft ones flag rows that are written.
"""

from collections.abc import Mapping

import polars as pl

from data.contract import across
from data.plan import CORRECTED, NEW, OUTCOME, PLACE, REJECTED, Plan
from data.resolution import delivered_text
from data.restaging import ORPHAN_FLAG, PARENTS
from data.settlement import drop_replaced
from data.staging import named

# What the quarantine names as the columns a rule across rows looked at.
READS = {
    "validity_overlaps": "valid_from, valid_to",
    "shares_not_one": "share",
    "answers_exceed_completed": "n",
    "whole_beside_parts": "area_type, outcome_group, notice_group",
    "scope_incomplete": "question_code",
}


def refuse_across(plan: Plan, plans: Mapping[str, Plan]) -> None:
    """Refuse delivered rows that break a hard rule across rows."""
    table = plan.stored.table
    rules = [rule for rule in across.HARD.get(table.name, ()) if rule in READS]
    if plan.written.is_empty() or not rules:
        return
    _refuse_incomplete_scopes(plan)
    for rule in rules:
        rows = standing(plan)
        if rule == "answers_exceed_completed":
            waves, fieldwork = standing(plans["survey_waves"]), standing(plans["survey_fieldwork"])
            broken = across.answers_exceed_completed(rows, waves, fieldwork)
        else:
            broken = getattr(across, rule)(rows)
        _refuse(plan, rows.filter(broken.fill_null(False)).select(PLACE), rule)


def flag_across(plan: Plan, plans: Mapping[str, Plan]) -> None:
    """Flag rows to write that break a soft rule across rows."""
    table = plan.stored.table
    soft = across.SOFT.get(table.name, ())
    if plan.written.is_empty():
        return
    if table.name in PARENTS:
        _flag_orphans(plan, plans[PARENTS[table.name][1]])
    for rule in ("branch_population_differs", "pending_unbalanced"):
        if rule in soft:
            rows = standing(plan)
            _flag(plan, rows.filter(getattr(across, rule)(rows)).select(PLACE), rule)


def _refuse_incomplete_scopes(plan: Plan) -> None:
    """A question with a refused answer is refused whole: its shares would be wrong."""
    if not plan.staging.refused_scopes:
        return
    refused = pl.concat(plan.staging.refused_scopes).drop_nulls().unique().to_frame("scope")
    rows = plan.outcomes.join(refused, on="scope", how="semi")
    _refuse(plan, rows.select(PLACE), "scope_incomplete")


def _refuse(plan: Plan, places: pl.DataFrame, rule: str) -> None:
    """Refuse rows at these places that a delivery brought; others stay as they are."""
    fresh = plan.outcomes.filter(pl.col("outcome").is_in([NEW, CORRECTED]))
    refused = fresh.join(places.drop_nulls(), on=PLACE, how="semi")
    if refused.is_empty():
        return
    for rows in refused.sort(PLACE).partition_by("part", maintain_order=True):
        part = int(rows["part"][0])
        report = plan.staging.parts[part].report
        if report is None:
            continue
        whole = plan.staging.rows(part, rows["position"]).with_columns(rows["line"])
        plan.staging.refuse(named(whole, READS[rule], rule), report, whole.height)
    verdict = refused.select(*PLACE, verdict=pl.lit(REJECTED, OUTCOME))
    plan.outcomes = (
        plan.outcomes.join(verdict, on=PLACE, how="left", maintain_order="left")
        .with_columns(outcome=pl.coalesce("verdict", "outcome"))
        .drop("verdict")
    )
    drop_replaced(plan)


def _flag(plan: Plan, places: pl.DataFrame, flag: str) -> None:
    written = plan.written.join(places.drop_nulls(), on=PLACE, how="semi")
    if written.is_empty():
        return
    plan.flags.append((written.select(PLACE), flag))
    for part, count in written.group_by("part").len().iter_rows():
        report = plan.staging.parts[part].report
        if report is not None:
            report.flagged[flag] += count


def _flag_orphans(plan: Plan, parent: Plan) -> None:
    """Rows whose matter or wave has not come, and events before their matter was received."""
    column, name = PARENTS[plan.stored.table.name]
    is_event = name == "cases"
    columns = [column, "event_at"] if is_event else [column]
    children = pl.concat(
        plan.staging.rows(part, positions, columns).with_columns(
            pl.lit(part, pl.UInt32).alias("part"), positions
        )
        for part, positions in plan.written_by_part()
    )
    early = [children.clear()]
    for parents in parent.after([column, "received_at"] if is_event else [column]):
        met = children.join(parents.select(column).unique(), on=column, how="semi")
        if is_event and met.height:
            early.append(met.filter(across.event_before_received(met, parents)))
        children = children.join(met, on=PLACE, how="anti")
    _flag(plan, children.select(PLACE), ORPHAN_FLAG)
    _flag(plan, pl.concat(early).select(PLACE), "event_before_received")


def standing(plan: Plan) -> pl.DataFrame:
    """The table as it would stand, with the place of rows to write.

    An unknown unit is itself and not one of the UNKNOWN. Of answers only the waves delivered.
    """
    table = plan.stored.table
    sources = dict.fromkeys((f"source_{name}" for name in table.unit_columns), pl.String())
    schema = {**table.dtypes, **sources, **dict.fromkeys(PLACE, pl.UInt32())}
    pieces = list(plan.after([*table.dtypes, *sources]))
    if table.name == "survey_answers":
        fresh = (piece.filter(pl.col("part").is_not_null()) for piece in pieces)
        waves = pl.concat(piece["wave_id"] for piece in fresh).unique().implode()
        pieces = [piece.filter(pl.col("wave_id").is_in(waves)) for piece in pieces]
    rows = pl.concat([pl.DataFrame(schema=schema), *pieces])
    return rows.with_columns(delivered_text(name).alias(name) for name in table.unit_columns)
