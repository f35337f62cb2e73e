"""How a figure may be read: too few, not due, changed, published only, nothing found, done or not.

V4, V4b, V5, V5b, V5c, V6, V6b, V11, V13, V14.
"""

from datetime import date, timedelta
from typing import Any

from dashboard.indicators import Indicator
from dashboard.texts import dates, numbers, t
from dashboard.verdicts import Verdict, Working, say

# The tag of an effect where it is not one itself.
EFFECTS = {"untested": "note", "done_only": "note", "withdrawn": "note"}


def too_few(n: float, unit: str, minimum: int, when: str = "") -> Verdict:
    """V4; `unit` is a key of number.unit, `when` the window meant, if it is not the last one."""
    holes: dict[str, Any] = {"n": numbers.count(n, unit), "min": minimum}
    if when:
        return say("V4_before", "too_few", ref=when, **holes)
    return say("V4", "too_few", **holes)


def suppressed() -> Verdict:
    """V4b: one to four respondents."""
    return say("V4b", "too_few")


def immature(
    indicator: Indicator, month: date, value: str = "", expected: tuple[str, str] | None = None
) -> Verdict:
    """V5: `value` so far and the range `expected` in the end, worded, where they are known."""
    due = dates.last_day(month) + timedelta(days=indicator.maturity_days + 1)
    holes: dict[str, Any] = {
        "ind": indicator.name,
        "month": dates.month(month),
        "date": dates.full(due),
        "lag": numbers.count(indicator.maturity_days, "day"),
    }
    if not value or expected is None:
        return say("V5_alone", "immature", **holes)
    between = numbers.DASH.join(expected)
    return say("V5", "immature", v=value, range=between, **holes)


def incomplete(
    month: date,
    arrived: float,
    expected: tuple[str, str] | None = None,
    restated: str = "",
) -> Verdict:
    """V5b: `arrived` as a share; `restated`, worded, says how the month before changed since."""
    holes: dict[str, Any] = {"month": dates.month(month), "pct": f"{numbers.plain(arrived * 100)}%"}
    holes["restated"] = restated
    if expected is None:
        return say("V5b_alone", "incomplete", **holes)
    return say("V5b", "incomplete", range=numbers.DASH.join(expected), **holes)


def short_history(name: str, need: int, have: int) -> Verdict:
    """V5c: months of data."""
    return say("V5c", "short_history", ind=name, need=need, k=have)


def definition_changed(since: date, change: str, months: int) -> Verdict:
    """V6: what changed, as noted; `months` under the new definition."""
    return say("V6", "definition_changed", date=dates.month(since), change=change, k=months)


def in_window(since: date, lift: float | None) -> Verdict:
    """V6b: inside an assessment; `lift` in points, how much former ones stood above."""
    day = dates.full(since)
    if lift is None or lift <= 0:
        return say("V6b_alone", "note", date=day)
    return say("V6b", "note", date=day, x=t("number.points", n=numbers.plain(lift, 1)))


def after_window(reference: str) -> Verdict:
    """V6b: what it is held against lies in an assessment."""
    return say("V6b_before", "note", ref=reference)


def published(source: str, value: str) -> Verdict:
    """V11: a percentage without n."""
    return say("V11", "note", source=source, v=value)


def nothing(indicators: int, places: int) -> Verdict:
    """V14: how much was looked at without a finding."""
    return say("V14", "no_clear_change", m=indicators, k=places)


def followed(
    action: str, done: str, rule_on: date, effect: str, before: str = "", now: str = "",
    working: Working | None = None,
) -> Verdict:  # fmt: skip
    """V13: whether an action was done (worded), and whether it helped by the rule written down on
    `rule_on`; `effect` is a key of [verdict.effect]. Without figures only what was done is told."""
    holes: dict[str, Any] = {"action": action, "done": done, "date": dates.full(rule_on)}
    holes["effect"] = t(f"verdict.effect.{effect}")
    tag = EFFECTS.get(effect, effect)
    if not before or not now:
        return say("V13_alone", tag, working, **holes)
    return say("V13", tag, working, v0=before, v1=now, **holes)
