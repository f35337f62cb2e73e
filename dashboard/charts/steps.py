"""A cohort's way through the steps, and what is lost at each: bars, not a funnel's shape."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from dashboard.theme import Palette, figure


@dataclass(frozen=True)
class Stage:
    """One step: how many got here, and how many of the step before did not.

    A lawful loss is grey and is none; `loss_words` stand beside the bar.
    """

    key: str
    label: str
    n: float
    words: str
    lost: float = 0.0
    loss_words: str = ""
    loss_kind: Literal["loss", "lawful"] = "loss"
    hover: str = ""


def chain(stages: Sequence[Stage], *, label_width: int = 130, palette: Palette) -> go.Figure:
    """Top to bottom in the order given; the lost part is an outlined end of the bar."""
    drawing = figure(palette)
    places = list(range(len(stages)))[::-1]
    drawing.add_bar(
        orientation="h",
        y=places,
        x=[stage.n for stage in stages],
        width=0.56,
        marker={"color": palette.bar, "line": {"width": 0}},
        text=[f"<b>{stage.words}</b>" for stage in stages],
        textposition="inside",
        insidetextanchor="middle",
        textfont={"color": palette.on_bar, "size": 14},
        textangle=0,
        customdata=[stage.key for stage in stages],
        hovertext=[stage.hover for stage in stages],
        hoverinfo="text" if any(stage.hover for stage in stages) else "skip",
        unselected={"marker": {"opacity": 1}},
    )
    lawful = [stage.loss_kind == "lawful" for stage in stages]
    drawing.add_bar(
        orientation="h",
        y=places,
        base=[stage.n for stage in stages],
        x=[stage.lost for stage in stages],
        width=0.56,
        marker={
            "color": [palette.neutral_ground if grey else palette.bad_ground for grey in lawful],
            "line": {
                "width": [1.2 if stage.lost else 0 for stage in stages],
                "color": [palette.neutral if grey else palette.bad for grey in lawful],
            },
        },
        customdata=[f"lost_{stage.key}" for stage in stages],
        hoverinfo="skip",
        unselected={"marker": {"opacity": 1}},
    )
    for place, stage, grey in zip(places, stages, lawful, strict=True):
        if stage.loss_words:
            drawing.add_annotation(
                x=stage.n + stage.lost,
                y=place,
                xanchor="left",
                xshift=10,
                text=stage.loss_words,
                showarrow=False,
                align="left",
                font={"color": palette.muted if grey else palette.bad_text},
            )
    top = max((stage.n + stage.lost for stage in stages), default=1) or 1
    drawing.update_xaxes(visible=False, range=[0, top * 2.25])
    drawing.update_yaxes(
        tickvals=places,
        ticktext=[f"{stage.label}  " for stage in stages],
        showgrid=False,
        range=[-0.6, len(stages) - 0.4],
        tickfont={"color": palette.ink},
    )
    drawing.update_layout(
        barmode="overlay", margin={"l": label_width, "r": 8, "t": 4, "b": 4}, uniformtext_minsize=13
    )
    return drawing
