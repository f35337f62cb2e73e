"""Whether people are told: FLW04 and FLW05."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given


def test_told_within_seven_days_or_by_the_next_working_day(given: Given) -> None:
    # Solved on Tuesday the 1st: seven days later is Tuesday the 8th. Solved on Saturday the 5th:
    # the 12th is a Saturday, Monday the 14th works.
    cases = """
        case_id | accepted_at | solved_at
        day_7   | 2026-09-01  | 2026-09-01 08:00
        day_8   | 2026-09-01  | 2026-09-01 08:00
        weekend | 2026-09-01  | 2026-09-05 08:00
        late    | 2026-09-01  | 2026-09-05 08:00
        early   | 2026-09-01  | 2026-09-05 08:00
        never   | 2026-09-01  | 2026-09-05 08:00
        twice   | 2026-09-01  | 2026-09-05 08:00
    """
    events = """
        case_id | event_type      | event_at
        day_7   | notice_result   | 2026-09-08 23:00
        day_8   | notice_result   | 2026-09-09 00:10
        weekend | notice_result   | 2026-09-14 23:00
        late    | notice_result   | 2026-09-15 00:10
        early   | notice_result   | 2026-09-04 09:00
        never   | notice_progress | 2026-09-05 09:00
        twice   | notice_result   | 2026-09-05 09:00
        twice   | notice_result   | 2026-09-30 09:00
        orphan  | notice_result   | 2026-09-05 09:00
    """
    given("FLW04", cases=cases, case_events=events).shows(
        "FLW04",
        """
        unit_id | month      | numerator | denominator | mature
        S1      | 2026-09-01 | 3         | 7           | true
        """,
    )


def test_solved_is_a_case_and_a_closing_only_of_what_was_docketed(given: Given) -> None:
    cases = """
        case_id  | matter_kind     | decision        | received_at | accepted_at | solved_at  | closed_at  | closure_kind
        solved   | public_security | docketed        | 2026-09-01  | 2026-09-01  | 2026-09-02 |            |
        fined    | public_security | docketed        | 2026-09-01  | 2026-09-01  |            | 2026-09-02 | penalised
        on_spot  | public_security | handled_on_spot | 2026-09-01  |             |            | 2026-09-02 | resolved
        no_crime | public_security | docketed        | 2026-09-01  | 2026-09-01  |            | 2026-09-02 | no_offence
        dispute  | dispute         | handled_on_spot | 2026-09-01  |             | 2026-09-02 |            |
    """
    events = """
        case_id | event_type    | event_at
        fined   | notice_result | 2026-09-02
    """
    given("FLW04", cases=cases, case_events=events).shows("FLW04", "numerator | denominator\n1 | 2")


def test_a_notice_before_a_reopening_tells_nothing_of_the_solving_after_it(given: Given) -> None:
    cases = """
        case_id   | accepted_at | solved_at
        again     | 2026-08-01  | 2026-09-20 08:00
        told      | 2026-08-01  | 2026-09-20 08:00
        cancelled | 2026-08-01  | 2026-08-10 08:00
    """
    events = """
        case_id   | event_type    | event_at   | from_value
        again     | notice_result | 2026-08-12 |
        again     | reopened      | 2026-09-01 | 2026-08-10
        told      | notice_result | 2026-08-12 |
        told      | reopened      | 2026-09-01 | 2026-08-10
        told      | notice_result | 2026-09-21 |
        cancelled | notice_result | 2026-08-12 |
        cancelled | reopened      | 2026-09-01 | 2026-08-10
    """
    given("FLW04", cases=cases, case_events=events).shows(
        "FLW04", "month | numerator | denominator\n2026-09-01 | 1 | 2"
    )


def test_the_unit_that_had_the_case_when_it_was_solved_has_to_tell(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | accepted_at | solved_at
        k1      | S3               | 2026-08-01  | 2026-09-05
        k2      | S3               | 2026-08-01  | 2026-09-05
    """
    events = """
        case_id | event_type    | event_at   | from_value | to_value
        k1      | unit_transfer | 2026-09-01 | S1         | S3
        k2      | unit_transfer | 2026-09-10 | S2         | S3
        k2      | notice_result | 2026-09-06 |            |
    """
    given("FLW04", cases=cases, case_events=events).shows(
        "FLW04",
        """
        unit_id | numerator | denominator
        S3      | 1         | 1
        S2      | 0         | 1
        """,
    )


