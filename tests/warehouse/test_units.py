"""Unit codes and orphans: kept, flagged, and tried again at every import."""

import pytest

from tests.warehouse.conftest import Warehouse

CASE_UNITS = ("case_id", "handling_unit_id", "source_handling_unit_id", "flags")


def test_an_unknown_code_is_kept_and_finds_its_unit_later(with_units: Warehouse) -> None:
    report = with_units.bring(cases="case_id | handling_unit_id\nm1 | X9\nm2 | U2")
    assert report.files[0].flagged == {"unknown_unit": 1}
    assert with_units.rows("cases", *CASE_UNITS) == [
        ("m1", "UNKNOWN", "X9", "unknown_unit"),
        ("m2", "U2", None, ""),
    ]
    report = with_units.bring(
        at="2026-04-02",
        units="""
        unit_id | level  | parent_unit_id | short_name
        U3      | branch | U1             | X9
        """,
    )
    assert report.resolved == {"cases": 1}
    assert with_units.rows("cases", *CASE_UNITS) == [
        ("m1", "U3", None, ""),
        ("m2", "U2", None, ""),
    ]


def test_a_row_that_found_its_unit_is_unchanged_when_it_comes_again(
    with_units: Warehouse,
) -> None:
    path = with_units.write("cases", "case_id | handling_unit_id\nm1 | X9")
    with_units.take(path)
    with_units.bring(units="unit_id | short_name\nU3 | X9")
    again = with_units.take(path, at="2026-04-03")
    assert (again.unchanged, again.snapshot) == (1, None)


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("U7", "U7"),  # its id
        ("990103520000", "U7"),  # its code
        ("柳堤派出所", "U7"),  # its full name
        ("柳堤所", "U7"),  # its short name
        ("东街所", "UNKNOWN"),  # a name two units bear
        ("西街所", "UNKNOWN"),  # no unit's
    ],
)
def test_a_unit_is_known_by_id_code_and_unique_names(
    warehouse: Warehouse, said: str, unit: str
) -> None:
    warehouse.bring(
        units="""
        unit_id | unit_code    | unit_name    | short_name
        U7      | 990103520000 | 柳堤派出所   | 柳堤所
        U8      | 990103530000 | 东街一派出所 | 东街所
        U9      | 990103540000 | 东街二派出所 | 东街所
        """,
        cases=f"case_id | handling_unit_id | jurisdiction_unit_id\nm1 | {said} | U7",
    )
    assert warehouse.rows("cases", "handling_unit_id") == [(unit,)]


@pytest.mark.parametrize(
    ("received_at", "unit"),
    [
        ("2024-12-31 23:00", "OLD"),
        ("2025-01-01 00:00", "NEW"),
        ("2019-06-01 00:00", "UNKNOWN"),
    ],
)
def test_a_reused_code_means_the_unit_that_had_it_on_the_day(
    warehouse: Warehouse, received_at: str, unit: str
) -> None:
    warehouse.bring(
        units="""
        unit_id | unit_code    | valid_from | valid_to
        OLD     | 990103520000 | 2020-01-01 | 2025-01-01
        NEW     | 990103520000 | 2025-01-01 |
        """,
        cases=f"""
        case_id | handling_unit_id | jurisdiction_unit_id | received_at
        m1      | 990103520000     | NEW                  | {received_at}
        """,
    )
    assert warehouse.rows("cases", "handling_unit_id") == [(unit,)]


def test_a_unit_outside_its_validity_is_kept_and_flagged(warehouse: Warehouse) -> None:
    warehouse.bring(
        units="unit_id | valid_from\nU1 | 2026-03-05",
        cases="case_id | received_at\nm1 | 2026-03-04 10:00\nm2 | 2026-03-05 10:00",
    )
    assert warehouse.rows("cases", "case_id", "flags") == [
        ("m1", "handling_unit_not_valid"),
        ("m2", ""),
    ]


def test_a_row_whose_key_holds_the_unit_moves_to_it(with_units: Warehouse) -> None:
    with_units.bring(service_monthly="unit_id | accepted_n\nX9 | 5")
    report = with_units.bring(units="unit_id | short_name\nU3 | X9")
    assert report.resolved == {"service_monthly": 1}
    columns = ("unit_id", "source_unit_id", "accepted_n")
    assert with_units.rows("service_monthly", *columns) == [("U3", None, 5)]


