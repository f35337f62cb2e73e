"""Small cases from day to day: docketed, ended, transferred, recategorised, reopened, aged out."""

from datetime import date

from tests.queries.conftest import Given


def spells(given: Given, cases: str, expected: str, events: str = "", **more: object) -> None:
    tables = {"cases": cases} | ({"case_events": events} if events else {}) | more
    given("small_spells", **tables).shows("small_spells", expected)


def test_a_case_is_open_from_docketing_to_its_end(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at      | solved_at        | closed_at  | closure_kind
        solved  | 2026-01-05 10:00 | 2026-02-01 09:00 | 2026-02-20 | penalised
        closed  | 2026-01-05       |                  | 2026-02-20 | withdrawn
        fined   | 2026-01-05       |                  | 2026-02-20 | penalised
        open    | 2026-01-05       |                  |            |
        """,
        """
        case_id | start_day  | start_kind | end_day    | end_kind        | solved_day
        solved  | 2026-01-05 | docketed   | 2026-02-01 | solved          | 2026-02-01
        closed  | 2026-01-05 | docketed   | 2026-02-20 | closed_unsolved |
        fined   | 2026-01-05 | docketed   | 2026-02-20 | solved          | 2026-02-20
        open    | 2026-01-05 | docketed   |            |                 |
        """,
    )


def test_solved_before_docketed_enters_and_leaves_on_the_day_of_docketing(given: Given) -> None:
    spells(
        given,
        """
        case_id | received_at | accepted_at | solved_at
        k1      | 2026-01-02  | 2026-02-01  | 2026-01-03
        """,
        """
        case_id | docket_day | start_day  | end_day    | end_kind | solved_day
        k1      | 2026-02-01 | 2026-02-01 | 2026-02-01 | solved   | 2026-01-03
        """,
    )


def test_the_window_of_24_months_includes_its_last_day(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at | solved_at        | closed_at  | closure_kind
        in_time | 2024-03-15  | 2026-03-15 18:00 |            |
        late    | 2024-03-15  | 2026-03-16 09:00 |            |
        closed  | 2024-03-15  |                  | 2026-05-01 | withdrawn
        leap    | 2024-02-29  |                  |            |
        young   | 2024-11-01  |                  |            |
        oldest  | 2024-10-31  |                  |            |
        """,
        """
        case_id | end_day    | end_kind | solved_day
        in_time | 2026-03-15 | solved   | 2026-03-15
        late    | 2026-03-15 | aged_out | 2026-03-16
        closed  | 2026-03-15 | aged_out |
        leap    | 2026-02-28 | aged_out |
        young   |            |          |
        oldest  | 2026-10-31 | aged_out |
        """,
    )


def test_criminal_is_docketed_when_filed_and_public_security_when_accepted(given: Given) -> None:
    spells(
        given,
        """
        case_id  | matter_kind     | received_at | accepted_at | filed_at   | solved_at
        criminal | criminal        | 2026-01-01  | 2026-01-02  | 2026-01-05 |
        accepted | public_security | 2026-01-01  | 2026-01-02  | 2026-01-05 |
        filed    | public_security | 2026-01-01  |             | 2026-01-05 |
        never    | criminal        | 2026-01-01  | 2026-01-02  |            |
        help     | help            | 2026-01-01  | 2026-01-02  | 2026-01-05 | 2026-01-06
        """,
        """
        case_id  | start_day
        criminal | 2026-01-05
        accepted | 2026-01-02
        filed    | 2026-01-05
        """,
    )


def test_small_is_a_small_category_and_a_loss_below_the_limit_or_unknown(given: Given) -> None:
    spells(
        given,
        """
        case_id   | category_code | property_loss_yuan | accepted_at | solved_at
        below     | burglary      | 4999.99            | 2026-01-05  | 2026-01-06
        at_limit  | burglary      | 5000               | 2026-01-05  |
        unknown   | burglary      |                    | 2026-01-05  |
        motor     | theft_motor   | 3000               | 2026-01-05  |
        motor_un  | theft_motor   |                    | 2026-01-05  |
        telecom   | fraud_telecom | 300                | 2026-01-05  |
        """,
        """
        case_id
        below
        unknown
        motor
        """,
    )


