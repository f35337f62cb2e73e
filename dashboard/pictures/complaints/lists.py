"""Lists: due in seven days, what is open, silent units, and the complaints behind a number."""

from html import escape
from typing import Any

import polars as pl

from dashboard import findings, indicators, measured, workdays
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.cards import COLOURS
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted
from dashboard.statistics.proportions import wilson
from dashboard.texts import codes, dates, numbers, t
from dashboard.units import names as unit_names
from dashboard.verdicts import hot_cells

SHOWN = 6  # lines a card holds
SILENT = "silent_complaints"  # the kind of finding


@remembered
def due(choice: Filters) -> Picture:
    """Open ones whose day falls in the seven days after the chosen month, the tightest first."""
    found = ask_if_connected("complaints/due_within_seven_days", choice)
    if not found.width or not measured.is_connected(choice, "complaints"):
        return Picture(t("complaints.due.title_missing"), missing="complaints")
    if not counted.records(choice, "due_day"):
        return Picture(t("complaints.due.title_missing"), state=t("complaints.due.no_due_day"))
    end = measured.end_of(choice)
    subtitle = t("complaints.due.subtitle", cutoff=dates.cutoff(end))
    if found.is_empty():
        title = t("complaints.due.title_none")
        return Picture(title, subtitle, state=t("complaints.due.none"))
    n = numbers.count(found.height, "complaint")
    rows = "".join(_due_line(row) for row in found.head(SHOWN).iter_rows(named=True))
    heads = ("due", "unit", "category", "kind", "received", "id")
    head = "".join(f"<th>{escape(t(f'complaints.due.head_{name}'))}</th>" for name in heads)
    note = t("complaints.due.more", n=n, shown=SHOWN) if found.height > SHOWN else ""
    beyond = workdays.calendar_words(found["due_day"])
    return Picture(
        t("complaints.due.title", n=n),
        subtitle,
        body=f'<table class="table"><tr>{head}</tr>{rows}</table>'
        f'<div class="note">{escape(note + beyond)}</div>',
        evidence=Evidence(
            due_table(found),
            ("complaints/due_within_seven_days",),
            ("CMP02",),
            [
                t("complaints.evidence.role_handling"),
                t("complaints.list.no_persons"),
                *([beyond] if beyond else []),
            ],
            "complaints_due",
        ),
    )


def _due_line(row: dict[str, Any]) -> str:
    key = "today" if row["days_left"] == 0 else "left"
    day = t(
        f"complaints.due.{key}",
        day=dates.in_year(row["due_day"]),
        n=numbers.count(row["days_left"], "day"),
    )
    words = (
        day,
        row["short_name"] or row["unit_id"],
        counted.category(row["category_l1"], short=True),
        codes.label("complaints.kind", row["kind"]),
        dates.in_year(row["received_day"]),
        row["complaint_id"],
    )
    return "<tr>" + "".join(f"<td>{escape(str(word))}</td>" for word in words) + "</tr>"


def due_table(found: pl.DataFrame) -> pl.DataFrame:
    """The due ones row by row, codes as names."""
    return found.select(
        "complaint_id",
        pl.col("kind").map_elements(_kind, return_dtype=pl.String).alias("complaint_kind"),
        pl.col("category_l1")
        .map_elements(counted.category, return_dtype=pl.String)
        .alias("complaint_category_name"),
        pl.coalesce("short_name", "unit_id").alias("handling_unit"),
        "received_day",
        "due_day",
    )


def _kind(code: str) -> str:
    return codes.label("complaints.kind", code)


def _result(code: str) -> str:
    return codes.label("complaints.result", code)


@remembered
def state(choice: Filters) -> Picture:
    """What is open, what had to be opened again, and the substantiated share without a light."""
    found = ask_if_connected("complaints/open_now", choice)
    if not found.width or not measured.is_connected(choice, "complaints"):
        return Picture(t("complaints.state.title_missing"), missing="complaints")
    row = found.row(0, named=True)
    lines = [
        (t("complaints.state.open"), numbers.count(row["open_count"], "complaint"), ""),
        _past_due(row, choice),
        _reopened(row),
    ]
    lines.append(_substantiated(choice))
    lines += _unknown(choice)
    body = "".join(
        f'<div class="line"><span class="grow">{escape(name)}'
        f'<br><span class="note">{escape(note)}</span></span>'
        f'<b class="figure">{escape(value)}</b></div>'
        for name, value, note in lines
    )
    n = numbers.count(row["open_count"], "complaint")
    return Picture(
        t("complaints.state.title", n=n),
        t("complaints.state.subtitle", cutoff=dates.cutoff(snapshot().cutoff)),
        body=f'<div class="lines">{body}</div>',
        evidence=Evidence(
            found,
            ("complaints/open_now", "measured/by_month"),
            ("CMP04",),
            [t("complaints.evidence.role_handling")],
            "complaints_open",
        ),
    )


Line = tuple[str, str, str]  # what, its figure, a note


def _past_due(row: dict[str, Any], choice: Filters) -> Line:
    name = t("complaints.state.past_due")
    if not counted.records(choice, "due_day"):
        return name, t("tag.not_connected"), t("complaints.card.no_due_day")
    return name, numbers.count(row["past_due_count"], "complaint"), ""


