"""督办: what was decided, by whom it is done, and by which rule it will be judged.

An action is written once, with the figure of that moment and its rule, before the outcome is
known; afterwards only reports are added. actions.following says what became of each.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from secrets import token_hex
from typing import Any, Literal

from dashboard import entered, indicators, measured, units
from dashboard.actions import hot
from dashboard.answers import remembered, snapshot
from dashboard.errors import NotEnteredError
from dashboard.filters import Filters
from dashboard.texts import codes, dates, t
from dashboard.verdicts.change import NEUTRAL
from dashboard.verdicts.hot_cells import WINDOW

Rule = Literal["beyond_chance", "reaches_target", "done_only"]
Status = Literal["done", "not_done", "withdrawn"]
TABLES = ("actions", "action_reports")
DAYS = 30  # until an action is due, unless told
LONGEST = 100  # letters of an instruction (批示)


@dataclass(frozen=True)
class Action:
    """One thing decided. Empty text, None: not given.

    `judged_from` is the month whose close lets the rule be applied for the first time;
    `before_value` the figure of `before_month` as it was when the action was raised, `target` what
    was then to be reached.
    """

    action_id: str
    raised_on: date
    matter: str
    unit_id: str
    owner_post: str
    due_on: date
    rule: Rule
    meeting_id: str = ""
    instruction: str = ""
    indicator_id: str = ""
    judged_from: date | None = None
    before_month: date | None = None
    before_value: float | None = None
    target: float | None = None
    page: str = ""
    address: str = ""
    author: str = ""
    written_on: date | None = None  # the day the rule was written down

    @property
    def effect_from(self) -> date:
        """The first whole month after it is due: from here on its effect can show."""
        return dates.add_months(dates.month_start(self.due_on), 1)


@dataclass(frozen=True)
class Report:
    """What was reported last about an action."""

    status: Status
    reported_on: date
    done_on: date | None = None
    remark: str = ""
    author: str = ""


def decide(
    choice: Filters,
    matter: str,
    owner_post: str,
    due_on: date,
    post: str,
    *,
    unit_id: str = "",
    indicator_id: str = "",
    rule: Rule = "done_only",
    instruction: str = "",
    meeting_id: str = "",
    raised_on: date | None = None,
    page: str = "",
    address: str = "",
) -> Action:
    """Writes an action down under a post, with its figure of this moment, and gives it.

    The unit is the chosen one unless told; it counts as raised on the cut-off day unless the day
    of the meeting is told. NotEnteredError, worded, where something is missing, where the day it
    is due has passed already, or where nothing can be written.
    """
    _refuse_unless(matter.strip(), "actions.error.no_matter")
    _refuse_unless(owner_post.strip(), "actions.error.no_owner")
    _refuse_unless(post.strip(), "signature.missing")
    # Data of the days after it is due must not be there yet: the rule stands before the outcome.
    _refuse_unless(due_on >= snapshot().cutoff, "actions.error.due_passed")
    _refuse_unless(len(instruction.strip()) <= LONGEST, "actions.error.too_long")
    unit_id = unit_id or choice.unit_id
    own = choice.but(unit_id=unit_id)
    _refuse_unless(rule in rules(indicator_id, own), "actions.error.rule")
    before = figure(indicator_id, own)
    aims = rule == "reaches_target"
    row: dict[str, Any] = {
        "action_id": f"a{token_hex(4)}",
        "meeting_id": meeting_id or None,
        "raised_on": min(raised_on or snapshot().cutoff, due_on),
        "matter": matter.strip(),
        "instruction": instruction.strip() or None,
        "unit_id": unit_id,
        "owner_post": owner_post.strip(),
        "due_on": due_on,
        "indicator_id": indicator_id or None,
        "rule": rule,
        "judged_from": None if rule == "done_only" else judged_from(indicator_id, due_on),
        "before_month": before[0] if before else None,
        "before_value": before[1] if before else None,
        "target": measured.target(indicators.get(indicator_id), own) if aims else None,
        "page": page or None,
        "address": address or None,
    }
    entered.enter("actions", [row], post)
    return next(one for one in _all() if one.action_id == row["action_id"])


def report(
    action_id: str, status: Status, post: str, done_on: date | None = None, remark: str = ""
) -> None:
    """Adds a report on an action; the last one counts. NotEnteredError as `decide`."""
    action = next((one for one in _all() if one.action_id == action_id), None)
    _refuse_unless(action is not None, "actions.error.unknown")
    _refuse_unless(post.strip(), "signature.missing")
    if status == "done":
        is_after = done_on is not None and action is not None and done_on >= action.raised_on
        _refuse_unless(is_after, "actions.error.done_before")
    row = {
        "action_id": action_id,
        "reported_on": snapshot().cutoff,
        "status": status,
        "done_on": done_on if status == "done" else None,
        "remark": remark.strip() or None,
    }
    entered.enter("action_reports", [row], post)


def rules(indicator_id: str, choice: Filters) -> tuple[Rule, ...]:
    """The rules an action may be judged by; the first is what is meant unless told.

    Only a figure that can be tested and has a direction can be better; only one with a light has
    a target to reach.
    """
    if not indicator_id:
        return ("done_only",)
    indicator = indicators.get(indicator_id)
    found: list[Rule] = []
    if is_tested(indicator_id):
        found.append("beyond_chance")
        is_level = indicator.value_kind == "level" and indicator.status == "light"
        is_level = is_level and indicator_id != hot.INDEX
        if is_level and measured.limits(indicator, choice) is not None:
            found.append("reaches_target")
    return ("done_only", *found) if is_neutral(indicator_id) else (*found, "done_only")


def rule_words(rule: str, indicator_id: str) -> str:
    """超出偶然的好转才算见效; of what only stands for reference, more and fewer are no success."""
    if rule == "beyond_chance" and is_neutral(indicator_id):
        return t("actions.rule_neutral")
    return codes.label("actions.rule", rule)


def owner_words(action: Action) -> str:
    """云岭县局 刑侦大队; the bureau's own posts stand alone."""
    if units.levels().get(action.unit_id) == "bureau":
        return action.owner_post
    unit = units.names().get(action.unit_id, action.unit_id)
    return t("actions.owner_words", unit=unit, post=action.owner_post)


