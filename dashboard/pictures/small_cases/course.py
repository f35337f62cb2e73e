"""What became of the cases docketed or reported in a month: loss chain and cohorts."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import grid, steps
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.small_cases import amounts
from dashboard.statistics import control_charts
from dashboard.statistics.progress import Expected, expected_final
from dashboard.texts import dates, numbers, t

STEPS = (0, 30, 60, 90, 120, 150, 180)
JUDGED = 90
YEAR = 12
PAST = 24  # docket months whose progress tells that of a young one
LEAST_MONTHS = 12  # fewer say little about how months differ
SEEN = 0.5  # of a case: a smaller loss would be written as none
STRONGEST = 0.6  # the share solved that has the darkest shade


def chain_row(choice: Filters) -> dict[str, Any] | None:
    """The loss chain of the last cohort old enough to judge, None without one.

    Where one month has too few, the twelve cohorts that end with it stand together.
    """
    for window in sorted({amounts.window(choice), YEAR}):
        found = ask_if_connected("small_cases/loss_chain", choice, window=window)
        if found.is_empty():
            return None
        row = found.row(0, named=True)
        if row["received"] >= amounts.LEAST:
            break
    return row


def losses(row: dict[str, Any]) -> list[tuple[str, float, float]]:
    """Name, size and own denominator of each loss the source can tell."""
    pairs = (
        ("no_action", "timed", "acted_24h"),
        ("no_decision", "decided_n", "decided_in_limit"),
        ("not_solved", "docketed", "solved_90"),
        ("not_told", "solved_90", "notified_7"),
    )
    return [
        (name, row[whole] - row[kept], row[whole])
        for name, whole, kept in pairs
        if row[whole] is not None and row[kept] is not None
    ]


def largest_loss(row: dict[str, Any]) -> tuple[str, float, float] | None:
    """The loss with the largest share of its own denominator; None where all are too few."""
    judged = [loss for loss in losses(row) if loss[2] >= amounts.LEAST]
    return max(judged, key=lambda loss: loss[1] / loss[2], default=None)


def cohort_words(row: dict[str, Any]) -> str:
    """2026年7月, or 近12个月（…） where several cohorts stand together."""
    first, last = row["first_month"], row["last_month"]
    return dates.month(last) if first == last else dates.span(first, last)


@remembered
def chain(choice: Filters) -> Picture:
    """Steps of one cohort; lawful ways out are grey and no loss."""
    title = t("small_cases.chain.title_plain")
    row = chain_row(choice)
    if row is None:
        return Picture(title, missing="cases")
    if row["received"] < amounts.LEAST:
        return Picture(title, state=amounts.too_few(row["received"]))
    worst = largest_loss(row)
    if worst is not None:
        title = t("small_cases.chain.title", loss=t(f"small_cases.loss.{worst[0]}"))
    return Picture(
        title,
        t(
            "small_cases.chain.subtitle",
            cohort=cohort_words(row),
            n=amounts.cases(row["received"]),
        )
        + _unrecorded(row),
        figure=steps.chain(_stages(row), label_width=148, palette=theme.palette()),
        evidence=Evidence(
            amounts.whole(pl.DataFrame([row])),
            ("small_cases/loss_chain",),
            ("FLW03", "FLW02", "CAS02", "FLW04"),
            (t("small_cases.chain.rule"), t("small_cases.chain.timed", n=row["timed"])),
            "loss_chain",
        ),
    )


def _unrecorded(row: dict[str, Any]) -> str:
    """Said where nobody recorded yet whether those concerned were told."""
    is_missing = row["notified_7"] is None and row["solved_90"] is not None
    return t("small_cases.chain.no_notices") if is_missing else ""


def _stages(row: dict[str, Any]) -> list[steps.Stage]:
    lost = {name: (size, of) for name, size, of in losses(row)}
    stages = [_stage("received", row["received"], row["received"])]
    for name, kept in (("no_action", "acted_24h"), ("no_decision", "decided_in_limit")):
        if name in lost:
            stages.append(_stage(kept, row[kept], lost[name][1], name, lost[name][0]))
    if row["docketed"] is not None:
        diverted = row["diverted"] or 0
        words = t("small_cases.loss.diverted", n=amounts.cases(diverted)) if diverted else ""
        stages.append(
            steps.Stage(
                "docketed",
                t("small_cases.step.docketed"),
                row["docketed"],
                numbers.count(row["docketed"]),
                diverted,
                words,
                "lawful",
                t("small_cases.chain.hover", n=amounts.cases(row["docketed"])),
            )
        )
    for name, kept in (("not_solved", "solved_90"), ("not_told", "notified_7")):
        if name in lost:
            stages.append(_stage(kept, row[kept], lost[name][1], name, lost[name][0]))
    return stages


def _stage(key: str, kept: float, of: float, loss: str = "", lost: float = 0) -> steps.Stage:
    words = ""
    if loss and lost >= SEEN:
        words = t(
            "small_cases.loss.words",
            loss=t(f"small_cases.loss.{loss}"),
            n=amounts.cases(lost),
            share=amounts.share(lost, of),
        )
    hover = t("small_cases.chain.hover_of", n=amounts.cases(kept), of=amounts.cases(of))
    label = t(f"small_cases.step.{key}")
    return steps.Stage(key, label, kept, numbers.count(kept), lost, words, hover=hover)


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
    return grid.Cell(None, words, "", sentence)


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
