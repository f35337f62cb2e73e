"""Visits and events, window services by month, and public commitments."""

import dataframely as dy
import polars as pl

from data.contract import fields


class Activities(dy.Schema):
    """One row per visit or event."""

    activity_id = fields.identifier("a004410")
    activity_type = fields.code("activities", "activity_type", "police_public_talk")
    subtype = fields.text()
    unit_id = fields.identifier("990103520000")
    held_on = fields.day("2026-03-12", nullable=False)
    reference_at = fields.moment()
    released_at = fields.moment()
    planned_n = fields.count("60", unit="household")
    reached_n = fields.count("52", unit="household")
    effective_n = fields.count("40", unit="household")
    resolved_n = fields.count("12", unit="household")
    issues_n = fields.count("5", unit="item")
    issues_closed_n = fields.count("4", unit="item")
    enterprise_ref = fields.identifier("q0007", nullable=True)
    audience = fields.text()
    recorded_at = fields.moment()

    @dy.rule()
    def reached_exceeds_planned(cls) -> pl.Expr:
        return pl.col("reached_n") <= pl.col("planned_n")

    @dy.rule()
    def effective_exceeds_reached(cls) -> pl.Expr:
        return pl.col("effective_n") <= pl.coalesce("reached_n", "planned_n")

    @dy.rule()
    def resolved_exceeds_effective(cls) -> pl.Expr:
        return pl.col("resolved_n") <= pl.coalesce("effective_n", "reached_n", "planned_n")

    @dy.rule()
    def issues_closed_exceed_issues(cls) -> pl.Expr:
        return pl.col("issues_closed_n") <= pl.col("issues_n")


class ServiceMonthly(dy.Schema):
    """One row per month, unit and service item."""

    month = fields.month("2026-03-01")
    unit_id = fields.identifier("990103000000")
    item_code = fields.identifier("HZ01")
    item_name = fields.text(nullable=False)
    business_line = fields.code("service_monthly", "business_line", "household", nullable=True)
    is_green_channel = fields.flag("false")
    accepted_n = fields.count("320", unit="item")
    completed_n = fields.count("310", unit="item")
    on_time_n = fields.count("305", unit="item")
    pending_end_n = fields.count("18", unit="item")
    overdue_end_n = fields.count("2", unit="item")
    online_n = fields.count("150", unit="item")
    appointment_n = fields.count("20", unit="item")
    door_n = fields.count("3", unit="item")
    one_visit_n = fields.count("280", unit="item")
    median_hours = fields.number("6.5", unit="hour")
    rating_5_n = fields.count("200", unit="rating")
    rating_4_n = fields.count("20", unit="rating")
    rating_3_n = fields.count("3", unit="rating")
    rating_2_n = fields.count("1", unit="rating")
    rating_1_n = fields.count("0", unit="rating")
    bad_fixed_n = fields.count("1", unit="rating")
    bad_called_n = fields.count("1", unit="rating")
    recorded_at = fields.moment()


class Commitments(dy.Schema):
    """One row per public commitment."""

    commitment_id = fields.identifier("C01")
    source = fields.code("commitments", "source", "ten_matters")
    title = fields.text(nullable=False)
    public_text = fields.text()
    indicator_id = fields.identifier("CAS07", nullable=True)
    owner_unit_id = fields.identifier("990103000000", nullable=True)
    start_date = fields.day("2026-01-01")
    due_date = fields.day("2026-12-31")
    recorded_at = fields.moment()


class CommitmentProgress(dy.Schema):
    """One row per commitment, unit and month."""

    commitment_id = fields.identifier("C01")
    unit_id = fields.identifier("990103000000")
    month = fields.month("2026-03-01")
    due_n = fields.count("12", nullable=False, unit="item")
    done_n = fields.count("11", nullable=False, unit="item")
    on_time_n = fields.count("10", nullable=False, unit="item")
    note = fields.text()
    recorded_at = fields.moment()


SERVICE_SOFT = {
    "on_time_exceeds_completed": pl.col("on_time_n") > pl.col("completed_n"),
    "overdue_exceeds_pending": pl.col("overdue_end_n") > pl.col("pending_end_n"),
}
PROGRESS_SOFT = {"on_time_exceeds_done": pl.col("on_time_n") > pl.col("done_n")}
