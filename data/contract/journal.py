"""What people enter on pages: append-only, with author and time, never rolled back."""

import dataframely as dy
import polars as pl

from data.contract import fields

# Notice 32 (2015) of the ministry abolished these as assessment figures: they keep a reference
# line and get no target.
UNASSESSED = ("CAS01", "CAS02", "CAS03", "CAS04")


class Targets(dy.Schema):
    """One row per target and warning limit of an indicator for a scope and period."""

    indicator_id = fields.identifier("SAT02")
    series = fields.text("bureau_cati")
    value_kind = fields.code("targets", "value_kind", "level")
    scope = fields.code("targets", "scope", "bureau")
    scope_id = fields.text()
    period_start = fields.day("2026-01-01", nullable=False)
    period_end = fields.day("2026-12-31")
    target = fields.number("80", least=None)
    warn = fields.number("75", least=None)
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-01-05 09:00", nullable=False)
    supersedes = fields.text()

    @dy.rule()
    def indicator_without_assessment(cls) -> pl.Expr:
        return ~pl.col("indicator_id").is_in(list(UNASSESSED))

    @dy.rule()
    def neither_target_nor_warn(cls) -> pl.Expr:
        return pl.col("target").is_not_null() | pl.col("warn").is_not_null()


class Annotations(dy.Schema):
    """One row per remark on a period, for one unit and indicator or for all."""

    annotation_id = fields.identifier("n0012")
    start_date = fields.day("2026-01-01", nullable=False)
    end_date = fields.day()
    scope_unit_id = fields.identifier("990100000000", nullable=True)
    indicator_id = fields.identifier("CAS02", nullable=True)
    kind = fields.code("annotations", "kind", "law_change")
    text = fields.text(nullable=False)
    author = fields.text(nullable=False)
    created_at = fields.moment("2026-01-05 09:00", nullable=False)
    supersedes = fields.text()


class Editions(dy.Schema):
    """One row per frozen monthly edition."""

    edition_id = fields.identifier("2026-03-1")
    month = fields.month("2026-03-01")
    supersedes = fields.text()
    reason = fields.text()
    frozen_by = fields.text(nullable=False)
    frozen_at = fields.moment("2026-04-08 09:00", nullable=False)
    snapshot_id = fields.count("12", nullable=False)
    code_version = fields.text("0.1.0", nullable=False)


class PublishedValues(dy.Schema):
    """One row per value an edition showed, as it was shown."""

    edition_id = fields.identifier("2026-03-1")
    indicator_id = fields.identifier("SAT02")
    series = fields.text("", nullable=False)
    unit_id = fields.identifier("990100000000")
    month = fields.month("2026-03-01")
    window = fields.identifier("m")
    structure = fields.code("published_values", "structure", "current")
    value = fields.number("81.2", least=None)
    numerator = fields.number("974", least=None)
    denominator = fields.number("1200", least=None)
    n = fields.count("1200")
    lower = fields.number("78.9", least=None)
    upper = fields.number("83.3", least=None)
    verdict = fields.text("met")
    text = fields.text()
