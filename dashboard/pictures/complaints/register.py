"""上榜—销号: who is on the list since when, what was done, and what the measure did."""

from html import escape

import polars as pl

from dashboard import explanations, theme
from dashboard.answers import remembered
from dashboard.charts import line
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted
from dashboard.statistics.hotspots import hotspot
from dashboard.statistics.register import CALM_STEPS
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import hot_list
from dashboard.verdicts.hot_cells import WINDOW, Step
from dashboard.verdicts.hot_list import Cooling, Entry

SHOWN = 6  # lines the picture's height holds
WIDEST = 196  # px of a cell
AS_EXPECTED = 1.0
STATES = {  # the word at the end of a line and its colour
    "leaving": "good",
    "cooled": "good",
    "growing": "bad",
    "new": "bad",
    "lasting": "bad",
    "fading": "neutral",
    "calm": "watch",
}


@remembered
def register(choice: Filters) -> Picture:
    """The entries at and under the chosen unit, in the order of the units' list."""
    if not counted.cells(choice):
        return counted.nothing(t("complaints.register.title_missing"), choice)
    if not counted.by_words(choice):
        return Picture(t("complaints.register.title_missing"), state=t("complaints.no_exposure"))
    entries = hot_list.entries(choice)
    if not entries:
        state = t("complaints.register.none", rule=_rule(entries))
        return Picture(t("complaints.register.title_none"), state=state)
    heads = ("unit", "category", "since", "measure", "index", "state")
    head = "".join(f"<th>{escape(t(f'complaints.register.head_{name}'))}</th>" for name in heads)
    shown = entries[:SHOWN]
    body = "".join(
        _line(entry, before) for entry, before in zip(shown, [None, *shown], strict=False)
    )
    note = _rule(entries)
    if len(entries) > SHOWN:
        note = f"{t('complaints.register.more', n=len(entries) - SHOWN)} {note}"
    units = dict.fromkeys((entry.cell.unit_id, entry.cell.name) for entry in entries)
    note += explanations.below(list(units), choice.month, "CMP07")
    leaving = sum(entry.may_leave for entry in entries)
    return Picture(
        t("complaints.register.title", n=len(entries), m=leaving),
        t("complaints.register.subtitle", when=counted.when(choice)),
        body=f'<table class="table"><tr>{head}</tr>{body}</table>'
        f'<div class="note">{escape(note)}</div>',
        evidence=Evidence(
            _table(entries),
            ("complaints/index_by_month", "complaints/measures"),
            ("CMP07", hot_list.RATING),
            [t("complaints.register.rule"), t("complaints.cooling.rule")],
            "complaints_register",
        ),
    )


def _rule(entries: list[Entry]) -> str:
    """The exit rule as written at entry; and where its second half cannot be looked up."""
    rule = t("complaints.register.exit", n=CALM_STEPS)
    lacking = [entry.cell.name for entry in entries if entry.rating is None]
    if not lacking:
        return rule
    if len(lacking) == len(entries):
        return rule + t("complaints.register.no_rating")
    names = counted.listed(list(dict.fromkeys(lacking)))
    return rule + t("complaints.register.no_rating_of", units=names)


def state_of(entry: Entry) -> str:
    """A key of [complaints.register.state]: leaving, cooled, calm, or the kind of hot spot."""
    if entry.may_leave:
        return "leaving"
    if entry.cooling is not None and entry.cooling.outcome == "cooled":
        return "cooled"
    return entry.cell.kind if entry.cell.is_hot else "calm"


def _line(entry: Entry, before: Entry | None) -> str:
    """A row; what was done there as in the row `before` is not said twice."""
    is_same = before is not None and entry.measure is not None and before.measure == entry.measure
    state = state_of(entry)
    words = (
        entry.cell.name,
        counted.category(entry.cell.category, short=True),
        dates.month(entry.since),
        t("complaints.register.same") if is_same else _measure_words(entry),
        t(
            "complaints.register.from_to",
            first=numbers.plain(entry.first, 1),
            last=numbers.plain(entry.index, 1),
        ),
    )
    cells = "".join(
        f'<td title="{escape(word)}" style="max-width:{WIDEST}px">{escape(word)}</td>'
        for word in words
    )
    mark = tag(STATES[state], t(f"complaints.register.state.{state}", n=entry.calm))
    return f"<tr>{cells}<td>{mark}</td></tr>"


def _measure_words(entry: Entry) -> str:
    if entry.measure is None:
        return t("complaints.register.no_measure")
    day = dates.month(dates.month_start(entry.measure.first_day))
    return t("complaints.register.measure", words=entry.measure.words, month=day)


