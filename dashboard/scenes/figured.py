"""An indicator as a large figure: its name, its interval, its change and its target."""

from dashboard import judged
from dashboard.elements.cards import Card
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.overview.cards import STANDINGS, card
from dashboard.scenes import Big
from dashboard.texts import t
from dashboard.verdicts import Working


def big(indicator_id: str, choice: Filters) -> tuple[Big, ...]:
    """One figure for the left column; () where there is none."""
    shown = card(indicator_id, choice)
    if shown.state:
        return ()
    lines = (interval(shown), *change_lines(indicator_id, choice))
    return (Big(shown.value, shown.unit, shown.name, tuple(line for line in lines if line)),)


def interval(shown: Card) -> str:
    """95%区间 ±2.2"""
    return t("scenes.figure.interval", margin=shown.margin) if shown.margin else ""


def change_lines(indicator_id: str, choice: Filters) -> tuple[str, ...]:
    """同比 +3.0 个百分点：**无明显变化**, 目标 80：**临界**."""
    shown = card(indicator_id, choice)
    goal = standing(indicator_id, choice)
    note = shown.note.removesuffix(goal).removesuffix(" · ").replace(" · ", t("scenes.comma"))
    lines = [
        t("scenes.figure.word", said=note, word=shown.tag[1]) if shown.tag and note
        else t("scenes.strong", words=shown.tag[1]) if shown.tag else note,
        t("scenes.figure.word", said=shown.aside, word=goal) if goal else shown.aside,
    ]  # fmt: skip
    return tuple(line for line in lines if line)


def standing(indicator_id: str, choice: Filters) -> str:
    """The target's word; "" where there is none."""
    goal = judged.goal(indicator_id, choice)
    return t(f"tag.{goal.tag}") if goal is not None and goal.tag in STANDINGS else ""


def named(indicator_id: str, choice: Filters) -> str:
    """群众安全感 **91.0%**(±1.6); "" where there is none."""
    shown = card(indicator_id, choice)
    if shown.state:
        return ""
    unit = shown.unit if shown.unit == "%" else f" {shown.unit}"
    margin = f"({shown.margin})" if shown.margin else ""
    value = f"{shown.value}{unit}".strip()
    return t("scenes.figure.named", name=shown.name, value=value, margin=margin)


def spoken(words: str) -> str:
    """Words of the wall as they are said: without the marks of bold letters."""
    return words.replace("**", "")


def workings(*indicator_ids: str, choice: Filters) -> tuple[Working, ...]:
    """The arithmetic of each indicator's change and of its target."""
    found = [
        each.working
        for indicator_id in indicator_ids
        if indicator_id and get(indicator_id)
        for each in (judged.change(indicator_id, choice), judged.goal(indicator_id, choice))
        if each is not None and each.working is not None
    ]
    return tuple(dict.fromkeys(found))
