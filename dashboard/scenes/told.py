"""告知与满意: whoever was told is more satisfied, solved or not. Together, never a cause."""

from collections.abc import Mapping
from dataclasses import replace

import plotly.graph_objects as go

from dashboard import theme
from dashboard.filters import Filters
from dashboard.pictures.satisfaction import groups
from dashboard.pictures.satisfaction.rates import Rate
from dashboard.scenes import Scene, figured, general, wall
from dashboard.scenes.worded import script, subtitled
from dashboard.statistics.proportions import Difference
from dashboard.texts import numbers, t
from dashboard.theme import Palette

NOT_TOLD = "FLW04"
PLACES = {
    ("solved", "notified"): 0.0,
    ("solved", "not_notified"): -1.0,
    ("unsolved", "notified"): -2.5,
    ("unsolved", "not_notified"): -3.5,
}
NAMES, VALUES = 32, 36  # px
LEFT, GAP = 270, 24  # px of the names at the least, and between them and the axis
BOLD = 1.08  # of the width of letters that are not bold
HEAD = 0.6  # of a per cent: half an arrow's head
ARROWS = {True: "triangle-right", False: "triangle-left"}
Known = Mapping[tuple[str, str], Rate | None]


def scene(choice: Filters) -> Scene:
    """Four rates in two pairs, each with the difference inside the pair."""
    picture = groups.by_notice(choice)
    drawn = general.of_picture("told", picture, choice)
    known = groups.notice_rates(choice)
    rates = {group: rate for group, rate in known.items() if rate is not None}
    if picture.figure is None:
        return drawn
    gaps = groups.notice_gaps({group: rate.share for group, rate in rates.items()})
    bigs = figured.big(NOT_TOLD, choice)
    if bigs:
        bigs = (replace(bigs[0], label=t("scenes.told.label")),)
    question = t("scenes.told.question")
    asked = t("scenes.told.asked", n=numbers.count(sum(rate.n for rate in rates.values())))
    is_real = len(gaps) > 1 and all(gap.low > 0 for gap in gaps.values())
    differ = t("scenes.told.differ" if is_real else "scenes.told.level")
    return replace(
        drawn,
        subtitle=subtitled((picture.subtitle, asked, differ, t("scenes.told.together"))),
        bigs=bigs,
        figure=figure(known, gaps, theme.palette()),
        question=question,
        script=script(_told(picture.title, rates, gaps, choice), question),
        working=figured.workings(NOT_TOLD, choice=choice),
        indicator_id=NOT_TOLD,
    )


def _told(
    title: str,
    rates: Mapping[tuple[str, str], Rate],
    gaps: Mapping[str, Difference],
    choice: Filters,
) -> tuple[str, ...]:
    pairs = [
        t(
            f"scenes.told.pair_{outcome}",
            told=rates[outcome, "notified"].words,
            not_told=rates[outcome, "not_notified"].words,
            points=numbers.plain(gap.value * 100, 1),
        )
        for outcome, gap in gaps.items()
    ]
    own = (figured.named(NOT_TOLD, choice), figured.aim(NOT_TOLD, choice))
    said = t("scenes.comma").join(figured.spoken(words) for words in own if words)
    return (title, *pairs, t("scenes.told.caution"), said)


