"""Who answered what: by outcome and notice, and by grade."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from dashboard import designs, indicators, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import grades as grades_chart
from dashboard.charts import intervals
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import is_connected
from dashboard.pictures.satisfaction import rates
from dashboard.pictures.satisfaction.protected import protected
from dashboard.statistics.proportions import Difference, Share, difference
from dashboard.statistics.suppression import FEWEST
from dashboard.texts import dates, numbers, t

GROUPS = (
    ("solved", "notified"),
    ("solved", "not_notified"),
    ("unsolved", "notified"),
    ("unsolved", "not_notified"),
)


GRADE = ("answer_code", "answer_label", "answer_order", "positive_weight")


def _noticed(choice: Filters) -> pl.DataFrame:
    """The sums of the four groups in the last series, with what must not be shown."""
    frame = ask_if_connected("satisfaction/by_outcome_and_notice", choice)
    if frame.is_empty():
        return frame
    own = frame.filter(pl.col("series") == frame["series"][-1])
    own = _designed(own, choice)
    return protected(own, ["outcome_group"], ["notice_group"])


def _designed(own: pl.DataFrame, choice: Filters) -> pl.DataFrame:
    """The groups with what the survey's strata and sampling units tell, over the same months."""
    groups = ("outcome_group", "notice_group")
    whole = own.with_columns(
        unit_id=pl.lit(choice.unit_id), series=pl.concat_str("series", *groups, separator="|")
    )
    found = designs.with_units(
        whole, indicators.get("SAT05"), choice, rates.WINDOW, is_mature=False
    )
    return found.with_columns(series=own["series"]).drop("unit_id")


def notice_rates(choice: Filters) -> dict[tuple[str, str], rates.Rate | None]:
    """The rate of each of GROUPS, None where there are too few; a suppressed group is left out."""
    own = _noticed(choice)
    found = {(row["outcome_group"], row["notice_group"]): row for row in own.iter_rows(named=True)}
    known: dict[tuple[str, str], rates.Rate | None] = {}
    for group in GROUPS:
        row = found.get(group)
        if row is None or not row["is_hidden"]:
            rate = rates.of_row(row) if row else None
            known[group] = rate if rate and rates.is_shown(rate, "SAT05") else None
    return known


@remembered
def by_notice(choice: Filters) -> Picture:
    """破/未破 × 告知/未告知 over twelve months: what goes together, not what causes what."""
    own = _noticed(choice)
    if own.is_empty():
        title = t("satisfaction.by_notice.title_none")
        if is_connected(choice, "survey_answers"):
            return Picture(title, state=t("satisfaction.by_notice.none"))
        return Picture(title, missing="survey_answers")
    found = notice_rates(choice)
    rows = []
    for group in GROUPS:
        name = t(f"satisfaction.by_notice.{'_'.join(group)}")
        rate = found.get(group)
        if rate is None:
            state = t("tag.too_few" if group in found else "tag.suppressed")
            rows.append(intervals.Row(name, name, state=state))
            continue
        rows.append(_row(name, name, rate, colour=5 if group[1] == "notified" else 6))
    known = {group: rate for group, rate in found.items() if rate is not None}
    if not known:
        return Picture(t("satisfaction.by_notice.title_none"), state=t("state.too_few"))
    gaps = notice_gaps({group: rate.share for group, rate in known.items()})
    first, last = min(own["first_month"].to_list()), max(own["last_month"].to_list())
    return Picture(
        notice_title(gaps),
        t("satisfaction.by_notice.subtitle", months=dates.span(first, last)),
        figure=intervals.dots(rows, suffix="%", label_width=118, palette=theme.palette()),
        note=_gaps_words(gaps) + t("satisfaction.by_notice.note"),
        evidence=Evidence(
            designs.for_reading(own),
            ("satisfaction/by_outcome_and_notice",),
            ("SAT05",),
            (t("satisfaction.by_notice.rule"), *_design_notes(own, known)),
            "by_outcome_and_notice",
        ),
    )


def _design_notes(own: pl.DataFrame, known: Mapping[tuple[str, str], rates.Rate]) -> list[str]:
    """Which variance the margins have, and why."""
    rows = {(row["outcome_group"], row["notice_group"]): row for row in own.iter_rows(named=True)}
    return designs.told(
        {
            t(f"satisfaction.by_notice.{'_'.join(group)}"): designs.words(
                rate.share, designs.of_row(rows[group])
            )
            for group, rate in known.items()
        }
    )


def notice_gaps(shares: Mapping[tuple[str, str], Share]) -> dict[str, Difference]:
    """By how much those told are more satisfied, of solved and of unsolved cases."""
    return {
        outcome: difference(shares[outcome, "not_notified"], shares[outcome, "notified"])
        for outcome in ("solved", "unsolved")
        if {(outcome, "notified"), (outcome, "not_notified")} <= shares.keys()
    }


def notice_title(gaps: Mapping[str, Difference]) -> str:
    """告知过的都高出: only where it holds for both, each beyond chance."""
    if len(gaps) < 2 or any(gap.low <= 0 for gap in gaps.values()):
        return t("satisfaction.by_notice.title_none")
    points = rates.reach([gap.value * 100 for gap in gaps.values()])
    return t("satisfaction.by_notice.title", points=points)


