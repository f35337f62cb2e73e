"""What became of the things decided: done or not, in time or not, and whether it helped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dashboard import actions, meetings
from dashboard.actions import Action, Report
from dashboard.actions.effects import Effect, effect
from dashboard.answers import snapshot
from dashboard.filters import Filters
from dashboard.texts import t
from dashboard.verdicts import Verdict, reading

State = Literal["done", "late", "pending", "overdue", "not_done", "withdrawn"]
# The colour of a tag: by what was done, and by whether it helped.
DONE_COLOURS = {"done": "good", "late": "watch", "overdue": "bad", "not_done": "bad"}
HELPED_COLOURS = {
    "better": "good",
    "met": "good",
    "worse": "bad",
    "beyond": "bad",
    "watch": "watch",
}
OPEN = ("pending", "overdue", "not_done")


@dataclass(frozen=True)
class Followed:
    """One action on the cut-off day. `days` late or overdue; `is_carried`: of an earlier meeting
    than the last, still open or judged for the first time since."""

    action: Action
    report: Report | None
    state: State
    days: int
    effect: Effect
    is_carried: bool = False

    @property
    def done_words(self) -> str:
        """按期完成, 逾期 32 天, 未到期, …"""
        return t(f"verdict.action.{self.state}", n=self.days)

    @property
    def done_tag(self) -> str:
        """good, watch, bad or neutral."""
        return DONE_COLOURS.get(self.state, "neutral")

    @property
    def figures(self) -> str:
        """76.4% → 88.1%; "" where no figure was written down."""
        known = [words for words in (self.effect.before, self.effect.now) if words]
        return t("actions.arrow").join(known)

    @property
    def helped_words(self) -> str:
        """真变好, 无明显变化, 未到判断时间, …"""
        return t(f"verdict.effect.{self.effect.kind}")

    @property
    def helped_tag(self) -> str:
        """good, watch, bad or neutral."""
        return HELPED_COLOURS.get(self.effect.kind, "neutral")

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.state in OPEN

    @property
    def is_judged(self) -> bool:
        """Whether its rule has been applied."""
        waiting = ("immature", "done_only", "untested", "withdrawn")
        return self.effect.kind not in waiting

    @property
    def verdict(self) -> Verdict:
        """V13."""
        return reading.followed(
            self.action.matter,
            self.done_words,
            self.action.written_on or self.action.raised_on,
            self.effect.kind,
            self.effect.before,
            self.effect.now,
            self.effect.working,
        )


def follow(found: Sequence[Action], choice: Filters, today: date | None = None) -> list[Followed]:
    """Each of the actions as it stands on a day, the cut-off unless told."""
    reports = actions.last_reports()
    return [
        _followed(one, reports.get(one.action_id), choice, today or snapshot().cutoff)
        for one in found
    ]


def followed(choice: Filters, meeting_id: str = "") -> list[Followed]:
    """What the meeting before this one decided, then what earlier ones left unanswered.

    Before is a meeting on an earlier month, even where no newer data have come since. An action
    raised outside any meeting counts to the one whose cut-off came before it.
    """
    held = meetings.load(meeting_id) if meeting_id else None
    today = held.cutoff if held else snapshot().cutoff
    root = choice.but(unit_id=held.unit_id) if held else choice
    month = held.month if held else root.month
    before = meetings.before(root.unit_id, month)
    known = {one.meeting_id: one for one in meetings.every()}
    rows = []
    for action in reversed(actions.every(root)):
        own = known.get(action.meeting_id)
        day = own.cutoff if own else action.raised_on
        is_past = day < today if own is None or own.month == month else own.month < month
        if not is_past or action.meeting_id == meeting_id != "":
            continue
        is_last = before is None or (own.month >= before.month if own else day >= before.cutoff)
        (one,) = follow([action], choice, today)
        is_new = action.judged_from is not None and (
            before is None or action.judged_from > before.month
        )
        if is_last or one.is_open or (is_new and one.is_judged):
            rows.append((not is_last, one))
    return [_carried(one) if carried else one for carried, one in sorted(rows, key=lambda r: r[0])]


def headline(found: Sequence[Followed]) -> str:
    """上次定了 5 件：办成 2 件，真见效的 1 件"""
    n, done = len(found), sum(one.state in ("done", "late") for one in found)
    worked = sum(one.effect.kind in ("better", "met") for one in found)
    if not found:
        return t("actions.headline.none")
    return t("actions.headline.some", n=n, done=done, worked=worked)


def _carried(one: Followed) -> Followed:
    return Followed(one.action, one.report, one.state, one.days, one.effect, True)


def _followed(action: Action, report: Report | None, choice: Filters, today: date) -> Followed:
    state, days = _state(action, report, today)
    return Followed(action, report, state, days, effect(action, report, choice))


def _state(action: Action, report: Report | None, today: date) -> tuple[State, int]:
    if report is not None and report.status == "withdrawn":
        return "withdrawn", 0
    if report is not None and report.status == "done" and report.done_on is not None:
        late = (report.done_on - action.due_on).days
        return ("late", late) if late > 0 else ("done", 0)
    late = max((today - action.due_on).days, 0)
    if report is not None and report.status == "not_done":
        return "not_done", late
    return ("overdue", late) if late else ("pending", 0)
