"""Complaints: CMP01 to CMP07 and what is due."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given


def test_complaints_and_petitions_for_each_person_year(given: Given) -> None:
    complaints = """
        complaint_id | kind         | unit_id | received_at
        c1           | complaint    | S1      | 2026-09-05
        c2           | petition     | S1      | 2026-09-05
        c3           | suggestion   | S1      | 2026-09-05
        c4           | commendation | S2      | 2026-09-05
        c5           | complaint    | UNKNOWN | 2026-09-05
        c6           | complaint    | S1      | 2026-11-01
    """
    given("CMP01", complaints=complaints).shows(
        "CMP01",
        """
        unit_id | numerator | denominator
        S1      | 2         | 1000
        S2      | 0         | 2000
        S3      | 0         | 3000
        UNKNOWN | 1         | 0
        """,
        where=pl.col("month") == date(2026, 9, 1),
    )


def test_closed_by_the_due_day_under_the_unit_that_handles_it(given: Given) -> None:
    complaints = """
        complaint_id | unit_id | handling_unit_id | received_at | due_at           | closed_at
        on_day       | S1      | B1               | 2026-08-01  | 2026-09-10 00:00 | 2026-09-10 17:00
        late         | S1      |                  | 2026-08-01  | 2026-09-10 00:00 | 2026-09-11 08:00
        open         | S1      |                  | 2026-08-01  | 2026-09-10 00:00 |
        not_due      | S1      |                  | 2026-08-01  | 2026-11-01 00:00 | 2026-08-02 08:00
    """
    given("CMP02", complaints=complaints).shows(
        "CMP02",
        """
        unit_id | month      | numerator | denominator
        B1      | 2026-09-01 | 1         | 1
        S1      | 2026-09-01 | 0         | 2
        """,
    )


def test_where_the_source_has_no_due_day_the_rule_gives_one(given: Given) -> None:
    # A petition: 60 days from acceptance, 30 more if extended. 3 July + 60 = 1 September, a
    # Tuesday; 4 May + 90 = 2 August, a Sunday, so the 3rd. Hotline: 13 working days after Monday,
    # 7 September are Wednesday the 23rd, for Sunday the 20th is worked and the 12th, 13th, 19th not.
    complaints = """
        complaint_id | kind      | channel | received_at | accepted_at | extended | closed_at
        petition     | petition  | visit   | 2026-06-20  | 2026-07-03  | false    | 2026-09-01 20:00
        extended     | petition  | letter  | 2026-05-01  | 2026-05-04  | true     | 2026-08-03 20:00
        hotline      | complaint | 12345   | 2026-09-07  |             | false    | 2026-09-23 20:00
        hotline_l    | complaint | 12345   | 2026-09-07  |             | false    | 2026-09-24 08:00
        no_rule      | complaint | other   | 2026-09-07  |             | false    |
    """
    built = given("CMP02", complaints=complaints)
    built.shows(
        "CMP02",
        """
        month      | numerator | denominator | excluded_n
        2026-08-01 | 1         | 1           | 0
        2026-09-01 | 2         | 3           | 1
        """,
    )


def test_what_falls_due_in_the_week_after_each_month_the_tightest_first(given: Given) -> None:
    complaints = """
        complaint_id | unit_id | received_at | due_at     | closed_at
        overdue      | S1      | 2026-10-01  | 2026-10-20 |
        later        | S1      | 2026-10-01  | 2026-11-08 |
        closed       | S1      | 2026-09-03  | 2026-11-05 | 2026-10-02
        closing      | S2      | 2026-10-01  | 2026-11-05 | 2026-11-02
        tight        | S2      | 2026-10-01  | 2026-11-01 |
        then_open    | S3      | 2026-09-20  | 2026-10-04 | 2026-10-01
        then_closed  | S3      | 2026-09-20  | 2026-10-04 | 2026-09-30
    """
    listed = given("complaint_weeks", complaints=complaints).frame("complaint_weeks")
    assert listed.select("month", "complaint_id", "handling_unit_id").rows() == [
        (date(2026, 9, 1), "then_open", "S3"),
        (date(2026, 10, 1), "tight", "S2"),
        (date(2026, 10, 1), "closing", "S2"),
    ]


def test_only_findings_are_judged_for_being_substantiated(given: Given) -> None:
    complaints = """
        complaint_id | received_at | closed_at  | result
        c1           | 2026-08-01  | 2026-09-10 | substantiated
        c2           | 2026-08-01  | 2026-09-10 | partly
        c3           | 2026-08-01  | 2026-09-10 | unsubstantiated
        c4           | 2026-08-01  | 2026-09-10 | withdrawn
        c5           | 2026-08-01  | 2026-09-10 | not_verifiable
        c6           | 2026-08-01  | 2026-09-10 | pending
        c7           | 2026-08-01  |            | substantiated
    """
    given("CMP04", complaints=complaints).shows(
        "CMP04",
        """
        month      | numerator | denominator | excluded_n
        2026-09-01 | 2         | 3           | 2
        """,
    )


def test_the_three_difficulties_as_a_share_of_all(given: Given) -> None:
    complaints = """
        complaint_id | kind      | category_l1    | received_at
        c1           | complaint | attitude       | 2026-09-05
        c2           | petition  | inaction       | 2026-09-05
        c3           | complaint | access_service | 2026-09-05
        c4           | complaint | progress       | 2026-09-05
        c5           | consult   | attitude       | 2026-09-05
        c6           | complaint | fairness       | 2026-08-05
    """
    given("CMP06", complaints=complaints).shows(
        "CMP06",
        """
        month      | numerator | denominator
        2026-08-01 | 0         | 1
        2026-09-01 | 3         | 4
        """,
    )


def test_expected_shares_out_the_bureaus_complaints_by_exposure(given: Given) -> None:
    complaints = """
        complaint_id | category_l1 | unit_id | received_at
        c1           | attitude    | S1      | 2026-09-05
        c2           | attitude    | S1      | 2026-09-05
        c3           | attitude    | S1      | 2026-09-05
        c4           | attitude    | S2      | 2026-09-05
        c5           | attitude    | UNKNOWN | 2026-09-05
        c6           | attitude    | B1      | 2026-09-05
        c7           | progress    | S3      | 2026-09-05
    """
    cases = """
        case_id | jurisdiction_unit_id | received_at
        k1      | S1                   | 2026-09-05
        k2      | S2                   | 2026-09-05
        k3      | S2                   | 2026-09-05
        k4      | UNKNOWN              | 2026-09-05
    """
    # S1, S2, S3 have 12, 24 and 36 thousand residents: expected of 4 attitude complaints are
    # 4/6, 8/6 and 12/6. Without matters S3 takes no part: its progress complaint has no peers.
    found = given("CMP07", complaints=complaints, cases=cases).frame("CMP07")
    rows = {
        (row["series"], row["unit_id"]): (row["numerator"], round(row["denominator"], 6))
        for row in found.iter_rows(named=True)
    }
    assert rows == {
        ("attitude|population", "S1"): (3, 0.666667),
        ("attitude|population", "S2"): (1, 1.333333),
        ("attitude|population", "S3"): (0, 2),
        ("progress|population", "S1"): (0, 0.166667),
        ("progress|population", "S2"): (0, 0.333333),
        ("progress|population", "S3"): (1, 0.5),
        ("attitude|matters", "S1"): (3, 1.333333),
        ("attitude|matters", "S2"): (1, 2.666667),
    }


def test_a_source_without_categories_has_no_share_of_difficulties(given: Given) -> None:
    complaints = """
        complaint_id | category_l1 | received_at
        c1           | other       | 2026-09-05
    """
    given("CMP06", complaints=complaints).shows("CMP06", "numerator")


def test_acknowledged_within_fifteen_days_or_one_working_day_online(given: Given) -> None:
    # Fifteen days from 21 September are 6 October, a holiday: the 8th. Saturday the 19th is free
    # and Sunday the 20th worked.
    complaints = """
        complaint_id | kind      | channel | received_at      | notice_at
        letter       | petition  | letter  | 2026-09-21       | 2026-10-08 18:00
        letter_l     | petition  | letter  | 2026-09-21       | 2026-10-09 08:00
        never        | complaint | 12345   | 2026-09-01       |
        online       | petition  | online  | 2026-09-19 22:00 | 2026-09-20 17:00
        online_l     | complaint | online  | 2026-09-19 22:00 | 2026-09-21 08:00
        consult      | consult   | online  | 2026-09-19 22:00 | 2026-09-20 08:00
        running      | complaint | 12345   | 2026-10-20       | 2026-10-21 08:00
    """
    given("CMP03", complaints=complaints).shows(
        "CMP03",
        """
        month      | numerator | denominator | excluded_n | mature
        2026-09-01 | 2         | 5           | 0          | true
        2026-10-01 | 0         | 0           | 1          | false
        """,
    )


def test_where_no_acknowledgement_is_ever_recorded_there_is_no_rate(given: Given) -> None:
    complaints = "complaint_id | received_at\nc1 | 2026-09-01"
    assert given("CMP03", complaints=complaints).frame("CMP03").is_empty()


def test_only_who_rates_is_counted_as_content_with_the_unit_complained_about(given: Given) -> None:
    complaints = """
        complaint_id | unit_id | handling_unit_id | received_at | closed_at  | feedback_grade
        good         | B1      | B1               | 2026-08-01  | 2026-09-10 | 5
        middling     | B1      | S1               | 2026-08-01  | 2026-09-10 | 3
        bad          | B1      | S1               | 2026-08-01  | 2026-09-10 | 2
        unrated      | B1      | B1               | 2026-08-01  | 2026-09-10 |
        later        | B1      | B1               | 2026-08-01  | 2026-11-10 | 5
        elsewhere    | S1      | B1               | 2026-08-01  | 2026-09-10 |
    """
    given("CMP05", complaints=complaints).shows(
        "CMP05",
        """
        unit_id | month      | numerator | denominator | excluded_n
        B1      | 2026-09-01 | 2         | 3           | 1
        """,
    )
