"""Lists of cases: opaque id, category, age, unit, next due date and nothing else."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Any

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements import workbook
from dashboard.elements.evidence import Evidence, with_labels
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.small_cases import amounts
from dashboard.pictures.small_cases.units import full_names, short_names
from dashboard.statistics.progress import Expected, expected_misses
from dashboard.texts import codes, dates, numbers, t

SHOWN = 6
OLDEST = 8
DAYS = 7
YEAR = 12  # months that tell how the share kept varies
RECENT = 3  # months that tell what it is now
ALL = 1_000_000  # rows of a list that is not cut short
MOVED = ("moved_in", "moved_out")
NEEDED = ("cases", "case_events")  # without callbacks on record all would seem to be due


def lacking(choice: Filters) -> str:
    """The data set without which nobody knows what is due: cases or case_events; "" with both."""
    for name in NEEDED:
        if not measured.is_connected(choice, name):
            return name
    is_told = ask_if_connected("small_cases/callbacks_due_by_unit", choice).width
    return "" if is_told else "case_events"


def due_by_unit(choice: Filters) -> list[tuple[str, int]]:
    """Units with callbacks due within seven days and how many, most first."""
    frame = ask_if_connected("small_cases/callbacks_due_by_unit", choice)
    return list(frame.iter_rows()) if frame.height else []


@remembered
def due(choice: Filters) -> Picture:
    """Callbacks due in the seven days after the chosen month, the tightest first."""
    title = t("small_cases.due.title")
    frame = ask_if_connected("small_cases/callbacks_due", choice, rows=ALL)
    if missing := lacking(choice) or ("" if frame.width else "case_events"):
        return Picture(title, missing=missing)
    if frame.is_empty():
        return Picture(title, state=t("small_cases.due.none"))
    heads = ("unit_id", "category_code", "premises_type", "point_day", "last_day", "days_left")
    usual = _usual_shares(choice)
    first = frame.head(SHOWN)
    of_one_branch = measured.level_of(choice.unit_id) != "bureau"
    names = short_names(first["unit_id"].to_list()) if of_one_branch else full_names()
    rows = [_due_cells(row, names, usual) for row in first.iter_rows(named=True)]
    note = t("small_cases.due.note", total=amounts.cases(frame.height), shown=len(rows))
    forecast = misses(choice)
    if forecast is not None:
        note = _forecast_words(forecast) + note
    notes = [t("small_cases.due.rule")]
    if forecast is not None:
        notes.append(t("small_cases.due.forecast_rule", n=numbers.count(forecast.due)))
    return Picture(
        title,
        _week(choice),
        body=_table([t(f"small_cases.head.{h}") for h in (*heads, "usual")], rows, note),
        evidence=Evidence(
            named(_with_usual(frame, usual)),
            (
                "small_cases/callbacks_due",
                "small_cases/callbacks_due_by_unit",
                "small_cases/callbacks_ahead",
            ),
            ("FLW06",),
            notes,
            "callbacks_due",
        ),
    )


def _week(choice: Filters) -> str:
    """Which seven days they are: they follow the chosen month, not the day the reader looks."""
    first = measured.end_of(choice)
    last = first + timedelta(days=DAYS - 1)
    return t("small_cases.due.week", first=dates.full(first), last=dates.in_year(last))


@dataclass(frozen=True)
class Misses:
    """Callbacks due within seven days, made or not, and how many are likely to be missed."""

    due: float
    expected: Expected
    usual: float  # the share kept in the last three months


@remembered
def misses(choice: Filters) -> Misses | None:
    """The forecast of breaches, by the unit's own share kept; None where it cannot be told."""
    ahead = ask_if_connected("small_cases/callbacks_ahead", choice)
    past = measured.by_month("FLW06", choice, 1)
    if ahead.is_empty() or past.is_empty() or choice.category_code:
        return None
    past = past.filter(pl.col("is_mature") & (pl.col("denominator") > 0)).tail(YEAR)
    due = float(ahead["made"][0] + ahead["to_make"][0])
    n, kept = past["denominator"], past["numerator"]
    if float(n.tail(RECENT).sum()) < get("FLW06").minimum_n:
        return None
    found = expected_misses(due, float(ahead["to_make"][0]), n, kept, RECENT)
    if found is None:
        return None
    usual = float(kept.tail(RECENT).sum()) / float(n.tail(RECENT).sum())
    return Misses(due, found, usual)


