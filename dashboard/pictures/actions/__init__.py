"""What stands on the ledger of actions: its short answer, its rows, and the course of one."""

from dashboard.pictures.actions.course import course
from dashboard.pictures.actions.ledger import (
    KINDS,
    rows,
    sheets,
    short_answer,
    table,
)

__all__ = ["KINDS", "course", "rows", "sheets", "short_answer", "table"]
