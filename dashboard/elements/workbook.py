"""A workbook of several sheets, and the button that makes it when it is pressed."""

from collections.abc import Callable, Mapping
from io import BytesIO

import polars as pl
import streamlit as st
import xlsxwriter

from dashboard.elements import cards, states
from dashboard.elements import picture as picture_element
from dashboard.elements.evidence import harmless
from dashboard.elements.picture import Picture

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORBIDDEN = r"[]:*?/\'"  # in the name of a sheet
LONGEST = 31


def of_sheets(sheets: Mapping[str, pl.DataFrame]) -> bytes:
    """One sheet for each name, in their order."""
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    taken: set[str] = set()
    with xlsxwriter.Workbook(content, options) as workbook:
        for name, table in sheets.items():
            sheet = sheet_name(name, taken)
            harmless(table).write_excel(workbook, sheet, autofit=True)
    return content.getvalue()


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that spreadsheets take, and that no sheet before it has."""
    plain = "".join(" " if letter in FORBIDDEN else letter for letter in name).strip()
    tried, n = plain[:LONGEST], 1
    while tried.lower() in taken or not tried:
        n += 1
        mark = f" {n}"
        tried = plain[: LONGEST - len(mark)] + mark
    taken.add(tried.lower())
    return tried


def show(name: str, picture: Picture, label: str, make: Callable[[], bytes]) -> None:
    """A card of a picture that is a list, with the button for all of it below."""
    with picture_element.card(name):
        cards.place(f"list_{name}")
        picture_element.head(name, picture)
        if picture.missing:
            states.not_connected(picture.missing)
        elif picture.state:
            states.said(picture.state)
        else:
            st.html(picture.body)
            button(label, make, name=name)


def button(label: str, make: Callable[[], bytes], *, name: str) -> None:
    """A link that downloads `name`.xlsx; nothing is made before it is pressed.

    `make` runs outside the reader's session: it may neither ask nor word anything.
    """
    st.download_button(
        label,
        make,
        f"{name}.xlsx",
        _SPREADSHEET,
        on_click="ignore",
        type="tertiary",
        key=f"workbook_{name}",
    )
