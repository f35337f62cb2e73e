"""The questions of 小案积案, asked of real marts built from drawn tables."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.database import Database
from dashboard.filters import Filters
from tests.queries.conftest import Built, Given

MARTS = (
    "unit_list",
    "unit_map",
    "small_spells",
    "stock_flow",
    "open_bands",
    "open_ages",
    "cohorts",
    "loss_chain",
    "callback_weeks",
    "series_days",
    "docketed_ends",
    "premises_categories",
    "stated_outcomes",
)
CUTOFF = date(2026, 11, 1)
OCTOBER = date(2026, 10, 1)
CHOICE = Filters(unit_id="C", month=OCTOBER, span=12)

# S1 was split on 1 October: three fifths of its cases are S2's since, the rest S3's (branch B2).
LINEAGE = """
    from_unit_id | to_unit_id | effective_date | share
    S1           | S2         | 2026-10-01     | 0.6
    S1           | S3         | 2026-10-01     | 0.4
"""
SPLIT_UNITS = """
    unit_id | level   | parent_unit_id | valid_to
    C       | bureau  |                |
    B1      | branch  | C              |
    B2      | branch  | C              |
    S1      | station | B1             | 2026-10-01
    S2      | station | B1             |
    S3      | station | B2             |
"""
CASES = """
    case_id | handling_unit_id | category_code | accepted_at | solved_at  | closed_at  | closure_kind | solve_mode | premises_type
    k1      | S1               | burglary      | 2026-07-10  | 2026-09-10 |            |              | series     | residence
    k2      | S1               | burglary      | 2026-07-31  |            |            |              |            | residence
    k3      | S2               | theft_ebike   | 2026-09-01  |            | 2026-09-30 | withdrawn    |            | street
    k4      | S2               | theft_ebike   | 2024-09-15  |            |            |              |            |
    k5      | S3               | theft_ebike   | 2026-10-01  | 2026-09-28 |            |              |            | street
    k6      | S3               | theft_ebike   | 2026-07-01  | 2026-07-02 |            |              |            | shop
