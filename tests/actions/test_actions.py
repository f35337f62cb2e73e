"""Actions: the rule stands before the outcome, days count by the cut-off, chance is no effect."""

from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from dashboard import actions, entered, meetings, units
from dashboard.actions import Action, following, hot
from dashboard.actions.following import Followed
from dashboard.elements import choice_bar
from dashboard.errors import NotEnteredError
from dashboard.filters import Filters
from data import journal
from tests.cities import copied, in_hand

CUTOFF, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)
NEXT = date(2026, 12, 1)


@pytest.fixture
def warehouse(demo_warehouse: Path, tmp_path: Path) -> Iterator[Path]:
    """The demo city with a journal of its own."""
    with in_hand(copied(demo_warehouse, tmp_path / "warehouse")) as own:
        yield own


@pytest.fixture
def choice(warehouse: Path) -> Filters:
    return choice_bar.offer().default()


def planted(warehouse: Path, choice: Filters, **row: Any) -> Action:
    """An action raised in the past, as the journal would hold it."""
    whole: dict[str, Any] = {
        "action_id": "past",
        "raised_on": date(2026, 1, 1),
        "matter": "补办回访",
        "unit_id": choice.unit_id,
        "owner_post": "刑侦",
        "due_on": date(2026, 1, 31),
        "indicator_id": "FLW06",
        "rule": "beyond_chance",
        "before_month": date(2025, 12, 1),
        "before_value": 76.4,
        "created_at": datetime(2026, 1, 1, 9),
    } | row
    if whole["rule"] != "done_only":
        whole["judged_from"] = actions.judged_from(whole["indicator_id"], whole["due_on"])
    journal.append(warehouse / "journal", "actions", pl.DataFrame([whole]), "指挥中心")
    return next(one for one in actions.every(choice) if one.action_id == whole["action_id"])


def follow(action: Action, choice: Filters, today: date = CUTOFF) -> Followed:
    (found,) = following.follow([action], choice, today)
    return found


def test_what_was_decided_keeps_its_figure_and_its_rule(choice: Filters) -> None:
    raised = actions.decide(
        choice, "补办回访", "刑侦", NEXT, "指挥中心", indicator_id="FLW06", rule="beyond_chance"
    )
    assert (raised.before_month, raised.raised_on) == (OCTOBER, CUTOFF)
    assert raised.before_value is not None and 80 < raised.before_value < 100
    assert raised.judged_from == date(2027, 1, 1)
    with pytest.raises(FrozenInstanceError):
        raised.rule = "done_only"  # type: ignore[misc]
    again = entered.in_force("actions").with_columns(rule=pl.lit("done_only"))
    with pytest.raises(NotEnteredError):
        entered.enter("actions", again.to_dicts(), "指挥中心")
    assert actions.every(choice) == [raised]


def test_nothing_is_decided_whose_outcome_is_known(choice: Filters) -> None:
    with pytest.raises(NotEnteredError) as refused:
        actions.decide(choice, "补办回访", "刑侦", date(2026, 10, 31), "指挥中心")
    assert "截至日" in refused.value.holes["why"]
    assert not actions.every(choice)


def test_a_solving_rate_is_no_aim(choice: Filters) -> None:
    assert actions.rules("CAS02", choice) == ("done_only", "beyond_chance")
    assert actions.rules("CAS04", choice) == ("done_only",)
    assert actions.rules("FLW06", choice)[0] == "beyond_chance"
    assert actions.rules("", choice) == ("done_only",)
    with pytest.raises(NotEnteredError):
        actions.decide(choice, "多破案", "刑侦", NEXT, "指挥中心", indicator_id="CAS02",
                       rule="reaches_target")  # fmt: skip


def test_days_count_up_to_the_cut_off(warehouse: Path, choice: Filters) -> None:
    action = planted(warehouse, choice, due_on=date(2026, 9, 30))
    late = follow(action, choice)
    assert (late.state, late.days, late.done_words) == ("overdue", 32, "逾期 32 天")
    assert follow(action, choice, date(2026, 9, 30)).state == "pending"
    actions.report("past", "done", "刑侦", date(2026, 10, 10))
    assert follow(action, choice).done_words == "逾期 10 天完成"
    actions.report("past", "done", "刑侦", date(2026, 9, 30), "日期填错，已更正")
    assert follow(action, choice).done_words == "按期完成"
    with pytest.raises(NotEnteredError):
        actions.report("past", "done", "刑侦", date(2025, 12, 31))


def test_a_planted_improvement_is_found(warehouse: Path, choice: Filters) -> None:
    """Callbacks on unsolved cases truly improve since March 2026."""
    found = follow(planted(warehouse, choice), choice)
    assert found.effect.kind == "better" and found.helped_words == "真变好"
    assert found.effect.working is not None and "写定" in found.effect.working.rule
    assert "2026年1月1日 写定" in found.verdict.sentence and "→" in found.figures


