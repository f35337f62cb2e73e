"""When the records of each month were entered, counted from the month's end."""

from tests.queries.conftest import Given

HEAD = "series | unit_id | month | days_after | n"


def test_days_count_from_the_end_of_the_month_for_bureau_and_branch(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | received_at      | recorded_at      | time_precision
        inside  | S1               | 2026-09-03 08:00 | 2026-09-04 09:00 | minute
        last    | S1               | 2026-09-30 23:00 | 2026-09-30 23:50 | minute
        next    | S1               | 2026-09-30 23:00 | 2026-10-01 00:10 | minute
        later   | S3               | 2026-09-01 08:00 | 2026-10-20 09:00 | minute
        coarse  | S1               | 2026-09-01       | 2026-10-20       | month
        unborn  | S1               | 2026-09-01 08:00 | 2026-11-01 00:00 | minute
    """
    given("record_delays", cases=cases).shows(
        "record_delays",
        f"""
        {HEAD}
        cases | B1 | 2026-09-01 | -27 | 1
        cases | B1 | 2026-09-01 | -1  | 1
        cases | B1 | 2026-09-01 | 0   | 1
        cases | B2 | 2026-09-01 | 19  | 1
        cases | C  | 2026-09-01 | -27 | 1
        cases | C  | 2026-09-01 | -1  | 1
        cases | C  | 2026-09-01 | 0   | 1
        cases | C  | 2026-09-01 | 19  | 1
        """,
    )


def test_without_a_time_of_entry_the_first_load_stands_but_not_the_backfill(given: Given) -> None:
    activities = """
        activity_id | unit_id | held_on    | first_loaded_at
        a1          | S1      | 2026-08-01 | 2026-09-01
        a2          | S1      | 2026-08-28 | 2026-09-02
    """
    given("record_delays", activities=activities).shows(
        "record_delays",
        f"""
        {HEAD}
        activities | B1 | 2026-08-01 | 1 | 1
        activities | C  | 2026-08-01 | 1 | 1
        """,
    )


def test_a_unit_that_was_split_counts_in_its_parts(given: Given) -> None:
    units = """
        unit_id | level   | parent_unit_id | valid_to
        C       | bureau  |                |
        B1      | branch  | C              |
        B2      | branch  | C              |
        S1      | station | B1             | 2026-09-01
        S2      | station | B1             |
        S3      | station | B2             |
    """
    lineage = """
        from_unit_id | to_unit_id | effective_date | share
        S1           | S2         | 2026-09-01     | 0.25
        S1           | S3         | 2026-09-01     | 0.75
    """
    cases = """
        case_id | handling_unit_id | received_at      | recorded_at
        c1      | S1               | 2026-08-03 08:00 | 2026-09-04 09:00
    """
    given("record_delays", units=units, unit_lineage=lineage, cases=cases).shows(
        "record_delays",
        f"""
        {HEAD}
        cases | B1 | 2026-08-01 | 3 | 0.25
        cases | B2 | 2026-08-01 | 3 | 0.75
        cases | C  | 2026-08-01 | 3 | 1
        """,
    )