@pytest.mark.parametrize(
    ("named_at", "coded_at", "accepted_n"), [("04-01", "04-02", 6), ("04-02", "04-01", 5)]
)
def test_two_rows_that_turn_out_to_be_one_keep_the_newer_delivery(
    with_units: Warehouse, named_at: str, coded_at: str, accepted_n: int
) -> None:
    with_units.bring(at=f"2026-{named_at}", service_monthly="unit_id | accepted_n\nX9 | 5")
    with_units.bring(at=f"2026-{coded_at}", service_monthly="unit_id | accepted_n\nU3 | 6")
    with_units.bring(
        at="2026-04-03",
        units="""
        unit_id | short_name | unit_code
        U3      | X9         | 990103520000
        """,
    )
    assert with_units.rows("service_monthly", "unit_id", "accepted_n") == [("U3", accepted_n)]


def test_an_orphan_event_is_kept_flagged_and_matched_later(with_units: Warehouse) -> None:
    with_units.bring(case_events="event_id | case_id\ne1 | m1\ne2 | m2")
    assert with_units.rows("case_events", "event_id", "flags") == [
        ("e1", "orphan"),
        ("e2", "orphan"),
    ]
    report = with_units.bring(at="2026-04-02", cases="case_id\nm1")
    assert report.resolved == {"case_events": 1}
    assert with_units.rows("case_events", "event_id", "flags") == [("e1", ""), ("e2", "orphan")]


def test_events_in_the_same_delivery_as_their_matters_are_no_orphans(
    with_units: Warehouse,
) -> None:
    report = with_units.bring(
        case_events="event_id | case_id | event_at\ne1 | m1 | 2026-03-04\ne2 | m1 | 2026-03-01",
        cases="case_id\nm1",
    )
    assert [file.table for file in report.files] == ["cases", "case_events"]
    assert with_units.rows("case_events", "event_id", "flags") == [
        ("e1", ""),
        ("e2", "event_before_received"),
    ]


def test_a_flag_and_a_new_event_do_not_disturb_each_other(with_units: Warehouse) -> None:
    with_units.bring(case_events="event_id | case_id | unit_id\ne1 | m1 | X9")
    with_units.bring(
        at="2026-04-02",
        cases="case_id\nm1",
        case_events="event_id | case_id | unit_id | method\ne1 | m1 | X9 | phone",
    )
    assert with_units.rows("case_events", "event_id", "method", "flags") == [
        ("e1", "phone", "unknown_unit")
    ]


def test_overlapping_validity_is_refused_and_closed_periods_are_not(
    with_units: Warehouse,
) -> None:
    report = with_units.bring(at="2026-04-02", units="unit_id | valid_from\nU2 | 2026-01-01")
    assert report.files[0].reasons == {("validity_overlaps", "valid_from, valid_to"): 1}
    report = with_units.bring(
        at="2026-04-03",
        units="""
        unit_id | level  | parent_unit_id | valid_from | valid_to
        U2      | branch | U1             | 2020-01-01 | 2026-01-01
        U2      | branch | U1             | 2026-01-01 |
        """,
    )
    assert (report.rejected, report.accepted, report.closed) == (0, 2, 1)


def test_shares_of_a_reorganised_unit_add_up_to_one(with_units: Warehouse) -> None:
    report = with_units.bring(
        unit_lineage="""
        from_unit_id | to_unit_id | effective_date | share
        A            | B          | 2026-01-01     | 0.6
        A            | C          | 2026-01-01     | 0.3
        D            | B          | 2026-01-01     | 1
        """
    )
    assert report.rejected == 2
    assert with_units.rows("unit_lineage", "from_unit_id") == [("D",)]


def test_pending_items_that_do_not_balance_are_flagged(with_units: Warehouse) -> None:
    with_units.bring(
        service_monthly="""
        month      | accepted_n | completed_n | pending_end_n
        2026-01-01 | 10         | 5           | 5
        2026-02-01 | 10         | 5           | 10
        2026-03-01 | 10         | 5           | 16
        """
    )
    flags = dict(with_units.rows("service_monthly", "month", "flags"))
    assert [flag for _, flag in sorted(flags.items())] == ["", "", "pending_unbalanced"]