def test_what_moved_before_is_no_effect(warehouse: Path, choice: Filters) -> None:
    late = planted(warehouse, choice, raised_on=date(2026, 8, 1), due_on=date(2026, 8, 31),
                   before_month=date(2026, 7, 1), before_value=87.0)  # fmt: skip
    assert follow(late, choice).effect.kind == "no_clear_change"


def test_nothing_is_judged_before_its_time(warehouse: Path, choice: Filters) -> None:
    action = planted(warehouse, choice, due_on=date(2026, 9, 30))
    assert action.judged_from == OCTOBER
    early = follow(action, choice.but(month=date(2026, 9, 1)))
    assert early.helped_words == "未到判断时间" and early.verdict.tag == "immature"
    assert follow(action, choice).effect.kind != "immature"
    ripe = planted(warehouse, choice, action_id="cohort", indicator_id="CAS02")
    assert ripe.judged_from == date(2026, 5, 1)  # February, and 90 days


def test_a_steady_figure_has_no_clear_change(warehouse: Path, choice: Filters) -> None:
    for indicator_id in ("FLW03", "FLW08", "CMP02"):
        steady = planted(warehouse, choice, action_id=indicator_id, indicator_id=indicator_id)
        assert follow(steady, choice).effect.kind == "no_clear_change", indicator_id


def test_reference_figures_are_more_or_fewer(warehouse: Path, choice: Filters) -> None:
    kinds = {"more", "fewer", "no_clear_change", "untested"}
    for indicator_id in ("CAS01", "CAS02", "CAS03", "CAS04"):
        action = planted(warehouse, choice, action_id=indicator_id, indicator_id=indicator_id)
        assert follow(action, choice).effect.kind in kinds


def test_what_is_too_few_is_not_judged(warehouse: Path, choice: Filters) -> None:
    station = next(unit for unit, level in units.levels().items() if level == "station")
    action = planted(warehouse, choice, unit_id=station, indicator_id="SAT02",
                     due_on=date(2026, 7, 31))  # fmt: skip
    found = follow(action, choice)
    assert found.effect.kind == "too_few" and found.helped_words == "样本不足"


def test_the_next_meeting_opens_with_what_was_left(warehouse: Path, choice: Filters) -> None:
    planted(warehouse, choice)  # judged long ago, never reported
    planted(warehouse, choice, action_id="new", raised_on=date(2026, 10, 1), matter="新事",
            due_on=date(2026, 10, 31))  # fmt: skip
    actions.decide(choice, "今天才定", "刑侦", NEXT, "指挥中心")
    found = following.followed(choice)
    assert {one.action.action_id for one in found} == {"past", "new"}
    assert following.headline(found) == "上次定了 2 件：办成 0 件，真见效的 1 件"
    branch = choice.but(unit_id=choice_bar.offer().unit_ids[1])
    assert not following.followed(branch)


def test_a_meeting_on_the_next_month_opens_so_though_no_newer_data_came(choice: Filters) -> None:
    before = meetings.default(choice.unit_id, date(2026, 9, 1), CUTOFF)
    held = meetings.save(before, "指挥中心")
    actions.decide(choice, "上月例会定的", "刑侦", NEXT, "指挥中心", meeting_id=held.meeting_id)
    assert [one.action.matter for one in following.followed(choice)] == ["上月例会定的"]
    assert not following.followed(choice, held.meeting_id)


def test_what_is_to_be_reached_is_the_target_of_that_day(warehouse: Path, choice: Filters) -> None:
    raised = actions.decide(
        choice, "补办回访", "刑侦", NEXT, "指挥中心", indicator_id="FLW06", rule="reaches_target"
    )
    assert raised.target == 90
    kinds = {"rule": "reaches_target", "target": 80.0}, {"rule": "reaches_target", "target": 99.0}
    easy, hard = (
        follow(planted(warehouse, choice, action_id=str(kind["target"]), **kind), choice)
        for kind in kinds
    )
    assert (easy.effect.kind, hard.effect.kind) == ("met", "watch")
    assert easy.effect.working is not None and "写定" in easy.effect.working.rule


def test_a_hot_spot_is_judged_by_its_own_rule(warehouse: Path, choice: Filters) -> None:
    spot = {"unit_id": "990121000000", "indicator_id": "CMP07"}
    address = "unit_id=990121000000&complaint_category=progress"
    early = planted(warehouse, choice, due_on=date(2026, 8, 31), address=address, **spot)
    assert early.judged_from == date(2026, 11, 1)
    assert follow(early, choice).effect.kind == "immature"
    ripe = planted(warehouse, choice, action_id="ripe", address=address, **spot)
    found = follow(ripe, choice)
    course = hot.by_month(choice.but(unit_id=spot["unit_id"], complaint_category="progress"))
    assert course["month"][-1] == OCTOBER and 1.5 < course["value"][-1] < 2.5
    assert found.effect.kind in ("no_clear_change", "worse") and "倍" in found.figures
    assert found.effect.working is not None and "应有" in found.effect.working.inputs
