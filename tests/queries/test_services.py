"""Services, promises, visits, issues and the surge index: SVC01 to SVC05 and GRD01."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given


def test_overdue_services_are_added_up_and_an_unstated_number_is_not_none(given: Given) -> None:
    services = """
        month      | unit_id | item_code | overdue_end_n
        2026-09-01 | S1      | a         | 3
        2026-09-01 | S1      | b         | 0
        2026-09-01 | S1      | c         |
        2026-09-01 | S2      | a         | 0
        2026-09-01 | S3      | a         |
        2026-11-01 | S1      | a         | 9
    """
    given("SVC01", service_monthly=services).shows(
        "SVC01",
        """
        unit_id | month      | numerator | denominator | excluded_n
        S1      | 2026-09-01 | 3         |             | 1
        S2      | 2026-09-01 | 0         |             | 0
        """,
    )


def test_three_stars_are_still_good_and_no_rating_is_no_row(given: Given) -> None:
    services = """
        month      | unit_id | item_code | rating_5_n | rating_4_n | rating_3_n | rating_2_n | rating_1_n
        2026-09-01 | S1      | a         | 90         | 5          | 2          | 2          | 1
        2026-09-01 | S1      | b         | 10         |            |            |            |
        2026-09-01 | S2      | a         |            |            |            |            |
        2026-09-01 | S3      | a         | 0          | 0          | 0          | 0          | 0
    """
    given("SVC02", service_monthly=services).shows(
        "SVC02", "unit_id | numerator | denominator\nS1 | 107 | 110"
    )


def test_only_the_ten_matters_are_the_ten_matters(given: Given) -> None:
    commitments = """
        commitment_id | source
        C04           | ten_matters
        C05           | ten_matters
        M12           | measures_70
    """
    progress = """
        commitment_id | unit_id | month      | due_n | done_n | on_time_n
        C04           | S1      | 2026-09-01 | 10    | 9      | 8
        C05           | S1      | 2026-09-01 | 90    | 90     | 90
        M12           | S1      | 2026-09-01 | 50    | 0      | 0
        C04           | S2      | 2026-09-01 | 0     | 0      | 0
        unknown       | S2      | 2026-09-01 | 7     | 7      | 7
    """
    given("SVC03", commitments=commitments, commitment_progress=progress).shows(
        "SVC03", "unit_id | numerator | denominator\nS1 | 98 | 100"
    )


def test_an_enterprise_is_visited_twice_by_the_unit_that_linked_it(given: Given) -> None:
    units = """
        unit_id | level   | parent_unit_id | linked_enterprises
        C       | bureau  |                |
        B1      | branch  | C              |
        S1      | station | B1             | 3
        S2      | station | B1             | 2
    """
    visits = """
        activity_id | unit_id | activity_type    | enterprise_ref | held_on
        a1          | S1      | enterprise_visit | q1             | 2026-09-01
        a2          | S1      | enterprise_visit | q1             | 2026-09-30
        a3          | S1      | enterprise_visit | q2             | 2026-09-30
        a4          | S1      | enterprise_visit | q2             | 2026-10-01
        a5          | S2      | enterprise_visit | q3             | 2026-09-02
        a6          | S2      | household_visit  | q3             | 2026-09-03
        a7          | B1      | enterprise_visit | q1             | 2026-09-04
        a8          | S1      | enterprise_visit |                | 2026-09-05
    """
    given("SVC04", units=units, activities=visits).shows(
        "SVC04",
        """
        unit_id | numerator | denominator | excluded_n
        S1      | 1         | 3           | 0
        S2      | 0         | 2           | 0
        B1      | 0         | 0           | 1
        """,
        where=pl.col("month") == date(2026, 9, 1),
    )


def test_more_enterprises_than_the_list_names_are_no_more_than_all(given: Given) -> None:
    units = "unit_id | level | parent_unit_id | linked_enterprises\nS1 | bureau | | 1"
    visits = """
        activity_id | unit_id | activity_type    | enterprise_ref | held_on
        a1          | S1      | enterprise_visit | q1             | 2026-09-01
        a2          | S1      | enterprise_visit | q1             | 2026-09-30
        a3          | S1      | enterprise_visit | q2             | 2026-09-01
        a4          | S1      | enterprise_visit | q2             | 2026-09-30
    """
    given("SVC04", units=units, activities=visits).shows("SVC04", "numerator | denominator\n1 | 1")


def test_issues_closed_of_those_raised_at_any_occasion(given: Given) -> None:
    activities = """
        activity_id | activity_type      | held_on    | issues_n | issues_closed_n
        a1          | police_public_talk | 2026-09-01 | 4        | 3
        a2          | leader_reception   | 2026-09-02 | 2        |
        a3          | household_visit    | 2026-09-03 |          |
        a4          | police_public_talk | 2026-11-01 | 9        | 9
    """
    given("SVC05", activities=activities).shows(
        "SVC05", "month | numerator | denominator\n2026-09-01 | 3 | 6"
    )


CALENDAR = "date | is_workday | assessment_window\n" + "\n".join(
    f"2026-09-{day:02} | true | {'true' if day <= 10 else 'false'}" for day in range(1, 31)
)


def test_activities_a_day_inside_and_outside_windows(given: Given) -> None:
    activities = """
        activity_id | unit_id | held_on    | planned_n
        a1          | S1      | 2026-09-01 | 500
        a2          | S1      | 2026-09-10 | 1
        a3          | S1      | 2026-09-11 | 1
        a4          | S1      | 2026-09-30 | 1
    """
    # S2 did nothing; its days count all the same. B1, B2 and C have no numbers of their own.
    given("GRD01", calendar=CALENDAR, activities=activities).shows(
        "GRD01",
        """
        component | unit_id | numerator | denominator
        main      | S1      | 2         | 10
        base      | S1      | 2         | 20
        main      | S2      | 0         | 10
        base      | S2      | 0         | 20
        main      | S3      | 0         | 10
        base      | S3      | 0         | 20
        """,
        where=pl.col("month") == date(2026, 9, 1),
    )


def test_a_month_without_a_window_has_no_days_inside(given: Given) -> None:
    activities = "activity_id | held_on\na1 | 2026-09-01\na2 | 2026-10-09"
    given("GRD01", calendar=CALENDAR, activities=activities).shows(
        "GRD01",
        """
        component | numerator | denominator
        main      | 0         | 0
        base      | 1         | 31
        """,
        where=(pl.col("month") == date(2026, 10, 1)) & (pl.col("unit_id") == "S1"),
    )


def test_without_any_window_in_the_calendar_there_is_no_surge_index(given: Given) -> None:
    activities = "activity_id | held_on\na1 | 2026-09-01"
    assert given("GRD01", activities=activities).frame("GRD01").is_empty()


def test_promises_are_counted_from_the_records_and_as_told(given: Given) -> None:
    services = """
        month      | unit_id | item_code | is_green_channel | completed_n | on_time_n
        2026-09-01 | S1      | a         | true             | 20          | 19
        2026-09-01 | S1      | b         | false            | 90          | 10
        2026-09-01 | S1      | c         | true             | 5           |
    """
    # Saturday the 19th is free and Sunday the 20th worked; the last one is not over yet.
    complaints = """
        complaint_id | kind     | channel | unit_id | handling_unit_id | received_at | notice_at        | due_at     | closed_at
        quick        | consult  | online  | S1      |                  | 2026-09-19  | 2026-09-20 17:00 |            |
        slow         | petition | online  | S1      | B1               | 2026-09-19  | 2026-09-21 08:00 | 2026-10-08 | 2026-10-08
        over         | petition | letter  | S1      | B1               | 2026-08-01  |                  | 2026-10-01 | 2026-10-02
        last         | consult  | online  | S1      |                  | 2026-10-31  |                  |            |
    """
    activities = """
        activity_id | activity_type | unit_id | held_on    | reference_at     | released_at
        a1          | press_release | C       | 2026-09-02 | 2026-09-01 20:00 | 2026-09-02 20:00
        a2          | press_release | C       | 2026-09-02 | 2026-09-01 20:00 | 2026-09-02 20:01
        a3          | press_release | C       | 2026-09-02 | 2026-09-01 20:00 |
        a4          | press_release | C       | 2026-10-31 | 2026-10-31 12:00 | 2026-10-31 13:00
        a5          | press_release | C       | 2026-09-02 |                  | 2026-09-02 20:00
    """
    progress = """
        commitment_id | unit_id | month      | due_n | done_n | on_time_n
        C05           | S1      | 2026-09-01 | 50    | 50     | 49
        C06           | B1      | 2026-09-01 | 4     | 4      | 3
    """
    given(
        "promise_months",
        service_monthly=services,
        complaints=complaints,
        activities=activities,
        commitment_progress=progress,
    ).shows(
        "promise_months",
        """
        basis   | commitment_id | unit_id | month      | due_n | kept_n
        counted | C05           | S1      | 2026-09-01 | 20    | 19
        counted | C07           | S1      | 2026-09-01 | 1     | 1
        counted | C07           | B1      | 2026-09-01 | 1     | 0
        counted | C08           | C       | 2026-09-01 | 3     | 1
        counted | C10           | B1      | 2026-10-01 | 2     | 1
        told    | C05           | S1      | 2026-09-01 | 50    | 49
        told    | C06           | B1      | 2026-09-01 | 4     | 3
        """,
    )


def test_what_is_due_next_by_promise_and_unit(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        open    | 2026-10-04  |
        goods   | 2026-10-01  | 2026-10-02 10:00
    """
    # Day 30 of the open case is 3 November and its last day the 6th; goods of 25 October are to be
    # back by 4 November. Sunday 1 November is free, so what came online on the 31st has until the 2nd.
    events = """
        case_id | event_type          | event_at         | unit_id
        goods   | property_returnable | 2026-10-25 10:00 | S1
        goods   | property_returnable | 2026-09-25 10:00 | S1
        open    | callback_unsolved   | 2026-10-07 10:00 | S1
    """
    complaints = """
        complaint_id | kind     | channel | received_at | notice_at  | due_at     | closed_at
        online       | consult  | online  | 2026-10-31  |            |            |
        answered     | consult  | online  | 2026-10-31  | 2026-10-31 |            |
        petition     | petition | letter  | 2026-09-30  |            | 2026-11-30 |
        closed       | petition | letter  | 2026-09-30  |            | 2026-11-30 | 2026-10-05
        overdue      | petition | letter  | 2026-07-30  |            | 2026-09-30 |
    """
    given("promises_due", cases=cases, case_events=events, complaints=complaints).shows(
        "promises_due",
        """
        commitment_id | unit_id | due_day    | n
        C01           | S1      | 2026-11-06 | 1
        C02           | S1      | 2026-11-04 | 1
        C07           | S1      | 2026-11-02 | 1
        C10           | S1      | 2026-11-30 | 1
        """,
    )


def test_help_is_dealt_with_within_thirty_days(given: Given) -> None:
    cases = """
        case_id | matter_kind | received_at | closed_at        | closure_kind
        h1      | help        | 2026-09-01  | 2026-10-01 20:00 | resolved
        h2      | help        | 2026-09-01  | 2026-10-02 08:00 | resolved
        h3      | help        | 2026-10-20  |                  |
        other   | dispute     | 2026-09-01  | 2026-09-02       | resolved
    """
    given("help_months", cases=cases).shows(
        "help_months",
        """
        unit_id | month      | n | closed_30 | is_over
        S1      | 2026-09-01 | 2 | 1         | true
        S1      | 2026-10-01 | 1 | 0         | false
        """,
    )
