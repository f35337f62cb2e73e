"""Refused rows: kept with file, line, rule and value, closed when their key is accepted."""

from datetime import datetime, timedelta

import polars as pl

from data import quarantine
from tests.warehouse.conftest import Warehouse


def waiting(warehouse: Warehouse) -> pl.DataFrame:
    """The open rows of the quarantine."""
    return quarantine.open_rows(warehouse.path, warehouse.current)


def test_a_refused_row_says_where_why_and_what_stood_there(with_units: Warehouse) -> None:
    report = with_units.bring(
        cases="""
        case_id | received_at      | closed_at        | closure_kind
        m1      | 2026-03-03 07:41 |                  |
        m2      | 2026-03-03 07:41 | 2026-03-01 07:41 | mediated
        m3      | 2026-13-45       |                  |
        """
    )
    assert (report.accepted, report.rejected) == (1, 2)
    rows = waiting(with_units).sort("line")
    said = rows.select("dataset", "line", "key", "rule", "value").rows()
    assert said == [
        (
            "cases",
            3,
            "m2",
            "closed_before_received",
            "2026-03-03 07:41:00, 2026-03-01 07:41:00",
        ),
        ("cases", 4, "m3", "not_a_date", "2026-13-45"),
    ]
    assert rows["file"].str.ends_with("cases.csv").all()
    assert "办结时间早于" in rows["reason_zh"][0]
    assert "Closed before" in rows["reason_en"][0]
    assert '"case_id":"m2"' in rows["row"][0]
    assert report.quarantine is not None
    assert "办结时间早于" in report.quarantine.read_text("utf-8-sig")


def test_a_row_is_closed_when_its_key_is_accepted(with_units: Warehouse) -> None:
    bad = "case_id | decision\nm1 | docketed\nm2 | docketed"
    with_units.bring(cases=bad)
    assert quarantine.counts(with_units.path, with_units.current) == (2, 0)
    report = with_units.bring(at="2026-04-02", cases="case_id\nm1")
    assert report.closed == 1
    assert quarantine.counts(with_units.path, with_units.current) == (1, 1)
    assert waiting(with_units)["key"].to_list() == ["m2"]
    with_units.bring(at="2026-04-03", cases=bad)
    assert quarantine.counts(with_units.path, with_units.current)[0] == 2


def test_a_row_that_waits_already_is_not_kept_twice(with_units: Warehouse) -> None:
    path = with_units.write("cases", "case_id | decision\nm1 | docketed\nm2 | pending")
    with_units.take(path)
    report = with_units.take(path, at="2026-04-02")
    assert report.rejected == 1
    assert waiting(with_units).height == 1


def test_a_row_unchanged_in_a_good_delivery_is_closed_too(with_units: Warehouse) -> None:
    with_units.bring(cases="case_id\nm1")
    with_units.bring(at="2026-04-02", cases="case_id | decision\nm1 | docketed")
    assert waiting(with_units).height == 1
    report = with_units.bring(at="2026-04-03", cases="case_id\nm1")
    assert (report.snapshot, report.closed) == (None, 1)
    assert waiting(with_units).is_empty()


def test_a_time_in_the_future_is_refused(with_units: Warehouse) -> None:
    later = datetime.now() + timedelta(days=3)
    report = with_units.bring(cases=f"case_id | received_at\nm1 | {later:%Y-%m-%d %H:%M}")
    assert report.files[0].reasons == {("received_in_future", "received_at"): 1}


def test_a_file_of_nothing_but_refused_rows_is_an_error(with_units: Warehouse) -> None:
    mixed = with_units.bring(cases="case_id | decision\nm1 | docketed\nm2 | pending")
    assert mixed.exit_code == 0
    report = with_units.bring(at="2026-04-02", cases="case_id | decision\nm1 | docketed")
    assert report.exit_code == 1


def test_reasons_are_counted_commonest_first(with_units: Warehouse) -> None:
    report = with_units.bring(
        cases="""
        case_id | decision | received_at
        m1      | docketed | 2026-03-03 07:41
        m2      | docketed | 2026-03-03 07:41
        m3      | pending  | soon
        """
    )
    assert [(rule, n) for _, rule, _, n in report.top_reasons()] == [
        ("decision_without_time", 2),
        ("not_a_date", 1),
    ]
