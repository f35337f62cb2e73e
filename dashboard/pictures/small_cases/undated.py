"""What can be said where the source records no ends: counts, and outcomes it states undated."""

from typing import Literal

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import bands, bars, line
from dashboard.elements.cards import Card
from dashboard.elements.evidence import Evidence
from dashboard.elements.heading import ShortAnswer
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import is_connected
from dashboard.pictures.small_cases import amounts
from dashboard.pictures.small_cases.units import part_names
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t

Source = Literal["none", "reported", "stated", "ended"]
OUTCOMES = (
    ("solved", "good"),
    ("closed_unsolved", "neutral"),
    ("open", "context"),
    ("unknown", "rule"),
)


def source(choice: Filters) -> Source:
    """How much the chosen unit's bureau says about its cases: no more is shown than that."""
    if is_connected(choice, "case_ends"):
        return "ended"
    if is_connected(choice, "stated_outcomes") and not _stated(choice).is_empty():
        return "stated"
    return "reported" if is_connected(choice, "cases") else "none"


def is_undated(choice: Filters) -> bool:
    """Whether there are cases of which the source does not say when they ended."""
    return source(choice) in ("reported", "stated")


def _stated(choice: Filters) -> pl.DataFrame:
    """Outcomes by month; empty where the source states none but "unknown"."""
    frame = ask_if_connected("small_cases/stated_by_month", choice)
    if (
        frame.is_empty()
        or not frame.select(pl.sum("solved", "closed_unsolved", "open")).sum_horizontal()[0]
    ):
        return pl.DataFrame()
    return frame


def _measure(frame: pl.DataFrame) -> str:
    """Docketed where the source says so, else reported."""
    return "docketed" if frame["docketed"].sum() else "received"


def verdict(choice: Filters) -> ShortAnswer:
    """The last month's count, and why there is no more."""
    frame = ask_if_connected("small_cases/received_by_month", choice)
    if frame.is_empty():
        return ShortAnswer(t("state.nothing"))
    measure, last = _measure(frame), frame.row(-1, named=True)
    return ShortAnswer(
        t(
            f"small_cases.undated.lead_{measure}",
            month=dates.month(last["month"]),
            n=amounts.cases(last[measure]),
        ),
        t(f"small_cases.undated.no_ends_{measure}"),
    )


def cards(choice: Filters) -> list[Card]:
    """The last month, the last twelve, and the outcomes stated of these."""
    frame = ask_if_connected("small_cases/received_by_month", choice)
    if frame.is_empty():
        return [Card(t("small_cases.undated.card_received"), state=t("tag.not_connected"))]
    measure = _measure(frame)
    course = frame[measure].to_list()
    last = frame.row(-1, named=True)
    shown = [
        Card(
            t(f"small_cases.undated.card_{measure}"),
            numbers.brief(last[measure]),
            numbers.unit_word("case", last[measure]),
            note=dates.month(last["month"]),
            course=course,
        ),
        Card(
            t(f"small_cases.undated.card_{measure}_year"),
            numbers.brief(sum(course[-12:])),
            numbers.unit_word("case"),
            note=dates.rolling(12, choice.month),
        ),
    ]
    return [*shown, *_stated_cards(choice)]


def _stated_cards(choice: Filters) -> list[Card]:
    frame = _stated(choice).tail(12)
    if frame.is_empty():
        return []
    whole = float(frame["n"].sum())
    shown = []
    for outcome in ("solved", "unknown"):
        part = float(frame[outcome].sum())
        name = t("small_cases.undated.card_stated", outcome=t(f"small_cases.outcome.{outcome}"))
        if whole < amounts.LEAST:
            shown.append(Card(name, state=t("tag.too_few")))
            continue
        low, high = wilson(part, whole)
        note = t("small_cases.undated.of", n=amounts.cases(whole))
        rate = numbers.plain(part / whole * 100, 1)
        margin = numbers.margin(part / whole, low, high)
        course = (frame[outcome] / frame["n"]).to_list()
        shown.append(Card(name, rate, "%", margin, note=note, course=course))
    return shown


