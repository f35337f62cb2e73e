"""V10: by how much the stock of open small cases moved in a year, and which flow moved it.

The main cause is the flow that differs most from the twelve months before, in the direction of
the stock and beyond chance; more solved counts as one only where clearance in 90 days truly rose.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from dashboard import indicators
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.filters import Filters
from dashboard.measured import months_of_history
from dashboard.statistics.accounts import Account, Flow, Shift, account, shift
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, say

YEAR = 12
FULL = 24  # months of data after which the stock's window of 24 months is full
COMPARABLE = 36  # months of data before a full stock stood a year ago
AGED_OUT_COMPARABLE = 48  # months of data before two whole years saw cases age out
SIGNS = {
    "docketed": 1,
    "reopened": 1,
    "solved": -1,
    "closed_unsolved": -1,
    "aged_out": -1,
}


@dataclass(frozen=True)
class StockChange:
    """What V10 says it from: the stock now and a year ago, the account, and clearance."""

    month: date
    now: float
    before: float
    account: Account
    clearance: Shift | None


@remembered
def stock_change(choice: Filters) -> StockChange | None:
    """The chosen unit's account of the last twelve months; None without two comparable years."""
    frame = ask_if_connected("small_cases/stock_by_month", choice)
    if frame.height < 2 * YEAR or months_of_history(choice, "case_dockets") < COMPARABLE:
        return None
    last = frame.tail(YEAR)
    certain = float((last["reorganised_in"] - last["reorganised_out"]).sum())
    clearance = _clearance(choice)
    side = clearance.side if clearance else "level"
    barred = {"solved": side}
    if months_of_history(choice, "case_dockets") < AGED_OUT_COMPARABLE:
        barred["aged_out"] = "level"
    flows = {name: (sign, frame[name].to_list()) for name, sign in SIGNS.items()}
    moved = (frame["moved_in"].to_list(), frame["moved_out"].to_list())
    found = account(flows, moved=moved, certain=certain, barred=barred)
    now, before = float(frame["stock"][-1]), float(last["stock_before"][0])
    return StockChange(choice.month, now, before, found, clearance)


def _clearance(choice: Filters) -> Shift | None:
    """Clearance in 90 days of the last twelve docket months that count, and of those before.

    None where either year has too few cases for a rate.
    """
    frame = ask_if_connected("small_cases/clearance_by_month", choice.but(span=COMPARABLE))
    if frame.is_empty():
        return None
    judged = frame.filter(pl.col("is_mature"))
    docketed = judged["docketed"].to_list()
    years = (docketed[-YEAR:], docketed[-2 * YEAR : -YEAR])
    if min(map(sum, years)) < indicators.get("CAS02").minimum_n:
        return None
    return shift(judged["solved"].to_list(), docketed)


def cause_words(flow: Flow) -> str:
    """新立案少, 破案加快: a flow that differs, in words."""
    return t(f"verdict.cause.{flow.name}.{'more' if flow.difference > 0 else 'fewer'}")


def clearance_words(clearance: Shift | None) -> str:
    """破案没有加快, 破案加快, 破案放慢; or that it cannot be said yet."""
    return t(f"verdict.clearance.{clearance.side if clearance else 'unknown'}")


def title(change: StockChange) -> str:
    """The conclusion above a picture of the account: 存量少了 673 起：新立案少，破案没有加快."""
    holes = {
        "d": numbers.count(abs(change.account.change), "case"),
        "n": numbers.count(change.now, "case"),
        "clearance": clearance_words(change.clearance),
        "reason": _reason(change),
    }
    if not change.account.is_beyond_chance:
        return t("verdict.stock_title.level", **holes)
    return t(f"verdict.stock_title.{'more' if change.account.change > 0 else 'fewer'}", **holes)


def _reason(change: StockChange) -> str:
    """新立案少，破案没有加快; the pace alone where that is the cause."""
    cause, pace = change.account.cause, clearance_words(change.clearance)
    if cause is None:
        return t("verdict.reason.mixed", clearance=pace)
    if cause.name == "solved":
        return cause_words(cause)
    return t("verdict.reason.one", cause=cause_words(cause), clearance=pace)


def lead(change: StockChange) -> str:
    """V10 in one clause: figure, change, whether beyond chance, main cause, pace of solving."""
    found = change.account
    side = "level" if not found.is_beyond_chance else "more" if found.change > 0 else "fewer"
    return t(
        f"verdict.stock_lead.{side}",
        v=numbers.count(change.now, "case"),
        change=numbers.change(change.now, change.before, "case"),
        clearance=clearance_words(change.clearance),
        reason=t("verdict.reason.main", reason=_reason(change)) if found.cause else _reason(change),
    )