def test_a_limit_that_runs_on_over_the_holidays_is_not_judged_before_it_is_over(
    given: Given,
) -> None:
    cases = """
        case_id | accepted_at | solved_at
        over    | 2026-09-01  | 2026-09-02
        running | 2026-09-01  | 2026-09-28
        told    | 2026-09-01  | 2026-09-28
    """
    events = """
        case_id | event_type    | event_at
        orphan  | notice_result | 2026-08-05
        told    | notice_result | 2026-09-29
    """
    # From 1 to 7 October is holiday: the seventh day, 5 October, ends on the 8th.
    for cutoff, counts in ((date(2026, 10, 8), "1 | 1 | 2"), (date(2026, 10, 9), "2 | 3 | 0")):
        given("FLW04", cases=cases, case_events=events, cutoff=cutoff).shows(
            "FLW04", f"numerator | denominator | excluded_n\n{counts}"
        )


def test_solved_in_the_last_week_is_not_mature(given: Given) -> None:
    cases = "case_id | accepted_at | solved_at\nk1 | 2026-09-01 | 2026-09-02"
    events = "case_id | event_type | event_at\nk1 | notice_result | 2026-09-02"
    for cutoff, mature in ((date(2026, 10, 7), "false"), (date(2026, 10, 8), "true")):
        given("FLW04", cases=cases, case_events=events, cutoff=cutoff).shows(
            "FLW04", f"month | mature\n2026-09-01 | {mature}"
        )


def test_news_in_the_last_30_days_of_cases_open_30_to_365_days(given: Given) -> None:
    # As of 1 October: 30 days before is 1 September; 365 days is 1 October 2025.
    cases = """
        case_id  | accepted_at | solved_at
        told     | 2026-09-01  |
        silent   | 2026-09-01  |
        called   | 2025-10-01  |
        stale    | 2025-10-01  |
        young    | 2026-09-02  |
        too_old  | 2025-09-30  |
        solved   | 2026-08-01  | 2026-09-30
        receipt  | 2026-08-01  |
    """
    events = """
        case_id | event_type        | event_at         | outcome
        told    | notice_progress   | 2026-09-30 23:00 | done
        called  | callback_unsolved | 2026-09-01 08:00 | not_reached
        called  | callback_unsolved | 2026-09-10 08:00 | reached
        stale   | notice_progress   | 2026-08-31 23:00 | done
        young   | notice_progress   | 2026-09-10       | done
        too_old | notice_progress   | 2026-09-10       | done
        solved  | notice_progress   | 2026-09-10       | done
        receipt | receipt_issued    | 2026-09-10       | done
        silent  | notice_progress   | 2026-10-01       | done
    """
    given("FLW05", cases=cases, case_events=events).shows(
        "FLW05",
        """
        month      | numerator | denominator
        2026-09-01 | 2         | 5
        """,
        where=pl.col("month") == date(2026, 9, 1),
    )


def test_after_a_short_month_news_of_the_month_before_still_counts(given: Given) -> None:
    # As of 1 March, 30 days before is 30 January.
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2025-12-01  |
        k2      | 2025-12-01  |
        other   | 2026-03-01  | 2026-03-01
    """
    events = """
        case_id | event_type      | event_at
        k1      | notice_progress | 2026-01-30
        k2      | notice_progress | 2026-01-29
        earlier | notice_progress | 2025-12-01
    """
    given("FLW05", cases=cases, case_events=events, cutoff=date(2026, 4, 1)).shows(
        "FLW05",
        """
        month      | numerator | denominator
        2025-12-01 | 0         | 2
        2026-01-01 | 2         | 2
        2026-02-01 | 1         | 2
        2026-03-01 | 0         | 2
        """,
    )
