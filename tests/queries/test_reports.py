"""From the report on: CAS01, FLW01, FLW02, FLW03 and the loss chain."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given

TOLD = """
    case_id | event_type    | event_at
    earlier | notice_result | 2026-06-01
    rolled  | notice_result | 2026-10-08
"""


def test_person_years_count_units_without_a_case_and_no_resident_twice(given: Given) -> None:
    cases = """
        case_id | jurisdiction_unit_id | category_code | received_at
        k1      | S1                   | theft_ebike   | 2026-09-05
        k2      | S1                   | assault       | 2026-09-05
        k3      | UNKNOWN              | theft_ebike   | 2026-09-05
        k4      | B1                   | theft_ebike   | 2026-09-05
    """
    # B1 has residents of its own on paper, but its stations say theirs.
    units = """
        unit_id | level   | parent_unit_id | population
        C       | bureau  |                | 72000
        B1      | branch  | C              | 37000
        B2      | branch  | C              | 36000
        S1      | station | B1             | 12000
        S2      | station | B1             | 24000
        S3      | station | B2             |
    """
    given("CAS01", cases=cases, units=units).shows(
        "CAS01",
        """
        unit_id | numerator | denominator
        S1      | 1         | 1000
        S2      | 0         | 2000
        B1      | 1         | 0
        B2      | 0         | 3000
        UNKNOWN | 1         | 0
        """,
    )


def test_24_hours_run_to_the_minute_and_coarser_times_are_left_out(given: Given) -> None:
    cases = """
        case_id | matter_kind | received_at      | decision        | decision_at      | first_action_at  | time_precision
        in_time | help        | 2026-09-30 10:00 | handled_on_spot | 2026-10-01 10:00 | 2026-09-30 10:05 | minute
        late    | criminal    | 2026-09-30 10:00 | docketed        | 2026-10-01 10:01 | 2026-10-01 10:00 | minute
        pending | criminal    | 2026-09-30 10:00 | pending         |                  | 2026-10-01 10:01 | minute
        nobody  | dispute     | 2026-09-30 10:00 | pending         |                  |                  | minute
        day     | criminal    | 2026-09-30       | docketed        | 2026-09-30       | 2026-09-30       | day
    """
    built = given("FLW01", "FLW03", cases=cases)
    built.shows(
        "FLW01",
        """
        month      | numerator | denominator | excluded_n | mature
        2026-09-01 | 1         | 4           | 1          | true
        """,
    )
    # Numerator: those without a first action in time.
    built.shows(
        "FLW03",
        """
        month      | numerator | denominator | excluded_n
        2026-09-01 | 2         | 4           | 1
        """,
    )


def test_a_report_counts_for_the_unit_that_took_it(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | received_at      | decision_at      | first_action_at
        k1      | S3               | 2026-09-05 10:00 | 2026-09-05 11:00 | 2026-09-05 10:10
    """
    events = """
        case_id | event_type    | event_at   | from_value | to_value
        k1      | unit_transfer | 2026-09-10 | S1         | S3
    """
    built = given("FLW01", "FLW02", "FLW03", cases=cases, case_events=events)
    for name in ("FLW01", "FLW02", "FLW03"):
        built.shows(name, "unit_id | denominator\nS1 | 1")


def test_a_decision_after_the_cutoff_is_pending_and_the_last_day_is_not_over(
    given: Given,
) -> None:
    cases = """
        case_id | received_at      | decision_at
        k1      | 2026-09-29 10:00 | 2026-09-30 09:00
        k2      | 2026-09-30 10:00 | 2026-10-01 09:00
    """
    given("FLW01", cases=cases, cutoff=date(2026, 10, 1)).shows(
        "FLW01",
        """
        month      | numerator | denominator | mature
        2026-09-01 | 1         | 2           | false
        """,
    )


def test_what_a_source_never_records_is_not_zero(given: Given) -> None:
    cases = """
        case_id | received_at      | decision
        k1      | 2026-09-29 10:00 | pending
    """
    built = given("FLW01", "FLW02", "FLW03", "CAS07", "loss_chain", cases=cases)
    for name in ("FLW01", "FLW02", "FLW03", "CAS07"):
        built.shows(name, "numerator")
    built.shows(
        "loss_chain",
        """
        received | timed | acted_24h | decided_n | decided_in_limit | docketed | solved_90 | notified_7
        1        | 1     |           |           |                  |          |           |
        """,
    )


