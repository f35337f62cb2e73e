"""The data contract as code: every table a bureau may deliver or the program may write.

TABLES stands in the order in which tables depend on each other.
"""

from datetime import date

import polars as pl

from data.contract import cases, complaints, journal, services, shipped, surveys, units
from data.contract.table import Column, Table

__all__ = ["SYSTEM", "TABLES", "UNKNOWN_UNIT", "Column", "Table", "empty", "stored_dtypes"]

# The reserved unit for matters whose unit code is not known.
UNKNOWN_UNIT = "UNKNOWN"

# Columns the import adds to every table it keeps, beside source_<unit column>.
SYSTEM: dict[str, pl.DataType] = {
    "delivery_at": pl.Datetime("us"),
    "first_loaded_at": pl.Datetime("us"),
    "loaded_at": pl.Datetime("us"),
    "flags": pl.String(),
    "row_hash": pl.Int64(),
}

_LIST = [
    Table(
        "units",
        units.Units,
        key=("unit_id", "valid_from"),
        store="warehouse",
        event_time=None,
        # A list of units seldom says since when; what is not said has always been.
        defaults={
            "unit_kind": "other",
            "valid_from": date(1900, 1, 1),
            "is_ranked": True,
            "display_order": 0,
        },
        soft_rules=units.UNITS_SOFT,
    ),
    Table(
        "unit_lineage",
        units.UnitLineage,
        key=("from_unit_id", "to_unit_id", "effective_date"),
        store="warehouse",
    ),
    Table(
        "cases",
        cases.Cases,
        key=("case_id",),
        store="warehouse",
        unit_columns=("jurisdiction_unit_id", "handling_unit_id"),
        event_time="received_at",
        defaults={"is_enterprise": False, "time_precision": "minute"},
        soft_rules=cases.CASES_SOFT,
    ),
    Table(
        "case_events",
        cases.CaseEvents,
        key=("event_id",),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="event_at",
    ),
    Table(
        "survey_waves",
        surveys.SurveyWaves,
        key=("wave_id",),
        store="warehouse",
        event_time="period_start",
        defaults={"weighting": "none", "is_external": False},
    ),
    Table(
        "survey_questions",
        surveys.SurveyQuestions,
        key=("questionnaire_version", "question_code", "answer_code"),
        store="warehouse",
        defaults={"is_valid": True},
    ),
    Table(
        "survey_fieldwork",
        surveys.SurveyFieldwork,
        key=("wave_id", "unit_id", "period_month"),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="period_month",
    ),
    Table(
        "survey_answers",
        surveys.SurveyAnswers,
        key=(
            "wave_id",
            "unit_id",
            "period_month",
            "question_code",
            "answer_code",
            "area_type",
            "outcome_group",
            "notice_group",
            "stratum",
            "psu",
        ),
        store="warehouse",
        replace_scope=("wave_id", "unit_id", "period_month", "question_code"),
        unit_columns=("unit_id",),
        event_time="period_month",
        defaults={"area_type": "all", "outcome_group": "na", "notice_group": "na"},
    ),
    Table(
        "external_scores",
        surveys.ExternalScores,
        key=("programme", "unit_id", "period_start", "period_end", "construct", "source"),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="period_start",
    ),
    Table(
        "complaints",
        complaints.Complaints,
        key=("complaint_id",),
        store="warehouse",
        unit_columns=("unit_id", "handling_unit_id"),
        event_time="received_at",
        defaults={"extended": False, "reopened_n": 0},
        soft_rules=complaints.COMPLAINTS_SOFT,
    ),
    Table(
        "activities",
        services.Activities,
        key=("activity_id",),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="held_on",
    ),
    Table(
        "service_monthly",
        services.ServiceMonthly,
        key=("month", "unit_id", "item_code"),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="month",
        defaults={"is_green_channel": False},
        soft_rules=services.SERVICE_SOFT,
    ),
    Table(
        "commitments",
        services.Commitments,
        key=("commitment_id",),
        store="warehouse",
        unit_columns=("owner_unit_id",),
        event_time="start_date",
    ),
    Table(
        "commitment_progress",
        services.CommitmentProgress,
        key=("commitment_id", "unit_id", "month"),
        store="warehouse",
        unit_columns=("unit_id",),
        event_time="month",
        soft_rules=services.PROGRESS_SOFT,
    ),
    Table(
        "targets",
        journal.Targets,
        key=("indicator_id", "series", "scope", "scope_id", "period_start", "created_at"),
        store="journal",
    ),
    Table("annotations", journal.Annotations, key=("annotation_id",), store="journal"),
    Table("calendar", shipped.Calendar, key=("date",), store="shipped"),
    Table(
        "deadline_rules",
        shipped.DeadlineRules,
        key=("rule_id", "variant", "valid_from"),
        store="shipped",
        defaults={"variant": "none", "tolerance_days": 0},
    ),
    Table("category_map", shipped.CategoryMap, key=("category_code",), store="shipped"),
    Table(
        "enum_labels",
        shipped.EnumLabels,
        key=("table_name", "column_name", "parent_code", "code"),
        store="shipped",
        defaults={"parent_code": "", "is_fallback": False},
    ),
    Table("data_loads", shipped.DataLoads, key=(), store="written"),
    Table("editions", journal.Editions, key=("edition_id",), store="journal"),
    Table(
        "published_values",
        journal.PublishedValues,
        key=("edition_id", "indicator_id", "series", "unit_id", "month", "window", "structure"),
        store="journal",
    ),
    Table(
        "published_scenes",
        journal.PublishedScenes,
        key=("edition_id", "language", "position"),
        store="journal",
    ),
    Table(
        "published_definitions",
        journal.PublishedDefinitions,
        key=("edition_id", "language", "indicator_id"),
        store="journal",
    ),
    Table("meetings", journal.Meetings, key=("meeting_id",), store="journal"),
    Table(
        "meeting_scenes",
        journal.MeetingScenes,
        key=("meeting_id", "position"),
        store="journal",
    ),
    Table("actions", journal.Actions, key=("action_id",), store="journal"),
    Table("action_reports", journal.ActionReports, key=("action_id",), store="journal"),
]

TABLES: dict[str, Table] = {table.name: table for table in _LIST}


def stored_dtypes(name: str) -> dict[str, pl.DataType]:
    """Columns and types of a table as kept: the contract's, then those the import adds."""
    table = TABLES[name]
    if table.store in ("journal", "written"):
        return table.dtypes
    sources: dict[str, pl.DataType] = {
        f"source_{column}": pl.String() for column in table.unit_columns
    }
    return {**table.dtypes, **sources, **SYSTEM}


def empty(name: str) -> pl.DataFrame:
    """The table without a row, as kept, with every column typed."""
    return pl.DataFrame(schema=stored_dtypes(name))
