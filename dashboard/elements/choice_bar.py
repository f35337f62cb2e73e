"""The choice, between the address, the session and the widgets. Nobody else touches these three.

The address of a settled page always names its language. So an address without it was just opened
(navigation, a bare link): what it does not name comes from the session's memory. With it, whatever
it does not name is the default: deep link, back and reload give exactly what they say.
"""

from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st

from dashboard import editions, indicators, navigation, settings, texts
from dashboard.answers import ask_if_connected, has_snapshot, is_demo, remembered, snapshot
from dashboard.completeness import completeness
from dashboard.elements import take_away
from dashboard.filters import (
    COMPARISONS,
    NAMES,
    SPANS,
    STRUCTURES,
    Filters,
    Offer,
    from_address,
    to_address,
)
from dashboard.texts import DEFAULT, LANGUAGES, codes, dates, numbers, t
from dashboard.units import levels
from dashboard.units import names as unit_names

# From this share on a month has come as a whole.
ALL_ARRIVED = 0.9995
ALWAYS = ("month", "unit_id", "span", "compare")
# Of a page's own, kept in the address as they stand.
OWN = ("meeting", "edition", "view", "pace", "action")
COMPARED = ("wilson", "poisson")  # kinds of interval that units can be compared by
EXTRA = 36  # px more for words that are longer than Chinese ones
WIDTHS = {
    "month": 178,
    "unit_id": 244,
    "span": 148,
    "compare": 160,
    "category_code": 214,
    "complaint_category": 224,
}


def warehouse() -> Path:
    """The warehouse of this run: the widget's, else the address's, else the last or first one."""
    state, address = st.session_state, st.query_params.to_dict()
    known = settings.warehouses()
    kept = state.get("warehouse", "")
    is_settled = address == state.get("address")
    wanted = kept if is_settled else address.get("warehouse", kept)
    state["warehouse"] = wanted if wanted in known else next(iter(known))
    return known[state["warehouse"]]


def settle() -> None:
    """Agrees on the choice of this run and writes it into the address; the frame calls it."""
    state, address = st.session_state, st.query_params.to_dict()
    state["unusable"] = []
    offered = offer()
    memory: Filters = state.get("choice", offered.default())
    if address == state.get("address"):
        lang = state.get("lang", DEFAULT)
        chosen = offered.settled(memory.but(**{n: state.get(n, _of(memory, n)) for n in NAMES}))
    else:
        lang = address.get("lang", state.get("lang", DEFAULT))
        known = address if "lang" in address else {**to_address(memory, offered), **address}
        chosen, state["unusable"] = from_address(known, offered)
    chosen = offered.settled(chosen.but(**state.pop("pending", {})))
    if lang not in LANGUAGES:
        state["unusable"] = [*state["unusable"], lang]
        lang = DEFAULT
    _adopt(chosen, lang, offered)


def _adopt(chosen: Filters, lang: str, offered: Offer) -> None:
    state = st.session_state
    state["choice"], state["lang"] = chosen, lang
    for name in NAMES:
        state[name] = _of(chosen, name)
    address = address_of(chosen, lang, offered) | {n: named(n) for n in OWN if named(n)}
    if st.query_params.to_dict() != address:
        st.query_params.from_dict(address)
    state["address"] = address


def named(name: str) -> str:
    """What the address says of a page's own (one of OWN); "" where it says nothing."""
    return str(st.query_params.get(name, ""))


def name(own: str, value: str) -> None:
    """Writes a page's own (one of OWN) into the address."""
    st.query_params[own] = value
    st.session_state["address"] = st.query_params.to_dict()


def address_of(
    chosen: Filters, lang: str | None = None, offered: Offer | None = None
) -> dict[str, str]:
    """The whole address of a choice: for st.page_link(query_params=…)."""
    lang = lang or st.session_state.get("lang", DEFAULT)
    name = st.session_state.get("warehouse", "")
    place = {"warehouse": name} if name else {}
    return {"lang": lang, **place, **to_address(chosen, offered or offer())}


def go(**changes: Any) -> None:
    """Changes the choice from inside a page (a click into a map) and draws the page anew."""
    st.session_state["pending"] = changes
    st.rerun()


def to_front() -> None:
    """Opens the front page with the choice that holds."""
    st.switch_page(navigation.path_of(navigation.PAGES[0]), query_params=address_of(current()))


def bureau() -> str:
    """The name of the chosen unit's bureau, "" without data."""
    return _bureau(current().unit_id) if has_snapshot() else ""


@remembered
def _bureau(unit_id: str) -> str:
    units = ask_if_connected("choice/units")
    if units.is_empty():
        return ""
    roots = dict(units.select("unit_id", "root_id").iter_rows())
    named = dict(units.select("unit_id", "unit_name").iter_rows())
    return str(named.get(roots.get(unit_id, ""), ""))


def current() -> Filters:
    """The choice of this run."""
    chosen: Filters = st.session_state["choice"]
    return chosen


def _of(chosen: Filters, name: str) -> Any:
    return getattr(chosen, name)


def offer() -> Offer:
    """What there is to choose from in this snapshot."""
    return _offer() if has_snapshot() else Offer()


