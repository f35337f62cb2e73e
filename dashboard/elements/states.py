"""What is said where there is nothing to show: absent data, too few, short history, errors."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from dashboard.errors import DashboardError
from dashboard.texts import language, t
from data.errors import DataError

log = logging.getLogger(__name__)


def not_connected(dataset: str) -> None:
    """未接入: names the data set (a key of [dataset]) and how to load it."""
    st.markdown(t("state.not_connected", dataset=t(f"dataset.{dataset}")))
    with st.popover(t("state.how_to_load"), type="tertiary"):
        st.markdown(t("state.how_to_load_text"))


def said(text: str) -> None:
    """A quiet sentence in the place of a picture: 样本不足, 历史不足, 没有到期的…"""
    st.caption(text)


def no_data() -> None:
    """Nothing has been imported: what to type."""
    st.info(t("state.no_data"))
    st.code(t("state.no_data_commands"), language="bash")


@contextmanager
def guarded() -> Iterator[None]:
    """Whatever fails inside is said in a sentence; what is for us goes to the log."""
    try:
        yield
    except DashboardError as error:
        failed(error)
    except DataError as error:  # a file of the journal
        st.error(error.text(language()))
    except Exception:
        log.exception("a part of a page failed")
        st.error(t("error.unexpected"))


def failed(error: DashboardError) -> None:
    """The sentence for people; what is for us is in the log."""
    st.error(t(error.key, **error.holes))