def _reopened(row: dict[str, Any]) -> Line:
    """The share opened again; where never one was, the source does not record it."""
    name = t("complaints.state.reopened")
    again, received = row["reopened_count"], row["received_count"]
    if not row["is_reopening_recorded"] or not received:
        return name, t("tag.not_connected"), t("complaints.state.no_reopening")
    of = {"n": numbers.count(again), "total": numbers.count(received, "complaint")}
    share = numbers.rate_with_interval(again / received, *wilson(again, received))
    return name, share, t("complaints.state.reopened_note", **of)


def _substantiated(choice: Filters) -> Line:
    """属实率 of twelve months: context only, no light."""
    name = t("complaints.state.substantiated")
    indicator = indicators.get("CMP04")
    if not indicator.window(measured.level_of(choice.unit_id)):
        return name, t("tag.too_few"), t("complaints.not_at_level")
    if not counted.records(choice, "finding"):
        return name, t("tag.not_connected"), t("complaints.state.no_result")
    course = measured.by_month("CMP04", choice)
    last = measured.latest(course, choice)
    if last is None or not last.is_enough:
        return name, t("tag.too_few"), ""
    excluded = course.filter(pl.col("month") == last.month)["excluded_n"][-1] or 0
    words = t(
        "complaints.state.substantiated_note",
        n=numbers.count(last.numerator),
        total=numbers.count(last.denominator),
        excluded=numbers.count(excluded),
    )
    low, high = (last.low or 0.0) / 100, (last.high or 0.0) / 100
    return name, numbers.rate_with_interval(last.value / 100, low, high), words


def _unknown(choice: Filters) -> list[Line]:
    """The share whose unit is not known, where the whole bureau is chosen."""
    found = ask_if_connected("complaints/unplaced", choice)
    if not found.width or found.is_empty():
        return []
    n, whole = found.row(0)
    if not n or not whole:
        return []
    words = numbers.count(n, "complaint")
    return [
        (t("complaints.state.unknown", when=counted.when(choice)), numbers.rate(n / whole), words)
    ]


@remembered
def silent(choice: Filters) -> Picture:
    """Units without a complaint where many were to be expected: to be checked, no judgement."""
    if not measured.is_connected(choice, "complaints"):
        return Picture(t("complaints.zero.title_missing"), missing="complaints")
    if not hot_cells.exposure(choice):
        return Picture(t("complaints.zero.title_missing"), state=t("complaints.no_exposure"))
    found = [one for one in findings.found(choice) if one.kind == SILENT]
    if not found:
        return Picture(t("complaints.zero.title_none"), state=t("complaints.zero.none"))
    lines = "".join(
        f'<div class="line"><span>{tag(*_mark(one))}</span>'
        f'<span class="grow">{escape(one.verdict.sentence)}</span></div>'
        for one in found[:SHOWN]
    )
    return Picture(
        t("complaints.zero.title", n=numbers.count(len(found), "unit")),
        t("complaints.zero.subtitle"),
        body=f'<div class="lines">{lines}</div>',
        evidence=Evidence(
            pl.concat([one.table for one in found]).rename(
                {"complaints": "observed", "matters": "matters_handled"}
            ),
            found[0].questions,
            found[0].indicators,
            [one.verdict.sentence for one in found],
            "complaints_silent_units",
        ),
    )


def _mark(finding: findings.Finding) -> tuple[str, str]:
    """请核实, or 已核实 once somebody has said what came of it."""
    return COLOURS[finding.verdict.tag], t(f"tag.{finding.verdict.tag}")


def behind(
    choice: Filters, unit_id: str, category: str = "", reason: str = ""
) -> tuple[Evidence, str]:
    """The complaints behind a number, with a title: id, kind, category, dates, result."""
    asked = {"of_unit_id": unit_id, "of_category": category, "of_reason": reason}
    found = ask_if_connected("complaints/complaints_behind", choice, **asked)
    notes = [
        counted.span(choice),
        t("complaints.list.no_persons"),
    ]
    counted_n = float(found["share"].sum()) if found.width else 0.0
    if found.width and (found["share"] < 1).any():
        notes.append(t("complaints.list.shared", n=numbers.count(counted_n, "complaint")))
    what = t("complaints.map.all")
    if category:
        what = counted.reason(category, reason) if reason else counted.category(category)
    title = t(
        "complaints.list.title",
        unit=unit_names().get(unit_id, unit_id),
        what=what,
        n=numbers.count(counted_n, "complaint"),
    )
    table = _list_table(found) if found.width else found
    return Evidence(table, ("complaints/complaints_behind",), (), notes, "complaints"), title


def _list_table(found: pl.DataFrame) -> pl.DataFrame:
    pending = codes.label("complaints.result", "pending")
    return found.select(
        "complaint_id",
        pl.col("kind").map_elements(_kind, return_dtype=pl.String).alias("complaint_kind"),
        pl.col("category_l1")
        .map_elements(counted.category, return_dtype=pl.String)
        .alias("complaint_category_name"),
        "received_day",
        "due_day",
        "closed_day",
        pl.col("result")
        .map_elements(_result, return_dtype=pl.String)
        .fill_null(pl.when(pl.col("closed_day").is_null()).then(pl.lit(pending)))
        .alias("complaint_result"),
    )
