"""The stock of small cases: its flows, its ages, and the identity that holds them together."""

from datetime import date

import polars as pl

from tests.queries.conftest import Given

CASES = """
    case_id | handling_unit_id | category_code | accepted_at | solved_at  | closed_at  | closure_kind | solve_mode
    k1      | S1               | burglary      | 2026-08-10  | 2026-09-10 |            |              | series
    k2      | S2               | burglary      | 2026-08-31  |            |            |              |
    k3      | S1               | theft_ebike   | 2026-09-01  |            | 2026-09-30 | withdrawn    |
    k4      | S1               | theft_ebike   | 2024-09-15  |            |            |              |
    k5      | S1               | theft_ebike   | 2026-10-01  | 2026-09-28 |            |              |
    k6      | S1               | theft_ebike   | 2026-08-01  | 2026-10-31 |            |              |
"""
EVENTS = """
    case_id | event_type    | event_at   | from_value | to_value
    k2      | unit_transfer | 2026-09-15 | S1         | S2
    k6      | reopened      | 2026-09-20 | 2026-08-20 | solved
"""


def test_every_way_in_and_out_is_a_flow_of_its_month(given: Given) -> None:
    built = given("stock_flow", cases=CASES, case_events=EVENTS)
    built.shows(
        "stock_flow",
        """
        unit_id | category_code | month      | docketed | reopened | solved | closed_unsolved | aged_out | moved_in | moved_out | solved_series
        S1      | theft_ebike   | 2024-09-01 | 1        | 0        | 0      | 0               | 0        | 0        | 0         | 0
        S1      | burglary      | 2026-08-01 | 2        | 0        | 0      | 0               | 0        | 0        | 0         | 0
        S1      | theft_ebike   | 2026-08-01 | 1        | 0        | 1      | 0               | 0        | 0        | 0         | 0
        S1      | burglary      | 2026-09-01 | 0        | 0        | 1      | 0               | 0        | 0        | 1         | 1
        S2      | burglary      | 2026-09-01 | 0        | 0        | 0      | 0               | 0        | 1        | 0         | 0
        S1      | theft_ebike   | 2026-09-01 | 1        | 1        | 0      | 1               | 1        | 0        | 0         | 0
        S1      | theft_ebike   | 2026-10-01 | 1        | 0        | 2      | 0               | 0        | 0        | 0         | 0
        """,
    )


def test_stock_is_shown_every_month_with_the_residents_beside_it(given: Given) -> None:
    built = given("CAS04", cases=CASES, case_events=EVENTS)
    built.shows(
        "CAS04",
        """
        unit_id | month      | numerator | denominator | mature
        S1      | 2026-08-01 | 3         | 12000       | true
        S1      | 2026-09-01 | 1         | 12000       | true
        S1      | 2026-10-01 | 0         | 12000       | true
        S2      | 2026-08-01 | 0         | 24000       | true
        S2      | 2026-09-01 | 1         | 24000       | true
        S2      | 2026-10-01 | 1         | 24000       | true
        S3      | 2026-08-01 | 0         | 36000       | true
        S3      | 2026-09-01 | 0         | 36000       | true
        S3      | 2026-10-01 | 0         | 36000       | true
        """,
        where=pl.col("month") >= date(2026, 8, 1),
    )


