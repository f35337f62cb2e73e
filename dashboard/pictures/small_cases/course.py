"""What became of the cases docketed in a month, by the days since."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import grid
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.judged import restated_words
from dashboard.pictures.small_cases import amounts
from dashboard.statistics import control_charts
from dashboard.statistics.progress import Expected, expected_final
from dashboard.texts import dates, numbers, t

STEPS = (0, 30, 60, 90, 120, 150, 180)
JUDGED = 90
YEAR = 12
PAST = 24  # docket months whose progress tells that of a young one
LEAST_MONTHS = 12  # fewer say little about how months differ
STRONGEST = 0.6  # the share solved that has the darkest shade


@remembered
def cohorts(choice: Filters) -> Picture:
    """Share solved so many days after docketing, by docket month; empty means not yet."""
    frame = ask_if_connected("small_cases/cohorts_by_month", choice)
    plain = t("small_cases.cohorts.title_plain")
    if frame.is_empty():
        return Picture(plain, missing="cases")
    if frame["docketed"].max() < amounts.LEAST:  # type: ignore[operator]
        return Picture(plain, state=amounts.too_few(float(frame["docketed"].max())))  # type: ignore[arg-type]
    rates = _judged_rates(frame)
    title = _cohorts_title(choice, rates) if rates else plain
    return Picture(
        title,
        t("small_cases.cohorts.subtitle"),
        figure=grid.shaded(
            _cohort_rows(frame, choice),
            [t("small_cases.cohorts.step", n=step) if step else _same_day() for step in STEPS],
            strongest=max(STRONGEST, *rates, 0.0),
            palette=theme.palette(),
        ),
        note=_note(frame, choice),
        evidence=Evidence(
            amounts.whole(frame),
            ("small_cases/cohorts_by_month", "small_cases/cohort_progress"),
            ("CAS02",),
            (
                t("small_cases.cohorts.rule"),
                t("small_cases.cohorts.expected_rule"),
                t("small_cases.wilson"),
            ),
            "small_case_cohorts",
        ),
    )


def _note(frame: pl.DataFrame, choice: Filters) -> str:
    """Under months not old enough yet: how the figures of the month before have moved since."""
    young = frame.filter((pl.col("step") == JUDGED) & ~pl.col("is_mature"))
    return restated_words("CAS02", choice).strip() if young.height else ""


def _cohorts_title(choice: Filters, rates: list[float]) -> str:
    """Whether any docket month stands out from the others by more than chance."""
    low, high = numbers.rate(min(rates)), numbers.rate(max(rates))
    history = judged(choice)
    months = [
        (row["solved"], row["docketed"])
        for row in history.iter_rows(named=True)
        if row["docketed"] >= amounts.LEAST
    ]
    if amounts.window(choice) > 1 or len(months) < LEAST_MONTHS:
        return t("small_cases.cohorts.title", low=low, high=high)
    chart = control_charts.p_prime([solved for solved, _ in months], [n for _, n in months])
    recent = chart.points[-len(rates) :]
    beyond = sum(point.value > point.high or point.value < point.low for point in recent)
    key = "title_apart" if beyond else "title_alike"
    mean = numbers.rate(chart.mean)
    return t(f"small_cases.cohorts.{key}", low=low, high=high, mean=mean, n=beyond)


def _same_day() -> str:
    return t("small_cases.cohorts.same_day")


def _judged_rates(frame: pl.DataFrame) -> list[float]:
    judged = frame.filter(
        (pl.col("step") == JUDGED) & pl.col("is_mature") & (pl.col("docketed") >= amounts.LEAST)
    )
    return (judged["solved"] / judged["docketed"]).to_list()


def _cohort_rows(frame: pl.DataFrame, choice: Filters) -> list[grid.Row]:
    rows = []
    for (month,), own in frame.group_by(["month"], maintain_order=True):
        assert isinstance(month, date)
        by_step = {row["step"]: row for row in own.iter_rows(named=True)}
        enough = own["docketed"][0] >= amounts.LEAST
        cells = [_cohort_cell(month, by_step.get(step), enough) for step in STEPS]
        if enough and not by_step[JUDGED]["is_mature"]:
            cells[STEPS.index(JUDGED)] = _expected_cell(month, choice)
        rows.append(grid.Row(dates.month(month), cells, "" if enough else t("tag.too_few")))
    return rows


def _cohort_cell(month: date, row: dict[str, Any] | None, enough: bool) -> grid.Cell:
    if row is None or not enough or not row["is_mature"]:
        return grid.Cell()
    rate = row["solved"] / row["docketed"]
    hover = t(
        "small_cases.cohorts.hover",
        month=dates.month(month),
        docketed=amounts.cases(row["docketed"]),
        step=row["step"],
        solved=amounts.cases(row["solved"]),
        rate=amounts.share_with_interval(row["solved"], row["docketed"]),
    )
    return grid.Cell(rate, numbers.plain(rate * 100), month.isoformat(), hover)


def _expected_cell(month: date, choice: Filters) -> grid.Cell:
    """Where the month's clearance is likely to end, pale; empty where nothing is known."""
    found = expected(choice, month)
    if found is None:
        return grid.Cell()
    so_far, end = found
    sentence = t(
        "verdict.V5.sentence",
        month=t("small_cases.cohorts.docketed_in", month=dates.month(month)),
        ind=get("CAS02").name,
        date=dates.full(matures_on(month) - timedelta(days=1)),
        lag=numbers.count(JUDGED, "day"),
        v=numbers.rate(so_far),
        range=numbers.between(end.low * 100, end.high * 100, 1) + "%",
    )
    words = numbers.between(end.low * 100, end.high * 100, 0)
    if numbers.rounded(end.low * 100) == numbers.rounded(end.high * 100):
        words = numbers.plain(end.value * 100)
    return grid.Cell(None, words, "", sentence + restated_words("CAS02", choice))


