"""How much is solved, recovered and settled: CAS02, CAS03, CAS07, CAS09, CAS10 and the cohorts."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given


def test_unsolved_cases_stay_in_the_denominator(given: Given) -> None:
    # An average of (solved_at <= day 90) would drop the nulls and say 100 %.
    cases = """
        case_id | accepted_at      | solved_at        | solve_mode
        on_90   | 2026-06-10 08:00 | 2026-09-08 23:59 |
        on_91   | 2026-06-10 08:00 | 2026-09-09 00:01 |
        before  | 2026-06-10 08:00 | 2026-06-09 20:00 |
        open_1  | 2026-06-10 08:00 |                  |
        open_2  | 2026-06-30 08:00 |                  |
    """
    given("CAS02", cases=cases).shows(
        "CAS02",
        """
        series | unit_id | month      | numerator | denominator | n | mature
        small  | S1      | 2026-06-01 | 2         | 5           | 5 | true
        """,
    )


def test_a_cohort_counts_once_its_last_day_is_more_than_90_days_old(given: Given) -> None:
    # 31 July + 90 days is 29 October; that day is over when it is the 30th.
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-07-01  | 2026-07-02
        k2      | 2026-08-01  |
    """
    for cutoff, mature in ((date(2026, 10, 29), "false"), (date(2026, 10, 30), "true")):
        built = given("CAS02", "cohorts", cases=cases, cutoff=cutoff)
        built.shows(
            "CAS02",
            f"""
            month      | denominator | mature
            2026-07-01 | 1           | {mature}
            2026-08-01 | 1           | false
            """,
        )
        built.shows(
            "cohorts",
            f"""
            docket_month | step | mature
            2026-07-01   | 60   | true
            2026-07-01   | 90   | {mature}
            2026-07-01   | 120  | false
            """,
            where=pl.col("step").is_in([60, 90, 120])
            & (pl.col("docket_month") == date(2026, 7, 1)),
        )


