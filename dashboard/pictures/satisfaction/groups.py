"""Who answered what: by outcome and notice, by grade, inside and outside assessment windows."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from dashboard import indicators, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import grades as grades_chart
from dashboard.charts import intervals
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import rates
from dashboard.texts import dates, numbers, t

GROUPS = (
    ("solved", "notified"),
    ("solved", "not_notified"),
    ("unsolved", "notified"),
    ("unsolved", "not_notified"),
)


@remembered
def by_notice(choice: Filters) -> Picture:
    """破/未破 × 告知/未告知 over twelve months: what goes together, not what causes what."""
    frame = ask_if_connected("satisfaction/by_outcome_and_notice", choice)
    if frame.is_empty():
        return Picture(t("satisfaction.by_notice.title_none"), missing="survey_answers")
    own = frame.filter(pl.col("series") == frame["series"][-1])
    found = {(row["outcome_group"], row["notice_group"]): row for row in own.iter_rows(named=True)}
    rows, values = [], {}
    for outcome, notice in GROUPS:
        row = found.get((outcome, notice))
        name = t(f"satisfaction.by_notice.{outcome}_{notice}")
        rate = rates.of_row(row) if row else None
        if rate is None or rate.n < rates.least("SAT05"):
            rows.append(intervals.Row(name, name, state=t("tag.too_few")))
            continue
        values[outcome, notice] = rate.value
        rows.append(_row(name, name, rate, colour=5 if notice == "notified" else 6))
    first, last = min(own["first_month"].to_list()), max(own["last_month"].to_list())
    return Picture(
        _notice_title(values),
        t("satisfaction.by_notice.subtitle", months=dates.span(first, last)),
        figure=intervals.dots(rows, suffix="%", label_width=118, palette=theme.palette()),
        note=t("satisfaction.by_notice.note"),
        evidence=Evidence(
            own, ("satisfaction/by_outcome_and_notice",), ("SAT05",), (), "by_outcome_and_notice"
        ),
    )


def _notice_title(values: dict[tuple[str, str], float]) -> str:
    gaps = [
        values[outcome, "notified"] - values[outcome, "not_notified"]
        for outcome in ("solved", "unsolved")
        if {(outcome, "notified"), (outcome, "not_notified")} <= values.keys()
    ]
    if len(gaps) < 2 or min(gaps) <= 0:
        return t("satisfaction.by_notice.title_none")
    return t(
        "satisfaction.by_notice.title",
        low=numbers.plain(min(gaps) * 100),
        high=numbers.plain(max(gaps) * 100),
    )


def _row(
    key: str, name: str, rate: rates.Rate, colour: int = 1, strong: bool = False
) -> intervals.Row:
    words = t("satisfaction.row", rate=numbers.rate(rate.value), n=numbers.count(rate.n))
    hover = f"{name}<br>{rate.words}<br>{numbers.count(rate.n, 'person')}"
    return intervals.Row(
        key,
        name,
        rate.value * 100,
        rate.low * 100,
        rate.high * 100,
        words,
        hover=hover,
        colour=colour,
        is_strong=strong,
    )


@remembered
def grades(choice: Filters) -> Picture:
    """How answers about police work are spread, and what other counting rules would give."""
    title = t("satisfaction.grades.title_none")
    frame = ask_if_connected("satisfaction/grades_by_month", choice)
    if frame.is_empty():
        return Picture(title, missing="survey_answers")
    frame = rates.shown(frame, choice)
    series = rates.latest_series(frame)
    own = frame.filter(pl.col("series") == series)
    months = own["month"].unique().sort().to_list()[-rates.WINDOW :]
    own = own.filter(pl.col("month").is_in(months))
    if own["respondent_count"].sum() < rates.least("SAT02"):
        return Picture(title, state=t("state.too_few"))
    answers = (
        own.group_by("answer_code", "answer_label", "answer_order", "positive_weight")
        .agg(pl.col("weight").sum())
        .sort("answer_order", "answer_code")
    )
    rules = counting_rules(answers["weight"].to_list(), answers["positive_weight"].to_list())
    totals = dict(own.group_by("month").agg(pl.col("weight").sum()).iter_rows())
    drawn = [_grade(own, row, months, totals) for row in answers.iter_rows(named=True)]
    ticks, words = dates.axis(months, most=6)
    spread = max(rules.values()) - min(rules.values())
    return Picture(
        t("satisfaction.grades.title", points=numbers.plain(spread * 100, 1)) if rules else title,
        t("satisfaction.grades.subtitle", series=rates.series_words(series), rule=_rule(answers)),
        figure=grades_chart.spread(
            drawn,
            bars=words,
            places=[months.index(tick) for tick in ticks],
            palette=theme.palette(),
        ),
        note=_other_rules(answers, rules),
        evidence=Evidence(
            own, ("satisfaction/grades_by_month",), ("SAT02",), (), "answers_by_month"
        ),
    )


def _grade(
    own: pl.DataFrame,
    answer: dict[str, object],
    months: Sequence[date],
    totals: dict[date, float],
) -> grades_chart.Grade:
    weights = dict(
        own.filter(pl.col("answer_code") == answer["answer_code"])
        .select("month", "weight")
        .iter_rows()
    )
    shares = [weights.get(month, 0.0) / totals[month] for month in months]
    name = str(answer["answer_label"])
    return grades_chart.Grade(
        name,
        shares,
        [f"{dates.month(m)} {name} {numbers.rate(s)}" for m, s in zip(months, shares, strict=True)],
    )


def middle_grade(weights: Sequence[float]) -> int | None:
    """The grade that rules disagree on: half counted, else the first that does not count.

    `weights` are the counting weights best grade first. None where no grade stands between.
    """
    for place, weight in enumerate(weights):
        if 0 < weight < 1:
            return place
    uncounted = [place for place, weight in enumerate(weights) if weight == 0]
    return uncounted[0] if len(uncounted) > 1 else None


def counting_rules(counts: Sequence[float], weights: Sequence[float]) -> dict[float, float]:
    """The rate if the middle grade counted not at all, half, or fully; {} where there is none."""
    place, total = middle_grade(weights), sum(counts)
    if place is None or total <= 0:
        return {}
    fixed = sum(n * w for i, (n, w) in enumerate(zip(counts, weights, strict=True)) if i != place)
    return {share: (fixed + counts[place] * share) / total for share in (0.0, 0.5, 1.0)}


def _rule(answers: pl.DataFrame) -> str:
    """The counting rule in words: which grades count, which half."""
    separator = t("satisfaction.list")
    counted = answers.filter(pl.col("positive_weight") == 1)["answer_label"].to_list()
    partly = answers.filter((pl.col("positive_weight") > 0) & (pl.col("positive_weight") < 1))[
        "answer_label"
    ].to_list()
    words = t("satisfaction.grades.counted", grades=separator.join(counted))
    if partly:
        words += t("satisfaction.grades.partly", grades=separator.join(partly))
    return words


def _other_rules(answers: pl.DataFrame, rules: dict[float, float]) -> str:
    place = middle_grade(answers["positive_weight"].to_list())
    if place is None or not rules:
        return ""
    return t(
        "satisfaction.grades.rules",
        grade=answers["answer_label"][place],
        none=numbers.rate(rules[0.0]),
        half=numbers.rate(rules[0.5]),
        full=numbers.rate(rules[1.0]),
    )


@remembered
def windows(choice: Filters) -> Picture:
    """Answers inside and outside assessment windows, in the series of the last month."""
    title = t("satisfaction.windows.title_none")
    frame = ask_if_connected("satisfaction/inside_windows", choice)
    if frame.is_empty() or not frame["is_window"].any():
        return Picture(title, state=t("satisfaction.windows.none"))
    everything = rates.by_month(choice)
    rows = []
    for indicator_id, colour in (("SAT01", 1), ("SAT02", 2), ("SAT04", 3)):
        months = everything.filter(pl.col("indicator_id") == indicator_id)
        months = months if indicator_id == "SAT04" else rates.shown(months, choice)
        if months.is_empty():
            continue
        own = frame.filter(
            (pl.col("indicator_id") == indicator_id)
            & (pl.col("series") == rates.latest_series(months))
        )
        rows += _window_rows(own, indicator_id, colour)
    if not rows:
        return Picture(title, state=t("satisfaction.windows.none"))
    return Picture(
        title,
        t("satisfaction.windows.subtitle"),
        figure=intervals.dots(rows, suffix="%", label_width=190, palette=theme.palette()),
        note=t("satisfaction.windows.note"),
        evidence=Evidence(
            frame,
            ("satisfaction/inside_windows",),
            ("SAT01", "SAT02", "SAT04"),
            (),
            "inside_windows",
        ),
    )


def _window_rows(own: pl.DataFrame, indicator_id: str, colour: int) -> list[intervals.Row]:
    rows: list[intervals.Row] = []
    for row in own.sort("is_window", descending=True).iter_rows(named=True):
        rate = rates.of_row(row)
        if rate is None or own.height < 2:
            continue
        where = "inside" if row["is_window"] else "outside"
        name = t(f"satisfaction.windows.{where}", name=indicators.get(indicator_id).name)
        rows.append(_row(f"{indicator_id}{where}", name, rate, colour, bool(row["is_window"])))
    return rows
