"""Late records: GRD02."""

from tests.queries.conftest import Given


def test_entered_more_than_five_days_after_the_event(given: Given) -> None:
    cases = """
        case_id | received_at      | recorded_at      | time_precision
        day_5   | 2026-08-01 23:00 | 2026-08-06 23:59 | minute
        day_6   | 2026-08-01 23:00 | 2026-08-07 00:01 | minute
        early   | 2026-08-01 23:00 | 2026-08-01 22:00 | day
        month   | 2026-08-01       | 2026-08-30       | month
        recent  | 2026-09-30 23:00 | 2026-09-30 23:59 | minute
    """
    given("GRD02", cases=cases).shows(
        "GRD02",
        """
        series | unit_id | month      | numerator | denominator | excluded_n | mature
        cases  | S1      | 2026-08-01 | 1         | 3           | 1          | true
        cases  | S1      | 2026-09-01 | 0         | 1           | 0          | false
        """,
    )


def test_without_an_entry_time_only_what_came_after_the_first_load_counts(given: Given) -> None:
    # S2's first load is later than S1's: its backfill is no more late than S1's.
    activities = """
        activity_id | unit_id | held_on    | first_loaded_at
        a1          | S1      | 2026-08-01 | 2026-09-01
        a2          | S1      | 2026-08-28 | 2026-09-02
        a3          | S1      | 2026-08-20 | 2026-09-02
        a4          | S2      | 2026-08-20 | 2026-09-02
    """
    given("GRD02", activities=activities).shows(
        "GRD02",
        """
        series     | unit_id | numerator | denominator | excluded_n
        activities | S1      | 1         | 2           | 1
        activities | S2      | 0         | 0           | 1
        """,
    )
