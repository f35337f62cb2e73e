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
            size = {"left": box.left, "top": box.top, "wide": box.width, "high": box.height}
            own = "".join(f"--{name}:{value}px;" for name, value in size.items())
            st.html(f"<style>.st-key-frame_small{{{own}}}</style>")
            with st.container(key="frame_small", height="stretch"):
                st.plotly_chart(
                    slide.figure,
                    width="stretch",
                    height="stretch",
                    theme=None,
                    key="small_picture",
                    config=_CONFIG,
                    alt=slide.title,
                )


@cache
def _rules() -> str:
    folder = Path(__file__).parent
    return "".join((folder / name).read_text("utf-8") for name in ("wall.css", "preview.css"))
