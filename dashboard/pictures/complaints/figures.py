"""The five figures of 投诉热点."""

from collections import Counter
from dataclasses import replace
from datetime import date

import polars as pl

from dashboard import indicators, judged, measured
from dashboard.answers import ask_if_connected, remembered
from dashboard.elements.cards import COLOURS, Card, tag_of
from dashboard.filters import Filters
from dashboard.pictures.complaints import amounts, counted, short_answer, where
from dashboard.pictures.overview.cards import expected_words
from dashboard.texts import dates, numbers, t
from dashboard.verdicts.hot_cells import STEPS

COLOUR = 1  # 本单位
LEAST_RELATED = 20  # below it a difference is not put as a share of what was before
KINDS = ("growing", "new", "lasting", "fading")  # in the order they are told


@remembered
def cards(choice: Filters) -> list[Card]:
    """How many, 三难, closed in time, cells above expectation, due in seven days."""
    return [
        _count_card(choice),
        _difficulties_card(choice),
        _in_time_card(choice),
        _spots_card(choice),
        _due_card(choice),
    ]


def _count_card(choice: Filters) -> Card:
    name = t("complaints.card.count")
    now = amounts.total(choice)
    if now is None:
        return Card(name, state=_absent(choice))
    note = t("complaints.card.no_people")
    if now.rate is not None:
        rate = numbers.plain(now.rate, 1)
        note = t("complaints.card.annual", rate=rate, interval=now.interval_words())
    course = amounts.by_month(choice).filter(
        pl.col("month") > dates.add_months(choice.month, -choice.span)
    )
    changed = None if choice.complaint_category else judged.change("CMP01", choice)
    is_open = changed is not None and changed.tag == "incomplete"
    if is_open and now.rate is not None and (words := expected_words("CMP01", choice)):
        note = t("complaints.card.annual_open", rate=numbers.plain(now.rate, 1), expected=words)
    return Card(
        name,
        numbers.brief(now.n),
        numbers.unit_word("complaint", now.n),
        aside=_change(choice, now) + _goal_word("CMP01", choice),
        tag=tag_of(changed),
        note=note,
        course=course["complaint_count"].to_list(),
        is_open=is_open,
        colour=COLOUR,
    )


def _absent(choice: Filters) -> str:
    """未接入, or the choice has nothing."""
    is_there = measured.is_connected(choice, "complaints")
    return t("tag.too_few") if is_there else t("tag.not_connected")


def _change(choice: Filters, now: amounts.Total) -> str:
    """Against what the reader chose, as a figure; without a verdict."""
    if choice.compare == "mean12":
        earlier = [amounts.total(choice, back) for back in range(1, 13)]
        known = [one.n for one in earlier if one is not None]
        before = sum(known) / 12 if len(known) == 12 else 0.0
    else:
        found = amounts.total(choice, 12 if choice.compare == "yoy" else now.months)
        before = found.n if found is not None else 0.0
    if not before:
        return ""
    words = numbers.change(now.n, before)
    if before < LEAST_RELATED:
        words = numbers.plain(now.n - before, sign=True)
    return f"{t(f'compare.{choice.compare}')} {words}"


def _measured_card(
    indicator_id: str, name: str, choice: Filters
) -> tuple[Card, measured.Latest | None]:
    """A share's card without its note, and the figure behind it (None where there is none)."""
    indicator = indicators.get(indicator_id)
    if not measured.is_connected(choice, "complaints"):
        return Card(name, state=t("tag.not_connected")), None
    course = measured.by_month(indicator_id, choice)
    last = measured.latest(course, choice)
    goal = measured.goal_words(indicator, choice, "") + _goal_word(indicator_id, choice)
    if last is None or not last.is_enough:
        return Card(name, state=t("tag.too_few"), aside=goal), None
    shown = course.filter(pl.col("month") > dates.add_months(choice.month, -choice.span))
    card = Card(
        name,
        numbers.plain(last.value, 1),
        "%",
        measured.margin_words(indicator, last.value, last.low, last.high),
        aside=goal,
        tag=tag_of(judged.change(indicator_id, choice)),
        course=[v if ok else None for v, ok in shown.select("value", "is_enough").iter_rows()],
        colour=COLOUR,
    )
    return card, last