"""


@pytest.fixture(scope="module")
def built(given_once: Given) -> Built:
    return given_once(*MARTS, cases=CASES)


opened: dict[Path, Database] = {}  # one for all questions of a city


def asked(
    built: Built, question: str, choice: Filters = CHOICE, **more: Any
) -> list[dict[str, Any]]:
    database = opened.get(built.folder) or opened.setdefault(
        built.folder, Database(built.files, built.folder)
    )
    parameters = choice.parameters() | {"cutoff": CUTOFF} | more
    return database.run(f"small_cases/{question}", parameters).to_dicts()


def columns(rows: list[dict[str, Any]], *names: str) -> list[tuple[Any, ...]]:
    return [tuple(row[name] for name in names) for row in rows]


def test_the_stock_of_each_month_follows_from_the_one_before(built: Built) -> None:
    rows = asked(built, "stock_by_month")
    assert columns(rows[-4:], "month", "docketed", "solved", "closed_unsolved", "aged_out", "stock") == [
        (date(2026, 7, 1), 3.0, 1.0, 0.0, 0.0, 3.0),
        (date(2026, 8, 1), 0.0, 0.0, 0.0, 0.0, 3.0),
        (date(2026, 9, 1), 1.0, 1.0, 1.0, 1.0, 1.0),
        (OCTOBER, 1.0, 1.0, 0.0, 0.0, 1.0),
    ]  # fmt: skip
    for row in rows:
        assert row["stock"] == pytest.approx(
            row["stock_before"]
            + row["docketed"] + row["reopened"] + row["moved_in"] + row["reorganised_in"]
            - row["solved"] - row["closed_unsolved"] - row["aged_out"]
            - row["moved_out"] - row["reorganised_out"]
        )  # fmt: skip


@pytest.mark.parametrize("structure", ["current", "as_was"])
def test_open_cases_of_a_split_unit_move_to_its_successors(given: Given, structure: str) -> None:
    built = given(*MARTS, cases=CASES, units=SPLIT_UNITS, unit_lineage=LINEAGE)
    for unit_id, stock, moved in (("B1", 0.6, 0.0), ("B2", 0.4, 0.4), ("C", 1.0, 0.0)):
        choice = CHOICE.but(unit_id=unit_id, structure=structure)
        last = asked(built, "stock_by_month", choice)[-1]
        assert last["stock"] == pytest.approx(stock)
        if structure == "as_was":
            assert last["reorganised_in"] == pytest.approx(moved)
            assert last["reorganised_out"] == pytest.approx(0.4 if unit_id == "B1" else 0)
        else:  # today's units are taken to have always been
            assert last["reorganised_in"] == last["reorganised_out"] == 0


def test_a_category_keeps_its_own_account(built: Built) -> None:
    last = asked(built, "stock_by_month", CHOICE.but(category_code="burglary"))[-1]
    assert (last["stock"], last["docketed"]) == (1.0, 0.0)


def test_the_list_behind_a_flow_has_as_many_cases_as_its_bar(built: Built) -> None:
    flows = ("docketed", "reopened", "moved_in", "solved", "closed_unsolved", "aged_out", "moved_out")  # fmt: skip
    for row in asked(built, "stock_by_month"):
        for flow in flows:
            cases = asked(built, "cases_of_flow", at_month=row["month"], flows=[flow])
            assert len(cases) == row[flow], (row["month"], flow)
        open_then = asked(
            built, "open_cases", at_month=row["month"], age_from=0, age_to=None, rows=9
        )
        assert len(open_then) == row["stock"]


def test_a_list_of_cases_tells_nothing_but_what_may_be_told(built: Built) -> None:
    open_now = asked(built, "open_cases", at_month=OCTOBER, age_from=0, age_to=None, rows=9)
    # 31 July to 1 November; of the points on day 60 and 90 the next is day 180.
    assert open_now == [
        {
            "case_id": "k2",
            "category_code": "burglary",
            "age_days": 93,
            "unit_id": "S1",
            "next_due_day": date(2027, 1, 27),
            "share": 1.0,
        }
    ]
    (solved,) = asked(built, "cases_of_flow", at_month=OCTOBER, flows=["solved"])
    assert set(solved) == {"case_id", "category_code", "age_days", "unit_id", "flow", "share"}


def test_bands_and_lists_agree_on_ages(built: Built) -> None:
    bands = asked(built, "open_bands_by_month", CHOICE.but(span=4))
    assert columns(bands, "month", "age_from", "age_to", "n") == [
        (date(2026, 7, 1), 0, 7, 1.0),
        (date(2026, 7, 1), 16, 30, 1.0),
        (date(2026, 7, 1), 366, 730, 1.0),
        (date(2026, 8, 1), 31, 60, 2.0),
        (date(2026, 8, 1), 366, 730, 1.0),
        (date(2026, 9, 1), 61, 90, 1.0),
        (OCTOBER, 91, 180, 1.0),
    ]
    for band in bands:
        cases = asked(
            built,
            "open_cases",
            at_month=band["month"],
            age_from=band["age_from"],
            age_to=band["age_to"],
            rows=9,
        )
        assert len(cases) == band["n"]


def test_ages_stand_in_their_bins(built: Built) -> None:
    rows = asked(built, "open_age_bins", CHOICE.but(month=date(2026, 8, 1)))
    # Ages 32, 53 and 716 days: single days to 92, then weeks.
    assert columns(rows, "age_from", "age_to", "n") == [(32, 32, 1), (53, 53, 1), (716, 722, 1)]


def test_a_cohort_counts_until_each_step_and_says_when_it_may(built: Built) -> None:
    rows = asked(built, "cohorts_by_month")
    july = [row for row in rows if row["month"] == date(2026, 7, 1)]
    assert columns(july, "step", "docketed", "solved", "is_mature") == [
        (0, 3.0, 0.0, True),
        (30, 3.0, 1.0, True),
        (60, 3.0, 1.0, True),
        (90, 3.0, 2.0, True),  # the 90th day after 31 July is 29 October
        (120, 3.0, 2.0, False),
        (150, 3.0, 2.0, False),
        (180, 3.0, 2.0, False),
    ]
    october = [row for row in rows if row["month"] == OCTOBER]
    assert columns(october[:1], "step", "solved", "is_mature") == [(0, 1.0, True)]


def test_units_of_a_level_have_their_kinds_and_the_bureau_all(built: Built) -> None:
    rows = asked(built, "clearance_by_kind", level="branch")
    assert columns(rows, "unit_id", "is_reference", "category_code", "docketed", "solved") == [
        ("C", True, "burglary", 2.0, 1.0),
        ("C", True, "theft_ebike", 1.0, 1.0),
        ("B1", False, "burglary", 2.0, 1.0),
        ("B2", False, "theft_ebike", 1.0, 1.0),
    ]
    assert columns(rows[:1], "last_month") == [(date(2026, 7, 1),)]
    # A station's peers are all stations of its bureau.
    beside = asked(built, "clearance_by_kind", CHOICE.but(unit_id="S1"), level="station")
    assert columns(beside, "unit_id") == [("C",), ("C",), ("S1",), ("S3",)]


def test_a_scope_closes_rows(built: Built) -> None:
    scoped = CHOICE.but(scope=("B2", "S3"))
    listed = asked(built, "cases_of_flow", scoped, at_month=date(2026, 7, 1), flows=["docketed"])
    assert columns(listed, "case_id") == [("k6",)]


def test_the_loss_chain_takes_the_last_cohort_old_enough(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | category_code | accepted_at      | first_action_at  | decision_at      | solved_at
        k1      | S1               | burglary      | 2026-06-10 08:00 | 2026-06-10 09:00 | 2026-06-10 09:00 | 2026-06-20 08:00
        k2      | S1               | burglary      | 2026-06-11 08:00 | 2026-06-13 09:00 | 2026-06-14 09:00 |
        k3      | S1               | burglary      | 2026-08-11 08:00 | 2026-08-11 09:00 | 2026-08-11 09:00 |
    """
    events = """
        case_id | event_type    | event_at
        k1      | notice_result | 2026-06-25
        earlier | notice_result | 2026-06-01
    """
    built = given(*MARTS, cases=cases, case_events=events)
    (row,) = asked(built, "loss_chain", window=1)
    assert row == {
        "first_month": date(2026, 6, 1),
        "last_month": date(2026, 6, 1),
        "received": 2.0,
        "timed": 2.0,
        "acted_24h": 1.0,
        "decided_n": 2.0,
        "decided_in_limit": 1.0,
        "docketed": 2.0,
        "diverted": 0.0,
        "solved_90": 1.0,
        "notified_7": 1.0,
    }
    assert asked(built, "loss_chain", CHOICE.but(category_code="snatch"), window=1) == []


