"""本月还差…: what of the month is still to come, and which parts enter their records late."""

from html import escape

import polars as pl

from dashboard import completeness, explanations, theme, units
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.judged.courses import under
from dashboard.pictures.data_quality import loads
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t

SOURCES = ("cases", "case_events", "complaints", "activities")
MOST_ROWS = 12  # what the picture's height holds


@remembered
def arrived(choice: Filters) -> Picture:
    """By data set what share of the chosen month has come and how many records are still due."""
    month = dates.month_only(choice.month)
    title = t("data_quality.arrived.title_missing")
    told = [(source, completeness.completeness(choice, source)) for source in SOURCES]
    late = [each for each in loads.known_datasets(choice) if each.is_late]
    whole = completeness.completeness(choice)
    if whole is None and not late:
        return Picture(title, state=t("data_quality.arrived.unknown"))
    lines = [
        _line(
            loads.dataset_name(each.name), t("data_quality.arrived.nothing", month=month), "watch"
        )
        for each in late
    ]
    rows = []
    for source, known in told:
        if known is None:
            continue
        got = _entered(choice, source)
        missing = _missing(got, known.share)
        words = t(
            "data_quality.arrived.line",
            share=numbers.rate(known.share),
            low=numbers.rate(known.arrived.low),
            high=numbers.rate(known.arrived.high),
            n=numbers.count(missing, "row"),
        )
        lines.append(_line(loads.dataset_name(source), words, ""))
        rows.append(
            {
                "dataset": loads.dataset_name(source),
                "n": got,
                "share": known.share,
                "low": known.arrived.low,
                "high": known.arrived.high,
                "missing": missing,
            }
        )
    whom = _from_whom(choice)
    notes = [t("data_quality.arrived.from_whom", units=whom)] if whom else []
    notes.append(t("data_quality.arrived.template"))
    lines += [f'<div class="note">{escape(note)}</div>' for note in notes]
    heading = title
    if whole is not None:
        heading = t(
            "data_quality.arrived.title",
            month=month,
            share=numbers.rate(whole.share),
            low=numbers.rate(whole.arrived.low),
            high=numbers.rate(whole.arrived.high),
        )
    return Picture(
        heading,
        t("data_quality.arrived.subtitle", n=len(late)),
        body=f'<div class="lines">{"".join(lines)}</div>',
        evidence=Evidence(
            pl.DataFrame(rows),
            ("measured/arrivals",),
            notes=[t("data_quality.arrived.rule")],
            name="arrived",
        )
        if rows
        else None,
    )


def _from_whom(choice: Filters) -> str:
    """What each branch still owes of all tables, in the order of the choice bar; "" below one."""
    owed = []
    for unit_id in under(choice):
        branch = choice.but(unit_id=unit_id)
        if units.levels().get(unit_id) != "branch":
            continue
        told = [(source, completeness.completeness(branch, source)) for source in SOURCES]
        n = sum(_missing(_entered(branch, name), known.share) for name, known in told if known)
        if round(n):
            name = units.names().get(unit_id, unit_id)
            owed.append(t("data_quality.arrived.owed", unit=name, n=numbers.count(n)))
    return t("data_quality.arrived.and").join(owed)


def _missing(got: float, share: float) -> float:
    """Rows still to come, by the share that has."""
    return max(got / share - got, 0.0) if share else 0.0


def _entered(choice: Filters, source: str) -> float:
    rows = ask_if_connected("measured/arrivals", choice)
    own = rows.filter(pl.col("month") == choice.month, pl.col("series") == source)
    return float(own["n"].sum())


def _line(name: str, words: str, kind: str) -> str:
    shown = f"<b>{escape(words)}</b>" if kind else escape(words)
    return (
        f'<div class="line"><span style="flex:0 0 30%">{escape(name)}</span>'
        f'<span class="grow" style="text-align:right">{shown}</span></div>'
    )


@remembered
def lateness(choice: Filters) -> Picture:
    """The share of records each part of the unit entered more than five days after the event."""
    rows = ask_if_connected("data_quality/lateness_by_unit", choice)
    title = t("data_quality.lateness.title_missing")
    if not rows.width:
        return Picture(title, missing="cases")
    if rows.is_empty():
        return Picture(title, state=t("data_quality.lateness.nothing"))
    late, n = float(rows["late"].sum()), float(rows["n"].sum())
    palette = theme.palette()
    drawn = [_row(row, choice) for row in rows.head(MOST_ROWS).iter_rows(named=True)]
    figure = intervals.dots(
        drawn,
        reference=late / n * 100,
        reference_label=t("data_quality.lateness.together", share=numbers.rate(late / n)),
        suffix="%",
        label_width=110,
        words_width=150,
        palette=palette,
    )
    hidden = rows.height - len(drawn)
    note = t("data_quality.lateness.more", n=hidden) if hidden > 0 else ""
    shown = rows.head(MOST_ROWS).select("unit_id", "short_name").rows()
    return Picture(
        t("data_quality.lateness.title", share=numbers.rate(late / n)),
        t("data_quality.lateness.subtitle", when=dates.rolling(12, choice.month)),
        figure=figure,
        note=note + explanations.below((), choice.month, "GRD02", shown),
        evidence=Evidence(
            rows, ("data_quality/lateness_by_unit",), ("GRD02",), name="late_records"
        ),
    )


def _row(row: dict[str, object], choice: Filters) -> intervals.Row:
    late, n = float(str(row["late"])), float(str(row["n"]))
    name, unit_id = str(row["short_name"]), str(row["unit_id"])
    is_own = unit_id == choice.unit_id
    if n < get("GRD02").minimum_n:
        return intervals.Row(unit_id, name, state=t("tag.too_few"), is_strong=is_own)
    low, high = wilson(late, n)
    return intervals.Row(
        unit_id,
        name,
        late / n * 100,
        low * 100,
        high * 100,
        t("data_quality.lateness.words", share=numbers.rate(late / n), n=numbers.count(n, "row")),
        is_strong=is_own,
    )
