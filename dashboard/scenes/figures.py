"""总览五数: five figures with their courses, and how the month was."""

from dataclasses import replace

import plotly.graph_objects as go
import polars as pl

from dashboard import editions, measured, theme
from dashboard.editions.compared import Difference
from dashboard.elements.cards import Card
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.overview.cards import SHOWN, card
from dashboard.pictures.overview.short_answer import short_answer
from dashboard.scenes import Big, Scene, figured, wall
from dashboard.scenes.worded import fitted, script, sentences, subtitled
from dashboard.texts import dates, numbers, t
from dashboard.theme import Palette

GUTTER = 32  # px between the figures


def scene(choice: Filters) -> Scene:
    """The five figures of 总览, their changes and targets; below each its course."""
    shown = {name: card(name, choice) for name in SHOWN}
    answer = short_answer(choice)
    headline, more = fitted(answer.lead)
    is_known = any(not each.state for each in shown.values())
    question = t("scenes.figures.question")
    said = [figured.named(name, choice) for name in SHOWN]
    told = t("scenes.semicolon").join(
        t("scenes.comma").join((figured.spoken(words), _word(shown[name])))
        for name, words in zip(SHOWN, said, strict=True)
        if words
    )
    return Scene(
        "figures",
        headline,
        subtitled((more, *sentences((answer.rest,)))),
        tuple(_big(name, each, choice) for name, each in shown.items()) if is_known else (),
        figure=courses(choice, theme.palette()) if is_known else None,
        state="" if is_known else t("state.nothing"),
        question=question,
        script=script((answer.lead, answer.rest, told), question),
        working=answer.working,
        choice=choice,
        indicator_id=next(iter(SHOWN)),
    )


def restated(drawn: Scene, choice: Filters) -> Scene:
    """The scene with what an edition said of a figure that is another one today."""
    changed = [editions.between(name, choice) for name in SHOWN]
    if not drawn.bigs or not any(changed):
        return drawn
    bigs = [
        replace(big, lines=(*filter(None, big.lines), _then_and_now(was))) if was else big
        for big, was in zip(drawn.bigs, changed, strict=True)
    ]
    told = t("scenes.semicolon").join(f"{was.name} {was.strip}" for was in changed if was)
    said = drawn.script + t("scenes.figures.restated_said", what=told)
    return replace(drawn, bigs=tuple(bigs), script=said)


def _then_and_now(was: Difference) -> str:
    return t("scenes.figures.restated", then=was.then_words, now=was.now_words)


def _word(shown: Card) -> str:
    return shown.tag[1] if shown.tag else ""


def _big(indicator_id: str, shown: Card, choice: Filters) -> Big:
    if shown.state:
        said = tuple(words for words in (shown.state, shown.note) if words)
        return Big("", "", t("scenes.strong", words=shown.name), said)
    unit = shown.unit if len(shown.unit) <= 1 else ""
    word = t("scenes.strong", words=_word(shown))
    lines = (word, figured.interval(shown), figured.aim(indicator_id, choice))
    return Big(shown.value, unit, t("scenes.strong", words=shown.name), lines)


def courses(choice: Filters, palette: Palette) -> go.Figure:
    """Five small courses under the five figures; the last point is hollow while it may move."""
    drawing = theme.figure(palette)
    width = (wall.BELOW[0] - GUTTER * (len(SHOWN) - 1)) / len(SHOWN)
    for place, (indicator_id, colour) in enumerate(SHOWN.items()):
        left = place * (width + GUTTER)
        name = str(place + 1) if place else ""
        ends = [left / wall.BELOW[0], (left + width) / wall.BELOW[0]]
        _course(drawing, indicator_id, palette.categorical[colour - 1], name, ends, choice)
    drawing.update_layout(
        margin={"l": 0, "r": 0, "t": 16, "b": 48},
        font={"size": wall.TEXT},
        hovermode=False,
        dragmode=False,
    )
    return drawing


def _course(
    drawing: go.Figure,
    indicator_id: str,
    colour: str,
    name: str,
    ends: list[float],
    choice: Filters,
) -> None:
    course = _shown(indicator_id, choice)
    axes = {"domain": ends, "anchor": f"y{name}"}
    drawing.update_layout(
        {
            f"xaxis{name}": axes | {"visible": not course.is_empty()},
            f"yaxis{name}": {"visible": False, "anchor": f"x{name}"},
        }
    )
    if course.is_empty():
        return
    _line(drawing, course, colour, name, is_open=card(indicator_id, choice).is_open)
    months = dates.months_between(dates.add_months(choice.month, 1 - choice.span), choice.month)
    years = [month for month in months[2:] if month.month == 1]  # a word needs room at the edge
    words = [t("date.year", year=month.year) for month in years]
    values = course.filter("is_enough")["value"].drop_nulls().to_list() or [0.0]
    target = _level(indicator_id, choice, course["series"][-1])
    reach = [*values, target] if target is not None else values
    air = (max(reach) - min(reach)) * 0.16 or 1.0
    drawing.update_layout(
        {
            f"xaxis{name}": {
                "tickvals": years,
                "ticktext": words,
                "tickfont": {"size": 24},
                "ticklabeloverflow": "allow",
                "range": [dates.add_months(months[0], -2), dates.add_months(months[-1], 2)],
            },
            f"yaxis{name}": {"range": [min(reach) - air, max(reach) + air]},
        }
    )
    if target is not None:
        _target(drawing, target, colour, name)


def _shown(indicator_id: str, choice: Filters) -> pl.DataFrame:
    """The course of the series in force up to the figure that is shown.

    A month that still ripens is no fall; an earlier questionnaire stands on no axis with this one.
    """
    course = measured.by_month(indicator_id, choice)
    figure = measured.latest(course, choice)
    if figure is None:
        return course.clear()
    is_own = (pl.col("month") <= figure.month) & (pl.col("series") == figure.series)
    return course.filter(is_own).tail(choice.span)


def _level(indicator_id: str, choice: Filters, series: str) -> float | None:
    """A target that the axis of a share can show; none that is said of a change."""
    indicator = get(indicator_id)
    is_shown = indicator.is_share and indicator.value_kind == "level"
    return measured.target(indicator, choice, series) if is_shown else None


def _line(
    drawing: go.Figure, course: pl.DataFrame, colour: str, name: str, *, is_open: bool
) -> None:
    months = course["month"].to_list()
    values = [row["value"] if row["is_enough"] else None for row in course.iter_rows(named=True)]
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}"}
    drawing.add_scatter(
        x=months, y=values, mode="lines", line={"color": colour, "width": 5}, **axes
    )
    drawing.add_scatter(
        x=months[-1:],
        y=values[-1:],
        mode="markers",
        marker={
            "size": 20,
            "color": theme.palette().page if is_open else colour,
            "line": {"color": colour, "width": 4},
        },
        **axes,
    )


def _target(drawing: go.Figure, target: float, colour: str, name: str) -> None:
    drawing.add_shape(
        type="line",
        x0=0,
        x1=1,
        xref=f"x{name} domain",
        y0=target,
        y1=target,
        yref=f"y{name}",
        line={"color": colour, "width": 3, "dash": "dash"},
    )
    drawing.add_annotation(
        x=0,
        xref=f"x{name} domain",
        xanchor="left",
        y=target,
        yref=f"y{name}",
        yanchor="bottom",
        text=t("overview.ratings.target", value=numbers.plain(target)),
        font={"size": 24},
        showarrow=False,
    )
