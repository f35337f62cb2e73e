"""V7: a figure with its whole interval against the target; never mixed with what changed."""

from typing import Any, Literal

from dashboard.filters import Filters
from dashboard.indicators import Indicator
from dashboard.measured import Limits
from dashboard.statistics.estimates import Estimate
from dashboard.texts import numbers, t
from dashboard.verdicts import Verdict, Working, say
from dashboard.verdicts.change import PAGES

Standing = Literal["met", "crossing", "watch", "beyond"]
TEMPLATES = {"met": "V7", "watch": "V7b", "beyond": "V7c", "crossing": "V7d"}


def standing(direction: str, figure: Estimate, limits: Limits) -> Standing:
    """met: the whole interval on the good side; beyond: all past the alert line; watch: all on
    the bad side of the target; crossing: the interval holds the target.

    A figure without an interval is known exactly.
    """
    value = figure.value if figure.value is not None else 0.0
    low = value if figure.low is None else figure.low
    high = value if figure.high is None else figure.high
    sign = 1 if direction == "up" else -1
    worst, best = min(low * sign, high * sign), max(low * sign, high * sign)
    if worst >= limits.target * sign:
        return "met"
    if limits.warn is not None and best < limits.warn * sign:
        return "beyond"
    return "watch" if best < limits.target * sign else "crossing"


def target_verdict(
    indicator: Indicator,
    figure: Estimate,
    limits: Limits,
    value: str,
    source: str,
    choice: Filters | None = None,
) -> Verdict:
    """V7, V7b, V7c or V7d; `value` is the figure with its interval, worded.

    `choice` leads from its working to the rows behind it.
    """
    found = standing(indicator.direction, figure, limits)
    decimals = indicator.decimals
    goal = _limit(indicator, limits.target)
    warn = _limit(indicator, limits.warn) if limits.warn is not None else goal
    has_interval = figure.low is not None and figure.high is not None
    between = (
        numbers.between(figure.low, figure.high, decimals)
        if figure.low is not None and figure.high is not None
        else value
    )
    is_up = indicator.direction == "up"
    side, bad = (t(f"verdict.word.{way}") for way in ("above", "below"))
    working = Working(
        inputs=t("verdict.goal_working.inputs", ind=indicator.name, v=value, range=between),
        formula=t("verdict.goal_working.formula", t=goal, w=warn),
        result=t(f"verdict.goal_working.{found}"),
        rule=t("verdict.goal_working.rule"),
        source=source,
        page=PAGES.get(indicator.id[:3], ""),
        choice=choice,
    )
    holes: dict[str, Any] = {
        "ind": indicator.name,
        "v": value,
        "t": goal,
        "w": warn,
        "side": side if is_up else bad,
    }
    holes |= {"side_bad": bad if is_up else side, "range": between}
    template = TEMPLATES[found] + ("" if has_interval else "_exact")
    return say(template, found, working, **holes)


def _limit(indicator: Indicator, limit: float) -> str:
    number = numbers.plain(limit, 0 if limit == int(limit) else 1)
    return f"{number}%" if indicator.is_share or indicator.value_kind == "yoy" else number