def _gaps_words(gaps: Mapping[str, Difference]) -> str:
    parts = [
        t(
            f"satisfaction.by_notice.gap_{outcome}",
            points=numbers.plain(gap.value * 100, 1, sign=True),
            reach=numbers.between(gap.low * 100, gap.high * 100, 1),
        )
        for outcome, gap in gaps.items()
    ]
    return (
        t("satisfaction.by_notice.gaps", parts=t("satisfaction.and").join(parts)) if parts else ""
    )


def _row(key: str, name: str, rate: rates.Rate, colour: int = 1) -> intervals.Row:
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
    own = own.with_columns(pl.col("answer_label").replace(rates.answer_words()))
    if own["respondent_count"].sum() < rates.least("SAT02"):
        return Picture(title, state=t("state.too_few"))
    answers = (
        own.group_by(*GRADE)
        .agg(pl.col("weight", "respondent_count").sum())
        .sort("answer_order", "answer_code")
    )
    rules = counting_rules(answers["weight"].to_list(), answers["positive_weight"].to_list())
    bars, words, places = _bars(own, answers, months)
    drawn = [_grade(bars, words, name) for name in _names(bars)]
    return Picture(
        _grades_title(answers, rules),
        t("satisfaction.grades.subtitle", series=rates.series_words(series), rule=_rule(answers)),
        figure=grades_chart.spread(
            drawn,
            bars=[words[place] for place in places],
            places=places,
            palette=theme.palette(),
        ),
        note=_other_rules(answers, rules, len(months)),
        evidence=Evidence(
            bars, ("satisfaction/grades_by_month",), ("SAT02",), (), "answers_by_month"
        ),
    )


def _bars(
    own: pl.DataFrame, answers: pl.DataFrame, months: Sequence[date]
) -> tuple[pl.DataFrame, list[str], list[int]]:
    """The bars as rows of bar, answer and weight, their words, and which words are written.

    A bar a month where no grade of a month was given by one to four people; else one bar for all
    months, in which a grade of so few goes together with its neighbour.
    """
    few = (pl.col("respondent_count") > 0) & (pl.col("respondent_count") < FEWEST)
    if own.filter(few).is_empty():
        ticks, labels = dates.axis(months, most=6)
        words = [dates.month(month) for month in months]
        for tick, label in zip(ticks, labels, strict=True):
            words[months.index(tick)] = label
        order = pl.DataFrame({"month": months, "bar": range(len(months))})
        bars = own.join(order, on="month").select(
            "bar", "month", "answer_label", "answer_order", "weight", "respondent_count"
        )
        return bars.sort("bar", "answer_order"), words, [months.index(tick) for tick in ticks]
    merged = together(
        answers["answer_label"].to_list(),
        answers["weight"].to_list(),
        answers["respondent_count"].to_list(),
    )
    bars = pl.DataFrame(
        [
            {"bar": 0, "answer_label": name, "answer_order": i, "weight": w, "respondent_count": n}
            for i, (name, w, n) in enumerate(merged)
        ]
    )
    return bars, [dates.span(months[0], months[-1])], [0]


def together(
    names: Sequence[str], weights: Sequence[float], counts: Sequence[float]
) -> list[tuple[str, float, float]]:
    """Grades best first; one that one to four people gave is put to its better neighbour."""
    kept = list(zip(names, weights, counts, strict=True))
    place = len(kept) - 1
    while len(kept) > 1 and place >= 0:
        if 0 < kept[place][2] < FEWEST:
            first, second = sorted((place, place - 1 if place else 1))
            (name, weight, n), (other, more, others) = kept[first], kept[second]
            label = t("satisfaction.grades.merged", first=name, second=other)
            kept[first : second + 1] = [(label, weight + more, n + others)]
            place = first
        else:
            place -= 1
    return kept


def _names(bars: pl.DataFrame) -> list[str]:
    return bars.sort("answer_order")["answer_label"].unique(maintain_order=True).to_list()


def _grade(bars: pl.DataFrame, words: Sequence[str], name: str) -> grades_chart.Grade:
    totals = dict(bars.group_by("bar").agg(pl.col("weight").sum()).iter_rows())
    weights = dict(bars.filter(pl.col("answer_label") == name).select("bar", "weight").iter_rows())
    shares = [weights.get(bar, 0.0) / totals[bar] for bar in range(len(words))]
    hovers = [f"{w} {name} {numbers.rate(s)}" for w, s in zip(words, shares, strict=True)]
    return grades_chart.Grade(name, shares, hovers)


def _grades_title(answers: pl.DataFrame, rules: Mapping[float, float]) -> str:
    place = middle_grade(answers["positive_weight"].to_list())
    if place is None or not rules:
        return t("satisfaction.grades.title_none")
    spread = max(rules.values()) - min(rules.values())
    return t(
        "satisfaction.grades.title",
        points=numbers.plain(spread * 100, 1),
        grade=answers["answer_label"][place],
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


def _other_rules(answers: pl.DataFrame, rules: dict[float, float], months: int) -> str:
    place = middle_grade(answers["positive_weight"].to_list())
    if place is None or not rules:
        return ""
    return t(
        "satisfaction.grades.rules",
        n=months,
        grade=answers["answer_label"][place],
        none=numbers.rate(rules[0.0]),
        half=numbers.rate(rules[0.5]),
        full=numbers.rate(rules[1.0]),
    )
