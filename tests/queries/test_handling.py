"""Public-security matters decided in time: FLW08."""

from tests.queries.conftest import Given


def test_the_month_is_that_of_the_limit_and_the_law_that_of_the_docket(given: Given) -> None:
    # 31 December 2025 + 30 days is 30 January, a Friday; + 60 by one extension 1 March, a Sunday.
    # Under the law of 2026 two extensions of 1 January reach 1 April.
    cases = """
        case_id  | accepted_at | filed_at   | closed_at        | closure_kind
        in_time  | 2025-12-31  |            | 2026-01-30 20:00 | penalised
        late     | 2025-12-31  |            | 2026-01-31 08:00 | penalised
        old_law  | 2025-12-31  |            | 2026-03-20 08:00 | penalised
        new_law  |             | 2026-01-01 | 2026-03-20 08:00 | penalised
        open     |             | 2026-01-01 |                  |
        not_due  | 2026-10-10  |            | 2026-10-11 08:00 | penalised
    """
    events = """
        case_id | event_type | event_at
        old_law | extension  | 2026-01-20 09:00
        old_law | extension  | 2026-02-20 09:00
        new_law | extension  | 2026-01-20 09:00
        new_law | extension  | 2026-02-20 09:00
    """
    given("FLW08", cases=cases, case_events=events).shows(
        "FLW08",
        """
        month      | numerator | denominator | excluded_n
        2026-01-01 | 1         | 2           | 0
        2026-02-01 | 0         | 1           | 0
        2026-03-01 | 0         | 1           | 0
        2026-04-01 | 1         | 1           | 0
        """,
    )


def test_pauses_are_taken_out_case_by_case_and_in_their_order(given: Given) -> None:
    # From 2 March the limit is 1 April, a Wednesday; with 15 days of appraisal 16 April.
    cases = """
        case_id  | accepted_at | closed_at        | closure_kind
        netted   | 2026-03-02  | 2026-04-16 20:00 | penalised
        over     | 2026-03-02  | 2026-04-17 08:00 | penalised
        too_late | 2026-03-02  | 2026-04-10 08:00 | penalised
        waiting  | 2026-03-02  |                  |
        decided  | 2026-03-02  | 2026-05-20 08:00 | penalised
        review   | 2026-03-02  | 2026-04-20 08:00 | penalised
    """
    events = """
        case_id  | event_type   | event_at
        netted   | clock_pause  | 2026-03-10 09:00
        netted   | clock_resume | 2026-03-25 09:00
        over     | clock_pause  | 2026-03-10 09:00
        over     | clock_resume | 2026-03-25 09:00
        too_late | clock_pause  | 2026-04-05 09:00
        too_late | clock_resume | 2026-04-20 09:00
        waiting  | clock_pause  | 2026-03-10 09:00
        decided  | clock_pause  | 2026-03-10 09:00
        review   | extension    | 2026-03-01 09:00
    """
    # What waits for its appraisal is not due; what was decided while it waited was in time then.
    given("FLW08", cases=cases, case_events=events).shows(
        "FLW08",
        """
        month      | numerator | denominator
        2026-04-01 | 1         | 4
        2026-05-01 | 1         | 1
        """,
    )


def test_an_unknown_suspect_needs_an_explanation_and_no_end(given: Given) -> None:
    cases = """
        case_id   | accepted_at | solved_at        | closed_at  | closure_kind
        explained | 2026-03-02  |                  |            |
        silent    | 2026-03-02  |                  |            |
        too_late  | 2026-03-02  |                  |            |
        found     | 2026-03-02  | 2026-03-20 10:00 |            |
        found_aft | 2026-03-02  | 2026-04-20 10:00 | 2026-05-01 | penalised
    """
    events = """
        case_id   | event_type        | event_at
        explained | callback_unsolved | 2026-03-05 09:00
        too_late  | notice_progress   | 2026-04-02 09:00
        found     | notice_progress   | 2026-03-10 09:00
        found_aft | notice_progress   | 2026-03-30 09:00
    """
    given("FLW08", cases=cases, case_events=events).shows(
        "FLW08",
        """
        month      | numerator | denominator | excluded_n
        2026-04-01 | 0         | 3           | 2
        """,
    )


def test_a_matter_counts_for_the_unit_that_has_it_when_it_is_due(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | accepted_at | closed_at  | closure_kind | matter_kind
        moved   | S2               | 2026-03-02  | 2026-03-20 | penalised    | public_security
        crime   | S2               | 2026-03-02  | 2026-03-20 | prosecuted   | criminal
    """
    events = """
        case_id | event_type    | event_at         | from_value | to_value
        moved   | unit_transfer | 2026-04-10 09:00 | S1         | S2
    """
    given("FLW08", cases=cases, case_events=events).shows(
        "FLW08", "unit_id | numerator | denominator\nS1 | 1 | 1"
    )


def test_without_any_closing_on_record_there_are_no_rows(given: Given) -> None:
    cases = "case_id | accepted_at | solved_at\nk1 | 2026-03-02 | 2026-03-03 10:00"
    assert given("FLW08", cases=cases).frame("FLW08").is_empty()