def matures_on(month: date) -> date:
    """The day from which a docket month's clearance counts."""
    return dates.add_months(month, 1) + timedelta(days=JUDGED)


def expected(choice: Filters, month: date) -> tuple[float, Expected] | None:
    """A docket month's share solved by now and where its 90-day clearance is likely to end.

    By what the docket months before it, which count by the end of the chosen month, added from
    the same age on. None where too few are known.
    """
    frame = ask_if_connected("small_cases/cohort_progress", choice)
    after = 12 * (choice.month.year - month.year) + choice.month.month - month.month
    own = frame.filter(pl.col("months_after") == after) if frame.height else frame
    now = own.filter(pl.col("month") == month) if own.height else own
    if now.is_empty() or now["docketed"][0] < amounts.LEAST:
        return None
    end = dates.add_months(choice.month, 1)
    past = own.filter(pl.col("month").map_elements(matures_on, return_dtype=pl.Date) <= end)
    past = past.tail(PAST)
    n, so_far = float(now["docketed"][0]), float(now["solved_so_far"][0])
    found = expected_final(n, so_far, past["docketed"], past["solved_so_far"], past["solved"])
    return (so_far / n, found) if found else None


def judged(choice: Filters) -> pl.DataFrame:
    """Docketed and solved within 90 days, over the unit's window; the judged months only."""
    frame = ask_if_connected("small_cases/clearance_by_month", choice)
    if frame.is_empty():
        return frame
    window = amounts.window(choice)
    sums = [
        pl.col(name).rolling_sum(window, min_samples=1).alias(name)
        for name in ("docketed", "solved")
    ]
    first = pl.col("month").shift(window - 1).fill_null(pl.col("month").first())
    return frame.filter(pl.col("is_mature")).with_columns(*sums, first_month=first)


def last_judged(choice: Filters) -> dict[str, Any] | None:
    """The last month that can be judged, None without one."""
    frame = judged(choice)
    return frame.row(-1, named=True) if frame.height else None


def docketed_in(last: dict[str, Any]) -> str:
    """2026年7月, or the months of a window."""
    first, month = last["first_month"], last["month"]
    return dates.month(month) if first == month else dates.span(first, month)
