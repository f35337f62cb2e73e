"""The marts as a whole: always there and typed, said in the registry, written portably."""

import re
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from data import engine, marts, recipes
from tests.queries.conftest import Given

TEXT, DAY, COUNT, NUMBER, YES = pl.String(), pl.Date(), pl.Int64(), pl.Float64(), pl.Boolean()
TIME = pl.Datetime("us")

# What pages build on: columns and types, in order.
COLUMNS = {
    "unit_map": {
        "structure": TEXT,
        "month": DAY,
        "unit_id": TEXT,
        "target_id": TEXT,
        "ancestor_id": TEXT,
        "share": NUMBER,
    },
    "unit_months": {
        "unit_id": TEXT,
        "month": DAY,
        "population": COUNT,
        "households": COUNT,
        "police_fte": NUMBER,
        "linked_enterprises": COUNT,
    },
    "report_months": {"unit_id": TEXT, "month": DAY, "matter_kind": TEXT}
    | dict.fromkeys(("received", "decided", "docketed", "priced", "loss_unknown"), COUNT),
    "callback_months": {"unit_id": TEXT, "month": DAY}
    | dict.fromkeys(("n", "outcome_n", "reached", "timed", "most_in_a_minute"), COUNT),
    "promise_months": {
        "basis": TEXT,
        "commitment_id": TEXT,
        "unit_id": TEXT,
        "month": DAY,
        "due_n": COUNT,
        "kept_n": COUNT,
    },
    "promises_due": {"commitment_id": TEXT, "unit_id": TEXT, "due_day": DAY, "n": COUNT},
    "help_months": {
        "unit_id": TEXT,
        "month": DAY,
        "n": COUNT,
        "closed_30": COUNT,
        "is_over": YES,
    },
    "small_spells": {
        "case_id": TEXT,
        "unit_id": TEXT,
        "jurisdiction_unit_id": TEXT,
        "category_code": TEXT,
        "premises_type": TEXT,
        "matter_kind": TEXT,
        "received_day": DAY,
        "docket_day": DAY,
        "start_day": DAY,
        "start_kind": TEXT,
        "end_day": DAY,
        "end_kind": TEXT,
        "solved_day": DAY,
        "solve_mode": TEXT,
        "is_last": YES,
        "interval_end_day": DAY,
        "interval_end_kind": TEXT,
        "time_precision": TEXT,
    },
    "stock_flow": {"unit_id": TEXT, "category_code": TEXT, "month": DAY}
    | dict.fromkeys(
        (
            "docketed",
            "reopened",
            "solved",
            "closed_unsolved",
            "aged_out",
            "moved_in",
            "moved_out",
            "solved_series",
        ),
        COUNT,
    ),
    "open_ages": {
        "month": DAY,
        "unit_id": TEXT,
        "age_bin": COUNT,
        "age_from": COUNT,
        "age_to": COUNT,
        "n": COUNT,
    },
    "open_ages_above": {
        "structure": TEXT,
        "month": DAY,
        "unit_id": TEXT,
        "age_bin": COUNT,
        "age_from": COUNT,
        "age_to": COUNT,
        "n": NUMBER,
    },
    "open_bands": {
        "month": DAY,
        "unit_id": TEXT,
        "category_code": TEXT,
        "band": TEXT,
        "n": COUNT,
    },
    "cohorts": {
        "unit_id": TEXT,
        "category_code": TEXT,
        "docket_month": DAY,
        "step": COUNT,
        "docketed": COUNT,
        "solved": COUNT,
        "closed_unsolved": COUNT,
        "mature": YES,
    },
    "cohort_months": {
        "unit_id": TEXT,
        "category_code": TEXT,
        "docket_month": DAY,
        "solved_after": COUNT,
        "n": COUNT,
    },
    "premises_categories": {
        "branch_id": TEXT,
        "month": DAY,
        "premises_type": TEXT,
        "category_code": TEXT,
        "received": NUMBER,
        "docketed": NUMBER,
        "solved_90": NUMBER,
    },
    "loss_chain": {"unit_id": TEXT, "category_code": TEXT, "received_month": DAY}
    | dict.fromkeys(
        (
            "received",
            "timed",
            "acted_24h",
            "decided_n",
            "decided_in_limit",
            "docketed",
            "diverted",
            "solved_90",
            "notified_7",
        ),
        COUNT,
    )
    | {"last_day_to_wait": DAY, "mature": YES},
    "callbacks_due": {
        "case_id": TEXT,
        "unit_id": TEXT,
        "handling_unit_id": TEXT,
        "category_code": TEXT,
        "premises_type": TEXT,
        "point_day": COUNT,
        "due_day": DAY,
        "last_day": DAY,
    },
    "callback_weeks": {
        "month": DAY,
        "case_id": TEXT,
        "unit_id": TEXT,
        "category_code": TEXT,
        "premises_type": TEXT,
        "point_day": COUNT,
        "last_day": DAY,
        "is_made": YES,
    },
    "series_days": {"day": DAY, "unit_id": TEXT, "category_code": TEXT, "n": COUNT},
    "docketed_ends": {"unit_id": TEXT, "category_code": TEXT}
    | dict.fromkeys(("docket_day", "solved_day", "closed_day"), DAY)
    | {"is_batch": YES, "n": COUNT},
    "complaint_months": {
        "unit_id": TEXT,
        "month": DAY,
        "kind": TEXT,
        "channel": TEXT,
        "category_l1": TEXT,
        "category_l2": TEXT,
        "n": COUNT,
    },
    "record_loads": {
        "dataset": TEXT,
        "unit_id": TEXT,
        "other_unit_id": TEXT,
        "first_month": DAY,
        "last_month": DAY,
        "is_small": YES,
        "first_loaded_at": TIME,
        "loaded_at": TIME,
        "n": COUNT,
    },
    "complaint_ends": {
        "unit_id": TEXT,
        "handling_unit_id": TEXT,
        "month": DAY,
        "category_l1": TEXT,
        "n": COUNT,
        "open_n": COUNT,
        "past_due_n": COUNT,
        "reopened_n": COUNT,
        "ever_closed_n": COUNT,
        "closed_in_90_n": COUNT,
    },
    "complaint_weeks": {
        "month": DAY,
        "complaint_id": TEXT,
        "unit_id": TEXT,
        "handling_unit_id": TEXT,
        "kind": TEXT,
        "category_l1": TEXT,
        "received_day": DAY,
        "due_day": DAY,
    },
    "exposure_months": {"unit_id": TEXT, "month": DAY, "matters": COUNT},
    "survey_cells": {
        "programme": TEXT,
        "questionnaire_version": TEXT,
        "mode": TEXT,
        "series": TEXT,
        "construct": TEXT,
        "question_code": TEXT,
        "unit_id": TEXT,
        "month": DAY,
        "answer_code": TEXT,
        "answer_label": TEXT,
        "answer_order": COUNT,
        "is_valid": YES,
        "positive_weight": NUMBER,
        "area_type": TEXT,
        "outcome_group": TEXT,
        "notice_group": TEXT,
        "n": COUNT,
        "weighted_n": NUMBER,
        "weight_sq": NUMBER,
    },
    "survey_psu": {
        "indicator_id": TEXT,
        "series": TEXT,
        "wave_id": TEXT,
        "stratum": TEXT,
        "psu": TEXT,
        "unit_id": TEXT,
        "month": DAY,
        "mature": YES,
        "psus_n": COUNT,
        "n": COUNT,
        "positive": NUMBER,
        "weight": NUMBER,
        "weight_sq": NUMBER,
        "positive_weight_sq": NUMBER,
        "positive_sq_weight_sq": NUMBER,
    },
    "survey_designs": {
        "structure": TEXT,
        "unit_id": TEXT,
        "indicator_id": TEXT,
        "series": TEXT,
        "month": DAY,
        "is_mature": YES,
    }
    | dict.fromkeys(("placed_n", "strata", "psus", "single", "aa", "ab", "bb"), NUMBER),
    "survey_rounds": {"series": TEXT, "unit_id": TEXT, "month": DAY}
    | dict.fromkeys(("dialled_n", "contacted_n", "completed_n", "sent_n"), COUNT),
    "activity_months": {"unit_id": TEXT, "month": DAY, "activity_type": TEXT}
    | dict.fromkeys(
        (
            "n",
            "planned_n",
            "reached_n",
            "effective_n",
            "resolved_n",
            "issues_n",
            "issues_closed_n",
        ),
        COUNT,
    ),
    "stated_outcomes": {"unit_id": TEXT, "month": DAY, "category_code": TEXT}
    | dict.fromkeys(("n", "solved", "closed_unsolved", "open", "unknown"), COUNT),
    "data_months": {
        "root_id": TEXT,
        "dataset": TEXT,
        "first_month": DAY,
        "last_month": DAY,
        "n": COUNT,
    },
    "quality_counts": {"dataset": TEXT, "what": TEXT, "n": COUNT},
    "record_delays": {
        "series": TEXT,
        "unit_id": TEXT,
        "month": DAY,
        "days_after": COUNT,
        "n": NUMBER,
    },
    "indicator_months": {
        "indicator_id": TEXT,
        "series": TEXT,
        "component": TEXT,
        "unit_id": TEXT,
        "month": DAY,
        "numerator": NUMBER,
        "denominator": NUMBER,
        "numerator_sq": NUMBER,
        "n": COUNT,
        "sum_weight_sq": NUMBER,
        "coverage_n": COUNT,
        "excluded_n": COUNT,
        "mature": YES,
    },
    "indicator_totals": {
        "structure": TEXT,
        "unit_id": TEXT,
        "indicator_id": TEXT,
        "series": TEXT,
        "component": TEXT,
        "month": DAY,
        "mature": YES,
    }
    | dict.fromkeys(
        (
            "numerator",
            "denominator",
            "numerator_sq",
            "n",
            "sum_weight_sq",
            "coverage_n",
            "excluded_n",
        ),
        NUMBER,
    ),
}