def test_a_transfer_ends_a_spell_and_starts_one_elsewhere(given: Given) -> None:
    spells(
        given,
        """
        case_id | handling_unit_id | accepted_at | solved_at
        k1      | S3               | 2026-01-05  | 2026-03-01
        """,
        """
        case_id | unit_id | start_day  | start_kind | end_day    | end_kind | is_last | interval_end_kind
        k1      | S1      | 2026-01-05 | docketed   | 2026-01-20 | moved    | false   | solved
        k1      | S2      | 2026-01-20 | moved_in   | 2026-02-10 | moved    | false   | solved
        k1      | S3      | 2026-02-10 | moved_in   | 2026-03-01 | solved   | true    | solved
        """,
        """
        event_id | case_id | event_type    | event_at   | from_value | to_value
        e2       | k1      | unit_transfer | 2026-02-10 | S2         | S3
        e1       | k1      | unit_transfer | 2026-01-20 | S1         | S2
        """,
    )


def test_transfers_before_docketing_after_the_end_and_to_itself_make_no_spell(
    given: Given,
) -> None:
    spells(
        given,
        """
        case_id | handling_unit_id | received_at | accepted_at | solved_at
        before  | S2               | 2026-01-01  | 2026-01-05  | 2026-03-01
        after   | S2               | 2026-01-01  | 2026-01-05  | 2026-03-01
        self    | S1               | 2026-01-01  | 2026-01-05  | 2026-03-01
        """,
        """
        case_id | unit_id | start_day  | end_day
        before  | S2      | 2026-01-05 | 2026-03-01
        after   | S1      | 2026-01-05 | 2026-03-01
        self    | S1      | 2026-01-05 | 2026-03-01
        """,
        """
        case_id | event_type    | event_at         | from_value | to_value
        before  | unit_transfer | 2026-01-03       | S1         | S2
        after   | unit_transfer | 2026-03-02 10:00 | S1         | S2
        self    | unit_transfer | 2026-02-01       | S1         | S1
        """,
    )


def test_a_transfer_may_name_units_by_code_and_an_unknown_one_is_unknown(given: Given) -> None:
    spells(
        given,
        """
        case_id | handling_unit_id | accepted_at | solved_at
        k1      | S3               | 2026-01-05  | 2026-03-01
        """,
        """
        unit_id | start_day
        S1      | 2026-01-05
        UNKNOWN | 2026-01-20
        S3      | 2026-02-10
        """,
        """
        case_id | event_type    | event_at   | from_value   | to_value
        k1      | unit_transfer | 2026-01-20 | 990103520000 | 990199999999
        k1      | unit_transfer | 2026-02-10 |              | S3
        """,
        units="""
        unit_id | unit_code    | valid_from | valid_to   | parent_unit_id | level
        C       |              | 2000-01-01 |            |                | bureau
        S0      | 990103520000 | 2000-01-01 | 2026-01-01 | C              | station
        S1      | 990103520000 | 2026-01-01 |            | C              | station
        S3      |              | 2000-01-01 |            | C              | station
        """,
    )


def test_a_recategorised_case_moves_and_leaves_when_no_longer_small(given: Given) -> None:
    spells(
        given,
        """
        case_id | category_code | accepted_at | solved_at
        moved   | burglary      | 2026-01-05  | 2026-03-01
        out     | robbery       | 2026-01-05  | 2026-03-01
        into    | burglary      | 2026-01-05  | 2026-03-01
        """,
        """
        case_id | category_code | start_day  | start_kind | end_day    | end_kind
        moved   | theft_other   | 2026-01-05 | docketed   | 2026-02-01 | moved
        moved   | burglary      | 2026-02-01 | moved_in   | 2026-03-01 | solved
        out     | snatch        | 2026-01-05 | docketed   | 2026-02-01 | moved
        into    | burglary      | 2026-02-01 | moved_in   | 2026-03-01 | solved
        """,
        """
        case_id | event_type    | event_at   | from_value  | to_value
        moved   | recategorised | 2026-02-01 | theft_other | burglary
        out     | recategorised | 2026-02-01 | snatch      | robbery
        into    | recategorised | 2026-02-01 | robbery     | burglary
        """,
    )


def test_transferred_and_recategorised_on_different_days_makes_three_spells(given: Given) -> None:
    spells(
        given,
        """
        case_id | handling_unit_id | category_code | accepted_at | solved_at
        k1      | S2               | burglary      | 2026-01-05  | 2026-03-01
        """,
        """
        unit_id | category_code | start_day  | end_day
        S1      | theft_other   | 2026-01-05 | 2026-01-20
        S2      | theft_other   | 2026-01-20 | 2026-02-01
        S2      | burglary      | 2026-02-01 | 2026-03-01
        """,
        """
        case_id | event_type    | event_at   | from_value  | to_value
        k1      | recategorised | 2026-02-01 | theft_other | burglary
        k1      | unit_transfer | 2026-01-20 | S1          | S2
        """,
    )


