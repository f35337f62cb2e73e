"""The contract: complete in both languages, and its rules catch what they name."""

import re
from datetime import date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.contract import TABLES, across, empty, stored_dtypes
from data.contract.check import check, complete, hard_rules, rule_name
from data.contract.reasons import reason
from data.texts import LANGUAGES, has, texts

MORNING = datetime(2026, 3, 3, 7, 41)


def matters(**columns: object) -> pl.DataFrame:
    """Cases with the given columns; every other one holds what a sound row holds."""
    sound: dict[str, object] = {
        "case_id": "m1",
        "matter_kind": "public_security",
        "category_code": "theft_ebike",
        "jurisdiction_unit_id": "990103520000",
        "handling_unit_id": "990103520000",
        "channel": "110",
        "received_at": MORNING,
        "decision": "docketed",
        "decision_at": MORNING,
        "accepted_at": MORNING,
    }
    return complete(TABLES["cases"], frame("cases", sound | columns))


def frame(table: str, row: dict[str, object]) -> pl.DataFrame:
    """One row of a table, or several where a value is a list, typed as the contract says."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in row.items()}
    height = max(len(values) for values in lists.values())
    dtypes = TABLES[table].dtypes
    return pl.DataFrame(
        {name: values * (height if len(values) == 1 else 1) for name, values in lists.items()},
        schema={name: dtypes[name] for name in row},
    )


def broken_rules(table: str, row: dict[str, object]) -> set[str]:
    """The hard rules one row of a table breaks."""
    checked = check(TABLES[table], complete(TABLES[table], frame(table, row)))
    return set(checked.broken["rule"])


@pytest.mark.parametrize("name", TABLES)
def test_every_column_has_a_label_and_a_description_in_both_languages(name: str) -> None:
    for language in LANGUAGES:
        assert has(f"tables.{name}.label", language)
        assert has(f"tables.{name}.description", language)
    for column in TABLES[name].columns():
        assert column.zh and column.en and column.description_zh and column.description_en
        assert not column.unit or has(f"unit.{column.unit}")


@pytest.mark.parametrize("name", TABLES)
def test_labels_are_unique_within_a_table(name: str) -> None:
    columns = TABLES[name].columns()
    for labels in ([c.zh for c in columns], [c.en for c in columns]):
        assert len(set(labels)) == len(labels)


def test_no_label_stands_for_a_column_that_does_not_exist() -> None:
    columns = {f"columns.{table}.{name}.label" for table in TABLES for name in stored(table)}
    for language in LANGUAGES:
        keys = {key for key in texts(language) if key.startswith("columns.")}
        labels = {key for key in keys if key.endswith(".label")}
        assert {key for key in labels if not key.startswith("columns.system.")} == columns


def stored(table: str) -> list[str]:
    return list(TABLES[table].dtypes)


def test_languages_have_the_same_keys_and_holes() -> None:
    chinese, english = texts("zh"), texts("en")
    assert set(chinese) == set(english)
    for key, text in chinese.items():
        assert set(re.findall(r"{(\w+)", text)) == set(re.findall(r"{(\w+)", english[key])), key


def test_every_rule_has_a_reason_in_both_languages() -> None:
    for name, table in TABLES.items():
        rules = {rule_name(rule): columns for rule, columns in hard_rules(table).items()}
        soft = [*table.soft_rules, *across.HARD.get(name, ()), *across.SOFT.get(name, ())]
        for rule in [*rules, *soft]:
            for language in LANGUAGES:
                words = reason(name, rule, ", ".join(rules.get(rule, ("n",))), language)
                assert words and "{" not in words


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_table_has_the_types_it_is_kept_with(name: str) -> None:
    table = empty(name)
    assert table.height == 0
    assert dict(table.schema) == stored_dtypes(name)
    assert set(TABLES[name].key) <= set(table.columns)
    assert set(TABLES[name].unit_columns) <= set(table.columns)


@pytest.mark.parametrize("name", TABLES)
def test_the_example_of_every_column_fits_its_type_and_list(name: str) -> None:
    for column in TABLES[name].columns():
        if column.example:
            assert not column.allowed or column.example in column.allowed
        else:
            assert column.nullable or column.dtype == pl.String, column.name


def test_a_sound_matter_breaks_no_rule() -> None:
    checked = check(TABLES["cases"], matters())
    assert checked.good.height == 1
    assert checked.broken.is_empty()
    assert checked.good["is_enterprise"].to_list() == [False]
    assert checked.good["time_precision"].to_list() == ["minute"]


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("received_at", None, "nullability"),
        ("case_id", "", "min_length"),
        ("decision", "guessed", "unknown_code"),
        ("solved_at", datetime(2026, 3, 3, 6, 40), "solved_before_received"),
        ("solved_at", datetime(2026, 3, 3, 6, 41), None),
        ("closed_at", datetime(2026, 3, 3, 7, 40), "closed_before_received"),
        ("closed_at", datetime(2026, 3, 4), "closed_without_kind"),
        ("closure_kind", "penalised", "kind_without_closed"),
        ("decision", "pending", "pending_with_decision_time"),
        ("decision_at", None, "decision_without_time"),
        ("property_loss_yuan", -1.0, "min"),
        ("property_loss_yuan", 0.0, None),
        ("recovered_yuan", float("nan"), "nan"),
    ],
)
def test_a_matter_is_rejected_for_the_rule_it_breaks(
    column: str, value: object, rule: str | None
) -> None:
    broken = check(TABLES["cases"], matters(**{column: value})).broken
    if rule is None:
        assert broken.is_empty()
    else:
        assert rule in set(broken["rule"])


def test_rejected_rows_name_line_columns_rule_and_value() -> None:
    rows = matters(case_id=["m1", "m2"], closed_at=[None, datetime(2026, 3, 3, 7)])
    rows = rows.with_columns(closure_kind=pl.Series([None, "resolved"], dtype=pl.String))
    checked = check(TABLES["cases"], rows)
    assert checked.good["case_id"].to_list() == ["m1"]
    assert checked.broken.rows() == [
        (
            3,
            "received_at, closed_at",
            "closed_before_received",
            "2026-03-03 07:41:00.000000, 2026-03-03 07:00:00.000000",
        )
    ]


@pytest.mark.parametrize(
    ("table", "row", "rule"),
    [
        ("units", {"unit_id": "UNKNOWN"}, "reserved_unit_id"),
        ("units", {"unit_code": "99010352"}, "regex"),
        ("unit_lineage", {"effective_date": date(2026, 7, 2)}, "not_first_of_month"),
        ("unit_lineage", {"share": 0.0}, "min_exclusive"),
        ("survey_waves", {"dialled_n": 10, "contacted_n": 11}, "contacted_exceeds_dialled"),
        ("survey_waves", {"contacted_n": 10, "completed_n": 11}, "completed_exceeds_contacted"),
        ("survey_answers", {"n": -1}, "min"),
        ("survey_questions", {"positive_weight": 1.5}, "max"),
        ("activities", {"planned_n": 3, "reached_n": 4}, "reached_exceeds_planned"),
        ("activities", {"reached_n": 3, "effective_n": 4}, "effective_exceeds_reached"),
        ("activities", {"effective_n": 3, "resolved_n": 4}, "resolved_exceeds_effective"),
        ("activities", {"planned_n": 3, "resolved_n": 4}, "resolved_exceeds_effective"),
        ("complaints", {"feedback_grade": 6}, "max"),
        ("targets", {"indicator_id": "CAS02", "target": 1.0}, "indicator_without_assessment"),
    ],
)
def test_other_tables_reject_what_their_rules_name(
    table: str, row: dict[str, object], rule: str
) -> None:
    assert rule in broken_rules(table, row)


def test_soft_rules_flag_and_do_not_reject() -> None:
    rows = matters(
        occurred_at=datetime(2026, 3, 5),
        solved_at=datetime(2026, 3, 3, 7, 0),
        property_loss_yuan=100.0,
        recovered_yuan=106.0,
    )
    assert check(TABLES["cases"], rows).broken.is_empty()
    flags = rows.select(**TABLES["cases"].soft_rules)
    assert {name for name in flags.columns if flags[name][0]} == {
        "occurred_after_received",
        "solved_before_docketed",
        "recovered_exceeds_loss",
    }


def test_lineage_shares_of_a_unit_add_up_to_one() -> None:
    lineage = pl.DataFrame(
        {
            "from_unit_id": ["a", "a", "b"],
            "to_unit_id": ["c", "d", "c"],
            "effective_date": [date(2026, 7, 1)] * 3,
            "share": [0.6, 0.4, 0.9],
        }
    )
    assert across.shares_not_one(lineage).to_list() == [False, False, True]


def test_validity_periods_of_a_unit_may_touch_but_not_overlap() -> None:
    units = pl.DataFrame(
        {
            "unit_id": ["a", "a", "a", "b", "b"],
            "valid_from": [date(y, 1, 1) for y in (2022, 2020, 2021, 2020, 2021)],
            "valid_to": [None, date(2021, 1, 1), date(2022, 1, 1), None, None],
        }
    )
    assert across.validity_overlaps(units).to_list() == [False, False, False, False, True]


def answers(**columns: list[object]) -> pl.DataFrame:
    row: dict[str, object] = {
        "wave_id": "w",
        "unit_id": "u",
        "period_month": date(2026, 3, 1),
        "question_code": "q1",
        "answer_code": ["1", "2"],
        "n": [30, 70],
    }
    return complete(TABLES["survey_answers"], frame("survey_answers", row | columns))


def test_no_question_has_more_answers_than_the_wave_has_completions() -> None:
    waves = pl.DataFrame({"wave_id": ["w"], "completed_n": [100]})
    assert not across.answers_exceed_completed(answers(), waves).any()
    assert across.answers_exceed_completed(answers(n=[31, 70]), waves).all()
    assert not across.answers_exceed_completed(answers(wave_id=["x", "x"]), waves).any()
    tried = pl.DataFrame(
        {
            "wave_id": ["w"],
            "unit_id": ["u"],
            "period_month": [date(2026, 3, 1)],
            "completed_n": [99],
        }
    )
    assert across.answers_exceed_completed(answers(), waves, tried).all()


def test_a_scope_holds_the_whole_or_its_parts() -> None:
    assert not across.whole_beside_parts(answers()).any()
    assert across.whole_beside_parts(answers(area_type=["all", "urban"])).all()
    assert not across.whole_beside_parts(answers(area_type=["rural", "urban"])).any()
    apart = answers(area_type=["all", "urban"], question_code=["q1", "q2"])
    assert not across.whole_beside_parts(apart).any()


def test_nothing_is_received_in_the_future() -> None:
    rows = matters(received_at=[MORNING, datetime(2026, 3, 6)])
    late = across.received_in_future(rows, datetime(2026, 3, 4))
    assert late.to_list() == [False, True]


def test_a_branch_counts_as_many_residents_as_its_stations() -> None:
    units = pl.DataFrame(
        {
            "unit_id": ["b", "s1", "s2"],
            "level": ["branch", "station", "station"],
            "parent_unit_id": ["c", "b", "b"],
            "population": [1000, 500, 530],
            "valid_to": pl.Series([None] * 3, dtype=pl.Date),
        }
    )
    assert across.branch_population_differs(units).to_list() == [True, False, False]
    close = units.with_columns(population=pl.Series([1000, 500, 519]))
    assert not across.branch_population_differs(close).any()


def test_a_handling_unit_is_valid_when_the_matter_is_received() -> None:
    units = pl.DataFrame(
        {
            "unit_id": ["990103520000"],
            "valid_from": [date(2026, 3, 1)],
            "valid_to": [date(2026, 3, 3)],
        }
    )
    rows = matters(
        received_at=[datetime(2026, 3, 3), datetime(2026, 2, 1), datetime(2026, 3, 2, 23, 59)]
    )
    assert across.handling_unit_not_valid(rows, units).to_list() == [True, True, False]
    elsewhere = rows.with_columns(handling_unit_id=pl.lit("x"))
    assert not across.handling_unit_not_valid(elsewhere, units).any()


def test_an_event_does_not_precede_its_matter() -> None:
    events = pl.DataFrame(
        {"case_id": ["m1", "m1", "m9"], "event_at": [datetime(2026, 3, 3, h) for h in (6, 7, 0)]}
    )
    assert across.event_before_received(events, matters()).to_list() == [True, False, False]


def test_pending_items_balance_from_month_to_month() -> None:
    services = pl.DataFrame(
        {
            "unit_id": ["u"] * 4,
            "item_code": ["i"] * 4,
            "month": [date(2026, m, 1) for m in (2, 1, 3, 6)],
            "accepted_n": [10, 0, 10, 0],
            "completed_n": [8, 0, 8, 0],
            "pending_end_n": [7, 5, 10, 99],
        }
    )
    assert across.pending_unbalanced(services).to_list() == [False, False, True, False]


def test_what_a_file_lacks_is_null_or_the_default() -> None:
    rows = answers(area_type=[None, "urban"])
    assert rows["area_type"].to_list() == ["all", "urban"]
    assert rows["line"].to_list() == [2, 3]
    assert rows.columns == [*TABLES["survey_answers"].dtypes, "line"]
    assert_frame_equal(rows.select("notice_group"), pl.DataFrame({"notice_group": ["na", "na"]}))
