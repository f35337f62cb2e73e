"""The small files that ship with the program fit the contract and say what the domain says."""

from datetime import date

import polars as pl
import pytest

from data.codes import shipped
from data.codes.make_calendar import SPRING_FESTIVALS, calendar
from data.contract import TABLES
from data.contract.aliases import value_aliases
from data.contract.check import check, complete

SHIPPED = ["calendar", "deadline_rules", "category_map", "enum_labels", "targets"]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_tables_keep_every_hard_rule_and_their_key(name: str) -> None:
    table = shipped(name)
    assert table.height > 0
    checked = check(TABLES[name], complete(TABLES[name], table))
    assert checked.broken.rows() == []
    assert table.select(TABLES[name].key).is_duplicated().sum() == 0


def test_every_code_has_one_label_in_each_language() -> None:
    labels = shipped("enum_labels")
    for column in ("label_zh", "label_en"):
        assert labels[column].str.len_chars().min() > 0
        repeated = labels.select("table_name", "column_name", "parent_code", column)
        assert repeated.filter(repeated.is_duplicated()).rows() == []


def test_every_code_list_belongs_to_a_column_that_uses_it() -> None:
    lists = shipped("enum_labels").select("table_name", "column_name").unique().rows()
    used = {(name, column) for name, table in TABLES.items() for column in table.coded}
    assert used == set(lists) | {("cases", "category_code")}


def test_unknown_codes_of_delivered_tables_have_somewhere_to_go() -> None:
    for table in TABLES.values():
        if table.store == "warehouse":
            assert set(table.fallbacks) == set(table.coded)
    assert TABLES["cases"].fallbacks["matter_kind"] == "undetermined"
    assert TABLES["cases"].fallbacks["category_code"] == "other"
    assert TABLES["cases"].fallbacks["time_precision"] == "month"


def test_chinese_and_english_labels_stand_for_their_codes() -> None:
    aliases = value_aliases("cases", "channel")
    assert aliases["110报警"] == "110"
    assert aliases["walk-in"] == "walk_in"
    assert aliases["walk_in"] == "walk_in"
    assert value_aliases("cases", "category_code")["邻里纠纷"] == "dispute_neighbour"
    assert value_aliases("complaints", "category_l2")["办事超时"] == "overdue"


def test_small_cases_are_the_categories_of_the_domain() -> None:
    categories = shipped("category_map")
    small = categories.filter("is_small")
    assert set(small["category_code"]) == {
        "burglary",
        "theft_ebike",
        "theft_bike",
        "theft_motor",
        "theft_vehicle_contents",
        "pickpocket",
        "theft_shop",
        "theft_site",
        "theft_other",
        "snatch",
        "fraud_contact",
        "damage",
    }
    assert small["small_loss_below_yuan"].unique().to_list() == [5000.0]
    sure = small.filter(~pl.col("small_when_loss_unknown"))
    assert sure["category_code"].to_list() == ["theft_motor"]
    assert set(categories.filter("is_major")["category_code"]) == {"robbery", "violent8"}
    assert categories["ga240_code"].null_count() == categories.height


def test_callbacks_are_due_on_eleven_points_of_the_window() -> None:
    points = shipped("deadline_rules").filter(rule_id="CALLBACK_UNSOLVED")
    days = points["limit_value"].to_list()
    assert days == [3, 30, 60, 90, 180, 270, 360, 450, 540, 630, 720]
    assert points["tolerance_days"].unique().to_list() == [3]


def test_one_handling_rule_is_in_force_on_any_day() -> None:
    handling = pl.col("rule_id").str.starts_with("PS_HANDLE")
    rules = shipped("deadline_rules").filter(handling)
    for day, extensions in ((date(2025, 12, 31), 1), (date(2026, 1, 1), 2)):
        valid = rules.filter(
            (pl.col("valid_from") <= day)
            & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
        )
        assert valid["extension_max_n"].to_list() == [extensions]


def test_no_target_is_set_for_what_is_not_assessed() -> None:
    assert not set(shipped("targets")["indicator_id"]) & {"CAS01", "CAS02", "CAS03", "CAS04"}


def test_the_calendar_is_what_its_program_writes() -> None:
    made = calendar().filter(pl.col("date") < date(2027, 1, 1))
    kept = shipped("calendar").filter(pl.col("date") < date(2027, 1, 1))
    for column in ("date", "is_workday", "holiday"):
        assert made[column].to_list() == kept[column].to_list()
    assert made["days_to_spring_festival"].to_list() == kept["days_to_spring_festival"].to_list()


def test_the_calendar_knows_make_up_workdays_and_holidays() -> None:
    days = {row["date"]: row for row in shipped("calendar").iter_rows(named=True)}
    assert days[date(2026, 2, 14)]["is_workday"]  # a Saturday worked for the Spring Festival
    assert not days[date(2026, 2, 17)]["is_workday"]
    assert days[date(2026, 2, 17)]["holiday"] == "spring_festival"
    assert days[date(2026, 2, 17)]["days_to_spring_festival"] == 0
    assert days[date(2026, 2, 7)]["days_to_spring_festival"] == 10
    assert days[date(2026, 2, 20)]["days_to_spring_festival"] == -3
    for festival in SPRING_FESTIVALS:
        if festival in days:
            assert days[festival]["holiday"] == "spring_festival"
