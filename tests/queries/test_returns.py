"""Property returned in time: FLW07."""

from tests.queries.conftest import Given

CASES = """
    case_id | accepted_at
    k1      | 2026-08-01
    k2      | 2026-08-01
    k3      | 2026-08-01
"""


def test_returned_within_ten_days_or_by_the_next_working_day(given: Given) -> None:
    # Ten days from Tuesday the 1st is Friday the 11th; from Wednesday the 2nd Saturday the 12th,
    # so Monday the 14th.
    events = """
        case_id | event_type          | event_at
        k1      | property_returnable | 2026-09-01 10:00
        k1      | property_returned   | 2026-09-11 20:00
        k2      | property_returnable | 2026-09-02 10:00
        k2      | property_returned   | 2026-09-14 20:00
        k3      | property_returnable | 2026-09-01 10:00
        k3      | property_returned   | 2026-09-12 10:00
        orphan  | property_returnable | 2026-09-01 10:00
    """
    given("FLW07", cases=CASES, case_events=events).shows(
        "FLW07",
        """
        unit_id | month      | numerator | denominator | mature
        S1      | 2026-09-01 | 2         | 4           | true
        """,
    )


def test_days_on_which_the_clock_was_paused_are_added(given: Given) -> None:
    # k1: five days paused, the limit is the 16th. k2: paused before, two days of it inside, the
    # limit is the 14th (a Monday; the 13th is a Sunday). k3: paused from the 5th on, not resumed.
    events = """
        case_id | event_type          | event_at
        k1      | property_returnable | 2026-09-01 10:00
        k1      | clock_pause         | 2026-09-03 10:00
        k1      | clock_resume        | 2026-09-08 10:00
        k1      | property_returned   | 2026-09-16 10:00
        k2      | clock_pause         | 2026-08-20 10:00
        k2      | property_returnable | 2026-09-01 10:00
        k2      | clock_resume        | 2026-09-03 10:00
        k2      | property_returned   | 2026-09-15 10:00
        k3      | property_returnable | 2026-09-01 10:00
        k3      | clock_pause         | 2026-09-05 10:00
        k3      | property_returned   | 2026-10-20 10:00
    """
    given("FLW07", cases=CASES, case_events=events).shows("FLW07", "numerator | denominator\n2 | 3")


def test_what_was_returned_before_is_not_the_return(given: Given) -> None:
    events = """
        case_id | event_type          | event_at
        k1      | property_returned   | 2026-08-20 10:00
        k1      | property_returnable | 2026-09-01 10:00
    """
    given("FLW07", cases=CASES, case_events=events).shows("FLW07", "numerator | denominator\n0 | 1")
