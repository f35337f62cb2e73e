"""The question, the verdict line and the five figures of 投诉热点."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from dashboard import indicators, measured
from dashboard.answers import ask_if_connected, remembered, snapshot
from dashboard.elements.cards import Card
from dashboard.elements.choice_bar import unit_names
from dashboard.elements.heading import Verdict
from dashboard.filters import Filters
from dashboard.pictures.complaints import counted
from dashboard.pictures.complaints.counted import Standing
from dashboard.statistics import false_alarms
from dashboard.statistics.proportions import poisson
from dashboard.texts import dates, numbers, t

COLOUR = 1  # 本单位


@dataclass(frozen=True)
class Total:
    """Complaints and petitions of a window of months, for the people who live there."""

    months: int
    n: float
    person_years: float | None

    @property
    def rate(self) -> float | None:
        """Per 10,000 person-years."""
        return self.n / self.person_years * 10_000 if self.person_years else None

    @property
    def interval(self) -> tuple[float, float]:
        """95 % of the rate, Poisson."""
        low, high = poisson(self.n)
        years = self.person_years or float("inf")
        return low / years * 10_000, high / years * 10_000

    def interval_words(self) -> str:
        """19.8–23.9"""
        return numbers.between(*self.interval, 1)


def by_month(choice: Filters) -> pl.DataFrame:
    """The months with complaints up to the chosen one; no columns where they are 未接入."""
    return ask_if_connected("complaints/counts_by_month", choice)


def window_of(choice: Filters) -> int:
    """Months a count is shown over at the chosen unit's level."""
    return indicators.get("CMP01").window(measured.level_of(choice.unit_id)) or 1


def total(choice: Filters, back: int = 0) -> Total | None:
    """The window that ends with the chosen month, or `back` months before; None if not whole."""
    course = by_month(choice)
    if not course.width:
        return None
    months = window_of(choice)
    last = dates.add_months(choice.month, -back)
    inside = course.filter(
        (pl.col("month") <= last) & (pl.col("month") > dates.add_months(last, -months))
    )
    if inside.height < months:
        return None
    years = None if inside["person_years"].null_count() else float(inside["person_years"].sum())
    return Total(months, float(inside["complaint_count"].sum()), years)


def when(choice: Filters, months: int) -> str:
    """10月 of a year, or the last months."""
    return dates.month(choice.month) if months == 1 else dates.rolling(months, choice.month)


def cells(choice: Filters) -> list[Standing]:
    """The cells of the chosen unit: of a station only its own."""
    found = cells_in_view(choice)
    if choice.unit_id in counted.areas(choice):
        return [cell for cell in found if cell.unit_id == choice.unit_id]
    return found


def cells_in_view(choice: Filters) -> list[Standing]:
    """The cells looked at: every area in view by category, where something is expected."""
    inside = set(counted.areas(choice))
    return [
        cell
        for cell in counted.standings(choice)
        if cell.unit_id in inside
        and cell.expected
        and choice.complaint_category in ("", cell.category)
    ]


def strongest(found: Sequence[Standing]) -> list[Standing]:
    """Those that pass, the one with the highest lower bound first."""
    passed = [cell for cell in found if cell.is_high]
    return sorted(passed, key=lambda cell: -(cell.spot.low if cell.spot else 0.0))


def by_chance(found: Sequence[Standing]) -> float:
    """How many would pass if every unit were as expected."""
    return false_alarms.by_chance([cell.expected or 0.0 for cell in found])


def named(cell: Standing) -> str:
    """石桥所“进展反馈”"""
    return t(
        "complaints.quoted", unit=cell.name, category=counted.category(cell.category, short=True)
    )


def difficulties(choice: Filters) -> measured.Latest | None:
    """三难 as last measured, None where too few, absent, or without categories."""
    if not counted.records(choice, "category"):
        return None
    found = measured.latest(measured.by_month("CMP06", choice), choice)
    return found if found is not None and found.is_enough else None


@remembered
def verdict(choice: Filters) -> Verdict:
    """Figures, intervals and cut-off; no word of change before there is a test of it."""
    now = total(choice)
    if now is None and counted.source(choice) == "absent":
        return Verdict(t("complaints.absent"))
    if now is None:
        return Verdict(t("complaints.nothing", month=dates.month(choice.month)))
    words = {"when": when(choice, now.months), "n": numbers.count(now.n, "complaint")}
    if now.rate is None:
        lead = t("complaints.verdict.lead_without_people", **words)
    else:
        rate = numbers.plain(now.rate, 1)
        lead = t("complaints.verdict.lead", rate=rate, interval=now.interval_words(), **words)
    if choice.complaint_category:
        category = counted.category(choice.complaint_category)
        lead += t("complaints.verdict.category", category=category)
    rest = _difficulties_words(choice) + _cells_words(choice)
    rest += t("complaints.verdict.cutoff", cutoff=dates.cutoff(snapshot().cutoff))
    return Verdict(lead, rest, tuple(_working(choice, now)))


def _difficulties_words(choice: Filters) -> str:
    found = difficulties(choice)
    reasons = ask_if_connected("complaints/counts_by_reason", choice)
    if found is None or not reasons.width or reasons.is_empty() or choice.complaint_category:
        return ""
    top = reasons.row(0, named=True)
    return t(
        "complaints.verdict.difficulties",
        when=counted.when(choice),
        n=numbers.count(found.denominator, "complaint"),
        rate=measured.words(indicators.get("CMP06"), found),
        reason=counted.reason(top["category_l1"], top["category_l2"]),
        reason_n=numbers.count(top["complaint_count"], "complaint"),
    )


