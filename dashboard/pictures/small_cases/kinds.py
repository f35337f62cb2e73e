"""What kinds of cases they are: category by place, and the days of 带破."""

import textwrap
from html import escape
from typing import Any
from unicodedata import east_asian_width

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import grid
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import is_connected, level_of
from dashboard.pictures.small_cases import amounts
from dashboard.pictures.small_cases.lists import named
from dashboard.pictures.small_cases.units import part_names
from dashboard.texts import codes, dates, numbers, t

SHOWN_PLACES = 6
SHOWN_DAYS = 6
LONGEST_WORD = 12  # letters
WRAPPED = 4  # wide letters in a line above a column
NO_BREAK = "\u00a0"  # 34 起 stays together where a title wraps


@remembered
def premises(choice: Filters) -> Picture:
    """Cases of twelve months by category and kind of place."""
    title = t("small_cases.premises.title_plain")
    frame = ask_if_connected("small_cases/premises_categories", choice)
    if frame.is_empty():
        return Picture(title, missing="cases")
    measure = "docketed" if frame["docketed"].sum() else "received"
    frame = frame.filter(pl.col(measure) > 0)
    if frame.is_empty():
        return Picture(title, state=t("state.nothing"))
    if (frame["premises_type"] == "").all():
        return _by_unit(choice, measure)
    rows, columns, cells = _crossed(frame, measure)
    is_branch = level_of(choice.unit_id) in ("bureau", "branch")
    return Picture(
        _most(frame, measure),
        t(
            f"small_cases.premises.subtitle_{measure}",
            months=dates.rolling(12, choice.month),
            level="" if is_branch else t("small_cases.premises.of_branch"),
        ),
        figure=grid.shaded(
            [grid.Row(codes.category(row), line) for row, line in zip(rows, cells, strict=True)],
            [_wrapped(word) for word in columns],
            label_width=_width(rows),
            head_height=62,
            palette=theme.palette(),
        ),
        evidence=Evidence(
            amounts.whole(named(frame)),
            ("small_cases/premises_categories",),
            ("CAS02",) if measure == "docketed" else ("CAS01",),
            (t("small_cases.premises.rule"),),
            "category_by_place",
        ),
    )


def _by_unit(choice: Filters, measure: str) -> Picture:
    """The same cases by category and unit, where the source names no places."""
    frame = ask_if_connected("small_cases/categories_by_unit", choice).filter(pl.col(measure) > 0)
    if frame.is_empty():
        return Picture(t("small_cases.premises.title_plain"), state=t("state.nothing"))
    units = frame["unit_id"].unique(maintain_order=True).to_list()
    names = part_names(units, choice.unit_id)
    counts = {
        (u, c): n for u, c, n in frame.select("unit_id", "category_code", measure).iter_rows()
    }
    rows = sorted(set(frame["category_code"].to_list()), key=codes.category_order)
    category, n = frame.group_by("category_code").agg(pl.sum(measure)).sort(measure).row(-1)
    return Picture(
        t(
            "small_cases.premises.units_title",
            category=codes.category(category),
            share=amounts.share(n, float(frame[measure].sum())),
        ),
        t(
            f"small_cases.premises.subtitle_{measure}",
            months=dates.rolling(12, choice.month),
            level="",
        ),
        figure=grid.shaded(
            [
                grid.Row(
                    codes.category(row),
                    [_unit_cell(names[unit], row, counts.get((unit, row), 0.0)) for unit in units],
                )
                for row in rows
            ],
            [_wrapped(names[unit]) for unit in units],
            label_width=_width(rows),
            head_height=62,
            palette=theme.palette(),
        ),
        evidence=Evidence(
            amounts.whole(named(frame.with_columns(pl.col("unit_id").replace(names)))),
            ("small_cases/categories_by_unit",),
            ("CAS01",),
            (t("small_cases.premises.rule"),),
            "category_by_unit",
        ),
    )


def _unit_cell(unit: str, category: str, n: float) -> grid.Cell:
    if not n:
        return grid.Cell()
    words = codes.category(category)
    hover = t("small_cases.premises.units_hover", unit=unit, category=words, n=amounts.cases(n))
    return grid.Cell(n, numbers.count(n), f"{category}|{unit}", hover)


