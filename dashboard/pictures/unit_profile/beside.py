"""Two units side by side: every indicator of both, and whether they can be told apart."""

from html import escape

import polars as pl

from dashboard.answers import remembered
from dashboard.elements.evidence import Evidence
from dashboard.elements.picture import Picture
from dashboard.elements.style import tag
from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.judged.courses import Window, of_unit
from dashboard.judged.judging import is_enough, length_of
from dashboard.pictures.unit_profile import workload
from dashboard.pictures.unit_profile.assessed import in_order
from dashboard.statistics.discoveries import benjamini_hochberg
from dashboard.statistics.estimates import tested
from dashboard.statistics.funnels import FALSE_DISCOVERIES
from dashboard.texts import numbers, t
from dashboard.verdicts.change import figure_words, unit_words

YEAR = 12
Row = tuple[Indicator, str, str, float | None, float]


@remembered
def picture(choice: Filters) -> Picture:
    """A table of both; a difference is named only after allowing for all that are compared."""
    names = unit_words(choice.unit_id), unit_words(choice.other_unit_id)
    title = t("unit_profile.beside.title", unit=names[0], other=names[1])
    rows = _rows(choice)
    if not rows:
        return Picture(title, state=t("unit_profile.beside.none"))
    known = [row[3] for row in rows if row[3] is not None]
    q = iter(benjamini_hochberg(known))
    said = [
        (row, _word(row[4], next(q)) if row[3] is not None else t("unit_profile.beside.no_test"))
        for row in rows
    ]
    different = [words for _, words in said if words in _different()]
    head = (t("column.indicator"), *names, t("unit_profile.beside.difference"))
    body = "".join(_cells(row, words) for row, words in said)
    header = "".join(f"<th>{escape(words)}</th>" for words in head)
    return Picture(
        title,
        t(
            "unit_profile.beside.subtitle",
            k=len(rows),
            d=len(different),
            own=_load(choice.unit_id, choice),
            other=_load(choice.other_unit_id, choice),
        ),
        body=f'<div style="overflow:auto;height:100%"><table class="table"><tr>{header}</tr>'
        f"{body}</table></div>",
        evidence=Evidence(
            pl.DataFrame(
                [
                    {"indicator": row[0].name, "own_words": row[1], "other_words": row[2],
                     "p_value": row[3], "standing": words}
                    for row, words in said
                ]
            ),
            ("measured/courses",),
            (),
            (t("unit_profile.beside.rule"), t("peers.fairness")),
            "two_units",
        ),
    )  # fmt: skip


def _cells(row: Row, words: str) -> str:
    colour = "accent" if words in _different() else "neutral"
    cells = (escape(row[0].name), escape(row[1]), escape(row[2]), tag(colour, words))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _rows(choice: Filters) -> list[Row]:
    other = choice.but(unit_id=choice.other_unit_id, other_unit_id="")
    theirs = of_unit(other)
    rows: list[Row] = []
    for (_, indicator_id), course in in_order(choice).items():
        against = theirs.get((other.unit_id, indicator_id))
        lengths = (
            length_of(course.indicator, choice.unit_id),
            length_of(course.indicator, other.unit_id),
        )
        if against is None or not all(lengths) or not course.judged or not against.judged:
            continue
        last = min(course.judged[-1], against.judged[-1], key=lambda month: month.month)
        length = YEAR if course.indicator.roll == "sum" else 1
        own = course.window(last.month, length, last.series)
        others = against.window(last.month, length, last.series)
        if own is not None and others is not None:
            rows.append(_row(course.indicator, own, others))
    return rows


def _row(indicator: Indicator, own: Window, other: Window) -> Row:
    few = t("tag.too_few")
    enough = is_enough(indicator, own.sums), is_enough(indicator, other.sums)
    words = (
        figure_words(indicator, own.sums) if enough[0] else few,
        figure_words(indicator, other.sums) if enough[1] else few,
    )
    if not all(enough) or indicator.kind == "stock":
        return (indicator, *words, None, 0.0)
    found = tested(indicator.estimated_by, indicator.scale, other.sums, own.sums, ())
    if found is None:
        return (indicator, *words, None, 0.0)
    return (indicator, *words, found.p, found.difference)


def _different() -> tuple[str, str]:
    return t("unit_profile.beside.higher"), t("unit_profile.beside.lower")


def _word(difference: float, q: float) -> str:
    if q >= FALSE_DISCOVERIES:
        return t("unit_profile.beside.alike")
    higher, lower = _different()
    return higher if difference > 0 else lower


def _load(unit_id: str, choice: Filters) -> str:
    found = workload.workload(choice.but(unit_id=unit_id, other_unit_id=""))
    return numbers.plain(found.own, 1) if found is not None else t("tag.not_connected")