def _cells_words(choice: Filters) -> str:
    found = cells(choice)
    if not found:
        return t("complaints.verdict.no_exposure") if counted.standings(choice) else ""
    passed = sum(cell.is_high for cell in found)
    words = {
        "areas": len({cell.unit_id for cell in found}),
        "categories": len({cell.category for cell in found}),
    }
    if not passed:
        return t("complaints.verdict.cells_none", **words)
    key = "cells" if passed > 1 else "cells_one"
    return t(f"complaints.verdict.{key}", n=passed, chance=_chance_words(found), **words)


def _chance_words(found: Sequence[Standing]) -> str:
    """约 8 格, or that it is less than one."""
    chance = by_chance(found)
    if chance < 0.5:
        return t("complaints.less_than_one")
    return t("complaints.about", n=numbers.plain(chance))


def _working(choice: Filters, now: Total) -> list[str]:
    lines = []
    if now.rate is not None and now.person_years:
        low, high = now.interval
        lines.append(
            t(
                "complaints.working.rate",
                n=numbers.count(now.n),
                years=numbers.plain(now.person_years),
                rate=numbers.plain(now.rate, 1),
                low=numbers.plain(low, 1),
                high=numbers.plain(high, 1),
            )
        )
    found = difficulties(choice)
    if found is not None:
        lines.append(
            t(
                "complaints.working.difficulties",
                numerator=numbers.count(found.numerator),
                denominator=numbers.count(found.denominator),
                rate=numbers.rate(found.value / 100),
                low=numbers.rate((found.low or 0.0) / 100),
                high=numbers.rate((found.high or 0.0) / 100),
            )
        )
    looked_at = cells(choice)
    if looked_at:
        lines.append(t("complaints.working.rule", when=counted.when(choice)))
        chance = numbers.plain(by_chance(looked_at), 1)
        lines.append(t("complaints.working.chance", chance=chance, cells=len(looked_at)))
    lines.append(
        t(
            "complaints.working.source",
            unit=unit_names().get(choice.unit_id, choice.unit_id),
            span=dates.span(*counted.window(choice)),
            cutoff=dates.cutoff(snapshot().cutoff),
            snapshot=snapshot().id,
        )
    )
    return lines


@remembered
def cards(choice: Filters) -> list[Card]:
    """How many, 三难, closed in time, cells above expectation, due in seven days."""
    return [
        _count_card(choice),
        _difficulties_card(choice),
        _in_time_card(choice),
        _cells_card(choice),
        _due_card(choice),
    ]


def _count_card(choice: Filters) -> Card:
    name = t("complaints.card.count")
    now = total(choice)
    if now is None:
        return Card(name, state=_absent(choice))
    note = t("complaints.card.no_people")
    if now.rate is not None:
        rate = numbers.plain(now.rate, 1)
        note = t("complaints.card.annual", rate=rate, interval=now.interval_words())
    course = by_month(choice).filter(pl.col("month") > dates.add_months(choice.month, -choice.span))
    return Card(
        name,
        numbers.brief(now.n),
        numbers.unit_word("complaint", now.n),
        aside=_change(choice, now),
        note=note,
        course=course["complaint_count"].to_list(),
        colour=COLOUR,
    )


def _absent(choice: Filters) -> str:
    """未接入, or the choice has nothing."""
    is_there = measured.is_connected(choice, "complaints")
    return t("tag.too_few") if is_there else t("tag.not_connected")


def _change(choice: Filters, now: Total) -> str:
    """Against what the reader chose, as a figure; without a verdict."""
    if choice.compare == "mean12":
        earlier = [total(choice, back) for back in range(1, 13)]
        known = [one.n for one in earlier if one is not None]
        before = sum(known) / 12 if len(known) == 12 else 0.0
    else:
        found = total(choice, 12 if choice.compare == "yoy" else now.months)
        before = found.n if found is not None else 0.0
    if not before:
        return ""
    return f"{t(f'compare.{choice.compare}')} {numbers.change(now.n, before)}"


def _measured_card(
    indicator_id: str, name: str, choice: Filters
) -> tuple[Card, measured.Latest | None]:
    """A share's card without its note, and the figure behind it (None where there is none)."""
    indicator = indicators.get(indicator_id)
    if not measured.is_connected(choice, "complaints"):
        return Card(name, state=t("tag.not_connected")), None
    course = measured.by_month(indicator_id, choice)
    last = measured.latest(course, choice)
    goal = measured.goal_words(indicator, choice, "")
    if last is None or not last.is_enough:
        return Card(name, state=t("tag.too_few"), aside=goal), None
    shown = course.filter(pl.col("month") > dates.add_months(choice.month, -choice.span))
    card = Card(
        name,
        numbers.plain(last.value, 1),
        "%",
        measured.margin_words(indicator, last.value, last.low, last.high),
        aside=goal,
        course=[v if ok else None for v, ok in shown.select("value", "is_enough").iter_rows()],
        colour=COLOUR,
    )
    return card, last


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


def _cells_card(choice: Filters) -> Card:
    name = t("complaints.card.cells")
    found = cells(choice)
    if not found:
        return _unrecorded("cells", "no_exposure", choice)
    areas = len({cell.unit_id for cell in found})
    categories = len({cell.category for cell in found})
    return Card(
        name,
        str(sum(cell.is_high for cell in found)),
        t("complaints.card.cell"),
        aside=t("complaints.card.areas", n=areas, k=categories),
        note=t("complaints.card.chance", n=_chance_words(found)),
    )


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
