"""Complaints, petitions and commendations, without the person who brought them."""

import dataframely as dy
import polars as pl

from data.contract import fields


class Complaints(dy.Schema):
    """One row per complaint, petition, report, suggestion, enquiry or commendation."""

    complaint_id = fields.identifier("t003312")
    kind = fields.code("complaints", "kind", "complaint")
    channel = fields.code("complaints", "channel", "12345")
    category_l1 = fields.code("complaints", "category_l1", "attitude")
    category_l2 = fields.code("complaints", "category_l2", "rude", nullable=True)
    business_line = fields.code("complaints", "business_line", "station", nullable=True)
    unit_id = fields.identifier("990103520000")
    handling_unit_id = fields.identifier("990103000000", nullable=True)
    received_at = fields.moment("2026-03-05 10:00", nullable=False)
    notice_at = fields.moment("2026-03-06 09:00")
    accepted_at = fields.moment("2026-03-06 09:00")
    due_at = fields.moment("2026-05-05 00:00")
    extended = fields.flag("false")
    closed_at = fields.moment("2026-03-20 16:00")
    result = fields.code("complaints", "result", "substantiated", nullable=True)
    rectified_at = fields.moment("2026-03-25 16:00")
    feedback_grade = fields.count("4", least=1, most=5)
    reopened_n = fields.count("0", nullable=False)
    related_matter_kind = fields.code(
        "complaints", "related_matter_kind", "public_security", nullable=True
    )
    recorded_at = fields.moment()

    @dy.rule()
    def closed_before_received(cls) -> pl.Expr:
        return pl.col("closed_at") >= pl.col("received_at")


COMPLAINTS_SOFT = {
    "notice_before_received": pl.col("notice_at") < pl.col("received_at"),
    "accepted_before_received": pl.col("accepted_at") < pl.col("received_at"),
    "due_before_received": pl.col("due_at") < pl.col("received_at"),
}
