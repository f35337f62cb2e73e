"""The units as the reader knows them: their names and their level."""

from dashboard.answers import ask_if_connected, remembered
from dashboard.texts import t


@remembered
def names() -> dict[str, str]:
    """How each unit is called in the bar and in sentences; a root is said to be the whole."""
    units = ask_if_connected("choice/names")
    if units.is_empty():
        return {}
    short = dict(units.select("unit_id", "short_name").iter_rows())
    named = {}
    for unit in units.iter_rows(named=True):
        name = short[unit["unit_id"]]
        if unit["level"] == "bureau":
            name = t("frame.whole", name=name)
        elif unit["level"] == "station" and unit["parent_unit_id"] in short:
            name = f"{short[unit['parent_unit_id']]}{t('choice.level_separator')}{name}"
        named[unit["unit_id"]] = name
    return named


def name_order(name: str) -> bytes:
    """Names by pinyin: the order in which the national code lists common characters."""
    return name.encode("gb18030", errors="replace")


@remembered
def levels() -> dict[str, str]:
    """bureau, branch or station of each unit."""
    units = ask_if_connected("choice/units")
    return {} if units.is_empty() else dict(units.select("unit_id", "level").iter_rows())


@remembered
def parents() -> dict[str, str]:
    """The unit each unit stands under, in the order of the choice bar."""
    units = ask_if_connected("choice/units")
    if units.is_empty():
        return {}
    pairs = units.select("unit_id", "parent_unit_id").iter_rows()
    return {unit: parent or "" for unit, parent in pairs}


@remembered
def peer_groups() -> dict[str, list[str]]:
    """The units of each peer group, by the group's own code."""
    rows = ask_if_connected("choice/peer_groups")
    groups: dict[str, list[str]] = {}
    for group, unit_id in rows.iter_rows():
        groups.setdefault(group, []).append(unit_id)
    return groups


def root(unit_id: str) -> str:
    """The bureau a unit belongs to, itself where it has none above."""
    above = parents()
    while above.get(unit_id):
        unit_id = above[unit_id]
    return unit_id