def is_tested(indicator_id: str) -> bool:
    """Whether its months can be tested against earlier ones; a count of open cases is no sample."""
    indicator = indicators.get(indicator_id)
    is_stock = indicator.kind == "stock" and indicator.interval == "poisson"
    return indicator.kind != "composed" and indicator.interval != "none" and not is_stock


def is_neutral(indicator_id: str) -> bool:
    """Whether more or fewer of it is neither good nor bad."""
    return indicator_id in NEUTRAL or indicators.get(indicator_id).direction == "none"


def judged_from(indicator_id: str, due_on: date) -> date:
    """The first month at whose end the month after `due_on` has ripened."""
    whole = dates.add_months(dates.month_start(due_on), 1)
    if indicator_id == hot.INDEX:
        return dates.add_months(whole, WINDOW - 1)
    lag = timedelta(days=indicators.get(indicator_id).maturity_days)
    return dates.month_start(dates.last_day(whole) + lag)


def every(choice: Filters) -> list[Action]:
    """The actions of the chosen unit and all below it, the last raised first."""
    parents = units.parents()

    def is_inside(unit_id: str) -> bool:
        above = unit_id
        while above and above != choice.unit_id:
            above = parents.get(above, "")
        return bool(above) and (not choice.scope or unit_id in choice.scope)

    return [one for one in reversed(_all()) if is_inside(one.unit_id)]


def of_meeting(meeting_id: str) -> list[Action]:
    """What was decided in a meeting, in the order it was written down."""
    return [one for one in _all() if one.meeting_id == meeting_id]


def last_reports() -> dict[str, Report]:
    """The report that counts, by action."""
    names = list(Report.__dataclass_fields__)
    rows = entered.in_force("action_reports")
    return {
        str(row["action_id"]): Report(**{name: _plain(row[name], name) for name in names})
        for row in rows.iter_rows(named=True)
    }


def _all() -> list[Action]:
    """Every action, in the order of raising."""
    return _as_of(entered.position("actions"))


@remembered
def _as_of(position: int) -> list[Action]:
    names = [name for name in Action.__dataclass_fields__ if name != "written_on"]
    found = [
        Action(
            **{name: _plain(row[name], name) for name in names},
            written_on=row["created_at"].date(),
        )
        for row in entered.in_force("actions").iter_rows(named=True)
    ]
    return sorted(found, key=lambda one: one.raised_on)


def _plain(value: Any, name: str) -> Any:
    """None of a text is an empty one."""
    is_text = name not in ("judged_from", "before_month", "before_value", "target", "done_on")
    return "" if value is None and is_text else value


def figure(indicator_id: str, choice: Filters) -> tuple[date, float] | None:
    """The last figure that counts, with its month; None where there is none that may be shown."""
    if not indicator_id:
        return None
    if indicator_id == hot.INDEX:
        return hot.latest(choice)
    found = measured.latest(measured.by_month(indicator_id, choice), choice)
    return (found.month, found.value) if found is not None and found.is_enough else None


def _refuse_unless(is_right: object, key: str) -> None:
    if not is_right:
        raise NotEnteredError(key, why=t(key))
