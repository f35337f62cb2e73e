"""Callbacks on schedule: FLW06, and those still to be made."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given


def test_each_point_asks_for_a_callback_since_the_point_before_and_by_due_plus_three(
    given: Given,
) -> None:
    # Docketed on 1 June: points on 4 June, 1 July, 31 July and 30 August, the last days three
    # days later. 7 June keeps day 3 and, being after it, day 30 too. 31 July keeps day 60; for
    # day 90 it is not after the point before, and 3 September is a day late.
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-06-01  |
        other   | 2026-06-01  | 2026-06-01
    """
    events = """
        case_id | event_type        | event_at
        k1      | callback_unsolved | 2026-06-07 20:00
        k1      | callback_unsolved | 2026-07-31 08:00
        k1      | callback_unsolved | 2026-09-03 08:00
        k1      | callback_general  | 2026-08-20 08:00
        orphan  | callback_unsolved | 2026-08-20 08:00
    """
    given("FLW06", cases=cases, case_events=events).shows(
        "FLW06",
        """
        unit_id | month      | numerator | denominator | mature
        S1      | 2026-06-01 | 1         | 1           | true
        S1      | 2026-07-01 | 1         | 1           | true
        S1      | 2026-08-01 | 1         | 1           | true
        S1      | 2026-09-01 | 0         | 1           | true
        """,
    )


def test_a_point_is_due_only_while_the_case_is_open(given: Given) -> None:
    # Day 3 is 4 June.
    cases = """
        case_id | accepted_at | solved_at  | closed_at  | closure_kind
        day_4   | 2026-06-01  | 2026-06-05 |            |
        day_3   | 2026-06-01  | 2026-06-04 |            |
        closed  | 2026-06-01  |            | 2026-06-03 | withdrawn
    """
    events = "case_id | event_type | event_at\nday_4 | callback_unsolved | 2026-06-01"
    given("FLW06", cases=cases, case_events=events).shows(
        "FLW06", "month | numerator | denominator\n2026-06-01 | 1 | 1"
    )


