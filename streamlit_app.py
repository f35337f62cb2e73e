"""What the server runs for every reader: the frame, once all it needs is loaded."""

import importlib
import sys

import streamlit as st

from dashboard.texts import t

FRAME = "dashboard.frame"


def run() -> None:
    """Draws the page; who comes first after a start reads that it opens, on no white window."""
    if FRAME not in sys.modules:
        with st.spinner(t("state.opening")):
            importlib.import_module(FRAME)
    importlib.import_module(FRAME).draw()  # who comes second waits until it is whole


run()
