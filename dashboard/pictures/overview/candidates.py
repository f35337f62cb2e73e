"""What could be worth a look: judged changes, hot spots, doubtful data, explained breaks, duties.

Everything is gathered with the p value of its own test; what is picked from many was corrected
for how many there were.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import polars as pl

from dashboard import explanations, findings, judged, navigation
from dashboard.answers import ask_if_connected, remembered
from dashboard.filters import Filters
from dashboard.judged.courses import under
from dashboard.judged.noted import Explained, explained
from dashboard.judged.surroundings import around
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict
from dashboard.verdicts.change import (
    PAGES,
    Judgement,
    figure_words,
    moved_words,
    unit_words,
    worded,
)
from dashboard.verdicts.hot_spots import HotSpot, hot_spots

Kind = Literal["worse", "better", "check", "verified", "note", "to_do"]
LEVEL = 0.05
SHORT = 40  # characters of a unit's own words in a line
LEADS = {"callbacks": "small_cases", "complaints": "complaints"}  # where each duty leads
# Until there is a page of the data's own, a finding leads to the page whose figures it concerns.
SHOWN_ON = {
    "silent_complaints": "complaints",
    "perfect_scores": "satisfaction",
    "better_while_assessed": "satisfaction",
    "busier_while_assessed": "satisfaction",
}


@dataclass(frozen=True)
class Item:
    """One line: its tag, its words (Markdown), where it leads and with which choice.

    `subject` is what it is about: lines about the same thing are one. `short` names it inside the
    short answer; `p` orders the lines.
    """

    kind: Kind
    unit_id: str
    subject: str
    words: str
    page: str
    choice: Filters
    p: float = 1.0
    short: str = ""
    name: str = ""  # of a hot spot, where several are told in one sentence
    verdict: Verdict | None = None


@remembered
def looked_at(choice: Filters) -> tuple[int, int]:
    """How many indicators, in how many units, were tested for a change."""
    tests = judged.everything(choice)
    return len({one.indicator.id for one in tests}), len({one.unit_id for one in tests})


@remembered
def candidates(choice: Filters) -> list[Item]:
    """All that is more than chance, the strongest evidence first; duties stand at the end."""
    found = [*_changes(choice), *_hot_spots(choice), *_findings(choice), *_notes(choice)]
    told = [_with_its_own_words(item) for item in found]
    return [*sorted(told, key=lambda item: (item.p, item.unit_id)), *_duties(choice)]


def _with_its_own_words(item: Item) -> Item:
    """The line with what its unit says to it, cut; all of that stands in 单位画像."""
    subject = item.subject.partition("|")[0]
    said = [
        each
        for each in explanations.of_unit(item.unit_id, item.choice.month)
        if (each.finding == subject if each.finding else each.indicator_id in ("", subject))
    ]
    if not said:
        return item
    words = t("overview.attention.said", words=item.words, said=said[0].sentence(SHORT))
    return replace(item, words=words)


def _changes(choice: Filters) -> list[Item]:
    tests = judged.everything(choice)
    real = [
        replace(one, candidates=len(tests))  # which its working tells
        for one in tests
        if one.is_real and one.p < LEVEL / len(tests)
    ]
    own = {
        (one.indicator.id, one.outcome) for one in real if one.unit_id == choice.unit_id
    }  # what the whole says, its parts need not say again
    kinds: dict[str, Kind] = {"better": "better", "worse": "worse", "explained": "note"}
    return [
        _change(one, kinds[one.outcome], choice)
        for one in real
        if one.outcome in kinds
        and (one.unit_id == choice.unit_id or (one.indicator.id, one.outcome) not in own)
    ]


def _change(one: Judgement, kind: Kind, choice: Filters) -> Item:
    verdict = worded(one, choice)
    assert one.now is not None  # whatever is real was tested
    key = "run" if one.run else "change"
    unit = unit_words(one.unit_id) if one.unit_id != choice.unit_id else ""
    value = figure_words(one.indicator, one.now)
    short = f"{unit}{verdict.headline}"
    if kind == "better" and not one.run:  # the sentence it stands in says that it is better
        name = one.indicator.name
        short = t("overview.attention.good_short", unit=unit, ind=name, v=value).strip()
    return Item(
        kind,
        one.unit_id,
        one.indicator.id,
        t(
            f"overview.attention.{key}",
            unit=unit_words(one.unit_id),
            headline=verdict.headline,
            v=value,
        ),
        PAGES.get(one.indicator.id[:3], "overview"),
        choice.but(unit_id=one.unit_id),
        one.p,
        short,
        verdict=verdict,
    )


def _hot_spots(choice: Filters) -> list[Item]:
    """A part of a hot unit is told by the unit."""
    plain = choice.but(complaint_category="")
    return [
        _hot_spot(spot, choice)
        for spot in hot_spots(plain)
        if spot.kind != "fading" and not spot.inside
    ]


def _hot_spot(spot: HotSpot, choice: Filters) -> Item:
    category = t(f"complaints.short.{spot.category}")
    return Item(
        "worse",
        spot.unit_id,
        f"CMP07|{spot.category}",
        t(
            "overview.attention.hot_spot",
            unit=spot.name,
            category=category,
            o=numbers.count(spot.spot.observed, "complaint"),
            e=numbers.plain(spot.spot.expected, 1),
            r=numbers.times(spot.spot.index, spot.spot.low, spot.spot.high),
            kind=t(f"tag.{spot.kind}"),
        ),
        "complaints",
        choice.but(unit_id=spot.unit_id, complaint_category=spot.category),
        spot.spot.p,
        t("overview.attention.hot_spot_short", unit=spot.name, category=category),
        t("overview.attention.hot_spot_name", unit=spot.name, category=category),
        spot.verdict,
    )


def _findings(choice: Filters) -> list[Item]:
    """Those that no note of the unit has explained yet."""
    found = findings.found(choice)
    notes = around(choice, tuple(sorted({one.unit_id for one in found}))).notes
    return [
        Item(
            "verified" if one.answer else "check",
            one.unit_id,
            one.kind,
            t(
                "overview.attention.check",
                unit=unit_words(one.unit_id),
                headline=one.verdict.headline,
            ),
            one.page if navigation.exists(one.page) else SHOWN_ON.get(one.kind, "small_cases"),
            choice.but(unit_id=one.unit_id),
            one.verdict.p,
            verdict=one.verdict,
        )
        for one in found
        if not any(
            note.is_own and note.indicator_id in one.indicators
            for note in notes.get(one.unit_id, ())
        )
    ]


def _notes(choice: Filters) -> list[Item]:
    return [_note(one, choice) for one in explained(choice)]


def _note(one: Explained, choice: Filters) -> Item:
    changes = t("overview.attention.and").join(
        t(
            "overview.attention.moved",
            ind=change.indicator.name,
            moved=moved_words(change.indicator, change.difference),
        )
        for change in one.changes
    )
    words = t(
        "overview.attention.note",
        unit=unit_words(one.unit_id),
        changes=changes,
        note=one.note.name,
        since=dates.month(one.note.start),
    )
    strongest = one.changes[0]
    page = PAGES.get(strongest.indicator.id[:3], "overview")
    verdict = worded(strongest, choice)
    return Item(
        "note", one.unit_id, one.note.name, words, page, choice.but(unit_id=one.unit_id),
        one.p, verdict=verdict,
    )  # fmt: skip


def _duties(choice: Filters) -> list[Item]:
    """The chosen unit's own duties, then those of the units below with most to do."""
    due = ask_if_connected("overview/due", choice)
    if due.is_empty():
        return []
    whole = due.group_by("kind").agg(pl.col("n").sum(), pl.col("first_day").min()).sort("kind")
    below = due.filter(pl.col("unit_id") != choice.unit_id).sort(
        "n", "unit_id", descending=[True, False]
    )
    rows = whole.with_columns(unit_id=pl.lit(choice.unit_id)).select(due.columns).rows()
    allowed = {choice.unit_id, *under(choice)}
    return [_duty(choice, *row) for row in rows + below.rows() if row[1] in allowed]


def _duty(choice: Filters, kind: str, unit_id: str, n: int, first: date) -> Item:
    words = t(
        f"overview.attention.{kind}",
        unit=unit_words(unit_id),
        n=numbers.count(n),
        day=dates.in_year(first),
    )
    return Item("to_do", unit_id, kind, words, LEADS[kind], choice.but(unit_id=unit_id))
