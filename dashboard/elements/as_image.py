"""A picture as PNG: redrawn with its title and origin, saved by the browser's own button."""

from typing import Any

import plotly.graph_objects as go
import streamlit as st

from dashboard import theme
from dashboard.answers import is_demo, snapshot
from dashboard.texts import dates, t

HEIGHT = 440  # px in the dialog; a saved picture has twice as many
HEAD, FOOT = 52, 34  # px for the title and for the origin


def show(figure: go.Figure, title: str) -> None:
    """Draws the figure with one button above it, which saves it under its title."""
    image = {"format": "png", "filename": _file_name(title), "scale": 2}
    config: dict[str, Any] = {
        "displayModeBar": True,
        "displaylogo": False,
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": image,
        "locale": "zh-CN",
    }
    st.caption(t("take_away.png"))
    st.plotly_chart(
        with_origin(figure, title),
        width="stretch",
        height=HEIGHT,
        theme=None,
        key="as_image",
        config=config,
        alt=title,
    )


def with_origin(figure: go.Figure, title: str) -> go.Figure:
    """The figure on a ground of its own, its title above and cut-off and snapshot below."""
    palette, drawing = theme.palette(), go.Figure(figure)
    manifest = snapshot()
    parts = [
        t("frame.cutoff", cutoff=dates.cutoff(manifest.cutoff)),
        t("frame.snapshot", id=manifest.id),
        *([t("exports.demo")] if is_demo() else []),
    ]
    margin = drawing.layout.margin
    told = drawing.layout.template.layout.margin
    top = margin.t if margin.t is not None else told.t or 0
    bottom = margin.b if margin.b is not None else told.b or 0
    drawing.update_layout(
        paper_bgcolor=palette.card,
        margin={"t": top + HEAD, "b": bottom + FOOT},
        title={
            "text": f"<b>{title}</b>",
            "x": 0.012,
            "xanchor": "left",
            "y": 1,
            "yanchor": "top",
            "yref": "container",
            "pad": {"t": 14},
            "font": {"size": 18, "color": palette.ink},
        },
    )
    drawing.add_annotation(
        text=" · ".join(parts),
        xref="paper",
        yref="paper",
        x=0,
        y=0,
        xanchor="left",
        yanchor="bottom",
        yshift=-(bottom + FOOT - 8),
        showarrow=False,
        font={"size": theme.CHART_FONT_SIZE, "color": palette.muted},
    )
    return drawing


def _file_name(title: str) -> str:
    return "".join("_" if letter in '<>:"/\\|?*' else letter for letter in title)[:60]