@remembered
def _offer() -> Offer:
    units = ask_if_connected("choice/units")
    months = ask_if_connected("choice/months")
    if units.is_empty():
        return Offer()
    by_root: dict[str, list[date]] = {}
    defaults: dict[str, date] = {}
    for root_id, first, last, default in months.iter_rows():
        by_root[root_id] = dates.months_between(first, last)
        defaults[root_id] = default
    roots = dict(units.select("unit_id", "root_id").iter_rows())
    categories = ask_if_connected("choice/categories")
    complaint_categories = ask_if_connected("choice/complaint_categories")
    programmes = ask_if_connected("choice/programmes")
    return Offer(
        unit_ids=units["unit_id"].to_list(),
        months={unit: by_root.get(root, []) for unit, root in roots.items()},
        default_month={u: defaults[root] for u, root in roots.items() if root in defaults},
        category_codes=sorted(_first_column(categories), key=codes.category_order),
        complaint_categories=_first_column(complaint_categories),
        programmes=_first_column(programmes),
        indicator_ids=tuple(indicators.every()),
    )


def _first_column(frame: pl.DataFrame) -> list[str]:
    return frame.to_series(0).to_list() if frame.width else []


def show(*more: str) -> Filters:
    """Draws the bar: what every page has and `more` of it, as field names; gives the choice."""
    chosen = current()
    with st.container(key="choice_bar", horizontal=True, vertical_alignment="center"):
        several = list(settings.warehouses())
        if len(several) > 1:
            _widget("warehouse", several, {})
        for name in (*ALWAYS, *more):
            options, words = _options(name, chosen.unit_id)
            if len(options) > 1:
                _widget(name, options, words)
        take_away.show(chosen)
        st.html(f'<div class="aside">{_aside(chosen)}</div>')
    for text in st.session_state.get("unusable", []):
        st.caption(t("state.unknown_in_address", what=text[:40]))
    return chosen


def _widget(name: str, options: Sequence[Any], words: dict[Any, str]) -> None:
    st.selectbox(
        t(f"choice.{name}"),
        options,
        key=name,
        format_func=lambda value: words.get(value, str(value)),
        width=WIDTHS.get(name, 200) + (EXTRA if texts.language() != DEFAULT else 0),
        placeholder="",
    )


@remembered
def _options(name: str, unit_id: str) -> tuple[list[Any], dict[Any, str]]:
    offered = offer()
    if name == "month":
        months = list(reversed(offered.months.get(unit_id, ())))
        return months, {month: dates.month(month) for month in months}
    if name == "unit_id":
        return list(offered.unit_ids), unit_names()
    if name == "span":
        return list(SPANS), {n: t("choice.span_value", n=n) for n in SPANS}
    if name == "compare":
        return list(COMPARISONS), {c: t(f"choice.compare_value.{c}") for c in COMPARISONS}
    if name == "structure":
        return list(STRUCTURES), {s: t(f"choice.structure_value.{s}") for s in STRUCTURES}
    if name == "other_unit_id":
        return ["", *offered.unit_ids], {"": t("choice.other_unit_none"), **unit_names()}
    if name == "category_code":
        return ["", *offered.category_codes], {
            "": t("choice.category_all"),
            **{code: codes.category(code) for code in offered.category_codes},
        }
    if name == "indicator_id":
        shown = [i for i, known in indicators.every().items() if known.interval in COMPARED]
        return ["", *shown], {
            "": t("choice.indicator_default"),
            **{i: indicators.get(i).name for i in shown},
        }
    if name == "complaint_category":
        return ["", *offered.complaint_categories], {
            "": t("choice.complaint_category_all"),
            **{c: codes.label("complaints.category_l1", c) for c in offered.complaint_categories},
        }
    return ["", *offered.programmes], {
        "": t("choice.programme_default"),
        **{code: codes.label("survey_waves.programme", code) for code in offered.programmes},
    }


def _aside(chosen: Filters) -> str:
    """On a desk as of when and how whole; on a phone, where nothing is chosen, also of whom."""
    if not has_snapshot():
        return ""
    name = unit_names().get(chosen.unit_id, "")
    here = [
        _bureau(chosen.unit_id),
        name if levels().get(chosen.unit_id) != "bureau" else "",
        t("frame.demo_short") if is_demo() else "",
    ]
    cutoff, *more = _asides(chosen)
    return (
        f'<span class="here">{escape(" · ".join(filter(None, here)))}</span>'
        f"<span>{escape(cutoff)}</span>"
        f'<span class="more"> · {escape(" · ".join(more))}</span>'
    )


def _asides(chosen: Filters) -> list[str]:
    cutoff = t("frame.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    edition = editions.in_force(chosen)
    frozen = editions.name(edition) if edition else t("frame.edition_none")
    return [cutoff, *_arrived(chosen), frozen]


@remembered
def _arrived(chosen: Filters) -> list[str]:
    """How much of the last month shown has come; nothing where all of it has."""
    told = completeness(chosen)
    if told is None or told.share >= ALL_ARRIVED:
        return []
    percent = min(numbers.rounded(100 * told.share), numbers.rounded(99))
    return [t("frame.arrived", month=dates.month(told.month), percent=percent)]
