"""A table of figures whose cells are shaded by size: cohorts, kinds of case by kind of place."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Cell:
    """A figure with the words that stand for it.

    Without a value the cell has no shade; words, if any, are then pale: what is expected.
    """

    value: float | None = None
    words: str = ""
    key: str = ""  # what a click gives
    hover: str = ""


@dataclass(frozen=True)
class Row:
    """A line of cells, one for each column; `aside` says why they are empty."""

    label: str
    cells: Sequence[Cell]
    aside: str = ""


def shaded(
    rows: Sequence[Row],
    columns: Sequence[str],
    *,
    label_width: int = 88,
    head_height: int = 26,
    strongest: float | None = None,
    palette: Palette,
) -> go.Figure:
    """Rows from the top in their order; `strongest` is the value of the darkest shade."""
    drawing = figure(palette)
    places = list(range(len(rows)))
    values = [[cell.value for cell in row.cells] for row in rows]
    known = [value for line in values for value in line if value is not None]
    top = strongest or max(known, default=1.0) or 1.0
    drawing.add_heatmap(
        x=list(range(len(columns))),
        y=places,
        z=values,
        zmin=0,
        zmax=top,
        hovertext=[[cell.hover for cell in row.cells] for row in rows],
        hoverinfo="text",
        customdata=[[cell.key for cell in row.cells] for row in rows],
        hoverongaps=False,
        colorscale=_scale(palette),
        showscale=False,
        xgap=2,
        ygap=2,
    )
    _words(drawing, rows, top, palette)
    _pale(drawing, rows, palette)
    for place, row in zip(places, rows, strict=True):
        if row.aside:
            drawing.add_annotation(
                x=-0.4,
                y=place,
                xanchor="left",
                text=row.aside,
                showarrow=False,
                font={"color": palette.muted},
            )
    drawing.update_xaxes(
        side="top",
        tickangle=0,
        tickvals=list(range(len(columns))),
        ticktext=list(columns),
        range=[-0.5, len(columns) - 0.5],
    )
    drawing.update_yaxes(
        tickvals=places,
        ticktext=[f"{row.label} " for row in rows],
        range=[len(rows) - 0.5, -0.5],
        showgrid=False,
    )
    drawing.update_layout(margin={"l": label_width, "r": 4, "t": head_height, "b": 4})
    return drawing


def _words(drawing: go.Figure, rows: Sequence[Row], top: float, palette: Palette) -> None:
    """The figures, each in the ink that stands out from its shade."""
    shown = [
        (place, column, cell.words, _ink((cell.value or 0.0) / top, palette))
        for place, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
        if cell.value is not None
    ]
    drawing.add_scatter(
        x=[column for _, column, _, _ in shown],
        y=[place for place, _, _, _ in shown],
        mode="text",
        text=[words for _, _, words, _ in shown],
        textfont={"size": 13, "color": [ink for _, _, _, ink in shown]},
        hoverinfo="skip",
    )


def _pale(drawing: go.Figure, rows: Sequence[Row], palette: Palette) -> None:
    """What is expected but not yet so: words without a shade."""
    shown = [
        (column, place, cell)
        for place, row in enumerate(rows)
        for column, cell in enumerate(row.cells)
        if cell.value is None and cell.words
    ]
    if shown:
        drawing.add_scatter(
            x=[column for column, _, _ in shown],
            y=[place for _, place, _ in shown],
            mode="text",
            text=[f"<i>{cell.words}</i>" for _, _, cell in shown],
            textfont={"size": 13, "color": palette.muted},
            hovertext=[cell.hover for _, _, cell in shown],
            hoverinfo="text",
        )


def _shades(palette: Palette) -> tuple[str, ...]:
    """The palette's sequence without its strongest end, which drowns a figure written on it."""
    return palette.sequential[:-1]


def _scale(palette: Palette) -> list[tuple[float, str]]:
    shades = _shades(palette)
    return [(place / (len(shades) - 1), shade) for place, shade in enumerate(shades)]


def _ink(share: float, palette: Palette) -> str:
    """Whichever of light and dark letters is farther from the shade at this share of the top."""
    shades = _shades(palette)
    ground = shades[round(min(share, 1.0) * (len(shades) - 1))]
    return max((palette.ink, palette.card), key=lambda ink: _contrast(ink, ground))


def _contrast(colour: str, ground: str) -> float:
    """As in WCAG 2: the lighter luminance against the darker."""
    darker, lighter = sorted((_luminance(colour), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
