"""The address and the choice say the same, whatever stands in the address."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import (
    COMPARISONS,
    NAMES,
    SPANS,
    STRUCTURES,
    Filters,
    Offer,
    from_address,
    to_address,
)

MONTHS = [date(2026, month, 1) for month in range(1, 11)]
OLD = [date(2019, month, 1) for month in range(1, 7)]
OFFER = Offer(
    unit_ids=("city", "east", "west", "other"),
    months={"city": MONTHS, "east": MONTHS, "west": MONTHS, "other": OLD},
    default_month={"city": MONTHS[-1], "east": MONTHS[-1], "west": MONTHS[-1], "other": OLD[-1]},
    category_codes=("theft_ebike", "burglary"),
    programmes=("bureau_cati",),
    indicator_ids=("SAT01", "FLW06"),
)

choices = st.sampled_from(OFFER.unit_ids).flatmap(
    lambda unit: st.builds(
        Filters,
        unit_id=st.just(unit),
        month=st.sampled_from(OFFER.months[unit]),
        span=st.sampled_from(SPANS),
        compare=st.sampled_from(COMPARISONS),
        other_unit_id=st.sampled_from(("", *OFFER.unit_ids)),
        category_code=st.sampled_from(("", *OFFER.category_codes)),
        programme=st.sampled_from(("", *OFFER.programmes)),
        indicator_id=st.sampled_from(("", *OFFER.indicator_ids)),
        structure=st.sampled_from(STRUCTURES),
    )
)


@given(choices)
def test_an_address_gives_back_the_choice_it_was_made_of(choice: Filters) -> None:
    read, unusable = from_address(to_address(choice, OFFER), OFFER)
    assert (read, unusable) == (choice, [])


@given(st.dictionaries(st.sampled_from([*NAMES, "lang", "x"]), st.text(max_size=20)))
def test_whatever_stands_in_an_address_gives_a_choice_on_offer(address: dict[str, str]) -> None:
    read, unusable = from_address(address, OFFER)
    assert OFFER.settled(read) == read
    assert set(unusable) <= set(address.values())


@pytest.mark.parametrize(
    ("name", "rubbish"),
    [
        ("month", "yesterday"),
        ("month", "2026-13"),
        ("month", "1999-01"),
        ("span", "a lot"),
        ("span", "7"),
        ("compare", "yoy; drop table"),
        ("unit_id", "nobody"),
        ("structure", ""),
        ("category_code", "murder"),
        ("indicator_id", "score"),
    ],
)
def test_rubbish_is_named_and_replaced_by_the_default(name: str, rubbish: str) -> None:
    read, unusable = from_address({name: rubbish}, OFFER)
    assert read == OFFER.default()
    assert unusable == [rubbish]


def test_the_default_stands_in_no_address() -> None:
    assert to_address(OFFER.default(), OFFER) == {}


def test_another_bureau_brings_its_own_last_month() -> None:
    read, unusable = from_address({"unit_id": "other"}, OFFER)
    assert read.month == OLD[-1]
    assert not unusable


def test_nothing_on_offer_is_no_error() -> None:
    read, _ = from_address({"unit_id": "city", "span": "12"}, Offer())
    assert read.unit_id == ""


def test_the_scope_is_never_read_from_an_address() -> None:
    read, _ = from_address({"scope": "city"}, OFFER)
    assert read.scope == ()
