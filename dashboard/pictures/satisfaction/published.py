"""Results that came only as published figures: drawn apart, without intervals nobody can give."""

from typing import Any

import polars as pl

from dashboard import theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals, line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.texts import codes, dates, numbers, t

MOST_LINES = 6
# 双测评 stands before all else, in the colours it has everywhere; others take the next ones.
FIRST = {"safety": 1, "police_satisfaction": 2}


def _name(construct: str) -> str:
    return codes.label("external_scores.construct", construct)


def _keyed(frame: pl.DataFrame) -> pl.DataFrame:
    """With the line each figure belongs to, in `line`: a key, and in `name` what it is called.

    A construct is one line, also where every wave has a report of its own as its source; where
    one period has several sources of a construct, each source is a line.
    """
    doubled = frame.group_by("construct", "programme", "period_end").len()["len"].max()
    is_single = doubled == 1
    names = {construct: _name(construct) for construct in frame["construct"].unique()}
    return frame.with_columns(
        line=pl.col("construct") if is_single else pl.concat_str("construct", "source"),
        name=pl.col("construct").replace_strict(names) if is_single else pl.col("source"),
        month=pl.col("period_end").dt.truncate("1mo"),
    )


@remembered
def course_of_published(choice: Filters) -> Picture | None:
    """What was published for the unit over time; None where nothing was."""
    frame = ask_if_connected("satisfaction/published_scores", choice)
    if frame.is_empty():
        return None
    frame = _keyed(frame)
    first = pl.col("construct").is_in(list(FIRST))
    counted = frame.group_by("line", first.alias("first")).len()
    keys = counted.sort(["first", "len", "line"], descending=[True, True, False])["line"]
    lines = []
    for place, key in enumerate(keys.to_list()[:MOST_LINES]):
        own = frame.filter(pl.col("line") == key).sort("month")
        points = [
            line.Point(row["month"], row["value"], segment=row["programme"], hover=_hover(row))
            for row in own.iter_rows(named=True)
        ]
        last = f"{numbers.plain(points[-1].value, 1)}%"
        colour = FIRST.get(key, place + len(FIRST) + 1)
        lines.append(line.Line(points, own["name"][-1], last, colour))
    months = dates.months_between(min(frame["month"].to_list()), max(frame["month"].to_list()))
    return Picture(
        t("satisfaction.published.title", source=_sources(frame)),
        t("satisfaction.published.subtitle"),
        figure=line.over_time(
            lines, months=months, suffix="%", label_width=170, palette=theme.palette()
        ),
        note=t("satisfaction.published.note"),
        evidence=Evidence(
            frame.drop("line", "name"), ("satisfaction/published_scores",), (), (), "published"
        ),
    )


def _sources(frame: pl.DataFrame) -> str:
    """The programmes by name; one that is in no list by the first words of its sources."""
    names = {
        row["source"].split(" · ")[0]
        if row["programme"] == "other"
        else codes.label("external_scores.programme", row["programme"])
        for row in frame.select("programme", "source").iter_rows(named=True)
    }
    return t("satisfaction.list").join(sorted(names))


def _hover(row: dict[str, Any]) -> str:
    return t(
        "satisfaction.published.point",
        name=_name(str(row["construct"])),
        first=dates.full(row["period_start"]),
        last=dates.full(row["period_end"]),
        value=numbers.plain(row["value"], 1),
    )


@remembered
def published_units(choice: Filters) -> Picture | None:
    """The last published figures of the units below, in list order; None where there are none."""
    frame = ask_if_connected("satisfaction/published_by_unit", choice)
    if frame.is_empty():
        return None
    constructs = (
        frame.group_by("construct").len().sort(["len", "construct"], descending=[True, False])
    )
    wanted = constructs["construct"].to_list()
    construct = "police_satisfaction" if "police_satisfaction" in wanted else wanted[0]
    own = frame.filter(pl.col("construct") == construct)
    rows = [
        intervals.Row(
            row["unit_id"],
            row["short_name"],
            row["value"],
            words=f"{numbers.plain(row['value'], 1)}%",
            hover=f"{row['short_name']}<br>{_hover(row)}",
            colour=4,
            is_strong=row["unit_id"] in (choice.unit_id, choice.other_unit_id),
        )
        for row in own.iter_rows(named=True)
    ]
    return Picture(
        t("satisfaction.published.units_title", name=_name(construct)),
        t(
            "satisfaction.published.units_subtitle",
            day=dates.full(max(own["period_end"].to_list())),
        ),
        figure=intervals.dots(rows, suffix="%", label_width=160, palette=theme.palette()),
        note=t("satisfaction.published.units_note"),
        evidence=Evidence(frame, ("satisfaction/published_by_unit",), (), (), "published_by_unit"),
    )