def _most(frame: pl.DataFrame, measure: str) -> str:
    """The title: the most frequent category, and where most of its cases happen."""
    by_category = frame.group_by("category_code").agg(pl.sum(measure)).sort(measure)
    category, n = by_category.row(-1)
    own = frame.filter(pl.col("category_code") == category).sort(measure)
    place, there = own.select("premises_type", measure).row(-1)
    return t(
        "small_cases.premises.title",
        category=codes.category(category),
        share=amounts.share(n, float(frame[measure].sum())),
        place=_place(place),
        place_share=amounts.share(there, n),
    )


def _wrapped(words: str) -> str:
    """Broken at spaces, or every four letters of Chinese, to stand above a column."""
    if any(east_asian_width(letter) == "W" for letter in words):
        return "<br>".join(textwrap.wrap(words, WRAPPED))
    return "<br>".join(_halved(word) for word in words.split(" "))


def _width(categories: list[str]) -> int:
    """Pixels that the names of the rows take; a wide letter has 13."""
    return 16 + max(
        sum(13 if east_asian_width(letter) == "W" else 7 for letter in codes.category(code))
        for code in categories
    )


def _halved(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    middle = (len(word) + 1) // 2
    return f"{word[:middle]}-<br>{word[middle:]}"


def _place(code: str) -> str:
    return codes.label("cases.premises_type", code) if code else t("small_cases.premises.unknown")


def _crossed(
    frame: pl.DataFrame, measure: str
) -> tuple[list[str], list[str], list[list[grid.Cell]]]:
    """Categories in the order of the list; the most frequent places, the others as one."""
    totals = frame.group_by("premises_type").agg(pl.sum(measure)).sort(measure, descending=True)
    places = [place for place in totals["premises_type"].to_list() if place not in ("", "other")]
    kept, rest = places[:SHOWN_PLACES], places[SHOWN_PLACES:]
    has_rest = bool(rest) or totals.height > len(places)
    rows = sorted(set(frame["category_code"].to_list()), key=codes.category_order)
    counts: dict[tuple[str, str], float] = {}
    for row in frame.iter_rows(named=True):
        place = row["premises_type"] if row["premises_type"] in kept else "other"
        key = (row["category_code"], place)
        counts[key] = counts.get(key, 0.0) + row[measure]
    shown = [*kept, *(["other"] if has_rest else [])]
    cells = [[_cell(category, place, counts) for place in shown] for category in rows]
    return rows, [_place(place) for place in shown], cells


def _cell(category: str, place: str, counts: dict[tuple[str, str], float]) -> grid.Cell:
    n = counts.get((category, place), 0.0)
    if not n:
        return grid.Cell()
    hover = t(
        "small_cases.premises.hover",
        category=codes.category(category),
        place=_place(place),
        n=amounts.cases(n),
    )
    return grid.Cell(n, numbers.count(n), f"{category}|{place}", hover)


@remembered
def series(choice: Filters) -> Picture:
    """Days on which eight or more old cases of one kind were cleared at once."""
    title = t("small_cases.series.title_plain")
    frame = ask_if_connected("small_cases/series_days", choice)
    if not frame.width or not is_connected(choice, "cases"):
        return Picture(title, missing="cases")
    if frame.is_empty():
        return Picture(title, state=t("small_cases.series.none"))
    top = frame.sort("n", "day").row(-1, named=True)
    title = t(
        "small_cases.series.title",
        day=dates.full(top["day"]),
        n=amounts.cases(top["n"]).replace(" ", NO_BREAK),
        category=codes.category(top["category_code"]),
    )
    newest = frame.head(SHOWN_DAYS)
    part = "" if level_of(choice.unit_id) == "bureau" else "_part"
    return Picture(
        title,
        t(
            f"small_cases.series.subtitle{part}",
            n=amounts.cases(float(frame["n"].sum())),
            days=frame["day"].n_unique(),
            span=choice.span,
        ),
        body='<div class="lines">'
        + "".join(_line(r) for r in newest.iter_rows(named=True))
        + "</div>",
        evidence=Evidence(
            amounts.whole(named(frame.rename({"n": "case_count"}))),
            ("small_cases/series_days",),
            ("CAS05",),
            (t("small_cases.series.rule"),),
            "series_days",
        ),
    )


def _line(row: dict[str, Any]) -> str:
    day = escape(dates.full(row["day"]))
    category = escape(codes.category(row["category_code"]))
    n = escape(amounts.cases(row["n"]))
    return (
        f'<div class="line"><span>{day}</span><span class="grow">{category}</span>'
        f'<b class="figure">{n}</b></div>'
    )