def _forecast_words(found: Misses) -> str:
    return t(
        "small_cases.due.forecast",
        usual=numbers.rate(found.usual),
        range=numbers.between(found.expected.low, found.expected.high, 0),
    )


def _usual_shares(choice: Filters) -> dict[str, str]:
    """What share each station keeps, over its window; 样本不足 on too few."""
    frame = measured.by_unit("FLW06", choice, "station")
    return {
        row["unit_id"]: numbers.rate(row["value"] / 100) if row["is_enough"] else t("tag.too_few")
        for row in frame.iter_rows(named=True)
        if row["value"] is not None
    }


def _with_usual(frame: pl.DataFrame, usual: dict[str, str]) -> pl.DataFrame:
    words = [usual.get(unit, "") for unit in frame["unit_id"].to_list()]
    return frame.with_columns(usual=pl.Series(words, dtype=pl.String))


def _due_cells(row: dict[str, Any], names: dict[str, str], usual: dict[str, str]) -> list[str]:
    return [
        names.get(row["unit_id"], row["unit_id"]),
        codes.category(row["category_code"]),
        codes.label("cases.premises_type", row["premises_type"] or ""),
        t("small_cases.due.point", n=row["point_day"]),
        dates.in_year(row["last_day"]),
        numbers.count(row["days_left"], "day") if row["days_left"] else t("small_cases.due.today"),
        usual.get(row["unit_id"], ""),
    ]


@remembered
def due_workbook(choice: Filters) -> Callable[[], bytes]:
    """Makes the workbook of all callbacks due: a sheet for each unit that has any.

    What is asked and worded is so now: it is made where no reader's session is known.
    """
    frame = ask_if_connected("small_cases/callbacks_due", choice, rows=ALL)
    sheets: dict[str, pl.DataFrame] = {}
    if frame.height:
        words = with_labels(named(_with_usual(frame, _usual_shares(choice))))
        unit = words.columns[frame.columns.index("unit_id")]
        for (name,), own in words.group_by([unit], maintain_order=True):
            sheets[str(name)] = own
    return functools.partial(workbook.of_sheets, dict(sorted(sheets.items())))


def named(frame: pl.DataFrame) -> pl.DataFrame:
    """Codes and unit ids of a list as names; a share of a case only where there is one."""
    names = full_names()
    changes = []
    if "unit_id" in frame.columns:
        words = [names.get(unit, unit) for unit in frame["unit_id"].to_list()]
        changes.append(pl.Series("unit_id", words, dtype=pl.String))
    if "category_code" in frame.columns:
        words = [codes.category(code) for code in frame["category_code"].to_list()]
        changes.append(pl.Series("category_code", words, dtype=pl.String))
    if "premises_type" in frame.columns:
        found = frame["premises_type"].to_list()
        words = [codes.label("cases.premises_type", code or "") for code in found]
        changes.append(pl.Series("premises_type", words, dtype=pl.String))
    if "flow" in frame.columns:
        words = [t(f"small_cases.flow.{flow}") for flow in frame["flow"].to_list()]
        changes.append(pl.Series("flow", words, dtype=pl.String))
    frame = frame.with_columns(changes)
    if "share" in frame.columns and (frame["share"] == 1).all():
        frame = frame.drop("share")
    return frame


