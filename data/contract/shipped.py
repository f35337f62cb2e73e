"""Tables that ship with the program and may be overlaid by a bureau's own file."""

import dataframely as dy
import polars as pl

from data.contract import fields


class Calendar(dy.Schema):
    """One row per day, with holidays and make-up workdays."""

    date = fields.day("2026-02-17", nullable=False)
    is_workday = fields.flag("false")
    holiday = fields.code("calendar", "holiday", "spring_festival", nullable=True)
    days_to_spring_festival = fields.count("0", least=None, unit="day")
    assessment_window = fields.flag("false", nullable=True)
    assessment_name = fields.text()
    recorded_at = fields.moment()


class DeadlineRules(dy.Schema):
    """One row per legal or local time limit, its tier or point, and validity period."""

    rule_id = fields.identifier("PS_ACCEPT")
    variant = fields.identifier("none")
    valid_from = fields.day("2015-11-06", nullable=False)
    valid_to = fields.day()
    matter = fields.code("deadline_rules", "matter", "public_security")
    name_zh = fields.text(nullable=False)
    name_en = fields.text("Acceptance decision", nullable=False)
    clock_start = fields.text("received_at", nullable=False)
    clock_stop = fields.text("decision_at", nullable=False)
    limit_value = fields.count("24")
    limit_unit = fields.code("deadline_rules", "limit_unit", "hour")
    extension_value = fields.count("")
    extension_unit = fields.code("deadline_rules", "extension_unit", nullable=True)
    extension_max_n = fields.count("")
    tolerance_days = fields.count("0", nullable=False, unit="day")
    note_zh = fields.text()
    note_en = fields.text()
    basis_zh = fields.text()
    basis_en = fields.text("Notice 32 of 2015")
    mark = fields.code("deadline_rules", "mark", "V")
    recorded_at = fields.moment()

    @dy.rule()
    def valid_to_before_valid_from(cls) -> pl.Expr:
        return pl.col("valid_to") > pl.col("valid_from")


class CategoryMap(dy.Schema):
    """One row per category, with the small-case rule: flag, loss limit, unknown losses."""

    category_code = fields.identifier("theft_ebike")
    label_zh = fields.text(nullable=False)
    label_en = fields.text("Theft of e-bikes and batteries", nullable=False)
    category_group = fields.code("category_map", "category_group", "property")
    matter_kinds = fields.text("criminal,public_security", nullable=False)
    is_small = fields.flag("true")
    small_loss_below_yuan = fields.money("5000")
    small_when_loss_unknown = fields.flag("true")
    is_preventable = fields.flag("true")
    is_major = fields.flag("false")
    ga240_code = fields.identifier("", nullable=True, regex=r"^\d{6}$")
    display_order = fields.count("2", nullable=False, least=None)
    recorded_at = fields.moment()


class EnumLabels(dy.Schema):
    """One row per code of a coded column, with its labels."""

    table_name = fields.identifier("cases")
    column_name = fields.identifier("channel")
    parent_code = fields.text("", nullable=False)
    code = fields.identifier("110")
    label_zh = fields.text(nullable=False)
    label_en = fields.text("110 call", nullable=False)
    display_order = fields.count("1", nullable=False, least=None)
    is_fallback = fields.flag("false")
    recorded_at = fields.moment()


class DataLoads(dy.Schema):
    """One row per file taken in, written by the import."""

    dataset = fields.identifier("cases")
    file = fields.text("cases.csv", nullable=False)
    rows = fields.count("1200", nullable=False, unit="row")
    min_event = fields.moment("2026-03-01 00:12")
    max_event = fields.moment("2026-03-31 23:50")
    delivery_at = fields.moment("2026-04-02 00:00")
    loaded_at = fields.moment("2026-04-02 08:30", nullable=False)
    sha256 = fields.text()
    withdrawn_n = fields.count("0", unit="row")
    issues_n = fields.count("0", unit="row")
