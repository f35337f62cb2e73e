"""Issues people raised, and what else was promised beside the ten matters."""

from collections.abc import Mapping
from html import escape

import polars as pl

from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.pictures.promises.figures import commitments
from dashboard.statistics.proportions import wilson
from dashboard.texts import codes, dates, numbers, t

SHOWN = 6
TOLD = ("due_n", "kept_n")
LEAST = 30


@remembered
def issues(choice: Filters) -> Picture:
    """Raised and closed in twelve months, by occasion."""
    found = ask_if_connected("promises/issues_by_month", choice)
    if found.is_empty():
        return Picture(t("promises.issues.title_missing"), missing="activities")
    kinds = found.group_by("activity_type").agg(pl.col("issues_n", "closed_n").sum())
    kinds = kinds.sort("issues_n", "activity_type", descending=[True, False])
    raised, closed = (float(kinds[name].sum()) for name in ("issues_n", "closed_n"))
    low, high = wilson(closed, raised)
    head = "".join(
        f"<th>{escape(t(f'promises.issues.head_{name}'))}</th>"
        for name in ("occasion", "raised", "closed", "share")
    )
    rows = "".join(_row(row) for row in kinds.head(SHOWN).iter_rows(named=True))
    return Picture(
        t(
            "promises.issues.title",
            n=numbers.count(raised),
            rate=numbers.rate_with_interval(closed / raised, low, high),
        ),
        dates.rolling(12, choice.month),
        body=f'<table class="table"><tr>{head}</tr>{rows}</table>',
        note="",
        evidence=Evidence(
            found.with_columns(
                activity=pl.col("activity_type").map_elements(_kind, return_dtype=pl.String)
            ).select("month", "activity", "issues_n", "closed_n"),
            ("promises/issues_by_month",),
            ("SVC05",),
            [t("promises.issues.note")],
            "issues",
        ),
    )


def _row(row: Mapping[str, float | str]) -> str:
    raised, closed = float(row["issues_n"]), float(row["closed_n"])
    share = numbers.rate(closed / raised) if raised >= LEAST else t("tag.too_few")
    words = (_kind(str(row["activity_type"])), numbers.count(raised), numbers.count(closed), share)
    return "<tr>" + "".join(f"<td>{escape(word)}</td>" for word in words) + "</tr>"


def _kind(code: str) -> str:
    return codes.label("activities.activity_type", code)


@remembered
def others(choice: Filters) -> Picture:
    """The other commitments on record, with their owner, how much was done, and until when."""
    listed = [row for row in commitments(choice) if row["source"] != "ten_matters"]
    title = t("promises.others.title", n=len(listed))
    if not listed:
        return Picture(
            t("promises.others.title_none"),
            state=t("promises.others.none"),
        )  # fmt: skip
    told = ask_if_connected("promises/kept_by_month", choice)
    sums = (
        told.filter(pl.col("basis") == "told").group_by("commitment_id").agg(pl.col(*TOLD).sum())
        if told.width
        else pl.DataFrame(schema={"commitment_id": pl.String} | dict.fromkeys(TOLD, pl.Float64))
    )
    done = {code: (due, kept) for code, due, kept in sums.iter_rows()}
    body = "".join(_other(row, done.get(str(row["commitment_id"]))) for row in listed[:SHOWN])
    note = t("promises.others.more", n=len(listed), shown=SHOWN) if len(listed) > SHOWN else ""
    return Picture(
        title,
        t("promises.others.subtitle", month=dates.month(choice.month)),
        body=f'<div class="lines tight">{body}</div><div class="note">{escape(note)}</div>',
        evidence=Evidence(
            pl.DataFrame(listed, infer_schema_length=None)
            .select("commitment_id", "title", "public_text", "owner", "start_date", "due_date")
            .join(sums, on="commitment_id", how="left", maintain_order="left")
            .rename({"due_n": "promised_n"}),
            ("promises/commitments", "promises/kept_by_month"),
            name="other_commitments",
        ),
    )


def _other(row: Mapping[str, object], done: tuple[float, float] | None) -> str:
    parts = t(
        "promises.others.line",
        code=str(row["commitment_id"]),
        title=str(row["title"]),
        owner=str(row["owner"] or t("promises.others.no_owner")),
    )
    if done is None or not done[0]:
        figure = t("promises.others.not_told")
    else:
        kept, due = (numbers.count(done[place]) for place in (1, 0))
        figure = t("promises.others.kept", kept=kept, due=due)
    return (
        f'<div class="line"><span class="grow">{escape(parts)}</span>'
        f'<b class="figure">{escape(figure)}</b></div>'
    )
