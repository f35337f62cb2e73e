"""Reported matters and the contacts and procedural facts that follow them."""

import dataframely as dy
import polars as pl

from data.contract import fields


class Cases(dy.Schema):
    """One row per reported matter; status and whether it is small are derived, never stored."""

    case_id = fields.identifier("m0018842")
    matter_kind = fields.code("cases", "matter_kind", "public_security")
    category_code = fields.code("cases", "category_code", "theft_ebike")
    jurisdiction_unit_id = fields.identifier("990103520000")
    handling_unit_id = fields.identifier("990103520000")
    channel = fields.code("cases", "channel", "110")
    premises_type = fields.code("cases", "premises_type", "residence", nullable=True)
    is_enterprise = fields.flag("false")
    occurred_at = fields.moment("2026-03-02 22:00")
    received_at = fields.moment("2026-03-03 07:41", nullable=False)
    dispatched_at = fields.moment("2026-03-03 07:42")
    arrived_at = fields.moment("2026-03-03 07:51")
    first_action_at = fields.moment("2026-03-03 07:58")
    decision = fields.code("cases", "decision", "docketed")
    decision_at = fields.moment("2026-03-03 09:20")
    review_extension = fields.code("cases", "review_extension", "none", nullable=True)
    accepted_at = fields.moment("2026-03-03 09:20")
    filed_at = fields.moment("2026-03-03 09:20")
    solved_at = fields.moment("2026-03-09 16:00")
    solve_mode = fields.code("cases", "solve_mode", "investigation", nullable=True)
    lead_source = fields.code("cases", "lead_source", "video", nullable=True)
    series_ref = fields.identifier("s0231", nullable=True)
    closed_at = fields.moment("2026-03-20 10:00")
    closure_kind = fields.code("cases", "closure_kind", "penalised", nullable=True)
    property_loss_yuan = fields.money("1850")
    recovered_yuan = fields.money("1850")
    supervision_level = fields.code("cases", "supervision_level", "none", nullable=True)
    time_precision = fields.code("cases", "time_precision", "minute")
    stated_outcome = fields.code("cases", "stated_outcome", nullable=True)
    recorded_at = fields.moment("2026-03-03 09:25")

    @dy.rule()
    def solved_before_received(cls) -> pl.Expr:
        return pl.col("solved_at") >= pl.col("received_at") - pl.duration(hours=1)

    @dy.rule()
    def closed_before_received(cls) -> pl.Expr:
        return pl.col("closed_at") >= pl.col("received_at")

    @dy.rule()
    def decision_without_time(cls) -> pl.Expr:
        return (pl.col("decision") == "pending") | pl.col("decision_at").is_not_null()

    @dy.rule()
    def pending_with_decision_time(cls) -> pl.Expr:
        return (pl.col("decision") != "pending") | pl.col("decision_at").is_null()

    @dy.rule()
    def closed_without_kind(cls) -> pl.Expr:
        return pl.col("closed_at").is_null() | pl.col("closure_kind").is_not_null()

    @dy.rule()
    def kind_without_closed(cls) -> pl.Expr:
        return pl.col("closure_kind").is_null() | pl.col("closed_at").is_not_null()


class CaseEvents(dy.Schema):
    """One row per contact or procedural fact of a matter."""

    event_id = fields.identifier("e900213")
    case_id = fields.identifier("m0018842")
    event_type = fields.code("case_events", "event_type", "callback_unsolved")
    event_at = fields.moment("2026-03-06 10:12", nullable=False)
    due_at = fields.moment()
    unit_id = fields.identifier("990103520000")
    method = fields.code("case_events", "method", "phone", nullable=True)
    outcome = fields.code("case_events", "outcome", "reached", nullable=True)
    amount_yuan = fields.money()
    from_value = fields.text()
    to_value = fields.text()
    recorded_at = fields.moment()


def _later(column: str, than: str) -> pl.Expr:
    return pl.col(column) < pl.col(than)


CASES_SOFT = {
    "occurred_after_received": pl.col("occurred_at") > pl.col("received_at") + pl.duration(days=1),
    "dispatched_before_received": _later("dispatched_at", "received_at"),
    "arrived_before_dispatched": _later("arrived_at", "dispatched_at"),
    "first_action_before_received": _later("first_action_at", "received_at"),
    "accepted_before_received": _later("accepted_at", "received_at"),
    "filed_before_accepted": _later("filed_at", "accepted_at"),
    "solved_before_docketed": pl.col("solved_at")
    < pl.when(pl.col("matter_kind") == "criminal")
    .then(pl.col("filed_at"))
    .otherwise(pl.coalesce("accepted_at", "filed_at")),
    "recovered_exceeds_loss": pl.col("recovered_yuan") > 1.05 * pl.col("property_loss_yuan"),
    "midnight_without_precision": (pl.col("time_precision") == "minute")
    & (pl.col("received_at") == pl.col("received_at").dt.truncate("1d")),
    "docket_without_acceptance": (pl.col("matter_kind") == "public_security")
    & (pl.col("decision") == "docketed")
    & pl.col("accepted_at").is_null()
    & (pl.col("received_at") < pl.datetime(2026, 1, 1)),
}
