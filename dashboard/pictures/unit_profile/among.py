"""The chosen indicator's funnel: the unit in its peer group, or the units of the bureau."""

from dashboard import peers, units
from dashboard.answers import remembered
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.peers import Peers
from dashboard.pictures import peers as drawn
from dashboard.pictures.small_cases.clearance import INDICATOR as CLEARANCE
from dashboard.pictures.small_cases.clearance import standing as clearance_standing

DEFAULT = "FLW06"
BELOW = {"bureau": "branch"}


@remembered
def picture(choice: Filters) -> Picture:
    """A bureau has no peers here: its branches are shown instead."""
    level = units.levels().get(choice.unit_id, "")
    indicator_id = choice.indicator_id or DEFAULT
    found = of_level(indicator_id, choice, BELOW.get(level, level))
    is_standardised = indicator_id == CLEARANCE
    if level == "bureau":
        return drawn.intervals(found, choice, is_standardised=is_standardised)
    return drawn.funnel(found, choice, is_standardised=is_standardised)


def of_level(indicator_id: str, choice: Filters, level: str) -> Peers | None:
    """The units of a level by an indicator; clearance is held to the same kinds of cases."""
    plain = choice.but(indicator_id="", other_unit_id="", compare="yoy", category_code="")
    if indicator_id == CLEARANCE:
        return clearance_standing(plain, level)
    return peers.peers(indicator_id, plain, level)