def outflow(change: StockChange) -> str:
    """What else moved: docketed, solved, and what aged out without being handled."""
    return t("verdict.stock.flows", **_flow_words(change))


def _flow_words(change: StockChange) -> dict[str, str]:
    flows = {flow.name: flow for flow in change.account.flows}
    return {
        "a": _difference(flows["docketed"]),
        "b": _difference(flows["solved"]),
        "c": t(
            "verdict.cause.of",
            n=numbers.count(flows["aged_out"].now, "case"),
            difference=_difference(flows["aged_out"]),
        ),
    }


@remembered
def stock_verdict(choice: Filters) -> Verdict | None:
    """V10 of the chosen unit; 历史不足 without a full stock a year ago.

    None without data.
    """
    change = stock_change(choice)
    if change is not None:
        return _said(choice, change)
    have = months_of_history(choice, "case_dockets")
    if not have:
        return None
    name = indicators.get("CAS04").name
    need = COMPARABLE if have >= FULL else FULL
    return say("V5c", "short_history", ind=name, need=need, k=have)


def _said(choice: Filters, change: StockChange) -> Verdict:
    found = change.account
    holes = _flow_words(change) | {
        "v": numbers.count(change.now, "case"),
        "change": numbers.change(change.now, change.before, "case"),
        "d": numbers.count(abs(found.change), "case"),
        "clear_verdict": _clear_verdict(change.clearance),
    }
    working = _working(choice, change)
    if not found.is_beyond_chance:
        return say("V10_level", "no_clear_change", working, found.p, **holes)
    side = "more" if found.change > 0 else "fewer"
    holes["word"] = t(f"verdict.stock.{side}")
    if found.cause is None:
        return say("V10_mixed", side, working, found.p, **holes)
    return say("V10", side, working, found.p, cause=cause_words(found.cause), **holes)


def _difference(flow: Flow) -> str:
    """少 343 起"""
    side = "more" if flow.difference > 0 else "fewer" if flow.difference < 0 else "same"
    return t(f"verdict.difference.{side}", d=numbers.count(abs(flow.difference), "case"))


def _clear_verdict(clearance: Shift | None) -> str:
    if clearance is None:
        return t("verdict.clear_verdict.unknown")
    return t(
        f"verdict.clear_verdict.{clearance.side}",
        now=numbers.rate(clearance.now),
        before=numbers.rate(clearance.before),
    )


def _working(choice: Filters, change: StockChange) -> Working:
    found = change.account
    lines = [
        t(
            "verdict.stock_working.flow",
            flow=t(f"verdict.stock_flow.{flow.name}"),
            now=numbers.count(flow.now),
            before=numbers.count(flow.before),
            difference=numbers.plain(flow.difference, sign=True),
            phi=numbers.plain(flow.dispersion, 2),
            z=numbers.plain(flow.z, 2),
        )
        for flow in found.flows
    ]
    clearance = change.clearance
    if clearance is not None:
        lines.append(
            t(
                "verdict.stock_working.clearance",
                now=numbers.rate(clearance.now),
                before=numbers.rate(clearance.before),
                z=numbers.plain(clearance.z, 2),
            )
        )
    terms = [numbers.plain(flow.sign * flow.now, sign=True) for flow in found.flows if flow.now]
    if numbers.rounded(moved := _reorganised(change)):
        terms.append(t("verdict.stock_working.reorganised", n=numbers.plain(moved, sign=True)))
    return Working(
        inputs="\n\n".join(["", *lines]),
        formula=t(
            "verdict.stock_working.formula",
            before=numbers.count(change.before),
            terms=" ".join(terms),
            now=numbers.count(change.now),
            months=dates.rolling(YEAR, change.month),
        ),
        result=t(
            "verdict.stock_working.result",
            change=numbers.plain(found.change, sign=True),
            z=numbers.plain(found.z, 2),
            cause=cause_words(found.cause) if found.cause else t("verdict.cause.mixed"),
        ),
        rule=t("verdict.stock_working.rule"),
        source=t(
            "verdict.stock_working.source",
            cutoff=dates.cutoff(snapshot().cutoff),
            id=snapshot().id,
        ),
        page="small_cases",
        choice=choice,
    )


def _reorganised(change: StockChange) -> float:
    return change.account.change - sum(f.sign * f.now for f in change.account.flows)
