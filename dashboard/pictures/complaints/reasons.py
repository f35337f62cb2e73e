"""What people complain about, the most frequent first, 三难 in blue."""

from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import pareto
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.complaints import counted
from dashboard.texts import numbers, t

SHOWN = 8  # bars the picture's height holds


@remembered
def by_frequency(choice: Filters) -> Picture:
    """Reasons of three months in the chosen unit; a click gives category|reason."""
    found = ask_if_connected("complaints/counts_by_reason", choice)
    if not found.width:
        return Picture(t("complaints.reasons.title_missing"), missing="complaints")
    whole = float(found["complaint_count"].sum()) if not found.is_empty() else 0.0
    if not whole:
        return counted.nothing(t("complaints.reasons.title_missing"), choice)
    rows = list(found.iter_rows(named=True))
    if not counted.records(choice, "category"):
        return Picture(t("complaints.reasons.title_missing"), state=t("complaints.no_category"))
    return Picture(
        _title(rows, whole, choice),
        t("complaints.reasons.subtitle", when=counted.when(choice)),
        figure=pareto.bars(_bars(rows, whole), palette=theme.palette()),
        note=_rest(rows, whole),
        evidence=Evidence(
            _table(found, whole),
            ("complaints/counts_by_reason",),
            ("CMP06",),
            [
                counted.span(choice),
                t("complaints.evidence.role"),
            ],
            "complaints_by_reason",
        ),
    )


def _title(rows: list[dict[str, Any]], whole: float, choice: Filters) -> str:
    if whole < get("CMP06").minimum_n:  # the card beside it shows no share either
        return t("complaints.reasons.title_missing")
    top = counted.reason(rows[0]["category_l1"], rows[0]["category_l2"])
    share = numbers.rate(rows[0]["complaint_count"] / whole)
    if choice.complaint_category:
        return t("complaints.reasons.title_plain", reason=top, share=share)
    difficult = [row for row in rows if row["is_difficulty"]]
    if not difficult:
        return t("complaints.reasons.title_plain", reason=top, share=share)
    first = difficult[0]
    return t(
        "complaints.reasons.title",
        rate=numbers.rate(sum(row["complaint_count"] for row in difficult) / whole),
        reason=counted.reason(first["category_l1"], first["category_l2"]),
    )


def _bars(rows: list[dict[str, Any]], whole: float) -> list[pareto.Reason]:
    bars = []
    for row in rows[:SHOWN]:
        n, name = row["complaint_count"], counted.reason(row["category_l1"], row["category_l2"])
        hover = t(
            "complaints.reasons.hover",
            reason=name,
            category=counted.category(row["category_l1"]),
            n=numbers.count(n, "complaint"),
            share=numbers.rate(n / whole),
        )
        key = f"{row['category_l1']}|{row['category_l2']}"
        share = f"{numbers.plain(n / whole * 100)}%"
        bars.append(
            pareto.Reason(key, name, n, numbers.plain(n), share, row["is_difficulty"], hover)
        )
    return bars


def _rest(rows: list[dict[str, Any]], whole: float) -> str:
    rest = rows[SHOWN:]
    if not rest:
        return ""
    n = sum(row["complaint_count"] for row in rest)
    return t(
        "complaints.reasons.others",
        k=len(rest),
        n=numbers.count(n, "complaint"),
        share=numbers.rate(n / whole),
    )


def _table(found: pl.DataFrame, whole: float) -> pl.DataFrame:
    names = [
        (counted.category(one), counted.reason(one, other))
        for one, other in found.select("category_l1", "category_l2").iter_rows()
    ]
    return found.select(
        pl.Series("complaint_category_name", [name for name, _ in names]),
        pl.Series("complaint_reason_name", [name for _, name in names]),
        "is_difficulty",
        "complaint_count",
        complaint_share=pl.col("complaint_count") / whole,
        cumulative_share=pl.col("complaint_count").cum_sum() / whole,
    )
