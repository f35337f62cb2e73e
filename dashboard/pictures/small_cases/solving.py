"""How fast small cases are solved, those not yet solved counted in: the unit against the bureau."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import shares_by_day
from dashboard.composed import median_days as median_days
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.measured import level_of
from dashboard.pictures.small_cases import amounts
from dashboard.pictures.small_cases.units import full_names, short_names
from dashboard.statistics import survival
from dashboard.texts import dates, numbers, t

DAYS = 180  # shown
TICKS = (0, 15, 30, 60, 90, 120, 150, 180)
UNWRITTEN = 15  # would touch the one before
READ = (7, 15, 30, 60, 90, 180)  # days read off in the evidence
READ_OFF = {
    "unit_id": pl.String,
    "step": pl.Int64,
    "in_hand": pl.Float64,
    "solved_share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
LEAST_AT_RISK = 10  # fewer: the curve ends there
MARKED = 90
CHANCE = 0.05


@dataclass(frozen=True)
class Solving:
    """Cases docketed in twelve months: the unit's curve, the reference's, and their test.

    `unit_id` is "" where the reference alone is shown; `test` None where there is nothing to test.
    """

    unit_id: str
    reference_id: str
    table: pl.DataFrame
    own: survival.Curve
    reference: survival.Curve
    test: survival.LogRank | None


def months() -> int:
    """How many docket months stand together: the registry's window of CAS06."""
    return get("CAS06").window("bureau")


@remembered
def solving(choice: Filters) -> Solving | None:
    """The chosen unit against its bureau or 对照单位; the bureau alone against 对照单位."""
    whole = _root(choice)
    is_whole = choice.unit_id == whole
    unit_id = choice.other_unit_id if is_whole else choice.unit_id
    reference_id = whole if is_whole else choice.other_unit_id or whole
    if unit_id == reference_id:
        unit_id = ""
    asked = choice.but(unit_id=unit_id or reference_id)
    table = ask_if_connected(
        "small_cases/solving_times", asked, reference_id=reference_id, window=months()
    )
    if table.is_empty():
        return None
    own, reference = (_curve(table, name) for name in ("own", "reference"))
    test = None
    if unit_id and min(own.n, float(table["others"].sum())) >= amounts.LEAST:
        single = _without_batches(table)
        test = survival.log_rank(_group(single, "own"), _group(single, "others"))
    return Solving(unit_id, reference_id, table, own, reference, test)


def _without_batches(table: pl.DataFrame) -> pl.DataFrame:
    """What was cleared with many others on one day is no sign of speed: followed until then."""
    still_open = pl.when("is_batch").then(survival.CENSORED).otherwise(pl.col("how"))
    return table.with_columns(how=still_open)


def _root(choice: Filters) -> str:
    units = ask_if_connected("choice/units")
    roots = {} if units.is_empty() else dict(units.select("unit_id", "root_id").iter_rows())
    return str(roots.get(choice.unit_id, choice.unit_id))


def _group(table: pl.DataFrame, name: str) -> survival.Table:
    return table["days"].to_numpy(), table["how"].to_numpy(), table[name].to_numpy()


def _curve(table: pl.DataFrame, name: str) -> survival.Curve:
    return survival.aalen_johansen(*_group(table, name))


def median_words(median: survival.Quantile) -> str:
    """35 天, or 未达到."""
    if median.value is None:
        return t("small_cases.solving.not_reached")
    return numbers.count(median.value, "day")


@remembered
def curves(choice: Filters) -> Picture:
    """Share solved by each day after docketing, with interval and numbers in hand."""
    title = t("small_cases.solving.title_plain")
    found = solving(choice)
    if found is None:
        return Picture(title, missing="cases")
    shown = found.own if found.unit_id else found.reference
    few = Picture(title, state=amounts.too_few(shown.n), evidence=_evidence(found))
    if found.reference.n < amounts.LEAST:
        return few
    if shown.n < amounts.LEAST:
        return replace(few, title=t("small_cases.solving.title_few", unit=_name(found.unit_id)))
    ids = [(found.reference, found.reference_id, True)]
    if found.unit_id:
        ids.append((found.own, found.unit_id, False))
    return Picture(
        _title(found),
        t(
            "small_cases.solving.subtitle",
            months=dates.rolling(months(), choice.month),
            median=median_words(median_days(found.table, "own" if found.unit_id else "reference")),
        ),
        figure=shares_by_day.curves(
            [_drawn(curve, unit_id, is_reference) for curve, unit_id, is_reference in ids],
            ticks=TICKS,
            tick_words=[_tick(day) for day in TICKS],
            marked=MARKED,
            palette=theme.palette(),
        ),
        note=t("small_cases.solving.note"),
        evidence=_evidence(found),
    )


def _tick(day: int) -> str:
    if day == UNWRITTEN:
        return numbers.plain(day)
    return t("small_cases.solving.day", n=day) if day in (MARKED, DAYS) else numbers.plain(day)


