"""An indicator as a large figure: its name, its interval, its change and its target."""

from dashboard import judged
from dashboard.elements.cards import Card
from dashboard.filters import Filters
from dashboard.indicators import get
from dashboard.pictures.overview.cards import STANDINGS, card
from dashboard.scenes import Big
from dashboard.scenes.wall import ems
from dashboard.scenes.worded import joined
from dashboard.texts import t
from dashboard.verdicts import Working

COLUMN = 14.2  # Chinese characters of 30 px in the left column


def big(indicator_id: str, choice: Filters) -> tuple[Big, ...]:
    """One figure for the left column; () where there is none."""
    shown = card(indicator_id, choice)
    if shown.state:
        return ()
    lines = (interval(shown), *change_lines(indicator_id, choice), aim(indicator_id, choice))
    return (Big(shown.value, shown.unit, shown.name, tuple(line for line in lines if line)),)


def interval(shown: Card) -> str:
    """95%区间 ±2.2"""
    return t("scenes.figure.interval", margin=shown.margin) if shown.margin else ""


def change_lines(indicator_id: str, choice: Filters) -> tuple[str, ...]:
    """7月立案 414 起, 同比 +1.8 个百分点, **无明显变化**: as few lines as the column lets."""
    shown = card(indicator_id, choice)
    goal = standing(indicator_id, choice)
    lines = [part for part in shown.note.split(" · ") if part and part != goal]
    word = t("scenes.strong", words=shown.tag[1]) if shown.tag else ""
    both = t("scenes.figure.word", said=lines[-1], word=word) if lines and word else ""
    if both and ems(spoken(both)) <= COLUMN:
        return (*lines[:-1], both)
    return (*lines, word) if word else tuple(lines)


def aim(indicator_id: str, choice: Filters) -> str:
    """目标 80：**临界**, 参考值 42, or nothing."""
    goal = standing(indicator_id, choice)
    aside = card(indicator_id, choice).aside
    word = t("scenes.strong", words=goal)
    return t("scenes.figure.word", said=aside, word=word) if goal else aside


def in_short(indicator_id: str, choice: Filters) -> tuple[str, ...]:
    """群众安全感 **91.0%**(±1.6), **无明显变化**；目标 92：**临界**: beside another figure."""
    name = named(indicator_id, choice)
    if not name:
        return ()
    shown = card(indicator_id, choice)
    word = t("scenes.strong", words=shown.tag[1]) if shown.tag else ""
    return (name, joined((word, aim(indicator_id, choice))))


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
