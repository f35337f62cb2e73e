"""A city with nothing hidden in it raises nothing; the long form is tests/soak/test_cities.py.

To be quick it is not imported: its tables as they stand at the cut-off go straight to the marts.
"""

from collections.abc import Iterator
from datetime import date

import pytest

from dashboard import findings
from dashboard.filters import Filters
from dashboard.verdicts.hot_spots import hot_spots
from data.demo.variation import Variation, varied
from tests.soak.cities import FIRST_SEED, held, straight

CHOICE = Filters(unit_id="990100000000", month=date(2026, 10, 1))
MARTS = (
    "report_months",
    "callback_months",
    "complaint_months",
    "exposure_months",
    "survey_cells",
    "stock_flow",
    "activity_months",
    "CMP07",
    "GRD01",
    "GRD02",
    "SAT02",
    "SAT04",
)


@pytest.fixture(scope="module")
def plain_city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The city in the hands of this process."""
    folder = tmp_path_factory.mktemp("plain")
    with varied(Variation(FIRST_SEED, is_planted=False)):
        manifest = straight(folder, MARTS)
    with held(manifest, folder):
        yield


def test_a_city_with_nothing_hidden_has_nothing_to_check(plain_city: None) -> None:
    assert [(each.kind, each.unit_id) for each in findings.found(CHOICE)] == []


def test_a_city_whose_units_are_alike_has_no_hot_spot(plain_city: None) -> None:
    assert [(spot.unit_id, spot.category) for spot in hot_spots(CHOICE)] == []