SQL_FILES = [
    path
    for folder in ("formulas", "views", "marts", "indicators")
    for path in sorted((engine.QUERIES / folder).glob("*.sql"))
]


def test_without_any_data_every_mart_is_there_empty_and_typed(tmp_path: Path) -> None:
    folder = tmp_path / "marts"
    said: list[str] = []
    files = marts.build({}, folder, date(2026, 11, 1), lambda name, done, total: said.append(name))
    assert list(files) == recipes.mart_names()
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{name}.parquet" for name in files
    )
    assert said == [*marts.steps(), ""]
    for name, columns in COLUMNS.items():
        frame = pl.read_parquet(files[name])
        assert dict(frame.schema) == columns, name
        assert frame.height == (2 if name == "unit_map" else 0), name
    assert files.keys() - COLUMNS.keys() == {"unit_list"}


def test_tables_without_rows_do_as_well_as_no_tables(given: Given) -> None:
    built = given(cases="case_id | received_at", complaints="complaint_id | received_at")
    assert built.frame("indicator_months").is_empty()


def test_an_aborted_build_leaves_no_working_files(tmp_path: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(name: str, done: int, total: int) -> None:
        if name == "stock_flow":
            raise StoppedError

    with pytest.raises(StoppedError):
        marts.build({}, tmp_path, date(2026, 11, 1), stop)
    assert not (tmp_path / ".working").exists()


def test_the_same_data_makes_the_same_marts(given: Given, tmp_path: Path) -> None:
    cases = "case_id | accepted_at | solved_at\n" + "\n".join(
        f"k{i} | 2026-0{1 + i % 9}-1{i % 10} | {'2026-10-01' if i % 3 else ''}" for i in range(90)
    )
    first = {name: Path(path).read_bytes() for name, [path] in given(cases=cases).files.items()}
    again = {name: Path(path).read_bytes() for name, [path] in given(cases=cases).files.items()}
    assert first == again


def test_stated_outcomes_are_used_only_where_no_end_is_dated(given: Given) -> None:
    cases = """
        case_id | received_at | stated_outcome  | solved_at  | time_precision
        k1      | 2026-09-01  | solved          |            | month
        k2      | 2026-09-01  | closed_unsolved |            | month
        k3      | 2026-09-01  | open            |            | month
        k4      | 2026-09-01  | unknown         |            | month
        k5      | 2026-09-01  | solved          | 2026-09-02 | minute
        k6      | 2026-09-01  |                 |            | month
    """
    given("stated_outcomes", cases=cases).shows(
        "stated_outcomes",
        """
        month      | n | solved | closed_unsolved | open | unknown
        2026-09-01 | 4 | 1      | 1               | 1    | 1
        """,
    )


def test_data_months_say_what_each_bureau_records(given: Given) -> None:
    units = """
        unit_id | level   | parent_unit_id
        C       | bureau  |
        S1      | station | C
        D       | bureau  |
        S2      | station | D
    """
    cases = """
        case_id | jurisdiction_unit_id | handling_unit_id | received_at | accepted_at | solved_at
        k1      | S1                   | S1               | 2026-01-31  | 2026-02-01  | 2026-03-01
        k2      | S2                   | S2               | 2026-05-01  |             |
    """
    # A month that was more than a week old when the first event came is not a whole one.
    events = """
        case_id | event_type        | event_at   | unit_id
        k1      | callback_unsolved | 2026-02-07 | S1
        k1      | notice_result     | 2026-02-08 | S1
        k1      | notice_result     | 2026-04-30 | S1
    """
    # A published figure is known when its period is over.
    scores = """
        unit_id | period_start | period_end
        D       | 2025-07-01   | 2025-12-31
        D       | 2026-01-01   | 2126-06-30
    """
    tables = {"units": units, "cases": cases, "case_events": events, "external_scores": scores}
    given("data_months", **tables).shows(
        "data_months",
        """
        root_id | dataset                 | first_month | last_month | n
        C       | cases                   | 2026-01-01  | 2026-01-01 | 1
        C       | case_dockets            | 2026-02-01  | 2026-02-01 | 1
        C       | case_ends               | 2026-03-01  | 2026-03-01 | 1
        C       | case_events             | 2026-02-01  | 2026-04-01 | 3
        C       | event_callback_unsolved | 2026-02-01  | 2026-02-01 | 1
        C       | event_notice_result     | 2026-03-01  | 2026-04-01 | 2
        D       | cases                   | 2026-05-01  | 2026-05-01 | 1
        D       | external_scores         | 2025-07-01  | 2026-01-01 | 2
        """,
    )


def test_doubts_about_the_data_are_counted_and_flags_taken_apart(given: Given) -> None:
    cases = """
        case_id | received_at | jurisdiction_unit_id | matter_kind  | flags
        k1      | 2026-01-31  | UNKNOWN              | undetermined | unit_unknown,filed_before_accepted
        k2      | 2026-01-31  | S1                   | help         | unit_unknown
    """
    events = "case_id | event_at\nk1 | 2026-02-01\nnobody | 2026-02-01"
    given("quality_counts", cases=cases, case_events=events).shows(
        "quality_counts",
        """
        dataset     | what                       | n
        cases       | rows                       | 2
        cases       | unknown_jurisdiction       | 1
        cases       | undetermined               | 1
        cases       | flag:unit_unknown          | 2
        cases       | flag:filed_before_accepted | 1
        case_events | rows                       | 2
        """,
    )


def test_every_indicator_is_in_the_registry_and_the_other_way_round() -> None:
    counted = recipes.indicator_files().keys()
    composed = {name for name, said in recipes.registry().items() if said["kind"] == "composed"}
    assert counted | composed == recipes.registry().keys()
    # What is composed of its own parts has a file for them.
    assert counted & composed == {"GRD01"}


def test_there_are_forty_indicators() -> None:
    counts = {"SAT": 8, "CAS": 10, "FLW": 8, "CMP": 7, "SVC": 5, "GRD": 2}
    ids = [f"{family}{n + 1:02}" for family, most in counts.items() for n in range(most)]
    assert list(recipes.registry()) == ids
    assert len(ids) == 40


@pytest.mark.parametrize("name", recipes.registry())
def test_the_registry_says_all_that_pages_need(name: str) -> None:
    said = recipes.registry()[name]
    texts = ("name", "definition", "caveats", "numerator", "denominator", "unit")
    assert all(said[f"{text}_{language}"] for text in texts for language in ("zh", "en"))
    allowed = {
        "direction": {"up", "down", "none"},
        "kind": {"flow", "stock", "ratio", "composed"},
        "unit_role": {"jurisdiction", "handling", "own"},
        "roll": {"sum", "last", "none"},
        "per": {"", "person_years", "residents"},
        "interval": {"wilson", "poisson", "ratio", "difference", "rate_ratio", "km", "none"},
        "status": {"light", "reference", "none"},
    }
    for key, values in allowed.items():
        assert said[key] in values, key
    for key in ("maturity_days", "history_months", "minimum_n", "scale", "decimals"):
        assert said[key] >= 0, key
    assert said["month_basis"] and isinstance(said["series"], str)
    assert said["windows"] and said["windows"].keys() <= {"bureau", "branch", "station"}
    assert all(months >= 1 for months in said["windows"].values())
    assert (said["kind"] == "composed") == ("mart" in said)
    if said["status"] == "light":
        assert said["value_kind"] in {"level", "yoy", "abs"}
        # The line of alert lies on the bad side of the target.
        sign = {"up": 1, "down": -1}[said["direction"]]
        assert said["target"] * sign > said["warn"] * sign
    # Clearance, incidence and stock have a reference line and never a light.
    if name in ("CAS01", "CAS02", "CAS03", "CAS04"):
        assert said["status"] == "reference" and "target" not in said


@pytest.mark.parametrize("path", SQL_FILES, ids=lambda path: path.stem)
def test_sql_keeps_to_the_subset_other_engines_read(path: Path) -> None:
    text = path.read_text("utf-8")
    code = "\n".join(line.split("--")[0] for line in text.lower().splitlines())
    for said in (
        "group by all",
        "order by all",
        "generate_series",
        "to_days",
        "recursive",
        "pivot",
        "qualify",
        "avg(",
        "greatest(",
        "least(",
        "percentile",
        "quantile",
        "exclude (",
        "group by 1",
        " asof",
        "now()",
        "current_date",
    ):
        assert said not in code, said
    assert all(unit == "'day'" for unit in re.findall(r"datediff\(\s*('\w+')", code))
    assert "datediff" not in code.replace("datediff(", "")
    if path.parent.name != "formulas":
        assert text.startswith("-- ") and "-- Grain:" in text
    # A division by a column goes through nullif.
    for divisor in re.findall(r"/\s*([a-z_.]+(?:\()?)", code):
        assert divisor.startswith("nullif"), divisor
