"""A table of figures whose cells are shaded by size: cohorts, kinds of case by kind of place."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Cell:
    """A figure with the words that stand for it; without a value the cell stays empty."""

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
        text=[[cell.words for cell in row.cells] for row in rows],
        texttemplate="%{text}",
        textfont={"size": 13},
        hovertext=[[cell.hover for cell in row.cells] for row in rows],
        hoverinfo="text",
        customdata=[[cell.key for cell in row.cells] for row in rows],
        hoverongaps=False,
        colorscale=_scale(palette),
        showscale=False,
        xgap=2,
        ygap=2,
    )
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


def _scale(palette: Palette) -> list[tuple[float, str]]:
    """The palette's sequence without its strongest end, which drowns a figure written on it."""
    shades = palette.sequential[:-1]
    return [(place / (len(shades) - 1), shade) for place, shade in enumerate(shades)]
