"""V9: the tested hot spots of complaints, each with its kind, its sentence and its arithmetic."""

from dataclasses import dataclass
from datetime import date

from dashboard import units
from dashboard.answers import remembered, snapshot
from dashboard.filters import Filters
from dashboard.statistics.hotspots import LEVEL, Hotspot, final_run
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, hot_cells, say
from dashboard.verdicts.hot_cells import Cell

PAGE = "complaints"


@dataclass(frozen=True)
class HotSpot:
    """A unit whose complaints of one category are more than its exposure lets expect.

    `kind` is a key under [tag]: new, lasting, growing, fading. `since` is the first of the months
    it has been hot without a break. `inside` is the unit above where its cell is among the hot
    spots too: that one already says it.
    """

    unit_id: str
    name: str
    level: str
    category: str
    kind: str
    since: date
    inside: str
    spot: Hotspot
    verdict: Verdict


@remembered
def hot_spots(choice: Filters) -> list[HotSpot]:
    """The hot spots at and under the chosen unit, the strongest evidence first."""
    known = hot_cells.cells(choice)
    inside = hot_cells.under(choice.unit_id, known)
    found = [
        _hot_spot(cell, choice, cell.inside if cell.inside in inside else "")
        for cell in known
        if cell.is_hot
        and cell.unit_id in inside
        and choice.complaint_category in ("", cell.category)
    ]
    return sorted(found, key=lambda one: (one.spot.p, one.unit_id, one.category))


def _hot_spot(cell: Cell, choice: Filters, inside: str) -> HotSpot:
    spot = cell.spot
    assert spot is not None  # nothing is hot without something to expect
    run = final_run([int(step.is_hot) for step in cell.steps])
    return HotSpot(
        cell.unit_id,
        cell.name,
        cell.level,
        cell.category,
        cell.kind,
        cell.steps[-run].month,
        inside,
        spot,
        verdict(cell, spot, choice),
    )


def verdict(cell: Cell, spot: Hotspot, choice: Filters) -> Verdict:
    """V9 of one hot cell."""
    return say(
        "V9",
        cell.kind,
        working=working(cell, spot, choice),
        p=spot.p,
        kind=t(f"tag.{cell.kind}"),
        unit=cell.name,
        category=t(f"complaints.short.{cell.category}"),
        by=t(f"complaints.exposure.{hot_cells.exposure(choice)}"),
        m=hot_cells.WINDOW,
        o=numbers.count(spot.observed, "complaint"),
        e=numbers.plain(spot.expected, 1),
        r=numbers.times(spot.index, spot.low, spot.high),
    )


def working(cell: Cell, spot: Hotspot, choice: Filters) -> Working:
    """O and E, the shrunk index, its test, and the judgements that make the kind."""
    o, e = numbers.plain(spot.observed), numbers.plain(spot.expected, 2)
    words = {
        "unit": units.names().get(cell.unit_id, cell.name),
        "category": t(f"complaints.short.{cell.category}"),
        "by": t(f"complaints.exposure.{hot_cells.exposure(choice)}"),
        "span": dates.rolling(hot_cells.WINDOW, choice.month),
        "o": o,
        "e": e,
    }
    last = cell.steps[-hot_cells.STEPS :]
    return Working(
        inputs=t("verdict.hot_working.inputs", **words),
        formula=t("verdict.hot_working.formula", o=o, e=e),
        result=t(
            "verdict.hot_working.result",
            r=numbers.times(spot.index, spot.low, spot.high),
            p=numbers.p_value(spot.p),
            q=numbers.p_value(spot.q),
            o=o,
            e=e,
        ),
        rule=t(
            "verdict.hot_working.rule",
            cells=numbers.count(looked_at(cell, choice)),
            kind=t(f"tag.{cell.kind}"),
            hot=sum(step.is_hot for step in last),
            steps=len(last),
            level=numbers.plain(LEVEL, 2),
        ),
        source=t(
            "verdict.hot_working.source",
            cutoff=dates.cutoff(snapshot().cutoff),
            snapshot=snapshot().id,
        ),
        page=PAGE,
        choice=choice.but(unit_id=cell.unit_id, complaint_category=cell.category),
    )


def looked_at(cell: Cell, choice: Filters) -> int:
    """How many cells of the same level are judged together."""
    return sum(
        other.level == cell.level and other.expected is not None
        for other in hot_cells.cells(choice)
    )
