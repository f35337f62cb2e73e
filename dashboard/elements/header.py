"""The head of every page: brand, 演示数据, language."""

from html import escape
from unicodedata import east_asian_width

import streamlit as st

from dashboard import theme
from dashboard.texts import LANGUAGES, t


def show(bureau: str, is_demo: bool) -> None:
    """`bureau` is the name of the root unit, "" without data."""
    brand = t("frame.brand", bureau=bureau) if bureau else t("frame.brand_without_data")
    st.logo(_drawn(brand), size="large")
    names = {code: t(f"language.{code}") for code in LANGUAGES}
    with st.container(key="head", horizontal=True, vertical_alignment="center"):
        if is_demo:
            st.html(f'<div class="demo">{escape(t("frame.demo"))}</div>')
        st.segmented_control(
            t("frame.language"),
            LANGUAGES,
            format_func=names.__getitem__,
            key="lang",
            required=True,
            label_visibility="collapsed",
        )


def _drawn(words: str) -> str:
    """The brand as a picture, since the head takes nothing else; wide letters are 18 px."""
    width = sum(18 if east_asian_width(letter) in "WF" else 10 for letter in words)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="32" '
        f'viewBox="0 0 {width} 32" role="img"><title>{escape(words)}</title>'
        f'<text x="0" y="22" font-size="17.5" font-weight="700" font-family="{theme.font()}" '
        f'fill="{theme.palette().ink}">{escape(words)}</text></svg>'
    )
