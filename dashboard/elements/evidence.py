"""依据: the table behind a picture, its definitions, its SQL, rows and cut-off, Excel and CSV."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO

import plotly.graph_objects as go
import polars as pl
import streamlit as st
import xlsxwriter

from dashboard import database, indicators, units
from dashboard.answers import has_snapshot, snapshot
from dashboard.elements import as_image, decide, states
from dashboard.elements.decide import Draft
from dashboard.texts import dates, known, numbers, t

SHOWN = 500
UNITS = ("unit_id", "parent_unit_id", "handling_unit_id", "jurisdiction_unit_id", "owner_unit_id")
DANGEROUS = r"=+\-@\t\r\n"  # at the start of a text, as letters of a pattern
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Evidence:
    """What stands behind a picture.

    `table` has the columns' own names; their labels are the texts column.<name>. `questions` are
    paths in queries/, `indicators` ids of the registry, `notes` sentences already worded.
    """

    table: pl.DataFrame
    questions: Sequence[str] = ()
    indicators: Sequence[str] = ()
    notes: Sequence[str] = field(default_factory=tuple)
    name: str = "evidence"  # of the files offered


def open_dialog(evidence: Evidence, title: str, figure: go.Figure | None = None) -> None:
    """Opens the evidence of the picture with this title over the page, and its figure as PNG."""

    @st.dialog(title, width="large")
    def opened() -> None:
        with states.guarded():
            show(evidence)
            if figure is not None:
                as_image.show(figure, title)
            decide.button_in_dialog(Draft(title, evidence.indicators), "evidence")

    opened()


def show(evidence: Evidence) -> None:
    """Draws it where it is called."""
    manifest = snapshot()
    labelled = with_labels(evidence.table)
    days = [name for name, dtype in labelled.schema.items() if dtype == pl.Date]
    st.dataframe(
        labelled.head(SHOWN),
        hide_index=True,
        placeholder="",
        width="stretch",
        column_config={name: st.column_config.DateColumn(format="YYYY-MM-DD") for name in days},
    )
    rows = numbers.count(evidence.table.height, "row")
    st.caption(
        t("evidence.source", rows=rows, cutoff=dates.cutoff(manifest.cutoff), snapshot=manifest.id)
    )
    if evidence.table.height > SHOWN:
        st.caption(t("evidence.rows_shown", total=rows, shown=SHOWN))
    with st.container(horizontal=True):
        _download("excel", excel(labelled), f"{evidence.name}.xlsx", _SPREADSHEET)
        _download("csv", csv(labelled), f"{evidence.name}.csv", "text/csv")
    for note in evidence.notes:
        st.markdown(note)
    for indicator_id in evidence.indicators:
        _definition(indicator_id)
    for question in evidence.questions:
        with st.expander(f"{t('evidence.sql')} · {question}"):
            st.code(database.text_of(question), language="sql")


def _download(kind: str, content: bytes, file_name: str, mime: str) -> None:
    st.download_button(
        t(f"evidence.{kind}"), content, file_name, mime, on_click="ignore", key=f"download_{kind}"
    )


def _definition(indicator_id: str) -> None:
    indicator = indicators.get(indicator_id)
    facts = {
        "numerator": indicator.numerator,
        "denominator": indicator.denominator,
        "month_basis": t(f"month_basis.{indicator.month_basis}"),
        "unit_role": t(f"unit_role.{indicator.unit_role}"),
        "direction": t(f"direction.{indicator.direction}"),
    }
    st.markdown(f"**{t('evidence.definitions')} · {indicator.name} · {indicator_id}**")
    st.markdown(f"{indicator.definition}{indicator.caveats}")
    st.caption(" · ".join(f"{t(f'evidence.{key}')} {fact}" for key, fact in facts.items() if fact))


def with_labels(table: pl.DataFrame) -> pl.DataFrame:
    """Columns under their labels, units by their names; two of one label keep their own names."""
    table = _with_unit_names(table)
    labels = {c: t(f"column.{c}") for c in table.columns if known(f"column.{c}")}
    doubled = {label for label in labels.values() if list(labels.values()).count(label) > 1}
    return table.rename({c: label for c, label in labels.items() if label not in doubled})


def _with_unit_names(table: pl.DataFrame) -> pl.DataFrame:
    """Nobody knows a unit by its code; what is no code of one stays as it is."""
    coded = [name for name in UNITS if table.schema.get(name) == pl.String]
    if not coded or not has_snapshot():
        return table
    names = units.names()
    return table.with_columns(
        pl.col(name).replace_strict(names, default=pl.col(name)) for name in coded
    )


def harmless(table: pl.DataFrame) -> pl.DataFrame:
    """Texts that a spreadsheet would run as a formula are made plain by an apostrophe."""
    return table.with_columns(pl.col(pl.String).str.replace(f"^[{DANGEROUS}]", "'${0}"))


def csv(table: pl.DataFrame) -> bytes:
    """CSV that Excel opens as UTF-8."""
    return b"\xef\xbb\xbf" + harmless(table).write_csv().encode("utf-8")


def excel(table: pl.DataFrame) -> bytes:
    """A workbook of one sheet."""
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(content, options) as workbook:
        harmless(table).write_excel(workbook, autofit=True)
    return content.getvalue()
