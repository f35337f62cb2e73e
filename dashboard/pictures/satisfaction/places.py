"""Units side by side, in the order of the bureau's list: never ranked."""

from statistics import median

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals, scatter
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.texts import dates, numbers, t


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
def units(choice: Filters) -> Picture:
    """SAT02 of the units under the chosen one with intervals, the bureau as dashed line."""
    title = t("satisfaction.units.title")
    frame = ask_if_connected("satisfaction/rate_by_unit", choice)
    if frame.is_empty() or frame["series"].null_count() == frame.height:
        return Picture(title, missing="survey_answers")
    own = _series(frame, choice)
    reference = rates.total(own.filter(pl.col("is_reference")))
    rows = []
    for row in own.filter(~pl.col("is_reference")).iter_rows(named=True):
        rate = rates.of_row(row)
        if rate is None or rate.n < rates.least("SAT02"):
            rows.append(intervals.Row(row["unit_id"], row["short_name"], state=_too_few(row)))
            continue
        words = t("satisfaction.row", rate=numbers.rate(rate.value), n=numbers.count(rate.n))
        hover = f"{row['short_name']}<br>{rate.words}<br>{numbers.count(rate.n, 'person')}"
        rows.append(
            intervals.Row(
                row["unit_id"],
                row["short_name"],
                rate.value * 100,
                rate.low * 100,
                rate.high * 100,
                words,
                hover=hover,
                colour=2,
                is_strong=row["unit_id"] in (choice.unit_id, choice.other_unit_id),
            )
        )
    if not rows:
        return Picture(title, state=t("state.nothing"))
    series = str(own["series"][0])
    return Picture(
        title,
        t(
            "satisfaction.units.subtitle",
            series=rates.series_words(series),
            months=dates.span(min(own["first_month"].to_list()), max(own["last_month"].to_list())),
        ),
        figure=intervals.dots(
            rows,
            reference=reference.value * 100 if reference else None,
            reference_label=t("satisfaction.units.reference", rate=numbers.rate(reference.value))
            if reference
            else "",
            suffix="%",
            palette=theme.palette(),
        ),
        note=t("satisfaction.units.note"),
        evidence=Evidence(
            own, ("satisfaction/rate_by_unit",), ("SAT02",), (), "satisfaction_by_unit"
        ),
    )


def _too_few(row: dict[str, float]) -> str:
    if row["respondent_count"] < rates.FEWEST_SHOWN:
        return t("tag.suppressed")
    return f"{t('tag.too_few')} · {numbers.count(row['respondent_count'], 'person')}"


@remembered
def effort(choice: Filters) -> Picture:
    """Household visits against satisfaction by station: effort and feeling need not agree."""
    title = t("satisfaction.effort.title")
    frame = ask_if_connected("satisfaction/effort_by_unit", choice)
    if frame.is_empty():
        return Picture(title, missing="activities")
    own = _series(frame, choice)
    drawn = []
    for row in own.iter_rows(named=True):
        rate = rates.of_row(row)
        if rate is not None and rate.n >= rates.least("SAT02"):
            visits = row["visits_per_100_households"]
            hover = t(
                "satisfaction.effort.point",
                unit=row["short_name"],
                visits=numbers.plain(visits, 1),
                rate=rate.words,
                n=numbers.count(rate.n, "person"),
            )
            drawn.append(
                scatter.Spot(
                    row["unit_id"],
                    visits,
                    rate.value * 100,
                    rate.low * 100,
                    rate.high * 100,
                    hover,
                    row["short_name"]
                    if row["unit_id"] in (choice.unit_id, choice.other_unit_id)
                    else "",
                )
            )
    if len(drawn) < 3:
        return Picture(
            title, state=t("satisfaction.effort.too_few", n=numbers.count(own.height, "unit"))
        )
    return Picture(
        title,
        t("satisfaction.effort.subtitle", n=len(drawn), least=rates.least("SAT02")),
        figure=scatter.spots(
            drawn,
            x_title=t("satisfaction.effort.x"),
            y_title=t("satisfaction.effort.y"),
            y_suffix="%",
            middle=(
                median(spot.x for spot in drawn),
                median(spot.y for spot in drawn),
            ),
            palette=theme.palette(),
        ),
        note=t("satisfaction.effort.note"),
        evidence=Evidence(own, ("satisfaction/effort_by_unit",), ("SAT02",), (), "effort_by_unit"),
    )