def _goal_word(indicator_id: str, choice: Filters) -> str:
    """· 临界: whether the target is reached, a plain word; "" where there is no target, or where
    a category is chosen that the target is not meant for."""
    if indicator_id == "CMP01" and choice.complaint_category:
        return ""
    goal = judged.goal(indicator_id, choice)
    is_told = goal is not None and goal.template.startswith("V7")
    return f" · {t(f'tag.{goal.tag}')}" if goal and is_told else ""


def _difficulties_card(choice: Filters) -> Card:
    if not counted.records(choice, "category"):
        return _unrecorded("difficulties", "no_category", choice)
    card, last = _measured_card("CMP06", t("complaints.card.difficulties"), choice)
    if last is None:
        return card
    of = {"n": numbers.count(last.numerator), "total": numbers.count(last.denominator, "complaint")}
    return _noted(card, t("complaints.card.of", when=counted.when(choice), **of), choice)


def _unrecorded(name: str, why: str, choice: Filters) -> Card:
    """A figure the source has nothing for: 未接入 and what is lacking."""
    is_there = measured.is_connected(choice, "complaints")
    note = t(f"complaints.card.{why}") if is_there else ""
    return Card(t(f"complaints.card.{name}"), state=t("tag.not_connected"), note=note)


def _in_time_card(choice: Filters) -> Card:
    if not counted.records(choice, "due_day"):
        return _unrecorded("in_time", "no_due_day", choice)
    card, last = _measured_card("CMP02", t("complaints.card.in_time"), choice)
    if last is None:
        return card
    note = t(
        "complaints.card.in_time_note",
        month=dates.month_only(last.month),
        due=numbers.count(last.denominator),
        late=numbers.count(last.denominator - last.numerator),
    )
    return _noted(card, note, choice)


def _noted(card: Card, note: str, choice: Filters) -> Card:
    """With the line below; it says so where the figure does not follow the chosen category."""
    if choice.complaint_category:
        note = f"{t('complaints.all_categories')} · {note}"
    return replace(card, note=note)


def _spots_card(choice: Filters) -> Card:
    """How many areas have a tested hot spot, month by month, and of which kinds."""
    name = t("complaints.card.spots")
    if not counted.by_words(choice):
        return _unrecorded("spots", "no_exposure", choice)
    hot, tested = short_answer.places(choice)
    kinds = Counter(where.kind_of(where.hot_in(unit, choice)) for unit in counted.areas(choice))
    words = {
        kind: t("complaints.card.kind", kind=t(f"tag.{kind}"), n=kinds[kind])
        for kind in KINDS
        if kinds[kind]
    }
    first = next(iter(words), "")
    return Card(
        name,
        str(hot),
        t("complaints.card.place"),
        aside=t("complaints.card.areas", n=tested),
        tag=(COLOURS.get(first, "neutral"), words.pop(first)) if first else None,
        note=" · ".join(words.values()) if first else t("complaints.card.none_hot"),
        course=_spots_by_month(choice),
        colour=COLOUR,
    )


def _spots_by_month(choice: Filters) -> list[float | None]:
    """How many areas were hot at the end of each of the last twelve months."""
    inside = set(counted.areas(choice))
    cells = [
        cell
        for cell in counted.cells(choice)
        if cell.unit_id in inside and choice.complaint_category in ("", cell.category)
    ]
    hot: dict[date, set[str]] = {}
    for cell in cells:
        for step in cell.steps[-STEPS:]:
            hot.setdefault(step.month, set())
            if step.is_hot:
                hot[step.month].add(cell.unit_id)
    return [float(len(hot[month])) for month in sorted(hot)]


def _due_card(choice: Filters) -> Card:
    name = t("complaints.card.due")
    due = ask_if_connected("complaints/due_within_seven_days", choice)
    if not due.width or not counted.records(choice, "due_day"):
        return _unrecorded("due", "no_due_day", choice)
    return Card(
        name,
        numbers.count(due.height),
        numbers.unit_word("complaint", due.height),
        aside=t("complaints.card.on_list"),
        tag=("watch", t("tag.to_do")) if due.height else None,
        note=_due_units(due) if due.height else t("complaints.card.due_none"),
    )


def _due_units(due: pl.DataFrame) -> str:
    """The two units with most of them, and the rest."""
    counts = due.group_by("branch_name").len().sort("len", "branch_name", descending=[True, False])
    words = [
        t("complaints.card.due_unit", unit=unit, n=n) for unit, n in counts.head(2).iter_rows()
    ]
    rest = due.height - int(counts.head(2)["len"].sum())
    if rest:
        words.append(t("complaints.card.due_rest", n=rest))
    return " · ".join(words)
