"""Units beside their peers, never ranked; and what their effort goes together with."""

from statistics import median

import polars as pl

from dashboard import designs, indicators, measured, peers, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import scatter
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures import peers as peer_pictures
from dashboard.pictures.satisfaction import rates
from dashboard.pictures.satisfaction.protected import protected
from dashboard.statistics.associations import ENOUGH, Association, rank_correlation
from dashboard.texts import numbers, t

JUDGED = "SAT02"
BELOW = {"bureau": ("branch", "station"), "branch": ("station",), "station": ("station",)}


@remembered
def units(choice: Filters) -> list[tuple[str, Picture]]:
    """The units under the chosen one, a picture a level; a station stands in its own funnel."""
    level = measured.level_of(choice.unit_id)
    drawn = []
    for below in BELOW.get(level, ()):
        found = peers.peers(JUDGED, choice, below, rates.WINDOW)
        if found is None:
            continue
        if level == "station":
            drawn.append((f"units_{below}", peer_pictures.funnel(found, choice)))
        elif found.inside["value"].count():
            drawn.append((f"units_{below}", peer_pictures.intervals(found, choice)))
    if drawn:
        return drawn
    title = t("satisfaction.units.title_none")
    if not measured.is_connected(choice, "survey_answers"):
        return [("units_none", Picture(title, missing="survey_answers"))]
    return [("units_none", Picture(title, state=t("satisfaction.units.none")))]


def _series(frame: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    """The rows of the series that most people of the shown programme answered in."""
    known = rates.shown(frame.filter(pl.col("series").is_not_null()), choice)
    if known.is_empty():
        return known
    totals = (
        known.group_by("series")
        .agg(pl.col("respondent_count").sum())
        .sort("respondent_count", "series")
    )
    return known.filter(pl.col("series") == totals["series"][-1])


@remembered
def effort(choice: Filters) -> Picture:
    """Household visits against satisfaction by station: effort and feeling need not agree."""
    title = t("satisfaction.effort.title_none")
    frame = ask_if_connected("satisfaction/effort_by_unit", choice)
    if frame.is_empty():
        return Picture(title, missing="activities")
    own = _series(frame, choice)
    if own.height:
        now = choice.but(structure="current")
        own = designs.with_units(own, indicators.get(JUDGED), now, rates.WINDOW, is_mature=False)
    drawn = [spot for row in own.iter_rows(named=True) if (spot := _spot(row, choice)) is not None]
    if len(drawn) < 3:
        return Picture(
            title, state=t("satisfaction.effort.too_few", n=numbers.count(own.height, "unit"))
        )
    found = rank_correlation([spot.x for spot in drawn], [spot.y for spot in drawn])
    return Picture(
        _effort_title(found),
        t("satisfaction.effort.subtitle", n=len(drawn), least=rates.least(JUDGED)),
        figure=scatter.spots(
            drawn,
            x_title=t("satisfaction.effort.x"),
            y_title=t("satisfaction.effort.y"),
            y_suffix="%",
            middle=(median(spot.x for spot in drawn), median(spot.y for spot in drawn)),
            palette=theme.palette(),
        ),
        note=_effort_note(found),
        evidence=Evidence(
            designs.for_reading(protected(own, ["unit_id"])),
            ("satisfaction/effort_by_unit",),
            (JUDGED,),
            (t("satisfaction.effort.rule"),),
            "effort_by_unit",
        ),
    )


def _spot(row: dict[str, float | str], choice: Filters) -> scatter.Spot | None:
    rate = rates.of_row(row)
    if rate is None or not rates.is_shown(rate, JUDGED):
        return None
    visits, name, unit_id = (
        float(row["visits_per_100_households"]), str(row["short_name"]), str(row["unit_id"])
    )  # fmt: skip
    hover = t(
        "satisfaction.effort.point",
        unit=name,
        visits=numbers.plain(visits, 1),
        rate=rate.words,
        n=numbers.count(rate.n, "person"),
    )
    is_own = unit_id in (choice.unit_id, choice.other_unit_id)
    ends = (rate.value * 100, rate.low * 100, rate.high * 100)
    return scatter.Spot(unit_id, visits, *ends, hover, name if is_own else "")


def _effort_title(found: Association | None) -> str:
    """走访多的单位，满意率并没有更高: only of enough units, and only that they go together."""
    if found is None:
        return t("satisfaction.effort.title_none")
    if found.direction:
        return t(f"satisfaction.effort.title_{'up' if found.direction > 0 else 'down'}")
    return t(f"satisfaction.effort.title_{'level' if found.n >= ENOUGH else 'unclear'}")


def _effort_note(found: Association | None) -> str:
    if found is None:
        return t("satisfaction.effort.note")
    said = t(
        "satisfaction.effort.correlation",
        r=numbers.plain(found.value, 2),
        reach=numbers.between(found.low, found.high, 2),
    )
    return said + t("satisfaction.effort.note")