@remembered
def by_month(choice: Filters) -> Picture:
    """Reported or docketed cases by month."""
    frame = ask_if_connected("small_cases/received_by_month", choice)
    if frame.is_empty():
        return Picture(t("small_cases.undated.title_plain"), missing="cases")
    measure = _measure(frame)
    points = [
        line.Point(
            month,
            n,
            hover=t(f"small_cases.undated.hover_{measure}", month=dates.month(month), n=n),
        )
        for month, n in frame.select("month", measure).iter_rows()
    ]
    months = dates.months_between(frame["month"].min(), frame["month"].max())  # type: ignore[arg-type]
    drawn = line.Line(_with_gaps(points), t(f"small_cases.undated.line_{measure}"))
    return Picture(
        t(
            f"small_cases.undated.title_{measure}",
            n=amounts.cases(float(frame[measure].sum())),
            months=len(points),
        ),
        t(f"small_cases.undated.no_ends_{measure}"),
        figure=line.over_time(
            [drawn], months=months, from_zero=True, label_width=72, palette=theme.palette()
        ),
        evidence=Evidence(
            amounts.whole(frame),
            ("small_cases/received_by_month",),
            ("CAS01",),
            (t("small_cases.undated.rule"),),
            "small_cases_by_month",
        ),
    )


def _with_gaps(points: list[line.Point]) -> list[line.Point]:
    """A month without data breaks the line: nothing is known of it."""
    segments, shown = 0, []
    for i, point in enumerate(points):
        if i and dates.add_months(points[i - 1].month, 1) != point.month:
            segments += 1
        shown.append(line.Point(point.month, point.value, segment=str(segments), hover=point.hover))
    return shown


@remembered
def outcomes(choice: Filters) -> Picture:
    """What outcome the source states, by month of the report."""
    title = t("small_cases.undated.stated_plain")
    frame = _stated(choice)
    if frame.is_empty():
        return Picture(title, state=t("small_cases.undated.stated_none"))
    months = frame["month"].to_list()
    whole = float(frame["n"].sum())
    drawn = []
    for outcome, colour in OUTCOMES:
        shares = (frame[outcome] / frame["n"] * 100).to_list()
        label = t(f"small_cases.outcome.{outcome}")
        words = amounts.share(float(frame[outcome].sum()), whole)
        hovers = [
            t(
                "small_cases.undated.stated_hover",
                month=dates.month(row["month"]),
                outcome=label,
                n=amounts.cases(row[outcome]),
                share=amounts.share(row[outcome], row["n"]),
            )
            for row in frame.iter_rows(named=True)
        ]
        drawn.append(bands.Band(outcome, label, words, shares, hovers, colour))
    return Picture(
        t(
            "small_cases.undated.stated_title",
            share=amounts.share(float(frame["solved"].sum()), whole),
            unknown=amounts.share(float(frame["unknown"].sum()), whole),
        ),
        t("small_cases.undated.stated_subtitle"),
        figure=bands.stacked(months, drawn, label_width=150, palette=theme.palette()),
        evidence=Evidence(
            amounts.whole(frame.rename({"n": "case_count"})),
            ("small_cases/stated_by_month",),
            (),
            (t("small_cases.undated.stated_rule"),),
            "stated_outcomes",
        ),
    )


@remembered
def by_unit(choice: Filters) -> Picture:
    """Reported or docketed cases of twelve months in each part of the chosen unit."""
    title = t("small_cases.undated.units_title")
    frame = ask_if_connected("small_cases/received_by_unit", choice)
    if frame.is_empty():
        return Picture(title, state=t("state.nothing"))
    measure = _measure(frame)
    names = part_names(frame["unit_id"].to_list(), choice.unit_id)
    drawn = [
        bars.Bar(
            row["unit_id"],
            names[row["unit_id"]],
            row[measure],
            numbers.count(row[measure]),
            t("small_cases.undated.unit_hover", unit=names[row["unit_id"]], n=row[measure]),
            row["unit_id"] == choice.unit_id,
        )
        for row in frame.iter_rows(named=True)
    ]
    return Picture(
        title,
        t(f"small_cases.undated.units_{measure}", months=dates.rolling(12, choice.month)),
        figure=bars.horizontal(drawn, palette=theme.palette()),
        evidence=Evidence(
            amounts.whole(frame.with_columns(unit_id=pl.col("unit_id").replace(names))),
            ("small_cases/received_by_unit",),
            ("CAS01",),
            (t("small_cases.undated.rule"),),
            "small_cases_by_unit",
        ),
    )