def test_a_reopening_is_a_new_spell_and_the_cancelled_end_no_solving(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at | solved_at
        k1      | 2026-01-05  | 2026-04-01
        k2      | 2026-01-05  |
        """,
        """
        case_id | start_day  | start_kind | end_day    | end_kind        | solved_day
        k1      | 2026-01-05 | docketed   | 2026-02-01 | closed_unsolved | 2026-04-01
        k1      | 2026-03-01 | reopened   | 2026-04-01 | solved          | 2026-04-01
        k2      | 2026-01-05 | docketed   | 2026-02-01 | solved          |
        k2      | 2026-03-01 | reopened   |            |                 |
        """,
        """
        case_id | event_type | event_at   | from_value          | to_value
        k1      | reopened   | 2026-03-01 | 2026-02-01 12:00:00 |
        k2      | reopened   | 2026-03-01 | 2026-02-01          | solved
        """,
    )


def test_reopened_twice_with_the_row_still_holding_its_first_solving(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at | solved_at  | closed_at  | closure_kind
        k1      | 2026-01-05  | 2026-01-20 | 2026-06-01 | withdrawn
        """,
        """
        start_day  | start_kind | end_day    | end_kind        | solved_day
        2026-01-05 | docketed   | 2026-01-20 | solved          |
        2026-03-01 | reopened   | 2026-04-01 | closed_unsolved |
        2026-05-01 | reopened   | 2026-06-01 | closed_unsolved |
        """,
        """
        event_id | case_id | event_type | event_at   | from_value
        e1       | k1      | reopened   | 2026-03-01 | 2026-01-25
        e2       | k1      | reopened   | 2026-05-01 | 2026-04-01
        """,
    )


def test_a_reopening_of_what_had_not_ended_changes_nothing(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at | solved_at
        k1      | 2026-01-05  | 2026-04-01
        k2      | 2026-01-05  | 2026-04-01
        k3      | 2026-01-05  | 2026-04-01
        """,
        """
        case_id | start_day  | end_day
        k1      | 2026-01-05 | 2026-04-01
        k2      | 2026-01-05 | 2026-04-01
        k3      | 2026-01-05 | 2026-04-01
        """,
        """
        case_id | event_type | event_at   | from_value
        k1      | reopened   | 2026-03-01 |
        k2      | reopened   | 2026-03-01 | yesterday
        k3      | reopened   | 2026-01-02 | 2026-01-01
        nobody  | reopened   | 2026-03-01 | 2026-02-01
        """,
    )


def test_a_reopening_after_the_window_does_not_bring_a_case_back(given: Given) -> None:
    spells(
        given,
        """
        case_id | accepted_at | solved_at
        k1      | 2024-01-05  |
        k2      | 2024-01-05  |
        other   | 2024-01-05  | 2024-01-05
        """,
        """
        case_id | start_day  | start_kind | end_day    | end_kind
        other   | 2024-01-05 | docketed   | 2024-01-05 | solved
        k1      | 2024-01-05 | docketed   | 2024-02-01 | closed_unsolved
        k2      | 2024-01-05 | docketed   | 2024-02-01 | closed_unsolved
        k2      | 2026-01-04 | reopened   | 2026-01-05 | aged_out
        """,
        """
        case_id | event_type | event_at   | from_value
        k1      | reopened   | 2026-01-05 | 2024-02-01
        k2      | reopened   | 2026-01-04 | 2024-02-01
        """,
    )


def test_what_happens_after_the_cutoff_is_not_known(given: Given) -> None:
    spells(
        given,
        """
        case_id | handling_unit_id | accepted_at | solved_at        | closed_at | closure_kind
        k1      | S2               | 2026-01-05  | 2026-06-01       |           |
        k2      | S1               | 2026-01-05  | 2026-05-31 23:59 |           |
        k3      | S1               | 2026-06-01  |                  |           |
        k4      | S1               | 2026-01-05  |                  |           |
        """,
        """
        case_id | unit_id | start_day  | end_day    | end_kind
        k1      | S1      | 2026-01-05 |            |
        k2      | S1      | 2026-01-05 | 2026-05-31 | solved
        k4      | S1      | 2026-01-05 | 2026-05-01 | closed_unsolved
        """,
        """
        case_id | event_type    | event_at   | from_value | to_value
        k1      | unit_transfer | 2026-06-01 | S1         | S2
        k4      | reopened      | 2026-07-01 | 2026-05-01 |
        """,
        cutoff=date(2026, 6, 1),
    )


def test_a_source_without_ends_has_no_spells(given: Given) -> None:
    spells(given, "case_id | accepted_at\nk1 | 2026-01-05", "case_id")