def test_callbacks_are_due_until_their_last_day_and_tightest_first(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | jurisdiction_unit_id | category_code | accepted_at | solved_at
        k1      | S1               | S1                   | burglary      | 2026-10-05  |
        k2      | S1               | S1                   | burglary      | 2026-10-03  |
        k3      | S1               | S3                   | theft_ebike   | 2026-10-04  |
        k4      | S1               | S1                   | burglary      | 2026-10-25  |
        k5      | S1               | S1                   | burglary      | 2026-10-04  | 2026-10-05
    """
    events = """
        case_id | event_type        | event_at
        k1      | callback_unsolved | 2026-10-06
        k2      | callback_unsolved | 2026-11-01
        k4      | callback_unsolved | 2026-10-27
    """
    built = given(*MARTS, cases=cases, case_events=events)
    # Day 30 and three days more: k3 by 6 November, k1 by the 7th, k2 by the 5th; an event on
    # the cut-off itself is not known yet, and day 30 of k4 lies beyond the seven days.
    rows = asked(built, "callbacks_due", rows=9)
    assert columns(rows, "case_id", "unit_id", "point_day", "last_day", "days_left") == [
        ("k2", "S1", 30, date(2026, 11, 5), 4),
        ("k3", "S3", 30, date(2026, 11, 6), 5),
        ("k1", "S1", 30, date(2026, 11, 7), 6),
    ]
    assert asked(built, "callbacks_due_by_unit") == [
        {"unit_id": "B1", "n": 2},
        {"unit_id": "B2", "n": 1},
    ]
    assert asked(built, "callbacks_due_by_unit", CHOICE.but(unit_id="S3")) == [
        {"unit_id": "S3", "n": 1}
    ]


def test_digestion_tells_how_much_of_it_was_linkage(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | category_code | accepted_at | solved_at  | closed_at  | closure_kind | solve_mode
        k1      | S1               | burglary      | 2026-01-10  | 2026-09-10 |            |              | series
        k2      | S1               | burglary      | 2026-01-10  | 2026-07-10 |            |              | investigation
        k3      | S1               | burglary      | 2026-01-10  |            | 2026-08-30 | withdrawn    |
        k4      | S1               | burglary      | 2026-01-10  |            |            |              |
        k5      | S1               | burglary      | 2026-06-30  | 2026-07-10 |            |              | series
    """
    built = given("unit_list", "unit_map", "CAS05", cases=cases)
    (row,) = asked(built, "digestion_by_mode", quarter_month=date(2026, 9, 1))
    assert row == {"handled": 3.0, "by_series": 1.0}


def test_places_and_months_of_reports(built: Built) -> None:
    rows = asked(built, "premises_categories")
    assert columns(rows, "category_code", "premises_type", "received", "docketed") == [
        ("burglary", "residence", 2.0, 2.0),
        ("theft_ebike", "shop", 1.0, 1.0),
        ("theft_ebike", "street", 2.0, 2.0),
    ]
    # All were reported in S1's area, wherever they were docketed.
    months = asked(built, "received_by_month", CHOICE.but(unit_id="B2"))
    assert columns(months, "month", "received", "docketed") == [
        (date(2026, 7, 1), 0.0, 1.0),
        (OCTOBER, 0.0, 1.0),
    ]
    units = asked(built, "received_by_unit")
    assert columns(units, "unit_id", "docketed") == [("B1", 3.0), ("B2", 2.0)]
    kinds = asked(built, "categories_by_unit", CHOICE.but(scope=("B2",)))
    assert columns(kinds, "unit_id", "category_code", "docketed") == [("B2", "theft_ebike", 2.0)]


def test_stated_outcomes_stand_under_the_month_of_the_report(given: Given) -> None:
    cases = """
        case_id | received_at | category_code | stated_outcome   | decision     | time_precision
        k1      | 2026-09-01  | burglary      | solved           | not_docketed | month
        k2      | 2026-09-01  | burglary      | closed_unsolved  | not_docketed | month
        k3      | 2026-09-01  | theft_ebike   | unknown          | not_docketed | month
        k4      | 2026-09-01  | order         | solved           | not_docketed | month
    """
    built = given(*MARTS, cases=cases)
    (row,) = asked(built, "stated_by_month")
    # Disorder is no small case.
    assert columns([row], "n", "solved", "closed_unsolved", "open", "unknown") == [
        (3.0, 1.0, 1.0, 0.0, 1.0)
    ]


def test_series_days_count_the_chosen_units_part(given: Given) -> None:
    lines = "\n".join(
        f"k{i} | {'S1' if i < 6 else 'S3'} | theft_ebike | 2026-01-10 | 2026-10-17 | series"
        for i in range(9)
    )
    head = "case_id | handling_unit_id | category_code | accepted_at | solved_at | solve_mode"
    built = given(*MARTS, cases=f"{head}\n{lines}")
    for unit_id, n in (("C", 9.0), ("B1", 6.0), ("S3", 3.0)):
        assert asked(built, "series_days", CHOICE.but(unit_id=unit_id)) == [
            {"day": date(2026, 10, 17), "category_code": "theft_ebike", "n": n}
        ]


def test_cases_of_an_unknown_unit_are_the_bureaus_own(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | jurisdiction_unit_id | category_code | accepted_at | solved_at
        k1      | UNKNOWN          | UNKNOWN              | burglary      | 2026-10-04  |
        k2      | S1               | S1                   | burglary      | 2026-10-04  | 2026-10-05
    """
    built = given(*MARTS, cases=cases)
    assert asked(built, "stock_by_month")[-1]["stock"] == 1
    assert asked(built, "callbacks_due_by_unit") == [{"unit_id": "C", "n": 1}]
    assert columns(asked(built, "callbacks_due", rows=9), "unit_id") == [("UNKNOWN",)]


TIMES = """
    case_id | handling_unit_id | accepted_at | solved_at  | closed_at  | closure_kind
    a       | S1               | 2026-08-31  | 2026-09-02 |            |
    b       | S1               | 2026-09-01  | 2026-10-20 |            |
    c       | S1               | 2026-09-29  |            | 2026-09-30 | withdrawn
    d       | S3               | 2026-09-30  | 2026-09-28 |            |
    e       | S3               | 2026-09-30  |            |            |
"""


def test_times_are_those_known_when_the_month_was_over(given: Given) -> None:
    built = given("unit_list", "unit_map", "docketed_ends", cases=TIMES)
    september = Filters(unit_id="B1", month=date(2026, 9, 1))
    rows = asked(built, "solving_times", september, reference_id="C", window=2)
    assert columns(rows, "days", "how", "own", "reference", "others") == [
        (0, 0, 0, 1, 1),  # e: seen on the day it was docketed
        (0, 1, 0, 1, 1),  # d: solved before it was docketed
        (1, 2, 1, 1, 0),  # c: closed otherwise
        (2, 1, 1, 1, 0),  # a
        (29, 0, 1, 1, 0),  # b: solved in October, open when September was over
    ]
    october = Filters(unit_id="B1", month=OCTOBER)
    rows = asked(built, "solving_times", october, reference_id="C", window=2)
    assert columns([row for row in rows if row["how"] == 1], "days", "own") == [(0, 0), (49, 1)]


def test_many_cleared_by_linkage_on_one_day_are_told_apart(given: Given) -> None:
    cases = "case_id | handling_unit_id | accepted_at | solved_at | solve_mode\n" + "\n".join(
        f"{n} | S1 | 2026-10-01 | 2026-10-17 | {'series' if n < 8 else 'investigation'}"
        for n in range(9)
    )
    built = given("unit_list", "unit_map", "docketed_ends", cases=cases)
    rows = asked(built, "solving_times", CHOICE, reference_id="C", window=12)
    assert columns(rows, "days", "how", "is_batch", "own") == [(16, 1, False, 1), (16, 1, True, 8)]


def test_callbacks_of_seven_days_are_those_made_and_to_make(given: Given) -> None:
    cases = """
        case_id | jurisdiction_unit_id | accepted_at | solved_at
        done    | S1                   | 2026-10-26  |
        to_make | S1                   | 2026-10-26  |
        later   | S1                   | 2026-10-12  |
        other   | S1                   | 2026-10-26  | 2026-10-26
    """
    events = """
        case_id | event_type        | event_at
        done    | callback_unsolved | 2026-10-27
        later   | callback_unsolved | 2026-10-14
    """
    built = given(*MARTS, cases=cases, case_events=events)
    assert asked(built, "callbacks_ahead") == [{"made": 1.0, "to_make": 1.0}]


def test_times_of_a_split_unit_are_shared(given: Given) -> None:
    built = given(
        "unit_list",
        "unit_map",
        "docketed_ends",
        units=SPLIT_UNITS,
        unit_lineage=LINEAGE,
        cases=TIMES,
    )
    rows = asked(
        built, "solving_times", Filters(unit_id="S2", month=OCTOBER), reference_id="C", window=3
    )
    own = sum(row["own"] for row in rows)
    assert own == pytest.approx(3 * 0.6)
    assert sum(row["others"] for row in rows) == pytest.approx(5 - own)


def test_an_earlier_month_counts_what_was_old_enough_then(built: Built) -> None:
    # The 90th day after 31 July is 29 October: July counts when October is over, not before.
    for month, counts in ((OCTOBER, True), (date(2026, 9, 1), False)):
        choice = CHOICE.but(month=month)
        (july,) = [r for r in asked(built, "clearance_by_month", choice) if r["month"].month == 7]
        assert july["is_mature"] is counts
        steps = asked(built, "cohorts_by_month", choice)
        assert [r["is_mature"] for r in steps if r["month"].month == 7 and r["step"] == 90] == [
            counts
        ]
        last = asked(built, "clearance_by_kind", choice, level="branch")[0]["last_month"]
        assert (last == date(2026, 7, 1)) is counts


def test_progress_of_a_docket_month_is_that_of_its_months_ends(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | accepted_at | solved_at
        now     | S1               | 2026-07-10  | 2026-07-10
        soon    | S1               | 2026-07-31  | 2026-08-01
        late    | S3               | 2026-07-01  | 2026-09-29
        beyond  | S3               | 2026-07-01  | 2026-09-30
        open    | S1               | 2026-08-01  |
    """
    built = given("unit_list", "unit_map", "cohort_months", cases=cases)
    rows = asked(built, "cohort_progress", CHOICE.but(month=date(2026, 9, 1)))
    assert columns(rows, "month", "months_after", "docketed", "solved_so_far", "solved") == [
        (date(2026, 7, 1), 0, 4, 1, 3),
        (date(2026, 7, 1), 1, 4, 2, 3),
        (date(2026, 7, 1), 2, 4, 3, 3),  # the 90th day is 29 September
        (date(2026, 8, 1), 0, 1, 0, 0),
        (date(2026, 8, 1), 1, 1, 0, 0),
    ]