def test_points_go_on_to_the_end_of_the_window_and_pause_while_closed(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        long    | 2024-06-01  |
        again   | 2026-06-01  | 2026-08-01
    """
    events = """
        case_id | event_type        | event_at   | from_value
        again   | reopened          | 2026-07-10 | 2026-06-20
        again   | callback_unsolved | 2026-07-20 |
        earlier | callback_unsolved | 2024-06-01 |
    """
    # long: 11 points, the last on day 720. again: day 3, then day 60, not day 30.
    built = given("FLW06", cases=cases, case_events=events)
    assert built.frame("FLW06")["denominator"].sum() == 13
    built.shows(
        "FLW06",
        """
        month      | numerator | denominator
        2026-05-01 | 0         | 1
        2026-06-01 | 0         | 1
        2026-08-01 | 1         | 1
        """,
        where=pl.col("month") >= date(2026, 4, 1),
    )


def test_the_local_station_calls_back_whoever_investigates(given: Given) -> None:
    cases = """
        case_id | jurisdiction_unit_id | handling_unit_id | accepted_at | solved_at
        k1      | S2                   | S3               | 2026-10-01  |
        other   | S1                   | S1               | 2026-10-01  | 2026-10-01
    """
    events = """
        case_id | event_type        | event_at   | from_value | to_value
        k1      | callback_unsolved | 2026-10-02 |            |
        k1      | unit_transfer     | 2026-10-04 | S1         | S3
    """
    # Transferred on the very day of the point: still one point.
    given("FLW06", cases=cases, case_events=events).shows(
        "FLW06", "unit_id | numerator | denominator\nS2 | 1 | 1"
    )


def test_a_source_without_callbacks_has_no_rate(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-06-01  |
        other   | 2026-06-01  | 2026-06-01
    """
    given("FLW06", cases=cases).shows("FLW06", "numerator")


def test_what_is_due_is_open_not_done_and_within_thirty_days(given: Given) -> None:
    # The cut-off is 1 November: last days from then to 30 November.
    cases = """
        case_id  | jurisdiction_unit_id | premises_type | accepted_at | solved_at
        tight    | S2                   | market        | 2026-10-26  |
        passed   | S1                   |               | 2026-10-25  |
        done     | S1                   |               | 2026-10-26  |
        solved   | S1                   |               | 2026-10-26  | 2026-10-31
        thirty   | S1                   |               | 2026-10-28  |
        far      | S1                   |               | 2026-10-29  |
    """
    events = """
        case_id | event_type        | event_at
        done    | callback_unsolved | 2026-10-30
        passed  | callback_unsolved | 2026-10-30
        thirty  | callback_unsolved | 2026-10-29
        far     | callback_unsolved | 2026-10-29
    """
    built = given("callbacks_due", cases=cases, case_events=events)
    # What kept day 3 after it was due keeps day 30 too: done and passed have none to come;
    # thirty and far were called before day 3, so day 30 stands, for far beyond the 30 days.
    built.shows(
        "callbacks_due",
        """
        case_id | unit_id | premises_type | point_day | due_day    | last_day
        tight   | S2      | market        | 3         | 2026-10-29 | 2026-11-01
        tight   | S2      | market        | 30        | 2026-11-25 | 2026-11-28
        thirty  | S1      |               | 30        | 2026-11-27 | 2026-11-30
        """,
    )


def test_what_is_made_ahead_of_its_last_day_is_counted_too(given: Given) -> None:
    cases = """
        case_id  | jurisdiction_unit_id | accepted_at | solved_at
        done     | S1                   | 2026-10-26  |
        again    | S1                   | 2026-10-26  |
        late     | S2                   | 2026-10-02  |
        to_make  | S2                   | 2026-10-26  |
        other    | S1                   | 2026-10-26  | 2026-10-26
    """
    events = """
        case_id | event_type        | event_at
        done    | callback_unsolved | 2026-10-27
        again   | callback_unsolved | 2026-10-27
        again   | callback_unsolved | 2026-10-28
        late    | callback_unsolved | 2026-10-31
    """
    # Day 3 of the first two may be kept until 1 November, day 30 of late until the 4th.
    given("callback_weeks", cases=cases, case_events=events).shows(
        "callback_weeks",
        """
        month      | case_id | unit_id | point_day | last_day   | is_made
        2026-10-01 | again   | S1      | 3         | 2026-11-01 | true
        2026-10-01 | done    | S1      | 3         | 2026-11-01 | true
        2026-10-01 | late    | S2      | 30        | 2026-11-04 | true
        2026-10-01 | to_make | S2      | 3         | 2026-11-01 | false
        """,
    )


def test_the_week_after_an_earlier_month_is_seen_from_its_end(given: Given) -> None:
    # Day 30 of all of them, with its tolerance, falls on 3 October.
    cases = """
        case_id | jurisdiction_unit_id | accepted_at | solved_at
        open    | S1                   | 2026-08-31  |
        called  | S1                   | 2026-08-31  |
        later   | S1                   | 2026-08-31  |
        since   | S1                   | 2026-08-31  | 2026-10-01
        before  | S1                   | 2026-08-31  | 2026-09-29
    """
    events = """
        case_id | event_type        | event_at
        called  | callback_unsolved | 2026-09-30
        later   | callback_unsolved | 2026-10-01
    """
    # What was called, or solved, on 1 October and after was not yet so at the month's end.
    given("callback_weeks", cases=cases, case_events=events).shows(
        "callback_weeks",
        """
        case_id | point_day | last_day   | is_made
        called  | 30        | 2026-10-03 | true
        later   | 30        | 2026-10-03 | false
        open    | 30        | 2026-10-03 | false
        since   | 30        | 2026-10-03 | false
        """,
        where=pl.col("month") == date(2026, 9, 1),
    )


def test_a_bureaus_own_schedule_holds_from_its_day_on_the_other_points_stay(given: Given) -> None:
    # From 1 September on day 10 instead of day 30.
    rules = """
        rule_id           | variant | valid_from | matter     | name_zh | name_en | clock_start | clock_stop | limit_value | limit_unit | tolerance_days | mark
        CALLBACK_UNSOLVED | 30      | 2026-09-01 | small_case | -       | -       | -           | -          | 10          | day        | 1              | P
    """
    cases = """
        case_id | accepted_at | solved_at
        old     | 2026-08-31  |
        new     | 2026-09-01  |
        other   | 2026-09-01  | 2026-09-01
    """
    events = """
        case_id | event_type        | event_at
        new     | callback_unsolved | 2026-09-11
        earlier | callback_unsolved | 2026-09-01
    """
    # old: days 3, 30, 60 (last days 6 September, 3 October, 2 November). new: days 3, 10, 60.
    given(
        "FLW06",
        cases=cases,
        case_events=events,
        deadline_rules=rules,
        cutoff=date(2026, 11, 10),
    ).shows(
        "FLW06",
        """
        month      | numerator | denominator
        2026-09-01 | 1         | 3
        2026-10-01 | 0         | 1
        2026-11-01 | 0         | 2
        """,
    )


def test_before_callbacks_were_recorded_there_is_no_figure(given: Given) -> None:
    # Recorded since the middle of July: that month is not a whole one, and June is none at all.
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-06-01  |
        other   | 2026-06-01  | 2026-06-01
    """
    events = """
        case_id | event_type        | event_at
        k1      | callback_unsolved | 2026-07-15 20:00
    """
    given("FLW06", cases=cases, case_events=events).shows(
        "FLW06",
        """
        month      | numerator | denominator
        2026-08-01 | 1         | 1
        2026-09-01 | 0         | 1
        """,
    )