def test_the_limit_is_that_of_the_kind_the_tier_and_the_day(given: Given) -> None:
    # 18 September 2026 is a Friday; 25 to 27 September is Mid-Autumn, 1 to 7 October National Day.
    cases = """
        case_id  | matter_kind     | review_extension | received_at      | decision_at
        ps_24h   | public_security | none             | 2026-09-18 10:00 | 2026-09-19 10:00
        ps_late  | public_security | none             | 2026-09-18 10:00 | 2026-09-19 10:01
        ps_d3    | public_security | d3               | 2026-09-18 10:00 | 2026-09-21 23:59
        cr_3     | criminal        |                  | 2026-09-14 10:00 | 2026-09-17 23:59
        cr_late  | criminal        | none             | 2026-09-14 10:00 | 2026-09-18 00:00
        cr_7     | criminal        | d7               | 2026-09-14 10:00 | 2026-09-21 23:59
        undet    | undetermined    | none             | 2026-09-14 10:00 | 2026-09-17 23:59
        odd_tier | public_security | other            | 2026-09-18 10:00 | 2026-09-18 12:00
        help     | help            | none             | 2026-09-18 10:00 | 2026-09-18 12:00
    """
    given("FLW02", cases=cases).shows(
        "FLW02",
        """
        numerator | denominator | excluded_n
        6         | 8           | 0
        """,
    )


def test_a_limit_in_days_ends_on_the_next_working_day(given: Given) -> None:
    # Three days from Wednesday, 16 September is Saturday the 19th; Sunday the 20th is worked,
    # to make up for the holiday.
    # Three days from Monday, 28 September 2026 is 1 October, a holiday to the 7th; the 8th works.
    # From Tuesday, 17 February 2026 (Spring Festival, to the 23rd) it is the 20th, then the 24th.
    cases = """
        case_id | matter_kind | received_at      | decision_at
        weekend | criminal    | 2026-09-16 10:00 | 2026-09-20 20:00
        over_w  | criminal    | 2026-09-16 10:00 | 2026-09-21 00:01
        holiday | criminal    | 2026-09-28 10:00 | 2026-10-08 20:00
        over_h  | criminal    | 2026-09-28 10:00 | 2026-10-09 00:01
        spring  | criminal    | 2026-02-17 10:00 | 2026-02-24 20:00
        over_s  | criminal    | 2026-02-17 10:00 | 2026-02-25 00:01
    """
    given("FLW02", cases=cases).shows(
        "FLW02",
        """
        month      | numerator | denominator
        2026-02-01 | 1         | 2
        2026-09-01 | 2         | 4
        """,
    )


def test_the_rule_in_force_on_the_day_of_the_report_switches_by_itself(given: Given) -> None:
    rules = """
        rule_id   | variant | valid_from | valid_to   | matter          | name_zh | name_en | clock_start | clock_stop | limit_value | limit_unit | tolerance_days | mark
        PS_ACCEPT | none    | 2000-01-01 | 2026-01-01 | public_security | -       | -       | -           | -          | 24          | hour       | 0              | V
        PS_ACCEPT | none    | 2026-01-01 |            | public_security | -       | -       | -           | -          | 2           | workday    | 0              | V
    """
    # Wednesday 31 December 2025, then Thursday 1 January 2026 (holidays to the 3rd, the 4th a
    # make-up workday): two working days after it are the 4th and the 5th.
    cases = """
        case_id | received_at      | decision_at
        old     | 2025-12-31 23:00 | 2026-01-01 23:30
        new     | 2026-01-01 01:00 | 2026-01-05 23:00
        new_l   | 2026-01-01 01:00 | 2026-01-06 01:00
    """
    given("FLW02", cases=cases, deadline_rules=rules).shows(
        "FLW02",
        """
        month      | numerator | denominator
        2025-12-01 | 0         | 1
        2026-01-01 | 1         | 2
        """,
    )


def test_a_report_whose_limit_is_not_over_is_not_judged_even_if_decided(given: Given) -> None:
    cases = """
        case_id | matter_kind | review_extension | received_at      | decision_at
        judged  | criminal    | none             | 2026-10-26 10:00 | 2026-10-26 11:00
        waiting | criminal    | d30              | 2026-10-26 10:00 | 2026-10-26 11:00
        last    | criminal    | none             | 2026-10-29 10:00 | 2026-10-29 11:00
    """
    given("FLW02", cases=cases).shows(
        "FLW02",
        """
        numerator | denominator | excluded_n | mature
        1         | 1           | 2          | false
        """,
    )