@remembered
def oldest(choice: Filters) -> Picture:
    """The oldest cases still open at the end of the chosen month."""
    title = t("small_cases.oldest.title")
    frame = _open_cases(choice, choice.month, _oldest_age(choice), None, OLDEST)
    if not frame.width or not measured.is_connected(choice, "cases"):
        return Picture(title, missing="cases")
    if frame.is_empty():
        return Picture(title, state=t("small_cases.oldest.none"))
    heads = ("case_id", "category_code", "age_days", "unit_id", "next_due_day")
    rows = [_oldest_cells(row) for row in frame.iter_rows(named=True)]
    return Picture(
        title,
        t("small_cases.oldest.subtitle", month=dates.month_end(choice.month)),
        body=_table([t(f"small_cases.head.{h}") for h in heads], rows),
        evidence=Evidence(
            named(frame), ("small_cases/open_cases",), ("CAS04",), name="oldest_open"
        ),
    )


def _oldest_age(choice: Filters) -> int:
    """The age above which to look for the oldest; 0 where all must be looked at."""
    if choice.category_code:  # ages are not known by category
        return 0
    bins = ask_if_connected("small_cases/open_age_bins", choice)
    as_old = 0.0
    for age, n in reversed(bins.select("age_from", "n").rows() if bins.width else []):
        as_old += n
        if as_old >= OLDEST:
            return int(age)
    return 0


def _oldest_cells(row: dict[str, Any]) -> list[str]:
    due_day = row["next_due_day"]
    return [
        row["case_id"],
        codes.category(row["category_code"]),
        numbers.count(row["age_days"], "day"),
        full_names().get(row["unit_id"], row["unit_id"]),
        dates.in_year(due_day) if due_day else t("small_cases.oldest.no_point"),
    ]


def _open_cases(
    choice: Filters, month: date, low: int, high: int | None, rows: int
) -> pl.DataFrame:
    return ask_if_connected(
        "small_cases/open_cases", choice, at_month=month, age_from=low, age_to=high, rows=rows
    )


def behind(choice: Filters, clicked: str) -> tuple[str, Evidence] | None:
    """The list behind a part of the stock or age picture, with its title; None for rubbish.

    `clicked` is "<flow>|<month>", "stock|<month>" or "<age>-<age>|<month>".
    """
    key, _, day = clicked.partition("|")
    try:
        month = date.fromisoformat(day)
    except ValueError:
        return None
    if key == "stock":
        frame = _open_cases(choice, month, 0, None, ALL)
        title = t("small_cases.behind.stock", month=dates.month_end(month))
        return title, _list(frame, "small_cases/open_cases", title)
    low, dash, high = key.partition("-")
    if dash and low.isdigit() and high.isdigit():
        frame = _open_cases(choice, month, int(low), int(high), ALL)
        band = t("small_cases.ages.band", low=low, high=min(int(high), 730))
        title = t("small_cases.behind.band", month=dates.month_end(month), band=band)
        return title, _list(frame, "small_cases/open_cases", title)
    flows = list(MOVED) if key == "moved" else [key]
    frame = ask_if_connected("small_cases/cases_of_flow", choice, at_month=month, flows=flows)
    if key != "moved" and frame.width:
        frame = frame.drop("flow")
    flow = t(f"small_cases.flow.{key}")
    title = t("small_cases.behind.flow", month=dates.month(month), flow=flow)
    return title, _list(frame, "small_cases/cases_of_flow", title)


def _list(frame: pl.DataFrame, question: str, name: str) -> Evidence:
    n = float(frame["share"].sum()) if frame.width and frame.height else 0.0
    notes = [t("small_cases.behind.n", n=amounts.cases(n))]
    if frame.width and not (frame["share"] == 1).all():
        notes.append(t("small_cases.shares"))
    return Evidence(named(frame), (question,), ("CAS04",), notes, "cases")


def _table(heads: list[str], rows: list[list[str]], note: str = "") -> str:
    head = "".join(f"<th>{escape(word)}</th>" for word in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    foot = f'<div class="note">{escape(note)}</div>' if note else ""
    return f'<table class="table"><tr>{head}</tr>{body}</table>{foot}'
