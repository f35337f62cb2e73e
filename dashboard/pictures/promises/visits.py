"""Visits: the four steps to a household's door and beyond, and enterprises seen twice a month."""

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts.bars import Bar, horizontal
from dashboard.charts.intervals import Row, dots
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.promises.figures import is_incomplete
from dashboard.statistics.estimates import Estimate
from dashboard.texts import dates, numbers, t
from dashboard.theme import palette
from dashboard.units import name_order
from dashboard.units import names as unit_names
from dashboard.verdicts.target import standing

STEPS = ("planned", "reached", "effective", "resolved")
BELOW = {"bureau": "branch", "branch": "station"}


@remembered
def four_steps(choice: Filters) -> Picture:
    """四能: of a hundred households planned, how many were met, talked to, helped."""
    found = ask_if_connected("promises/visits_by_month", choice)
    known = found.filter(pl.col("planned_n") > 0) if found.width else found
    if known.is_empty():
        return Picture(t("promises.four.title_missing"), missing="activities")
    row = known.row(-1, named=True)
    planned = row["planned_n"]
    counts = {step: row[f"{step}_n"] for step in STEPS if row[f"{step}_n"] is not None}
    of_hundred = {step: numbers.plain(n / planned * 100) for step, n in counts.items()}
    bars = [
        Bar(
            step,
            t(f"promises.four.{step}"),
            n,
            numbers.brief(n),
            t(f"promises.four.hover_{step}", n=numbers.count(n, "household")),
        )
        for step, n in counts.items()
    ]
    is_whole = len(counts) == len(STEPS)
    return Picture(
        t("promises.four.title", **of_hundred) if is_whole else t("promises.four.title_missing"),
        t("promises.four.subtitle", month=dates.month(row["month"])),
        figure=horizontal(bars, label_width=96, palette=palette()),
        evidence=Evidence(
            known.select("month", *(f"{step}_n" for step in STEPS)).rename(
                {"effective_n": "talked_n"}
            ),
            ("promises/visits_by_month",),
            (),
            [t("promises.four.note")],
            "visits",
        ),
    )


@remembered
def enterprises(choice: Filters) -> Picture:
    """Linked enterprises visited twice, unit by unit in name order, against what was promised."""
    indicator = get("SVC04")
    figure = measured.latest(measured.by_month("SVC04", choice), choice)
    level = BELOW.get(measured.level_of(choice.unit_id), "station")
    units = measured.by_unit("SVC04", choice, level)
    if figure is None or units.is_empty():
        return Picture(t("promises.enterprises.title_missing"), missing="activities")
    limits = measured.limits(indicator, choice, figure.series)
    names = unit_names()
    ordered = units.with_columns(
        name=pl.col("unit_id").map_elements(lambda u: names.get(u, u), return_dtype=pl.String)
    ).sort(pl.col("name").map_elements(name_order, return_dtype=pl.Binary))
    rows = [_row(unit) for unit in ordered.head(24).iter_rows(named=True)]
    enough = ordered.filter("is_enough")
    states = [
        standing("up", Estimate(unit["value"], unit["low"], unit["high"]), limits)
        for unit in enough.iter_rows(named=True)
        if limits is not None
    ]
    rate = measured.words(indicator, figure) if figure.is_enough else t("tag.too_few")
    key = "incomplete" if is_incomplete("SVC04", choice) else "subtitle"
    month = dates.month(figure.month)
    missed = sum(state in ("watch", "beyond") for state in states)
    drawing = dots(
        rows,
        reference=limits.target if limits else None,
        reference_label=t("goal.target", value=numbers.plain(limits.target)) if limits else "",
        suffix="%",
        label_width=118,
        words_width=64,
        palette=palette(),
    )
    return Picture(
        t("promises.enterprises.title", rate=rate),
        t(f"promises.enterprises.{key}", month=month, n=missed, all=enough.height),
        figure=drawing,
        evidence=Evidence(
            ordered.select(
                "unit_id", "name", "numerator", "denominator", pl.col("value").alias("figure"),
                "low", "high",
            ),
            ("measured/by_unit",),
            ("SVC04",),
            name="enterprises",
        ),
    )  # fmt: skip


def _row(unit: dict[str, object]) -> Row:
    name = str(unit["name"]).split(t("choice.level_separator"))[-1]
    if not unit["is_enough"] or unit["value"] is None:
        return Row(str(unit["unit_id"]), name, state=t("tag.too_few"))
    value, low, high = (float(str(unit[part])) for part in ("value", "low", "high"))
    n = numbers.count(float(str(unit["denominator"])))
    return Row(
        str(unit["unit_id"]),
        name,
        value,
        low,
        high,
        numbers.rate(value / 100),
        hover=t("promises.enterprises.hover", unit=name, rate=numbers.rate(value / 100), n=n),
    )
