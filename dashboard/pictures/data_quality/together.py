"""Figures that only say something beside each other: how good, and how it was recorded."""

from html import escape

import polars as pl

from dashboard import measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t

# A good figure and what must be read with it: an indicator, or a share of data_quality/records;
# and the data set without which there is neither.
PAIRS = (
    ("CAS02", "docketed", "cases"),
    ("CMP02", "reopened", "complaints"),
    ("SAT02", "SAT08", "survey_answers"),
)


@remembered
def pairs(choice: Filters) -> Picture:
    """Three pairs, each with intervals, over twelve months where the figure adds up."""
    known = {dataset for *_, dataset in PAIRS if measured.is_connected(choice, dataset)}
    rows = [
        {
            "name": left,
            "figure": _said(left, choice),
            "beside": right,
            "other": _said(right, choice),
            "none": t(f"tag.{'too_few' if dataset in known else 'not_connected'}"),
        }
        for left, right, dataset in PAIRS
    ]
    told = [row for row in rows if row["figure"] or row["other"]]
    if not told:
        title = t("data_quality.pairs.title")
        if known:
            return Picture(title, state=t("data_quality.pairs.none"))
        return Picture(title, missing="cases")
    lines = "".join(_line(row) for row in rows)
    table = pl.DataFrame(
        [
            {
                "name": _name(row["name"]),
                "figure": row["figure"] or row["none"],
                "beside": _name(row["beside"]),
                "other": row["other"] or row["none"],
            }
            for row in rows
        ]
    )
    used = tuple(name for pair in PAIRS for name in pair if name.isupper())
    return Picture(
        t("data_quality.pairs.title"),
        t("data_quality.pairs.subtitle", when=dates.rolling(12, choice.month)),
        body=f'<div class="lines">{lines}</div>',
        evidence=Evidence(
            table,
            ("measured/by_month", "data_quality/records"),
            used,
            [t(f"data_quality.pairs.why_{left}") for left, *_ in PAIRS],
            "pairs",
        ),
    )


def _said(what: str, choice: Filters) -> str:
    """A figure of twelve months with its interval; "" where there is none."""
    if what.isupper():
        course = measured.by_month(what, choice, 12)
        figure = measured.latest(course, choice)
        if figure is None or not figure.is_enough:
            return ""
        return measured.words(get(what), figure)
    rows = ask_if_connected("data_quality/records", choice)
    own = rows.filter(pl.col("share") == what) if rows.width else rows
    if own.is_empty() or not own["denominator"][0]:
        return ""
    part, whole = float(own["numerator"][0]), float(own["denominator"][0])
    return numbers.rate_with_interval(part / whole, *wilson(part, whole))


def _name(what: str) -> str:
    return get(what).name if what.isupper() else t(f"data_quality.pairs.{what}")


def _line(row: dict[str, str]) -> str:
    parts = []
    for name, value in ((row["name"], row["figure"]), (row["beside"], row["other"])):
        shown = escape(value or row["none"])
        parts.append(
            f'<span class="grow">{escape(_name(name))}<br><b class="figure">{shown}</b></span>'
        )
    return f'<div class="line">{"".join(parts)}</div>'
