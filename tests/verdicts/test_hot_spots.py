"""V9 on drawn courses: what is hot, of which kind, since when, and whether a measure cooled it."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import polars as pl
import pytest

from dashboard import texts
from dashboard.filters import Filters
from dashboard.texts import dates
from dashboard.verdicts import hot_cells, hot_list, hot_spots
from dashboard.verdicts.hot_cells import Cell

LAST = date(2026, 10, 1)
CHOICE = Filters(unit_id="C", month=LAST)
MONTHS = dates.months_between(dates.add_months(LAST, -25), LAST)
STATIONS = {f"S{branch}{n}": f"B{branch}" for branch in (1, 2) for n in range(30)}
USUAL = 4.0
Counts = dict[tuple[str, str], list[float]]
CELLS = hot_cells.cells.__wrapped__
Drawn = Callable[..., dict[tuple[str, str], Cell]]


def course(*last: float) -> list[float]:
    """As usual but for the last months."""
    return [USUAL] * (len(MONTHS) - len(last)) + list(last)


def rows(counts: Counts) -> pl.DataFrame:
    """Observed and expected of every unit, category and month; branches and the city are sums."""
    stations = pl.DataFrame(
        [
            (unit, above, category, month, counts.get((unit, category), course())[place])
            for unit, above in STATIONS.items()
            for category in ("attitude", "progress")
            for place, month in enumerate(MONTHS)
        ],
        schema=["unit_id", "parent_id", "category", "month", "observed"],
        orient="row",
    ).with_columns(level=pl.lit("station"), expected=pl.lit(USUAL))
    parts = [stations]
    for level, unit, above in (("branch", "parent_id", pl.lit("C")), ("bureau", "", pl.lit(""))):
        key = pl.col(unit) if unit else pl.lit("C")
        parts.append(
            stations.group_by(key.alias("unit_id"), "category", "month")
            .agg(pl.sum("observed"), pl.sum("expected"))
            .with_columns(level=pl.lit(level), parent_id=above)
            .sort("unit_id", "category", "month")
        )
    return pl.concat(parts, how="diagonal").with_columns(
        short_name=pl.col("unit_id"), compared=pl.col("observed")
    )


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Drawn:
    """Puts drawn months in the place of the questions; gives the cells by unit and category."""

    def judged(counts: Counts, measures: pl.DataFrame | None = None) -> dict[tuple[str, str], Cell]:
        def asked(question: str, *_: object, **given: object) -> pl.DataFrame:
            if question.endswith("measures"):
                return pl.DataFrame() if measures is None else measures
            return rows(counts).filter(pl.col("month") >= given["first_month"])

        for module in (hot_cells, hot_list):
            monkeypatch.setattr(module, "ask_if_connected", asked)
        monkeypatch.setattr(hot_cells.measured, "months_of_history", lambda *_: len(MONTHS))
        monkeypatch.setattr(hot_cells, "exposure", lambda _: "matters")
        found = CELLS(CHOICE)
        monkeypatch.setattr(hot_cells, "cells", lambda _: found)
        monkeypatch.setattr(hot_list, "rating_holds", lambda *_: None)
        known = SimpleNamespace(cutoff=date(2026, 11, 1), id=1)
        monkeypatch.setattr(hot_spots, "snapshot", lambda: known)
        monkeypatch.setattr(hot_spots.units, "names", dict)
        return {(cell.unit_id, cell.category): cell for cell in found}

    return judged


def hot(cells: dict[tuple[str, str], Cell]) -> set[tuple[str, str]]:
    return {place for place, cell in cells.items() if cell.is_hot}


def test_a_city_as_expected_has_no_hot_spot(drawn: Drawn) -> None:
    cells = drawn({})
    assert not hot(cells)
    assert cells["S10", "attitude"].expected == 3 * USUAL
    assert cells["B1", "attitude"].expected == 90 * USUAL
    assert hot_spots.hot_spots.__wrapped__(CHOICE) == []
    assert hot_list.entries.__wrapped__(CHOICE) == []


def test_one_station_is_found_and_nothing_beside_it(drawn: Drawn) -> None:
    cells = drawn({("S10", "attitude"): course(12, 12, 12)})
    assert hot(cells) == {("S10", "attitude")}
    found = cells["S10", "attitude"]
    assert (found.observed, found.expected, found.inside) == (36, 12, "")
    assert found.spot is not None
    assert found.spot.index == pytest.approx(40 / 16)


def test_parts_of_a_hot_branch_are_found_inside_it(drawn: Drawn) -> None:
    # Each alone is not enough among all cells of stations, but the branch is hot.
    high = {(f"S1{n}", "progress"): course(8, 8, 7) for n in range(5)}
    cells = drawn(high)
    assert hot(cells) == {("B1", "progress"), *high}
    assert cells["S10", "progress"].inside == "B1"
    assert cells["B1", "progress"].inside == ""
    spots = hot_spots.hot_spots.__wrapped__
    assert [one.unit_id for one in spots(CHOICE) if not one.inside] == ["B1"]
    # Its branch is not looked at with a station: the station says it itself.
    assert [one.inside for one in spots(CHOICE.but(unit_id="S10"))] == [""]


COURSES = [
    ((25.0,), "new"),
    ((20, 20), "lasting"),
    ((14,) * 6, "lasting"),
    (tuple(float(n) for n in range(9, 23)), "growing"),
    ((12,) * 14, "lasting"),
    ((12,) * 14 + (0, 0, 0), ""),
    ((14,) * 13 + (1, 0), "fading"),
]


@pytest.mark.parametrize(("last", "kind"), COURSES)
def test_the_kind_follows_the_last_twelve_month_ends(
    drawn: Drawn, last: tuple[float, ...], kind: str
) -> None:
    assert drawn({("S10", "attitude"): course(*last)})["S10", "attitude"].kind == kind


def test_a_single_month_end_says_nothing_of_before() -> None:
    assert hot_cells.kind([True], [3.0]) == "new"
    assert hot_cells.kind([False], [0.0]) == ""


def test_the_sentence_of_a_hot_spot(drawn: Drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "language", lambda: "zh")
    drawn({("S10", "attitude"): course(12, 12, 12), ("S20", "progress"): course(15, 15, 15)})
    first, second = hot_spots.hot_spots.__wrapped__(CHOICE)
    assert (first.unit_id, second.unit_id) == ("S20", "S10")  # by strength of evidence
    assert second.verdict.template == "V9"
    assert second.verdict.tag == second.kind == "lasting"
    assert second.verdict.headline == "投诉热点（持续）：S10“服务态度”"
    assert second.verdict.sentence == (
        "近3月 36 件，按办件量应有 12.0 件，校正后 2.5 倍(2.0–3.0)，不是偶然。"
    )
    assert len(second.verdict.headline) <= 24
    assert second.since == date(2026, 9, 1)
    working = second.verdict.working
    assert working is not None
    assert "O ＝ 36 件" in working.inputs
    assert "(36 + 4) ÷ (12.00 + 4)" in working.formula
    assert "同级 120 格" in working.rule
    assert working.choice is not None
    assert working.choice.complaint_category == "attitude"


def test_a_category_or_unit_chosen_narrows_the_list_and_not_the_judgement(drawn: Drawn) -> None:
    drawn({("S10", "attitude"): course(12, 12, 12), ("S20", "progress"): course(15, 15, 15)})
    spots = hot_spots.hot_spots.__wrapped__
    assert [one.unit_id for one in spots(CHOICE.but(complaint_category="attitude"))] == ["S10"]
    assert [one.unit_id for one in spots(CHOICE.but(unit_id="B2"))] == ["S20"]
    assert spots(CHOICE.but(unit_id="S11")) == []


def noted(unit_id: str, day: date) -> pl.DataFrame:
    return pl.DataFrame({"unit_id": [unit_id], "first_day": [day], "words": ["measure"]})


def test_an_entry_keeps_its_month_and_waits_for_three_calm_ones(drawn: Drawn) -> None:
    drawn({("S10", "attitude"): course(14, 14, 14, 4, 3, 3)})
    (entry,) = hot_list.entries.__wrapped__(CHOICE)
    assert entry.since == date(2026, 6, 1)
    assert (entry.calm, entry.may_leave, entry.rating) == (1, False, None)
    drawn({("S10", "attitude"): course(14, 14, 14, 4, 3, 3, 4, 4)})
    (entry,) = hot_list.entries.__wrapped__(CHOICE)
    assert (entry.calm, entry.may_leave) == (3, True)


MEASURES = [
    (date(2026, 8, 1), (14, 14, 14, 3, 3, 3), "cooled"),
    (date(2026, 8, 1), (14, 14, 14, 13, 14, 12), "not_cooled"),
    (date(2026, 8, 1), (14, 14, 14, 9, 8, 9), "not_cooled"),  # fewer, and still above
    (date(2026, 8, 2), (14, 14, 14, 3, 3, 3), "too_early"),  # three whole months are not over
]


@pytest.mark.parametrize("unit_id", ["S10", "B1"])
@pytest.mark.parametrize(("day", "last", "outcome"), MEASURES)
def test_a_measure_is_judged_after_three_whole_months(
    drawn: Drawn, unit_id: str, day: date, last: tuple[float, ...], outcome: str
) -> None:
    drawn({("S10", "attitude"): course(*last)}, noted(unit_id, day))
    (entry,) = [one for one in hot_list.entries.__wrapped__(CHOICE) if one.cell.unit_id == "S10"]
    assert entry.cooling is not None
    assert entry.cooling.outcome == outcome


def test_measures_of_others_and_of_long_before_do_not_count(drawn: Drawn) -> None:
    counts = {("S10", "attitude"): course(14, 14, 14, 3, 3, 3)}
    for measure in (noted("S11", date(2026, 8, 1)), noted("S10", date(2026, 1, 1))):
        drawn(counts, measure)
        (entry,) = hot_list.entries.__wrapped__(CHOICE)
        assert entry.measure is None