def test_a_transferred_case_counts_for_the_unit_that_docketed_it(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | category_code | accepted_at | solved_at
        k1      | S3               | burglary      | 2026-06-01  | 2026-06-20
        k2      | S3               | robbery       | 2026-06-01  | 2026-06-20
    """
    events = """
        case_id | event_type    | event_at   | from_value | to_value
        k1      | unit_transfer | 2026-06-10 | S1         | S3
        k2      | unit_transfer | 2026-06-10 | S2         | S3
        k2      | recategorised | 2026-06-15 | snatch     | robbery
    """
    # k2 was a small case when docketed, and is a major one today.
    given("CAS02", cases=cases, case_events=events).shows(
        "CAS02",
        """
        series | unit_id | numerator | denominator
        small  | S1      | 1         | 1
        small  | S2      | 1         | 1
        major  | S2      | 1         | 1
        """,
    )


def test_a_cancelled_solving_and_a_month_without_days_are_not_judged(given: Given) -> None:
    cases = """
        case_id  | accepted_at | solved_at  | time_precision
        reopened | 2026-06-01  | 2026-06-10 | minute
        month    | 2026-06-01  | 2026-06-01 | month
        day      | 2026-06-01  | 2026-06-30 | day
    """
    events = """
        case_id  | event_type | event_at   | from_value
        reopened | reopened   | 2026-06-20 | 2026-06-10
    """
    given("CAS02", cases=cases, case_events=events).shows(
        "CAS02",
        """
        numerator | denominator | excluded_n
        1         | 2           | 1
        """,
    )


def test_cohorts_count_by_day_and_a_case_ends_in_one_way_only(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at  | closed_at  | closure_kind
        day_0   | 2026-01-01  | 2026-01-01 |            |
        day_30  | 2026-01-01  | 2026-01-31 |            |
        day_31  | 2026-01-01  | 2026-02-01 |            |
        closed  | 2026-01-01  |            | 2026-03-01 | withdrawn
        open    | 2026-01-01  |            |            |
    """
    given("cohorts", cases=cases).shows(
        "cohorts",
        """
        step | docketed | solved | closed_unsolved
        0    | 5        | 1      | 0
        30   | 5        | 2      | 0
        60   | 5        | 3      | 1
        360  | 5        | 3      | 1
        """,
        where=pl.col("step").is_in([0, 30, 60, 360]),
    )


def test_period_clearance_divides_two_flows_and_may_exceed_one(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-05-01  | 2026-06-01
        k2      | 2026-05-01  | 2026-06-30
        k3      | 2026-06-01  |
        aged    | 2024-05-01  | 2026-06-10
    """
    # What left the 24-month window was not solved out of the stock.
    given("CAS03", cases=cases).shows(
        "CAS03",
        """
        month      | numerator | denominator
        2024-05-01 | 0         | 1
        2026-05-01 | 0         | 2
        2026-06-01 | 2         | 1
        """,
    )


def test_quick_solving_counts_hours_and_only_minutes_are_precise_enough(given: Given) -> None:
    cases = """
        case_id | received_at      | accepted_at      | solved_at        | time_precision
        h72     | 2026-09-01 10:00 | 2026-09-01 12:00 | 2026-09-04 10:00 | minute
        h73     | 2026-09-01 10:00 | 2026-09-01 12:00 | 2026-09-04 10:01 | minute
        never   | 2026-09-01 10:00 |                  |                  | minute
        day     | 2026-09-01       | 2026-09-01       | 2026-09-01       | day
        month   | 2026-09-01       | 2026-09-01       | 2026-09-01       | month
    """
    given("CAS07", cases=cases).shows(
        "CAS07",
        """
        numerator | denominator | excluded_n | mature
        1         | 3           | 2          | true
        """,
    )


def test_unknown_amounts_are_not_zero(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at  | property_loss_yuan | recovered_yuan
        half    | 2026-09-01  | 2026-09-02 | 1000               | 500
        nothing | 2026-09-01  |            | 3000               | 0
        unknown | 2026-09-01  |            | 2000               |
        no_loss | 2026-09-01  |            |                    | 100
        large   | 2026-09-01  |            | 9000               | 9000
        undated | 2026-06-01  |            | 100                | 100
        day_90  | 2026-06-01  | 2026-08-30 | 200                | 200
        day_91  | 2026-06-01  | 2026-08-31 | 400                | 400
    """
    given("CAS09", cases=cases).shows(
        "CAS09",
        """
        month      | component           | numerator | denominator | n | excluded_n | mature
        2026-06-01 | main                | 300       | 700         | 3 | 0          | true
        2026-06-01 | numerator_squared   | 50000     |             | 3 | 0          | true
        2026-06-01 | denominator_squared | 210000    |             | 3 | 0          | true
        2026-06-01 | cross               | 50000     |             | 3 | 0          | true
        2026-09-01 | main                | 500       | 4000        | 2 | 2          | false
        2026-09-01 | numerator_squared   | 250000    |             | 2 | 2          | false
        2026-09-01 | denominator_squared | 10000000  |             | 2 | 2          | false
        2026-09-01 | cross               | 500000    |             | 2 | 2          | false
        """,
    )


def test_a_source_that_never_records_recovery_has_no_rate(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at  | property_loss_yuan
        k1      | 2026-09-01  | 2026-09-02 | 1000
    """
    given("CAS09", cases=cases).shows("CAS09", "numerator")


def test_a_dispute_is_settled_by_event_closing_or_on_the_spot(given: Given) -> None:
    cases = """
        case_id  | matter_kind | received_at | decision         | decision_at | closed_at  | closure_kind
        event    | dispute     | 2026-09-01  | pending          |             |            |
        late     | dispute     | 2026-09-01  | pending          |             |            |
        closed   | dispute     | 2026-09-01  | handled_on_spot  | 2026-09-01  | 2026-10-01 | resolved
        closed_l | dispute     | 2026-09-01  | handled_on_spot  | 2026-09-01  | 2026-10-02 | resolved
        spot     | dispute     | 2026-09-01  | mediated_on_spot | 2026-09-01  |            |
        gone     | dispute     | 2026-09-01  | transferred      | 2026-09-01  | 2026-09-02 | transferred_out
        theft    | criminal    | 2026-09-01  | pending          |             |            |
    """
    events = """
        case_id | event_type         | event_at
        event   | mediation_attempt  | 2026-09-02
        event   | mediation_success  | 2026-10-01
        event   | mediation_success  | 2026-10-20
        late    | mediation_success  | 2026-10-02
    """
    given("CAS10", cases=cases, case_events=events).shows(
        "CAS10",
        """
        month      | numerator | denominator | mature
        2026-09-01 | 3         | 6           | true
        """,
    )


def test_premises_stand_under_the_branch_of_today(given: Given) -> None:
    cases = """
        case_id | jurisdiction_unit_id | handling_unit_id | premises_type | received_at | accepted_at | solved_at
        k1      | S1                   | S3               | market        | 2026-05-31  | 2026-06-01  | 2026-06-02
        k2      | S3                   | S3               |               | 2026-06-01  | 2026-06-01  |
        k3      | UNKNOWN              | C                | market        | 2026-06-01  |             |
    """
    given("premises_categories", cases=cases).shows(
        "premises_categories",
        """
        branch_id | month      | premises_type | received | docketed | solved_90
        B1        | 2026-05-01 | market        | 1        | 0        |
        B2        | 2026-06-01 | market        | 0        | 1        | 1
        B2        | 2026-06-01 |               | 1        | 1        | 0
        C         | 2026-06-01 | market        | 1        | 0        |
        """,
    )
