"""Units beside each other by how much they solve, held to the same kinds of cases: three groups in
name order, no ranking and no light."""

from dataclasses import dataclass, replace
from html import escape

import polars as pl

from dashboard import peers, theme
from dashboard.answers import ask_if_connected, remembered
from dashboard.charts import intervals
from dashboard.elements import no_ranks
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.filters import Filters
from dashboard.measured import level_of
from dashboard.peers import Peers
from dashboard.pictures import peers as peer_groups
from dashboard.pictures.small_cases import amounts
from dashboard.pictures.small_cases.units import short_names
from dashboard.statistics import standardisation
from dashboard.statistics.proportions import wilson
from dashboard.texts import dates, numbers, t

INDICATOR = "CAS02"
YEAR = 12
MOST_DRAWN = 13  # units that a picture can hold
WORDS_WIDTH = 178
STANDARDISED = {
    "unit_id": pl.String,
    "docketed": pl.Float64,
    "solved": pl.Float64,
    "raw_share": pl.Float64,
    "raw_low": pl.Float64,
    "raw_high": pl.Float64,
    "expected_solved": pl.Float64,
    "ratio": pl.Float64,
    "standardised": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}


@dataclass(frozen=True)
class Compared:
    """Units with their figures before and after standardisation, `group` and `is_inside`."""

    peers: Peers
    units: pl.DataFrame
    rate: float  # the bureau's
    last_month: object


@remembered
def compared(choice: Filters) -> Compared | None:
    """The units under the chosen one (beside it where it has none under it); None without data.

    Expected: the bureau's rate of each kind of case on the unit's own cases. The groups are the
    funnel's of O/E inside the peer group, with Benjamini-Hochberg.
    """
    level = "branch" if level_of(choice.unit_id) == "bureau" else "station"
    asked = ask_if_connected("small_cases/clearance_by_kind", choice, level=level)
    if asked.is_empty():
        return None
    whole = asked.filter("is_reference")
    units = _standardised(asked.filter(~pl.col("is_reference")), whole)
    found = _judged(units, choice.but(unit_id=_above(choice)), level)
    if found is None:
        return None
    judged = found.frame.select("unit_id", "short_name", "peer_group", "is_inside", "group", "q")
    joined = judged.join(units, on="unit_id", how="left", maintain_order="left")
    rate = float(whole["solved"].sum()) / float(whole["docketed"].sum())
    return Compared(found, joined, rate, whole["last_month"].max())


@remembered
def standing(choice: Filters, level: str) -> Peers | None:
    """The units of a level beside their peers, held to the same kinds of cases; for other pages."""
    asked = ask_if_connected("small_cases/clearance_by_kind", choice, level=level)
    if asked.is_empty():
        return None
    whole = asked.filter("is_reference")
    return _judged(_standardised(asked.filter(~pl.col("is_reference")), whole), choice, level)


def _judged(units: pl.DataFrame, choice: Filters, level: str) -> Peers | None:
    sums = units.select(
        "unit_id",
        expected=pl.col("expected_solved"),
        observed=pl.col("solved"),
        n=pl.col("docketed"),
    )
    return peers.of_ratios(INDICATOR, choice, level, sums)


def _above(choice: Filters) -> str:
    """A station is shown among those of its branch."""
    if level_of(choice.unit_id) in ("bureau", "branch"):
        return choice.unit_id
    units = ask_if_connected("choice/units")
    parents = dict(units.select("unit_id", "parent_unit_id").iter_rows())
    return str(parents.get(choice.unit_id) or choice.unit_id)


def _standardised(asked: pl.DataFrame, whole: pl.DataFrame) -> pl.DataFrame:
    kinds = whole.select("category_code", all_docketed="docketed", all_solved="solved")
    rows = []
    for (unit_id,), own in asked.group_by(["unit_id"], maintain_order=True):
        known = own.join(kinds, on="category_code", how="left").fill_null(0.0)
        docketed, solved = float(own["docketed"].sum()), float(own["solved"].sum())
        found = standardisation.indirect(
            known["solved"], known["docketed"], known["all_solved"], known["all_docketed"]
        )
        if found is None or docketed <= 0:
            continue
        low, high = wilson(solved, docketed)
        rows.append(
            [
                unit_id, docketed, solved, solved / docketed * 100, low * 100, high * 100,
                found.expected, found.ratio, found.rate * 100, found.rate_low * 100,
                found.rate_high * 100,
            ]
        )  # fmt: skip
    return pl.DataFrame(rows, schema=STANDARDISED, orient="row")


