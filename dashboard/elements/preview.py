"""A scene in small, as it will stand on the wall."""

from functools import cache
from pathlib import Path

import streamlit as st

from dashboard.elements.stage import Slide

_CONFIG = {"staticPlot": True, "displayModeBar": False}


def show(slide: Slide) -> None:
    """Draws the scene as wide as there is room; dark, whatever the page is."""
    st.html(f"<style>{_rules()}</style>")
    with st.container(key="small_wall"), st.container(key="small_scene"):
        st.html(slide.html)
        if slide.figure is not None:
            box = slide.box
            st.html(f"<style>.st-key-small_figure{{left:{box.left}px;top:{box.top}px}}</style>")
            with st.container(key="small_figure", width=box.width, height=box.height):
                st.plotly_chart(
                    slide.figure,
                    width=box.width,
                    height=box.height,
                    theme=None,
                    key="small_picture",
                    config=_CONFIG,
                    alt=slide.title,
                )


@cache
def _rules() -> str:
    folder = Path(__file__).parent
    return "".join((folder / name).read_text("utf-8") for name in ("wall.css", "preview.css"))
