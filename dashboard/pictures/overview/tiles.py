"""Stations as tiles under their branches, by how their satisfaction stands beside their peers."""

from typing import Any

import polars as pl

from dashboard import measured, peers, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import tiles
from dashboard.charts.tiles import Tile
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
from dashboard.pictures import peers as peer_groups
from dashboard.texts import dates, numbers, t
from dashboard.units import names as unit_names

SHOWN = "SAT02"


@remembered
def picture(choice: Filters) -> Picture:
    """All stations under the chosen unit; a click goes to the station."""
    indicator = get(SHOWN)
    if measured.level_of(choice.unit_id) == "station":
        choice = choice.but(unit_id=_above(choice.unit_id))
    level = "station"
    stations = _stations(choice, level)
    if not stations:
        level = "branch"
        stations = _stations(choice, level)
    if not stations:
        words = t("overview.tiles.no_stations", unit=unit_names().get(choice.unit_id, ""))
        return Picture(t("overview.tiles.title_missing"), state=words)
    found = peers.peers(SHOWN, choice.but(programme=""), level)
    if found is None:
        return Picture(t("overview.tiles.title_missing"), missing="survey_answers")
    rows = {row["unit_id"]: row for row in found.frame.iter_rows(named=True)}
    drawn = [_tile(unit, rows.get(unit["unit_id"]), indicator) for unit in stations]
    counts = {name: sum(tile.standing == name for tile in drawn) for name in peers.GROUPS}
    same = counts["alike"] + counts["too_few"]
    key = f"same_{level}" if same == len(drawn) else level
    window = indicator.window(level)
    span = t("overview.card.window", n=window) if window > 1 else dates.month(choice.month)
    shown = found.frame.select(
        "unit_id", "n", "value", "low", "high", "centre", "group", "p", "q"
    ).with_columns(
        pl.col("unit_id").replace(unit_names()),
        pl.col("group").replace({name: t(f"peers.group.{name}") for name in peers.GROUPS}),
    )
    return Picture(
        t(f"overview.tiles.title_{key}", units=len(stations), same=same),
        t("overview.tiles.subtitle", name=indicator.name, window=span),
        tiles.grouped(drawn, palette=theme.palette()),
        note=t("overview.tiles.legend", **counts) + peer_groups.said_by(found, choice),
        evidence=Evidence(
            shown.rename({"group": "standing", "p": "p_value", "q": "q_value", "value": "figure"}),
            ("measured/by_unit",),
            (SHOWN,),
            (dates.rolling(window, choice.month), t("peers.working.rule")),
            name="stations",
        ),
    )


def _above(unit_id: str) -> str:
    """The branch of a station: a station is seen among its neighbours."""
    units = ask_if_connected("choice/units")
    parents = dict(units.select("unit_id", "parent_unit_id").iter_rows())
    return str(parents.get(unit_id) or unit_id)


def _stations(choice: Filters, level: str) -> list[dict[str, Any]]:
    """The units of a level under the chosen one with the name of the unit they stand under."""
    units = ask_if_connected("choice/units")
    if units.is_empty():
        return []
    known = {row["unit_id"]: row for row in units.iter_rows(named=True)}
    found = []
    for unit in known.values():
        above = known.get(unit["parent_unit_id"] or "")
        line = {unit["unit_id"], unit["parent_unit_id"], unit["root_id"]}
        if unit["level"] == level and choice.unit_id in line:
            found.append({**unit, "group": above["short_name"] if above else ""})
    return found


def _tile(unit: dict[str, Any], row: dict[str, Any] | None, indicator: Indicator) -> Tile:
    name = unit_names().get(unit["unit_id"], unit["short_name"])
    n = numbers.count(row["n"] if row else 0, "person")
    if row is None or row["group"] == "too_few" or row["value"] is None:
        hover = t("overview.tiles.hover_few", unit=name, n=n, minimum=indicator.minimum_n)
        return Tile(unit["unit_id"], unit["group"], "too_few", hover)
    hover = t(
        "overview.tiles.hover",
        unit=name,
        word=t(f"peers.word.{row['group']}"),
        name=indicator.name,
        value=measured.value_words(indicator, row["value"]),
        low=numbers.plain(row["low"], 1),
        high=numbers.plain(row["high"], 1),
        n=n,
    )
    return Tile(unit["unit_id"], unit["group"], row["group"], hover)