def figure(known: Known, gaps: Mapping[str, Difference], palette: Palette) -> go.Figure:
    """Markers with intervals; inside a pair an arrow from those not told to those told."""
    drawing = theme.figure(palette)
    shown = [rate for rate in known.values() if rate is not None]
    low = min((rate.low for rate in shown), default=0.0) * 100
    first = max(0, int((low - 6) // 10 * 10))
    for group, place in PLACES.items():
        _name(drawing, group, place, known.get(group), palette)
        rate = known.get(group)
        if rate is None:
            _state(drawing, place, first, is_known=group in known, palette=palette)
        else:
            _rate(drawing, rate, place, is_told=group[1] == "notified", palette=palette)
    for outcome, gap in gaps.items():
        _gap(drawing, known, outcome, gap, palette)
    step = 20 if first < 70 else 10
    ticks = [tick for tick in range(0, 101, step) if tick >= first]
    drawing.update_xaxes(
        range=[first, 102],
        tickvals=ticks,
        ticktext=[f"{tick}%" for tick in ticks],
        tickfont={"size": 26},
        showgrid=True,
        gridcolor=palette.grid,
        gridwidth=2,
        showline=True,
        linecolor=palette.rule,
        linewidth=2,
    )
    drawing.update_yaxes(visible=False, range=[-4.1, 0.7])
    drawing.update_layout(
        margin={"l": _names_width(), "r": 70, "t": 10, "b": 60},
        font={"size": wall.TEXT},
        hovermode=False,
        dragmode=False,
    )
    return drawing


def _names_width() -> int:
    names = (t("scenes.told." + "_".join(group)) for group in PLACES)
    return max(LEFT, round(max(wall.width(name, NAMES) for name in names) * BOLD) + 2 * GAP)


def _name(
    drawing: go.Figure,
    group: tuple[str, str],
    place: float,
    rate: Rate | None,
    palette: Palette,
) -> None:
    words = {"x": 0, "xref": "paper", "xanchor": "right", "xshift": -GAP, "showarrow": False}
    drawing.add_annotation(
        y=place,
        yshift=18 if rate else 0,
        text=f"<b>{t('scenes.told.' + '_'.join(group))}</b>",
        font={"size": NAMES, "color": palette.ink},
        **words,
    )
    if rate is not None:
        drawing.add_annotation(
            y=place,
            yshift=-22,
            text=numbers.count(rate.n, "person"),
            font={"size": 26, "color": palette.muted},
            **words,
        )


def _state(
    drawing: go.Figure, place: float, first: float, *, is_known: bool, palette: Palette
) -> None:
    drawing.add_annotation(
        x=first,
        xanchor="left",
        xshift=16,
        y=place,
        text=t("tag.too_few" if is_known else "tag.suppressed"),
        font={"size": NAMES, "color": palette.faint},
        showarrow=False,
    )


def _rate(drawing: go.Figure, rate: Rate, place: float, *, is_told: bool, palette: Palette) -> None:
    colour = palette.good if is_told else palette.bad
    drawing.add_scatter(
        x=[rate.low * 100, rate.high * 100],
        y=[place, place],
        mode="lines",
        line={"color": colour, "width": 14},
    )
    drawing.add_scatter(
        x=[rate.value * 100],
        y=[place],
        mode="markers",
        marker={"size": 30, "color": colour, "symbol": "circle" if is_told else "diamond"},
    )
    margin = numbers.interval(rate.value, rate.low, rate.high)
    drawing.add_annotation(
        x=rate.value * 100,
        y=place,
        yshift=44,
        text=f"<b>{numbers.rate(rate.value)}</b>{margin}",
        font={"size": VALUES, "color": colour},
        showarrow=False,
    )


def _gap(drawing: go.Figure, known: Known, outcome: str, gap: Difference, palette: Palette) -> None:
    told, not_told = known[outcome, "notified"], known[outcome, "not_notified"]
    if told is None or not_told is None:
        return
    above, below = PLACES[outcome, "notified"], PLACES[outcome, "not_notified"]
    start = (not_told.high if gap.value > 0 else not_told.low) * 100
    end = told.value * 100
    line = {"color": palette.muted, "width": 3}
    drawing.add_shape(
        type="line", x0=told.value * 100, x1=told.value * 100, y0=above - 0.16, y1=below,
        line=line | {"dash": "dot"},
    )  # fmt: skip
    drawing.add_shape(type="line", x0=start, x1=end, y0=below, y1=below, line=line)
    drawing.add_scatter(
        x=[told.value * 100 - (HEAD if gap.value > 0 else -HEAD)],
        y=[below],
        mode="markers",
        marker={"size": 20, "color": palette.muted, "symbol": ARROWS[gap.value > 0]},
    )
    drawing.add_annotation(
        x=(not_told.value + told.value) * 50,
        y=below,
        yshift=-36,
        text=f"<b>{t('scenes.told.gap', points=numbers.plain(gap.value * 100, 1))}</b>",
        font={"size": NAMES, "color": palette.ink},
        showarrow=False,
    )
