"""The cut-off a snapshot gets."""

from datetime import date

import pytest

from tests.warehouse.conftest import Warehouse


@pytest.mark.parametrize(
    ("received_at", "delivered", "cutoff"),
    [
        ("2026-03-31 23:59", "2026-04-01", date(2026, 4, 1)),  # the month is whole
        ("2026-03-20 10:00", "2026-04-05", date(2026, 4, 1)),  # and here, if quiet at its end
        ("2026-03-20 10:00", "2026-03-31", date(2026, 4, 1)),  # delivered on its last day
        ("2026-03-20 10:00", "2026-03-30", date(2026, 3, 21)),  # delivered amid it
        ("2026-12-31 10:00", "2027-01-02", date(2027, 1, 1)),
    ],
)
def test_it_follows_the_last_event_and_its_delivery(
    warehouse: Warehouse, received_at: str, delivered: str, cutoff: date
) -> None:
    warehouse.bring(at=delivered, cases=f"case_id | received_at\nm1 | {received_at}")
    assert warehouse.current.cutoff == cutoff


def test_an_event_after_its_delivery_does_not_move_it(with_units: Warehouse) -> None:
    with_units.bring(
        cases="case_id | received_at\nm1 | 2026-03-20 10:00",
        case_events="event_id | case_id | event_at\ne1 | m1 | 2062-03-20 10:00",
    )
    assert with_units.current.cutoff == date(2026, 4, 1)


def test_a_given_one_wins_and_a_new_one_alone_makes_a_snapshot(with_units: Warehouse) -> None:
    path = with_units.write("cases", "case_id\nm1")
    with_units.take(path, cutoff=date(2026, 3, 15))
    assert (with_units.current.cutoff, with_units.current.cutoff_given) == (date(2026, 3, 15), True)
    assert with_units.take(path).snapshot is None
    assert with_units.current.cutoff == date(2026, 3, 15)
    assert with_units.take(path, cutoff=date(2026, 3, 16)).snapshot is not None
    assert with_units.current.cutoff == date(2026, 3, 16)