def test_a_month_cut_short_is_not_mature_and_its_stock_is_as_of_the_cutoff(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        k1      | 2026-09-10  |
        k2      | 2026-10-10  | 2026-10-12
        k3      | 2026-10-10  | 2026-10-20
    """
    built = given("CAS04", "open_ages", cases=cases, cutoff=date(2026, 10, 15))
    built.shows(
        "CAS04",
        """
        month      | numerator | mature
        2026-09-01 | 1         | true
        2026-10-01 | 2         | false
        """,
        where=pl.col("unit_id") == "S1",
    )
    built.shows(
        "open_ages",
        """
        month      | age_from | n
        2026-09-01 | 21       | 1
        2026-10-01 | 35       | 1
        2026-10-01 | 5        | 1
        """,
    )


def test_ages_are_whole_days_to_92_and_weeks_above(given: Given) -> None:
    # As of 1 November.
    cases = """
        case_id | accepted_at      | solved_at
        k0      | 2026-10-31 23:59 |
        k92     | 2026-08-01       |
        k93     | 2026-07-31       |
        k99     | 2026-07-25       |
        k100    | 2026-07-24       |
        k730    | 2024-11-01       |
        k731    | 2024-10-31       |
        done    | 2026-10-31       | 2026-10-31
    """
    built = given("open_ages", "open_bands", cases=cases)
    last = pl.col("month") == date(2026, 10, 1)
    built.shows(
        "open_ages",
        """
        age_bin | age_from | age_to | n
        1       | 1        | 1      | 1
        92      | 92       | 92     | 1
        93      | 93       | 99     | 2
        94      | 100      | 106    | 1
        184     | 730      | 736    | 1
        """,
        where=last,
    )
    built.shows(
        "open_bands",
        """
        band    | n
        0-7     | 1
        91-180  | 4
        366-730 | 1
        """,
        where=last,
    )


def test_bands_end_on_their_last_day(given: Given) -> None:
    cases = """
        case_id | accepted_at | solved_at
        k7      | 2026-10-25  |
        k8      | 2026-10-24  |
        k15     | 2026-10-17  |
        k16     | 2026-10-16  |
        k30     | 2026-10-02  |
        k31     | 2026-10-01  |
        k60     | 2026-09-02  |
        k61     | 2026-09-01  |
        k90     | 2026-08-03  |
        k91     | 2026-08-02  |
        k180    | 2026-05-05  |
        k181    | 2026-05-04  |
        k365    | 2025-11-01  |
        k366    | 2025-10-31  |
        done    | 2026-10-31  | 2026-10-31
    """
    built = given("open_bands", cases=cases)
    built.shows(
        "open_bands",
        """
        band    | n
        0-7     | 1
        8-15    | 2
        16-30   | 2
        31-60   | 2
        61-90   | 2
        91-180  | 2
        181-365 | 2
        366-730 | 1
        """,
        where=pl.col("month") == date(2026, 10, 1),
    )


def test_ages_are_summed_up_for_units_with_others_under_them(given: Given) -> None:
    cases = """
        case_id | handling_unit_id | accepted_at | solved_at
        k1      | S1               | 2026-10-30  |
        k2      | S2               | 2026-10-30  |
        k3      | S3               | 2026-10-30  |
        done    | S1               | 2026-10-31  | 2026-10-31
    """
    built = given("open_ages_above", cases=cases)
    built.shows(
        "open_ages_above",
        """
        structure | unit_id | age_from | n
        as_was    | B1      | 2        | 2
        as_was    | B2      | 2        | 1
        as_was    | C       | 2        | 3
        current   | B1      | 2        | 2
        current   | B2      | 2        | 1
        current   | C       | 2        | 3
        """,
    )


def test_old_cases_digested_in_the_trailing_quarter(given: Given) -> None:
    # The quarter to October begins on 1 August; 91 days before it is 2 May.
    cases = """
        case_id  | handling_unit_id | accepted_at | solved_at  | closed_at  | closure_kind
        old      | S1               | 2026-05-02  |            |            |
        solved   | S1               | 2026-05-02  | 2026-10-31 |            |
        closed   | S1               | 2026-05-02  |            | 2026-08-01 | withdrawn
        young    | S1               | 2026-05-03  | 2026-09-01 |            |
        before   | S1               | 2026-05-02  | 2026-07-31 |            |
        aged     | S1               | 2024-09-01  |            |            |
        aged_s   | S1               | 2024-09-01  | 2026-09-10 |            |
        moved    | S2               | 2026-05-02  | 2026-10-01 |            |
    """
    events = """
        case_id | event_type    | event_at   | from_value | to_value
        moved   | unit_transfer | 2026-09-01 | S1         | S2
    """
    built = given("CAS05", cases=cases, case_events=events)
    built.shows(
        "CAS05",
        """
        unit_id | numerator | denominator
        S1      | 3         | 6
        """,
        where=(pl.col("month") == date(2026, 10, 1)) & (pl.col("component") == "main"),
    )


def test_linked_clearances_show_as_a_day_only_from_eight_on(given: Given) -> None:
    def batch(prefix: str, n: int, unit: str, solved: str) -> str:
        return "\n".join(f"{prefix}{i} | {unit} | 2026-05-02 | {solved} | series" for i in range(n))

    header = "case_id | handling_unit_id | accepted_at | solved_at | solve_mode\n"
    cases = header + "\n".join(
        (
            batch("a", 5, "S1", "2026-10-17"),
            batch("b", 3, "S3", "2026-10-17"),
            batch("c", 7, "S1", "2026-10-18"),
        )
    )
    built = given("series_days", cases=cases)
    built.shows(
        "series_days",
        """
        day        | unit_id | category_code | n
        2026-10-17 | S1      | theft_ebike   | 5
        2026-10-17 | S3      | theft_ebike   | 3
        """,
    )