def _table(entries: list[Entry]) -> pl.DataFrame:
    rating = {True: "yes", False: "no", None: "unknown"}
    return pl.DataFrame(
        {
            "complaint_unit": [entry.cell.name for entry in entries],
            "complaint_category_name": [counted.category(entry.cell.category) for entry in entries],
            "listed_since": [entry.since for entry in entries],
            "index_at_entry": [entry.first for entry in entries],
            "shrunk_index": [entry.index for entry in entries],
            "lower_bound": [entry.cell.steps[-1].low for entry in entries],
            "calm_months": [entry.calm for entry in entries],
            "rating_not_below": [
                t(f"complaints.register.rating.{rating[entry.rating]}") for entry in entries
            ],
            "measure": [entry.measure.words if entry.measure else "" for entry in entries],
            "measure_day": [
                entry.measure.first_day if entry.measure else None for entry in entries
            ],
            "measure_outcome": [
                t(f"complaints.cooling.{entry.cooling.outcome}") if entry.cooling else ""
                for entry in entries
            ],
            "cooling_p": [
                entry.cooling.ratio.p if entry.cooling and entry.cooling.ratio else None
                for entry in entries
            ],
        },
        schema_overrides={"measure_day": pl.Date, "cooling_p": pl.Float64},
    )


@remembered
def cooling(choice: Filters) -> Picture:
    """The index of one entry over the months, with its measure: did it cool?"""
    if not counted.cells(choice) or not counted.by_words(choice):
        return Picture(t("complaints.cooling.title_missing"), state=t("complaints.no_exposure"))
    entry = followed(choice)
    if entry is None:
        return Picture(t("complaints.cooling.title_missing"), state=t("complaints.register.nobody"))
    points = [_point(entry, step) for step in entry.cell.steps[-choice.span :]]
    breaks = (
        [line.Mark(dates.month_start(entry.measure.first_day), label=t("complaints.cooling.mark"))]
        if entry.measure
        else []
    )
    figure = line.over_time(
        [line.Line(points, target=AS_EXPECTED)],
        months=[point.month for point in points],
        breaks=breaks,
        from_zero=True,
        palette=theme.palette(),
    )
    outcome = entry.cooling.outcome if entry.cooling else "no_measure"
    return Picture(
        t(f"complaints.cooling.title_{outcome}", unit=entry.cell.name),
        t(
            "complaints.cooling.subtitle",
            category=counted.category(entry.cell.category, short=True),
        ),
        figure=figure,
        note=_cooling_words(entry),
        evidence=Evidence(
            _course_table(entry),
            ("complaints/index_by_month", "complaints/measures"),
            ("CMP07",),
            [t("complaints.cooling.rule")],
            "complaints_after_measure",
        ),
    )


def followed(choice: Filters) -> Entry | None:
    """The chosen unit's own entry, else the first whose measure can be judged, has one, or is."""
    entries = hot_list.entries(choice)

    def rank(entry: Entry) -> tuple[bool, bool, bool]:
        is_judged = entry.cooling is not None and entry.cooling.outcome != "too_early"
        return entry.cell.unit_id != choice.unit_id, not is_judged, entry.measure is None

    return min(entries, key=rank, default=None)


def _point(entry: Entry, step: Step) -> line.Point:
    spot = hotspot(step.observed, step.expected)
    hover = t(
        "complaints.cooling.hover",
        month=dates.month(step.month),
        n=numbers.count(step.observed, "complaint"),
        expected=numbers.plain(step.expected, 1),
        index=numbers.times(spot.index, spot.low, spot.high),
    )
    return line.Point(step.month, spot.index, spot.low, spot.high, hover=hover)


def _cooling_words(entry: Entry) -> str:
    if entry.measure is None:
        return t("complaints.cooling.no_measure_yet")
    words = t(
        "complaints.cooling.measure",
        words=entry.measure.words,
        month=dates.month(dates.month_start(entry.measure.first_day)),
    )
    found = entry.cooling
    if found is None or found.after is None or found.before is None or found.ratio is None:
        return words + t("complaints.cooling.wait", n=WINDOW)
    return words + _test_words(found)


def _test_words(found: Cooling) -> str:
    assert found.before and found.after and found.ratio
    return t(
        "complaints.cooling.test",
        before=numbers.count(found.before.observed, "complaint"),
        before_expected=numbers.plain(found.before.expected, 1),
        after=numbers.count(found.after.observed, "complaint"),
        after_expected=numbers.plain(found.after.expected, 1),
    )


def _course_table(entry: Entry) -> pl.DataFrame:
    spots = [hotspot(step.observed, step.expected) for step in entry.cell.steps]
    return pl.DataFrame(
        {
            "month": [step.month for step in entry.cell.steps],
            "observed": [step.observed for step in entry.cell.steps],
            "expected": [step.expected for step in entry.cell.steps],
            "shrunk_index": [spot.index for spot in spots],
            "lower_bound": [spot.low for spot in spots],
            "upper_bound": [spot.high for spot in spots],
            "is_hot_spot": [step.is_hot for step in entry.cell.steps],
        }
    )