def _name(unit_id: str) -> str:
    """As the reader calls it; the bureau is 全市."""
    if level_of(unit_id) == "bureau":
        return t("small_cases.solving.whole")
    return full_names().get(unit_id, unit_id)


def _title(found: Solving) -> str:
    if found.test is None:
        share = 1 - found.reference.at(MARKED).share
        return t("small_cases.solving.title_whole", share=numbers.rate(share))
    is_real = found.test.p < CHANCE
    pace = "same" if not is_real else "faster" if found.test.is_faster else "slower"
    return t(
        f"small_cases.solving.title_{pace}",
        unit=_name(found.unit_id),
        reference=_name(found.reference_id),
    )


def _drawn(curve: survival.Curve, unit_id: str, is_reference: bool) -> shares_by_day.Group:
    """The curve up to the day from which fewer than ten are followed."""
    name = _name(unit_id) if level_of(unit_id) == "bureau" else short_names([unit_id])[unit_id]
    kept = (curve.durations <= DAYS) & (curve.at_risk >= LEAST_AT_RISK)
    days = [0.0, *curve.durations[kept].tolist()]
    moments = [curve.at(day) for day in days]
    if days[-1] < DAYS and curve.in_hand(DAYS) >= LEAST_AT_RISK:
        days, moments = [*days, float(DAYS)], [*moments, curve.at(DAYS)]
    at = curve.at(MARKED)
    is_known = curve.in_hand(MARKED) >= LEAST_AT_RISK
    return shares_by_day.Group(
        name,
        t("small_cases.solving.by_day", n=MARKED, share=numbers.rate(1 - at.share))
        if is_known
        else "",
        days,
        [1 - moment.share for moment in moments],
        [1 - moment.high for moment in moments],
        [1 - moment.low for moment in moments],
        [_hover(name, day, moment) for day, moment in zip(days, moments, strict=True)],
        [numbers.count(curve.in_hand(day)) for day in TICKS],
        t("small_cases.solving.in_hand", unit=name),
        is_reference,
    )


def _hover(name: str, day: float, moment: survival.Moment) -> str:
    share, low, high = 1 - moment.share, 1 - moment.high, 1 - moment.low
    return t(
        "small_cases.solving.hover",
        unit=name,
        day=numbers.plain(day),
        share=numbers.rate_with_interval(share, low, high),
        n=amounts.cases(moment.at_risk),
    )


def _evidence(found: Solving) -> Evidence:
    notes = [t("small_cases.solving.rule", months=months())]
    ids = [("reference", found.reference_id, found.reference)]
    if found.unit_id:
        ids.append(("own", found.unit_id, found.own))
    notes += [
        _read_off(found.table, name, unit_id)
        for name, unit_id, curve in ids
        if curve.n >= amounts.LEAST
    ]
    if found.test is not None:
        notes.append(
            t(
                "small_cases.solving.log_rank",
                unit=_name(found.unit_id),
                observed=numbers.count(found.test.observed),
                expected=numbers.plain(found.test.expected, 1),
                statistic=numbers.plain(found.test.statistic, 2),
                p=numbers.plain(found.test.p, 4),
            )
        )
    return Evidence(
        _read_table(found),
        ("small_cases/solving_times",),
        ("CAS06",),
        notes,
        "small_case_solving",
    )


def _read_off(table: pl.DataFrame, name: str, unit_id: str) -> str:
    median = median_days(table, name)
    solved = table.filter(pl.col("how") == survival.ENDED)
    only = survival.quantile(
        survival.kaplan_meier(solved["days"], np.ones(solved.height), solved[name])
    )
    mean = survival.restricted_mean(survival.kaplan_meier(*_group(table, name)), MARKED)
    return t(
        "small_cases.solving.median",
        unit=_name(unit_id),
        median=median_words(median),
        range=_range(median),
        solved_only=median_words(only),
        mean=numbers.plain(mean.value, 1),
        low=numbers.plain(mean.low, 1),
        high=numbers.plain(mean.high, 1),
        n=MARKED,
    )


def _range(median: survival.Quantile) -> str:
    ends = (
        numbers.plain(end) if end is not None else t("small_cases.solving.not_reached")
        for end in (median.low, median.high)
    )
    return numbers.DASH.join(ends)


def _read_table(found: Solving) -> pl.DataFrame:
    """The shares at the days that are always read, in hand included."""
    rows = []
    pairs = [(found.reference, found.reference_id)]
    if found.unit_id:
        pairs.append((found.own, found.unit_id))
    for curve, unit_id in pairs:
        if curve.n < amounts.LEAST:
            continue
        for day in READ:
            moment = curve.at(day)
            rows.append(
                {
                    "unit_id": _name(unit_id),
                    "step": day,
                    "in_hand": round(moment.at_risk, 1),
                    "solved_share": round((1 - moment.share) * 100, 2),
                    "low": round((1 - moment.high) * 100, 2),
                    "high": round((1 - moment.low) * 100, 2),
                }
            )
    return pl.DataFrame(rows, schema=READ_OFF)
