"""Stations as tiles under their branches, shaded by satisfaction over twelve months."""

from typing import Any

from dashboard import measured, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import tiles
from dashboard.charts.tiles import Tile
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import Indicator, get
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
    standing = measured.by_unit(SHOWN, choice, level)
    if standing.is_empty():
        return Picture(t("overview.tiles.title_missing"), missing="survey_answers")
    rows = {row["unit_id"]: row for row in standing.iter_rows(named=True)}
    read = [row["value"] for row in rows.values() if row["is_enough"]]
    low, high = (min(read), max(read)) if read else (0.0, 0.0)
    drawn = [_tile(unit, rows.get(unit["unit_id"]), low, high, indicator) for unit in stations]
    window = indicator.window(level)
    month = dates.month(choice.month)
    return Picture(
        t(
            f"overview.tiles.title_{level}",
            units=len(stations),
            enough=len(read),
            few=len(stations) - len(read),
        ),
        t(
            "overview.tiles.subtitle",
            name=indicator.name,
            window=t("overview.card.window", n=window) if window > 1 else month,
        ),
        tiles.grouped(drawn, palette=theme.palette()),
        note=t(
            "overview.tiles.legend",
            low=measured.value_words(indicator, low),
            high=measured.value_words(indicator, high),
        ),
        evidence=Evidence(
            standing.with_columns(unit_id=standing["unit_id"].replace_strict(unit_names(),
                                  default=standing["unit_id"])),
            ("measured/by_unit",),
            (SHOWN,),
            (dates.rolling(window, choice.month),),
            name="stations",
        ),
    )  # fmt: skip


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


def _tile(
    unit: dict[str, Any], row: dict[str, Any] | None, low: float, high: float, indicator: Indicator
) -> Tile:
    name = unit_names().get(unit["unit_id"], unit["short_name"])
    n = numbers.count(row["n"] if row else 0, "person")
    if row is None or not row["is_enough"]:
        hover = t("overview.tiles.hover_few", unit=name, n=n, minimum=indicator.minimum_n)
        return Tile(unit["unit_id"], unit["group"], None, hover)
    hover = t(
        "overview.tiles.hover",
        unit=name,
        name=indicator.name,
        value=measured.value_words(indicator, row["value"]),
        low=numbers.plain(row["low"], 1),
        high=numbers.plain(row["high"], 1),
        n=n,
    )
    shade = (row["value"] - low) / (high - low) if high > low else 0.5
    return Tile(unit["unit_id"], unit["group"], shade, hover)