@remembered
def clearance(choice: Filters) -> Picture:
    """Standardised clearance of each unit with its interval and group; before it in 依据."""
    title = t("small_cases.clearance.title")
    found = compared(choice)
    if found is None:
        return Picture(title, missing="cases")
    inside = found.units.filter("is_inside")
    enough = inside.filter(pl.col("group") != "too_few")
    picture = Picture(
        _title(enough),
        t("small_cases.clearance.subtitle", months=dates.rolling(YEAR, found.last_month)),  # type: ignore[arg-type]
        note=t("small_cases.clearance.note") + peer_groups.said_by(found.peers, choice),
        evidence=_evidence(found),
        action=no_ranks.action(found.peers),
    )
    if enough.is_empty():
        most = float(inside["docketed"].fill_null(0).max() or 0)  # type: ignore[arg-type]
        return replace(picture, title=title, state=amounts.too_few(most))
    rows = [_row(row, choice) for row in inside.iter_rows(named=True)]
    if len(rows) > MOST_DRAWN:
        return replace(picture, body=_lines(rows))
    return replace(
        picture,
        figure=intervals.dots(
            rows,
            reference=found.rate * 100,
            reference_label=t("small_cases.clearance.reference", rate=numbers.rate(found.rate)),
            suffix="%",
            words_width=WORDS_WIDTH,
            palette=theme.palette(),
        ),
    )


def _title(enough: pl.DataFrame) -> str:
    """How many stand apart from the others, and how many do not."""
    groups = enough["group"].to_list()
    above, below = groups.count("above"), groups.count("below")
    key = "title_apart" if above or below else "title_alike"
    return t(
        f"small_cases.clearance.{key}",
        units=numbers.count(len(groups), "unit"),
        above=above,
        below=below,
    )


def _row(row: dict[str, object], choice: Filters) -> intervals.Row:
    unit_id, name = str(row["unit_id"]), str(row["short_name"])
    is_own = unit_id == choice.unit_id
    figures = {key: float(row[key] or 0.0) for key in STANDARDISED if key != "unit_id"}  # type: ignore[arg-type]
    if row["group"] == "too_few":
        state = t("small_cases.clearance.too_few", n=amounts.cases(figures["docketed"]))
        return intervals.Row(unit_id, name, state=state, is_strong=is_own)
    value, low, high = (figures[key] / 100 for key in ("standardised", "low", "high"))
    group = t(f"small_cases.clearance.{row['group']}")
    hover = t(
        "small_cases.clearance.hover",
        unit=name,
        docketed=amounts.cases(figures["docketed"]),
        solved=amounts.cases(figures["solved"]),
        rate=amounts.share_with_interval(figures["solved"], figures["docketed"]),
        expected=numbers.plain(figures["expected_solved"], 1),
        ratio=numbers.plain(figures["ratio"], 2),
        after=numbers.rate_with_interval(value, low, high),
        group=group,
    )
    words = t(
        "small_cases.clearance.words",
        rate=numbers.rate_with_interval(value, low, high),
        group=group,
    )
    return intervals.Row(
        unit_id,
        name,
        value * 100,
        low * 100,
        high * 100,
        words,
        hover=hover,
        is_strong=is_own or row["group"] != "alike",
    )


def _group_words(group: str) -> str:
    return t("tag.too_few") if group == "too_few" else t(f"small_cases.clearance.{group}")


def _lines(rows: list[intervals.Row]) -> str:
    """More units than a picture holds: their names and figures, to be scrolled."""
    lines = "".join(
        f'<div class="line"><span class="grow">{escape(row.name)}</span>'
        f"<span>{escape(row.words or row.state)}</span></div>"
        for row in rows
    )
    return f'<div class="lines" style="overflow:auto;height:290px">{lines}</div>'


def _evidence(found: Compared) -> Evidence:
    inside = found.units.filter("is_inside")
    names = short_names(inside["unit_id"].to_list())
    shown = inside.select(
        pl.col("unit_id").replace(names),
        *(pl.col(name).round(2) for name in STANDARDISED if name != "unit_id"),
        group=pl.Series([_group_words(g) for g in inside["group"].to_list()], dtype=pl.String),
    )
    notes = (
        peer_groups.answer(found.peers),
        t("small_cases.clearance.rule", rate=numbers.rate(found.rate)),
        t("small_cases.clearance.note"),
    )
    return Evidence(
        shown,
        ("small_cases/clearance_by_kind",),
        (INDICATOR,),
        notes,
        "small_case_clearance",
    )
