"""The chosen indicator's funnel: the unit in its peer group, or the units of the bureau."""

from dashboard import peers, units
from dashboard.answers import remembered
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures import peers as drawn

DEFAULT = "FLW06"
BELOW = {"bureau": "branch"}


@remembered
def picture(choice: Filters) -> Picture:
    """A bureau has no peers here: its branches are shown instead."""
    level = units.levels().get(choice.unit_id, "")
    found = peers.peers(
        choice.indicator_id or DEFAULT,
        choice.but(indicator_id="", other_unit_id="", compare="yoy"),
        BELOW.get(level, level),
    )
    if level == "bureau":
        return drawn.intervals(found, choice)
    return drawn.funnel(found, choice)