def test_each_loss_of_the_chain_has_its_own_denominator(given: Given) -> None:
    cases = """
        case_id | received_at      | first_action_at  | decision     | decision_at      | accepted_at      | solved_at        | time_precision
        told    | 2026-06-01 10:00 | 2026-06-01 11:00 | docketed     | 2026-06-01 12:00 | 2026-06-01 12:00 | 2026-06-10 12:00 | minute
        silent  | 2026-06-01 10:00 | 2026-06-03 11:00 | docketed     | 2026-06-03 12:00 | 2026-06-03 12:00 | 2026-06-10 12:00 | minute
        open    | 2026-06-01 10:00 | 2026-06-01 11:00 | docketed     | 2026-06-01 12:00 | 2026-06-01 12:00 |                  | minute
        slow    | 2026-06-01 10:00 | 2026-06-01 11:00 | docketed     | 2026-06-01 12:00 | 2026-06-01 12:00 | 2026-09-30 12:00 | minute
        refused | 2026-06-01 10:00 | 2026-06-01 11:00 | not_docketed | 2026-06-01 12:00 |                  |                  | minute
        waiting | 2026-06-01 10:00 |                  | pending      |                  |                  |                  | minute
        day     | 2026-06-01       | 2026-06-01       | docketed     | 2026-06-01       | 2026-06-01       | 2026-06-01       | day
    """
    events = """
        case_id | event_type    | event_at
        told    | notice_result | 2026-06-17 12:00
        silent  | notice_result | 2026-06-19 12:00
        day     | notice_result | 2026-06-01
    """
    given("loss_chain", cases=cases, case_events=events).shows(
        "loss_chain",
        """
        unit_id | received_month | received | timed | acted_24h | decided_n | decided_in_limit | docketed | diverted | solved_90 | notified_7 | mature
        S1      | 2026-06-01     | 7        | 6     | 4         | 6         | 4                | 5        | 1        | 3         | 2          | true
        """,
    )


def test_the_chain_is_mature_when_every_docketed_case_is_old_enough(given: Given) -> None:
    # 90 days after 3 August is 1 November.
    cases = """
        case_id | received_at      | accepted_at | solved_at  | decision_at
        june    | 2026-06-30 10:00 | 2026-07-01  | 2026-07-02 | 2026-06-30 11:00
        july    | 2026-07-31 10:00 | 2026-08-03  |            | 2026-07-31 11:00
        other   | 2026-07-01 10:00 | 2026-07-01  | 2026-07-02 | 2026-07-01 11:00
    """
    given("loss_chain", cases=cases).shows(
        "loss_chain",
        """
        received_month | received | last_day_to_wait | mature
        2026-06-01     | 1        | 2026-09-29       | true
        2026-07-01     | 2        | 2026-11-01       | false
        """,
    )


def test_the_chain_waits_until_the_limit_for_telling_is_over(given: Given) -> None:
    # Both were solved on 25 September: the seventh day, 2 October, is a holiday to the 7th.
    # 90 days after 8 July is 6 October; `late` was solved on day 91, of which nothing is told.
    cases = """
        case_id | received_at      | accepted_at | solved_at  | decision_at
        rolled  | 2026-07-08 10:00 | 2026-07-08  | 2026-09-25 | 2026-07-08 11:00
        late    | 2026-06-26 10:00 | 2026-06-26  | 2026-09-25 | 2026-06-26 11:00
    """
    built = given("loss_chain", "FLW04", cases=cases, case_events=TOLD)
    built.shows(
        "loss_chain",
        """
        received_month | solved_90 | notified_7 | last_day_to_wait
        2026-06-01     | 0         | 0          | 2026-09-24
        2026-07-01     | 1         | 1          | 2026-10-08
        """,
    )
    built.shows("FLW04", "month | numerator | denominator\n2026-09-01 | 1 | 2")


def test_recategorised_reports_count_by_what_they_are_today(given: Given) -> None:
    cases = """
        case_id | category_code | received_at      | decision_at
        now     | theft_ebike   | 2026-09-05 10:00 | 2026-09-05 11:00
        was     | robbery       | 2026-09-05 10:00 | 2026-09-05 11:00
    """
    events = """
        case_id | event_type    | event_at   | from_value | to_value
        now     | recategorised | 2026-09-06 | other_case | theft_ebike
        was     | recategorised | 2026-09-06 | snatch     | robbery
    """
    built = given("loss_chain", "CAS01", cases=cases, case_events=events)
    built.shows("loss_chain", "category_code | received\ntheft_ebike | 1")
    built.shows("CAS01", "unit_id | numerator\nS1 | 1", where=pl.col("numerator") > 0)
