"""What the page calls its units."""

from collections.abc import Sequence

from dashboard.answers import ask_if_connected, remembered
from dashboard.texts import t
from dashboard.units import levels
from dashboard.units import names as unit_names

UNKNOWN = "UNKNOWN"  # the reserved unit of cases whose unit is not known


@remembered
def full_names() -> dict[str, str]:
    """As the choice bar calls them; units that are no more, and the unknown one, included."""
    closed = ask_if_connected("small_cases/unit_names")
    names = dict(closed.iter_rows()) if closed.height else {}
    return {**names, UNKNOWN: t("small_cases.unknown_unit"), **unit_names()}


def short_names(unit_ids: Sequence[str]) -> dict[str, str]:
    """Unit names without the branch before a station's."""
    names, separator = full_names(), t("choice.level_separator")
    return {unit: names.get(unit, unit).split(separator)[-1] for unit in unit_ids}


def part_names(unit_ids: Sequence[str], whole: str) -> dict[str, str]:
    """Names of a unit's parts; what of a bureau lies in none of them is 未落所."""
    names = short_names(unit_ids)
    if whole in names and levels().get(whole) == "bureau":
        names[whole] = t("small_cases.unknown_unit")
    return names
